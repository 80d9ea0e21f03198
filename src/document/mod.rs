//! Documents: bytes of many kinds and encodings in, text with sentences and tokens out.

mod decode;
mod excerpt;
mod html;
mod plain;
mod read;
mod record;
mod segment;
mod segments;
mod sentence;
mod source;
mod token;

use std::fmt;

pub use decode::Decoder;
pub(crate) use excerpt::{CodePoints, excerpt};
use jiff::civil::Date;
pub use read::Reader;
pub use segments::{Segments, Sentence, Token};
pub use source::{Source, find_sources};

/// Half-open byte range in a document's text; always on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// From `usize` offsets.
    ///
    /// # Panics
    /// If the text is 4 GiB or longer; the reader refuses such documents.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let cut = |n: usize| u32::try_from(n).expect("documents are below 4 GiB");
        Self { start: cut(start), end: cut(end) }
    }

    /// The text of the span.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Whether the two share a byte.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Where a document was found: a file, and the line in it for a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Path as given or walked to; `-` for standard input.
    pub path: String,
    /// Line of the record, counted from 1.
    pub line: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.path),
            None => f.write_str(&self.path),
        }
    }
}

/// One article as published. Its text is never changed; spans point into it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Path relative to the input, or the record's own id.
    pub id: String,
    /// Where it was found.
    pub place: Place,
    /// Headline, if known.
    pub title: String,
    /// Day of publication, if known.
    pub date: Option<Date>,
    /// Language code, if given; otherwise the segmenter tells.
    pub language: String,
    /// Publisher, if given.
    pub source: String,
    /// The text. For a plain file, the whole of it with line ends as `\n`.
    pub text: String,
    /// Where the article begins in `text`: after front matter.
    pub body: usize,
    /// Byte sequences that were no text in the encoding, each replaced by U+FFFD.
    pub replacements: u64,
    /// What looked odd on the way, such as a date that is none.
    pub note: String,
}

/// A document, or record, that could not be read, and why.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// The source's id, with the line of a record.
    pub id: String,
    /// Where it stands.
    pub place: Place,
    /// Why it was skipped.
    pub reason: String,
    /// Nothing more can be read from its source.
    pub(crate) last: bool,
}
