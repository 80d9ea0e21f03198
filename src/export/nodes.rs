//! `nodes.csv`: one row for each entity found.

use std::io::{self, Write};

use super::schema::NODES;
use super::{Content, Format};
use crate::graph::Dates;

pub(super) const FORMAT: Format = Format { file: "nodes.csv", write };

fn write(content: &Content<'_>, out: &mut dyn Write) -> io::Result<()> {
    let gazetteer = content.gazetteer;
    let mut table = csv::Writer::from_writer(out);
    table.write_record(NODES.header())?;
    for node in content.nodes {
        let entity = gazetteer.entity(node.entity);
        let country = gazetteer.country_of(node.entity, node.dates.last);
        let [first, last] = dates(node.dates);
        table.write_record([
            entity.id.as_str(),
            &entity.label,
            &entity.label_ar,
            entity.kind.name(),
            country.map_or("", |c| gazetteer.entity(c).id.as_str()),
            &node.mentions.to_string(),
            &node.documents.to_string(),
            &first,
            &last,
            if gazetteer.is_provisional(node.entity) { "true" } else { "false" },
        ])?;
    }
    table.flush()
}

/// Both dates as ISO 8601, or empty.
pub(super) fn dates(dates: Dates) -> [String; 2] {
    [dates.first, dates.last].map(|d| d.map_or_else(String::new, crate::date::iso))
}
