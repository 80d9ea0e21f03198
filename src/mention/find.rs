//! The finder: one pass over a document's sentences.

use super::anaphor::Spoken;
use super::candidate::{Candidate, Scene};
use super::discourse::Discourse;
use super::office::{Office, Titles};
use super::select::Context;
use super::{Findings, Mention, Unlisted};
use crate::document::{Document, Segments, Sentence, Span};
use crate::gazetteer::{EntityIx, EntityType, Gazetteer, Reading, Target};

/// Finds the mentions of documents. Cheap to use again and again; a worker needs one.
pub struct Finder<'g> {
    gazetteer: &'g Gazetteer,
    titles: Titles,
    discourse: Discourse,
    candidates: Vec<Candidate<'g>>,
    buffer: String,
}

impl<'g> Finder<'g> {
    /// A finder for this gazetteer.
    #[must_use]
    pub fn new(gazetteer: &'g Gazetteer) -> Self {
        let titles = Titles::new(gazetteer.languages());
        Self {
            gazetteer,
            titles,
            discourse: Discourse::default(),
            candidates: Vec::new(),
            buffer: String::new(),
        }
    }

    /// What a segmented document names.
    pub fn find(&mut self, document: &Document, segments: &Segments) -> Findings {
        self.run(document, segments, false)
    }

    /// The same, with every form that was not taken, and why.
    pub fn explain(&mut self, document: &Document, segments: &Segments) -> Findings {
        let mut findings = self.run(document, segments, true);
        findings.rejected.sort_by_key(|r| (r.span, r.target, r.row));
        findings
    }

    fn run(&mut self, document: &Document, segments: &Segments, explain: bool) -> Findings {
        self.discourse.restart(document.date);
        let mut findings = Findings::default();
        for (number, sentence) in (0..).zip(&segments.sentences) {
            self.sentence(document, segments, (number, sentence), &mut findings, explain);
        }
        findings
    }

    fn sentence(
        &mut self,
        document: &Document,
        segments: &Segments,
        (number, sentence): (u32, &Sentence),
        findings: &mut Findings,
        explain: bool,
    ) {
        let gazetteer: &'g Gazetteer = self.gazetteer;
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        let scene = Scene { gazetteer, document, segments };
        scene.candidates(sentence, &mut self.buffer, &mut candidates);
        if !candidates.is_empty() {
            let rejected = explain.then_some(&mut findings.rejected);
            let named = scene.admit(sentence, &self.discourse, &mut candidates, rejected);
            let context = Context { scene: &scene, discourse: &self.discourse, named: &named };
            context.select(number, &mut candidates, findings, explain);
            let heads = scene.heads(&mut candidates);
            let found = findings.unlisted.len();
            self.read(&scene, (number, sentence), &candidates, findings, explain);
            let names = heads.iter().filter_map(|head| scene.unlisted_name(sentence, &candidates, head));
            findings.unlisted.extend(names.map(|name| Unlisted { sentence: number, ..name }));
            // A name between two titles belongs to the one before it, which was read first.
            findings.unlisted[found..].sort_by_key(|name| name.span);
            let mut last = None;
            findings.unlisted.retain(|name| last.replace(name.span) != Some(name.span));
        } else {
            self.discourse.end_sentence(Vec::new(), Vec::new());
        }
        self.candidates = candidates;
    }

    /// Reads the selected candidates from left to right: offices, anaphors, plain mentions.
    fn read(
        &mut self,
        scene: &Scene<'_, '_>,
        (number, sentence): (u32, &Sentence),
        candidates: &[Candidate<'_>],
        findings: &mut Findings,
        explain: bool,
    ) {
        let mut spoken = Spoken::default();
        let mut read: Vec<(Candidate<'_>, Mention)> = Vec::new();
        for (at, candidate) in candidates.iter().enumerate() {
            let Target::Entity(entity) = candidate.target() else {
                scene.focus(sentence, &read, &mut self.discourse);
                match scene.resolve(sentence, candidates, at, &spoken, &self.discourse) {
                    Ok(meant) => {
                        self.refer(scene, (number, candidate), &meant, &mut spoken, &mut findings.mentions)
                    }
                    Err(reason) if explain => findings.rejected.push(candidate.rejected(reason)),
                    Err(_) => {}
                }
                continue;
            };
            let (span, reading, row) = (candidate.span, candidate.form.reading, candidate.form.row);
            let mut mention = Mention { span, sentence: number, entity, reading, row };
            match scene.describe(&self.titles, sentence, candidates, at, &mut self.discourse) {
                Some(Office::Held(found)) => {
                    let span = clear_of(found.span, span, read.last().map(|(_, m)| m.span));
                    let (entity, row) = (found.entity, found.row);
                    mention = Mention { span, sentence: number, entity, reading: Reading::Description, row };
                }
                Some(Office::Unlisted(name)) => {
                    findings.unlisted.push(Unlisted { sentence: number, ..name });
                }
                None => {}
            }
            if scene.gazetteer.entity(mention.entity).kind == EntityType::Leader {
                self.discourse.name(mention.entity);
            }
            scene.speak(&mention, &mut spoken);
            read.push((*candidate, mention));
            findings.mentions.push(mention);
        }
        scene.focus(sentence, &read, &mut self.discourse);
        self.discourse.end_sentence(spoken.countries, spoken.leaders);
    }

    /// An anaphor is one mention of each entity it means, all at the same place.
    fn refer(
        &mut self,
        scene: &Scene<'_, '_>,
        (sentence, candidate): (u32, &Candidate<'_>),
        meant: &[EntityIx],
        spoken: &mut Spoken,
        mentions: &mut Vec<Mention>,
    ) {
        for &entity in meant {
            let (span, row) = (candidate.span, candidate.form.row);
            let mention = Mention { span, sentence, entity, reading: Reading::Anaphor, row };
            scene.speak(&mention, spoken);
            mentions.push(mention);
        }
        let mut kinds = meant.iter().map(|e| scene.gazetteer.entity(*e).kind);
        if let Some(first) = kinds.next() {
            let kind = if kinds.all(|kind| kind == first) { first } else { EntityType::Organization };
            self.discourse.focus(kind, meant);
        }
    }
}

/// A description's span, cut where it would run into the mention before.
fn clear_of(span: Span, own: Span, previous: Option<Span>) -> Span {
    match previous {
        Some(previous) if previous.overlaps(span) => own,
        _ => span,
    }
}
