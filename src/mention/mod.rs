//! Mentions: which entities a document names, where, and by which data row.
//!
//! Per sentence: candidates from the form index (whole form first, clitics second), those that context speaks against
//! are rejected, the longest of overlapping ones wins, offices become descriptions, anaphors are resolved.

mod admit;
mod anaphor;
mod candidate;
mod discourse;
mod find;
mod office;
mod person;
mod select;
mod unlisted;

use std::fmt;

pub use find::Finder;

use crate::document::Span;
use crate::gazetteer::{EntityIx, EntityType, Reading, Row, Target};

/// A place in the text that names an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its place, without clitics and titles.
    pub span: Span,
    /// Number of its sentence.
    pub sentence: u32,
    /// The entity.
    pub entity: EntityIx,
    /// How it is named.
    pub reading: Reading,
    /// The data row that says so.
    pub row: Row,
}

/// A form that several entities have, where nothing tells them apart. It is no mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguity {
    /// Its place.
    pub span: Span,
    /// Number of its sentence.
    pub sentence: u32,
    /// The entities it might name, in order of their ids.
    pub entities: Vec<EntityIx>,
}

/// A name that the gazetteer lacks, known by a title beside it or by a noun that begins or ends names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// Its place, without title.
    pub span: Span,
    /// Number of its sentence.
    pub sentence: u32,
    /// What it seems to name: a leader, an organization or a corridor.
    pub kind: EntityType,
    /// The last word, or what stands for the whole name later on; empty where nothing does.
    pub surname: Span,
    /// The kind of office that the title means, and the country or body.
    pub office: Option<(u16, EntityIx)>,
}

/// All that was found in a document, each list in order of places.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Mentions of entities.
    pub mentions: Vec<Mention>,
    /// Forms that several entities have.
    pub ambiguous: Vec<Ambiguity>,
    /// Names that the gazetteer lacks.
    pub unlisted: Vec<Unlisted>,
    /// Every form that was not taken, if asked for.
    pub rejected: Vec<Rejected>,
}

/// A form that stood in the text and was not taken for a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its place.
    pub span: Span,
    /// What it might have meant.
    pub target: Target,
    /// The data row that proposed it.
    pub row: Row,
    /// Why not.
    pub reason: Reason,
}

/// Why a form was not taken for a mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A context cue speaks against it, or one that is required is missing.
    Cue(Row),
    /// An ambiguous surname without the full name before it, and without a title.
    NoFullName,
    /// A common word among capitals, which only looks like an acronym.
    Capitals,
    /// The name of a language.
    Language,
    /// Part of a person's name.
    PersonName,
    /// Part of a longer form.
    Inside,
    /// Several entities have this form, and nothing tells them apart.
    Ambiguous,
    /// A word for several entities whose neighbours show that it means others.
    NoAnaphor,
    /// Nothing before it that it could clearly mean.
    NoAntecedent,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Cue(_) => "a context cue speaks against it",
            Self::NoFullName => "an ambiguous surname, without the full name before it or a title",
            Self::Capitals => "a common word among capitals",
            Self::Language => "the name of a language",
            Self::PersonName => "part of a person's name",
            Self::Inside => "part of a longer form",
            Self::Ambiguous => "several entities have this form, and nothing here tells them apart",
            Self::NoAnaphor => "its neighbours show that it means others",
            Self::NoAntecedent => "nothing before it that it could clearly mean",
        })
    }
}
