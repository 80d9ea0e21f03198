//! The graph: one multigraph that holds every kind of edge side by side.
//!
//! What a document contributes is a [`Part`]; a [`Graph`] is a sum of parts. Adding is commutative and associative, so
//! documents may come in any order and graphs built apart may be merged.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use jiff::civil::Date;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef as _;

use crate::gazetteer::EntityIx;

/// What one document contributes; never changed once made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Its date, if known.
    pub date: Option<Date>,
    /// How often it mentions each entity.
    pub mentions: Vec<(EntityIx, u32)>,
    /// The pairs it names together, smaller entity first, and in how many windows.
    pub pairs: Vec<((EntityIx, EntityIx), u32)>,
}

/// First and last date, of those that are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The earliest.
    pub first: Option<Date>,
    /// The latest.
    pub last: Option<Date>,
}

impl Dates {
    fn of(date: Option<Date>) -> Self {
        Self { first: date, last: date }
    }

    fn merge(&mut self, other: Self) {
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = self.last.max(other.last);
    }
}

/// An entity that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// The entity.
    pub entity: EntityIx,
    /// Number of mentions.
    pub mentions: u64,
    /// Number of documents that mention it.
    pub documents: u64,
    /// When they are from.
    pub dates: Dates,
}

/// What an edge says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EdgeKind {
    /// Both were named in one window. Undirected: the source is the smaller entity.
    CoOccurrence,
}

impl EdgeKind {
    /// `cooccurrence` or `relation`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::CoOccurrence => "cooccurrence",
        }
    }

    /// The relation's name.
    #[must_use]
    pub fn relation(self) -> &'static str {
        match self {
            Self::CoOccurrence => "cooccurs_with",
        }
    }

    /// Whether source and target are interchangeable.
    #[must_use]
    pub fn is_symmetric(self) -> bool {
        match self {
            Self::CoOccurrence => true,
        }
    }
}

/// Something said of two entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// What it says.
    pub kind: EdgeKind,
    /// Number of windows.
    pub weight: u64,
    /// Number of documents.
    pub documents: u64,
    /// When they are from.
    pub dates: Dates,
}

/// A sum of parts. Two graphs are equal if they hold the same nodes and edges, in whatever order they came.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    network: DiGraph<Node, Edge>,
    nodes: HashMap<EntityIx, NodeIndex, FixedState>,
    edges: HashMap<(EntityIx, EntityIx, EdgeKind), EdgeIndex, FixedState>,
}

impl Graph {
    /// Adds what one document contributes. No document may be added twice.
    pub fn add(&mut self, part: &Part) {
        let dates = Dates::of(part.date);
        for &(entity, mentions) in &part.mentions {
            self.add_node(Node { entity, mentions: u64::from(mentions), documents: 1, dates });
        }
        for &((source, target), weight) in &part.pairs {
            let edge = Edge { kind: EdgeKind::CoOccurrence, weight: u64::from(weight), documents: 1, dates };
            self.add_edge(source, target, edge);
        }
    }

    /// Adds all of another graph of the same gazetteer, built from other documents.
    pub fn merge(&mut self, other: &Self) {
        other.network.node_weights().for_each(|node| self.add_node(*node));
        for (source, target, edge) in other.unordered_edges() {
            self.add_edge(source, target, *edge);
        }
    }

    fn add_node(&mut self, node: Node) {
        match self.nodes.get(&node.entity) {
            Some(&index) => {
                let known = &mut self.network[index];
                known.mentions += node.mentions;
                known.documents += node.documents;
                known.dates.merge(node.dates);
            }
            None => {
                self.nodes.insert(node.entity, self.network.add_node(node));
            }
        }
    }

    fn add_edge(&mut self, source: EntityIx, target: EntityIx, edge: Edge) {
        let key = (source, target, edge.kind);
        match self.edges.get(&key) {
            Some(&index) => {
                let known = &mut self.network[index];
                known.weight += edge.weight;
                known.documents += edge.documents;
                known.dates.merge(edge.dates);
            }
            None => {
                let ends =
                    [source, target].map(|e| *self.nodes.get(&e).expect("an edge joins mentioned entities"));
                self.edges.insert(key, self.network.add_edge(ends[0], ends[1], edge));
            }
        }
    }

    fn unordered_edges(&self) -> impl Iterator<Item = (EntityIx, EntityIx, &Edge)> {
        let entity = |index: NodeIndex| self.network[index].entity;
        self.network.edge_references().map(move |e| (entity(e.source()), entity(e.target()), e.weight()))
    }

    /// The nodes, in order of their entities' ids.
    #[must_use]
    pub fn nodes(&self) -> Vec<&Node> {
        let mut nodes: Vec<&Node> = self.network.node_weights().collect();
        nodes.sort_unstable_by_key(|n| n.entity);
        nodes
    }

    /// The edges with their ends, in order of source, target and kind.
    #[must_use]
    pub fn edges(&self) -> Vec<(EntityIx, EntityIx, &Edge)> {
        let mut edges: Vec<_> = self.unordered_edges().collect();
        edges.sort_unstable_by_key(|(source, target, edge)| (*source, *target, edge.kind));
        edges
    }
}

impl PartialEq for Graph {
    fn eq(&self, other: &Self) -> bool {
        self.nodes() == other.nodes() && self.edges() == other.edges()
    }
}
