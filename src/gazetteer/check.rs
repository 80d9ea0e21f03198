//! What is wrong with rows that can be read: everything that `isnad gazetteer check` finds beyond faults of form.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Gazetteer;
use super::cue::CueKind;
use super::entity::{Entity, EntityIx, Form, Gate, Reading, Target, Tenure};
use super::fold::is_arabic_script;
use super::row::Row;
use crate::error::Fault;

/// How long two may seem to hold one office, because dates are known by the month.
const HANDOVER: i64 = 31;

/// All findings, in order of files and lines.
pub(super) fn check(gazetteer: &Gazetteer) -> Vec<Fault> {
    let mut checker = Checker { gazetteer, found: Vec::new() };
    let forms = gazetteer.index.search(|form| matches!(form.target, Target::Entity(_)));
    checker.shared_forms(&forms);
    checker.common_words(&forms);
    checker.idle_rows();
    checker.labels_and_regions();
    checker.examples();
    checker.holders();
    checker.found.sort();
    checker.found.dedup();
    checker.found
}

/// First and last day of an office, who held it, and the row.
type Held<'t> = (Date, Option<Date>, EntityIx, &'t Tenure);

struct Checker<'g> {
    gazetteer: &'g Gazetteer,
    found: Vec<Fault>,
}

impl Checker<'_> {
    fn report(&mut self, row: Row, message: String, remedy: &str) {
        let file = self.gazetteer.files[usize::from(row.file)].clone();
        self.found.push(Fault { file, line: row.line, message, remedy: remedy.to_owned() });
    }

    fn id(&self, entity: EntityIx) -> &str {
        &self.gazetteer.entity(entity).id
    }

    /// Forms that two entities have, where neither cue nor date nor gate tells them apart.
    fn shared_forms(&mut self, forms: &[(String, &Form)]) {
        for same in forms.chunk_by(|(a, _), (b, _)| a == b) {
            let open = same.iter().map(|(_, form)| *form).filter(|form| self.stands_alone(form));
            let open: Vec<&Form> = open.collect();
            for (i, form) in open.iter().enumerate().skip(1) {
                let same_texts =
                    |other: &Form| !(form.own_texts || other.own_texts) || form.language == other.language;
                let rival = open[..i].iter().find(|other| {
                    other.target != form.target && overlap(form.valid, other.valid) && same_texts(other)
                });
                let (Some(rival), Target::Entity(_)) = (rival, form.target) else { continue };
                let Target::Entity(entity) = rival.target else { continue };
                let place = self.gazetteer.place(rival.row);
                let message = format!("{:?} is a form of {} too ({place})", same[0].0, self.id(entity));
                self.report(
                    form.row,
                    message,
                    "add a cue:only-... to one of them, make a surname surname-after, or delete one",
                );
            }
        }
    }

    /// Whether a form names its entity wherever no other does.
    fn stands_alone(&self, form: &Form) -> bool {
        let required =
            |kind: CueKind| matches!(kind, CueKind::OnlyAfter | CueKind::OnlyBefore | CueKind::OnlyNear);
        form.gate == Gate::Open && !self.gazetteer.cues(form).any(|cue| required(cue.kind))
    }

    /// Forms of one word that are a word of the language too, and have no cue: generated demonyms above all.
    fn common_words(&mut self, forms: &[(String, &Form)]) {
        let languages = &self.gazetteer.languages;
        for (text, form) in forms {
            let word = languages.names.vocabulary.contains(text) || languages.is_common(text);
            let plain = form.capitals == 0 && form.acronyms == 0 && !form.own_texts && !text.starts_with("@");
            if word && plain && form.gate == Gate::Open && self.gazetteer.cues(form).next().is_none() {
                let made =
                    if form.reading == Reading::Demonym && !form.listed { ", generated here," } else { "" };
                self.report(
                    form.row,
                    format!("{text:?}{made} is a word of the language too"),
                    "add a cue with examples, or delete the row",
                );
            }
        }
    }

    /// Rows that add nothing, because their forms fold into those of other rows of the same entity.
    fn idle_rows(&mut self) {
        let index = &self.gazetteer.index;
        let used: BTreeSet<Row> = index.forms().map(|form| form.row).collect();
        let idle: BTreeMap<Row, Row> = index
            .repeated()
            .filter(|(row, kept)| {
                !used.contains(row)
                    || used.contains(kept) && self.gazetteer.layer(*row) > self.gazetteer.layer(*kept)
            })
            .copied()
            .collect();
        for (row, first) in idle {
            let message = format!("every form folds into one of {}", self.gazetteer.place(first));
            self.report(row, message, "delete the row");
        }
    }

    fn labels_and_regions(&mut self) {
        for (_, entity) in self.gazetteer.entities() {
            if entity.label == entity.label_ar {
                let arabic = entity.label.chars().any(is_arabic_script);
                let (has, lacks) = if arabic { ("an Arabic", "en") } else { ("an English", "ar") };
                let message = format!("{} has {has} label only", entity.id);
                self.report(entity.row, message, &format!("add a label row in {lacks}"));
            }
            if self.lies_in_itself(entity) {
                self.report(entity.row, format!("{} is part of itself", entity.id), "mend its part-of row");
            }
        }
    }

    fn lies_in_itself(&self, entity: &Entity) -> bool {
        let mut above = entity.part_of;
        let mut steps = 0;
        while let Some(part_of) = above {
            let whole = self.gazetteer.entity(part_of);
            steps += 1;
            if whole.id == entity.id || steps > self.gazetteer.entities.len() {
                return true;
            }
            above = whole.part_of;
        }
        false
    }

    /// Every form with a cue has a sentence that must be taken and one that must not; forms that share their cues'
    /// words share these too.
    fn examples(&mut self) {
        let mut said: BTreeMap<EntityIx, Vec<(String, bool)>> = BTreeMap::new();
        for example in self.gazetteer.examples() {
            let words = format!(" {} ", self.gazetteer.fold.phrase(&example.text));
            said.entry(example.entity).or_default().push((words, example.expected));
        }
        for ((entity, _), forms) in self.gazetteer.cues.forms() {
            let Some((first, row)) = forms.first() else { continue };
            let shown = |expected: bool| {
                let sentences = said.get(&entity).into_iter().flatten();
                let mut same = sentences.filter(|(_, e)| *e == expected);
                same.any(|(words, _)| forms.iter().any(|(form, _)| words.contains(form.as_str())))
            };
            for expected in [true, false] {
                if !shown(expected) {
                    let key = if expected { "example:yes" } else { "example:no" };
                    let message = format!("{first:?} of {} has a cue and no {key}", self.id(entity));
                    self.report(*row, message, "add a sentence of your own that shows what the cue is for");
                }
            }
        }
    }

    /// Offices that one holds at a time, with two holders at once.
    fn holders(&mut self) {
        let languages = &self.gazetteer.languages;
        let mut held: BTreeMap<(EntityIx, u16), Vec<Held<'_>>> = BTreeMap::new();
        for (ix, entity) in self.gazetteer.entities() {
            for tenure in &entity.tenures {
                let office = &languages.offices[usize::from(tenure.office)];
                let shared = ["", self.id(tenure.body)]
                    .iter()
                    .any(|body| languages.shared_offices.contains(&(office.clone(), (*body).to_owned())));
                let Some(from) = tenure.from.filter(|_| !shared) else { continue };
                held.entry((tenure.body, tenure.office)).or_default().push((from, tenure.to, ix, tenure));
            }
        }
        for ((body, office), mut tenures) in held {
            tenures.sort_by_key(|(from, to, ix, tenure)| (*from, to.is_none(), *to, *ix, tenure.row));
            for (i, (from, _, ix, tenure)) in tenures.iter().enumerate() {
                let still = |(_, to, other, _): &&Held<'_>| {
                    other != ix && to.is_none_or(|to| to.saturating_sub(HANDOVER.days()) > *from)
                };
                let Some((_, _, other, earlier)) = tenures[..i].iter().rev().find(still) else { continue };
                let office = &languages.offices[usize::from(office)];
                let message = format!(
                    "{} is {office} of {} while {} still is ({})",
                    self.id(*ix),
                    self.id(body),
                    self.id(*other),
                    self.gazetteer.place(earlier.row)
                );
                self.report(
                    tenure.row,
                    message,
                    "mend the dates, or add a shared-office row if several hold it at once",
                );
            }
        }
    }
}

fn overlap(a: (Option<Date>, Option<Date>), b: (Option<Date>, Option<Date>)) -> bool {
    let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(e), Some(s)) if e < s);
    !before(a.1, b.0) && !before(b.1, a.0)
}
