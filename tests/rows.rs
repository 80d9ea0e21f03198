//! The data rows: clean, complete, and right about their own examples.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panic")]
#![allow(clippy::non_ascii_literal, reason = "tests speak the languages that the code must not")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use isnad::document::{Document, Segments};
use isnad::gazetteer::{EntityType, Gazetteer};
use isnad::mention::Finder;

fn gazetteer() -> Gazetteer {
    Gazetteer::built_in().unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn every_entity_has_a_label_in_both_languages() {
    let is_arabic = |c: char| ('\u{600}'..'\u{700}').contains(&c);
    for (_, entity) in gazetteer().entities() {
        assert!(entity.label.chars().any(|c| c.is_ascii_alphabetic()), "{}: {}", entity.id, entity.label);
        assert!(entity.label_ar.chars().any(is_arabic), "{}: {}", entity.id, entity.label_ar);
    }
}

#[test]
fn every_type_has_a_style() {
    let gazetteer = gazetteer();
    for kind in EntityType::ALL {
        let style = gazetteer.style(kind).unwrap_or_else(|| panic!("types.tsv lacks {}", kind.name()));
        assert!(style.colour.starts_with('#') && style.colour.len() == 7, "{style:?}");
    }
}

#[test]
fn examples_hold() {
    let gazetteer = gazetteer();
    let mut finder = Finder::new(&gazetteer);
    let mut segments = Segments::default();
    let (mut wrong, mut count) = (String::new(), 0);
    for example in gazetteer.examples() {
        let document = Document { text: example.text.clone(), ..Document::default() };
        segments.fill(&document, &gazetteer);
        let found = finder.find(&document, &segments).mentions.iter().any(|m| m.entity == example.entity);
        count += 1;
        if found != example.expected {
            let (id, place) = (&gazetteer.entity(example.entity).id, gazetteer.place(example.row));
            let verb = if example.expected { "must" } else { "must not" };
            writeln!(wrong, "{place}: {id} {verb} be found in: {}", example.text).expect("a string grows");
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{wrong}");
}

/// `BLESS=1 cargo test --test rows` writes the tables anew.
#[test]
fn the_readme_has_the_statistics() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteer/README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let (begin, end) = ("<!-- statistics -->\n", "<!-- /statistics -->");
    let start = readme.find(begin).unwrap() + begin.len();
    let stop = readme.find(end).unwrap();
    let statistics = gazetteer().statistics();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, format!("{}{statistics}{}", &readme[..start], &readme[stop..])).unwrap();
    } else {
        assert_eq!(readme[start..stop], statistics, "run with BLESS=1 to write them anew");
    }
}

#[test]
fn the_check_finds_nothing() {
    let found: Vec<String> = gazetteer().check().iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn an_overlay_adds_and_overrides() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "entity\tkey\tlang\tfrom\tto\tsource\tvalue\n\
                place:atlantis\tlabel\ten\t\t\t\tAtlantis\n\
                country:KAZ\tlabel\ten\t\t\t\tQazaqstan\n";
    std::fs::write(folder.path().join("mine.tsv"), rows).unwrap();
    let gazetteer = Gazetteer::with_overlays(&[folder.path().to_owned()]).unwrap();
    assert_eq!(gazetteer.entity(gazetteer.find("country:KAZ").unwrap()).label, "Qazaqstan");
    let atlantis = gazetteer.entity(gazetteer.find("place:atlantis").unwrap());
    assert_eq!((atlantis.label.as_str(), atlantis.label_ar.as_str()), ("Atlantis", "Atlantis"));
}

#[test]
fn an_overlay_hands_over_offices_and_withdraws_forms() {
    let head = "entity\tkey\tlang\tfrom\tto\tsource\tvalue\n";
    let first = "leader:new-one\tlabel\ten\t\t\t\tNew One\n\
                 leader:new-one\toffice:president\t\t2030-01-01\t\t\tcountry:KAZ\n\
                 country:KAZ\twithdraw\ten\t\t\t\tAkorda\n";
    let second = "leader:new-one\tlabel\ten\t\t\t\tNewer One\n";
    let folders = [first, second].map(|rows| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mine.tsv"), format!("{head}{rows}")).unwrap();
        folder
    });
    let paths: Vec<_> = folders.iter().map(|f| f.path().to_owned()).collect();
    let gazetteer = Gazetteer::with_overlays(&paths).unwrap();
    let found = |text: &str, date: &str| {
        let document =
            Document { text: text.into(), date: Some(date.parse().unwrap()), ..Document::default() };
        let mut segments = Segments::default();
        segments.fill(&document, &gazetteer);
        let mentions = Finder::new(&gazetteer).find(&document, &segments).mentions;
        mentions.iter().map(|m| gazetteer.entity(m.entity).id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found("The Kazakh president spoke.", "2030-03-01"), ["leader:new-one"]);
    assert_eq!(found("The Kazakh president spoke.", "2024-03-01"), ["leader:kassym-jomart-tokayev"]);
    assert!(found("They met in Akorda.", "2024-03-01").is_empty());
    assert_eq!(gazetteer.entity(gazetteer.find("leader:new-one").unwrap()).label, "Newer One");
}

#[test]
fn every_fault_of_an_overlay_is_named_at_once() {
    let head = "entity\tkey\tlang\tfrom\tto\tsource\tvalue\n";
    let rows = [
        "country:KAZAKH\tlabel\ten\t\t\t\tKazakh\n",
        "place:x\tlabel\ten\t2020-13\t\t\tX\n",
        "place:x\tlabel\ten\t2020\t2019\t\tX\n",
        "place:x\tnickname\ten\t\t\t\tX\n",
        "place:x\tname\tenglish\t\t\t\tX\n",
        "place:x\tname\ten\t\t\t\t\n",
        "place:x\tname\ten\t\t\t\t(X\n",
        "place:x\tname\ten\t\t\t\tX\u{202E}\n",
        "place:x\tpart-of\t\t\t\t\tplace:nowhere\n",
        "place:x\toffice:dogcatcher\t\t\t\t\tplace:x\n",
        "place:x\tcue:not-after\ten\t\t\t\tY = of\n",
        "place:x\tname\ten\n",
        "place:x\thandle\ten\t\t\t\t@x y\n",
        "place:x\tlabel\ten\t\t\t\tX\n",
        "place:x\tlabel\ten\t\t\t\tX again\n",
    ];
    let text = format!("{head}{}", rows.concat());
    let error = Gazetteer::from_rows(&[("mine.tsv", &text)]).unwrap_err();
    let lines: Vec<u32> = error.faults().iter().map(|f| f.line).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16]);
    for fault in error.faults() {
        assert!(fault.file == "mine.tsv" && !fault.message.is_empty() && !fault.remedy.is_empty(), "{fault}");
    }
}
