//! Anaphors: "both countries" means the two that were spoken of together, or nothing.

use super::candidate::{Candidate, Scene, is_comma, joins};
use super::discourse::Discourse;
use super::{Mention, Reason};
use crate::document::{Sentence, Span};
use crate::gazetteer::{EntityIx, EntityType, Reading, Scope, Target};

/// The entities of one kind in a sentence so far.
#[derive(Default)]
pub(super) struct Spoken {
    pub(super) countries: Vec<EntityIx>,
    /// Countries named by more than the city where something happens.
    pub(super) parties: Vec<EntityIx>,
    pub(super) leaders: Vec<EntityIx>,
    pub(super) organizations: Vec<EntityIx>,
}

fn add(list: &mut Vec<EntityIx>, entity: EntityIx) {
    if !list.contains(&entity) {
        list.push(entity);
    }
}

impl Scene<'_, '_> {
    /// Adds what a mention speaks of: an entity, and for a leader the country too.
    pub(super) fn speak(&self, mention: &Mention, spoken: &mut Spoken) {
        let kind = self.gazetteer.entity(mention.entity).kind;
        match kind {
            EntityType::Country => {
                add(&mut spoken.countries, mention.entity);
                if mention.reading != Reading::Metonym {
                    add(&mut spoken.parties, mention.entity);
                }
            }
            EntityType::Leader => {
                add(&mut spoken.leaders, mention.entity);
                if let Some(country) = self.gazetteer.country_of(mention.entity, self.document.date) {
                    add(&mut spoken.countries, country);
                    add(&mut spoken.parties, country);
                }
            }
            EntityType::Organization => add(&mut spoken.organizations, mention.entity),
            EntityType::Corridor | EntityType::Place => {}
        }
    }

    /// The entities an anaphor means, or why it means none.
    pub(super) fn resolve(
        &self,
        sentence: &Sentence,
        mentions: &[Candidate<'_>],
        at: usize,
        spoken: &Spoken,
        discourse: &Discourse,
    ) -> Result<Vec<EntityIx>, Reason> {
        let candidate = &mentions[at];
        let Target::Anaphor(index) = candidate.target() else { return Err(Reason::NoAnaphor) };
        let languages = self.gazetteer.languages();
        let (first, end) = candidate.tokens;
        let inside = |i: usize| sentence.tokens.contains(&i);
        let any = |words: &crate::gazetteer::Words, i: usize| {
            inside(i) && words.iter().any(|w| languages.is_word(self.segments.word(i), w))
        };
        let before = first.checked_sub(1).is_some_and(|i| any(&languages.anaphor_not_after, i));
        let named = mentions.get(at + 1).is_some_and(|next| next.tokens.0 == end && next.stripped == 0);
        if before || named || any(&languages.anaphor_not_before, end) {
            return Err(Reason::NoAnaphor);
        }
        let anaphor = &languages.anaphors[usize::from(index)];
        let found = match anaphor.scope {
            Scope::Leader => leaders(anaphor.count, spoken, discourse),
            Scope::Country => countries(anaphor.count, spoken, discourse),
            Scope::Side => sides(anaphor.count, spoken, discourse),
        };
        found.ok_or(Reason::NoAntecedent)
    }

    /// Brings the groups that a sentence names together into focus.
    pub(super) fn focus(
        &self,
        sentence: &Sentence,
        mentions: &[(Candidate<'_>, Mention)],
        discourse: &mut Discourse,
    ) {
        let mut chain: Vec<&(Candidate<'_>, Mention)> = Vec::new();
        for item in mentions {
            let joined = chain.last().is_some_and(|last| self.coordinated(sentence, last, item));
            if !joined {
                self.focus_chain(&chain, discourse);
                chain.clear();
            }
            chain.push(item);
        }
        self.focus_chain(&chain, discourse);
    }

    fn focus_chain(&self, chain: &[&(Candidate<'_>, Mention)], discourse: &mut Discourse) {
        let mut spoken = Spoken::default();
        chain.iter().for_each(|(_, mention)| self.speak(mention, &mut spoken));
        if spoken.leaders.len() == chain.len() && (2..=3).contains(&chain.len()) {
            discourse.focus(EntityType::Leader, &sorted(&spoken.leaders));
        }
        // A conjunction between two adjectives (the Russian and Iranian influence) lists, it does not join.
        let listed = chain.iter().skip(1).any(|(c, m)| m.reading == Reading::Demonym && c.stripped > 0);
        let sides = [spoken.countries.as_slice(), &spoken.organizations].concat();
        if !spoken.organizations.is_empty() && sides.len() == chain.len() && (2..=3).contains(&chain.len()) {
            discourse.focus(EntityType::Organization, &sorted(&sides));
        }
        if spoken.countries.len() == chain.len() && (2..=3).contains(&chain.len()) && !listed {
            discourse.focus(EntityType::Country, &sorted(&spoken.countries));
        }
    }

    /// Whether the second of two mentions is joined to the first by a conjunction, a dash or a comma, or is a demonym
    /// of the same noun.
    fn coordinated(
        &self,
        sentence: &Sentence,
        a: &(Candidate<'_>, Mention),
        b: &(Candidate<'_>, Mention),
    ) -> bool {
        let languages = self.gazetteer.languages();
        let ((first, mention), (second, other)) = (a, b);
        let kinds = |m: &Mention| match self.gazetteer.entity(m.entity).kind {
            EntityType::Organization => EntityType::Country,
            kind => kind,
        };
        if kinds(mention) != kinds(other) || mention.entity == other.entity {
            return false;
        }
        let gap = Span { start: first.span.end.min(other.span.start), end: other.span.start }
            .of(&self.document.text);
        let between = first.tokens.1..second.tokens.0;
        let article = |i: usize| between.len() == 1 || languages.is_common(self.segments.word(i + 1));
        if (1..=2).contains(&between.len())
            && sentence.tokens.contains(&between.start)
            && article(between.start)
        {
            return languages.pair_conjunctions.contains(self.segments.word(between.start));
        }
        if !between.is_empty() {
            return false;
        }
        let prefix: String = self.segments.word(second.tokens.0).chars().take(second.stripped).collect();
        if languages.pair_conjunctions.contains(&prefix) {
            return true;
        }
        let both_demonyms = mention.reading == Reading::Demonym && other.reading == Reading::Demonym;
        let dash = gap.trim().chars().next().is_some_and(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}'));
        second.stripped == 0 && (dash || is_comma(gap) || (both_demonyms && joins(gap)))
    }
}

fn sorted(entities: &[EntityIx]) -> Vec<EntityIx> {
    let mut entities = entities.to_vec();
    entities.sort_unstable();
    entities
}

/// Exactly that many before it in the sentence; else the group in focus, unless the sentence speaks of others.
/// A capital alone does not: it may be the place of the meeting.
fn countries(count: usize, spoken: &Spoken, discourse: &Discourse) -> Option<Vec<EntityIx>> {
    let here = &spoken.countries;
    if here.len() == count {
        return Some(sorted(here));
    }
    let focus = discourse.group(EntityType::Country, count);
    let fits = |group: &&[EntityIx]| {
        spoken.parties.is_empty() || here.len() > count || group.iter().any(|e| here.contains(e))
    };
    if let Some(group) = focus.filter(fits) {
        return Some(group.to_vec());
    }
    let before = &discourse.last_countries;
    (before.len() == count && here.iter().all(|e| before.contains(e))).then(|| sorted(before))
}

/// Countries if they are that many; else countries and organizations together, of this sentence or in focus.
fn sides(count: usize, spoken: &Spoken, discourse: &Discourse) -> Option<Vec<EntityIx>> {
    let all: Vec<EntityIx> = spoken.countries.iter().chain(&spoken.organizations).copied().collect();
    if spoken.countries.len() != count && all.len() == count {
        return Some(sorted(&all));
    }
    let mixed = discourse.latest(EntityType::Organization, count);
    let pure = discourse.latest(EntityType::Country, count);
    match mixed.filter(|(sentence, _)| pure.is_none_or(|(other, _)| other < *sentence)) {
        Some((_, group)) if spoken.parties.is_empty() => Some(group.to_vec()),
        _ => countries(count, spoken, discourse),
    }
}

fn leaders(count: usize, spoken: &Spoken, discourse: &Discourse) -> Option<Vec<EntityIx>> {
    if spoken.leaders.len() == count {
        return Some(sorted(&spoken.leaders));
    }
    let focus = discourse
        .group(EntityType::Leader, count)
        .filter(|group| spoken.leaders.is_empty() || group.iter().any(|e| spoken.leaders.contains(e)));
    focus.map(<[_]>::to_vec).or_else(|| discourse.recent_leaders(count))
}
