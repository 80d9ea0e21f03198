//! Context cues: neighbouring words that speak for or against a reading of an ambiguous form.

use std::collections::BTreeMap;
use std::fmt;

use super::entity::{EntityIx, Target};
use super::fold::Fold;
use super::form::{Drafts, slice};
use super::language::Languages;
use super::row::{Faults, Row};

/// Where the words of a cue must, or must not, stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// Not this entity where the sentence holds one of them.
    NotNear,
}

impl fmt::Display for CueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAfter => "not after",
            Self::NotBefore => "not before",
            Self::OnlyAfter => "only after",
            Self::OnlyBefore => "only before",
            Self::OnlyNear => "only near",
            Self::NotNear => "not near",
        })
    }
}

/// A word or phrase of a cue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// Folded words with a space between.
    pub text: Box<str>,
    /// Their number.
    pub length: usize,
    /// Bit `i` is set where word `i` must have a capital, as it has in the row.
    pub capitals: u16,
    /// A comma must stand before it, as in `Paris = , Texas`.
    pub comma: bool,
}

/// What stands for the beginning of the sentence in a cue.
pub(crate) const START: &str = "^";

impl Phrase {
    pub(super) fn new(text: &str, fold: &Fold) -> Self {
        let text = text.trim();
        if text == START {
            return Self { text: START.into(), length: 1, capitals: 0, comma: false };
        }
        let folded = fold.phrase(text);
        let spaces = folded.bytes().filter(|b| *b == b' ').count();
        let length = if folded.is_empty() { 0 } else { 1 + spaces };
        let comma = text.starts_with([',', '\u{60C}']);
        Self { text: folded.into(), length, capitals: fold.capitals(text).0, comma }
    }

    /// Its words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split(' ').filter(|word| !word.is_empty())
    }
}

/// A cue with its folded words.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Where the words stand.
    pub kind: CueKind,
    /// Words or phrases.
    pub phrases: Vec<Phrase>,
    /// Its data row.
    pub row: Row,
}

/// A cue with the form that its row names.
#[derive(Debug)]
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
        languages: &Languages,
    ) -> Result<Self, String> {
        let kind = match key {
            "cue:not-after" => CueKind::NotAfter,
            "cue:not-before" => CueKind::NotBefore,
            "cue:only-after" => CueKind::OnlyAfter,
            "cue:only-before" => CueKind::OnlyBefore,
            "cue:only-near" => CueKind::OnlyNear,
            "cue:not-near" => CueKind::NotNear,
            _ => return Err(format!("unknown cue {key:?}")),
        };
        let (form, words) = value.split_once('=').ok_or("a cue without =")?;
        let (lists, phrases): (Vec<&str>, Vec<&str>) =
            words.split('|').map(str::trim).partition(|phrase| phrase.starts_with('@'));
        let mut phrases: Vec<Phrase> = phrases.into_iter().map(|phrase| Phrase::new(phrase, fold)).collect();
        phrases.retain(|phrase| phrase.length > 0 || phrase.comma);
        for list in lists {
            let listed = languages.lists.get(&list[1..]);
            phrases.extend(listed.ok_or_else(|| format!("no rows for the list {list:?}"))?.iter().cloned());
        }
        if phrases.iter().any(|p| p.comma && (kind != CueKind::NotBefore || p.length == 0)) {
            return Err("a comma that is not the beginning of a phrase of cue:not-before".into());
        }
        let form = fold.phrase(form);
        if form.is_empty() || phrases.is_empty() {
            return Err("a cue without form or words".into());
        }
        Ok(Self { entity, form, cue: Cue { kind, phrases, row } })
    }
}

/// Groups of cues that forms share; group 0 is empty.
#[derive(Debug)]
pub struct Cues {
    /// Indices into `drafts`.
    groups: Vec<Vec<usize>>,
    drafts: Vec<CueDraft>,
}

/// The folded forms that cues speak of, each with the first row that does; those of an entity that share their kinds
/// of cues and words together.
type SharedCues = BTreeMap<(EntityIx, Said), Vec<(String, Row)>>;
/// Kinds and words of cues.
type Said = Vec<(CueKind, Vec<Phrase>)>;

impl Cues {
    /// Gives each draft the cues that name its form, its base, or either without the article.
    pub(super) fn attach(
        cues: Vec<CueDraft>,
        drafts: &mut Drafts,
        languages: &Languages,
        faults: &mut Faults,
    ) -> Self {
        fn bare<'t>(text: &'t str, languages: &Languages) -> &'t str {
            languages.articles.values().find_map(|a| text.strip_prefix(a.as_str())).unwrap_or(text)
        }
        let last = cues.iter().map(|cue| cue.entity.index() + 1).max().unwrap_or(0);
        let mut of_entity: Vec<Vec<usize>> = vec![Vec::new(); last];
        for (i, cue) in cues.iter().enumerate() {
            of_entity[cue.entity.index()].push(i);
        }
        let mut used = vec![false; cues.len()];
        let mut groups: Vec<Vec<usize>> = vec![Vec::new()];
        let mut number: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let Drafts { arena, list } = drafts;
        for draft in list {
            let Target::Entity(entity) = draft.form.target else { continue };
            let Some(own) = of_entity.get(entity.index()).filter(|own| !own.is_empty()) else { continue };
            let [text, base] = [draft.text, draft.base].map(|at| slice(arena, at));
            let names = [text, base, bare(text, languages), bare(base, languages)];
            let speaks = |i: &&usize| {
                let form = cues[**i].form.as_str();
                names.contains(&form) || names.contains(&bare(form, languages))
            };
            let group: Vec<usize> = own.iter().filter(speaks).copied().collect();
            if group.is_empty() {
                continue;
            }
            group.iter().for_each(|&i| used[i] = true);
            let position = *number.entry(group).or_insert_with_key(|group| {
                groups.push(group.clone());
                groups.len() - 1
            });
            draft.form.cues = u32::try_from(position).expect("fewer cue groups than rows");
        }
        for (cue, _) in cues.iter().zip(&used).filter(|(_, used)| !**used) {
            let message = format!("the cue speaks of {:?}, which is no form of the entity", cue.form);
            faults.add(cue.cue.row, message, "write the form as one of its rows has it");
        }
        Self { groups, drafts: cues }
    }

    /// The cues of a form.
    pub fn of(&self, group: u32) -> impl Iterator<Item = &Cue> {
        self.groups[group as usize].iter().map(|i| &self.drafts[*i].cue)
    }

    /// The forms that cues speak of; those of an entity that share kinds and words of their cues are together.
    pub(super) fn forms(&self) -> SharedCues {
        let mut of_form: BTreeMap<(EntityIx, &str), (Said, Row)> = BTreeMap::new();
        for CueDraft { entity, form, cue } in &self.drafts {
            let (cues, row) = of_form.entry((*entity, form)).or_insert((Vec::new(), cue.row));
            cues.push((cue.kind, cue.phrases.clone()));
            *row = cue.row.min(*row);
        }
        let mut shared = SharedCues::new();
        for ((entity, form), (mut cues, row)) in of_form {
            cues.sort();
            shared.entry((entity, cues)).or_default().push((form.to_owned(), row));
        }
        shared
    }
}
