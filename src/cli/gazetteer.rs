//! `isnad gazetteer`: look names up, check data files.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use isnad::discovery::{self, Candidate};
use isnad::document::{Document, Segments};
use isnad::gazetteer::{EntityType, Form, Gate, Gazetteer, Target};
use isnad::mention::Finder;

use super::{Common, Failure};

/// Look into the gazetteer.
///
/// Example: isnad gazetteer lookup Astana
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Every reading of a name, with the data row that says so
    ///
    /// Example: isnad gazetteer lookup Astana
    Lookup {
        /// A name in any language the gazetteer knows, or an id
        #[arg(required = true)]
        name: Vec<String>,
        #[command(flatten)]
        common: Common,
    },
    /// Rows for the names that a build found and the gazetteer lacks, ready to edit and to paste
    ///
    /// Example: isnad gazetteer suggest out > my-rows/new.tsv
    Suggest {
        /// Folder of the build's results
        #[arg(default_value = "out", value_name = "OUT")]
        out: PathBuf,
    },
    /// Check all rows, with those of --gazetteer, and count them
    ///
    /// Example: isnad gazetteer check --gazetteer my-rows
    Check {
        /// Count entities and forms by type, language and region, as Markdown tables
        #[arg(long)]
        stats: bool,
        #[command(flatten)]
        common: Common,
    },
}

/// What [`Command::Suggest`] reads.
fn suggest(out: &Path) -> Result<u8, Failure> {
    let path = out.join("candidates.csv");
    let fail = |e: csv::Error| {
        Failure::Error(format!("cannot read {}: {e}; build the documents first", path.display()))
    };
    let mut table = csv::Reader::from_path(&path).map_err(fail)?;
    if table.headers().map_err(fail)?.get(0) != Some("candidate") {
        return Err(Failure::Error(format!("{} is no table of candidates", path.display())));
    }
    let candidates: Vec<Candidate> = table.deserialize().collect::<Result<_, _>>().map_err(fail)?;
    io::stdout().lock().write_all(discovery::rows(&candidates).as_bytes())?;
    Ok(0)
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    match &arguments.command {
        Command::Lookup { name, common } => lookup(&common.load()?, &name.join(" ")),
        Command::Check { stats, common } => check(&common.load()?, *stats, common.quiet),
        Command::Suggest { out } => suggest(out),
    }
}

fn check(gazetteer: &Gazetteer, stats: bool, quiet: bool) -> Result<u8, Failure> {
    if stats {
        io::stdout().lock().write_all(gazetteer.statistics().as_bytes())?;
    }
    let mut wrong: Vec<String> = gazetteer.check().iter().map(ToString::to_string).collect();
    wrong.extend(failing_examples(gazetteer));
    if !wrong.is_empty() {
        return Err(Failure::Error(wrong.join("\n  ")));
    }
    if !quiet && !stats {
        let mut out = io::stdout().lock();
        for kind in EntityType::ALL {
            let count = gazetteer.entities().filter(|(_, e)| e.kind == kind).count();
            writeln!(out, "{}\t{count}", kind.name())?;
        }
        writeln!(out, "forms\t{}", gazetteer.index().forms().count())?;
    }
    Ok(0)
}

/// What the rows say of their own examples and does not hold.
fn failing_examples(gazetteer: &Gazetteer) -> Vec<String> {
    let (mut segments, mut finder) = (Segments::default(), Finder::new(gazetteer));
    let mut wrong = Vec::new();
    for example in gazetteer.examples() {
        let document = Document { text: example.text.clone(), ..Document::default() };
        segments.fill(&document, gazetteer);
        let found = finder.find(&document, &segments).mentions.iter().any(|m| m.entity == example.entity);
        if found != example.expected {
            let (id, place) = (&gazetteer.entity(example.entity).id, gazetteer.place(example.row));
            let verb = if example.expected { "must" } else { "must not" };
            wrong.push(format!(
                "{place}: {id} {verb} be found in {:?}; mend a cue or the example",
                example.text
            ));
        }
    }
    wrong
}

fn lookup(gazetteer: &Gazetteer, name: &str) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    let index = gazetteer.index();
    let phrase = if name.starts_with('@') { name.to_lowercase() } else { gazetteer.fold().phrase(name) };
    let found: Vec<(String, &Form)> = match gazetteer.find(name) {
        Some(entity) => index.search(|f| f.target == Target::Entity(entity)),
        None => index.find(&phrase).map(|f| (phrase.clone(), f)).collect(),
    };
    if found.is_empty() {
        return Err(Failure::Error(format!(
            "{name:?} is no form the gazetteer lists; without clitics, or as a part of a longer name, it may be"
        )));
    }
    for (text, form) in found {
        let (id, label, label_ar) = match form.target {
            Target::Entity(ix) => {
                let entity = gazetteer.entity(ix);
                (entity.id.as_str(), entity.label.as_str(), entity.label_ar.as_str())
            }
            Target::Anaphor(_) => ("anaphor", "", ""),
            Target::Head(_) => ("head", "", ""),
        };
        let gate = if form.gate == Gate::AfterName { "after the full name or a title" } else { "" };
        let place = gazetteer.place(form.row);
        writeln!(out, "{id}\t{}\t{label}\t{label_ar}\t{place}\t{gate}\t{text}", form.reading)?;
        for cue in gazetteer.cues(form) {
            let words: Vec<String> = cue.phrases.iter().map(|phrase| phrase.text.to_string()).collect();
            writeln!(out, "\t{}\t{}\t{}", cue.kind, words.join(" | "), gazetteer.place(cue.row))?;
        }
    }
    Ok(0)
}
