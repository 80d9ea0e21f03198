//! `isnad gazetteer`: look names up, check data files.

use std::io::{self, Write};

use clap::Subcommand;
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
    /// Check all rows, with those of --gazetteer, and count them
    ///
    /// Example: isnad gazetteer check --gazetteer my-rows
    Check {
        #[command(flatten)]
        common: Common,
    },
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    match &arguments.command {
        Command::Lookup { name, common } => lookup(&common.load()?, &name.join(" ")),
        Command::Check { common } => check(&common.load()?, common.quiet),
    }
}

fn check(gazetteer: &Gazetteer, quiet: bool) -> Result<u8, Failure> {
    let wrong = failing_examples(gazetteer);
    if !wrong.is_empty() {
        return Err(Failure::Error(wrong.join("\n  ")));
    }
    if !quiet {
        let mut out = io::stdout().lock();
        for kind in EntityType::ALL {
            let count = gazetteer.entities().filter(|(_, e)| e.kind == kind).count();
            writeln!(out, "{}\t{count}", kind.name())?;
        }
        writeln!(out, "forms\t{}", gazetteer.index().forms().len())?;
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
        let found = finder.find(&document, &segments).iter().any(|m| m.entity == example.entity);
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
        };
        let gate = if form.gate == Gate::AfterName { "after the full name or a title" } else { "" };
        let place = gazetteer.place(form.row);
        writeln!(out, "{id}\t{}\t{label}\t{label_ar}\t{place}\t{gate}\t{text}", form.reading)?;
        for cue in gazetteer.cues(form) {
            let words: Vec<String> = cue.words.iter().map(|w| w.join(" ")).collect();
            writeln!(out, "\t{}\t{}\t{}", cue.kind, words.join(" | "), gazetteer.place(cue.row))?;
        }
    }
    Ok(0)
}
