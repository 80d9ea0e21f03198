//! Exports: the graph as nodes, edges, GraphML and DOT; the documents' rows as tables.
//!
//! A format of the graph is one file here and one line in [`FORMATS`]. Everything is written aside and moved into place
//! when all of it is whole.

mod candidates;
mod datapackage;
mod dot;
mod edges;
mod folder;
mod graphml;
mod nodes;
mod rows;
mod schema;
mod spool;

use std::io::{self, Write};
use std::thread;

pub use folder::Staging;
pub use rows::Found;
pub use spool::Spool;

use crate::discovery::{self, Candidate};
use crate::error::Result;
use crate::gazetteer::{Entity, EntityIx, Gazetteer};
use crate::graph::{Edge, Node};

/// The language of labels in pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// Arabic.
    Arabic,
    /// English.
    #[default]
    English,
}

impl Labels {
    /// The label of an entity.
    #[must_use]
    pub fn of(self, entity: &Entity) -> &str {
        match self {
            Self::Arabic => &entity.label_ar,
            Self::English => &entity.label,
        }
    }
}

/// What an export needs to know.
#[derive(Clone, Copy)]
pub struct Content<'a> {
    /// The nodes, in order of their ids.
    pub nodes: &'a [&'a Node],
    /// The edges with their ends, in order of these.
    pub edges: &'a [(EntityIx, EntityIx, &'a Edge)],
    /// What its nodes are.
    pub gazetteer: &'a Gazetteer,
    /// How they are labelled.
    pub labels: Labels,
}

/// A file that the graph can be written to.
pub struct Format {
    /// Name of the file.
    pub file: &'static str,
    /// Writes it.
    pub write: fn(&Content<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every file that is made of the graph.
pub const FORMATS: &[Format] = &[nodes::FORMAT, edges::FORMAT, graphml::FORMAT, dot::FORMAT];

/// Writes all files of a finished run into `staging`.
///
/// # Errors
/// If a file cannot be written, or two documents have one id.
pub fn write_all(
    content: &Content<'_>,
    candidates: &[Candidate],
    spools: Vec<Spool>,
    staging: &Staging,
) -> Result<()> {
    // The files know nothing of one another, so they are written at once.
    thread::scope(|scope| {
        let write = |format: &'static Format| {
            scope.spawn(move || staging.write(format.file, |out| (format.write)(content, out)))
        };
        let formats: Vec<_> = FORMATS.iter().map(write).collect();
        let tables = spool::assemble(spools, staging);
        let written = formats.into_iter().map(|f| f.join().expect("formats do not panic"));
        written.collect::<Result<()>>().and(tables)
    })?;
    staging.write(&schema::CANDIDATES.file(), |out| candidates::write(candidates, out))?;
    staging.write(discovery::ROWS, |out| candidates::write_rows(candidates, out))?;
    staging.write(datapackage::FILE, |out| datapackage::write(out))
}
