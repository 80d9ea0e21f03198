//! People's names that look like countries: "Michael Jordan", "Jordan Hughes".

use super::candidate::{Candidate, Scene};
use crate::document::Sentence;
use crate::gazetteer::{EntityType, Inflection, Reading, Target, TitleForm};

impl Scene<'_, '_> {
    /// Whether the one word of a country or place is somebody's family name, because a given name stands before it, or a
    /// given name itself, because a family name follows.
    pub(super) fn is_part_of_name(&self, candidate: &Candidate<'_>, sentence: &Sentence) -> bool {
        let Target::Entity(entity) = candidate.target() else { return false };
        let kind = self.gazetteer.entity(entity).kind;
        let (first, end) = candidate.tokens;
        let one = matches!(kind, EntityType::Country | EntityType::Place) && end - first == 1;
        one && candidate.stripped == 0
            && (self.is_family_name(candidate, sentence) || self.is_given_name_of(candidate, sentence))
    }

    /// A given name stands right before, or a verb of speech does and what was said follows. Of a demonym, only the masculine singular is a family name; of other words in a
    /// language without capitals, only those after a foreign given name are sure to be one.
    fn is_family_name(&self, candidate: &Candidate<'_>, sentence: &Sentence) -> bool {
        let first = candidate.tokens.0;
        let capital = self.segments.tokens[first].capital;
        let demonym = candidate.form.reading == Reading::Demonym;
        let languages = self.gazetteer.languages();
        let names = &languages.names;
        let next = candidate.tokens.1;
        let after = if sentence.tokens.contains(&next) { self.segments.word(next) } else { "" };
        if first == sentence.tokens.start
            || !self.adjacent(first - 1)
            || self.segments.tokens[first - 1].capital != capital
            || (demonym && !capital && candidate.form.inflection != Inflection::Base)
            || names.nationality_nouns.contains(after)
        {
            return false;
        }
        let speech = |word: &str| names.speech_verbs.contains(word).then_some(());
        let speaks = languages.find_stem(self.segments.word(first - 1), speech).is_some();
        if demonym && !capital && speaks && names.that_words.contains(after) {
            return true;
        }
        let listed = if demonym || capital { &names.given } else { &names.given_foreign };
        let given = |word: &str| listed.contains(word).then_some(());
        languages.find_stem(self.segments.word(first - 1), given).is_some()
    }

    /// The word is a given name too, and a name follows that is nothing else.
    fn is_given_name_of(&self, candidate: &Candidate<'_>, sentence: &Sentence) -> bool {
        let (first, end) = candidate.tokens;
        let languages = self.gazetteer.languages();
        let names = &languages.names;
        if end >= sentence.tokens.end
            || !names.given.contains(self.segments.word(first))
            || !self.adjacent(first)
            || (first > sentence.tokens.start && self.ends_title(first - 1))
        {
            return false;
        }
        let (after, next) = (&self.segments.tokens[end], self.segments.word(end));
        let unknown = !names.vocabulary.contains(next) && self.gazetteer.index().get(next).0.is_empty();
        if self.segments.tokens[first].capital {
            after.capital && !after.acronym && unknown && !self.is_title_case(sentence)
        } else {
            names.given.contains(next)
                || names.particles.contains(next)
                || (unknown && names.looks_foreign(next))
        }
    }

    /// Whether token `i` ends a title that the name of a country follows: president of.
    fn ends_title(&self, i: usize) -> bool {
        let languages = self.gazetteer.languages();
        let word = self.segments.word(i);
        let ends = |words: &[String]| words.last().is_some_and(|last| languages.is_word(word, last));
        languages.titles.iter().any(|title| title.form == TitleForm::Of && ends(&title.words))
    }

    /// A headline in which every word but the commonest has a capital: capitals tell nothing.
    pub(super) fn is_title_case(&self, sentence: &Sentence) -> bool {
        let small = |i: usize| {
            let word = self.segments.word(i);
            !self.segments.tokens[i].capital && word.chars().nth(2).is_some()
        };
        let languages = self.gazetteer.languages();
        !sentence.tokens.clone().any(|i| small(i) && !languages.is_common(self.segments.word(i)))
    }
}
