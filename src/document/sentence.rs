//! Tokens to sentences and paragraphs.
//!
//! A new line ends a sentence, because headings and list items have no full stop; in a text whose lines are broken by
//! width only an empty line does. Elsewhere the `ender` and `abbreviation` rows of the language files decide.

use super::segments::{Segments, Sentence, Token};
use super::{Document, Span};
use crate::gazetteer::{Ender, Languages};

/// Tokens after which a sentence is cut in any case; no newspaper writes one this long.
const LONGEST: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    None,
    Sentence,
    Paragraph,
}

/// Fills `segments.sentences`.
pub(super) fn split(document: &Document, languages: &Languages, segments: &mut Segments) {
    let splitter =
        Splitter { text: &document.text, languages, width: wrapped_at(&document.text[document.body..]) };
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

/// Room that a broken line may leave beside the first word of the next.
const SLACK: usize = 4;

/// The width at which lines are broken, if they are: hardly a line has room for the first word of the next, and they
/// are of one length or go on with small letters, which headlines one below the other do not.
fn wrapped_at(text: &str) -> Option<usize> {
    const WIDEST: usize = 110;
    const NARROWEST: usize = 50;
    let mut lines = text.lines().map(str::trim_end).peekable();
    let (mut followed, mut small) = (Vec::new(), 0);
    let mut width = 0;
    while let Some(line) = lines.next() {
        // Three bytes a character at most, in the scripts of newspapers.
        if line.len() > 3 * WIDEST {
            return None;
        }
        let length = line.chars().count();
        width = width.max(length);
        let next = lines.peek().and_then(|next| next.split_whitespace().next());
        if let Some(word) = next.filter(|_| length > 0 && !line.ends_with(['.', '!', '?', '\u{61F}', ':'])) {
            followed.push((length, word.chars().count()));
            small += usize::from(word.starts_with(char::is_lowercase));
        }
    }
    let full = followed.iter().filter(|(length, word)| length + 1 + word + SLACK > width).count();
    let even = followed.iter().all(|(length, _)| length * 100 >= width * 85);
    let enough =
        followed.len() >= 3 && (NARROWEST..=WIDEST).contains(&width) && full * 10 >= followed.len() * 8;
    (enough && (even || small * 10 >= followed.len() * 6)).then_some(width)
}

struct Splitter<'a> {
    text: &'a str,
    languages: &'a Languages,
    /// The width at which lines are broken; `None` where a line is a paragraph.
    width: Option<usize>,
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
        if lines > 1 || (lines == 1 && !self.goes_on(from, gap, next)) {
            let end = gap.find('\n').expect("counted above");
            return (Break::Paragraph, from + end);
        }
        let mut judged = 0;
        for (at, c) in gap.char_indices().filter(|(_, c)| self.languages.enders.contains_key(c)) {
            // A run of dots or quotes is judged once, by its first.
            if at < judged {
                continue;
            }
            let ender = &self.languages.enders[&c];
            let end = at + c.len_utf8();
            judged = end + gap[end..].len() - gap[end..].trim_start_matches(|c| self.is_tail(c)).len();
            if self.ends(*ender, segments, (first, i), gap, end) {
                let closers =
                    gap[end..].chars().take_while(|c| self.is_tail(*c)).map(char::len_utf8).sum::<usize>();
                return (Break::Sentence, from + end + closers);
            }
        }
        (Break::None, from)
    }

    /// Whether a sentence or paragraph may go on over the one line end in `gap`, which begins at `from`.
    fn goes_on(&self, from: usize, gap: &str, next: &Token) -> bool {
        let Some(width) = self.width else { return false };
        let end = from + gap.find('\n').unwrap_or(0);
        let line = &self.text[self.text[..end].rfind('\n').map_or(0, |at| at + 1)..end];
        let word = next.span.of(self.text).chars().count();
        let ended = line.trim_end().ends_with(|c| self.is_tail(c));
        !ended || line.trim_end().chars().count() + 1 + word + SLACK > width
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
        let small = self.starts(next, char::is_lowercase) && self.has_case(this);
        match ender {
            Ender::Always => !(small || (this.address && rest.is_empty())),
            Ender::Pause => next.capital,
            Ender::Stop if rest.is_empty() => self.glued(this, next),
            Ender::Stop => {
                let initial = self.is_initial(segments, i) || self.is_abbreviation(segments, i, gap);
                let ellipsis = gap.starts_with("..") && !next.capital;
                !(small || initial || ellipsis || self.is_numbering(segments, first, i))
            }
        }
    }

    fn starts(&self, token: &Token, test: impl Fn(char) -> bool) -> bool {
        token.span.of(self.text).starts_with(test)
    }

    fn has_case(&self, token: &Token) -> bool {
        self.starts(token, |c| c.is_lowercase() || c.is_uppercase())
    }

    /// Letters and digits, without tatweel.
    fn letters(&self, token: &Token) -> usize {
        token.span.of(self.text).chars().filter(|c| c.is_alphanumeric() && *c != '\u{640}').count()
    }

    /// A capital before another: "J. Smith", "U.S. Army", but not "from the U.S. The owner".
    fn is_initial(&self, segments: &Segments, i: usize) -> bool {
        let (this, next) = (&segments.tokens[i], &segments.tokens[i + 1]);
        this.capital
            && self.letters(this) == 1
            && next.capital
            && !self.languages.is_common(segments.word(i + 1))
    }

    /// A word that owns its full stop; a single letter after a number is a unit and ends the sentence all the same.
    fn is_abbreviation(&self, segments: &Segments, i: usize, gap: &str) -> bool {
        let word = segments.word(i);
        let numeric = |token: &Token| self.starts(token, char::is_numeric);
        let unit = i > 0 && self.letters(&segments.tokens[i]) == 1 && numeric(&segments.tokens[i - 1]) && {
            let (before, this) = (segments.tokens[i - 1].span.end, segments.tokens[i].span.start);
            self.text[before as usize..this as usize].trim().is_empty()
        };
        if unit || !gap.starts_with('.') {
            return false;
        }
        let bare = self.languages.pair_conjunctions.iter().find_map(|c| word.strip_prefix(c.as_str()));
        let letter = bare.filter(|rest| rest.chars().count() == 1);
        let listed = |word: &str| self.languages.abbreviations.contains(word);
        let small_letter =
            self.letters(&segments.tokens[i]) == 1 && self.starts(&segments.tokens[i], char::is_lowercase);
        listed(word)
            || small_letter
            || letter.is_some_and(listed)
            || (self.languages.abbreviations_of_numbers.contains(word) && numeric(&segments.tokens[i + 1]))
    }

    /// A number that begins a list item.
    fn is_numbering(&self, segments: &Segments, first: usize, i: usize) -> bool {
        let number = segments.tokens[i].span.of(self.text).chars().all(char::is_numeric);
        let opens = |i: usize| {
            let gap =
                &self.text[segments.tokens[i - 1].span.end as usize..segments.tokens[i].span.start as usize];
            gap.contains([':', ';', '\u{61B}'])
        };
        number && (i == first || opens(i))
    }

    /// A full stop without a space: between two words of a script without capitals, or a small and a capital letter.
    fn glued(&self, this: &Token, next: &Token) -> bool {
        let word = |token: &Token| token.span.of(self.text).chars().all(char::is_alphabetic);
        let caseless = |token: &Token| word(token) && !self.has_case(token);
        let caseless = caseless(this) && caseless(next) && self.letters(this) > 2;
        let cased = self.starts(this, char::is_lowercase) && word(this) && next.capital && !next.acronym;
        (caseless || (cased && self.letters(this) > 1)) && !this.address
    }
}
