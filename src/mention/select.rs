//! Which of the candidates that share tokens is the mention: the longest; of equals, the one that names in full.

use super::candidate::Candidate;
use super::discourse::Discourse;
use super::{Reason, Rejected};
use crate::gazetteer::{CueKind, EntityIx, Gate, Gazetteer, Target};

/// Leaves in `candidates` the mentions of a sentence, in order, none overlapping.
pub(super) fn select<'g>(
    gazetteer: &Gazetteer,
    discourse: &Discourse,
    candidates: &mut Vec<Candidate<'g>>,
    mut rejected: Option<&mut Vec<Rejected>>,
) {
    candidates.sort_by_key(|c| {
        let length = c.span.end - c.span.start;
        (
            std::cmp::Reverse((c.tokens.1 - c.tokens.0, length)),
            c.stripped,
            c.tokens.0,
            c.form.reading,
            c.target(),
            c.form.row,
        )
    });
    let mut reject = |c: &Candidate<'_>, reason| {
        if let Some(rejected) = rejected.as_deref_mut() {
            rejected.push(c.rejected(reason));
        }
    };
    let mut selected: Vec<Candidate<'g>> = Vec::new();
    let mut taken: Vec<Candidate<'g>> = Vec::new();
    let mut rest = candidates.as_slice();
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|c| c.tokens == first.tokens && c.span == first.span).count();
        let (group, others) = rest.split_at(same);
        rest = others;
        if taken.iter().any(|t| t.overlaps(first)) {
            group.iter().for_each(|c| reject(c, Reason::Inside));
            continue;
        }
        taken.push(*first);
        match choose(gazetteer, discourse, group) {
            Some(chosen) => selected.push(chosen),
            None => group.iter().for_each(|c| reject(c, Reason::Ambiguous)),
        }
    }
    selected.sort_by_key(|c| c.tokens);
    *candidates = selected;
}

/// The candidate that a careful reader would take, if one stands out.
fn choose<'g>(
    gazetteer: &Gazetteer,
    discourse: &Discourse,
    group: &[Candidate<'g>],
) -> Option<Candidate<'g>> {
    let required = |c: &Candidate<'_>| {
        gazetteer.cues(c.form).iter().any(|cue| !matches!(cue.kind, CueKind::NotAfter | CueKind::NotBefore))
    };
    let entity = |c: &Candidate<'_>| match c.target() {
        Target::Entity(entity) => Some(entity),
        Target::Anaphor(_) => None,
    };
    let mut left: Vec<Candidate<'g>> = group.to_vec();
    prefer(&mut left, required);
    let latest = left.iter().filter_map(entity).filter_map(|e| Some((discourse.last_named(e)?, e))).max();
    prefer(&mut left, |c| latest.is_some_and(|(_, e)| entity(c) == Some(e)));
    prefer(&mut left, |c| c.form.gate == Gate::Open);
    let in_office =
        |c: &Candidate<'_>| entity(c).is_some_and(|e: EntityIx| holds_office(gazetteer, discourse, e));
    if left.iter().all(|c| c.form.gate == Gate::AfterName) {
        prefer(&mut left, in_office);
    }
    prefer(&mut left, |c| c.form.is_valid(discourse.date));
    let first = left.first()?;
    left.iter().all(|c| c.target() == first.target()).then_some(*first)
}

fn holds_office(gazetteer: &Gazetteer, discourse: &Discourse, entity: EntityIx) -> bool {
    gazetteer
        .entity(entity)
        .tenures
        .iter()
        .any(|t| discourse.date.map_or(t.to.is_none(), |date| t.covers(date)))
}

/// Keeps those that pass, if any does.
fn prefer<T>(items: &mut Vec<T>, test: impl Fn(&T) -> bool) {
    if items.iter().any(&test) {
        items.retain(test);
    }
}
