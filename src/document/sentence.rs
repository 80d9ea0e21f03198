//! Tokens to sentences and paragraphs.
//!
//! A new line ends a sentence, because headings and list items have no full stop; in a text whose lines are broken by
//! width only an empty line does. Elsewhere the `ender` and `abbreviation` rows of the language files decide.

use std::ops::Range;

use super::segment::Segments;
use super::{Document, Span};
use crate::gazetteer::{Ender, Languages};

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

/// Tokens after which a sentence is cut in any case; no newspaper writes one this long.
const LONGEST: usize = 1000;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    None,
    Sentence,
    Paragraph,
}

/// Fills `segments.sentences`.
pub(super) fn split(document: &Document, languages: &Languages, segments: &mut Segments) {
    let splitter =
        Splitter { text: &document.text, languages, wrapped: is_wrapped(&document.text[document.body..]) };
    let mut sentences = std::mem::take(&mut segments.sentences);
    let (mut first, mut start, mut paragraph) = (0, document.body, 0);
    for i in 0..segments.tokens.len() {
        let (found, cut) = splitter.after(segments, first, i);
        let found = if i + 1 - first >= LONGEST { found.max(Break::Sentence) } else { found };
        if found == Break::None {
            continue;
        }
        sentences.push(Sentence {
            span: trimmed(&document.text, start, cut),
            tokens: first..i + 1,
            paragraph,
        });
        (first, start) = (i + 1, cut);
        paragraph += u32::from(found == Break::Paragraph);
    }
    segments.sentences = sentences;
}

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let slice = &text[start..end];
    let from = start + (slice.len() - slice.trim_start().len());
    Span::new(from, from + slice.trim().len())
}

/// Whether lines are broken by width: several, none long, and most that are followed by another do not end a sentence.
fn is_wrapped(text: &str) -> bool {
    const WIDEST: usize = 110;
    let (mut followed, mut unfinished, mut wide) = (0, 0, 0);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_end();
        if line.len() > 4 * WIDEST || line.chars().count() > WIDEST {
            return false;
        }
        if line.is_empty() || lines.peek().is_none_or(|next| next.trim().is_empty()) {
            continue;
        }
        followed += 1;
        wide += usize::from(line.chars().count() > WIDEST / 3);
        unfinished +=
            usize::from(line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ',' | '\u{60C}')));
    }
    followed >= 4 && unfinished * 10 >= followed * 6 && wide * 10 >= followed * 8
}

struct Splitter<'a> {
    text: &'a str,
    languages: &'a Languages,
    wrapped: bool,
}

impl Splitter<'_> {
    /// What ends after token `i` of a sentence that began at `first`, and where.
    fn after(&self, segments: &Segments, first: usize, i: usize) -> (Break, usize) {
        let tokens = &segments.tokens;
        let from = tokens[i].span.end as usize;
        let Some(next) = tokens.get(i + 1) else { return (Break::Paragraph, self.text.len()) };
        let gap = &self.text[from..next.span.start as usize];
        if gap == " " {
            return (Break::None, from);
        }
        let lines = gap.bytes().filter(|b| *b == b'\n').count();
        if lines > 1 || (lines == 1 && !self.wrapped) {
            let end = gap.find('\n').expect("counted above");
            return (Break::Paragraph, from + end);
        }
        for (at, c) in gap.char_indices() {
            let Some(ender) = self.languages.enders.get(&c) else { continue };
            let end = at + c.len_utf8();
            if self.ends(*ender, segments, (first, i), gap, end) {
                let closers =
                    gap[end..].chars().take_while(|c| self.is_tail(*c)).map(char::len_utf8).sum::<usize>();
                return (Break::Sentence, from + end + closers);
            }
        }
        (Break::None, from)
    }

    fn is_tail(&self, c: char) -> bool {
        self.languages.closers.contains(&c) || self.languages.enders.contains_key(&c)
    }

    fn ends(
        &self,
        ender: Ender,
        segments: &Segments,
        (first, i): (usize, usize),
        gap: &str,
        end: usize,
    ) -> bool {
        let (this, next) = (&segments.tokens[i], &segments.tokens[i + 1]);
        let rest = gap[end..].trim_start_matches(|c| self.is_tail(c));
        let small = next.span.of(self.text).chars().next().is_some_and(char::is_lowercase);
        let letters = this.span.of(self.text).chars().filter(|c| c.is_alphanumeric()).count();
        match ender {
            Ender::Always => !small,
            Ender::Pause => next.capital,
            Ender::Stop if rest.is_empty() => letters > 2 && self.glued(segments, i),
            Ender::Stop => {
                let initial = letters == 1 && !this.span.of(self.text).starts_with(|c: char| c.is_numeric());
                let numbered = i == first && this.span.of(self.text).chars().all(char::is_numeric);
                let ellipsis = gap.starts_with("..");
                let abbreviation =
                    gap.starts_with('.') && self.languages.abbreviations.contains(segments.word(i));
                !(small || initial || abbreviation || numbered || (ellipsis && !next.capital))
            }
        }
    }

    /// A full stop without a space between two words of a script without capitals.
    fn glued(&self, segments: &Segments, i: usize) -> bool {
        let caseless = |i: usize| {
            let mut chars = segments.tokens[i].span.of(self.text).chars();
            chars.all(|c| !c.is_numeric() && !c.is_uppercase() && !c.is_lowercase())
        };
        caseless(i) && caseless(i + 1) && !segments.tokens[i].address
    }
}
