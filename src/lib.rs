//! Turns news articles into a knowledge graph in which every edge carries its chain of evidence.
//!
//! The modules below are the floors of the house, in order: each uses only those above it in this list.
//!
//! ```
//! use isnad::document::{Document, Place, Segments};
//! use isnad::gazetteer::Gazetteer;
//! use isnad::mention::Finder;
//!
//! let gazetteer = Gazetteer::built_in()?;
//! let text = "Kazakhstan and Azerbaijan signed an agreement in Astana.".to_owned();
//! let place = Place { path: "-".into(), line: None };
//! let document = Document { text, place, ..Document::default() };
//!
//! let mut segments = Segments::default();
//! segments.fill(&document, &gazetteer);
//! let mentions = Finder::new(&gazetteer).find(&document, &segments).mentions;
//!
//! let found: Vec<_> = mentions.iter().map(|m| gazetteer.entity(m.entity).id.as_str()).collect();
//! assert_eq!(found, ["country:KAZ", "country:AZE", "country:KAZ"]);
//! # Ok::<(), isnad::error::Error>(())
//! ```
//!
//! [`pipeline::build`] does the whole job for files and folders.

mod date;
pub mod error;
mod threads;

pub mod gazetteer;

pub mod document;

pub mod mention;

pub mod discovery;

pub mod relation;

pub mod graph;

pub mod export;

pub mod pipeline;
