//! The rows that one document adds to the tables.

use csv::Writer;

use crate::document::{Document, Skipped};
use crate::gazetteer::Gazetteer;
use crate::mention::Mention;

/// CSV rows of one document, without header.
#[derive(Debug, Default)]
pub struct Rows {
    /// Of `mentions.csv`.
    pub mentions: Vec<u8>,
    /// Of `documents.csv`.
    pub document: Vec<u8>,
}

fn write<'a>(out: &mut Vec<u8>, record: impl IntoIterator<Item = &'a str>) {
    let mut writer = Writer::from_writer(out);
    writer.write_record(record).and_then(|()| Ok(writer.flush()?)).expect("a vector takes every byte");
}

/// Appends the rows of a document's mentions, in order of their places.
pub fn mention_rows(document: &Document, mentions: &[Mention], gazetteer: &Gazetteer, out: &mut Vec<u8>) {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let mut points = CodePoints { text: &document.text, byte: 0, point: 0 };
    let mut number = Numbers::default();
    for mention in mentions {
        let entity = gazetteer.entity(mention.entity);
        let start = points.at(mention.span.start as usize);
        let end = points.at(mention.span.end as usize);
        let [sentence, start, end] = number.format([u64::from(mention.sentence), start, end]);
        let rule = gazetteer.place(mention.row);
        let (surface, reading) = (mention.span.of(&document.text), mention.reading.name());
        let record =
            [&document.id, sentence, start, end, surface, &entity.id, entity.kind.name(), reading, &rule];
        writer.write_record(record).expect("a vector takes every byte");
    }
    writer.flush().expect("a vector takes every byte");
}

/// Appends the row of a document that was read.
pub fn document_row(
    document: &Document,
    language: &str,
    sentences: usize,
    mentions: usize,
    out: &mut Vec<u8>,
) {
    let characters = document.text.chars().count();
    write(
        out,
        [
            document.id.as_str(),
            &document.title,
            &document.date.map_or_else(String::new, |d| d.to_string()),
            language,
            &document.source,
            &characters.to_string(),
            &sentences.to_string(),
            &mentions.to_string(),
            "0",
            "read",
            "",
            &document.replacements.to_string(),
            &document.note,
        ],
    );
}

/// Appends the row of a document that was skipped.
pub fn skipped_row(skipped: &Skipped, out: &mut Vec<u8>) {
    let empty = [""; 8];
    let head = std::iter::once(skipped.id.as_str()).chain(empty);
    write(out, head.chain(["skipped", "", "", skipped.reason.as_str()]));
}

/// Byte offsets to code point offsets; cheap when asked in order.
struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    point: u64,
}

impl CodePoints<'_> {
    fn at(&mut self, byte: usize) -> u64 {
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

/// Three numbers as text, without allocating for each.
#[derive(Default)]
struct Numbers {
    text: String,
}

impl Numbers {
    fn format(&mut self, numbers: [u64; 3]) -> [&str; 3] {
        use std::fmt::Write as _;
        self.text.clear();
        let ends = numbers.map(|n| {
            write!(self.text, "{n}").expect("a string grows");
            self.text.len()
        });
        [&self.text[..ends[0]], &self.text[ends[0]..ends[1]], &self.text[ends[1]..ends[2]]]
    }
}
