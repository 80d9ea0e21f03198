//! The wiring: documents in, graph and tables out. The only place with threads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::document::{Decoder, Document, Reader, Segments, Skipped, find_sources};
use crate::error::{Error, Result};
use crate::export::{self, Content, Counts, Labels, Spool, Staging};
use crate::gazetteer::{EntityIx, Gazetteer};
use crate::graph::{Graph, Part};
use crate::mention::{Finder, Mention};
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
    /// Set from outside, ends the run.
    pub stop: &'a AtomicBool,
    /// Counts the bytes of text read so far.
    pub progress: &'a AtomicU64,
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
    /// Documents skipped, in order of their ids.
    pub skipped: Vec<Skipped>,
    /// Files of other kinds in the folders given.
    pub others: Vec<PathBuf>,
}

/// Documents travel in batches of about so many bytes, so that handing them over costs nothing.
const BATCH: usize = 1 << 20;

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
    let (sources, others) = find_sources(inputs)?;
    let staging = Staging::new(out)?;
    let reader = Reader::new(sources, options.decoder);
    let workers = options.threads.max(1);
    let (sender, receiver) = sync_channel::<Batch>(2 * workers);
    let queue = Mutex::new(receiver);
    let failed = AtomicBool::new(false);
    let results = thread::scope(|scope| {
        let work = || {
            let result = Spool::new(&staging)
                .and_then(|spool| Worker::new(gazetteer, options, spool).run(&queue, &failed));
            if result.is_err() {
                failed.store(true, Ordering::Relaxed);
            }
            result
        };
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        for batch in batches(reader, options) {
            if options.stop.load(Ordering::Relaxed)
                || failed.load(Ordering::Relaxed)
                || sender.send(batch).is_err()
            {
                break;
            }
        }
        drop(sender);
        handles
            .into_iter()
            .map(|h| h.join().expect("workers do not panic"))
            .collect::<Result<Vec<Worker<'_>>>>()
    });
    let workers = results?;
    if options.stop.load(Ordering::Relaxed) {
        return Err(Error::interrupted());
    }
    finish(workers, others, gazetteer, options.labels, staging)
}

fn finish(
    workers: Vec<Worker<'_>>,
    others: Vec<PathBuf>,
    gazetteer: &Gazetteer,
    labels: Labels,
    staging: Staging,
) -> Result<Summary> {
    let mut graph = Graph::default();
    let mut summary = Summary { others, ..Summary::default() };
    let mut spools = Vec::new();
    for worker in workers {
        if graph == Graph::default() {
            graph = worker.graph;
        } else {
            graph.merge(&worker.graph);
        }
        summary.documents += worker.documents;
        summary.mentions += worker.mentions;
        summary.skipped.extend(worker.skipped);
        spools.push(worker.spool);
    }
    summary.skipped.sort_by(|a, b| a.id.cmp(&b.id));
    (summary.nodes, summary.edges) = (graph.nodes().len(), graph.edges().len());
    export::write_all(&Content { graph: &graph, gazetteer, labels }, spools, staging)?;
    Ok(summary)
}

fn batches<'a>(mut reader: Reader, options: &'a Options<'_>) -> impl Iterator<Item = Batch> + 'a {
    std::iter::from_fn(move || {
        let (mut batch, mut size) = (Batch::new(), 0);
        while size < BATCH {
            let Some(item) = reader.next() else { break };
            size += item.as_ref().map_or(256, |d| d.text.len());
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
    stop: &'g AtomicBool,
    finder: Finder<'g>,
    segments: Segments,
    spool: Spool,
    graph: Graph,
    documents: u64,
    mentions: u64,
    skipped: Vec<Skipped>,
}

impl<'g> Worker<'g> {
    fn new(gazetteer: &'g Gazetteer, options: &Options<'g>, spool: Spool) -> Self {
        Self {
            gazetteer,
            window: options.window,
            stop: options.stop,
            finder: Finder::new(gazetteer),
            segments: Segments::default(),
            spool,
            graph: Graph::default(),
            documents: 0,
            mentions: 0,
            skipped: Vec::new(),
        }
    }

    fn run(mut self, queue: &Mutex<Receiver<Batch>>, failed: &AtomicBool) -> Result<Self> {
        loop {
            let received = queue.lock().expect("workers do not panic").recv();
            let Ok(batch) = received else { return Ok(self) };
            for item in batch {
                if self.stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed) {
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
        let mentions = self.finder.find(document, &self.segments);
        self.graph.add(&part(document, &mentions, &self.segments, self.window));
        self.documents += 1;
        self.mentions += mentions.len() as u64;
        let language = if document.language.is_empty() {
            self.segments.language(self.gazetteer.languages())
        } else {
            &document.language
        };
        let counts = Counts { language, sentences: self.segments.sentences.len(), mentions: mentions.len() };
        self.spool.add(document, &mentions, &counts, self.gazetteer)
    }

    fn skip(&mut self, skipped: Skipped) -> Result<()> {
        self.spool.add_skipped(&skipped)?;
        self.skipped.push(skipped);
        Ok(())
    }
}

/// What one document contributes to the graph.
#[must_use]
pub fn part(document: &Document, mentions: &[Mention], segments: &Segments, window: Window) -> Part {
    let mut counts: BTreeMap<EntityIx, u32> = BTreeMap::new();
    for mention in mentions {
        *counts.entry(mention.entity).or_default() += 1;
    }
    let pairs = pairs(mentions, &segments.sentences, window);
    Part { date: document.date, mentions: counts.into_iter().collect(), pairs }
}
