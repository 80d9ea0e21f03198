//! Orthographic folding: which characters make words, and which count as one another.
//!
//! A character is folded by its compatibility decomposition (UAX #15, NFKD) without combining marks, lower case, and
//! the `fold` rows of the language files. Combining marks, tatweel and invisible joiners are dropped inside words.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

const TATWEEL: char = '\u{640}';
const SEPARATOR: u32 = 0;
const MARK: u32 = 1;
const JOINER: u32 = 2;
const EXPANDED: u32 = 1 << 24;

/// What a character is to the matcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class<'a> {
    /// Stands between words.
    Separator,
    /// Part of a word but not of its folded form; vowel signs and tatweel.
    Mark,
    /// The same, but invisible: joiners, direction marks, soft hyphens.
    Joiner,
    /// Folds to this character.
    Letter(char),
    /// Folds to several (ligatures).
    Letters(&'a str),
}

/// A table over the Basic Multilingual Plane; other characters are looked at one by one.
#[derive(Debug)]
pub struct Fold {
    table: Vec<u32>,
    expansions: Vec<String>,
    rows: BTreeMap<char, char>,
}

impl Fold {
    /// Builds the table; `rows` maps a decomposed character to the one it counts as.
    pub(crate) fn new(rows: BTreeMap<char, char>) -> Self {
        let mut fold = Self { table: vec![SEPARATOR; 0x1_0000], expansions: Vec::new(), rows };
        let mut letters = String::new();
        for code in 0..0x1_0000_u32 {
            let Some(c) = char::from_u32(code) else { continue };
            let entry = match fixed_class(c) {
                Some(class) => class,
                None => {
                    letters.clear();
                    fold.decompose(c, &mut letters);
                    fold.entry(&letters)
                }
            };
            fold.table[code as usize] = entry;
        }
        fold
    }

    fn entry(&mut self, letters: &str) -> u32 {
        let mut chars = letters.chars();
        match (chars.next(), chars.next()) {
            (None, _) => SEPARATOR,
            (Some(c), None) => u32::from(c),
            _ => {
                let index = u32::try_from(self.expansions.len()).expect("fewer expansions than characters");
                self.expansions.push(letters.to_owned());
                EXPANDED | index
            }
        }
    }

    fn decompose(&self, c: char, out: &mut String) {
        let row = |c: char| self.rows.get(&c).copied().unwrap_or(c);
        // Ideographs and Hangul fold to themselves: decomposing Hangul would only lengthen it.
        if matches!(u32::from(c), 0x2E80..=0xD7FF) {
            out.push(c);
            return;
        }
        let letters = std::iter::once(row(c))
            .nfkd()
            .flat_map(char::to_lowercase)
            .map(row)
            .filter(|&d| d.is_alphanumeric() && d != TATWEEL && !is_combining_mark(d));
        out.extend(letters);
    }

    /// The class of one character.
    #[must_use]
    pub fn class(&self, c: char) -> Class<'_> {
        match self.table.get(c as usize) {
            Some(&SEPARATOR) => Class::Separator,
            Some(&MARK) => Class::Mark,
            Some(&JOINER) => Class::Joiner,
            Some(&entry) if entry & EXPANDED != 0 => {
                Class::Letters(&self.expansions[(entry & !EXPANDED) as usize])
            }
            Some(&entry) => char::from_u32(entry).map_or(Class::Separator, Class::Letter),
            None if c.is_alphanumeric() => Class::Letter(c),
            None => Class::Separator,
        }
    }

    /// The folded words of a form or cue, each with its capitals.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut word = Word::default();
        for c in text.chars() {
            match self.class(c) {
                Class::Separator if word.folded.is_empty() => {}
                Class::Separator => words.push(std::mem::take(&mut word)),
                Class::Mark | Class::Joiner => {}
                Class::Letter(folded) => word.push(c, |w| w.push(folded)),
                Class::Letters(folded) => word.push(c, |w| w.push_str(folded)),
            }
        }
        if !word.folded.is_empty() {
            words.push(word);
        }
        words
    }

    /// The folded words of `text`, joined by one space.
    #[must_use]
    pub fn phrase(&self, text: &str) -> String {
        self.words(text).into_iter().map(|w| w.folded).collect::<Vec<_>>().join(" ")
    }
}

/// Characters whose class does not depend on their decomposition.
fn fixed_class(c: char) -> Option<u32> {
    match c {
        TATWEEL => Some(MARK),
        '\u{AD}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => Some(JOINER),
        _ if is_combining_mark(c) => Some(MARK),
        _ if !c.is_alphanumeric() => Some(SEPARATOR),
        _ => None,
    }
}

/// A folded word and how it was capitalised.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Folded letters.
    pub folded: String,
    /// The first letter is a capital.
    pub capital: bool,
    /// Two letters or more, and none is small.
    pub acronym: bool,
    letters: u32,
    small: bool,
}

impl Word {
    fn push(&mut self, c: char, push: impl FnOnce(&mut String)) {
        if self.folded.is_empty() {
            self.capital = c.is_uppercase();
        }
        self.letters += 1;
        self.small |= !c.is_uppercase() && !c.is_numeric();
        self.acronym = self.capital && !self.small && self.letters > 1;
        push(&mut self.folded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold() -> Fold {
        Fold::new([('\u{649}', '\u{64A}'), ('\u{629}', '\u{647}'), ('\u{131}', 'i')].into())
    }

    #[test]
    fn marks_hamza_tatweel_and_ligatures_fold_away() {
        let fold = fold();
        assert_eq!(fold.phrase("\u{623}\u{64E}\u{640}\u{644}\u{629}"), "\u{627}\u{644}\u{647}");
        assert_eq!(fold.phrase("\u{FEFB}"), "\u{644}\u{627}");
        assert_eq!(fold.phrase("Erdo\u{11F}an I\u{15F}\u{131}k"), "erdogan isik");
        assert_eq!(fold.phrase("\u{660}\u{6F1}"), "01");
    }

    #[test]
    fn words_keep_their_capitals() {
        let words = fold().words("the EU-3, Kazakhstan");
        let seen: Vec<_> = words.iter().map(|w| (w.folded.as_str(), w.capital, w.acronym)).collect();
        assert_eq!(
            seen,
            [("the", false, false), ("eu", true, true), ("3", false, false), ("kazakhstan", true, false)]
        );
    }
}
