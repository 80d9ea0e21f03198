//! `isnad build`: the main job.

use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use std::{process, thread};

use indicatif::{ProgressBar, ProgressStyle};
use isnad::discovery::{self, Candidate};
use isnad::document::Decoder;
use isnad::export::Labels;
use isnad::gazetteer::Gazetteer;
use isnad::pipeline::{self, Options, Stop, Summary};
use isnad::relation::Window;

use super::{Common, FAILED, Failure, SKIPPED};

/// Read documents, write the graph and its tables.
///
/// Example: isnad build seeds --out out --labels ar
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(default_value = "seeds")]
    inputs: Vec<PathBuf>,
    /// Folder for the results; files of an earlier run in it are replaced
    #[arg(long, default_value = "out", value_name = "DIR")]
    out: PathBuf,
    /// What counts as naming together: sentence, paragraph, document, or a number of sentences in a row
    #[arg(long, default_value_t, allow_hyphen_values = true)]
    window: Window,
    /// Language of labels in pictures
    #[arg(long, value_enum, default_value = "en")]
    labels: LabelLanguage,
    /// Encoding of the inputs, where it is known better than it can be detected
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// Number of worker threads; the results do not depend on it [default: one for each processor]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Take names that the gazetteer lacks into the graph, as provisional entities; reads the documents twice
    #[arg(long)]
    discover: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum LabelLanguage {
    Ar,
    En,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let decoder = arguments.encoding.as_deref().map(Decoder::of_label).transpose()?.unwrap_or_default();
    let mut gazetteer = arguments.common.load()?;
    let stop = Arc::new(Stop::default());
    listen(Arc::clone(&stop))?;
    let progress = Arc::new(AtomicU64::new(0));
    let processors = || thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let options = Options {
        window: arguments.window,
        labels: match arguments.labels {
            LabelLanguage::Ar => Labels::Arabic,
            LabelLanguage::En => Labels::English,
        },
        decoder,
        threads: arguments.threads.unwrap_or_else(processors).get(),
        discovered: None,
        stop: &stop,
        progress: &progress,
    };
    let bar = (!arguments.common.quiet).then(|| Bar::show(&progress));
    let discovered = discover(arguments, &mut gazetteer, &options)?;
    let options = Options { discovered: discovered.as_deref(), ..options };
    let summary = pipeline::build(&arguments.inputs, &arguments.out, &gazetteer, &options);
    drop(bar);
    let summary = summary?;
    report(arguments, &summary)?;
    Ok(if summary.skipped == 0 { 0 } else { SKIPPED })
}

/// With `--discover`, reads the documents a first time, and puts what they name and the gazetteer lacks over it.
fn discover(
    arguments: &Arguments,
    gazetteer: &mut Gazetteer,
    options: &Options<'_>,
) -> Result<Option<Vec<Candidate>>, Failure> {
    if !arguments.discover {
        return Ok(None);
    }
    if arguments.inputs.iter().any(|input| input == Path::new("-")) {
        let message = "--discover reads the documents twice, standard input only once; save it to a file";
        return Err(Failure::Error(message.to_owned()));
    }
    let candidates = pipeline::discover(&arguments.inputs, &arguments.out, gazetteer, options)?;
    let rows = discovery::rows(&candidates);
    let over = Some((discovery::ROWS, rows.as_str()));
    *gazetteer = Gazetteer::with_discovered(&arguments.common.gazetteer, over)?;
    Ok(Some(candidates))
}

/// On Ctrl-C, asks the run to end; if it waits for input or sits in a huge document, ends it all the same.
fn listen(stop: Arc<Stop>) -> Result<(), Failure> {
    const PATIENCE: Duration = Duration::from_secs(2);
    ctrlc::set_handler(move || {
        stop.ask();
        thread::sleep(PATIENCE);
        if stop.clear() {
            // Nobody is left to be told if this cannot be written.
            let _ = writeln!(io::stderr(), "isnad: interrupted; earlier results were left as they are");
            process::exit(i32::from(FAILED));
        }
    })
    .map_err(|e| Failure::Error(format!("cannot listen for Ctrl-C: {e}")))
}

fn report(arguments: &Arguments, summary: &Summary) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for skipped in &summary.first_skipped {
        writeln!(err, "isnad: skipped {}: {}", skipped.place, skipped.reason)?;
    }
    let more = summary.skipped - summary.first_skipped.len() as u64;
    if more > 0 {
        writeln!(
            err,
            "isnad: skipped {more} more, listed in {}",
            arguments.out.join("documents.csv").display()
        )?;
    }
    if arguments.common.quiet {
        return Ok(());
    }
    for other in &summary.others {
        writeln!(err, "isnad: passed over {}: not of a kind that holds documents", other.display())?;
    }
    writeln!(
        err,
        "isnad: {} documents read, {} skipped; {} mentions of {} entities, {} edges; {} forms left out as ambiguous, \
         {} names the gazetteer lacks; results in {}",
        summary.documents,
        summary.skipped,
        summary.mentions,
        summary.nodes,
        summary.edges,
        summary.ambiguous,
        summary.candidates,
        arguments.out.display()
    )
}

/// A progress line on a terminal, gone when dropped; nothing elsewhere.
struct Bar {
    bar: ProgressBar,
    done: Arc<AtomicBool>,
    ticker: Option<thread::JoinHandle<()>>,
}

impl Bar {
    fn show(progress: &Arc<AtomicU64>) -> Self {
        let style = ProgressStyle::with_template("{spinner} {bytes} of text read, {bytes_per_sec}");
        let bar = ProgressBar::new_spinner().with_style(style.expect("a valid template"));
        let done = Arc::new(AtomicBool::new(false));
        let (line, over, progress) = (bar.clone(), Arc::clone(&done), Arc::clone(progress));
        let ticker = (!bar.is_hidden()).then(|| {
            thread::spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    line.set_position(progress.load(Ordering::Relaxed));
                    thread::sleep(Duration::from_millis(100));
                }
            })
        });
        Self { bar, done, ticker }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        if let Some(ticker) = self.ticker.take() {
            // A progress line that failed is no reason to fail.
            let _ = ticker.join();
        }
        self.bar.finish_and_clear();
    }
}
