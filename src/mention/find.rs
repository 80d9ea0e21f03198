//! The finder: one pass over a document's sentences.

use super::anaphor::Spoken;
use super::candidate::{Candidate, Scene};
use super::discourse::Discourse;
use super::office::Titles;
use super::select::Context;
use super::{Mention, Rejected};
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

    /// The mentions of a segmented document, in order of their places.
    pub fn find(&mut self, document: &Document, segments: &Segments) -> Vec<Mention> {
        self.run(document, segments, None)
    }

    /// The same, with every form that was not taken, and why.
    pub fn explain(&mut self, document: &Document, segments: &Segments) -> (Vec<Mention>, Vec<Rejected>) {
        let mut rejected = Vec::new();
        let mentions = self.run(document, segments, Some(&mut rejected));
        rejected.sort_by_key(|r| (r.span, r.target, r.row));
        (mentions, rejected)
    }

    fn run(
        &mut self,
        document: &Document,
        segments: &Segments,
        mut rejected: Option<&mut Vec<Rejected>>,
    ) -> Vec<Mention> {
        self.discourse.restart(document.date);
        let mut mentions = Vec::new();
        for (number, sentence) in (0..).zip(&segments.sentences) {
            self.sentence(document, segments, (number, sentence), &mut mentions, rejected.as_deref_mut());
        }
        mentions
    }

    fn sentence(
        &mut self,
        document: &Document,
        segments: &Segments,
        (number, sentence): (u32, &Sentence),
        mentions: &mut Vec<Mention>,
        mut rejected: Option<&mut Vec<Rejected>>,
    ) {
        let gazetteer: &'g Gazetteer = self.gazetteer;
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        let scene = Scene { gazetteer, document, segments };
        scene.candidates(sentence, &mut self.buffer, &mut candidates);
        if !candidates.is_empty() {
            let named = scene.admit(sentence, &self.discourse, &mut candidates, rejected.as_deref_mut());
            let context = Context { gazetteer, discourse: &self.discourse, named: &named };
            context.select(&mut candidates, rejected.as_deref_mut());
            self.read(&scene, (number, sentence), &candidates, mentions, rejected);
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
        mentions: &mut Vec<Mention>,
        mut rejected: Option<&mut Vec<Rejected>>,
    ) {
        let mut spoken = Spoken::default();
        let mut read: Vec<(Candidate<'_>, Mention)> = Vec::new();
        for (at, candidate) in candidates.iter().enumerate() {
            let Target::Entity(entity) = candidate.target() else {
                scene.focus(sentence, &read, &mut self.discourse);
                match scene.resolve(sentence, candidates, at, &spoken, &self.discourse) {
                    Ok(meant) => self.refer(scene, (number, candidate), &meant, &mut spoken, mentions),
                    Err(reason) => {
                        if let Some(rejected) = rejected.as_deref_mut() {
                            rejected.push(candidate.rejected(reason));
                        }
                    }
                }
                continue;
            };
            let (span, reading, row) = (candidate.span, candidate.form.reading, candidate.form.row);
            let mut mention = Mention { span, sentence: number, entity, reading, row };
            if let Some(found) = scene.describe(&self.titles, sentence, candidates, at, &mut self.discourse) {
                let span = clear_of(found.span, span, read.last().map(|(_, m)| m.span));
                let (entity, row) = (found.entity, found.row);
                mention = Mention { span, sentence: number, entity, reading: Reading::Description, row };
            }
            if scene.gazetteer.entity(mention.entity).kind == EntityType::Leader {
                self.discourse.name(mention.entity);
            }
            scene.speak(&mention, &mut spoken);
            read.push((*candidate, mention));
            mentions.push(mention);
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
