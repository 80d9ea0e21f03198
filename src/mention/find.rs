//! The finder: one pass over a document's sentences.

use super::anaphor::Spoken;
use super::candidate::{Candidate, Scene};
use super::discourse::Discourse;
use super::office::Titles;
use super::{Mention, Rejected, select};
use crate::document::{Document, Segments, Sentence, Span};
use crate::gazetteer::{EntityType, Gazetteer, Reading, Target};

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
        Self { gazetteer, titles, discourse: Discourse::default(), candidates: Vec::new(), buffer: String::new() }
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

    fn run(&mut self, document: &Document, segments: &Segments, mut rejected: Option<&mut Vec<Rejected>>) -> Vec<Mention> {
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
            scene.admit(sentence, &self.discourse, &mut candidates, rejected.as_deref_mut());
            select::select(gazetteer, &self.discourse, &mut candidates, rejected.as_deref_mut());
            self.read(&scene, (number, sentence), &candidates, mentions, rejected);
        } else if !self.discourse.last_countries.is_empty() {
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
            match candidate.target() {
                Target::Entity(entity) => {
                    let form = candidate.form;
                    let plain = Mention { span: candidate.span, sentence: number, entity, reading: form.reading, row: form.row };
                    let description = scene.describe(&self.titles, sentence, candidates, at, &mut self.discourse);
                    let mention = description.map_or(plain, |d| Mention {
                        span: clear_of(d.span, candidate.span, read.last().map(|(_, m)| m.span)),
                        entity: d.entity,
                        reading: Reading::Description,
                        row: d.row,
                        ..plain
                    });
                    if scene.gazetteer.entity(mention.entity).kind == EntityType::Leader {
                        self.discourse.name(mention.entity);
                    }
                    scene.speak(&mention, &mut spoken);
                    read.push((*candidate, mention));
                    mentions.push(mention);
                }
                Target::Anaphor(_) => {
                    scene.focus(sentence, &read, &mut self.discourse);
                    match scene.resolve(sentence, candidates, at, &spoken, &self.discourse) {
                        Ok(meant) => {
                            let kind = scene.gazetteer.entity(meant[0]).kind;
                            self.discourse.focus(kind, meant.clone());
                            for entity in meant {
                                let (span, row) = (candidate.span, candidate.form.row);
                                let mention = Mention { span, sentence: number, entity, reading: Reading::Anaphor, row };
                                scene.speak(&mention, &mut spoken);
                                mentions.push(mention);
                            }
                        }
                        Err(reason) => {
                            if let Some(rejected) = rejected.as_deref_mut() {
                                let (span, target, row) = (candidate.span, candidate.target(), candidate.form.row);
                                rejected.push(Rejected { span, target, row, reason });
                            }
                        }
                    }
                }
            }
        }
        scene.focus(sentence, &read, &mut self.discourse);
        self.discourse.end_sentence(spoken.countries, spoken.leaders);
    }
}

/// A description's span, cut where it would run into the mention before.
fn clear_of(span: Span, own: Span, previous: Option<Span>) -> Span {
    match previous {
        Some(previous) if previous.overlaps(span) => own,
        _ => span,
    }
}
