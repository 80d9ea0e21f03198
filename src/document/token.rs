//! Text to tokens: runs of letters and digits, folded on the way.

use super::Span;
use super::segments::{Segments, Token};
use crate::gazetteer::{Case, Class, Fold, is_ideograph, is_plus};

/// Appends the tokens of `text` from byte `body` on.
pub(super) fn scan(text: &str, body: usize, fold: &Fold, segments: &mut Segments) {
    Scanner { text, fold, segments, open: None, hashtag: false, address: false, handle: false }.run(body);
}

/// A word being read.
struct Open {
    start: usize,
    end: usize,
    folded: u32,
    capital: bool,
    small: bool,
    letters: u32,
    last_small: bool,
    arabic: bool,
    cased: bool,
}

struct Scanner<'a> {
    text: &'a str,
    fold: &'a Fold,
    segments: &'a mut Segments,
    open: Option<Open>,
    hashtag: bool,
    address: bool,
    handle: bool,
}

impl Scanner<'_> {
    fn run(mut self, body: usize) {
        let mut at = body;
        while let Some(c) = self.text[at..].chars().next() {
            if self.open.is_none()
                && let Some(end) = self.plain_word(at)
            {
                at = end;
                continue;
            }
            self.character(at, c);
            at += c.len_utf8();
        }
        self.close();
    }

    /// The way of nearly every word: caseless letters and then a space. Gives the place after the space.
    fn plain_word(&mut self, at: usize) -> Option<usize> {
        if self.hashtag || self.handle || self.address {
            return None;
        }
        let bytes = self.text.as_bytes();
        let folded = self.segments.folded.len();
        let mut end = at;
        while let Some(letter) = bytes.get(end..end + 2).and_then(|pair| self.fold.caseless(pair[0], pair[1]))
        {
            self.segments.folded.push(letter);
            end += 2;
        }
        if end == at || bytes.get(end) != Some(&b' ') {
            self.segments.folded.truncate(folded);
            return None;
        }
        self.segments.tokens.push(Token {
            span: Span::new(at, end),
            folded: (u32::try_from(folded).expect("documents are below 4 GiB"), self.length()),
            capital: false,
            acronym: false,
            address: false,
        });
        Some(end + 1)
    }

    fn character(&mut self, at: usize, c: char) {
        match self.fold.class(c) {
            Class::Letter(folded, case) => {
                let alone = is_ideograph(c);
                if alone {
                    self.close();
                }
                self.letter(at, c, case);
                self.segments.folded.push(folded);
                if alone {
                    self.close();
                }
            }
            Class::Letters(folded, case) => {
                self.letter(at, c, case);
                self.segments.folded.push_str(folded);
            }
            Class::Mark => {
                if let Some(open) = &mut self.open {
                    open.end = at + c.len_utf8();
                }
            }
            Class::Joiner => {}
            Class::Separator if self.handle && c == '_' => {
                self.letter(at, c, Case::None);
                self.segments.folded.push(c);
            }
            Class::Separator if self.open.is_some() && is_plus(&self.text[at..]) => {
                self.letter(at, c, Case::Capital);
                self.segments.folded.push(c);
            }
            Class::Separator => self.separator(at, c),
        }
    }

    fn letter(&mut self, at: usize, c: char, case: Case) {
        let upper = case == Case::Capital;
        if self.hashtag && upper && self.open.as_ref().is_some_and(|o| o.last_small) {
            self.close();
        }
        // A name in Latin letters behind an Arabic article, or run on to an Arabic word.
        let arabic = matches!(c, '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{6D3}');
        if self.open.as_ref().is_some_and(|o| if o.arabic { case != Case::None } else { arabic && o.cased }) {
            self.close();
        }
        let end = at + c.len_utf8();
        if self.open.is_none() {
            let folded = self.length();
            if self.handle {
                self.segments.folded.push('@');
            }
            self.open = Some(Open {
                start: at,
                end,
                folded,
                capital: upper,
                small: false,
                letters: 0,
                last_small: false,
                arabic: false,
                cased: false,
            });
        }
        let open = self.open.as_mut().expect("opened above");
        open.end = end;
        open.letters += 1;
        open.arabic |= arabic;
        open.cased |= case != Case::None;
        open.last_small = case == Case::Small;
        open.small |= !upper && !c.is_ascii_digit();
    }

    fn length(&self) -> u32 {
        u32::try_from(self.segments.folded.len()).expect("documents are below 4 GiB")
    }

    fn separator(&mut self, at: usize, c: char) {
        let joined = self.open.is_some();
        if joined {
            let rest = &self.text[at..];
            let word = &self.segments.folded[self.open.as_ref().expect("just seen").folded as usize..];
            self.address |=
                rest.starts_with("://") || (word == "www" && c == '.') || (c == '@' && !self.handle);
            self.close();
        }
        if c.is_whitespace() {
            (self.hashtag, self.address) = (false, false);
        }
        if c != '_' {
            self.hashtag = c == '#';
        }
        self.handle = c == '@' && !joined;
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        self.segments.tokens.push(Token {
            span: Span::new(open.start, open.end),
            folded: (open.folded, self.length()),
            capital: open.capital,
            acronym: open.capital && !open.small && open.letters > 1,
            address: self.address,
        });
    }
}
