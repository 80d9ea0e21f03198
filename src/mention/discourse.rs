//! What a document has said so far, as far as later mentions depend on it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::gazetteer::{EntityIx, EntityType};

/// Entities of one kind that were spoken of together, and in which sentence.
#[derive(Clone, Debug)]
struct Group {
    kind: EntityType,
    members: Vec<EntityIx>,
    sentence: usize,
}

/// Sentences of a document that set its topic: headline and lead.
const LEAD: usize = 3;
/// Sentences back in which the leaders of an anaphor may have been named.
const RECENT: usize = 3;

/// Entities named so far, and the groups that an anaphor may mean.
#[derive(Debug, Default)]
pub(super) struct Discourse {
    /// Date of the document.
    pub(super) date: Option<Date>,
    /// Leaders named so far, and which naming was their last, counted from 1.
    named: BTreeMap<EntityIx, usize>,
    namings: usize,
    /// Kinds of office named last, for "his counterpart".
    pub(super) offices: Vec<u16>,
    groups: Vec<Group>,
    topics: Vec<Group>,
    sentence: usize,
    /// Leaders of the sentences before, the last sentence last.
    leaders: Vec<Vec<EntityIx>>,
    /// Countries of the sentence before.
    pub(super) last_countries: Vec<EntityIx>,
}

impl Discourse {
    /// Forgets everything, for the next document.
    pub(super) fn restart(&mut self, date: Option<Date>) {
        *self = Self { date, ..Self::default() };
    }

    /// A leader was named in full.
    pub(super) fn name(&mut self, entity: EntityIx) {
        self.namings += 1;
        self.named.insert(entity, self.namings);
    }

    pub(super) fn was_named(&self, entity: EntityIx) -> bool {
        self.named.contains_key(&entity)
    }

    /// When an entity was named last; greater is later.
    pub(super) fn last_named(&self, entity: EntityIx) -> Option<usize> {
        self.named.get(&entity).copied()
    }

    /// The leader named last of those that pass.
    pub(super) fn latest_named(&self, test: impl Fn(EntityIx) -> bool) -> Option<EntityIx> {
        let passing = self.named.iter().filter(|(entity, _)| test(**entity));
        passing.max_by_key(|(_, naming)| **naming).map(|(entity, _)| *entity)
    }

    /// Countries or leaders were spoken of together: anaphors of their number may mean them from now on.
    pub(super) fn focus(&mut self, kind: EntityType, members: &[EntityIx]) {
        let of_size = |g: &Group| g.kind == kind && g.members.len() == members.len();
        let group = Group { kind, sentence: self.sentence, members: members.to_vec() };
        if self.sentence < LEAD && !self.topics.iter().any(of_size) {
            self.topics.push(group.clone());
        }
        self.groups.retain(|g| !of_size(g));
        self.groups.push(group);
    }

    /// The group of `count` entities of a kind that was spoken of last, and in which sentence.
    pub(super) fn latest(&self, kind: EntityType, count: usize) -> Option<(usize, &[EntityIx])> {
        let group = self.groups.iter().find(|g| g.kind == kind && g.members.len() == count)?;
        Some((group.sentence, &group.members))
    }

    /// The group of `count` entities of a kind that an anaphor would mean now: the one of this sentence or the last,
    /// else the one that headline or lead spoke of, else the latest.
    pub(super) fn group(&self, kind: EntityType, count: usize) -> Option<&[EntityIx]> {
        let of_size = |g: &&Group| g.kind == kind && g.members.len() == count;
        let latest = self.groups.iter().find(of_size)?;
        let topic = self.topics.iter().find(of_size).filter(|_| latest.sentence + 1 < self.sentence);
        Some(&topic.unwrap_or(latest).members)
    }

    /// A sentence is over.
    pub(super) fn end_sentence(&mut self, countries: Vec<EntityIx>, leaders: Vec<EntityIx>) {
        self.sentence += 1;
        self.last_countries = countries;
        self.leaders.push(leaders);
        if self.leaders.len() > RECENT {
            self.leaders.remove(0);
        }
    }

    /// The leaders of the last sentences, if going back at most three of them finds exactly `count`.
    pub(super) fn recent_leaders(&self, count: usize) -> Option<Vec<EntityIx>> {
        let mut found: Vec<EntityIx> = Vec::new();
        for sentence in self.leaders.iter().rev() {
            for leader in sentence {
                if !found.contains(leader) {
                    found.push(*leader);
                }
            }
            if found.len() >= count {
                break;
            }
        }
        found.sort_unstable();
        (found.len() == count).then_some(found)
    }
}
