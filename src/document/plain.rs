//! Plain files: front matter, title line, line ends.

use crate::date;

use super::Document;

/// Line ends as `\n`, as most programs that open text files show them.
pub(super) fn line_ends(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// Takes title, date, language and source from front matter between two `---` lines, and else the title from a
/// first line that stands by itself.
pub(super) fn read_head(document: &mut Document) {
    if let Some(body) = read_front_matter(document) {
        document.body = body;
    }
    if document.title.is_empty() {
        document.title = title_line(&document.text[document.body..]).to_owned();
    }
}

/// Reads front matter: `key: value` lines between two lines of `---`. Gives the place after it, or nothing where what
/// stands between is an article.
fn read_front_matter(document: &mut Document) -> Option<usize> {
    let mut lines = document.text.split_inclusive('\n');
    let mut end = lines.next().filter(|line| line.trim_end() == "---")?.len();
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines {
        end += line.len();
        if line.trim_end() == "---" {
            fields.iter().for_each(|(key, value)| set_field(document, key, value));
            return Some(end);
        }
        if line.trim().is_empty() {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')) {
            return None;
        }
        fields.push((key.to_owned(), value.trim().trim_matches(['"', '\'']).to_owned()));
    }
    None
}

fn set_field(document: &mut Document, key: &str, value: &str) {
    match key {
        "title" => value.clone_into(&mut document.title),
        "lang" | "language" => value.clone_into(&mut document.language),
        "source" => value.clone_into(&mut document.source),
        "date" => set_date(document, value),
        _ => {}
    }
}

/// Sets the date, or notes that it is none.
pub(super) fn set_date(document: &mut Document, value: &str) {
    match date::day(value) {
        Some(day) => document.date = Some(day),
        None if value.trim().is_empty() => {}
        None => {
            let value: String = value.chars().take(40).collect();
            document.note = format!("the date {value:?} is not ISO 8601 and was left out");
        }
    }
}

fn title_line(text: &str) -> &str {
    const LONGEST: usize = 200;
    let mut lines = text.trim_start().lines();
    let first = lines.next().unwrap_or_default().trim().trim_start_matches('#').trim_start();
    let alone = lines.any(|l| !l.trim().is_empty());
    let short = first.contains(char::is_alphanumeric) && first.chars().count() <= LONGEST;
    let is_title = alone && short && !first.ends_with(['.', ':', ',', '\u{60C}', '\u{61B}']);
    if is_title { first } else { "" }
}
