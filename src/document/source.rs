//! Inputs: files, folders walked in sorted order, standard input.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;
use walkdir::{DirEntry, WalkDir};

use crate::date;
use crate::error::{Error, Result};

/// How the bytes of a source hold documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Html,
    JsonLines,
    Table(u8),
    /// Standard input: told by its first character.
    Unknown,
    /// A link or folder that could not be walked, and why.
    Unreadable(String),
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
        let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
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

/// The sources behind the inputs, and the files of other kinds that were passed over in folders. Hidden files, and the
/// folder `out` that results go to, are left out of the walk.
///
/// # Errors
/// If an input is missing, of no known kind, or a folder without documents.
pub fn find_sources(inputs: &[PathBuf], out: Option<&Path>) -> Result<(Vec<Source>, Vec<PathBuf>)> {
    let (mut sources, mut others) = (Vec::new(), Vec::new());
    let out = out.and_then(|out| out.canonicalize().ok());
    for input in inputs {
        if input.as_os_str() == "-" {
            let (kind, compression) = (Kind::Unknown, Compression::None);
            sources.push(Source { path: input.clone(), id: "stdin".into(), kind, compression });
            continue;
        }
        let about = input.metadata().map_err(|e| Error::io("read the input", input, e))?;
        if about.is_dir() {
            let found = sources.len();
            walk(input, out.as_deref(), &mut sources, &mut others);
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

/// Adds what lies below a folder. What cannot be walked becomes a source that cannot be read, and is skipped as such.
fn walk(folder: &Path, out: Option<&Path>, sources: &mut Vec<Source>, others: &mut Vec<PathBuf>) {
    let wanted = |entry: &DirEntry| {
        let hidden = entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
        let results =
            entry.file_type().is_dir() && out.is_some() && entry.path().canonicalize().ok().as_deref() == out;
        !hidden && (!results || entry.depth() == 0)
    };
    let id = |path: &Path| {
        let relative = path.strip_prefix(folder).unwrap_or(path);
        relative.iter().map(OsStr::to_string_lossy).collect::<Vec<_>>().join("/")
    };
    for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(wanted)
    {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.file_type().is_file() => {
                let id = id(entry.path());
                match Source::of(entry.path().to_owned(), id) {
                    Some(source) => sources.push(source),
                    None => others.push(entry.into_path()),
                }
            }
            Ok(entry) => others.push(entry.into_path()),
            Err(e) => {
                let path = e.path().unwrap_or(folder).to_owned();
                let reason = match e.loop_ancestor() {
                    Some(_) => "a link that leads back to its own folder".to_owned(),
                    None => e
                        .into_io_error()
                        .map_or_else(|| "cannot be read".to_owned(), |e| format!("cannot be read: {e}")),
                };
                let id = id(&path);
                sources.push(Source {
                    path,
                    id,
                    kind: Kind::Unreadable(reason),
                    compression: Compression::None,
                });
            }
        }
    }
}
