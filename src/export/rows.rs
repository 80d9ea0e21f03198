//! The rows that one document adds to the tables.

use std::fmt;
use std::io::Write;

use csv::Writer;

use crate::document::{CodePoints, Document, Sentence, Skipped, excerpt};
use crate::gazetteer::Gazetteer;
use crate::mention::Findings;

/// Appends the rows of a document's mentions, in order of their places.
pub(super) fn mentions<W: Write>(
    document: &Document,
    Found { findings, sentences, .. }: Found<'_>,
    gazetteer: &Gazetteer,
    out: &mut Writer<W>,
) -> csv::Result<()> {
    let mut points = CodePoints::new(&document.text);
    let mut scratch = Scratch::default();
    for mention in &findings.mentions {
        let entity = gazetteer.entity(mention.entity);
        let start = points.at(mention.span.start as usize);
        let end = points.at(mention.span.end as usize);
        let paragraph = u64::from(sentences[mention.sentence as usize].paragraph);
        let (file, line) = (&gazetteer.files()[usize::from(mention.row.file)], mention.row.line);
        let numbers = [u64::from(mention.sentence), start, end, paragraph];
        let ([sentence, start, end, paragraph], rule) =
            scratch.format(numbers, format_args!("{file}:{line}"));
        let (surface, reading) = (mention.span.of(&document.text), mention.reading.name());
        let about = [&entity.id, entity.kind.name(), reading, rule, paragraph];
        out.write_record([&document.id, sentence, start, end, surface].into_iter().chain(about))?;
    }
    Ok(())
}

/// Appends the rows of a document's ambiguous forms, in order of their places.
pub(super) fn ambiguous<W: Write>(
    document: &Document,
    Found { findings, sentences, .. }: Found<'_>,
    gazetteer: &Gazetteer,
    out: &mut Writer<W>,
) -> csv::Result<()> {
    let mut points = CodePoints::new(&document.text);
    for form in &findings.ambiguous {
        let start = points.at(form.span.start as usize).to_string();
        let end = points.at(form.span.end as usize).to_string();
        let ids: Vec<&str> = form.entities.iter().map(|e| gazetteer.entity(*e).id.as_str()).collect();
        out.write_record([
            document.id.as_str(),
            &form.sentence.to_string(),
            &start,
            &end,
            form.span.of(&document.text),
            &ids.join(";"),
            &excerpt(&document.text, sentences[form.sentence as usize].span, form.span),
        ])?;
    }
    Ok(())
}

/// Appends the row of a document that was read.
pub(super) fn document<W: Write>(
    document: &Document,
    found: &Found<'_>,
    out: &mut Writer<W>,
) -> csv::Result<()> {
    let characters = document.text.chars().count();
    out.write_record([
        document.id.as_str(),
        &document.title,
        &document.date.map_or_else(String::new, |d| d.to_string()),
        found.language,
        &document.source,
        &characters.to_string(),
        &found.sentences.len().to_string(),
        &found.findings.mentions.len().to_string(),
        "0",
        "read",
        "",
        &document.replacements.to_string(),
        &document.note,
    ])
}

/// What was found in a document, for its row.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// Its language, empty if unknown.
    pub language: &'a str,
    /// Its sentences.
    pub sentences: &'a [Sentence],
    /// What it names.
    pub findings: &'a Findings,
}

/// Appends the row of a document that was skipped.
pub(super) fn skipped<W: Write>(skipped: &Skipped, out: &mut Writer<W>) -> csv::Result<()> {
    let empty = [""; 8];
    let head = std::iter::once(skipped.id.as_str()).chain(empty);
    out.write_record(head.chain(["skipped", "", "", skipped.reason.as_str()]))
}

/// Cells as text, without allocating for each.
#[derive(Default)]
struct Scratch {
    text: String,
}

impl Scratch {
    fn format(&mut self, numbers: [u64; 4], rule: fmt::Arguments<'_>) -> ([&str; 4], &str) {
        use fmt::Write as _;
        self.text.clear();
        let mut start = 0;
        let ranges = numbers.map(|n| {
            write!(self.text, "{n}").expect("a string grows");
            std::mem::replace(&mut start, self.text.len())..self.text.len()
        });
        self.text.write_fmt(rule).expect("a string grows");
        (ranges.map(|range| &self.text[range]), &self.text[start..])
    }
}
