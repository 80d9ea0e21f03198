//! The gazetteer: data rows, checked and frozen into something that can be looked up.
//!
//! Rows become [`Entity`]s and [`Form`]s; every form remembers the row that says so. The format is described in
//! `gazetteer/README.md`.

mod check;
mod clitic;
mod compile;
mod cue;
mod entity;
mod fold;
mod form;
mod forms;
mod index;
mod language;
mod names;
mod row;
mod statistics;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use clitic::{ByLetter, Proclitic};
pub(crate) use cue::START;
pub use cue::{Cue, CueKind, Cues, Phrase};
pub use entity::{Entity, EntityIx, EntityType, Form, Gate, Inflection, Reading, Target, Tenure};
pub use fold::{Case, Class, Fold, Word};
pub(crate) use fold::{is_arabic_script, is_ideograph, is_plus};
pub use index::FormIndex;
use jiff::civil::Date;
pub use language::{Anaphor, Ender, Languages, Scope, Title, TitleForm, Words};
pub use names::{Head, Names};
pub use row::Row;
use row::{Faults, Sheet};
use walkdir::WalkDir;

use crate::error::{Error, Fault, Result};
use crate::threads::both;

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
    /// For each of `files`, 0 if it is compiled in, else the number of its overlay.
    layers: Vec<usize>,
    /// The file that stands for rows made of what documents name.
    discovered_file: Option<usize>,
    entities: Vec<Entity>,
    index: FormIndex,
    fold: Fold,
    languages: Languages,
    cues: Cues,
    /// First words of leaders' names, gathered when they are first asked for.
    given_names: OnceLock<BTreeSet<String>>,
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
        Self::with_discovered(folders, None)
    }

    /// The same, with rows (file name and text) made of what documents name over them all. Their entities are
    /// provisional.
    ///
    /// # Errors
    /// As above.
    pub fn with_discovered(folders: &[PathBuf], discovered: Option<(&str, &str)>) -> Result<Self> {
        let mut overlays = Vec::new();
        for (layer, folder) in (1..).zip(folders) {
            for file in overlay_files(folder)? {
                let bytes = fs::read(&file).map_err(|e| Error::io("read the gazetteer file", &file, e))?;
                overlays.push((layer, file.display().to_string(), bytes));
            }
        }
        if overlays.len() + BUILT_IN.len() >= usize::from(u16::MAX) {
            return Err(Error::input("more than 65,000 gazetteer files; put their rows into fewer"));
        }
        let mut rows = Rows::default();
        for (name, text) in BUILT_IN {
            rows.add(0, name, text);
        }
        for (layer, name, bytes) in &overlays {
            rows.add_bytes(*layer, name, bytes);
        }
        let discovered_file = discovered.map(|(name, text)| {
            rows.add(folders.len() + 1, name, text);
            BUILT_IN.len() + overlays.len()
        });
        Ok(Self { discovered_file, ..rows.compile()? })
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
    pub fn cues(&self, form: &Form) -> impl Iterator<Item = &Cue> {
        self.cues.of(form.cues)
    }

    /// The leaders who have held an office in a country or organization.
    pub fn office_holders(&self, body: EntityIx) -> impl Iterator<Item = EntityIx> {
        self.holders.get(&body).into_iter().flatten().copied()
    }

    /// Whether `word` (folded) begins the full name of some leader.
    #[must_use]
    pub fn is_given_name(&self, word: &str) -> bool {
        self.given_names.get_or_init(|| self.first_words_of_leaders()).contains(word)
    }

    /// First words of leaders' full names: what follows a title and is one of these is somebody's name.
    fn first_words_of_leaders(&self) -> BTreeSet<String> {
        let leader = |form: &Form| match form.target {
            Target::Entity(ix) => form.words > 1 && self.entity(ix).kind == EntityType::Leader,
            _ => false,
        };
        let found = self.index.search(leader);
        let words = found.iter().filter_map(|(text, _)| text.split(' ').next());
        let single = |word: &str| word.chars().nth(1).is_none();
        words.filter(|word| !single(word) && !self.languages.is_common(word)).map(str::to_owned).collect()
    }

    /// The example sentences of all rows.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// What is wrong with rows that could be read: forms shared by entities that nothing tells apart, words of the
    /// language among forms, rows that add nothing, missing labels and examples, offices with two holders at once.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        check::check(self)
    }

    /// Counts by type, language and region, as Markdown tables.
    #[must_use]
    pub fn statistics(&self) -> String {
        statistics::statistics(self)
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

    /// Whether an entity is in no data file, but was discovered in documents.
    #[must_use]
    pub fn is_provisional(&self, ix: EntityIx) -> bool {
        Some(usize::from(self.entity(ix).row.file)) == self.discovered_file
    }

    /// The number of the overlay that a row is of; 0 if it is compiled in.
    #[must_use]
    pub fn layer(&self, row: Row) -> usize {
        self.layers[usize::from(row.file)]
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
    /// Files by number.
    texts: Vec<(u16, &'a str)>,
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
        self.texts.push((file, text));
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

    /// Reads the files, in two threads.
    fn sheets(&mut self) -> Vec<Sheet<'a>> {
        let total: usize = self.texts.iter().map(|(_, text)| text.len()).sum();
        let mut read = 0;
        let half = self.texts.iter().position(|(_, text)| {
            read += text.len();
            2 * read > total
        });
        let (first, second) = self.texts.split_at(half.unwrap_or(0));
        let read = |texts: &[(u16, &'a str)]| {
            let mut wrong = Vec::new();
            let sheets = texts.iter().filter_map(|(file, text)| row::read(*file, text, &mut wrong));
            (sheets.collect::<Vec<_>>(), wrong)
        };
        let ((mut sheets, mut wrong), others) = both(|| read(first), || read(second));
        sheets.extend(others.0);
        wrong.extend(others.1);
        for (row, (message, remedy)) in wrong {
            self.faults.add(row, message, remedy);
        }
        sheets
    }

    fn compile(mut self) -> Result<Gazetteer> {
        let sheets = self.sheets();
        let gazetteer = compile::compile(&sheets, &self.layers, &mut self.faults);
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
