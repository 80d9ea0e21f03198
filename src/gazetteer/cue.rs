//! Context cues: neighbouring words that speak for or against a reading of an ambiguous form.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::entity::{EntityIx, Target};
use super::fold::Fold;
use super::form::Draft;
use super::language::Languages;
use super::row::{Faults, Row};

/// Where the words of a cue must, or must not, stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueKind {
    /// Not this entity right after one of the words.
    NotAfter,
    /// Not this entity right before one of them.
    NotBefore,
    /// This entity only right after one of them.
    OnlyAfter,
    /// This entity only right before one of them.
    OnlyBefore,
    /// This entity only where the sentence holds one of them.
    OnlyNear,
}

impl fmt::Display for CueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAfter => "not after",
            Self::NotBefore => "not before",
            Self::OnlyAfter => "only after",
            Self::OnlyBefore => "only before",
            Self::OnlyNear => "only near",
        })
    }
}

/// A cue with its folded words.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Where the words stand.
    pub kind: CueKind,
    /// Folded words or phrases.
    pub words: Vec<Vec<String>>,
    /// Its data row.
    pub row: Row,
}

/// A cue that does not yet know the forms it speaks of.
pub(super) struct CueDraft {
    entity: EntityIx,
    form: String,
    cue: Cue,
}

impl CueDraft {
    pub(super) fn parse(
        entity: EntityIx,
        row: Row,
        key: &str,
        value: &str,
        fold: &Fold,
    ) -> Result<Self, String> {
        let kind = match key {
            "cue:not-after" => CueKind::NotAfter,
            "cue:not-before" => CueKind::NotBefore,
            "cue:only-after" => CueKind::OnlyAfter,
            "cue:only-before" => CueKind::OnlyBefore,
            "cue:only-near" => CueKind::OnlyNear,
            _ => return Err(format!("unknown cue {key:?}")),
        };
        let (form, words) = value.split_once('=').ok_or("a cue without =")?;
        let words: Vec<Vec<String>> = words
            .split('|')
            .map(|phrase| fold.words(phrase).into_iter().map(|w| w.folded).collect::<Vec<_>>())
            .filter(|phrase| !phrase.is_empty())
            .collect();
        let form = fold.phrase(form);
        if form.is_empty() || words.is_empty() {
            return Err("a cue without form or words".into());
        }
        Ok(Self { entity, form, cue: Cue { kind, words, row } })
    }
}

/// Groups of cues that forms share; group 0 is empty.
#[derive(Debug)]
pub struct Cues(Vec<Vec<Cue>>);

impl Cues {
    /// Gives each draft the cues that name its form, its base, or either without the article.
    pub(super) fn attach(
        cues: &[CueDraft],
        drafts: &mut [Draft],
        fold: &Fold,
        languages: &Languages,
        faults: &mut Faults,
    ) -> Self {
        let bare = |text: &str| {
            let article = languages.articles.values().find_map(|a| text.strip_prefix(a.as_str()));
            fold.phrase(article.unwrap_or(text))
        };
        let mut wanted: BTreeMap<(EntityIx, String), Vec<usize>> = BTreeMap::new();
        for (i, cue) in cues.iter().enumerate() {
            wanted.entry((cue.entity, cue.form.clone())).or_default().push(i);
            wanted.entry((cue.entity, bare(&cue.form))).or_default().push(i);
        }
        let entities: BTreeSet<EntityIx> = cues.iter().map(|c| c.entity).collect();
        let mut used = vec![false; cues.len()];
        let mut groups: Vec<Vec<usize>> = vec![Vec::new()];
        for draft in drafts {
            let Target::Entity(entity) = draft.form.target else { continue };
            if !entities.contains(&entity) {
                continue;
            }
            let base = draft.base.as_ref().unwrap_or(&draft.text);
            let names = [draft.text.clone(), base.clone(), bare(&draft.text), bare(base)];
            let found: BTreeSet<usize> =
                names.into_iter().filter_map(|n| wanted.get(&(entity, n))).flatten().copied().collect();
            let group: Vec<usize> = found.into_iter().collect();
            group.iter().for_each(|&i| used[i] = true);
            let position = groups.iter().position(|g| *g == group).unwrap_or_else(|| {
                groups.push(group);
                groups.len() - 1
            });
            draft.form.cues = u32::try_from(position).expect("fewer cue groups than rows");
        }
        for (cue, _) in cues.iter().zip(&used).filter(|(_, used)| !**used) {
            let message = format!("the cue speaks of {:?}, which is no form of the entity", cue.form);
            faults.add(cue.cue.row, message, "write the form as one of its rows has it");
        }
        Self(groups.into_iter().map(|g| g.into_iter().map(|i| cues[i].cue.clone()).collect()).collect())
    }

    /// The cues of a form.
    #[must_use]
    pub fn of(&self, group: u32) -> &[Cue] {
        &self.0[group as usize]
    }
}
