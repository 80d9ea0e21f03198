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
const CAPITAL: u32 = 1 << 25;
const SMALL: u32 = 1 << 26;
/// Ideographs, and Hangul, which decomposition would only lengthen.
const FOLD_TO_THEMSELVES: [std::ops::RangeInclusive<u32>; 2] = [0x3400..=0x9FFF, 0xAC00..=0xD7A3];
const CODE: u32 = (1 << 24) - 1;

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
    Letter(char, Case),
    /// Folds to several (ligatures).
    Letters(&'a str, Case),
}

/// The case of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// A capital letter.
    Capital,
    /// A small letter.
    Small,
    /// A letter of a script without case, or a digit.
    None,
}

impl Case {
    fn of(c: char) -> Self {
        match c {
            _ if c.is_uppercase() => Self::Capital,
            _ if c.is_lowercase() => Self::Small,
            _ => Self::None,
        }
    }

    fn bits(self) -> u32 {
        match self {
            Self::Capital => CAPITAL,
            Self::Small => SMALL,
            Self::None => 0,
        }
    }

    fn of_bits(entry: u32) -> Self {
        match entry & (CAPITAL | SMALL) {
            CAPITAL => Self::Capital,
            SMALL => Self::Small,
            _ => Self::None,
        }
    }
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
            if FOLD_TO_THEMSELVES.iter().any(|range| range.contains(&code)) {
                fold.table[code as usize] = if c.is_alphanumeric() { code } else { SEPARATOR };
                continue;
            }
            let entry = match fixed_class(c) {
                Some(class) => class,
                None => {
                    letters.clear();
                    fold.decompose(c, &mut letters);
                    fold.entry(&letters, Case::of(c))
                }
            };
            fold.table[code as usize] = entry;
        }
        fold
    }

    fn entry(&mut self, letters: &str, case: Case) -> u32 {
        let mut chars = letters.chars();
        match (chars.next(), chars.next()) {
            (None, _) => SEPARATOR,
            (Some(c), None) => u32::from(c) | case.bits(),
            _ => {
                let index = u32::try_from(self.expansions.len()).expect("fewer expansions than characters");
                self.expansions.push(letters.to_owned());
                EXPANDED | index | case.bits()
            }
        }
    }

    fn decompose(&self, c: char, out: &mut String) {
        let row = |c: char| self.rows.get(&c).copied().unwrap_or(c);
        let letters = std::iter::once(row(c))
            .nfkd()
            .flat_map(char::to_lowercase)
            .map(row)
            .filter(|&d| d.is_alphanumeric() && d != TATWEEL && !is_combining_mark(d));
        out.extend(letters);
        // A sign made of ideographs is no word of theirs.
        if !is_ideograph(c) && out.chars().any(is_ideograph) {
            out.clear();
            out.push(c);
        }
    }

    /// The class of one character.
    #[must_use]
    pub fn class(&self, c: char) -> Class<'_> {
        match self.table.get(c as usize) {
            Some(&SEPARATOR) => Class::Separator,
            Some(&MARK) => Class::Mark,
            Some(&JOINER) => Class::Joiner,
            Some(&entry) if entry & EXPANDED != 0 => {
                Class::Letters(&self.expansions[(entry & CODE) as usize], Case::of_bits(entry))
            }
            Some(&entry) => match char::from_u32(entry & CODE) {
                Some(folded) => Class::Letter(folded, Case::of_bits(entry)),
                None => Class::Separator,
            },
            None if c.is_alphanumeric() => Class::Letter(c, Case::of(c)),
            None => Class::Separator,
        }
    }

    /// What a letter of two bytes in UTF-8 folds to, if it has no case and folds to one letter that has none either.
    #[inline]
    #[must_use]
    pub(crate) fn caseless(&self, first: u8, second: u8) -> Option<char> {
        // 0xD8 to 0xDB lead the Arabic letters, U+0600 to U+06FF; digits are left to the general way.
        if !(0xD8..=0xDB).contains(&first) {
            return None;
        }
        let code = (u32::from(first & 0x1F) << 6) | u32::from(second & 0x3F);
        let entry = *self.table.get(code as usize)?;
        (0x620..0x700).contains(&entry).then(|| char::from_u32(entry)).flatten()
    }

    /// The folded words of a form or cue, each with its capitals.
    #[must_use]
    pub fn words(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let mut word = Word::default();
        for (at, c) in text.char_indices() {
            if !word.folded.is_empty() && is_plus(&text[at..]) {
                word.folded.push(c);
                continue;
            }
            if is_ideograph(c) && !word.folded.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            match self.class(c) {
                Class::Separator if word.folded.is_empty() => {}
                Class::Separator => words.push(std::mem::take(&mut word)),
                Class::Mark | Class::Joiner => {}
                Class::Letter(folded, case) => {
                    word.add(case, c.is_numeric());
                    word.folded.push(folded);
                }
                Class::Letters(folded, case) => {
                    word.add(case, c.is_numeric());
                    word.folded.push_str(folded);
                }
            }
            if is_ideograph(c) {
                words.push(std::mem::take(&mut word));
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
        let mut phrase = String::with_capacity(text.len());
        self.append_phrase(text, &mut phrase);
        phrase
    }

    /// The same, at the end of `phrase`.
    pub(crate) fn append_phrase(&self, text: &str, phrase: &mut String) {
        let start = phrase.len();
        let mut between = true;
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            // The way of nearly every letter of Arabic.
            let caseless = bytes.get(at + 1).and_then(|second| self.caseless(bytes[at], *second));
            let class = caseless.map_or_else(|| self.class(c), |folded| Class::Letter(folded, Case::None));
            let alone = is_ideograph(c);
            let word = phrase.len() > start && (!between || phrase.ends_with('+'));
            let plus = word && c == '+' && is_plus(&text[at..]);
            at += c.len_utf8();
            if plus {
                phrase.push(c);
                // A mark may stand between it and the next letter, which is of another word.
                between = true;
                continue;
            }
            between |= alone;
            if let Class::Letter(..) | Class::Letters(..) = class
                && std::mem::take(&mut between)
                && phrase.len() > start
            {
                phrase.push(' ');
            }
            match class {
                Class::Separator => between = true,
                Class::Mark | Class::Joiner => {}
                Class::Letter(folded, _) => phrase.push(folded),
                Class::Letters(folded, _) => phrase.push_str(folded),
            }
            between |= alone;
        }
    }

    /// Which words of `text` begin with a capital, and which are acronyms: bit `i` speaks of word `i`.
    pub(crate) fn capitals(&self, text: &str) -> (u16, u16) {
        // The letters of Arabic have no case, and are led by these bytes in UTF-8.
        let caseless = |b: u8| match b {
            0..0x80 => !b.is_ascii_uppercase(),
            0x80..0xC0 | 0xD8..=0xDB => true,
            _ => false,
        };
        if text.bytes().all(caseless) || !text.chars().any(char::is_uppercase) {
            return (0, 0);
        }
        let (mut capitals, mut acronyms, mut number) = (0, 0, 0);
        let mut word = Word::default();
        let mut close = |word: &mut Word| {
            if word.letters > 0 {
                let bit = 1_u16.checked_shl(number).unwrap_or(0);
                capitals |= if word.capital { bit } else { 0 };
                acronyms |= if word.acronym { bit } else { 0 };
                number += 1;
                *word = Word::default();
            }
        };
        for (at, c) in text.char_indices() {
            let plus = word.letters > 0 && c == '+' && is_plus(&text[at..]);
            match self.class(c) {
                Class::Separator if !plus => close(&mut word),
                Class::Letter(_, case) | Class::Letters(_, case) => word.add(case, c.is_numeric()),
                _ => {}
            }
            if is_ideograph(c) {
                close(&mut word);
            }
        }
        close(&mut word);
        (capitals, acronyms)
    }
}

/// Whether `rest`, which follows a word, begins with a plus sign that belongs to it (OPEC+).
pub(crate) fn is_plus(rest: &str) -> bool {
    rest.strip_prefix('+').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a character is a word by itself: scripts that write ideographs put no space between words.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a character is of the Arabic script, which Persian and Urdu share.
pub(crate) fn is_arabic_script(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}')
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
    fn add(&mut self, case: Case, numeric: bool) {
        if self.letters == 0 {
            self.capital = case == Case::Capital;
        }
        self.letters += 1;
        self.small |= case != Case::Capital && !numeric;
        self.acronym = self.capital && !self.small && self.letters > 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold() -> Fold {
        Fold::new(
            [
                ('\u{649}', '\u{64A}'),
                ('\u{629}', '\u{647}'),
                ('\u{131}', 'i'),
                ('\u{660}', '0'),
                ('\u{6F1}', '1'),
            ]
            .into(),
        )
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
