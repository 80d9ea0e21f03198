//! Discovery: names that the gazetteer lacks, counted over all documents, and the rows that would list them.
//!
//! A [`Register`] is a sum over documents, as the graph is: they may come in any order.

mod suggest;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
pub use suggest::{ROWS, rows};

use crate::document::{CodePoints, Document, Segments, excerpt};
use crate::gazetteer::{EntityIx, EntityType, Fold, Gazetteer};
use crate::mention::Unlisted;

/// Sentences kept as evidence for a name: the first, in order of documents.
const SENTENCES: usize = 3;

/// A name that the gazetteer lacks: a row of `candidates.csv`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Candidate {
    /// A provisional id.
    pub candidate: String,
    /// The entity type it seems to be of.
    #[serde(rename = "type")]
    pub kind: String,
    /// The name as it is written most often.
    pub label: String,
    /// Language of the first document that names it.
    pub language: String,
    /// The word that may stand for a person later on; else empty.
    pub surname: String,
    /// The kind of office, and the country or body, that go with the name most often; empty but for people.
    pub office: String,
    /// Its country or body.
    pub body: String,
    /// How often it is named.
    pub mentions: u64,
    /// Documents that name it.
    pub documents: u64,
    /// Date of the earliest dated one.
    pub first_date: String,
    /// Date of the latest dated one.
    pub last_date: String,
    /// The first document, in order of ids.
    pub document: String,
    /// The name as it stands there.
    pub surface: String,
    /// Number of the first sentence there.
    pub sentence: u32,
    /// Where the name begins in the document, in code points.
    pub start: u64,
    /// One past its end.
    pub end: u64,
    /// The sentence.
    pub text: String,
    /// Another sentence.
    pub text_2: String,
    /// Another.
    pub text_3: String,
}

/// A sentence that names it. In order of documents and places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Evidence {
    document: Box<str>,
    span: (u64, u64),
    sentence: u32,
    surface: Box<str>,
    language: Box<str>,
    text: Box<str>,
}

#[derive(Clone, Debug, Default)]
struct Entry {
    surfaces: BTreeMap<String, u64>,
    surnames: BTreeMap<String, u64>,
    offices: BTreeMap<(u16, EntityIx), u64>,
    mentions: u64,
    documents: u64,
    first: Option<Date>,
    last: Option<Date>,
    evidence: Vec<Evidence>,
}

/// Unlisted names by type and folded text.
#[derive(Clone, Debug, Default)]
pub struct Register {
    entries: BTreeMap<(EntityType, String), Entry>,
}

impl Register {
    /// Adds the unlisted names of a document, which come in order of their places.
    pub fn add(&mut self, document: &Document, segments: &Segments, found: &[Unlisted], fold: &Fold) {
        let text = &document.text;
        let mut points = CodePoints::new(text);
        let mut seen: BTreeSet<(EntityType, String)> = BTreeSet::new();
        for name in found {
            let surface = name.span.of(text);
            let key = (name.kind, fold.phrase(surface));
            let entry = self.entries.entry(key.clone()).or_default();
            if seen.insert(key) {
                entry.documents += 1;
                entry.first = [entry.first, document.date].into_iter().flatten().min();
                entry.last = entry.last.max(document.date);
            }
            entry.mentions += 1;
            *entry.surfaces.entry(cleaned(surface)).or_default() += 1;
            let surname = cleaned(name.surname.of(text));
            if !surname.is_empty() {
                *entry.surnames.entry(surname).or_default() += 1;
            }
            if let Some(office) = name.office {
                *entry.offices.entry(office).or_default() += 1;
            }
            let span = (points.at(name.span.start as usize), points.at(name.span.end as usize));
            if entry.is_earlier(&document.id, span) {
                let sentence = segments.sentences[name.sentence as usize].span;
                entry.keep(Evidence {
                    document: document.id.as_str().into(),
                    span,
                    sentence: name.sentence,
                    surface: surface.into(),
                    language: segments.language.as_str().into(),
                    text: excerpt(text, sentence, name.span).into(),
                });
            }
        }
    }

    /// Adds what another register counted, of other documents.
    pub fn merge(&mut self, other: Self) {
        for (key, theirs) in other.entries {
            let ours = self.entries.entry(key).or_default();
            ours.mentions += theirs.mentions;
            ours.documents += theirs.documents;
            ours.first = [ours.first, theirs.first].into_iter().flatten().min();
            ours.last = ours.last.max(theirs.last);
            theirs.surfaces.into_iter().for_each(|(k, n)| *ours.surfaces.entry(k).or_default() += n);
            theirs.surnames.into_iter().for_each(|(k, n)| *ours.surnames.entry(k).or_default() += n);
            theirs.offices.into_iter().for_each(|(k, n)| *ours.offices.entry(k).or_default() += n);
            theirs.evidence.into_iter().for_each(|e| ours.keep(e));
        }
    }

    /// The names, most frequent first, each with an id of its own that is no listed entity's.
    #[must_use]
    pub fn candidates(self, gazetteer: &Gazetteer) -> Vec<Candidate> {
        let mut taken: BTreeMap<String, u32> = BTreeMap::new();
        let mut all: Vec<Candidate> = Vec::new();
        for ((kind, name), entry) in self.entries {
            let mut candidate = entry.candidate(kind, &name, gazetteer);
            let id = &mut candidate.candidate;
            let number = taken.entry(id.clone()).or_insert_with(|| u32::from(gazetteer.find(id).is_some()));
            *number += 1;
            if *number > 1 {
                *id = format!("{id}-{number}");
            }
            all.push(candidate);
        }
        all.sort_by(|a, b| (b.mentions, &a.candidate).cmp(&(a.mentions, &b.candidate)));
        all
    }
}

impl Entry {
    /// Whether a place comes before the last that is kept.
    fn is_earlier(&self, document: &str, span: (u64, u64)) -> bool {
        let last = self.evidence.last().filter(|_| self.evidence.len() >= SENTENCES);
        last.is_none_or(|last| (document, span) < (&*last.document, last.span))
    }

    fn keep(&mut self, evidence: Evidence) {
        let at = self.evidence.partition_point(|e| *e < evidence);
        // A sentence that names it twice is evidence once.
        let same = |e: &Evidence| e.document == evidence.document && e.sentence == evidence.sentence;
        if !self.evidence[..at].iter().any(same) {
            self.evidence.retain(|e| !same(e));
            self.evidence.insert(at, evidence);
            self.evidence.truncate(SENTENCES);
        }
    }

    fn candidate(self, kind: EntityType, name: &str, gazetteer: &Gazetteer) -> Candidate {
        let names = &gazetteer.languages().names;
        let words: Vec<String> = name.split(' ').map(|word| names.romanize(word)).collect();
        let id: String = words.join("-").chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        let id = id.to_ascii_lowercase();
        let id = match id.trim_matches('-') {
            "" => "unnamed",
            id => id,
        };
        let office = commonest(&self.offices);
        let mut evidence = self.evidence.into_iter();
        let first = evidence.next();
        let mut texts = evidence.map(|e| String::from(e.text));
        let date = |date: Option<Date>| date.map_or_else(String::new, |d| d.to_string());
        let (document, span, sentence) =
            first.as_ref().map_or_else(Default::default, |e| (e.document.to_string(), e.span, e.sentence));
        let (surface, language, text) = first.map_or_else(Default::default, |e| {
            (e.surface.to_string(), e.language.to_string(), e.text.to_string())
        });
        Candidate {
            candidate: format!("{}:{id}", kind.name()),
            kind: kind.name().to_owned(),
            label: commonest(&self.surfaces).cloned().unwrap_or_default(),
            language,
            surname: commonest(&self.surnames).cloned().unwrap_or_default(),
            office: office.map_or("", |(o, _)| &gazetteer.languages().offices[usize::from(*o)]).to_owned(),
            body: office.map_or("", |(_, body)| &gazetteer.entity(*body).id).to_owned(),
            mentions: self.mentions,
            documents: self.documents,
            first_date: date(self.first),
            last_date: date(self.last),
            document,
            surface,
            sentence,
            start: span.0,
            end: span.1,
            text,
            text_2: texts.next().unwrap_or_default(),
            text_3: texts.next().unwrap_or_default(),
        }
    }
}

/// What was counted most often; of equals, the first.
fn commonest<K>(counts: &BTreeMap<K, u64>) -> Option<&K> {
    let most = counts.values().max()?;
    counts.iter().find(|(_, n)| *n == most).map(|(key, _)| key)
}

/// A name as a row may hold it: one space between words, nothing invisible.
fn cleaned(name: &str) -> String {
    let visible = |c: &char| {
        !c.is_control()
            && !matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    };
    let words = name.split_whitespace().map(|word| word.chars().filter(visible).collect::<String>());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
