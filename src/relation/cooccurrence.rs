//! Co-occurrence: unordered pairs of distinct entities, counted once for each window that names both.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use crate::document::Sentence;
use crate::gazetteer::EntityIx;
use crate::mention::Mention;

/// The stretch of text within which two names belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Window {
    /// One sentence.
    #[default]
    Sentence,
    /// One paragraph.
    Paragraph,
    /// The whole document.
    Document,
    /// So many sentences in a row, wherever so many stand together; a shorter document is one window.
    Sliding(NonZeroU32),
}

impl FromStr for Window {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "sentence" => Ok(Self::Sentence),
            "paragraph" => Ok(Self::Paragraph),
            "document" => Ok(Self::Document),
            number => number.parse().map(Self::Sliding).map_err(|_| {
                format!("{text:?} is no window; write sentence, paragraph, document or a number of sentences from 1")
            }),
        }
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sentence => f.write_str("sentence"),
            Self::Paragraph => f.write_str("paragraph"),
            Self::Document => f.write_str("document"),
            Self::Sliding(n) => n.fmt(f),
        }
    }
}

/// The pairs of a document, each smaller entity first, sorted, with the number of windows that name both.
///
/// `mentions` are in order of their sentences.
#[must_use]
pub fn pairs(
    mentions: &[Mention],
    sentences: &[Sentence],
    window: Window,
) -> Vec<((EntityIx, EntityIx), u32)> {
    let mut found = Counts::default();
    let mut entities = Vec::new();
    let mut add = |mentions: &[Mention]| {
        entities.clear();
        entities.extend(mentions.iter().map(|m| m.entity));
        entities.sort_unstable();
        entities.dedup();
        for (i, a) in entities.iter().enumerate() {
            found.pairs.extend(entities[i + 1..].iter().map(|b| ((*a, *b), 1)));
        }
        found.settle(false);
    };
    let paragraph = |m: &Mention| sentences[m.sentence as usize].paragraph;
    match window {
        Window::Sentence => mentions.chunk_by(|a, b| a.sentence == b.sentence).for_each(add),
        Window::Paragraph => mentions.chunk_by(|a, b| paragraph(a) == paragraph(b)).for_each(add),
        Window::Document => add(mentions),
        Window::Sliding(length) => {
            let sentences = u32::try_from(sentences.len()).expect("fewer sentences than bytes");
            for start in 0..=sentences.saturating_sub(length.get()) {
                let from = mentions.partition_point(|m| m.sentence < start);
                let to = mentions.partition_point(|m| m.sentence < start.saturating_add(length.get()));
                add(&mentions[from..to]);
            }
        }
    }
    found.settle(true);
    found.pairs
}

/// Pairs with repetitions, summed up before they grow far beyond the distinct ones.
#[derive(Default)]
struct Counts {
    pairs: Vec<((EntityIx, EntityIx), u32)>,
    distinct: usize,
}

impl Counts {
    fn settle(&mut self, now: bool) {
        const SLACK: usize = 1 << 20;
        if !now && self.pairs.len() < 2 * self.distinct + SLACK {
            return;
        }
        self.pairs.sort_unstable();
        self.pairs.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        self.distinct = self.pairs.len();
    }
}
