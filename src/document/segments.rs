//! What segmentation leaves: tokens with their folded forms, and sentences, each pointing back into the text.

use std::ops::Range;

use super::Span;
use crate::gazetteer::{Class, Fold, Languages, Words};

/// A word as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its place in the text, with vowel signs, without surrounding punctuation.
    pub span: Span,
    pub(super) folded: (u32, u32),
    /// Begins with a capital letter.
    pub capital: bool,
    /// Two letters or more, all capitals.
    pub acronym: bool,
    /// Part of an internet address.
    pub address: bool,
}

/// A stretch of tokens that is read as one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Its place in the text, with closing punctuation.
    pub span: Span,
    /// Indices of its tokens.
    pub tokens: Range<usize>,
    /// Number of its paragraph, counted from 0.
    pub paragraph: u32,
}

/// The tokens and sentences of one document. Made to be filled again and again: a worker needs one.
#[derive(Debug, Default)]
pub struct Segments {
    pub(super) folded: String,
    /// Words in order.
    pub tokens: Vec<Token>,
    /// Sentences in order; every token belongs to one.
    pub sentences: Vec<Sentence>,
    /// Code of the document's language, as given or as its common words tell; empty if unknown.
    pub language: String,
}

impl Segments {
    /// The folded letters of a token.
    #[must_use]
    pub fn folded(&self, token: &Token) -> &str {
        &self.folded[token.folded.0 as usize..token.folded.1 as usize]
    }

    /// The folded letters of token `index`, or nothing beyond the ends.
    #[must_use]
    pub fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |t| self.folded(t))
    }

    /// The language whose common words make up a good part of the text's beginning; empty if none does.
    pub(super) fn guess<'l>(&self, languages: &'l Languages) -> &'l str {
        let sample = &self.tokens[..self.tokens.len().min(60)];
        // A word that is common in two languages, once folded, tells neither.
        let elsewhere = |word: &str, lang: &str| {
            languages.common_words.iter().any(|(other, words)| other != lang && words.contains(word))
        };
        let hits = |(lang, words): (&'l String, &Words)| {
            let own = sample.iter().map(|t| self.folded(t)).filter(|word| words.contains(*word));
            (own.filter(|word| !elsewhere(word, lang)).count(), lang.as_str())
        };
        let mut counts: Vec<(usize, &str)> = languages.common_words.iter().map(hits).collect();
        counts.sort_unstable_by_key(|(hits, _)| std::cmp::Reverse(*hits));
        match counts[..] {
            [(most, lang), ref others @ ..] if most > 0 && most * 20 >= sample.len() => {
                if others.first().is_some_and(|(hits, _)| *hits == most) { "" } else { lang }
            }
            _ => "",
        }
    }

    /// Whether the document is of a language, by the letters of its code.
    pub(crate) fn is_in(&self, code: [u8; 3]) -> bool {
        let letters = code.iter().take_while(|b| **b != 0).count();
        let own = self.language.as_bytes();
        own.starts_with(&code[..letters]) && own.get(letters).is_none_or(|b| !b.is_ascii_alphabetic())
    }

    /// The byte at which `letters` folded letters of a token are over.
    #[must_use]
    pub fn offset_after(&self, text: &str, token: &Token, letters: usize, fold: &Fold) -> u32 {
        let mut left = letters;
        let start = token.span.start;
        for (at, c) in token.span.of(text).char_indices() {
            let length = match fold.class(c) {
                Class::Letter(..) => 1,
                Class::Letters(letters, _) => letters.chars().count(),
                Class::Separator => 1,
                _ => 0,
            };
            // A ligature that a clitic shares with the word stays with the word.
            if length > 0 && left < length && (left == 0 || length > 1) {
                return start + u32::try_from(at).expect("within a 32-bit span");
            }
            left = left.saturating_sub(length);
        }
        token.span.end
    }
}
