//! Names that the gazetteer lacks: people beside a title, and what a noun such as "corridor" begins or ends.

use super::Unlisted;
use super::candidate::{Candidate, Scene, is_comma, joins_spaced};
use crate::document::{Sentence, Span};
use crate::gazetteer::{EntityType, Reading, Target};

/// Words of a person's name, at most.
const PERSON: usize = 7;
/// Words of another name beside the noun that begins or ends it, at most.
const PHRASE: usize = 5;

/// What a word says of being part of a person's name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// It is none.
    Not,
    /// It may be one between others.
    Weak,
    /// It is one.
    Strong,
    /// It is one, and the name goes on.
    Particle,
}

impl Scene<'_, '_> {
    /// Takes the nouns that begin or end names out of the selected candidates.
    pub(super) fn heads<'g>(&self, candidates: &mut Vec<Candidate<'g>>) -> Vec<Candidate<'g>> {
        let is_head = |c: &Candidate<'_>| matches!(c.target(), Target::Head(_));
        if !candidates.iter().any(is_head) {
            return Vec::new();
        }
        let (heads, others) = std::mem::take(candidates).into_iter().partition(is_head);
        *candidates = others;
        heads
    }

    /// The person named right after title and country (`tokens`), or right before them and a comma.
    pub(super) fn person_beside(
        &self,
        sentence: &Sentence,
        mentions: &[Candidate<'_>],
        at: usize,
        tokens: (usize, usize),
    ) -> Option<Unlisted> {
        let first = self.past_between(sentence, tokens.1);
        let next = mentions[at + 1..].iter().map(|c| c.tokens.0).find(|start| *start >= tokens.1);
        let limit = next.unwrap_or(sentence.tokens.end);
        let after = if first >= limit {
            None
        } else if self.adjacent(first - 1) {
            self.person_at(first, limit)
        } else if self.is_comma(first - 1) {
            self.person_at(first, limit).filter(|end| *end >= limit || self.is_comma(*end - 1))
        } else {
            None
        };
        if let Some(end) = after {
            return Some(self.person(first, end));
        }
        let between = |i: usize| self.gazetteer.languages().between.contains(self.segments.word(i));
        let mut end = tokens.0;
        while end > sentence.tokens.start && between(end - 1) {
            end -= 1;
        }
        let previous = mentions[..at].iter().rev().map(|c| c.tokens.1).find(|e| *e <= end);
        let floor = previous.unwrap_or(sentence.tokens.start).max(end.saturating_sub(PERSON));
        if end < floor + 2 || !self.is_comma(end - 1) {
            return None;
        }
        let start = (floor..end - 1).find(|start| self.person_at(*start, end) == Some(end))?;
        Some(self.person(start, end))
    }

    fn person(&self, first: usize, end: usize) -> Unlisted {
        let tokens = &self.segments.tokens;
        let span = Span { start: tokens[first].span.start, end: tokens[end - 1].span.end };
        Unlisted {
            span,
            sentence: 0,
            kind: EntityType::Leader,
            surname: self.surname(first, end),
            office: None,
        }
    }

    /// The last word of a name, whole where it has hyphens; nothing where it is a common word, a letter, or not the end.
    fn surname(&self, first: usize, end: usize) -> Span {
        let tokens = &self.segments.tokens;
        let last = tokens[end - 1].span;
        let none = Span { start: last.end, end: last.end };
        let mut start = end - 1;
        while start > first && !self.gap(start - 1).contains(' ') {
            start -= 1;
        }
        let goes_on = tokens.get(end).is_some() && self.joined(end - 1) && self.sign(end) == Sign::Strong;
        let word = self.segments.word(end - 1);
        let between = self.gazetteer.languages().between.contains(word);
        if start == first || goes_on || between || word.chars().nth(1).is_none() || self.is_vocabulary(word) {
            return none;
        }
        Span { start: tokens[start].span.start, end: last.end }
    }

    /// What stands between token `i` and the next.
    fn gap(&self, i: usize) -> &str {
        let tokens = &self.segments.tokens;
        let Some(next) = tokens.get(i + 1) else { return "" };
        Span { start: tokens[i].span.end, end: next.span.start }.of(&self.document.text)
    }

    /// Whether only a comma stands after token `i`.
    fn is_comma(&self, i: usize) -> bool {
        is_comma(self.gap(i))
    }

    /// One past the last token of the name of two words or more that begins at `first`, all below `limit`.
    fn person_at(&self, first: usize, limit: usize) -> Option<usize> {
        let mut end = first;
        let mut signs: Vec<Sign> = Vec::new();
        while end < limit && signs.len() < PERSON {
            if end > first && !self.joined(end - 1) {
                break;
            }
            let particle = signs.last() == Some(&Sign::Particle);
            let named = particle && self.segments.tokens[end].capital;
            let sign = if named { Sign::Strong } else { self.sign(end) };
            let strong = |i: usize| signs.get(i) == Some(&Sign::Strong);
            let fits = match (sign, signs.len()) {
                (Sign::Not, _) => false,
                (Sign::Strong | Sign::Particle, _) => true,
                (Sign::Weak, 0) => end + 1 < limit && self.joined(end) && self.sign(end + 1) == Sign::Strong,
                (Sign::Weak, 1) => true,
                (Sign::Weak, n) => signs[n - 1] == Sign::Particle || (n == 2 && strong(0) && strong(1)),
            };
            if !fits {
                break;
            }
            signs.push(sign);
            end += 1;
        }
        while signs.last() == Some(&Sign::Particle) {
            signs.pop();
            end -= 1;
        }
        (signs.len() >= 2).then_some(end)
    }

    /// Whether token `i` and the next may be words of one name, which may go on in a new line.
    fn joined(&self, i: usize) -> bool {
        let gap = self.gap(i);
        let token = &self.segments.tokens[i];
        let initial = gap == ". " && token.span.of(&self.document.text).chars().count() == 1;
        let hyphen = matches!(gap, "-" | "\u{2010}" | "\u{2011}" | "'" | "\u{2019}");
        i + 1 < self.segments.tokens.len()
            && (initial || hyphen || (!gap.is_empty() && gap.trim().is_empty()))
    }

    /// The same, with any dash.
    fn linked(&self, i: usize) -> bool {
        let gap = self.gap(i);
        self.joined(i) || joins_spaced(gap) || matches!(gap, "\u{2013}" | "\u{2014}")
    }

    fn sign(&self, i: usize) -> Sign {
        let languages = self.gazetteer.languages();
        let (token, word) = (&self.segments.tokens[i], self.segments.word(i));
        let names = &languages.names;
        let letters = token.span.of(&self.document.text);
        if token.address || !letters.chars().all(|c| c.is_alphabetic() || !c.is_alphanumeric()) {
            Sign::Not
        } else if names.particles.contains(word) {
            Sign::Particle
        } else if letters.chars().any(char::is_lowercase) || token.capital {
            let part = token.capital && !(token.acronym && word.len() > 1) && !self.is_vocabulary(word);
            if part { Sign::Strong } else { Sign::Not }
        } else if names.given.contains(word) {
            Sign::Strong
        } else if word.chars().nth(1).is_none() || self.is_vocabulary(word) {
            Sign::Not
        } else if self.is_given_name(word) || names.looks_foreign(word) {
            Sign::Strong
        } else {
            Sign::Weak
        }
    }

    /// Whether a folded word, as it is or without clitics, is known to be no name.
    fn is_vocabulary(&self, word: &str) -> bool {
        let languages = self.gazetteer.languages();
        let known =
            |w: &str| (languages.names.vocabulary.contains(w) || languages.is_common(w)).then_some(());
        let bare = languages.articles.values().find_map(|article| word.strip_prefix(article.as_str()));
        languages.find_stem(word, known).is_some() || bare.is_some_and(|bare| known(bare).is_some())
    }

    /// Whether a folded word is a given name, or begins the full name of a leader.
    pub(super) fn is_given_name(&self, word: &str) -> bool {
        self.gazetteer.languages().names.given.contains(word) || self.gazetteer.is_given_name(word)
    }

    /// The name that a noun begins or ends.
    pub(super) fn unlisted_name(
        &self,
        sentence: &Sentence,
        mentions: &[Candidate<'_>],
        head: &Candidate<'_>,
    ) -> Option<Unlisted> {
        let Target::Head(index) = head.target() else { return None };
        let listed = &self.gazetteer.languages().names.heads[usize::from(index)];
        let (first, end) = if listed.first {
            (head.tokens.0, self.phrase_after(sentence, mentions, head.tokens.1, listed.kind)?)
        } else {
            (self.phrase_before(sentence, mentions, head.tokens.0)?, head.tokens.1)
        };
        let start = if listed.first { head.span.start } else { self.segments.tokens[first].span.start };
        let span = Span { start, end: self.segments.tokens[end - 1].span.end };
        let surname = Span { start: span.end, end: span.end };
        Some(Unlisted { span, sentence: 0, kind: listed.kind, surname, office: None })
    }

    /// Where the name ends that follows a noun: definite words, listed names, foreign ones.
    fn phrase_after(
        &self,
        sentence: &Sentence,
        mentions: &[Candidate<'_>],
        first: usize,
        kind: EntityType,
    ) -> Option<usize> {
        let languages = self.gazetteer.languages();
        let definite = |i: usize| {
            let word = self.segments.word(i);
            let article = |a: &String| word.starts_with(a.as_str()) && word.len() > a.len() + 2;
            i < sentence.tokens.end && languages.articles.values().any(article)
        };
        let assimilated = |word: &str| languages.assimilated.iter().any(|a| word.starts_with(a.as_str()));
        let mut end = first;
        // Of common words alone no name is made: the movement of goods.
        let mut own = false;
        while end < sentence.tokens.end && end < first + PHRASE && self.linked(end - 1) {
            let word = self.segments.word(end);
            let mention = mentions.iter().find(|c| c.tokens.0 == end);
            if let Some(mention) = mention.filter(|c| c.stripped == 0 || assimilated(word)) {
                if mention.form.reading == Reading::Demonym && !definite(end) {
                    break;
                }
                end = mention.tokens.1;
                own |= mention.form.reading != Reading::Demonym;
                continue;
            }
            let unknown = mention.is_none() && !languages.names.vocabulary.contains(word);
            let named = definite(end) || (end > first && assimilated(word)) || self.is_foreign(word);
            // A company "for" something, but not a corridor.
            let after = kind == EntityType::Organization
                && end + 1 < sentence.tokens.end
                && assimilated(self.segments.word(end + 1));
            let governs = !self.is_vocabulary(word) && (definite(end + 1) || after) && self.joined(end);
            if !unknown || languages.is_common(word) || !(named || governs) {
                break;
            }
            own |= !self.is_vocabulary(word);
            end += 1;
        }
        (end > first && own).then_some(end)
    }

    fn is_foreign(&self, word: &str) -> bool {
        let languages = self.gazetteer.languages();
        !self.is_vocabulary(word)
            && !languages.articles.values().any(|a| word.starts_with(a.as_str()))
            && languages.names.looks_foreign(word)
    }

    /// Where the name begins that a noun ends: words with capitals, one of which is no common word and stands where
    /// capitals mean something.
    fn phrase_before(&self, sentence: &Sentence, mentions: &[Candidate<'_>], end: usize) -> Option<usize> {
        let languages = self.gazetteer.languages();
        let of_leader = |end: usize| {
            mentions.iter().any(|c| {
                c.tokens.1 == end
                    && match c.target() {
                        Target::Entity(e) => self.gazetteer.entity(e).kind == EntityType::Leader,
                        _ => true,
                    }
            })
        };
        let mut first = end;
        while first > sentence.tokens.start && first + PHRASE > end && self.linked(first - 1) {
            let token = &self.segments.tokens[first - 1];
            let word = self.segments.word(first - 1);
            if !token.capital || token.address || languages.enclitics.contains(word) || of_leader(first) {
                break;
            }
            first -= 1;
        }
        let known = |i: usize| {
            let word = self.segments.word(i);
            let names = &languages.names;
            self.is_vocabulary(word) || languages.between.contains(word) || names.particles.contains(word)
        };
        let opens = |i: usize| {
            let word = self.segments.word(i);
            let function = languages.is_common(word) || languages.between.contains(word);
            function || word.chars().nth(1).is_none() || (known(i) && i == sentence.tokens.start)
        };
        while first < end && opens(first) {
            first += 1;
        }
        let named = (first..end).filter(|i| !known(*i)).any(|i| i > sentence.tokens.start);
        (first < end && named && !self.is_title_case(sentence)).then_some(first)
    }
}
