//! Spools: rows wait on disk until all documents are known, then go into the tables in order of document ids.
//!
//! Only a few dozen bytes for each document stay in memory.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use super::folder::Staging;
use super::rows::Rows;
use super::schema::{DOCUMENTS, MENTIONS, RELATIONS, Table};
use crate::error::{Error, Result};

/// Which document rows belong to, and where they lie in the spool.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The document's id.
    pub id: Box<str>,
    /// The file it came from, and the line of a record.
    pub place: (Arc<str>, Option<u64>),
    /// Whether it was read; a skipped one has no id of its own.
    pub read: bool,
    start: u64,
    lengths: [u32; 2],
}

/// The rows of the documents that one worker read.
pub struct Spool {
    file: BufWriter<File>,
    position: u64,
    entries: Vec<Entry>,
    out: std::path::PathBuf,
}

impl Spool {
    /// An empty spool.
    ///
    /// # Errors
    /// If the output folder cannot be written to.
    pub fn new(staging: &Staging) -> Result<Self> {
        let file = BufWriter::with_capacity(1 << 18, staging.scratch()?);
        Ok(Self { file, position: 0, entries: Vec::new(), out: staging.folder().to_owned() })
    }

    /// Adds the rows of one document.
    ///
    /// # Errors
    /// If the disk is full.
    pub fn add(&mut self, id: &str, place: (Arc<str>, Option<u64>), read: bool, rows: &Rows) -> Result<()> {
        let parts = [&rows.mentions, &rows.document];
        for part in parts {
            self.file.write_all(part).map_err(|e| Error::io("write to", &self.out, e))?;
        }
        let length = |part: &Vec<u8>| {
            u32::try_from(part.len())
                .map_err(|_| Error::input(format!("{id}: more than 4 GiB of mentions in one document")))
        };
        let lengths = [length(parts[0])?, length(parts[1])?];
        self.entries.push(Entry { id: id.into(), place, read, start: self.position, lengths });
        self.position += lengths.iter().map(|l| u64::from(*l)).sum::<u64>();
        Ok(())
    }
}

/// Writes the tables of all spools, documents in order of their ids.
pub(super) fn assemble(spools: Vec<Spool>, staging: &Staging) -> Result<()> {
    let fail = |e: io::Error| Error::io("write to", staging.folder(), e);
    let mut files = Vec::new();
    let mut entries: Vec<(usize, Entry)> = Vec::new();
    for (number, spool) in spools.into_iter().enumerate() {
        files.push(spool.file.into_inner().map_err(|e| fail(e.into_error()))?);
        entries.extend(spool.entries.into_iter().map(|e| (number, e)));
    }
    entries.sort_unstable_by(|(_, a), (_, b)| (&a.id, a.read, &a.place).cmp(&(&b.id, b.read, &b.place)));
    let same = |pair: &&[(usize, Entry)]| pair[0].1.id == pair[1].1.id && pair[0].1.read && pair[1].1.read;
    if let Some(pair) = entries.windows(2).find(same) {
        return Err(Error::duplicate_id(&pair[0].1.id, &place(&pair[0].1), &place(&pair[1].1)));
    }
    for (part, table) in [&MENTIONS, &DOCUMENTS].into_iter().enumerate() {
        staging.write(&table.file(), |out| {
            header(table, out)?;
            entries.iter().try_for_each(|(file, entry)| copy(&mut files[*file], entry, part, out))
        })?;
    }
    staging.write(&RELATIONS.file(), |out| header(&RELATIONS, out))
}

fn place(entry: &Entry) -> String {
    let (path, line) = &entry.place;
    line.map_or_else(|| path.to_string(), |line| format!("{path}:{line}"))
}

fn header(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let names: Vec<&str> = table.header().collect();
    writeln!(out, "{}", names.join(","))
}

fn copy(file: &mut File, entry: &Entry, part: usize, out: &mut dyn Write) -> io::Result<()> {
    let before: u64 = entry.lengths[..part].iter().map(|l| u64::from(*l)).sum();
    let length = u64::from(entry.lengths[part]);
    if length == 0 {
        return Ok(());
    }
    file.seek(SeekFrom::Start(entry.start + before))?;
    io::copy(&mut file.take(length), out)?;
    Ok(())
}
