//! Tab-separated rows, as people write them: comments, a header that names the table, alternatives in a form.

use crate::error::Fault;

/// Where a datum stands: file (an index into [`Gazetteer::files`](super::Gazetteer::files)) and line, from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// Index of the file.
    pub file: u16,
    /// Line, counted from 1.
    pub line: u32,
}

/// The tables that the header line tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Entities,
    Language,
    Types,
}

const HEADERS: [(Table, &[&str]); 3] = [
    (Table::Entities, &["entity", "key", "lang", "from", "to", "source", "value"]),
    (Table::Language, &["lang", "key", "of", "value"]),
    (Table::Types, &["type", "colour", "shape"]),
];

/// The cells of a row; a table narrower than the widest leaves the last ones empty.
pub(crate) type Cells<'a> = [&'a str; CELLS];
const CELLS: usize = 7;

/// A row as it stands in the file, and where its tabs are. Its cells take three times the room.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line<'a> {
    pub(crate) row: Row,
    text: &'a str,
    tabs: [u32; CELLS - 1],
}

impl<'a> Line<'a> {
    /// The first cell.
    pub(crate) fn first(&self) -> &'a str {
        &self.text[..self.tabs[0] as usize]
    }

    /// All cells.
    pub(crate) fn cells(&self) -> Cells<'a> {
        let mut start = 0;
        std::array::from_fn(|i| {
            let end = self.tabs.get(i).map_or(self.text.len(), |tab| *tab as usize);
            let cell = self.text.get(start..end).unwrap_or("");
            start = end + 1;
            cell
        })
    }
}

/// One file's rows under their header.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) table: Table,
    pub(crate) rows: Vec<Line<'a>>,
}

/// Faults found so far, with the names of the files they may lie in.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pub(crate) files: Vec<String>,
    pub(crate) found: Vec<Fault>,
}

impl Faults {
    pub(crate) fn add(&mut self, row: Row, message: impl Into<String>, remedy: impl Into<String>) {
        let file = self.files[usize::from(row.file)].clone();
        self.found.push(Fault { file, line: row.line, message: message.into(), remedy: remedy.into() });
    }
}

/// What is wrong with a row, and what would be right.
pub(crate) type Wrong = (Row, (String, String));

/// Bytes of a row, more or less.
const ROW: usize = 48;

/// Reads one file; rows of the wrong width are reported and left out.
pub(crate) fn read<'a>(file: u16, text: &'a str, faults: &mut Vec<Wrong>) -> Option<Sheet<'a>> {
    let lines = (1..).zip(text.strip_prefix('\u{FEFF}').unwrap_or(text).lines());
    // Tabs tell a row from an empty line, but for one that holds nothing else.
    let empty = |line: &str| {
        line.is_empty() || (!line.starts_with(|c: char| c.is_ascii_alphabetic()) && line.trim().is_empty())
    };
    let mut lines = lines.filter(|(_, line)| !line.starts_with('#') && !empty(line));
    let (line, head) = lines.next()?;
    let Some((table, header)) =
        HEADERS.iter().find(|(_, header)| head.split('\t').eq(header.iter().copied()))
    else {
        let headers: Vec<_> = HEADERS.iter().map(|(_, h)| h.join(" ")).collect();
        let remedy = format!("begin with one of: {}", headers.join(" | "));
        faults.push((Row { file, line }, ("no header of a known table".to_owned(), remedy)));
        return None;
    };
    let mut sheet = Sheet { table: *table, rows: Vec::with_capacity(text.len() / ROW) };
    for (line, text) in lines {
        let row = Row { file, line };
        // Beyond the last tab lies an empty cell.
        let end = u32::try_from(text.len()).expect("gazetteer files are below 4 GiB");
        let mut tabs = [end; CELLS - 1];
        let mut found = 1;
        for (at, byte) in (0..).zip(text.bytes()) {
            if byte == b'\t' {
                if let Some(tab) = tabs.get_mut(found - 1) {
                    *tab = at;
                }
                found += 1;
            }
        }
        if found == header.len() {
            sheet.rows.push(Line { row, text, tabs });
        } else {
            let remedy = format!("write {} cells with a tab between, empty ones too", header.len());
            faults.push((row, (format!("{found} cells"), remedy)));
        }
    }
    Some(sheet)
}

/// Calls `each` with every form that a value with alternatives stands for: `a (b|c)` is `a b` and `a c`.
pub(crate) fn alternatives<E>(
    value: &str,
    mut each: impl FnMut(&str) -> Result<(), E>,
    wrong: impl Fn(&'static str) -> E,
) -> Result<(), E> {
    const MOST: usize = 1000;
    // Text and choices by turns; the last text has no choices behind it.
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut rest = value;
    let mut count = 1;
    while let Some(open) = rest.find('(') {
        let close = rest[open..].find(')').ok_or_else(|| wrong("a bracket is not closed"))? + open;
        let (text, group) = (&rest[..open], &rest[open + 1..close]);
        if group.contains('(') {
            return Err(wrong("brackets within brackets"));
        }
        let choices: Vec<&str> = group.split('|').collect();
        count *= choices.len();
        if count > MOST {
            return Err(wrong("more than 1000 alternatives"));
        }
        parts.push((text, choices));
        rest = &rest[close + 1..];
    }
    if parts.iter().any(|(text, _)| text.contains([')', '|'])) || rest.contains([')', '|']) {
        return Err(wrong("an alternative outside brackets"));
    }
    let mut form = String::with_capacity(value.len());
    for number in 0..count {
        form.clear();
        // The last choice turns fastest, as digits do.
        let mut left = count;
        for (text, choices) in &parts {
            left /= choices.len();
            form.push_str(text);
            form.push_str(choices[number / left % choices.len()]);
        }
        form.push_str(rest);
        each(&form)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_multiply() {
        let all = |value: &str| {
            let mut forms = Vec::new();
            let add = |form: &str| {
                forms.push(form.to_owned());
                Ok(())
            };
            alternatives(value, add, |message| message).map(|()| forms)
        };
        assert_eq!(all("a (b|c) d(e|)").expect("right"), ["a b de", "a b d", "a c de", "a c d"]);
        assert_eq!(all("plain").expect("right"), ["plain"]);
        for wrong in ["(a", "a)", "a|b", "((a))"] {
            assert!(all(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_fault_is_reported_with_its_line() {
        let mut faults = Vec::new();
        let sheet = read(0, "# c\nlang\tkey\tof\tvalue\n\nar\tfold\nar\tfold\ta\tb\nx\n", &mut faults);
        assert_eq!(sheet.expect("a sheet").rows.len(), 1);
        assert_eq!(faults.iter().map(|(row, _)| row.line).collect::<Vec<_>>(), [4, 6]);
        assert!(read(0, "nonsense\n", &mut faults).is_none());
    }
}
