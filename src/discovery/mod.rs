//! Discovery: names that the gazetteer lacks, counted over all documents, and the rows that would list them.
//!
//! A [`Register`] is a sum over documents, as the graph is: they may come in any order.

mod suggest;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
pub use suggest::{ROWS, rows};

use crate::document::{Document, Segments, Sentence, Span};
use crate::gazetteer::{EntityIx, EntityType, Fold, Gazetteer};
use crate::mention::Unlisted;

/// Sentences kept as evidence for a name: the first, in order of documents.
const SENTENCES: usize = 3;
/// Code points of a sentence that are kept.
const LONGEST: usize = 600;

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
    document: String,
    span: (u64, u64),
    sentence: u32,
    text: String,
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
    /// Adds the unlisted names of a document.
    pub fn add(&mut self, document: &Document, segments: &Segments, found: &[Unlisted], fold: &Fold) {
        let text = &document.text;
        let mut seen: Vec<(EntityType, String)> = Vec::new();
        for name in found {
            let surface = name.span.of(text);
            let key = (name.kind, fold.phrase(surface));
            let entry = self.entries.entry(key.clone()).or_default();
            if !seen.contains(&key) {
                entry.documents += 1;
                entry.first = [entry.first, document.date].into_iter().flatten().min();
                entry.last = entry.last.max(document.date);
                seen.push(key);
            }
            entry.mentions += 1;
            *entry.surfaces.entry(surface.to_owned()).or_default() += 1;
            let surname = name.surname.of(text);
            if !surname.is_empty() {
                *entry.surnames.entry(surname.to_owned()).or_default() += 1;
            }
            if let Some(office) = name.office {
                *entry.offices.entry(office).or_default() += 1;
            }
            entry.keep(evidence(document, &segments.sentences[name.sentence as usize], name));
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

    /// The names, most frequent first.
    #[must_use]
    pub fn candidates(self, gazetteer: &Gazetteer) -> Vec<Candidate> {
        let mut all: Vec<Candidate> =
            self.entries.into_iter().map(|((kind, name), e)| e.candidate(kind, &name, gazetteer)).collect();
        all.sort_by(|a, b| (b.mentions, &a.candidate, &a.label).cmp(&(a.mentions, &b.candidate, &b.label)));
        all
    }
}

impl Entry {
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
        let office = commonest(&self.offices);
        let mut evidence = self.evidence.into_iter();
        let first = evidence.next();
        let mut texts = evidence.map(|e| e.text);
        let date = |date: Option<Date>| date.map_or_else(String::new, |d| d.to_string());
        let (document, span, sentence, text) =
            first.map_or_else(Default::default, |e| (e.document, e.span, e.sentence, e.text));
        Candidate {
            candidate: format!("{}:{}", kind.name(), id.to_ascii_lowercase().trim_matches('-')),
            kind: kind.name().to_owned(),
            label: commonest(&self.surfaces).cloned().unwrap_or_default(),
            surname: commonest(&self.surnames).cloned().unwrap_or_default(),
            office: office.map_or("", |(o, _)| &gazetteer.languages().offices[usize::from(*o)]).to_owned(),
            body: office.map_or("", |(_, body)| &gazetteer.entity(*body).id).to_owned(),
            mentions: self.mentions,
            documents: self.documents,
            first_date: date(self.first),
            last_date: date(self.last),
            document,
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

fn evidence(document: &Document, sentence: &Sentence, name: &Unlisted) -> Evidence {
    let points = |end: u32| document.text[..end as usize].chars().count() as u64;
    let Span { start, end } = name.span;
    let start_point = points(start);
    let length = document.text[start as usize..end as usize].chars().count() as u64;
    let whole = sentence.span.of(&document.text);
    let text = match whole.char_indices().nth(LONGEST) {
        None => whole.to_owned(),
        Some((cut, _)) => format!("{} \u{2026}", &whole[..cut]),
    };
    Evidence {
        document: document.id.clone(),
        span: (start_point, start_point + length),
        sentence: name.sentence,
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
