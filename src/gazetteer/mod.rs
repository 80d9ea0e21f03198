//! The gazetteer: data rows, checked and frozen into something that can be looked up.
//!
//! Rows become [`Entity`]s and [`Form`]s; every form remembers the row that says so. The format is described in
//! `gazetteer/README.md`.

mod clitic;
mod compile;
mod cue;
mod entity;
mod fold;
mod form;
mod index;
mod language;
mod row;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

pub use clitic::{ByLetter, Proclitic};
pub use cue::{Cue, CueKind, Cues};
pub use entity::{Entity, EntityIx, EntityType, Form, Gate, Inflection, Reading, Target, Tenure};
pub(crate) use fold::is_plus;
pub use fold::{Case, Class, Fold, Word};
pub use index::FormIndex;
use jiff::civil::Date;
pub use language::{Anaphor, Ender, Languages, Scope, Title, TitleForm, Words};
pub use row::Row;
use row::{Faults, Sheet};
use walkdir::WalkDir;

use crate::error::{Error, Result};

const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/gazetteer.rs"));

/// How a type of entity is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Style {
    /// `#RRGGBB`.
    pub colour: String,
    /// A Graphviz node shape.
    pub shape: String,
}

/// A sentence in which an entity must, or must not, be found.
#[derive(Clone, Debug)]
pub struct Example {
    /// The entity.
    pub entity: EntityIx,
    /// The sentence.
    pub text: String,
    /// Whether it must be found.
    pub expected: bool,
    /// Its data row.
    pub row: Row,
}

/// Everything the program knows of the world and of language. Immutable once made, shared by all threads.
#[derive(Debug)]
pub struct Gazetteer {
    files: Vec<String>,
    entities: Vec<Entity>,
    index: FormIndex,
    fold: Fold,
    languages: Languages,
    cues: Cues,
    given_names: BTreeSet<String>,
    holders: BTreeMap<EntityIx, Vec<EntityIx>>,
    examples: Vec<Example>,
    styles: BTreeMap<EntityType, Style>,
}

impl Gazetteer {
    /// The compiled-in gazetteer.
    ///
    /// # Errors
    /// If a row is faulty, with all faults; a test keeps the compiled-in rows clean.
    pub fn built_in() -> Result<Self> {
        Self::with_overlays(&[])
    }

    /// The compiled-in rows, with the rows of every `.tsv` file in `folders` added or put over them.
    ///
    /// # Errors
    /// If a folder cannot be read, holds no `.tsv` file, or a row is faulty.
    pub fn with_overlays(folders: &[PathBuf]) -> Result<Self> {
        let mut overlays = Vec::new();
        for (layer, folder) in (1..).zip(folders) {
            for file in overlay_files(folder)? {
                let bytes = fs::read(&file).map_err(|e| Error::io("read the gazetteer file", &file, e))?;
                overlays.push((layer, file.display().to_string(), bytes));
            }
        }
        if overlays.len() + BUILT_IN.len() > usize::from(u16::MAX) {
            return Err(Error::input("more than 65,000 gazetteer files; put their rows into fewer"));
        }
        let mut rows = Rows::default();
        for (name, text) in BUILT_IN {
            rows.add(0, name, text);
        }
        for (layer, name, bytes) in &overlays {
            rows.add_bytes(*layer, name, bytes);
        }
        rows.compile()
    }

    /// A gazetteer of these rows alone, as `(file name, text)`.
    ///
    /// # Errors
    /// If a row is faulty.
    pub fn from_rows(files: &[(&str, &str)]) -> Result<Self> {
        let mut rows = Rows::default();
        for (name, text) in files {
            rows.add(0, name, text);
        }
        rows.compile()
    }

    /// The entity of a number.
    #[must_use]
    pub fn entity(&self, ix: EntityIx) -> &Entity {
        &self.entities[ix.index()]
    }

    /// All entities, in order of their ids.
    pub fn entities(&self) -> impl Iterator<Item = (EntityIx, &Entity)> {
        (0..).map(EntityIx).zip(&self.entities)
    }

    /// The number of an id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<EntityIx> {
        let position = self.entities.binary_search_by(|e| e.id.as_str().cmp(id)).ok()?;
        u32::try_from(position).ok().map(EntityIx)
    }

    /// The form index.
    #[must_use]
    pub fn index(&self) -> &FormIndex {
        &self.index
    }

    /// The fold table.
    #[must_use]
    pub fn fold(&self) -> &Fold {
        &self.fold
    }

    /// Function words and orthography.
    #[must_use]
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// The context cues of a form.
    #[must_use]
    pub fn cues(&self, form: &Form) -> &[Cue] {
        self.cues.of(form.cues)
    }

    /// The leaders who have held an office in a country or organization.
    pub fn office_holders(&self, body: EntityIx) -> impl Iterator<Item = EntityIx> {
        self.holders.get(&body).into_iter().flatten().copied()
    }

    /// Whether `word` (folded) begins the full name of some leader.
    #[must_use]
    pub fn is_given_name(&self, word: &str) -> bool {
        self.given_names.contains(word)
    }

    /// The example sentences of all rows.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// How a type is drawn.
    #[must_use]
    pub fn style(&self, kind: EntityType) -> Option<&Style> {
        self.styles.get(&kind)
    }

    /// The names of the data files, which [`Row::file`] counts.
    #[must_use]
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// `file:line` of a row.
    #[must_use]
    pub fn place(&self, row: Row) -> String {
        format!("{}:{}", self.files[usize::from(row.file)], row.line)
    }

    /// The country an entity acts for on a date, or last.
    #[must_use]
    pub fn country_of(&self, ix: EntityIx, date: Option<Date>) -> Option<EntityIx> {
        let body_country = |body: EntityIx| match self.entity(body).kind {
            EntityType::Country => Some(body),
            _ => self.entity(body).country,
        };
        self.entity(ix).country_on(ix, date, body_country)
    }
}

/// The rows of all files, on their way to a gazetteer.
#[derive(Default)]
struct Rows<'a> {
    sheets: Vec<Sheet<'a>>,
    /// For each file, 0 if it is compiled in, else the number of its overlay.
    layers: Vec<usize>,
    faults: Faults,
}

impl<'a> Rows<'a> {
    fn files(&self) -> u16 {
        u16::try_from(self.faults.files.len()).expect("fewer than 65,536 data files")
    }

    fn add(&mut self, layer: usize, name: &str, text: &'a str) {
        let file = self.files();
        self.layers.push(layer);
        self.faults.files.push(name.to_owned());
        self.sheets.extend(row::read(file, text, &mut self.faults));
    }

    fn add_bytes(&mut self, layer: usize, name: &str, bytes: &'a [u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.add(layer, name, text),
            Err(e) => {
                let before = bytes[..e.valid_up_to()].iter().filter(|b| **b == b'\n').count();
                let row = Row { file: self.files(), line: u32::try_from(before + 1).unwrap_or(u32::MAX) };
                self.layers.push(layer);
                self.faults.files.push(name.to_owned());
                self.faults.add(row, "bytes that are not UTF-8", "save the file as UTF-8");
            }
        }
    }

    fn compile(mut self) -> Result<Gazetteer> {
        let gazetteer = compile::compile(&self.sheets, &self.layers, &mut self.faults);
        if self.faults.found.is_empty() {
            return Ok(gazetteer);
        }
        self.faults.found.sort();
        Err(Error::gazetteer(self.faults.found))
    }
}

fn overlay_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.map_err(|e| Error::io("read the gazetteer folder", folder, e.into()))?;
        if entry.file_type().is_file() && entry.path().extension().is_some_and(|e| e == "tsv") {
            files.push(entry.into_path());
        }
    }
    if files.is_empty() {
        return Err(Error::input(format!("no .tsv file in the gazetteer folder {}", folder.display())));
    }
    Ok(files)
}
