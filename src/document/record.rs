//! Records: JSON Lines and tables, one document each, read as a stream.

use std::fmt::Display;
use std::io::{BufRead, Read};

use csv::{ByteRecord, ReaderBuilder};
use serde::Deserialize;
use serde_json::Value;

use super::decode::decode_as;
use super::plain::set_date;
use super::{Document, Place, Skipped};

/// Spans are 32 bits wide.
const LONGEST: u64 = 2 << 30;

/// What is wanted of a record; what should be text and is not is noted, and only `id` and `text` must be there.
#[derive(Deserialize)]
struct Record {
    id: Value,
    text: String,
    #[serde(default)]
    title: Value,
    #[serde(default)]
    date: Value,
    #[serde(default)]
    source: Value,
    #[serde(default)]
    lang: Value,
}

/// Documents of a JSON Lines stream in UTF-8; lines that are none are skipped with their number.
pub(super) struct JsonLines<R> {
    pub(super) input: R,
    pub(super) path: String,
    pub(super) line: u64,
    pub(super) buffer: Vec<u8>,
}

impl<R: BufRead> Iterator for JsonLines<R> {
    type Item = Result<Document, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.buffer.clear();
            self.line += 1;
            let place = Place { path: self.path.clone(), line: Some(self.line) };
            match self.input.by_ref().take(LONGEST).read_until(b'\n', &mut self.buffer) {
                Ok(length) if length as u64 == LONGEST => {
                    let reason = "a line of 2 GiB or more".to_owned();
                    return Some(Err(Skipped { id: String::new(), place, reason, last: true }));
                }
                Ok(0) => return None,
                Ok(_) if self.buffer.iter().all(u8::is_ascii_whitespace) => {}
                Ok(_) => return Some(json_line(&self.buffer, &place)),
                Err(e) => return Some(Err(broken_off(place, &e))),
            }
        }
    }
}

/// The skip of all that would follow in a stream that failed.
fn broken_off(place: Place, error: &dyn Display) -> Skipped {
    Skipped { id: String::new(), place, reason: format!("cannot read on: {error}"), last: true }
}

fn json_line(bytes: &[u8], place: &Place) -> Result<Document, Skipped> {
    let (replaced, replacements);
    let line = match std::str::from_utf8(bytes) {
        Ok(line) => {
            replacements = 0;
            line
        }
        Err(_) => {
            (replaced, replacements) = decode_as(bytes, encoding_rs::UTF_8);
            replaced.as_str()
        }
    };
    let skip = |reason: String| Skipped { id: String::new(), place: place.clone(), reason, last: false };
    if !line.trim_start().starts_with('{') {
        return Err(skip("not a document record: no object".into()));
    }
    let wrong = |e: serde_json::Error| {
        // The line is that of the file, which the place says already.
        skip(format!("not a document record: {}", e.to_string().replace(" at line 1 column ", " at column ")))
    };
    let record: Record = serde_json::from_str(line).map_err(wrong)?;
    let id = match record.id {
        Value::String(id) => id,
        Value::Number(id) => id.to_string(),
        _ => return Err(skip("the id is neither text nor number".into())),
    };
    let mut note = String::new();
    let fields =
        [("title", record.title), ("date", record.date), ("source", record.source), ("lang", record.lang)];
    let head = fields.map(|(name, value)| match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        _ => {
            note = format!("the {name} is not text and was left out");
            String::new()
        }
    });
    let mut document = document(id, place.clone(), record.text, head, replacements).map_err(skip)?;
    if document.note.is_empty() {
        document.note = note;
    }
    Ok(document)
}

fn document(
    id: String,
    place: Place,
    text: String,
    head: [String; 4],
    replacements: u64,
) -> Result<Document, String> {
    if id.is_empty() {
        return Err("an empty id".into());
    }
    if text.trim().is_empty() {
        return Err("no text".into());
    }
    let [title, date, source, language] = head;
    let language = language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let note = String::new();
    let mut document =
        Document { id, place, title, date: None, language, source, text, body: 0, replacements, note };
    set_date(&mut document, &date);
    Ok(document)
}

/// Documents of a comma- or tab-separated stream in UTF-8 with a header.
pub(super) struct Rows<R> {
    reader: csv::Reader<R>,
    columns: [Option<usize>; 6],
    path: String,
}

const COLUMNS: [&str; 6] = ["id", "text", "title", "date", "source", "lang"];

impl<R: Read> Rows<R> {
    pub(super) fn new(input: R, delimiter: u8, path: String) -> Result<Self, Skipped> {
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
        let skip = |reason| Skipped {
            id: String::new(),
            place: Place { path: path.clone(), line: Some(1) },
            reason,
            last: true,
        };
        let header = reader.byte_headers().map_err(|e| skip(format!("cannot read the header: {e}")))?.clone();
        let find =
            |name: &str| header.iter().position(|h| h.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
        let columns = COLUMNS.map(find);
        if columns[0].is_none() || columns[1].is_none() {
            return Err(skip("the header has no columns id and text".into()));
        }
        Ok(Self { reader, columns, path })
    }
}

impl<R: Read> Iterator for Rows<R> {
    type Item = Result<Document, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = ByteRecord::new();
        let line = self.reader.position().line();
        let place = Place { path: self.path.clone(), line: Some(line) };
        match self.reader.read_byte_record(&mut record) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(e) => return Some(Err(broken_off(place, &e))),
        }
        let place = Place { line: record.position().map(csv::Position::line), ..place };
        let mut replaced = 0;
        let [id, text, title, date, source, lang] = self.columns.map(|column| {
            let (cell, n) =
                decode_as(column.and_then(|c| record.get(c)).unwrap_or_default(), encoding_rs::UTF_8);
            replaced += n;
            cell
        });
        let made = document(id, place.clone(), text, [title, date, source, lang], replaced);
        Some(made.map_err(|reason| Skipped { id: String::new(), place, reason, last: false }))
    }
}
