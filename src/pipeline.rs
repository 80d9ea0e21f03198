//! The wiring: documents in, graph and tables out. The only place with threads.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::discovery::{Candidate, Register};
use crate::document::{Decoder, Document, Reader, Segments, Skipped, find_sources};
use crate::error::{Error, Result};
use crate::export::{self, Content, Found, Labels, Spool, Staging};
use crate::gazetteer::{EntityIx, Gazetteer};
use crate::graph::{Graph, Part};
use crate::mention::{Finder, Findings, Mention};
use crate::relation::{Window, pairs};

/// How to build.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The window of co-occurrence.
    pub window: Window,
    /// The language of labels in pictures.
    pub labels: Labels,
    /// The encoding of inputs.
    pub decoder: Decoder,
    /// Number of workers; the results do not depend on it.
    pub threads: usize,
    /// What an earlier reading of the same documents discovered; else this one lists what it discovers itself.
    pub discovered: Option<&'a [Candidate]>,
    /// Ends the run when asked from outside.
    pub stop: &'a Stop,
    /// Counts the bytes of text read so far.
    pub progress: &'a AtomicU64,
}

/// A way to end a run from another thread, such as one that waits for Ctrl-C.
#[derive(Debug, Default)]
pub struct Stop {
    asked: AtomicBool,
    stage: Mutex<Stage>,
}

/// What would be lost if the process ended now.
#[derive(Debug, Default)]
enum Stage {
    /// Nothing.
    #[default]
    Reading,
    /// What was written aside, which no one needs.
    Writing(PathBuf),
    /// The results on their way into place.
    Moving,
}

impl Stop {
    /// Asks the run to end. It does so between two documents, and leaves nothing behind.
    pub fn ask(&self) {
        self.asked.store(true, Ordering::Relaxed);
    }

    /// Removes what a run that is about to be ended by force has written aside. False if the run is moving its results
    /// into place: then there is no need for force.
    #[must_use]
    pub fn clear(&self) -> bool {
        let Ok(stage) = self.stage.lock() else { return false };
        match &*stage {
            Stage::Reading => true,
            Stage::Writing(aside) => fs::remove_dir_all(aside).is_ok(),
            Stage::Moving => false,
        }
    }

    fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }

    fn enter(&self, stage: Stage) {
        if let Ok(mut now) = self.stage.lock() {
            *now = stage;
        }
    }
}

/// What a run did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Documents read.
    pub documents: u64,
    /// Mentions found.
    pub mentions: u64,
    /// Entities found.
    pub nodes: usize,
    /// Edges.
    pub edges: usize,
    /// The number of documents skipped.
    pub skipped: u64,
    /// Forms left out because several entities have them.
    pub ambiguous: u64,
    /// Names that the gazetteer lacks.
    pub candidates: usize,
    /// The first documents skipped, in order of their ids; `documents.csv` has them all.
    pub first_skipped: Vec<Skipped>,
    /// Files of other kinds in the folders given.
    pub others: Vec<PathBuf>,
}

/// Documents travel in batches of about so many bytes, so that handing them over costs nothing.
const BATCH: usize = 1 << 20;
/// What a document takes beside its text.
const RECORD: usize = 512;
/// So many skipped documents are listed one by one.
const FIRST_SKIPPED: usize = 20;

type Batch = Vec<std::result::Result<Document, Skipped>>;

/// Reads all inputs and writes graph and tables into `out`.
///
/// # Errors
/// If an input is missing, two documents have one id, `out` cannot be written, or the run was stopped. Files of an
/// earlier run are then left as they were.
pub fn build(
    inputs: &[PathBuf],
    out: &Path,
    gazetteer: &Gazetteer,
    options: &Options<'_>,
) -> Result<Summary> {
    let (sources, others) = find_sources(inputs, Some(out))?;
    let staging = Staging::new(out)?;
    options.stop.enter(Stage::Writing(staging.aside().to_owned()));
    let reader = Reader::new(sources, options.decoder);
    let results = read_all(reader, gazetteer, options, Some(&staging));
    let finished = results.and_then(|workers| {
        if options.stop.is_asked() {
            return Err(Error::interrupted());
        }
        finish(workers, others, gazetteer, options, staging)
    });
    options.stop.enter(Stage::Moving);
    finished
}

/// Reads all inputs, and gives the names that the gazetteer lacks.
///
/// # Errors
/// If an input is missing or the run was stopped. Nothing is written.
pub fn discover(
    inputs: &[PathBuf],
    out: &Path,
    gazetteer: &Gazetteer,
    options: &Options<'_>,
) -> Result<Vec<Candidate>> {
    let (sources, _) = find_sources(inputs, Some(out))?;
    let workers = read_all(Reader::new(sources, options.decoder), gazetteer, options, None)?;
    let mut register = Register::default();
    workers.into_iter().for_each(|worker| register.merge(worker.register));
    if options.stop.is_asked() {
        return Err(Error::interrupted());
    }
    Ok(register.candidates(gazetteer))
}

/// Reads all documents, each by one of the workers. Their rows are kept where there is somewhere to put them.
fn read_all<'g>(
    reader: Reader,
    gazetteer: &'g Gazetteer,
    options: &Options<'g>,
    staging: Option<&Staging>,
) -> Result<Vec<Worker<'g>>> {
    let workers = options.threads.max(1);
    let (sender, receiver) = sync_channel::<Batch>(2 * workers);
    // Shared by the workers alone: when the last of them is gone, nobody waits for a batch any more.
    let queue = Arc::new(Mutex::new(receiver));
    let failed = AtomicBool::new(false);
    thread::scope(|scope| {
        let failed = &failed;
        let mut handles = Vec::new();
        for _ in 0..workers {
            let queue = Arc::clone(&queue);
            let work = move || {
                let spool = staging.map(Spool::new).transpose();
                let result =
                    spool.and_then(|spool| Worker::new(gazetteer, options, spool).run(&queue, failed));
                if result.is_err() {
                    failed.store(true, Ordering::Relaxed);
                }
                result
            };
            match thread::Builder::new().spawn_scoped(scope, work) {
                Ok(handle) => handles.push(handle),
                // Fewer do as well.
                Err(_) if !handles.is_empty() => break,
                Err(e) => return Err(Error::input(format!("cannot start a thread: {e}"))),
            }
        }
        drop(queue);
        for batch in batches(reader, options) {
            if options.stop.is_asked() || failed.load(Ordering::Relaxed) || sender.send(batch).is_err() {
                break;
            }
        }
        drop(sender);
        handles.into_iter().map(|h| h.join().expect("workers do not panic")).collect()
    })
}

fn finish(
    workers: Vec<Worker<'_>>,
    others: Vec<PathBuf>,
    gazetteer: &Gazetteer,
    options: &Options<'_>,
    staging: Staging,
) -> Result<Summary> {
    let mut graph = None::<Graph>;
    let mut summary = Summary { others, ..Summary::default() };
    let mut spools = Vec::new();
    let mut register = Register::default();
    for worker in workers {
        match &mut graph {
            None => graph = Some(worker.graph),
            Some(graph) => graph.merge(&worker.graph),
        }
        summary.documents += worker.documents;
        summary.mentions += worker.mentions;
        summary.ambiguous += worker.ambiguous;
        register.merge(worker.register);
        summary.skipped += worker.skipped;
        summary.first_skipped.extend(worker.first_skipped);
        spools.extend(worker.spool);
    }
    let graph = graph.unwrap_or_default();
    summary.first_skipped.sort_by(|a, b| (&a.id, &a.place.path).cmp(&(&b.id, &b.place.path)));
    summary.first_skipped.truncate(FIRST_SKIPPED);
    let (nodes, edges) = (graph.nodes(), graph.edges());
    (summary.nodes, summary.edges) = (nodes.len(), edges.len());
    let content = Content { nodes: &nodes, edges: &edges, gazetteer, labels: options.labels };
    let found = register.candidates(gazetteer);
    let candidates = options.discovered.unwrap_or(&found);
    summary.candidates = candidates.len();
    export::write_all(&content, candidates, spools, &staging)?;
    // From here on the results are being moved, and force would do harm.
    options.stop.enter(Stage::Moving);
    staging.publish()?;
    Ok(summary)
}

fn batches<'a>(mut reader: Reader, options: &'a Options<'_>) -> impl Iterator<Item = Batch> + 'a {
    std::iter::from_fn(move || {
        let (mut batch, mut size) = (Batch::new(), 0);
        while size < BATCH {
            let Some(item) = reader.next() else { break };
            size += RECORD + item.as_ref().map_or(0, |d| d.text.len());
            batch.push(item);
        }
        options.progress.fetch_add(size as u64, Ordering::Relaxed);
        (!batch.is_empty()).then_some(batch)
    })
}

/// Reads documents one after another, with everything it needs to do so at hand.
struct Worker<'g> {
    gazetteer: &'g Gazetteer,
    window: Window,
    stop: &'g Stop,
    finder: Finder<'g>,
    segments: Segments,
    spool: Option<Spool>,
    graph: Graph,
    register: Register,
    ambiguous: u64,
    documents: u64,
    mentions: u64,
    skipped: u64,
    first_skipped: Vec<Skipped>,
}

impl<'g> Worker<'g> {
    fn new(gazetteer: &'g Gazetteer, options: &Options<'g>, spool: Option<Spool>) -> Self {
        Self {
            gazetteer,
            window: options.window,
            stop: options.stop,
            finder: Finder::new(gazetteer),
            segments: Segments::default(),
            spool,
            graph: Graph::default(),
            register: Register::default(),
            ambiguous: 0,
            documents: 0,
            mentions: 0,
            skipped: 0,
            first_skipped: Vec::new(),
        }
    }

    fn run(mut self, queue: &Mutex<Receiver<Batch>>, failed: &AtomicBool) -> Result<Self> {
        loop {
            let received = queue.lock().expect("workers do not panic").recv();
            let Ok(batch) = received else { return Ok(self) };
            for item in batch {
                if self.stop.is_asked() || failed.load(Ordering::Relaxed) {
                    return Ok(self);
                }
                match item {
                    Ok(document) => self.read(&document)?,
                    Err(skipped) => self.skip(skipped)?,
                }
            }
        }
    }

    fn read(&mut self, document: &Document) -> Result<()> {
        self.segments.fill(document, self.gazetteer);
        let findings = self.finder.find(document, &self.segments);
        self.register.add(document, &self.segments, &findings.unlisted, self.gazetteer.fold());
        let Some(spool) = &mut self.spool else { return Ok(()) };
        let Findings { mentions, ambiguous, .. } = &findings;
        self.graph.add(&part(document, mentions, &self.segments, self.window));
        self.documents += 1;
        self.mentions += mentions.len() as u64;
        self.ambiguous += ambiguous.len() as u64;
        let found = Found {
            language: &self.segments.language,
            sentences: &self.segments.sentences,
            findings: &findings,
        };
        spool.add(document, found, self.gazetteer)
    }

    fn skip(&mut self, skipped: Skipped) -> Result<()> {
        let Some(spool) = &mut self.spool else { return Ok(()) };
        spool.add_skipped(&skipped)?;
        self.skipped += 1;
        if self.first_skipped.len() < FIRST_SKIPPED {
            self.first_skipped.push(skipped);
        }
        Ok(())
    }
}

/// What one document contributes to the graph.
#[must_use]
pub fn part(document: &Document, mentions: &[Mention], segments: &Segments, window: Window) -> Part {
    let mut entities: Vec<EntityIx> = mentions.iter().map(|m| m.entity).collect();
    entities.sort_unstable();
    let same = entities.chunk_by(|a, b| a == b);
    let counts =
        same.map(|of_one| (of_one[0], u32::try_from(of_one.len()).expect("fewer mentions than bytes")));
    let pairs = pairs(mentions, &segments.sentences, window);
    Part { date: document.date, mentions: counts.collect(), pairs }
}
