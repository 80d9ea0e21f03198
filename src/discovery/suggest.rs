//! Candidates to gazetteer rows, ready to edit and paste, or to be read at once.

use std::fmt::Write as _;

use super::Candidate;
use crate::gazetteer::is_arabic_script;

/// The file in the results that holds the rows; the rules of a discovering run's mentions point into it.
pub const ROWS: &str = "candidates.tsv";

/// Gazetteer rows for the candidates, in the format of `gazetteer/README.md`, each entity under its evidence.
#[must_use]
pub fn rows(candidates: &[Candidate]) -> String {
    let mut text = "# Names that the gazetteer lacks, as rows. Edit what you keep: the id, the label in the other language.\n\
                    entity\tkey\tlang\tfrom\tto\tsource\tvalue\n"
        .to_owned();
    for candidate in candidates {
        entity(candidate, &mut text).expect("a string grows");
    }
    text
}

fn entity(candidate: &Candidate, text: &mut String) -> std::fmt::Result {
    let Candidate { candidate: id, label, language, surname, office, body, .. } = candidate;
    let arabic = label.chars().any(is_arabic_script);
    let known = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
    let lang = match language.as_str() {
        "ar" | "" if !arabic => "en",
        "en" | "" if arabic => "ar",
        _ if known => language,
        _ => "en",
    };
    writeln!(
        text,
        "\n# {} times in {} documents: {}",
        candidate.mentions, candidate.documents, candidate.text
    )?;
    writeln!(text, "{id}\tlabel\t{lang}\t\t\t\t{label}")?;
    let other = if lang == "ar" { "en" } else { "ar" };
    writeln!(text, "#{id}\tlabel\t{other}\t\t\t\t")?;
    if !surname.is_empty() {
        writeln!(text, "{id}\tsurname-after\t{lang}\t\t\t\t{surname}")?;
    }
    if !office.is_empty() {
        writeln!(text, "{id}\toffice:{office}\t\t\t\t\t{body}")?;
    }
    Ok(())
}
