//! Places in a text as people and tables want them: code points, and the words round a mention.

use super::Span;

/// Byte offsets to code point offsets; cheap when asked in order.
pub(crate) struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    point: u64,
}

impl<'a> CodePoints<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, byte: 0, point: 0 }
    }

    pub(crate) fn at(&mut self, byte: usize) -> u64 {
        let count = |slice: &str| slice.bytes().filter(|b| (*b as i8) >= -0x40).count() as u64;
        if byte >= self.byte {
            self.point += count(&self.text[self.byte..byte]);
        } else {
            self.point -= count(&self.text[byte..self.byte]);
        }
        self.byte = byte;
        self.point
    }
}

/// Code points that are shown before and after a mention, at most.
const AROUND: usize = 300;

/// A sentence with its spaces evened out; of a very long one, what stands round `inner`.
pub(crate) fn excerpt(text: &str, sentence: Span, inner: Span) -> String {
    let before = &text[sentence.start as usize..inner.start as usize];
    let after = &text[inner.end as usize..sentence.end.max(inner.end) as usize];
    let start = before.char_indices().nth_back(AROUND).map(|(at, _)| sentence.start as usize + at);
    let end = after.char_indices().nth(AROUND).map(|(at, _)| inner.end as usize + at);
    let shown =
        &text[start.unwrap_or(sentence.start as usize)..end.unwrap_or(sentence.end.max(inner.end) as usize)];
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let dots = |cut: bool| if cut { "\u{2026}" } else { "" };
    format!("{}{words}{}", dots(start.is_some()), dots(end.is_some()))
}
