//! Candidates: every listed form that stands in a sentence, with or without clitics.

use super::{Reason, Rejected};
use crate::document::{Document, Segments, Sentence, Span, Token};
use crate::gazetteer::{Form, Gazetteer, Target};

/// A listed form as it stands in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'g> {
    pub(super) form: &'g Form,
    /// First token and one past the last.
    pub(super) tokens: (usize, usize),
    pub(super) span: Span,
    /// Clitic letters taken off.
    pub(super) stripped: usize,
    /// What was taken off ends in a preposition.
    pub(super) preposition: bool,
}

impl Candidate<'_> {
    pub(super) fn target(&self) -> Target {
        self.form.target
    }

    /// The record of its rejection.
    pub(super) fn rejected(&self, reason: Reason) -> Rejected {
        Rejected { span: self.span, target: self.target(), row: self.form.row, reason }
    }
}

/// The text that candidates are looked for in.
#[derive(Clone, Copy)]
pub(super) struct Scene<'g, 'd> {
    pub(super) gazetteer: &'g Gazetteer,
    pub(super) document: &'d Document,
    pub(super) segments: &'d Segments,
}

/// A token without its clitics.
struct Stem<'a> {
    word: &'a str,
    letters: usize,
    preposition: bool,
}

/// The shortest word that a run-on may hide in, in bytes of folded text: seven Arabic letters.
const RUN_ON_FROM: usize = 14;

impl<'g> Scene<'g, '_> {
    /// Adds the candidates of a sentence to `found`. `buffer` is scratch space.
    pub(super) fn candidates(
        &self,
        sentence: &Sentence,
        buffer: &mut String,
        found: &mut Vec<Candidate<'g>>,
    ) {
        let endings = self.gazetteer.languages().endings.get(&self.segments.language);
        for i in sentence.tokens.clone() {
            let word = self.segments.word(i);
            let before = found.len();
            self.whole_and_stems(i, sentence.tokens.end, word, buffer, found);
            if let Some(endings) = endings.filter(|_| found.len() == before) {
                self.declined(i, sentence.tokens.end, endings, buffer, found);
            }
            if found.len() == before && word.len() >= RUN_ON_FROM {
                for tail in self.gazetteer.languages().run_ons.of(word.as_bytes().last_chunk()) {
                    let Some(head) = word.strip_suffix(tail.as_str()) else { continue };
                    self.whole_and_stems(i, sentence.tokens.end, head, buffer, found);
                    if found.len() > before {
                        let end = self.offset(i, head.chars().count());
                        found[before..].iter_mut().for_each(|c| c.span.end = end);
                        break;
                    }
                }
            }
        }
    }

    /// The forms that token `i` is a case of: the first for which an ending, exchanged for that of the name, gives one.
    fn declined(
        &self,
        i: usize,
        end: usize,
        endings: &[(String, String)],
        buffer: &mut String,
        found: &mut Vec<Candidate<'g>>,
    ) {
        let before = found.len();
        for (written, of_name) in endings {
            let Some(stem) = self.segments.word(i).strip_suffix(written.as_str()) else { continue };
            buffer.clear();
            buffer.extend([stem, of_name]);
            self.forms_at(i, end, &Stem { word: buffer, letters: 0, preposition: false }, found);
            if found.len() > before {
                return;
            }
        }
    }

    /// The forms that begin with `word`, whole first, then without clitics.
    fn whole_and_stems(
        &self,
        i: usize,
        end: usize,
        word: &str,
        buffer: &mut String,
        found: &mut Vec<Candidate<'g>>,
    ) {
        self.forms_at(i, end, &Stem { word, letters: 0, preposition: false }, found);
        let whole = found.len();
        for clitic in self.gazetteer.languages().proclitics.of(word.as_bytes().first_chunk()) {
            let Some(rest) = word.strip_prefix(clitic.text.as_str()).filter(|rest| rest.len() > 2) else {
                continue;
            };
            let stem = if clitic.restore.is_empty() {
                rest
            } else {
                buffer.clear();
                buffer.push_str(&clitic.restore);
                buffer.push_str(rest);
                buffer.as_str()
            };
            let letters = clitic.text.chars().count();
            self.forms_at(i, end, &Stem { word: stem, letters, preposition: clitic.preposition }, found);
        }
        // A word that only seems to carry a clitic.
        let names = &self.gazetteer.languages().names;
        if found.len() > whole && (names.given.contains(word) || names.vocabulary.contains(word)) {
            found.truncate(whole);
        }
    }

    fn offset(&self, i: usize, letters: usize) -> u32 {
        let token = &self.segments.tokens[i];
        self.segments.offset_after(&self.document.text, token, letters, self.gazetteer.fold())
    }

    fn forms_at(&self, i: usize, end: usize, stem: &Stem<'_>, found: &mut Vec<Candidate<'g>>) {
        let index = self.gazetteer.index();
        let (forms, begins) = index.get(stem.word);
        self.accept(forms, i, end, stem, found);
        if !begins || i + 1 >= end {
            return;
        }
        let second = self.segments.word(i + 1);
        let before = found.len();
        self.accept(index.get_pair(stem.word, second), i, end, stem, found);
        if found.len() == before && second.len() >= RUN_ON_FROM {
            for tail in self.gazetteer.languages().run_ons.of(second.as_bytes().last_chunk()) {
                if let Some(head) = second.strip_suffix(tail.as_str()) {
                    self.accept(index.get_pair(stem.word, head), i, end, stem, found);
                }
            }
        }
    }

    /// Takes those of `forms` that stand at token `i`.
    fn accept(
        &self,
        forms: &'g [Form],
        i: usize,
        end: usize,
        stem: &Stem<'_>,
        found: &mut Vec<Candidate<'g>>,
    ) {
        for form in forms {
            let token = &self.segments.tokens[i];
            if form.own_texts && !self.segments.is_in(form.language) {
                continue;
            }
            if !form.own_texts && form.words == 1 && self.is_other_word(stem.word) {
                continue;
            }
            let capitals = (form.capitals & 1 == 0 || token.capital) && (form.acronyms == 0 || token.acronym);
            if !capitals || i + usize::from(form.words) > end || (token.address && !form.address) {
                continue;
            }
            let Some(last) = self.rest_matches(form, i) else { continue };
            let start = if stem.letters == 0 { token.span.start } else { self.offset(i, stem.letters) };
            found.push(Candidate {
                form,
                tokens: (i, i + usize::from(form.words)),
                span: Span { start, end: last },
                stripped: stem.letters,
                preposition: stem.preposition,
            });
        }
    }

    /// Whether the full stop after a word belongs to it: J. Smith, St. Lucia.
    fn is_abbreviated(&self, token: &Token) -> bool {
        let initial = token.span.of(&self.document.text).chars().nth(1).is_none();
        initial || self.gazetteer.languages().abbreviations.contains(self.segments.folded(token))
    }

    /// Whether a word is common in the document's language, and only a form in others.
    fn is_other_word(&self, word: &str) -> bool {
        let languages = self.gazetteer.languages();
        let language = self.segments.language.as_str();
        languages.own_texts.contains(language)
            && languages.common_words.get(language).is_some_and(|words| words.contains(word))
    }

    /// Where the form ends, if its other words follow token `first`.
    fn rest_matches(&self, form: &Form, first: usize) -> Option<u32> {
        let tokens = &self.segments.tokens;
        let mut end = tokens[first].span.end;
        for (i, expected) in (first + 1..).zip(self.gazetteer.index().rest(form)) {
            let token = &tokens[i];
            let bit = 1_u16.checked_shl(u32::try_from(i - first).ok()?).unwrap_or(0);
            let gap = Span { start: tokens[i - 1].span.end, end: token.span.start }.of(&self.document.text);
            let abbreviated = gap == ". " && self.is_abbreviated(&tokens[i - 1]);
            if !(joins(gap) || abbreviated || joins_spaced(gap))
                || (form.capitals & bit != 0 && !token.capital)
            {
                return None;
            }
            let word = self.segments.folded(token);
            end = if word == expected {
                token.span.end
            } else {
                let last = i + 1 - first == usize::from(form.words);
                let tail = word.strip_prefix(expected).filter(|_| last)?;
                self.gazetteer
                    .languages()
                    .run_ons
                    .of(tail.as_bytes().last_chunk())
                    .iter()
                    .find(|r| *r == tail)?;
                self.offset(i, expected.chars().count())
            };
        }
        let stop = form.stop && self.document.text[end as usize..].starts_with('.');
        Some(end + u32::from(stop))
    }
}

/// Whether only a comma, of either script, stands between two words.
pub(super) fn is_comma(gap: &str) -> bool {
    matches!(gap.trim(), "," | "\u{60C}")
}

/// Whether a dash or ampersand with spaces round it stands between two words: Kirkuk - Banias.
pub(super) fn joins_spaced(gap: &str) -> bool {
    matches!(gap, " - " | " \u{2013} " | " \u{2014} " | " & ")
}

/// Whether two words with this between them may belong to one form.
pub(super) fn joins(gap: &str) -> bool {
    let trimmed = gap.trim();
    if trimmed.is_empty() {
        return true;
    }
    let mut chars = gap.chars();
    let one = chars.next().filter(|_| chars.next().is_none());
    one.is_some_and(|c| {
        matches!(
            c,
            '-' | '_' | '\'' | '.' | '/' | '&' | '+' | '\u{2010}'
                ..='\u{2014}' | '\u{2019}' | '\u{2BC}' | '\u{B7}'
        )
    })
}
