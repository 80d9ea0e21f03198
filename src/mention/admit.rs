//! What context says of a candidate: cues, ambiguous surnames, names of languages.

use super::candidate::{Candidate, Scene, is_comma};
use super::discourse::Discourse;
use super::{Reason, Rejected};
use crate::document::{Sentence, Span};
use crate::gazetteer::{
    Cue, CueKind, EntityIx, Gate, Inflection, Phrase, Reading, Row, START, Target, TitleForm,
};

impl Scene<'_, '_> {
    /// Moves the candidates that context speaks against to `rejected`. Gives the names in full, and where they stand.
    pub(super) fn admit(
        &self,
        sentence: &Sentence,
        discourse: &Discourse,
        candidates: &mut Vec<Candidate<'_>>,
        mut rejected: Option<&mut Vec<Rejected>>,
    ) -> Vec<(EntityIx, usize)> {
        let named: Vec<(EntityIx, usize)> = candidates.iter().filter_map(|c| self.full_name(c)).collect();
        // What a cue speaks against is no mention by a part of its name either.
        let denied: Vec<(Target, (usize, usize), Row)> = candidates
            .iter()
            .filter_map(|c| Some((c.target(), c.tokens, self.cue_against(c, sentence)?)))
            .collect();
        let part_of_denied = |c: &Candidate<'_>| {
            let within = |(t, tokens, _): &&(Target, (usize, usize), Row)| {
                *t == c.target() && tokens.0 <= c.tokens.0 && c.tokens.1 <= tokens.1
            };
            denied.iter().find(within).map(|(_, _, row)| Reason::Cue(*row))
        };
        let mut language_before = None;
        candidates.retain(|candidate| {
            let and_another = language_before == Some(candidate.tokens.0)
                && candidate.form.inflection == Inflection::Feminine
                && self.is_joined(candidate);
            let denied = part_of_denied(candidate);
            let reason = match denied.or_else(|| self.objection(candidate, sentence, discourse, &named)) {
                None if and_another => Some(Reason::Language),
                reason => reason,
            };
            if reason == Some(Reason::Language) {
                language_before = Some(candidate.tokens.1);
            }
            if let (Some(reason), Some(rejected)) = (reason, rejected.as_deref_mut()) {
                rejected.push(candidate.rejected(reason));
            }
            reason.is_none()
        });
        named
    }

    /// Whether a conjunction is written on to the candidate.
    fn is_joined(&self, candidate: &Candidate<'_>) -> bool {
        let clitic: String =
            self.segments.word(candidate.tokens.0).chars().take(candidate.stripped).collect();
        self.gazetteer.languages().pair_conjunctions.contains(&clitic)
    }

    fn full_name(&self, candidate: &Candidate<'_>) -> Option<(EntityIx, usize)> {
        match candidate.target() {
            Target::Entity(entity) if candidate.form.gate == Gate::Open => Some((entity, candidate.tokens.0)),
            _ => None,
        }
    }

    fn objection(
        &self,
        candidate: &Candidate<'_>,
        sentence: &Sentence,
        discourse: &Discourse,
        named: &[(EntityIx, usize)],
    ) -> Option<Reason> {
        if candidate.form.acronyms != 0 && self.is_shouted(candidate, sentence) {
            return Some(Reason::Capitals);
        }
        if candidate.form.reading == Reading::Demonym && self.is_language(candidate, sentence) {
            return Some(Reason::Language);
        }
        if self.is_part_of_name(candidate, sentence) {
            return Some(Reason::PersonName);
        }
        if candidate.form.gate == Gate::AfterName {
            let Target::Entity(entity) = candidate.target() else { return None };
            let here = named.iter().any(|(e, at)| *e == entity && *at < candidate.tokens.0);
            if !here && !discourse.was_named(entity) && !self.titled(candidate, sentence, entity) {
                return Some(Reason::NoFullName);
            }
        }
        None
    }

    /// Whether a common word (us, who) stands in capitals because its neighbours do.
    fn is_shouted(&self, candidate: &Candidate<'_>, sentence: &Sentence) -> bool {
        let (first, end) = candidate.tokens;
        let capitals = |i: usize| sentence.tokens.contains(&i) && self.segments.tokens[i].acronym;
        self.gazetteer.languages().is_common(self.segments.word(first))
            && (first.checked_sub(1).is_some_and(capitals) || capitals(end))
    }

    /// The cue that speaks against the candidate, if one does.
    fn cue_against(&self, candidate: &Candidate<'_>, sentence: &Sentence) -> Option<Row> {
        let mut cues = self.gazetteer.cues(candidate.form);
        cues.find(|cue| !self.holds(cue, candidate, sentence)).map(|cue| cue.row)
    }

    /// Whether a cue lets the candidate pass.
    fn holds(&self, cue: &Cue, candidate: &Candidate<'_>, sentence: &Sentence) -> bool {
        let (first, end) = candidate.tokens;
        let range = &sentence.tokens;
        // What stands beyond a comma or a full stop speaks of something else, unless the cue begins with the comma.
        let gap = |i: usize| {
            let [this, next] = [i, i + 1].map(|i| self.segments.tokens.get(i).map(|token| token.span));
            let between = |(this, next): (Span, Span)| Span { start: this.end, end: next.start };
            this.zip(next).map_or("", |spans| between(spans).of(&self.document.text))
        };
        let beside = |i: usize| !gap(i).contains([',', ';', ':', '.', '\u{60C}', '\u{61B}', '\n']);
        let at = |i: usize, phrase: &Phrase| {
            let capital = |(i, bit): (usize, usize)| phrase.capitals & (1 << bit) == 0 || self.is_capital(i);
            self.phrase_at(i, phrase.words()) && (i..).zip(0..phrase.length.min(16)).all(capital)
        };
        let before = |phrase: &Phrase| {
            let length = phrase.length;
            match &*phrase.text {
                START => first == range.start,
                _ => first >= range.start + length && beside(first - 1) && at(first - length, phrase),
            }
        };
        let after = |phrase: &Phrase| {
            end + phrase.length <= range.end
                && (if phrase.comma { is_comma(gap(end - 1)) } else { beside(end - 1) })
                && at(end, phrase)
        };
        let near = |phrase: &Phrase| {
            let length = phrase.length;
            (range.start..(range.end + 1).saturating_sub(length))
                .any(|i| (i + length <= first || i >= end) && at(i, phrase))
        };
        match cue.kind {
            CueKind::NotAfter => !cue.phrases.iter().any(&before),
            CueKind::NotBefore => !cue.phrases.iter().any(&after),
            CueKind::OnlyAfter => cue.phrases.iter().any(&before),
            CueKind::OnlyBefore => cue.phrases.iter().any(&after),
            CueKind::OnlyNear => cue.phrases.iter().any(&near),
            CueKind::NotNear => !cue.phrases.iter().any(&near),
        }
    }

    fn is_capital(&self, i: usize) -> bool {
        self.segments.tokens.get(i).is_some_and(|token| token.capital)
    }

    /// Whether the words stand at token `i`, the first perhaps with clitics.
    pub(super) fn phrase_at<'w>(&self, i: usize, words: impl IntoIterator<Item = &'w str>) -> bool {
        let languages = self.gazetteer.languages();
        words.into_iter().zip(i..).all(|(word, i)| languages.is_word(self.segments.word(i), word))
    }

    /// Names of languages are no mentions: a demonym beside a word for language, or a feminine one that carries a
    /// preposition itself, which no adjective does.
    fn is_language(&self, candidate: &Candidate<'_>, sentence: &Sentence) -> bool {
        let languages = self.gazetteer.languages();
        let (first, end) = candidate.tokens;
        let word = |i: usize| if sentence.tokens.contains(&i) { self.segments.word(i) } else { "" };
        let before = first.checked_sub(1).map_or("", word);
        let after = word(end);
        match candidate.form.inflection {
            Inflection::Feminine => {
                let clitic: String = self.segments.word(first).chars().take(candidate.stripped).collect();
                languages.language_nouns.iter().any(|noun| languages.is_word(before, noun))
                    || languages
                        .language_proclitics
                        .iter()
                        .any(|p| candidate.preposition && clitic.ends_with(p.as_str()))
            }
            Inflection::Bare => {
                self.is_alone_after_preposition(first, end, sentence)
                    || languages.language_nouns.contains(before)
                    || languages.language_nouns_after.contains(after)
            }
            Inflection::Base | Inflection::Other => false,
        }
    }

    /// A demonym after "in" with no noun behind it: "printed in Russian and ...".
    fn is_alone_after_preposition(&self, first: usize, end: usize, sentence: &Sentence) -> bool {
        let languages = self.gazetteer.languages();
        let preposition = first > sentence.tokens.start
            && languages.language_prepositions.contains(self.segments.word(first - 1));
        preposition
            && (end >= sentence.tokens.end
                || !self.adjacent(end - 1)
                || languages.is_common(self.segments.word(end)))
    }

    /// Whether a title stands before a surname whose bearer holds an office on the document's date, or still.
    fn titled(&self, candidate: &Candidate<'_>, sentence: &Sentence, entity: EntityIx) -> bool {
        let languages = self.gazetteer.languages();
        let date = self.document.date;
        let in_office = self.gazetteer.entity(entity).tenures.iter().any(|t| match date {
            Some(date) => t.covers(date),
            None => t.to.is_none(),
        });
        let ends_title = |i: usize| {
            let word = self.segments.word(i);
            languages.between.contains(word)
                || languages.titles.iter().any(|title| {
                    title.form != TitleForm::Of
                        && title.words.last().is_some_and(|last| languages.is_word(word, last))
                })
        };
        let first = candidate.tokens.0;
        // The Moroccan minister is nobody who holds an office in Tunisia.
        let served = |body: Target| {
            let country = self.gazetteer.country_of(entity, date).map(Target::Entity);
            let tenures = &self.gazetteer.entity(entity).tenures;
            country == Some(body) || tenures.iter().any(|t| Target::Entity(t.body) == body)
        };
        let is_demonym = |i: usize| {
            let (forms, _) = self.gazetteer.index().get(self.segments.word(i));
            forms.iter().any(|f| f.reading == Reading::Demonym && served(f.target))
        };
        let after_demonym =
            first >= sentence.tokens.start + 2 && is_demonym(first - 1) && ends_title(first - 2);
        let after_title = first > sentence.tokens.start && ends_title(first - 1);
        in_office && candidate.stripped == 0 && (after_title || after_demonym)
    }
}
