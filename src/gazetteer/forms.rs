//! All rows to surface forms, in two threads: half of what loading costs.

use super::compile::{Numbers, is_language};
use super::entity::{EntityIx, Gate, Reading, Target};
use super::fold::Fold;
use super::form::{Drafts, Maker, Source};
use super::language::Languages;
use super::row::{Line, Wrong, alternatives};
use crate::date;
use crate::threads::both;

/// Keys of the rows that hold forms.
pub(super) const KEYS: [&str; 8] =
    ["label", "name", "surname", "surname-after", "metonym", "handle", "demonym", "demonym-plural"];

/// What forms are made with.
#[derive(Clone, Copy)]
pub(super) struct Making<'a> {
    pub(super) number: &'a Numbers<'a>,
    pub(super) fold: &'a Fold,
    pub(super) languages: &'a Languages,
}

impl Making<'_> {
    /// The forms of all rows, in their order, then those of function words. `meanwhile` runs beside the second thread.
    pub(super) fn all(self, lines: &[&Line<'_>], meanwhile: impl FnOnce()) -> (Drafts, Vec<Wrong>) {
        // The first thread has `meanwhile` to do as well.
        let (first, second) = lines.split_at(lines.len() * 2 / 5);
        let mut drafts = Drafts::with_room(lines.len());
        let mut wrong = Vec::new();
        let here = || {
            self.make(first, &mut drafts, &mut wrong);
            meanwhile();
        };
        let there = || {
            let (mut drafts, mut wrong) = (Drafts::with_room(second.len()), Vec::new());
            self.make(second, &mut drafts, &mut wrong);
            (drafts, wrong)
        };
        let ((), others) = both(here, there);
        drafts.append(others.0);
        wrong.extend(others.1);
        self.function_words(&mut drafts);
        (drafts, wrong)
    }

    fn make(self, lines: &[&Line<'_>], drafts: &mut Drafts, wrong: &mut Vec<Wrong>) {
        let mut last: Option<(&str, EntityIx)> = None;
        for line in lines {
            let [id, key, lang, from, to, _, value] = line.cells();
            // What is wrong beside the form is reported elsewhere.
            if !KEYS.contains(&key) || value.is_empty() || !is_language(lang) {
                continue;
            }
            let entity = match last {
                Some((of, entity)) if of == id => entity,
                _ => match self.number.get(id) {
                    Some(entity) => *entity,
                    None => continue,
                },
            };
            last = Some((id, entity));
            let day = |cell: &str| date::interval(cell).filter(|_| !cell.is_empty());
            let source = Source {
                target: Target::Entity(entity),
                lang,
                own_texts: self.languages.own_texts.contains(lang),
                valid: (day(from).map(|d| d.0), day(to).map(|d| d.1)),
                row: line.row,
            };
            if let Err(fault) = self.row(key, value, source, drafts) {
                wrong.push((line.row, fault));
            }
        }
    }

    fn row(
        self,
        key: &str,
        value: &str,
        source: Source<'_>,
        drafts: &mut Drafts,
    ) -> Result<(), (String, String)> {
        if !value.contains(['(', ')', '|']) {
            return self.form(key, value, source, drafts);
        }
        let wrong = |message: &str| (message.to_owned(), "write `a (b|c)` for `a b` and `a c`".to_owned());
        alternatives(value, |form| self.form(key, form, source, drafts), wrong)
    }

    fn form(
        self,
        key: &str,
        form: &str,
        source: Source<'_>,
        drafts: &mut Drafts,
    ) -> Result<(), (String, String)> {
        let maker = Maker { fold: self.fold, languages: self.languages };
        let before = drafts.list.len();
        match key {
            "surname-after" => maker.plain(form, source, Reading::Name, Gate::AfterName, drafts),
            "metonym" => maker.plain(form, source, Reading::Metonym, Gate::Open, drafts),
            "handle" if is_handle(form) => maker.handle(form, source, drafts),
            "handle" => {
                return Err((format!("{form:?} is no handle"), "write letters, digits and _ only".into()));
            }
            "demonym" => maker.demonym(form, source, true, drafts),
            "demonym-plural" => maker.demonym(form, source, false, drafts),
            _ => maker.plain(form, source, Reading::Name, Gate::Open, drafts),
        }
        if drafts.list.len() > before {
            return Ok(());
        }
        Err((format!("{form:?} has no word, or more than 16"), "write a form that a text may hold".into()))
    }

    fn function_words(self, drafts: &mut Drafts) {
        let maker = Maker { fold: self.fold, languages: self.languages };
        let source = |target, row| Source { target, lang: "", own_texts: false, valid: (None, None), row };
        for (index, anaphor) in (0..).zip(&self.languages.anaphors) {
            let source = source(Target::Anaphor(index), anaphor.row);
            maker.plain(&anaphor.text, source, Reading::Anaphor, Gate::Open, drafts);
        }
        for (index, head) in (0..).zip(&self.languages.names.heads) {
            let source = source(Target::Head(index), head.row);
            maker.plain(&head.text, source, Reading::Name, Gate::Open, drafts);
        }
    }
}

fn is_handle(form: &str) -> bool {
    let name = form.trim_start_matches('@');
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}
