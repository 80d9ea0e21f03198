//! Rows to gazetteer: every row is checked, every fault reported, nothing half-right is kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use foldhash::fast::FixedState;

use super::cue::{CueDraft, Cues};
use super::entity::{Entity, EntityIx, EntityType, Target, Tenure};
use super::fold::Fold;
use super::form::{Drafts, Slice, code, slice};
use super::forms;
use super::index::FormIndex;
use super::language::{Languages, fold_rows};
use super::row::{Cells, Faults, Line, Row, Sheet, Table, alternatives};
use super::{Example, Gazetteer, Style};
use crate::date;
use crate::threads::both;

const KEYS: &str = "label display name demonym demonym-plural metonym surname surname-after handle office:KIND country \
    part-of code withdraw cue:not-after cue:not-before cue:only-after cue:only-before cue:only-near cue:not-near example:yes example:no";

/// Compiles all sheets. Rows of a later layer (`layers` has one for each file) override those of the ones before.
pub(super) fn compile(sheets: &[Sheet<'_>], layers: &[usize], faults: &mut Faults) -> Gazetteer {
    let fold = Fold::new(fold_rows(sheets, faults));
    let lines: Vec<&Line<'_>> =
        sheets.iter().filter(|s| s.table == Table::Entities).flat_map(|s| &s.rows).collect();
    let (languages, number) = both(|| Languages::compile(sheets, &fold, faults), || numbers(&lines));
    let mut ids: Vec<(&str, EntityIx)> = number.iter().map(|(id, ix)| (*id, *ix)).collect();
    ids.sort_unstable_by_key(|(_, ix)| *ix);
    let mut compiler = Compiler {
        entities: ids.iter().map(|(id, _)| blank(id)).collect(),
        labels: HashMap::default(),
        cues: Vec::new(),
        examples: Vec::new(),
        number: &number,
        last: None,
        layers,
        withdrawn: Vec::new(),
        fold: &fold,
        languages: &languages,
        faults,
    };
    let making = forms::Making { number: &number, fold: &fold, languages: &languages };
    let (mut drafts, wrong) = making.all(&lines, || compiler.add_all(&lines));
    for (row, (message, remedy)) in wrong {
        compiler.faults.add(row, message, remedy);
    }
    compiler.set_labels();
    compiler.override_tenures();
    compiler.withdraw(&mut drafts);
    let Compiler { entities, cues, examples, .. } = compiler;
    let cues = Cues::attach(cues, &mut drafts, &languages, faults);
    let styles = styles(sheets, faults);
    let index = FormIndex::new(drafts, layers);
    let mut holders: BTreeMap<EntityIx, Vec<EntityIx>> = BTreeMap::new();
    for (ix, entity) in (0..).map(EntityIx).zip(&entities) {
        let bodies: BTreeSet<EntityIx> = entity.tenures.iter().map(|t| t.body).collect();
        bodies.into_iter().for_each(|body| holders.entry(body).or_default().push(ix));
    }
    let files = faults.files.clone();
    let discovered_file = None;
    Gazetteer {
        files,
        layers: layers.to_vec(),
        discovered_file,
        entities,
        index,
        fold,
        languages,
        cues,
        given_names: OnceLock::new(),
        holders,
        examples,
        styles,
    }
}

/// Entities by their ids.
pub(super) type Numbers<'a> = HashMap<&'a str, EntityIx, FixedState>;

/// Numbers the ids in their order.
fn numbers<'a>(lines: &[&Line<'a>]) -> Numbers<'a> {
    let mut ids: Vec<&str> = lines.iter().map(|line| line.first()).collect();
    ids.dedup();
    ids.retain(|id| EntityType::of_id(id).is_some());
    ids.sort_unstable();
    ids.dedup();
    (0..).map(EntityIx).zip(&ids).map(|(ix, id)| (*id, ix)).collect()
}

fn blank(id: &str) -> Entity {
    Entity {
        id: id.to_owned(),
        kind: EntityType::of_id(id).expect("only well-formed ids were gathered"),
        label: String::new(),
        label_ar: String::new(),
        country: None,
        part_of: None,
        code: None,
        tenures: Vec::new(),
        row: Row { file: u16::MAX, line: u32::MAX },
    }
}

fn styles(sheets: &[Sheet<'_>], faults: &mut Faults) -> BTreeMap<EntityType, Style> {
    let mut styles = BTreeMap::new();
    for line in sheets.iter().filter(|s| s.table == Table::Types).flat_map(|s| &s.rows) {
        let (row, cells) = (&line.row, line.cells());
        let Some(kind) = EntityType::ALL.into_iter().find(|t| t.name() == cells[0]) else {
            let names = EntityType::ALL.map(EntityType::name).join(", ");
            faults.add(*row, format!("unknown entity type {:?}", cells[0]), format!("write one of: {names}"));
            continue;
        };
        let colour =
            cells[1].strip_prefix('#').filter(|c| c.len() == 6 && c.bytes().all(|b| b.is_ascii_hexdigit()));
        if colour.is_none() {
            faults.add(*row, format!("{:?} is no colour", cells[1]), "write # and six hexadecimal digits");
            continue;
        }
        styles.insert(kind, Style { colour: cells[1].to_owned(), shape: cells[2].to_owned() });
    }
    styles
}

struct Compiler<'a> {
    entities: Vec<Entity>,
    labels: HashMap<(EntityIx, bool, [u8; 3]), Row, FixedState>,
    cues: Vec<CueDraft>,
    examples: Vec<Example>,
    number: &'a Numbers<'a>,
    /// The entity of the row before.
    last: Option<(&'a str, EntityIx)>,
    layers: &'a [usize],
    /// Forms that an overlay takes away from an entity.
    withdrawn: Vec<(EntityIx, String)>,
    fold: &'a Fold,
    languages: &'a Languages,
    faults: &'a mut Faults,
}

type Outcome = Result<(), (String, String)>;

fn wrong(message: impl Into<String>, remedy: impl Into<String>) -> Outcome {
    Err((message.into(), remedy.into()))
}

impl<'a> Compiler<'a> {
    /// Everything of the rows but their forms.
    fn add_all(&mut self, lines: &[&Line<'a>]) {
        for line in lines {
            if let Err((message, remedy)) = self.add(line.row, &line.cells()) {
                self.faults.add(line.row, message, remedy);
            }
        }
    }

    fn add(&mut self, row: Row, cells: &Cells<'a>) -> Outcome {
        let (id, key, lang, value) = (cells[0], cells[1], cells[2], cells[6]);
        let same = self.last.filter(|(last, _)| *last == id).map(|(_, entity)| entity);
        let Some(entity) = same.or_else(|| self.number.get(id).copied()) else {
            return wrong(
                format!("{id:?} is no entity id"),
                "write country:ABC, or leader: organization: corridor: place: and a kebab-case name",
            );
        };
        self.last = Some((id, entity));
        if value.is_empty() {
            return wrong("an empty value", "write the form in the last cell, or delete the row");
        }
        let marks = |c: &char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        // The direction marks all begin with this byte in UTF-8.
        let odd = value.bytes().any(|b| b == 0xE2 || b.is_ascii_control());
        if let Some(c) = odd.then(|| value.chars().find(|c| marks(c) || c.is_ascii_control())).flatten() {
            let message = format!("the invisible character U+{:04X}", u32::from(c));
            return wrong(message, "delete it; the forms need none");
        }
        let of_first = &mut self.entities[entity.index()].row;
        *of_first = (*of_first).min(row);
        self.check_dates(cells[3], cells[4])?;
        match key {
            "country" | "part-of" | "code" => self.add_attribute(entity, key, value),
            _ if key.starts_with("office:") => self.add_tenure(entity, row, cells),
            _ if key.starts_with("cue:") => self.add_cue(entity, row, key, value),
            "example:yes" | "example:no" => {
                self.examples.push(Example {
                    entity,
                    text: value.to_owned(),
                    expected: key == "example:yes",
                    row,
                });
                Ok(())
            }
            _ if !is_language(lang) => {
                wrong(format!("{lang:?} is no language"), "write ar, en or another ISO 639 code")
            }
            "label" | "display" => self.add_label(entity, row, cells),
            "withdraw" => {
                let (withdrawn, fold) = (&mut self.withdrawn, self.fold);
                let add = |form: &str| {
                    withdrawn.push((entity, fold.phrase(form)));
                    Ok(())
                };
                alternatives(value, add, |m| (m.to_owned(), "write `a (b|c)` for `a b` and `a c`".to_owned()))
            }
            _ if forms::KEYS.contains(&key) => Ok(()),
            _ => wrong(format!("unknown key {key:?}"), format!("write one of: {KEYS}")),
        }
    }

    fn check_dates(&self, from: &str, to: &str) -> Outcome {
        for date in [from, to].into_iter().filter(|d| !d.is_empty()) {
            if date::interval(date).is_none() {
                return wrong(format!("{date:?} is no date"), "write YYYY, YYYY-MM or YYYY-MM-DD");
            }
        }
        match (date::interval(from), date::interval(to)) {
            (Some((first, _)), Some((_, last))) if first > last => {
                wrong(format!("{from} is after {to}"), "put the earlier date first")
            }
            _ => Ok(()),
        }
    }

    fn known(&self, id: &str) -> Result<EntityIx, (String, String)> {
        let unknown = || {
            (format!("{id:?} is not in the gazetteer"), "write the id of an entity that has rows".to_owned())
        };
        self.number.get(id).copied().ok_or_else(unknown)
    }

    fn add_attribute(&mut self, entity: EntityIx, key: &str, value: &str) -> Outcome {
        let of = if key == "code" { None } else { Some(self.known(value)?) };
        if key == "country" && of.is_some_and(|ix| self.entities[ix.index()].kind != EntityType::Country) {
            return wrong(format!("{value:?} is no country"), "write a country id; for regions use part-of");
        }
        let entity = &mut self.entities[entity.index()];
        match key {
            "country" => entity.country = of,
            "part-of" => entity.part_of = of,
            _ => entity.code = Some(value.to_owned()),
        }
        Ok(())
    }

    fn add_tenure(&mut self, entity: EntityIx, row: Row, cells: &Cells<'_>) -> Outcome {
        let kind = cells[1].trim_start_matches("office:");
        let Some(office) = self.languages.office(kind) else {
            return wrong(
                format!("unknown office {kind:?}"),
                format!("write one of: {}", self.languages.offices.join(" ")),
            );
        };
        let body = self.known(cells[6])?;
        let from = date::interval(cells[3]).map(|(first, _)| first);
        let to = date::interval(cells[4]).map(|(_, last)| last);
        self.entities[entity.index()].tenures.push(Tenure { office, body, from, to, row });
        Ok(())
    }

    /// A tenure in an overlay replaces the one that began on the same day, and ends one that another leader was left
    /// holding.
    fn override_tenures(&mut self) {
        let layer = |row: Row| self.layers[usize::from(row.file)];
        let all =
            || self.entities.iter().enumerate().flat_map(|(i, e)| e.tenures.iter().map(move |t| (i, t)));
        let mut holders: BTreeMap<(EntityIx, u16), BTreeSet<usize>> = BTreeMap::new();
        all().for_each(|(i, t)| {
            holders.entry((t.body, t.office)).or_default().insert(i);
        });
        // Without a first day it can neither replace nor end another.
        let dated = |t: &Tenure| layer(t.row) > 0 && t.from.is_some();
        let later: Vec<(usize, Tenure)> =
            all().filter(|(_, t)| dated(t)).map(|(i, t)| (i, t.clone())).collect();
        for (holder, new) in later {
            for &i in holders.get(&(new.body, new.office)).into_iter().flatten() {
                let entity = &mut self.entities[i];
                let below = |t: &Tenure| {
                    t.body == new.body && t.office == new.office && layer(t.row) < layer(new.row)
                };
                if i == holder {
                    entity.tenures.retain(|t| !(below(t) && t.from == new.from));
                } else {
                    let open =
                        entity.tenures.iter_mut().filter(|t| below(t) && t.to.is_none() && t.from < new.from);
                    open.for_each(|t| t.to = new.from.and_then(|from| from.yesterday().ok()));
                }
            }
        }
    }

    fn withdraw(&mut self, drafts: &mut Drafts) {
        let withdrawn = std::mem::take(&mut self.withdrawn);
        if withdrawn.is_empty() {
            return;
        }
        let Drafts { arena, list } = drafts;
        list.retain(|draft| {
            let named = |text: Slice| {
                let text = slice(arena, text);
                withdrawn.iter().any(|(e, w)| draft.form.target == Target::Entity(*e) && w == text)
            };
            !named(draft.text) && !named(draft.base)
        });
    }

    fn add_cue(&mut self, entity: EntityIx, row: Row, key: &str, value: &str) -> Outcome {
        match CueDraft::parse(entity, row, key, value, self.fold, self.languages) {
            Ok(cue) => {
                self.cues.push(cue);
                Ok(())
            }
            Err(message) => wrong(message, "write cue:KIND and `form = word|word|@list`"),
        }
    }

    fn add_label(&mut self, entity: EntityIx, row: Row, cells: &Cells<'_>) -> Outcome {
        let (key, lang, value) = (cells[1], cells[2], cells[6]);
        let layer = |r: &Row| self.layers[usize::from(r.file)];
        if let Some(earlier) =
            self.labels.get(&(entity, key == "display", code(lang))).filter(|r| layer(r) == layer(&row))
        {
            let place = format!("{}:{}", self.faults.files[usize::from(earlier.file)], earlier.line);
            return wrong(
                format!("a second {lang} {key}; the first is at {place}"),
                "make one of them a name",
            );
        }
        self.labels.insert((entity, key == "display", code(lang)), row);
        let displayed = self.labels.get(&(entity, true, code(lang))).is_some_and(|r| layer(r) == layer(&row));
        if key == "display" || !displayed {
            let entity = &mut self.entities[entity.index()];
            match lang {
                "ar" => value.clone_into(&mut entity.label_ar),
                "en" => value.clone_into(&mut entity.label),
                _ => {}
            }
        }
        Ok(())
    }

    fn set_labels(&mut self) {
        for entity in &mut self.entities {
            if entity.label.is_empty() && entity.label_ar.is_empty() {
                let message = format!("{} has no label", entity.id);
                self.faults.add(entity.row, message, "add a label row in en or ar");
            } else if entity.label.is_empty() {
                entity.label.clone_from(&entity.label_ar);
            } else if entity.label_ar.is_empty() {
                entity.label_ar.clone_from(&entity.label);
            }
        }
    }
}

pub(super) fn is_language(code: &str) -> bool {
    (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase())
}
