//! The rules of the house: imports go down, files and functions stay short, language stays in data, every file says
//! what it is for.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panic")]
#![allow(clippy::non_ascii_literal, reason = "tests speak the languages that the code must not")]

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Modules from the ground up; each may use those before it.
const FLOORS: [&str; 11] = [
    "date",
    "error",
    "threads",
    "gazetteer",
    "document",
    "mention",
    "discovery",
    "relation",
    "graph",
    "export",
    "pipeline",
];
const LONGEST_FILE: usize = 400;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The module at the top of a path below `src`.
fn floor_of(path: &Path) -> Option<usize> {
    let below = path.strip_prefix(root().join("src")).ok()?;
    let first = below.iter().next()?.to_str()?.trim_end_matches(".rs");
    FLOORS.iter().position(|f| *f == first)
}

#[test]
fn imports_go_down_only() {
    for path in sources(&root().join("src")) {
        let Some(floor) = floor_of(&path) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            let used = line
                .split("crate::")
                .skip(1)
                .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next());
            for name in used.flatten() {
                let Some(other) = FLOORS.iter().position(|f| *f == name) else { continue };
                let place = format!("{}:{}", path.display(), number + 1);
                assert!(
                    other <= floor,
                    "{place}: {} is below {name}; move what is shared down",
                    FLOORS[floor]
                );
            }
        }
    }
}

#[test]
fn every_folder_of_src_is_a_floor() {
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let known = FLOORS.contains(&name.as_str()) || ["lib", "main", "cli"].contains(&name.as_str());
        assert!(known, "{name}: put it into FLOORS of this test and into lib.rs, at its height");
    }
    let lib = fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let listed: Vec<&str> = lib
        .lines()
        .filter_map(|l| l.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(listed, FLOORS, "lib.rs lists the modules in the order of the floors");
}

#[test]
fn files_say_what_they_are_for_and_stay_short() {
    for folder in ["src", "tests", "benches"] {
        for path in sources(&root().join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(
                text.starts_with("//! "),
                "{}: begin with a //! line that says what it is for",
                path.display()
            );
            let code = text.split("#[cfg(test)]").next().unwrap_or_default().lines().count();
            assert!(
                code <= LONGEST_FILE,
                "{}: {code} lines; cut it where it has two subjects",
                path.display()
            );
        }
    }
}

#[test]
fn language_stays_in_data() {
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        let found = text
            .lines()
            .enumerate()
            .find(|(_, line)| line.chars().any(|c| c.is_alphabetic() && !c.is_ascii()));
        assert!(
            found.is_none(),
            "{}: {found:?}: letters of a language belong into gazetteer/",
            path.display()
        );
    }
}

#[test]
fn every_export_is_in_the_list_of_formats() {
    let listed = fs::read_to_string(root().join("src/export/mod.rs")).unwrap();
    for path in sources(&root().join("src/export")) {
        let text = fs::read_to_string(&path).unwrap();
        if text.contains("const FORMAT: Format") {
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(listed.contains(&format!("{name}::FORMAT")), "{name}: add {name}::FORMAT to FORMATS");
        }
    }
    assert!(isnad::export::FORMATS.len() >= 4);
}

#[test]
fn dependencies_have_their_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let table = manifest.split("[dependencies]").nth(1).unwrap().split("\n[[").next().unwrap();
    for line in table.lines().filter(|l| l.contains('=') && !l.starts_with('#')) {
        assert!(line.contains(" # "), "{line}: say behind # why it is there");
    }
}
