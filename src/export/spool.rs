//! Spools: rows wait on disk until all documents are known, then go into the tables in order of document ids.
//!
//! Only some hundred bytes for each document stay in memory.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;

use csv::Writer;

use super::folder::Staging;
use super::rows::{self, Found};
use super::schema::{AMBIGUOUS, DOCUMENTS, MENTIONS, RELATIONS, Table};
use crate::document::{Document, Place, Skipped};
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;

/// Mentions, documents, ambiguous forms.
const FILES: usize = 3;

/// Which document rows belong to, and where they lie in the spool.
#[derive(Clone, Debug)]
struct Entry {
    id: Box<str>,
    path: Arc<str>,
    line: Option<u64>,
    /// First byte and number of bytes, in each of the spool's files.
    parts: [(u64, u64); FILES],
}

/// The rows of the documents that one worker read.
pub struct Spool {
    files: [Writer<Sink>; FILES],
    entries: Vec<Entry>,
    path: Arc<str>,
    out: PathBuf,
}

/// A file that counts what is written to it, and is flushed only at the end.
struct Sink {
    file: BufWriter<File>,
    written: u64,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.file.write(bytes)?;
        self.written += length as u64;
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Spool {
    /// An empty spool.
    ///
    /// # Errors
    /// If the output folder cannot be written to.
    pub fn new(staging: &Staging) -> Result<Self> {
        let file = || {
            let sink = Sink { file: BufWriter::with_capacity(1 << 18, staging.scratch()?), written: 0 };
            Ok(csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(sink))
        };
        let out = staging.folder().to_owned();
        Ok(Self { files: [file()?, file()?, file()?], entries: Vec::new(), path: Arc::from(""), out })
    }

    /// Adds the rows of a document that was read.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn add(&mut self, document: &Document, found: Found<'_>, gazetteer: &Gazetteer) -> Result<()> {
        self.record(&document.id, &document.place, |[mentions, documents, ambiguous]| {
            rows::mentions(document, found, gazetteer, mentions)?;
            rows::ambiguous(document, found, gazetteer, ambiguous)?;
            rows::document(document, &found, documents)
        })
    }

    /// Adds the row of a document that was skipped.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn add_skipped(&mut self, skipped: &Skipped) -> Result<()> {
        self.record(&skipped.id, &skipped.place, |[_, documents, _]| rows::skipped(skipped, documents))
    }

    fn record(
        &mut self,
        id: &str,
        place: &Place,
        write: impl FnOnce(&mut [Writer<Sink>; FILES]) -> csv::Result<()>,
    ) -> Result<()> {
        let before = self.written();
        let attempt = write(&mut self.files).map_err(io::Error::from);
        let flushed = attempt.and_then(|()| self.files.iter_mut().try_for_each(Writer::flush));
        flushed.map_err(|e| Error::io("write to", &self.out, e))?;
        let after = self.written();
        if *self.path != *place.path {
            self.path = Arc::from(place.path.as_str());
        }
        let parts = std::array::from_fn(|i| (before[i], after[i] - before[i]));
        self.entries.push(Entry { id: id.into(), path: Arc::clone(&self.path), line: place.line, parts });
        Ok(())
    }

    fn written(&self) -> [u64; FILES] {
        std::array::from_fn(|i| self.files[i].get_ref().written)
    }
}

/// Writes the tables of all spools, documents in order of their ids.
pub(super) fn assemble(spools: Vec<Spool>, staging: &Staging) -> Result<()> {
    let fail = |e: io::Error| Error::io("write to", staging.folder(), e);
    let mut files: Vec<[File; FILES]> = Vec::new();
    let mut entries: Vec<(usize, Entry)> = Vec::new();
    for (number, spool) in spools.into_iter().enumerate() {
        let [mentions, documents, ambiguous] = spool.files.map(|writer| {
            let sink = writer.into_inner().map_err(|e| io::Error::other(e.to_string()))?;
            sink.file.into_inner().map_err(io::IntoInnerError::into_error)
        });
        files.push([mentions.map_err(fail)?, documents.map_err(fail)?, ambiguous.map_err(fail)?]);
        entries.extend(spool.entries.into_iter().map(|e| (number, e)));
    }
    entries.sort_unstable_by(|(_, a), (_, b)| (&a.id, &a.path, a.line).cmp(&(&b.id, &b.path, b.line)));
    let same = |pair: &&[(usize, Entry)]| pair[0].1.id == pair[1].1.id;
    if let Some(pair) = entries.windows(2).find(same) {
        return Err(Error::duplicate_id(&pair[0].1.id, &place(&pair[0].1), &place(&pair[1].1)));
    }
    for (part, table) in [&MENTIONS, &DOCUMENTS, &AMBIGUOUS].into_iter().enumerate() {
        staging.write(&table.file(), |out| {
            header(table, out)?;
            runs(&entries, part)
                .try_for_each(|(file, start, length)| copy(&mut files[file][part], start, length, out))
        })?;
    }
    staging.write(&RELATIONS.file(), |out| header(&RELATIONS, out))
}

/// Stretches that follow one another in a file too are copied at once: documents mostly come in order.
fn runs(entries: &[(usize, Entry)], part: usize) -> impl Iterator<Item = (usize, u64, u64)> {
    let follows = move |a: &(usize, Entry), b: &(usize, Entry)| {
        let (start, length) = a.1.parts[part];
        a.0 == b.0 && start + length == b.1.parts[part].0
    };
    entries.chunk_by(follows).map(move |run| {
        let length = run.iter().map(|(_, e)| e.parts[part].1).sum();
        (run[0].0, run[0].1.parts[part].0, length)
    })
}

fn place(entry: &Entry) -> String {
    let place = Place { path: entry.path.to_string(), line: entry.line };
    place.to_string()
}

fn header(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<&str> = table.header().collect();
    writeln!(out, "{}", names.join(","))
}

fn copy(file: &mut File, start: u64, mut length: u64, out: &mut dyn Write) -> io::Result<()> {
    const PIECE: u64 = 1 << 20;
    file.seek(SeekFrom::Start(start))?;
    let mut buffer = Vec::new();
    while length > 0 {
        buffer.clear();
        let read = Read::by_ref(file).take(length.min(PIECE)).read_to_end(&mut buffer)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        out.write_all(&buffer)?;
        length -= read as u64;
    }
    Ok(())
}
