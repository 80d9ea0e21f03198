//! `graph.graphml`: one dialect for Gephi, yEd, Cytoscape, networkx, igraph and rustworkx.
//!
//! Unprefixed namespace, typed keys with ids of their own for nodes and edges, no defaults, graph data first, directed
//! throughout with symmetry in a data column: each of these is what one of the readers insists on.

use std::io::{self, Write};

use quick_xml::escape::escape;

use super::nodes::dates;
use super::{Content, Format, edges};

pub(super) const FORMAT: Format = Format { file: "graph.graphml", write };

const NODE_KEYS: [(&str, &str); 9] = [
    ("label", "string"),
    ("label_en", "string"),
    ("label_ar", "string"),
    ("type", "string"),
    ("country", "string"),
    ("mentions", "long"),
    ("documents", "long"),
    ("first_date", "string"),
    ("last_date", "string"),
];
const EDGE_KEYS: [(&str, &str); 9] = [
    ("label", "string"),
    ("interaction", "string"),
    ("edge_id", "string"),
    ("kind", "string"),
    ("weight", "double"),
    ("documents", "long"),
    ("symmetric", "boolean"),
    ("first_date", "string"),
    ("last_date", "string"),
];

/// Elements are written as strings: a tree of half a million edges takes a writer of events ten times as long.
fn write(content: &Content<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for (element, keys) in [("node", &NODE_KEYS), ("edge", &EDGE_KEYS)] {
        for (name, kind) in keys {
            let id = key_id(element, name);
            writeln!(out, "<key id=\"{id}\" for=\"{element}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
        }
    }
    writeln!(out, "<graph id=\"isnad\" edgedefault=\"directed\">")?;
    nodes(content, out)?;
    write_edges(content, out)?;
    writeln!(out, "</graph>\n</graphml>")
}

fn key_id(element: &str, name: &str) -> String {
    format!("{}_{name}", &element[..1])
}

/// What stands before each value of an element.
fn openings(element: &str, keys: &[(&str, &str)]) -> Vec<String> {
    keys.iter().map(|(name, _)| format!("<data key=\"{}\">", key_id(element, name))).collect()
}

fn nodes(content: &Content<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (gazetteer, openings) = (content.gazetteer, openings("node", &NODE_KEYS));
    for node in content.nodes {
        let entity = gazetteer.entity(node.entity);
        let country = gazetteer.country_of(node.entity, node.dates.last);
        let [first, last] = dates(node.dates);
        let values: [&str; 9] = [
            content.labels.of(entity),
            &entity.label,
            &entity.label_ar,
            entity.kind.name(),
            country.map_or("", |c| &gazetteer.entity(c).id),
            &node.mentions.to_string(),
            &node.documents.to_string(),
            &first,
            &last,
        ];
        writeln!(out, "<node id=\"{}\">", entity.id)?;
        data(out, &openings, &values)?;
        writeln!(out, "</node>")?;
    }
    Ok(())
}

fn write_edges(content: &Content<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (gazetteer, openings) = (content.gazetteer, openings("edge", &EDGE_KEYS));
    for &(source, target, edge) in content.edges {
        let id = edges::id(gazetteer, source, target, edge);
        let [first, last] = dates(edge.dates);
        let values: [&str; 9] = [
            edge.kind.relation(),
            edge.kind.relation(),
            &id,
            edge.kind.name(),
            &edge.weight.to_string(),
            &edge.documents.to_string(),
            if edge.kind.is_symmetric() { "true" } else { "false" },
            &first,
            &last,
        ];
        // Ids hold letters, digits, colons, hyphens and bars only: the gazetteer lets no others pass.
        let [source, target] = [source, target].map(|e| gazetteer.entity(e).id.as_str());
        for part in ["<edge id=\"", &id, "\" source=\"", source, "\" target=\"", target, "\">\n"] {
            out.write_all(part.as_bytes())?;
        }
        data(out, &openings, &values)?;
        writeln!(out, "</edge>")?;
    }
    Ok(())
}

/// The data of one element; what is unknown is left out.
fn data(out: &mut dyn Write, openings: &[String], values: &[&str]) -> io::Result<()> {
    for (opening, value) in openings.iter().zip(values).filter(|(_, value)| !value.is_empty()) {
        out.write_all(opening.as_bytes())?;
        // Ids, numbers and dates are most of the values, and need neither look.
        if value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_' | b'|')) {
            out.write_all(value.as_bytes())?;
        } else if value.chars().all(is_xml) {
            out.write_all(escape(*value).as_bytes())?;
        } else {
            let allowed: String = value.chars().filter(|c| is_xml(*c)).collect();
            out.write_all(escape(&allowed).as_bytes())?;
        }
        out.write_all(b"</data>")?;
    }
    out.write_all(b"\n")
}

/// Whether XML 1.0 (section 2.2, production 2) allows the character.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
