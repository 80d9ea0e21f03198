//! `graph.dot`: for Graphviz. Colour and shape by type, width and darkness by weight.

use std::io::{self, Write};

use graphviz_rust::dot_structures::{
    Attribute, Edge as DotEdge, EdgeTy, Graph as DotGraph, GraphAttributes, Id, Node as DotNode, NodeId,
    Stmt, Vertex,
};
use graphviz_rust::printer::{DotPrinter as _, PrinterContext};

use super::{Content, Format};

pub(super) const FORMAT: Format = Format { file: "graph.dot", write };

/// Fonts that cover Arabic and Latin; Graphviz takes the first that is there.
const FONTS: &str = "Noto Sans Arabic,DejaVu Sans,Arial";

fn write(content: &Content<'_>, out: &mut dyn Write) -> io::Result<()> {
    // Printed one by one: the syntax tree of a large graph would take ten times its memory.
    let mut context = PrinterContext::default();
    // Printing a directed graph, empty here, is how the printer learns that edges have arrows.
    DotGraph::DiGraph { id: Id::Escaped(quoted("isnad")), strict: false, stmts: Vec::new() }
        .print(&mut context);
    writeln!(out, "digraph {} {{", quoted("isnad"))?;
    let mut print = |stmt: Stmt| writeln!(out, "  {}", stmt.print(&mut context));
    head().into_iter().try_for_each(&mut print)?;
    nodes(content, |node| print(Stmt::Node(node)))?;
    edges(content, |edge| print(Stmt::Edge(edge)))?;
    writeln!(out, "}}")
}

/// An attribute whose value is quoted and escaped by us: the printer does neither.
fn attribute(name: &str, value: &str) -> Attribute {
    Attribute(Id::Plain(name.to_owned()), Id::Escaped(quoted(value)))
}

/// A DOT string: quotes and backslashes escaped, line ends and control characters as spaces.
fn quoted(text: &str) -> String {
    let mut string = String::with_capacity(text.len() + 2);
    string.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => string.extend(['\\', c]),
            c if c.is_control() => string.push(' '),
            c => string.push(c),
        }
    }
    string.push('"');
    string
}

fn head() -> Vec<Stmt> {
    let all = |attributes: &[(&str, &str)]| attributes.iter().map(|(n, v)| attribute(n, v)).collect();
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(all(&[
            ("layout", "fdp"),
            ("overlap", "prism"),
            ("splines", "line"),
            ("outputorder", "edgesfirst"),
            ("K", "1.2"),
            ("start", "1"),
            ("fontname", FONTS),
        ]))),
        Stmt::GAttribute(GraphAttributes::Node(all(&[
            ("style", "filled"),
            ("color", "#444444"),
            ("fontcolor", "#111111"),
            ("fontname", FONTS),
        ]))),
        Stmt::GAttribute(GraphAttributes::Edge(all(&[("dir", "none"), ("fontname", FONTS)]))),
    ]
}

fn nodes(content: &Content<'_>, mut write: impl FnMut(DotNode) -> io::Result<()>) -> io::Result<()> {
    let nodes = content.nodes;
    let most = nodes.iter().map(|n| n.mentions).max().unwrap_or(1);
    for node in nodes {
        let entity = content.gazetteer.entity(node.entity);
        let size = 10.0 + 16.0 * share(node.mentions, most).sqrt();
        let mut attributes = vec![
            attribute("label", content.labels.of(entity)),
            attribute(
                "tooltip",
                &format!("{} | {} | {} mentions", entity.label, entity.label_ar, node.mentions),
            ),
            attribute("fontsize", &format!("{size:.1}")),
        ];
        if let Some(style) = content.gazetteer.style(entity.kind) {
            attributes.push(attribute("shape", &style.shape));
            attributes.push(attribute("fillcolor", &style.colour));
        }
        write(DotNode { id: vertex(&entity.id), attributes })?;
    }
    Ok(())
}

fn edges(content: &Content<'_>, mut write: impl FnMut(DotEdge) -> io::Result<()>) -> io::Result<()> {
    let edges = content.edges;
    let most = edges.iter().map(|(_, _, e)| e.weight).max().unwrap_or(1);
    for &(source, target, edge) in edges {
        let [source, target] = [source, target].map(|e| content.gazetteer.entity(e));
        let share = share(edge.weight, most);
        // From a tenth to nine tenths opaque, so that single mentions recede behind what is said again and again.
        let opacity = 0x1A_u32 + (share.sqrt() * 204.0).round() as u32;
        // Co-occurrence is most of a graph, and its look the default of all edges.
        let arrow = (!edge.kind.is_symmetric()).then(|| attribute("dir", "forward"));
        let mut attributes = vec![
            attribute("weight", &edge.weight.to_string()),
            attribute("penwidth", &format!("{:.2}", 0.5 + 5.5 * share.sqrt())),
            attribute("color", &format!("#555555{opacity:02X}")),
        ];
        attributes.extend(arrow);
        let ends = [source, target].map(|e| Vertex::N(vertex(&e.id)));
        let [source, target] = ends;
        write(DotEdge { ty: EdgeTy::Pair(source, target), attributes })?;
    }
    Ok(())
}

fn vertex(id: &str) -> NodeId {
    NodeId(Id::Escaped(quoted(id)), None)
}

/// A part of the largest, from 0 to 1. Counts are far below 2^52, where this would round.
fn share(count: u64, most: u64) -> f64 {
    count as f64 / most.max(1) as f64
}
