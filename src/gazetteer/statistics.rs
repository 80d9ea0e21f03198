//! Counts of entities and forms by type, language and region, as Markdown tables.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Gazetteer;
use super::entity::{EntityIx, EntityType, Form, Target};

/// Languages with a column of their own.
const COLUMNS: [&str; 2] = ["ar", "en"];

pub(super) fn statistics(gazetteer: &Gazetteer) -> String {
    let mut text = String::new();
    by_type(gazetteer, &mut text).expect("a string grows");
    by_language(gazetteer, &mut text).expect("a string grows");
    by_region(gazetteer, &mut text).expect("a string grows");
    text
}

fn language(form: &Form) -> &str {
    std::str::from_utf8(&form.language).unwrap_or("").trim_end_matches('\0')
}

fn kind_of(gazetteer: &Gazetteer, form: &Form) -> Option<EntityType> {
    match form.target {
        Target::Entity(entity) => Some(gazetteer.entity(entity).kind),
        _ => None,
    }
}

fn by_type(gazetteer: &Gazetteer, text: &mut String) -> std::fmt::Result {
    writeln!(text, "| type | entities | offices | forms, Arabic | forms, English | forms, other |")?;
    writeln!(text, "|---|--:|--:|--:|--:|--:|")?;
    let mut total = [0; 5];
    for kind in EntityType::ALL {
        let entities = gazetteer.entities().filter(|(_, e)| e.kind == kind);
        let (count, offices) =
            entities.fold((0, 0), |(n, offices), (_, e)| (n + 1, offices + e.tenures.len()));
        let forms: Vec<&str> = gazetteer
            .index()
            .forms()
            .filter(|form| kind_of(gazetteer, form) == Some(kind))
            .map(language)
            .collect();
        let [arabic, english] = COLUMNS.map(|lang| forms.iter().filter(|l| **l == lang).count());
        let counts = [count, offices, arabic, english, forms.len() - arabic - english];
        row(text, kind.name(), &counts)?;
        total.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
    }
    row(text, "all", &total)
}

fn row(text: &mut String, name: &str, counts: &[usize]) -> std::fmt::Result {
    let cells: Vec<String> = counts.iter().map(ToString::to_string).collect();
    writeln!(text, "| {name} | {} |", cells.join(" | "))
}

fn by_language(gazetteer: &Gazetteer, text: &mut String) -> std::fmt::Result {
    let mut counts: BTreeMap<&str, (usize, BTreeSet<Target>)> = BTreeMap::new();
    for form in gazetteer.index().forms().filter(|form| kind_of(gazetteer, form).is_some()) {
        let (forms, named) = counts.entry(language(form)).or_default();
        *forms += 1;
        named.insert(form.target);
    }
    writeln!(text, "\n| language | forms | entities named |\n|---|--:|--:|")?;
    counts.iter().try_for_each(|(lang, (forms, named))| row(text, lang, &[*forms, named.len()]))
}

fn by_region(gazetteer: &Gazetteer, text: &mut String) -> std::fmt::Result {
    let mut counts: BTreeMap<&str, [usize; 5]> = BTreeMap::new();
    for (ix, entity) in gazetteer.entities() {
        let column = EntityType::ALL.iter().position(|kind| *kind == entity.kind).unwrap_or(0);
        counts.entry(region(gazetteer, ix)).or_default()[column] += 1;
    }
    let types = EntityType::ALL.map(EntityType::name).join(" | ");
    writeln!(text, "\n| region | {types} |\n|---|--:|--:|--:|--:|--:|")?;
    counts.iter().try_for_each(|(name, counts)| row(text, name, counts))
}

/// What an entity's country is part of; without a country, what it lies in itself.
fn region(gazetteer: &Gazetteer, ix: EntityIx) -> &str {
    const SEVERAL: &str = "several or none";
    let mut at = gazetteer.country_of(ix, None).unwrap_or(ix);
    // No chain of parts is longer; `check` reports one that bites its tail.
    for _ in 0..16 {
        let entity = gazetteer.entity(at);
        let Some(whole) = entity.part_of else { break };
        // A dependent territory lies where its state does.
        let territory = gazetteer.entity(whole).kind == EntityType::Country;
        if entity.kind == EntityType::Country && !territory {
            return &gazetteer.entity(whole).label;
        }
        at = gazetteer.country_of(whole, None).unwrap_or(whole);
    }
    let last = gazetteer.entity(at);
    if at != ix && last.kind == EntityType::Place { &last.label } else { SEVERAL }
}
