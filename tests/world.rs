//! Every country, in both languages and several orthographies: its name, demonym and capital are found where they stand
//! in a plain sentence.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panic")]
#![allow(clippy::non_ascii_literal, reason = "tests speak the languages that the code must not")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;
use std::{env, fs};

use isnad::document::{Document, Segments};
use isnad::gazetteer::{CueKind, EntityIx, Gazetteer, Target};
use isnad::mention::Finder;

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::built_in().unwrap());

/// What a row's value stands in, by key and language.
const FRAMES: [(&str, &str, &str); 8] = [
    ("label", "ar", "دعت حكومة {} مواطنيها إلى الهدوء."),
    ("name", "ar", "دعت حكومة {} مواطنيها إلى الهدوء."),
    ("demonym", "ar", "وصل الرئيس ال{} إلى مقر الأمم المتحدة."),
    ("metonym", "ar", "وصل الوفد مساء أمس إلى {} لإجراء محادثات."),
    ("label", "en", "Voters in {} went to the polls on Sunday."),
    ("name", "en", "Voters in {} went to the polls on Sunday."),
    ("demonym", "en", "The {} government said it would appeal."),
    ("metonym", "en", "The delegation landed in {} for talks on Monday."),
];

/// A way of writing Arabic.
type Orthography = (&'static str, fn(&str) -> String);

const ORTHOGRAPHIES: [Orthography; 8] = [
    ("as listed", str::to_owned),
    ("without hamza", |text| text.replace(['أ', 'إ', 'آ'], "ا").replace('ؤ', "و")),
    ("final yeh as alef maksura", |text| final_letter(text, 'ي', 'ى')),
    ("final alef maksura as yeh", |text| final_letter(text, 'ى', 'ي')),
    ("with kashida", |text| after_letters(text, "ـ")),
    ("with vowel signs", |text| after_letters(text, "\u{64E}")),
    ("in presentation forms", presentation),
    ("with Persian letters", |text| text.replace('ي', "ی").replace('ك', "ک")),
];

fn is_arabic(c: char) -> bool {
    ('\u{621}'..='\u{64A}').contains(&c) && c != 'ـ'
}

fn final_letter(text: &str, from: char, to: char) -> String {
    let next = text.chars().skip(1).chain([' ']);
    text.chars().zip(next).map(|(c, next)| if c == from && !is_arabic(next) { to } else { c }).collect()
}

/// Puts a mark behind every letter that another follows.
fn after_letters(text: &str, mark: &str) -> String {
    let mut marked = String::new();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        marked.push(c);
        if is_arabic(c) && letters.peek().is_some_and(|next| is_arabic(*next)) {
            marked.push_str(mark);
        }
    }
    marked
}

/// Isolated forms of Arabic Presentation Forms-B, as old systems wrote them.
fn presentation(text: &str) -> String {
    const LETTERS: &str = "آأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي";
    const FORMS: [u32; 35] = [
        0xFE81, 0xFE83, 0xFE85, 0xFE87, 0xFE89, 0xFE8D, 0xFE8F, 0xFE93, 0xFE95, 0xFE99, 0xFE9D, 0xFEA1,
        0xFEA5, 0xFEA9, 0xFEAB, 0xFEAD, 0xFEAF, 0xFEB1, 0xFEB5, 0xFEB9, 0xFEBD, 0xFEC1, 0xFEC5, 0xFEC9,
        0xFECD, 0xFED1, 0xFED5, 0xFED9, 0xFEDD, 0xFEE1, 0xFEE5, 0xFEE9, 0xFEED, 0xFEEF, 0xFEF1,
    ];
    let form = |c: char| {
        let at = LETTERS.chars().position(|letter| letter == c);
        at.and_then(|at| char::from_u32(FORMS[at])).unwrap_or(c)
    };
    text.replace("لا", "\u{FEFB}").chars().map(form).collect()
}

/// The rows of countries: entity, key, language and value, without alternatives, of those that are valid to this day.
fn rows() -> Vec<[String; 4]> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("gazetteer/countries");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    let mut rows = Vec::new();
    for file in files.iter().filter(|f| f.extension().is_some_and(|e| e == "tsv")) {
        for line in fs::read_to_string(file).unwrap().lines().filter(|l| !l.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [entity, key, lang, _, "", _, value] = cells[..]
                && !value.contains(['(', '|'])
            {
                rows.push([entity, key, lang, value].map(str::to_owned));
            }
        }
    }
    rows
}

/// Whether a form stands for its country only in a context of its own. Its row's examples show that.
fn needs_context(entity: EntityIx, phrase: &str) -> bool {
    let only = |kind| matches!(kind, CueKind::OnlyAfter | CueKind::OnlyBefore | CueKind::OnlyNear);
    let mut forms = GAZETTEER.index().find(phrase).filter(|form| form.target == Target::Entity(entity));
    forms.any(|form| GAZETTEER.cues(form).any(|cue| only(cue.kind)))
}

/// The countries found in a sentence, with the folded text of each mention.
fn found(finder: &mut Finder<'_>, segments: &mut Segments, text: &str) -> Vec<(EntityIx, String)> {
    let document = Document { text: text.to_owned(), ..Document::default() };
    segments.fill(&document, &GAZETTEER);
    let mentions = finder.find(&document, segments).mentions;
    mentions.iter().map(|m| (m.entity, GAZETTEER.fold().phrase(m.span.of(text)))).collect()
}

#[test]
fn every_country_is_found_by_its_forms() {
    let (mut finder, mut segments) = (Finder::new(&GAZETTEER), Segments::default());
    let mut missed = String::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for [id, key, lang, value] in rows() {
        let entity = GAZETTEER.find(&id).unwrap();
        let frame = FRAMES.iter().find(|(k, l, _)| *k == key && *l == lang);
        let Some((_, _, frame)) = frame else { continue };
        let written = if key == "demonym" { value.trim_start_matches("ال") } else { &value };
        let phrase = GAZETTEER.fold().phrase(written);
        if needs_context(entity, &phrase) {
            continue;
        }
        let sentence = frame.replace("{}", written);
        let orthographies = if lang == "ar" { &ORTHOGRAPHIES[..] } else { &ORTHOGRAPHIES[..1] };
        for (name, write) in orthographies {
            let mentions = found(&mut finder, &mut segments, &write(&sentence));
            *seen.entry(id.clone()).or_default() += 1;
            if !mentions.iter().any(|(e, surface)| *e == entity && surface.ends_with(&phrase)) {
                writeln!(missed, "{id} {name}: {sentence}").expect("a string grows");
            }
        }
    }
    assert!(seen.len() > 240, "only {} countries were tried", seen.len());
    assert!(missed.is_empty(), "{} not found:\n{missed}", missed.lines().count());
}
