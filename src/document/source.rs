//! Inputs: files, folders walked in sorted order, standard input.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use walkdir::WalkDir;

use crate::date;
use crate::error::{Error, Result};

/// How the bytes of a source hold documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Html,
    JsonLines,
    Table(u8),
    /// Standard input: told by its first character.
    Unknown,
}

/// How they are compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    Gzip,
    Zstandard,
}

/// A file to read, or standard input.
#[derive(Clone, Debug)]
pub struct Source {
    pub(super) path: PathBuf,
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) compression: Compression,
}

impl Source {
    fn of(path: PathBuf, id: String) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let (stem, compression) = match (name.strip_suffix(".gz"), name.strip_suffix(".zst")) {
            (Some(stem), _) => (stem, Compression::Gzip),
            (_, Some(stem)) => (stem, Compression::Zstandard),
            _ => (name.as_str(), Compression::None),
        };
        let kind = match Path::new(stem).extension().and_then(OsStr::to_str)? {
            "txt" | "md" => Kind::Plain,
            "html" | "htm" => Kind::Html,
            "jsonl" | "ndjson" => Kind::JsonLines,
            "csv" => Kind::Table(b','),
            "tsv" => Kind::Table(b'\t'),
            _ => return None,
        };
        Some(Self { path, id, kind, compression })
    }

    /// The date that begins the file's name, if one does.
    pub(super) fn date(&self) -> Option<Date> {
        static DATE: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"^(\d{4}-\d\d-\d\d)(?:\D|$)").expect("valid"));
        let name = self.path.file_name()?.to_str()?;
        date::day(&DATE.captures(name)?[1])
    }
}

const KINDS: &str = ".txt .md .html .htm .jsonl .ndjson .csv .tsv, each also .gz or .zst";

/// The sources behind the inputs, and the files of other kinds that were passed over in folders.
///
/// # Errors
/// If an input is missing, of no known kind, or a folder without documents.
pub fn find_sources(inputs: &[PathBuf]) -> Result<(Vec<Source>, Vec<PathBuf>)> {
    let (mut sources, mut others) = (Vec::new(), Vec::new());
    for input in inputs {
        if input.as_os_str() == "-" {
            let (kind, compression) = (Kind::Unknown, Compression::None);
            sources.push(Source { path: input.clone(), id: "stdin".into(), kind, compression });
            continue;
        }
        let about = input.metadata().map_err(|e| Error::io("read the input", input, e))?;
        if about.is_dir() {
            let found = sources.len();
            walk(input, &mut sources, &mut others)?;
            if sources.len() == found {
                return Err(Error::input(format!(
                    "no documents in {}; isnad reads {KINDS}",
                    input.display()
                )));
            }
        } else {
            let name = input.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let unknown =
                || Error::input(format!("{} is of no kind that isnad reads: {KINDS}", input.display()));
            sources.push(Source::of(input.clone(), name).ok_or_else(unknown)?);
        }
    }
    sources.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
    others.sort();
    Ok((sources, others))
}

fn walk(folder: &Path, sources: &mut Vec<Source>, others: &mut Vec<PathBuf>) -> Result<()> {
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let entry = entry.map_err(|e| {
            let path = e.path().unwrap_or(folder).to_owned();
            Error::io("read the folder", &path, e.into())
        })?;
        if !entry.file_type().is_file() {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).expect("walked from it");
        let parts: Vec<_> = relative.iter().map(OsStr::to_string_lossy).collect();
        match Source::of(entry.path().to_owned(), parts.join("/")) {
            Some(source) => sources.push(source),
            None => others.push(entry.into_path()),
        }
    }
    Ok(())
}
