//! `isnad gazetteer`: look names up, check data files.

use std::io::{self, Write};

use clap::Subcommand;
use isnad::gazetteer::{EntityType, Form, Gate, Gazetteer, Target};

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

fn lookup(gazetteer: &Gazetteer, name: &str) -> Result<u8, Failure> {
    let mut out = io::stdout().lock();
    let phrase = gazetteer.fold().phrase(name);
    let index = gazetteer.index();
    let by_id = gazetteer.find(name).map(Target::Entity);
    let found: Vec<&Form> = match by_id {
        Some(target) => index.forms().iter().filter(|f| f.target == target).collect(),
        None => index.find(&phrase).collect(),
    };
    if found.is_empty() {
        return Err(Failure::Error(format!(
            "{name:?} is no form the gazetteer lists; without clitics, or as a part of a longer name, it may be"
        )));
    }
    for form in found {
        let (id, label, label_ar) = match form.target {
            Target::Entity(ix) => {
                let entity = gazetteer.entity(ix);
                (entity.id.as_str(), entity.label.as_str(), entity.label_ar.as_str())
            }
            Target::Anaphor(_) => ("anaphor", "", ""),
        };
        let gate = if form.gate == Gate::AfterName { "after the full name or a title" } else { "" };
        let place = gazetteer.place(form.row);
        writeln!(out, "{id}\t{}\t{label}\t{label_ar}\t{place}\t{gate}", form.reading)?;
        for cue in gazetteer.cues(form) {
            let words: Vec<String> = cue.words.iter().map(|w| w.join(" ")).collect();
            writeln!(out, "\t{:?}\t{}\t{}", cue.kind, words.join(" | "), gazetteer.place(cue.row))?;
        }
    }
    Ok(0)
}
