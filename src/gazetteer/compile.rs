//! Rows to gazetteer: every row is checked, every fault reported, nothing half-right is kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::FixedState;

use super::cue::{CueDraft, Cues};
use super::entity::{Entity, EntityIx, EntityType, Form, Gate, Reading, Target, Tenure};
use super::fold::Fold;
use super::form::{Draft, Maker};
use super::index::FormIndex;
use super::language::{Languages, fold_rows};
use super::row::{Cells, Faults, Row, Sheet, Table, alternatives};
use super::{Example, Gazetteer, Style};
use crate::date;

const KEYS: &str = "label display name demonym demonym-plural metonym surname surname-after handle office:KIND country \
    part-of code withdraw cue:not-after cue:not-before cue:only-after cue:only-before cue:only-near example:yes example:no";

/// Compiles all sheets. Rows of a later layer (`layers` has one for each file) override those of the ones before.
pub(super) fn compile(sheets: &[Sheet<'_>], layers: &[usize], faults: &mut Faults) -> Gazetteer {
    let fold = Fold::new(fold_rows(sheets, faults));
    let languages = Languages::compile(sheets, &fold, faults);
    let rows = || sheets.iter().filter(|s| s.table == Table::Entities).flat_map(|s| &s.rows);
    let mut ids: Vec<&str> = rows().map(|(_, c)| c[0]).collect();
    ids.dedup();
    ids.retain(|id| EntityType::of_id(id).is_some());
    ids.sort_unstable();
    ids.dedup();
    let number: HashMap<&str, EntityIx, FixedState> =
        (0..).map(EntityIx).zip(&ids).map(|(ix, id)| (*id, ix)).collect();
    let mut compiler = Compiler {
        entities: ids.iter().map(|id| blank(id)).collect(),
        labels: HashMap::default(),
        drafts: Vec::new(),
        cues: Vec::new(),
        examples: Vec::new(),
        number,
        layers,
        withdrawn: Vec::new(),
        fold: &fold,
        languages: &languages,
        faults,
    };
    for (row, cells) in rows() {
        if let Err((message, remedy)) = compiler.add(*row, cells) {
            compiler.faults.add(*row, message, remedy);
        }
    }
    compiler.add_anaphors();
    compiler.set_labels();
    compiler.override_tenures();
    compiler.withdraw();
    let Compiler { entities, mut drafts, cues, examples, .. } = compiler;
    let cues = Cues::attach(&cues, &mut drafts, &fold, &languages, faults);
    let given_names = given_names(&entities, &drafts, &languages);
    let forms: Vec<(String, Form)> = drafts.into_iter().map(|d| (d.text, d.form)).collect();
    let styles = styles(sheets, faults);
    let index = FormIndex::new(forms);
    let mut holders: BTreeMap<EntityIx, Vec<EntityIx>> = BTreeMap::new();
    for (ix, entity) in (0..).map(EntityIx).zip(&entities) {
        let bodies: BTreeSet<EntityIx> = entity.tenures.iter().map(|t| t.body).collect();
        bodies.into_iter().for_each(|body| holders.entry(body).or_default().push(ix));
    }
    let files = faults.files.clone();
    Gazetteer { files, entities, index, fold, languages, cues, given_names, holders, examples, styles }
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

/// First words of leaders' full names: what follows a title and is one of these is somebody's name.
fn given_names(entities: &[Entity], drafts: &[Draft], languages: &Languages) -> BTreeSet<String> {
    let leader =
        |t: Target| matches!(t, Target::Entity(ix) if entities[ix.index()].kind == EntityType::Leader);
    let full = drafts.iter().filter(|d| d.form.words > 1 && leader(d.form.target));
    let common = |word: &&str| languages.is_common(word);
    full.filter_map(|d| d.text.split(' ').next())
        .filter(|word| word.chars().count() > 1 && !common(word))
        .map(str::to_owned)
        .collect()
}

fn styles(sheets: &[Sheet<'_>], faults: &mut Faults) -> BTreeMap<EntityType, Style> {
    let mut styles = BTreeMap::new();
    for (row, cells) in sheets.iter().filter(|s| s.table == Table::Types).flat_map(|s| &s.rows) {
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
    drafts: Vec<Draft>,
    cues: Vec<CueDraft>,
    examples: Vec<Example>,
    number: HashMap<&'a str, EntityIx, FixedState>,
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

impl Compiler<'_> {
    fn add(&mut self, row: Row, cells: &Cells<'_>) -> Outcome {
        let (id, key, lang, value) = (cells[0], cells[1], cells[2], cells[6]);
        let Some(&entity) = self.number.get(id) else {
            return wrong(
                format!("{id:?} is no entity id"),
                "write country:ABC, or leader: organization: corridor: place: and a kebab-case name",
            );
        };
        if value.is_empty() {
            return wrong("an empty value", "write the form in the last cell, or delete the row");
        }
        let marks = |c: &char| matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
        // The direction marks all begin with this byte in UTF-8.
        let direction = value.as_bytes().contains(&0xE2).then(|| value.chars().find(marks)).flatten();
        if let Some(c) = direction.or_else(|| value.chars().find(char::is_ascii_control)) {
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
                self.withdrawn.push((entity, self.fold.phrase(value)));
                Ok(())
            }
            _ => self.add_forms(entity, row, cells),
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
        let all = self.entities.iter().enumerate();
        let later: Vec<(usize, Tenure)> = all
            .flat_map(|(i, e)| e.tenures.iter().filter(|t| layer(t.row) > 0).map(move |t| (i, t.clone())))
            .collect();
        for (holder, new) in later {
            for (i, entity) in self.entities.iter_mut().enumerate() {
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

    fn withdraw(&mut self) {
        let withdrawn = std::mem::take(&mut self.withdrawn);
        if withdrawn.is_empty() {
            return;
        }
        self.drafts.retain(|draft| {
            let named = |text: &str| {
                withdrawn.iter().any(|(e, w)| draft.form.target == Target::Entity(*e) && w == text)
            };
            !named(&draft.text) && !draft.base.as_deref().is_some_and(named)
        });
    }

    fn add_cue(&mut self, entity: EntityIx, row: Row, key: &str, value: &str) -> Outcome {
        match CueDraft::parse(entity, row, key, value, self.fold) {
            Ok(cue) => {
                self.cues.push(cue);
                Ok(())
            }
            Err(message) => wrong(message, "write cue:KIND and `form = word|word`"),
        }
    }

    fn add_label(&mut self, entity: EntityIx, row: Row, cells: &Cells<'_>) -> Outcome {
        let (key, lang, value) = (cells[1], cells[2], cells[6]);
        if key == "label" {
            self.add_forms(entity, row, cells)?;
        }
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

    fn add_forms(&mut self, entity: EntityIx, row: Row, cells: &Cells<'_>) -> Outcome {
        let (key, lang) = (cells[1], cells[2]);
        let (target, maker) = (Target::Entity(entity), Maker { fold: self.fold, languages: self.languages });
        let forms = alternatives(cells[6])
            .map_err(|m| (m.to_owned(), "write `a (b|c)` for `a b` and `a c`".to_owned()))?;
        let valid = (date::interval(cells[3]).map(|d| d.0), date::interval(cells[4]).map(|d| d.1));
        for form in forms {
            let before = self.drafts.len();
            let plain = |reading, gate| maker.plain(&form, target, reading, gate, row);
            match key {
                "label" | "name" | "surname" => self.drafts.extend(plain(Reading::Name, Gate::Open)),
                "surname-after" => self.drafts.extend(plain(Reading::Name, Gate::AfterName)),
                "metonym" => self.drafts.extend(plain(Reading::Metonym, Gate::Open)),
                "handle" if is_handle(&form) => self.drafts.extend(maker.handle(&form, target, row)),
                "handle" => {
                    return wrong(format!("{form:?} is no handle"), "write letters, digits and _ only");
                }
                "demonym" | "demonym-plural" => {
                    self.drafts.extend(maker.demonym(&form, lang, target, row, key == "demonym"));
                }
                _ => return wrong(format!("unknown key {key:?}"), format!("write one of: {KEYS}")),
            }
            if self.drafts.len() == before {
                return wrong(
                    format!("{form:?} has no word, or more than 16"),
                    "write a form that a text may hold",
                );
            }
            self.drafts[before..].iter_mut().for_each(|draft| draft.form.valid = valid);
        }
        Ok(())
    }

    fn add_anaphors(&mut self) {
        let maker = Maker { fold: self.fold, languages: self.languages };
        for (index, anaphor) in (0..).zip(&self.languages.anaphors) {
            let target = Target::Anaphor(index);
            self.drafts.extend(maker.plain(&anaphor.text, target, Reading::Anaphor, Gate::Open, anaphor.row));
        }
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

/// A language code of two or three letters as a key.
fn code(lang: &str) -> [u8; 3] {
    let bytes = lang.as_bytes();
    [0, 1, 2].map(|i| bytes.get(i).copied().unwrap_or(0))
}

fn is_handle(form: &str) -> bool {
    let name = form.trim_start_matches('@');
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn is_language(code: &str) -> bool {
    (2..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_lowercase())
}
