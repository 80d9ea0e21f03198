//! Which of the candidates that share tokens is the mention: the longest; of equals, the one that names in full.

use std::cmp::Reverse;

use super::candidate::{Candidate, Scene};
use super::discourse::Discourse;
use super::{Ambiguity, Findings, Reason};
use crate::gazetteer::{CueKind, EntityIx, Gate, Reading, Target, Tenure};

/// What a choice depends on.
pub(super) struct Context<'a, 'g, 'd> {
    pub(super) scene: &'a Scene<'g, 'd>,
    pub(super) discourse: &'a Discourse,
    /// Full names in the sentence, and the tokens at which they begin.
    pub(super) named: &'a [(EntityIx, usize)],
}

impl Context<'_, '_, '_> {
    /// Leaves in `candidates` the mentions of sentence `number`, in order, none overlapping.
    pub(super) fn select(
        &self,
        number: u32,
        candidates: &mut Vec<Candidate<'_>>,
        findings: &mut Findings,
        explain: bool,
    ) {
        candidates.sort_by_key(|c| {
            let length = (c.tokens.1 - c.tokens.0, c.span.end - c.span.start);
            let form = c.form;
            (Reverse(length), c.stripped, c.tokens.0, !form.listed, form.reading, c.target(), form.row)
        });
        let mut reject = |c: &Candidate<'_>, reason| {
            if explain && !matches!(c.target(), Target::Head(_)) {
                findings.rejected.push(c.rejected(reason));
            }
        };
        let mut selected = Vec::new();
        let base = candidates.iter().map(|c| c.tokens.0).min().unwrap_or(0);
        let mut taken = vec![false; candidates.iter().map(|c| c.tokens.1 - base).max().unwrap_or(0)];
        let mut rest = candidates.as_slice();
        while let Some(first) = rest.first() {
            let same = rest.iter().take_while(|c| c.tokens == first.tokens && c.span == first.span).count();
            let (group, others) = rest.split_at(same);
            rest = others;
            let tokens = &mut taken[first.tokens.0 - base..first.tokens.1 - base];
            if tokens.contains(&true) {
                group.iter().for_each(|c| reject(c, Reason::Inside));
                continue;
            }
            tokens.fill(true);
            match self.choose(group) {
                Some(chosen) => selected.push(chosen),
                None => {
                    group.iter().for_each(|c| reject(c, Reason::Ambiguous));
                    findings.ambiguous.extend(ambiguity(number, group));
                }
            }
        }
        selected.sort_by_key(|c| c.tokens);
        *candidates = selected;
    }

    /// The candidate that a careful reader would take, if one stands out.
    fn choose<'g>(&self, group: &[Candidate<'g>]) -> Option<Candidate<'g>> {
        if let [only] = group {
            return Some(*only);
        }
        let gazetteer = self.scene.gazetteer;
        let required = |c: &Candidate<'_>| {
            let mut cues = gazetteer.cues(c.form);
            cues.any(|cue| !matches!(cue.kind, CueKind::NotAfter | CueKind::NotBefore | CueKind::NotNear))
        };
        let mut left: Vec<Candidate<'g>> = group.to_vec();
        if left.iter().all(|c| c.target() == left[0].target()) {
            prefer(&mut left, |c| (c.form.reading == Reading::Demonym) == self.agrees(c));
            return left.first().copied();
        }
        prefer(&mut left, required);
        prefer(&mut left, |c| c.form.own_texts);
        prefer(&mut left, |c| c.form.is_valid(self.discourse.date));
        let latest = left.iter().filter_map(|c| self.last_named(c)).max();
        prefer(&mut left, |c| latest.is_some() && self.last_named(c) == latest);
        prefer(&mut left, |c| c.form.gate == Gate::Open);
        if left.iter().all(|c| c.form.gate == Gate::AfterName) {
            prefer(&mut left, |c| self.in_office(c));
        }
        let layer = |c: &Candidate<'_>| gazetteer.layer(c.form.row);
        let uppermost = left.iter().map(layer).max();
        prefer(&mut left, |c| Some(layer(c)) == uppermost);
        let first = left.first()?;
        left.iter().all(|c| c.target() == first.target()).then_some(*first)
    }

    /// When the entity was last named in full before the candidate: in the sentence, else in those before.
    fn last_named(&self, candidate: &Candidate<'_>) -> Option<(Option<usize>, Option<usize>)> {
        let Target::Entity(entity) = candidate.target() else { return None };
        let here = self
            .named
            .iter()
            .filter(|(e, at)| *e == entity && *at < candidate.tokens.0)
            .map(|(_, at)| *at)
            .max();
        let before = self.discourse.last_named(entity);
        (here.is_some() || before.is_some()).then_some((here, before))
    }

    /// Whether the candidate agrees with a noun right before it, both with the article: then it is an adjective, though
    /// it looks like a country's name.
    fn agrees(&self, candidate: &Candidate<'_>) -> bool {
        let Some(before) = candidate.tokens.0.checked_sub(1) else { return false };
        let languages = self.scene.gazetteer.languages();
        // A preposition may begin with the same letters.
        let definite = |i: usize| {
            let word = self.scene.segments.word(i);
            word.chars().nth(4).is_some() && languages.articles.values().any(|a| word.starts_with(a.as_str()))
        };
        candidate.stripped == 0
            && self.scene.adjacent(before)
            && definite(before)
            && definite(candidate.tokens.0)
    }

    fn in_office(&self, candidate: &Candidate<'_>) -> bool {
        let Target::Entity(entity) = candidate.target() else { return false };
        let holds = |t: &Tenure| self.discourse.date.map_or(t.to.is_none(), |date| t.covers(date));
        self.scene.gazetteer.entity(entity).tenures.iter().any(holds)
    }
}

/// The record of a form whose entities cannot be told apart.
fn ambiguity(sentence: u32, group: &[Candidate<'_>]) -> Option<Ambiguity> {
    let entity = |c: &Candidate<'_>| match c.target() {
        Target::Entity(entity) => Some(entity),
        _ => None,
    };
    let mut entities: Vec<EntityIx> = group.iter().filter_map(entity).collect();
    entities.sort_unstable();
    entities.dedup();
    Some(Ambiguity { span: group.first()?.span, sentence, entities })
}

/// Keeps those that pass, if any does.
fn prefer<T>(items: &mut Vec<T>, test: impl Fn(&T) -> bool) {
    if items.iter().any(&test) {
        items.retain(test);
    }
}
