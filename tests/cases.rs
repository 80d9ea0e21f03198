//! Cases as data: `tests/cases/*.txt` hold texts and what must be found in them. `BLESS=1 cargo test --test cases`
//! writes down what is found now; read the difference before you believe it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panic")]
#![allow(clippy::non_ascii_literal, reason = "tests speak the languages that the code must not")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use isnad::document::{Document, Place, Segments};
use isnad::gazetteer::Gazetteer;
use isnad::mention::Finder;

/// One text under its comments, with the lines expected for it.
struct Case {
    head: String,
    text: String,
    date: Option<String>,
    expected: Vec<String>,
}

fn parse(file: &str) -> Vec<Case> {
    let blocks = file.split("\n\n").map(str::trim).filter(|b| !b.is_empty());
    let mut cases = Vec::new();
    let mut preface = String::new();
    for block in blocks {
        let mut case = Case {
            head: std::mem::take(&mut preface),
            text: String::new(),
            date: None,
            expected: Vec::new(),
        };
        for line in block.lines() {
            if let Some(text) = line.strip_prefix("> ") {
                case.text.push_str(if case.text.is_empty() { "" } else { "\n" });
                case.text.push_str(text);
            } else if line == ">" {
                case.text.push('\n');
            } else if line.starts_with('#') || line.starts_with("date: ") {
                case.date = line.strip_prefix("date: ").map(str::to_owned).or(case.date);
                writeln!(case.head, "{line}").expect("a string grows");
            } else {
                case.expected.push(line.to_owned());
            }
        }
        if case.text.is_empty() {
            preface = format!("{}\n", case.head);
        } else {
            cases.push(case);
        }
    }
    cases
}

/// Runs every case of a folder through `find` and compares, or blesses.
fn run(folder: &str, find: impl Fn(&Gazetteer, &Document) -> Vec<String>) {
    let gazetteer = Gazetteer::built_in().expect("the compiled-in rows are clean");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut files: Vec<_> =
        fs::read_dir(&folder).expect("the cases are there").map(|e| e.unwrap().path()).collect();
    files.sort();
    let (mut count, mut wrong) = (0, String::new());
    for file in files {
        let before = fs::read_to_string(&file).unwrap();
        let mut after = String::new();
        for case in parse(&before) {
            let date = case.date.as_deref().map(|d| d.parse().expect("a case's date is ISO 8601"));
            let place = Place { path: "case".into(), line: None };
            let document = Document { text: case.text.clone(), date, place, ..Document::default() };
            let found = find(&gazetteer, &document);
            count += 1;
            if found != case.expected {
                let (found, expected) = (found.join("\n    "), case.expected.join("\n    "));
                writeln!(
                    wrong,
                    "{}\n> {}\n  expected\n    {expected}\n  found\n    {found}",
                    file.display(),
                    case.text
                )
                .expect("a string grows");
            }
            let quoted = case.text.replace('\n', "\n> ").replace("> \n", ">\n");
            writeln!(after, "{}> {quoted}", case.head).expect("a string grows");
            found.iter().for_each(|line| writeln!(after, "{line}").expect("a string grows"));
            after.push('\n');
        }
        if env::var_os("BLESS").is_some() {
            fs::write(&file, after.trim_end().to_owned() + "\n").unwrap();
        }
    }
    assert!(count > 0, "no case was read");
    assert!(env::var_os("BLESS").is_some() || wrong.is_empty(), "{wrong}");
}

#[test]
fn mentions() {
    run("mentions", |gazetteer, document| {
        let mut segments = Segments::default();
        segments.fill(document, gazetteer);
        let mentions = Finder::new(gazetteer).find(document, &segments).mentions;
        let line = |m: &isnad::mention::Mention| {
            let (surface, id) = (m.span.of(&document.text), &gazetteer.entity(m.entity).id);
            format!("{}\t{id}\t{}", surface.replace('\n', " "), m.reading)
        };
        mentions.iter().map(line).collect()
    });
}

#[test]
fn unlisted() {
    run("unlisted", |gazetteer, document| {
        let mut segments = Segments::default();
        segments.fill(document, gazetteer);
        let found = Finder::new(gazetteer).find(document, &segments).unlisted;
        let line = |name: &isnad::mention::Unlisted| {
            let office = name.office.map_or_else(String::new, |(office, body)| {
                let kind = &gazetteer.languages().offices[usize::from(office)];
                format!("\t{kind}\t{}", gazetteer.entity(body).id)
            });
            format!("{}\t{}{office}", name.span.of(&document.text), name.kind.name())
        };
        found.iter().map(line).collect()
    });
}

#[test]
fn sentences() {
    run("sentences", |gazetteer, document| {
        let mut segments = Segments::default();
        segments.fill(document, gazetteer);
        let sentences = segments.sentences.iter();
        sentences
            .map(|s| format!("{}\t{}", s.paragraph, s.span.of(&document.text).replace('\n', " ")))
            .collect()
    });
}
