//! Candidates to gazetteer rows, ready to paste or to be read at once.

use std::fmt::Write as _;

use super::Candidate;
use crate::gazetteer::Gazetteer;

/// The name under which the rows of a discovering run are quoted: `isnad gazetteer suggest` prints the same lines.
pub const ROWS: &str = "candidates";

const HEADER: &str = "entity\tkey\tlang\tfrom\tto\tsource\tvalue";

/// Gazetteer rows for the candidates, in the format of `gazetteer/README.md`, each entity under its evidence.
#[must_use]
pub fn rows(candidates: &[Candidate], gazetteer: &Gazetteer) -> String {
    let mut text = format!("{HEADER}\n");
    for candidate in candidates {
        entity(candidate, gazetteer, &mut text).expect("a string grows");
    }
    text
}

fn entity(candidate: &Candidate, gazetteer: &Gazetteer, text: &mut String) -> std::fmt::Result {
    let Candidate { candidate: id, label, surname, office, body, .. } = candidate;
    // An id without a letter, of a name in a script that is not romanized, names nothing.
    if id.ends_with(':') || label.contains(['(', ')', '|']) {
        return writeln!(text, "\n# no row for {}: {}", label, candidate.text);
    }
    let known = gazetteer.find(id).is_some();
    let lang = if label.chars().any(|c| ('\u{600}'..='\u{6FF}').contains(&c)) { "ar" } else { "en" };
    writeln!(
        text,
        "\n# {} times in {} documents: {}",
        candidate.mentions, candidate.documents, candidate.text
    )?;
    let key = if known { "name" } else { "label" };
    writeln!(text, "{id}\t{key}\t{lang}\t\t\t\t{label}")?;
    if !surname.is_empty() {
        writeln!(text, "{id}\tsurname-after\t{lang}\t\t\t\t{surname}")?;
    }
    if !office.is_empty() {
        writeln!(text, "{id}\toffice:{office}\t\t\t\t\t{body}")?;
    }
    Ok(())
}
