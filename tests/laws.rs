//! Laws: what must hold for every text, every order and every number of threads.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panic")]
#![allow(clippy::non_ascii_literal, reason = "tests speak the languages that the code must not")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::AtomicU64;

use isnad::document::{Decoder, Document, Segments};
use isnad::export::Labels;
use isnad::gazetteer::{EntityIx, Gazetteer};
use isnad::graph::{Graph, Part};
use isnad::mention::Finder;
use isnad::pipeline::{self, Options, Stop};
use isnad::relation::{Window, pairs};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::built_in().unwrap());

/// Pieces that news is made of: names, clitics, titles, anaphors, marks, ends, odd characters.
const PIECES: [&str; 48] = [
    "وزير الطاقة الأوزبكي جوربيك ميرزاخميدوف",
    "Croatia's transport minister Oleg Butkovich",
    "خط أنابيب كركوك - بانياس",
    "the Green Steppe Corridor",
    "روسيا",
    "وروسيا",
    "للصين",
    "بالكرملين",
    "الرئيس",
    "التركي",
    "نظيره",
    "الروسي",
    "البلدان",
    "الجانبين",
    "كازاخستان",
    "أذربيجان",
    "فلاديمير بوتين",
    "علييف",
    "رئيس وزراء",
    "أرمينيا",
    "الممر الأوسط",
    "مَوسكُو",
    "ألـمانيا",
    "ﻻتفيا",
    "اللغة",
    "بالروسية",
    "السابق",
    "Putin",
    "the Turkish president",
    "both countries",
    "U.S.",
    "Kazakhstan's",
    "#VladimirPutin",
    "@KremlinRussia_E",
    "https://www.rt.com/a?b=1",
    " ",
    " ",
    "\n",
    "\n\n",
    ".",
    "؟",
    "،",
    "…",
    "\u{200F}",
    "\u{0}",
    "3.5",
    "«",
    "»",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => select(PIECES.as_slice()).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        4 => Just(" ".to_owned()),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// So many cases; failures are printed whole and need no file beside the test.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn document(text: &str) -> Document {
    Document { text: text.to_owned(), date: Some("2025-10-22".parse().unwrap()), ..Document::default() }
}

fn build(inputs: &[PathBuf], threads: usize, window: Window) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let (stop, progress) = (Stop::default(), AtomicU64::new(0));
    let options = Options {
        discovered: None,
        window,
        labels: Labels::English,
        decoder: Decoder::default(),
        threads,
        stop: &stop,
        progress: &progress,
    };
    pipeline::build(inputs, out.path(), &GAZETTEER, &options).unwrap();
    let files = fs::read_dir(out.path()).unwrap().map(|e| e.unwrap().path());
    files.map(|f| (f.file_name().unwrap().to_string_lossy().into_owned(), fs::read(f).unwrap())).collect()
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn tokens_and_sentences_stand_in_the_text(text in text()) {
        let document = document(&text);
        let mut segments = Segments::default();
        segments.fill(&document, &GAZETTEER);
        let mut end = 0;
        for token in &segments.tokens {
            prop_assert!(token.span.start >= end && token.span.end > token.span.start);
            prop_assert!(text.get(token.span.start as usize..token.span.end as usize).is_some());
            prop_assert!(!segments.folded(token).is_empty());
            end = token.span.end;
        }
        let mut next = 0;
        for sentence in &segments.sentences {
            prop_assert_eq!(sentence.tokens.start, next);
            prop_assert!(!sentence.tokens.is_empty());
            for token in &segments.tokens[sentence.tokens.clone()] {
                prop_assert!(sentence.span.start <= token.span.start && token.span.end <= sentence.span.end);
            }
            next = sentence.tokens.end;
        }
        prop_assert_eq!(next, segments.tokens.len());
    }

    #[test]
    fn mentions_lie_within_their_sentence_in_order(text in text()) {
        let document = document(&text);
        let mut segments = Segments::default();
        segments.fill(&document, &GAZETTEER);
        let mentions = Finder::new(&GAZETTEER).find(&document, &segments).mentions;
        let explained = Finder::new(&GAZETTEER).explain(&document, &segments).mentions;
        prop_assert_eq!(&mentions, &explained);
        for mention in &mentions {
            let sentence = segments.sentences[mention.sentence as usize].span;
            prop_assert!(sentence.start <= mention.span.start && mention.span.end <= sentence.end);
            prop_assert!(mention.span.start < mention.span.end);
            prop_assert!(text.get(mention.span.start as usize..mention.span.end as usize).is_some());
        }
        for pair in mentions.windows(2) {
            prop_assert!(pair[0].span == pair[1].span || pair[0].span.end <= pair[1].span.start);
        }
    }

    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
        let once = GAZETTEER.fold().phrase(&text);
        prop_assert_eq!(GAZETTEER.fold().phrase(&once), once);
    }

    #[test]
    fn pairs_are_distinct_entities_counted_at_most_once_a_window(text in text(), sliding in 1_u32..4) {
        let document = document(&text);
        let mut segments = Segments::default();
        segments.fill(&document, &GAZETTEER);
        let mentions = Finder::new(&GAZETTEER).find(&document, &segments).mentions;
        let windows = [Window::Sentence, Window::Paragraph, Window::Document, sliding.to_string().parse().unwrap()];
        for window in windows {
            for ((a, b), count) in pairs(&mentions, &segments.sentences, window) {
                prop_assert!(a < b);
                prop_assert!(count as usize <= segments.sentences.len());
            }
        }
        let one = pairs(&mentions, &segments.sentences, "1".parse().unwrap());
        prop_assert_eq!(one, pairs(&mentions, &segments.sentences, Window::Sentence));
    }
}

fn part() -> impl Strategy<Value = Part> {
    let day = prop::option::of((2000_i16..2030, 1_i8..=12).prop_map(|(y, m)| jiff_date(y, m)));
    let ends = vec((any::<Index>(), any::<Index>(), 1_u32..5), 0..12);
    (day, ends).prop_map(|(date, ends)| {
        let all: Vec<EntityIx> = GAZETTEER.entities().map(|(ix, _)| ix).take(20).collect();
        let mut pairs: BTreeMap<(EntityIx, EntityIx), u32> = BTreeMap::new();
        let mut mentions: BTreeMap<EntityIx, u32> = BTreeMap::new();
        for (a, b, count) in ends {
            let (a, b) = (*a.get(&all), *b.get(&all));
            if a != b {
                *pairs.entry((a.min(b), a.max(b))).or_default() += count;
                *mentions.entry(a).or_default() += 1;
                *mentions.entry(b).or_default() += 1;
            }
        }
        Part { date, mentions: mentions.into_iter().collect(), pairs: pairs.into_iter().collect() }
    })
}

fn jiff_date(year: i16, month: i8) -> jiff::civil::Date {
    jiff::civil::date(year, month, 1)
}

fn sum(parts: &[Part]) -> Graph {
    let mut graph = Graph::default();
    parts.iter().for_each(|part| graph.add(part));
    graph
}

fn merged(a: &Graph, b: &Graph) -> Graph {
    let mut graph = a.clone();
    graph.merge(b);
    graph
}

proptest! {
    #![proptest_config(cases(128))]

    #[test]
    fn merging_is_commutative_and_associative(a in vec(part(), 0..4), b in vec(part(), 0..4), c in vec(part(), 0..4)) {
        let whole = sum(&[a.clone(), b.clone(), c.clone()].concat());
        let (a, b, c) = (sum(&a), sum(&b), sum(&c));
        prop_assert_eq!(merged(&a, &b), merged(&b, &a));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
        prop_assert_eq!(merged(&merged(&c, &a), &b), whole);
        prop_assert_eq!(merged(&a, &Graph::default()), a);
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn every_row_of_mentions_cuts_its_surface_out_of_the_file(texts in vec(text(), 1..4)) {
        let folder = tempfile::tempdir().unwrap();
        for (i, text) in texts.iter().enumerate() {
            fs::write(folder.path().join(format!("{i}.txt")), text).unwrap();
        }
        let files = build(&[folder.path().to_owned()], 1, Window::Sentence);
        let mut reader = csv::Reader::from_reader(files["mentions.csv"].as_slice());
        for row in reader.records() {
            let row = row.unwrap();
            let text: Vec<char> = fs::read_to_string(folder.path().join(&row[0])).unwrap().chars().collect();
            let span = row[2].parse().unwrap()..row[3].parse().unwrap();
            prop_assert_eq!(text[span].iter().collect::<String>(), &row[4]);
        }
        let label = |document: &str, start: &str, end: &str| -> String {
            let text: Vec<char> = fs::read_to_string(folder.path().join(document)).unwrap().chars().collect();
            text[start.parse().unwrap()..end.parse().unwrap()].iter().collect()
        };
        for row in csv::Reader::from_reader(files["ambiguous.csv"].as_slice()).records() {
            let row = row.unwrap();
            prop_assert_eq!(label(&row[0], &row[2], &row[3]), &row[4]);
        }
        for row in csv::Reader::from_reader(files["candidates.csv"].as_slice()).records() {
            let row = row.unwrap();
            prop_assert_eq!(label(&row[11], &row[14], &row[15]), &row[12]);
        }
    }

    #[test]
    fn any_bytes_are_read_or_skipped(bytes in vec(any::<u8>(), 0..2000), name in select(vec!["a.txt", "a.html", "a.jsonl", "a.csv", "a.gz", "a.txt.gz", "a.jsonl.zst"])) {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        fs::write(folder.path().join("b.txt"), "Russia and China.").unwrap();
        let files = build(&[folder.path().to_owned()], 2, Window::Sentence);
        prop_assert!(files.contains_key("graph.graphml"));
    }

    #[test]
    fn order_and_threads_leave_no_trace(texts in vec(text(), 2..8), order in any::<u64>()) {
        let folder = tempfile::tempdir().unwrap();
        let line = |(i, text): (usize, &String)| {
            serde_json::json!({ "id": format!("d{i}"), "text": format!("{text} Iran and Iraq"), "date": "2024-05-06" }).to_string()
        };
        let lines: Vec<String> = texts.iter().enumerate().map(line).collect();
        let mut shuffled = lines.clone();
        let length = shuffled.len() as u64;
        for i in 0..shuffled.len() {
            shuffled.swap(i, usize::try_from((order >> i) % length).unwrap());
        }
        let write = |name: &str, lines: &[String]| {
            let path = folder.path().join(name);
            fs::write(&path, lines.join("\n")).unwrap();
            path
        };
        let plain = build(&[write("a.jsonl", &lines)], 1, Window::Paragraph);
        let other = build(&[write("b.jsonl", &shuffled)], 2, Window::Paragraph);
        prop_assert_eq!(&plain, &other);
        let (first, second) = lines.split_at(lines.len() / 2);
        let halves = [write("z.jsonl", first), write("y.jsonl", second)];
        prop_assert_eq!(&plain, &build(&halves, 2, Window::Paragraph));
    }
}

#[test]
fn seeds_give_the_same_bytes_twice() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let first = build(std::slice::from_ref(&seeds), 1, Window::Sentence);
    assert_eq!(first, build(std::slice::from_ref(&seeds), 2, Window::Sentence));
    assert_eq!(first, build(&[seeds], 7, Window::Sentence));
}
