//! What the gazetteer lacks or cannot tell apart: listed, suggested as rows, taken in on request.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panic")]
#![allow(clippy::non_ascii_literal, reason = "tests speak the languages that the code must not")]

mod support;

use std::fs;

use support::{folder, isnad, rows, run};

/// Two documents that name people and a corridor the gazetteer lacks.
const UNLISTED: &[u8] = r#"{"id": "b", "date": "2025-03-04", "text": "Croatia's transport minister Oleg Butkovich met the Prime Minister of Malta."}
{"id": "a", "date": "2025-03-01", "text": "Croatian Transport Minister Oleg Butkovich is in Malta. Butkovich praised the Green Steppe Corridor."}
{"id": "c", "date": "2025-03-05", "text": "وصل وزير الطاقة الأوزبكي جوربيك ميرزاخميدوف إلى أستانا."}
"#
.as_bytes();

#[test]
fn names_the_gazetteer_lacks_are_listed_suggested_and_taken_in_on_request() {
    let folder = folder(&[("in/news.jsonl", UNLISTED)]);
    assert_eq!(run(folder.path(), &["build", "in"]).0, 0);
    let found = rows(folder.path(), "candidates.csv");
    let cells: Vec<Vec<&str>> = found.iter().map(|row| row.iter().take(13).collect()).collect();
    let butkovich = "leader:oleg-butkovich";
    let croatia = "country:HRV";
    let expected = "leader:oleg-butkovich leader Oleg_Butkovich en Butkovich minister country:HRV 2 2 2025-03-01 2025-03-04 a \
                    Oleg_Butkovich";
    assert_eq!(cells[0].iter().map(|cell| cell.replace(' ', "_")).collect::<Vec<_>>().join(" "), expected);
    assert_eq!(found[0].get(16), Some("Croatian Transport Minister Oleg Butkovich is in Malta."));
    let kinds: Vec<&str> = found.iter().map(|row| &row[1]).collect();
    assert_eq!(kinds, ["leader", "corridor", "leader"]);
    assert!(!rows(folder.path(), "nodes.csv").iter().any(|row| &row[0] == butkovich));
    let before = fs::read(folder.path().join("out/candidates.csv")).unwrap();

    let suggested = isnad(folder.path()).args(["gazetteer", "suggest"]).output().unwrap().stdout;
    let suggested = String::from_utf8(suggested).unwrap();
    for row in [
        "leader:oleg-butkovich\tlabel\ten\t\t\t\tOleg Butkovich\n",
        "leader:oleg-butkovich\toffice:minister\t\t\t\t\tcountry:HRV\n",
        "leader:jurbik-mirzakhmiduf\tlabel\tar\t\t\t\tجوربيك ميرزاخميدوف\n",
    ] {
        assert!(suggested.contains(row), "{row} is not in\n{suggested}");
    }

    assert_eq!(run(folder.path(), &["build", "in", "--discover"]).0, 0);
    assert_eq!(fs::read(folder.path().join("out/candidates.csv")).unwrap(), before);
    let nodes = rows(folder.path(), "nodes.csv");
    let node = nodes.iter().find(|row| &row[0] == butkovich).unwrap();
    assert_eq!((&node[5], &node[4], node.iter().next_back()), ("3", croatia, Some("true")));
    assert!(nodes.iter().any(|row| &row[0] == "country:HRV" && row.iter().next_back() == Some("false")));

    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/new.tsv"), suggested).unwrap();
    assert_eq!(run(folder.path(), &["build", "in", "--gazetteer", "mine"]).0, 0);
    assert!(rows(folder.path(), "nodes.csv").iter().any(|row| &row[0] == butkovich));
    assert!(rows(folder.path(), "candidates.csv").is_empty());
}

#[test]
fn standard_input_cannot_be_read_twice() {
    let (status, message) = run(folder(&[]).path(), &["build", "-", "--discover"]);
    assert_eq!(status, 2);
    assert!(message.contains("save it to a file"), "{message}");
}

#[test]
fn a_form_of_two_entities_is_listed_until_a_row_decides() {
    let header = "entity\tkey\tlang\tfrom\tto\tsource\tvalue\n";
    let two = "place:upper-marn\tlabel\ten\t\t\t\tUpper Marn\nplace:upper-marn\tname\ten\t\t\t\tMarnland\n\
               place:lower-marn\tlabel\ten\t\t\t\tLower Marn\nplace:lower-marn\tname\ten\t\t\t\tMarnland\n";
    let one = "place:lower-marn\tname\ten\t\t\t\tMarnland\n";
    let folder = folder(&[
        ("two/rows.tsv", format!("{header}{two}").as_bytes()),
        ("one/rows.tsv", format!("{header}{one}").as_bytes()),
        ("in/a.txt", "Trade with Marnland grew.".as_bytes()),
    ]);
    assert_eq!(run(folder.path(), &["build", "in", "--gazetteer", "two"]).0, 0);
    let listed = rows(folder.path(), "ambiguous.csv");
    let cells: Vec<&str> = listed[0].iter().collect();
    let candidates = "place:lower-marn;place:upper-marn";
    assert_eq!(cells, ["a.txt", "0", "11", "19", "Marnland", candidates, "Trade with Marnland grew."]);
    assert!(rows(folder.path(), "mentions.csv").is_empty());
    let checked = run(folder.path(), &["gazetteer", "check", "--gazetteer", "two"]);
    assert!(checked.1.contains("is a form of place:"), "{}", checked.1);

    let decided = ["build", "in", "--gazetteer", "two", "--gazetteer", "one"];
    assert_eq!(run(folder.path(), &decided).0, 0);
    assert!(rows(folder.path(), "ambiguous.csv").is_empty());
    assert_eq!(&rows(folder.path(), "mentions.csv")[0][5], "place:lower-marn");
}
