//! The command line. Results go to standard output, messages to standard error; the exit status is 0 for done, 1 for
//! done with documents skipped, 2 for could not run.

mod build;
mod explain;
mod gazetteer;

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use isnad::gazetteer::Gazetteer;

/// Exit status for a run that finished, with documents skipped.
const SKIPPED: u8 = 1;
/// Exit status for a run that could not be done.
const FAILED: u8 = 2;

/// Turns news articles into a knowledge graph in which every edge carries its evidence.
#[derive(Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Arguments),
    Explain(explain::Arguments),
    Gazetteer(gazetteer::Arguments),
}

/// Options of every command.
#[derive(clap::Args)]
struct Common {
    /// Folder of rows to put over the compiled-in gazetteer; may be given again
    #[arg(long, value_name = "DIR")]
    gazetteer: Vec<PathBuf>,
    /// No messages but errors
    #[arg(long, short)]
    quiet: bool,
}

impl Common {
    fn load(&self) -> isnad::error::Result<Gazetteer> {
        Gazetteer::with_overlays(&self.gazetteer)
    }
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(e) => {
            let status = if e.use_stderr() { FAILED } else { 0 };
            // Nothing can be done if even the message cannot be written.
            let _ = e.print();
            return ExitCode::from(status);
        }
    };
    let outcome = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Gazetteer(arguments) => gazetteer::run(&arguments),
    };
    match outcome {
        Ok(status) => ExitCode::from(status),
        Err(Failure::ClosedPipe) => ExitCode::SUCCESS,
        Err(Failure::Error(message)) => {
            let _ = writeln!(io::stderr(), "isnad: {message}");
            ExitCode::from(FAILED)
        }
    }
}

/// Why a command ended early.
enum Failure {
    /// Whoever read the output wants no more of it: no error.
    ClosedPipe,
    Error(String),
}

impl From<isnad::error::Error> for Failure {
    fn from(e: isnad::error::Error) -> Self {
        Self::Error(e.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        match e.kind() {
            io::ErrorKind::BrokenPipe => Self::ClosedPipe,
            _ => Self::Error(format!("cannot write: {e}")),
        }
    }
}
