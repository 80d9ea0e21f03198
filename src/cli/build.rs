//! `isnad build`: the main job.

use std::io::{self, Write as _};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use isnad::document::Decoder;
use isnad::export::Labels;
use isnad::pipeline::{self, Options, Summary};
use isnad::relation::Window;

use super::{Common, Failure, SKIPPED};

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
    #[arg(long, default_value_t)]
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
    let gazetteer = arguments.common.load()?;
    let stop = Arc::new(AtomicBool::new(false));
    let on_interrupt = Arc::clone(&stop);
    ctrlc::set_handler(move || on_interrupt.store(true, Ordering::Relaxed))
        .map_err(|e| Failure::Error(format!("cannot listen for Ctrl-C: {e}")))?;
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
        stop: &stop,
        progress: &progress,
    };
    let bar = (!arguments.common.quiet).then(|| Bar::show(&progress));
    let summary = pipeline::build(&arguments.inputs, &arguments.out, &gazetteer, &options);
    drop(bar);
    let summary = summary?;
    report(arguments, &summary)?;
    Ok(if summary.skipped.is_empty() { 0 } else { SKIPPED })
}

fn report(arguments: &Arguments, summary: &Summary) -> io::Result<()> {
    let mut err = io::stderr().lock();
    for skipped in &summary.skipped {
        writeln!(err, "isnad: skipped {}: {}", skipped.place, skipped.reason)?;
    }
    if arguments.common.quiet {
        return Ok(());
    }
    for other in &summary.others {
        writeln!(err, "isnad: passed over {}: not of a kind that holds documents", other.display())?;
    }
    writeln!(
        err,
        "isnad: {} documents read, {} skipped; {} mentions of {} entities, {} edges; results in {}",
        summary.documents,
        summary.skipped.len(),
        summary.mentions,
        summary.nodes,
        summary.edges,
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
