//! `isnad explain`: what was found in a text, by which data row, and what was rejected and why.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use isnad::document::{Decoder, Document, Place, Reader, Segments, find_sources};
use isnad::gazetteer::{Gazetteer, Target};
use isnad::mention::{Finder, Findings, Mention, Reason, Rejected, Unlisted};

use super::{Common, Failure, SKIPPED};

/// Show every mention of a text with the data row behind it, and every form that was not taken.
///
/// Example: isnad explain "Putin visited Astana."
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A sentence, or a file or folder, or - for standard input
    #[arg(default_value = "-")]
    text: String,
    /// Date of the text, where offices depend on it (YYYY-MM-DD)
    #[arg(long)]
    date: Option<String>,
    #[command(flatten)]
    common: Common,
}

pub(super) fn run(arguments: &Arguments) -> Result<u8, Failure> {
    let gazetteer = arguments.common.load()?;
    let date = arguments.date.as_deref().map(str::parse).transpose();
    let date = date.map_err(|e| Failure::Error(format!("--date: {e}")))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut explainer =
        Explainer { gazetteer: &gazetteer, segments: Segments::default(), finder: Finder::new(&gazetteer) };
    if arguments.text != "-" && !Path::new(&arguments.text).exists() {
        if !arguments.text.contains(char::is_whitespace) && arguments.text.contains(['/', '.']) {
            return Err(Failure::Error(format!("cannot read {}: no such file", arguments.text)));
        }
        let place = Place { path: "-".into(), line: None };
        let document = Document { text: arguments.text.clone(), place, date, ..Document::default() };
        explainer.explain(&document, &mut out)?;
        return Ok(0);
    }
    let (sources, _) = find_sources(&[PathBuf::from(&arguments.text)], None)?;
    let mut status = 0;
    for item in Reader::new(sources, Decoder::default()) {
        match item {
            Ok(document) => {
                let document = Document { date: date.or(document.date), ..document };
                writeln!(out, "== {}", document.id)?;
                explainer.explain(&document, &mut out)?;
            }
            Err(skipped) => {
                writeln!(io::stderr(), "isnad: skipped {}: {}", skipped.place, skipped.reason)?;
                status = SKIPPED;
            }
        }
    }
    out.flush()?;
    Ok(status)
}

struct Explainer<'g> {
    gazetteer: &'g Gazetteer,
    segments: Segments,
    finder: Finder<'g>,
}

impl Explainer<'_> {
    fn explain(&mut self, document: &Document, out: &mut impl Write) -> io::Result<()> {
        self.segments.fill(document, self.gazetteer);
        let Findings { mentions, rejected, unlisted, .. } = self.finder.explain(document, &self.segments);
        let (mut mentions, mut rejected) = (mentions.as_slice(), rejected.as_slice());
        let mut unlisted = unlisted.as_slice();
        for (number, sentence) in (0..).zip(&self.segments.sentences) {
            writeln!(out, "{number}  {}", sentence.span.of(&document.text).replace('\n', " "))?;
            let (here, later) = mentions.split_at(mentions.partition_point(|m| m.sentence <= number));
            here.iter().try_for_each(|m| self.mention(document, m, out))?;
            mentions = later;
            let (here, later) = unlisted.split_at(unlisted.partition_point(|u| u.sentence <= number));
            here.iter().try_for_each(|u| self.unlisted(document, u, out))?;
            unlisted = later;
            let (here, later) =
                rejected.split_at(rejected.partition_point(|r| r.span.start < sentence.span.end));
            here.iter().try_for_each(|r| self.rejected(document, r, out))?;
            rejected = later;
        }
        out.flush()
    }

    fn mention(&self, document: &Document, mention: &Mention, out: &mut impl Write) -> io::Result<()> {
        writeln!(
            out,
            "   + {}\t{}\t{}\t{}",
            mention.span.of(&document.text),
            self.gazetteer.entity(mention.entity).id,
            mention.reading,
            self.gazetteer.place(mention.row)
        )
    }

    fn unlisted(&self, document: &Document, name: &Unlisted, out: &mut impl Write) -> io::Result<()> {
        let (surface, kind) = (name.span.of(&document.text), name.kind.name());
        write!(out, "   ? {surface}\t{kind}\tnot in the gazetteer")?;
        match name.office {
            Some((office, body)) => {
                let office = &self.gazetteer.languages().offices[usize::from(office)];
                writeln!(out, "\t{office} of {}", self.gazetteer.entity(body).id)
            }
            None => writeln!(out),
        }
    }

    fn rejected(&self, document: &Document, rejected: &Rejected, out: &mut impl Write) -> io::Result<()> {
        let target = match rejected.target {
            Target::Entity(entity) => self.gazetteer.entity(entity).id.as_str(),
            Target::Anaphor(_) => "anaphor",
            Target::Head(_) => "head",
        };
        let surface = rejected.span.of(&document.text);
        write!(out, "   - {surface}\t{target}\t{}\t{}", rejected.reason, self.gazetteer.place(rejected.row))?;
        match rejected.reason {
            Reason::Cue(row) => writeln!(out, "\t{}", self.gazetteer.place(row)),
            _ => writeln!(out),
        }
    }
}
