//! `edges.csv`: one row for each edge.

use std::io::{self, Write};

use super::nodes::dates;
use super::schema::EDGES;
use super::{Content, Format};
use crate::gazetteer::{EntityIx, Gazetteer};
use crate::graph::Edge;

pub(super) const FORMAT: Format = Format { file: "edges.csv", write };

fn write(content: &Content<'_>, out: &mut dyn Write) -> io::Result<()> {
    let gazetteer = content.gazetteer;
    let mut table = csv::Writer::from_writer(out);
    table.write_record(EDGES.header())?;
    for &(source, target, edge) in content.edges {
        let [first, last] = dates(edge.dates);
        table.write_record([
            id(gazetteer, source, target, edge).as_str(),
            &gazetteer.entity(source).id,
            &gazetteer.entity(target).id,
            if edge.kind.is_symmetric() { "Undirected" } else { "Directed" },
            edge.kind.name(),
            edge.kind.relation(),
            &edge.weight.to_string(),
            &edge.documents.to_string(),
            &first,
            &last,
            "",
            "",
        ])?;
    }
    table.flush()
}

/// An id that says what the edge is, and so stays the same from build to build.
pub(super) fn id(gazetteer: &Gazetteer, source: EntityIx, target: EntityIx, edge: &Edge) -> String {
    format!("{}|{}|{}", gazetteer.entity(source).id, edge.kind.relation(), gazetteer.entity(target).id)
}
