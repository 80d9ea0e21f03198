//! How well country mentions are found in `tests/cases/newswire.tsv`, which was written apart from the gazetteer.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panic")]

use std::fs;
use std::path::Path;

use isnad::document::{Document, Segments};
use isnad::gazetteer::{EntityType, Gazetteer, Reading};
use isnad::mention::Finder;

/// The countries of a line: where each begins and ends in the sentence, and its code.
fn gold<'a>(sentence: &str, cells: &'a str) -> Vec<(usize, usize, &'a str)> {
    let mut from = 0;
    let countries = cells.split(';').filter_map(|cell| cell.rsplit_once('='));
    countries
        .map(|(surface, code)| {
            let start = from + sentence[from..].find(surface).expect("the surface stands in the sentence");
            from = start + surface.len();
            (start, from, code)
        })
        .collect()
}

#[test]
fn countries_are_found_and_words_that_look_like_them_left() {
    let gazetteer = Gazetteer::built_in().unwrap();
    let (mut finder, mut segments) = (Finder::new(&gazetteer), Segments::default());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/newswire.tsv");
    let (mut right, mut found, mut wanted, mut traps, mut taken) = (0, 0, 0, 0, 0);
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let (sentence, cells) = line.split_once('\t').unwrap_or((line, ""));
        let mut left = gold(sentence, cells);
        let document = Document { text: sentence.to_owned(), ..Document::default() };
        segments.fill(&document, &gazetteer);
        let mut mentions = finder.find(&document, &segments).mentions;
        mentions.retain(|m| {
            gazetteer.entity(m.entity).kind == EntityType::Country && m.reading != Reading::Anaphor
        });
        wanted += left.len();
        found += mentions.len();
        traps += usize::from(left.is_empty());
        taken += usize::from(left.is_empty() && !mentions.is_empty());
        for mention in mentions {
            let (start, end) = (mention.span.start as usize, mention.span.end as usize);
            let id = &gazetteer.entity(mention.entity).id;
            let hit = left.iter().position(|(s, e, code)| start < *e && *s < end && id.ends_with(code));
            if let Some(hit) = hit {
                left.remove(hit);
                right += 1;
            }
        }
    }
    // F1 as twice what is right over what is found and what is wanted.
    assert!(wanted > 1000 && traps >= 250, "{wanted} countries, {traps} traps");
    assert!(2 * right * 1000 >= 985 * (found + wanted), "{right} right of {found} found, {wanted} wanted");
    assert!(taken * 10 <= traps, "{taken} of {traps} traps taken");
}
