//! What can go wrong: [`Error`] for the caller's or the disk's fault, [`Fault`] for a row of data.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The outcome of anything that can fail.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a run could not be done. One lowercase sentence that names the place and the remedy.
#[derive(Debug)]
pub struct Error(Box<Kind>);

#[derive(Debug)]
enum Kind {
    Io { doing: &'static str, path: PathBuf, source: io::Error },
    Gazetteer(Vec<Fault>),
    DuplicateId { id: String, first: String, second: String },
    Input(String),
    Interrupted,
}

impl Error {
    /// A file or folder that could not be read or written; `doing` completes "cannot …".
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> Self {
        Self(Box::new(Kind::Io { doing, path: path.to_owned(), source }))
    }

    /// All faults of all data files, at once.
    pub(crate) fn gazetteer(faults: Vec<Fault>) -> Self {
        Self(Box::new(Kind::Gazetteer(faults)))
    }

    /// Two documents under one id.
    pub(crate) fn duplicate_id(id: &str, first: &str, second: &str) -> Self {
        Self(Box::new(Kind::DuplicateId { id: id.into(), first: first.into(), second: second.into() }))
    }

    /// Input or options that make no sense; the message says what would.
    pub(crate) fn input(message: impl Into<String>) -> Self {
        Self(Box::new(Kind::Input(message.into())))
    }

    /// The user pressed Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Self(Box::new(Kind::Interrupted))
    }

    /// The faulty rows, if it was the gazetteer.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        match &*self.0 {
            Kind::Gazetteer(faults) => faults,
            _ => &[],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Io { doing, path, source } => write!(f, "cannot {doing} {}: {source}", path.display()),
            Kind::Gazetteer(faults) => {
                write!(f, "the gazetteer has {} fault(s)", faults.len())?;
                faults.iter().try_for_each(|fault| write!(f, "\n  {fault}"))
            }
            Kind::DuplicateId { id, first, second } if first == second => {
                write!(f, "{first} was given twice (document id {id:?}); nothing was written")
            }
            Kind::DuplicateId { id, first, second } => write!(
                f,
                "two documents have the id {id:?}: {first} and {second}; rename one, nothing was written"
            ),
            Kind::Input(message) => f.write_str(message),
            Kind::Interrupted => f.write_str("interrupted; earlier results were left as they are"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A data row that is wrong: where it stands, what is wrong, what would be right.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// File as given, `gazetteer/…` for the built-in rows.
    pub file: String,
    /// Line, counted from 1.
    pub line: u32,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}; {}", self.file, self.line, self.message, self.remedy)
    }
}
