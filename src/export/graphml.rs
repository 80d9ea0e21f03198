//! `graph.graphml`: one dialect for Gephi, yEd, Cytoscape, networkx, igraph and rustworkx.
//!
//! Unprefixed namespace, typed keys with ids of their own for nodes and edges, no defaults, graph data first, directed
//! throughout with symmetry in a data column: each of these is what one of the readers insists on.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

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

fn write(content: &Content<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
        .write_inner_content(|xml| {
            keys(xml, "node", &NODE_KEYS)?;
            keys(xml, "edge", &EDGE_KEYS)?;
            xml.create_element("graph")
                .with_attributes([("id", "isnad"), ("edgedefault", "directed")])
                .write_inner_content(|xml| elements(content, xml))?;
            Ok(())
        })?;
    xml.into_inner().write_all(b"\n")
}

fn key_id(element: &str, name: &str) -> String {
    format!("{}_{name}", &element[..1])
}

fn keys<W: Write>(xml: &mut Writer<W>, element: &str, keys: &[(&str, &str)]) -> io::Result<()> {
    for (name, kind) in keys {
        let id = key_id(element, name);
        xml.create_element("key")
            .with_attributes([
                ("id", id.as_str()),
                ("for", element),
                ("attr.name", name),
                ("attr.type", kind),
            ])
            .write_empty()?;
    }
    Ok(())
}

fn elements<W: Write>(content: &Content<'_>, xml: &mut Writer<W>) -> io::Result<()> {
    let gazetteer = content.gazetteer;
    for node in content.graph.nodes() {
        let entity = gazetteer.entity(node.entity);
        let country = gazetteer.country_of(node.entity, node.dates.last);
        let [first, last] = dates(node.dates);
        let values = [
            content.labels.of(entity).to_owned(),
            entity.label.clone(),
            entity.label_ar.clone(),
            entity.kind.name().to_owned(),
            country.map_or_else(String::new, |c| gazetteer.entity(c).id.clone()),
            node.mentions.to_string(),
            node.documents.to_string(),
            first,
            last,
        ];
        xml.create_element("node")
            .with_attribute(("id", entity.id.as_str()))
            .write_inner_content(|xml| data(xml, "node", &NODE_KEYS, &values))?;
    }
    for (source, target, edge) in content.graph.edges() {
        let id = edges::id(gazetteer, source, target, edge);
        let [first, last] = dates(edge.dates);
        let values = [
            edge.kind.relation().to_owned(),
            edge.kind.relation().to_owned(),
            id.clone(),
            edge.kind.name().to_owned(),
            edge.weight.to_string(),
            edge.documents.to_string(),
            edge.kind.is_symmetric().to_string(),
            first,
            last,
        ];
        let ends = [source, target].map(|e| gazetteer.entity(e).id.as_str());
        xml.create_element("edge")
            .with_attributes([("id", id.as_str()), ("source", ends[0]), ("target", ends[1])])
            .write_inner_content(|xml| data(xml, "edge", &EDGE_KEYS, &values))?;
    }
    Ok(())
}

/// The data of one element; what is unknown is left out.
fn data<W: Write>(
    xml: &mut Writer<W>,
    element: &str,
    keys: &[(&str, &str)],
    values: &[String],
) -> io::Result<()> {
    for ((name, _), value) in keys.iter().zip(values).filter(|(_, value)| !value.is_empty()) {
        let allowed: String = value.chars().filter(|c| is_xml(*c)).collect();
        xml.create_element("data")
            .with_attribute(("key", key_id(element, name).as_str()))
            .write_text_content(BytesText::new(&allowed))?;
    }
    Ok(())
}

/// Whether XML 1.0 (section 2.2, production 2) allows the character.
fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
