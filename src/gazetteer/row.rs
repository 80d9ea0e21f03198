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
pub(crate) type Cells<'a> = [&'a str; 7];

/// One file's rows under their header.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) table: Table,
    pub(crate) rows: Vec<(Row, Cells<'a>)>,
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

/// Reads one file; rows of the wrong width are reported and left out.
pub(crate) fn read<'a>(file: u16, text: &'a str, faults: &mut Faults) -> Option<Sheet<'a>> {
    let lines = (1..).zip(text.strip_prefix('\u{FEFF}').unwrap_or(text).lines());
    let mut lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let (line, head) = lines.next()?;
    let Some((table, header)) =
        HEADERS.iter().find(|(_, header)| head.split('\t').eq(header.iter().copied()))
    else {
        let headers: Vec<_> = HEADERS.iter().map(|(_, h)| h.join(" ")).collect();
        let remedy = format!("begin with one of: {}", headers.join(" | "));
        faults.add(Row { file, line }, "no header of a known table", remedy);
        return None;
    };
    let mut sheet = Sheet { table: *table, rows: Vec::new() };
    for (line, text) in lines {
        let row = Row { file, line };
        let mut cells = Cells::default();
        let mut found = 0;
        for cell in text.split('\t') {
            if let Some(place) = cells.get_mut(found) {
                *place = cell;
            }
            found += 1;
        }
        if found == header.len() {
            sheet.rows.push((row, cells));
        } else {
            let remedy = format!("write {} cells with a tab between, empty ones too", header.len());
            faults.add(row, format!("{found} cells"), remedy);
        }
    }
    Some(sheet)
}

/// The forms that a value with alternatives stands for: `a (b|c)` is `a b` and `a c`.
pub(crate) fn alternatives(value: &str) -> Result<Vec<String>, &'static str> {
    const MOST: usize = 1000;
    if !value.contains(['(', ')', '|']) {
        return Ok(vec![value.to_owned()]);
    }
    let mut forms = vec![String::new()];
    let mut rest = value;
    while let Some(open) = rest.find('(') {
        let close = rest[open..].find(')').ok_or("a bracket is not closed")? + open;
        let group = &rest[open + 1..close];
        if group.contains('(') {
            return Err("brackets within brackets");
        }
        let choices: Vec<&str> = group.split('|').collect();
        if forms.len() * choices.len() > MOST {
            return Err("more than 1000 alternatives");
        }
        let head = &rest[..open];
        if head.contains([')', '|']) {
            return Err("an alternative outside brackets");
        }
        forms = forms.iter().flat_map(|f| choices.iter().map(move |c| format!("{f}{head}{c}"))).collect();
        rest = &rest[close + 1..];
    }
    if rest.contains([')', '|']) {
        return Err("an alternative outside brackets");
    }
    for form in &mut forms {
        form.push_str(rest);
    }
    Ok(forms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alternatives_multiply() {
        assert_eq!(alternatives("a (b|c) d(e|)").expect("right"), ["a b de", "a b d", "a c de", "a c d"]);
        for wrong in ["(a", "a)", "a|b", "((a))"] {
            assert!(alternatives(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn every_fault_is_reported_with_its_line() {
        let mut faults = Faults { files: vec!["f.tsv".into()], ..Faults::default() };
        let sheet = read(0, "# c\nlang\tkey\tof\tvalue\n\nar\tfold\nar\tfold\ta\tb\nx\n", &mut faults);
        assert_eq!(sheet.expect("a sheet").rows.len(), 1);
        assert_eq!(faults.found.iter().map(|f| f.line).collect::<Vec<_>>(), [4, 6]);
        assert!(read(0, "nonsense\n", &mut faults).is_none());
    }
}
