//! The tables: names, types and meanings of their columns, from which headers and `datapackage.json` are made.

/// A column.
pub(super) struct Field {
    pub(super) name: &'static str,
    /// A type of Table Schema.
    pub(super) kind: &'static str,
    pub(super) about: &'static str,
}

/// A CSV file.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) fields: &'static [Field],
    pub(super) key: &'static [&'static str],
    /// Columns whose values are keys of another table.
    pub(super) references: &'static [(&'static str, &'static str, &'static str)],
}

impl Table {
    pub(super) fn header(&self) -> impl Iterator<Item = &'static str> {
        self.fields.iter().map(|f| f.name)
    }

    pub(super) fn file(&self) -> String {
        format!("{}.csv", self.name)
    }
}

const fn field(name: &'static str, kind: &'static str, about: &'static str) -> Field {
    Field { name, kind, about }
}

const SPAN: &str = "Unicode code points from the beginning of the document's text";

pub(super) const NODES: Table = Table {
    name: "nodes",
    title: "Entities found",
    key: &["id"],
    references: &[],
    fields: &[
        field("id", "string", "Canonical id"),
        field("label", "string", "English label"),
        field("label_ar", "string", "Arabic label"),
        field("type", "string", "country, leader, organization, corridor or place"),
        field("country", "string", "The country it acts for at its last mention; itself for a country"),
        field("mentions", "integer", "Number of mentions"),
        field("documents", "integer", "Number of documents that mention it"),
        field("first_date", "date", "Date of the earliest dated document"),
        field("last_date", "date", "Date of the latest dated document"),
        field("provisional", "boolean", "Not in the gazetteer, but discovered in the documents"),
    ],
};

pub(super) const EDGES: Table = Table {
    name: "edges",
    title: "Edges of the graph",
    key: &["id"],
    references: &[("source", "nodes", "id"), ("target", "nodes", "id")],
    fields: &[
        field("id", "string", "Source, relation and target"),
        field("source", "string", "Entity id; the smaller of the two where the edge is undirected"),
        field("target", "string", "Entity id"),
        field("type", "string", "Directed or Undirected"),
        field("kind", "string", "cooccurrence or relation"),
        field("relation", "string", "Name of the relation"),
        field("weight", "integer", "Number of windows (sentences, unless another was asked for)"),
        field("documents", "integer", "Number of documents"),
        field("first_date", "date", "Date of the earliest dated document"),
        field("last_date", "date", "Date of the latest dated document"),
        field("polarity", "string", "affirmed or negated; empty for co-occurrence"),
        field("sign", "string", "Tone of the relation: + 0 -; empty for co-occurrence"),
    ],
};

pub(super) const MENTIONS: Table = Table {
    name: "mentions",
    title: "Mentions of entities in documents",
    key: &["document", "start", "end", "entity"],
    references: &[("document", "documents", "document"), ("entity", "nodes", "id")],
    fields: &[
        field("document", "string", "Document id"),
        field("sentence", "integer", "Number of the sentence, from 0"),
        field("start", "integer", SPAN),
        field("end", "integer", "The same, exclusive: text[start:end] is the surface"),
        field("surface", "string", "The mention as written, without clitics and titles"),
        field("entity", "string", "Entity id"),
        field("type", "string", "Type of the entity"),
        field("reading", "string", "name, demonym, metonym, description or anaphor"),
        field("rule", "string", "File and line of the data row that says so"),
        field("paragraph", "integer", "Number of the paragraph, from 0"),
    ],
};

pub(super) const RELATIONS: Table = Table {
    name: "relations",
    title: "Relations stated in sentences",
    key: &[],
    references: &[
        ("document", "documents", "document"),
        ("source", "nodes", "id"),
        ("target", "nodes", "id"),
    ],
    fields: &[
        field("document", "string", "Document id"),
        field("date", "date", "Date said in the text, else the document's"),
        field("sentence", "integer", "Number of the sentence, from 0"),
        field("start", "integer", SPAN),
        field("end", "integer", "The same, exclusive"),
        field("source", "string", "Entity id"),
        field("relation", "string", "Name of the relation"),
        field("target", "string", "Entity id"),
        field("polarity", "string", "affirmed or negated"),
        field("modality", "string", "asserted, possible, planned or conditional"),
        field("trigger", "string", "The words that state it"),
        field("trigger_start", "integer", SPAN),
        field("trigger_end", "integer", "The same, exclusive"),
        field("rule", "string", "File and line of the data row that found it"),
        field("text", "string", "The sentence"),
    ],
};

pub(super) const DOCUMENTS: Table = Table {
    name: "documents",
    title: "Documents read or skipped",
    key: &["document"],
    references: &[],
    fields: &[
        field("document", "string", "Path relative to the input, or the record's id"),
        field("title", "string", "Headline"),
        field("date", "date", "Date of publication"),
        field("language", "string", "ISO 639 code, empty if unknown"),
        field("source", "string", "Publisher"),
        field("characters", "integer", "Length of the text in Unicode code points"),
        field("sentences", "integer", "Number of sentences"),
        field("mentions", "integer", "Number of mentions"),
        field("relations", "integer", "Number of stated relations"),
        field("status", "string", "read or skipped"),
        field("duplicate_of", "string", "Document it is a copy of"),
        field("replacements", "integer", "Byte sequences that were no text, each replaced by U+FFFD"),
        field("note", "string", "Why it was skipped, or what looked odd"),
    ],
};

pub(super) const AMBIGUOUS: Table = Table {
    name: "ambiguous",
    title: "Forms that several entities have, left out of the graph because nothing tells them apart",
    key: &["document", "start", "end"],
    references: &[("document", "documents", "document")],
    fields: &[
        field("document", "string", "Document id"),
        field("sentence", "integer", "Number of the sentence, from 0"),
        field("start", "integer", SPAN),
        field("end", "integer", "The same, exclusive"),
        field("surface", "string", "The form as written"),
        field("entities", "string", "Ids of the entities it might name, with a semicolon between"),
        field("text", "string", "The sentence, spaces evened out; a long one is cut"),
    ],
};

pub(super) const CANDIDATES: Table = Table {
    name: "candidates",
    title: "Names that the gazetteer lacks",
    key: &["candidate"],
    references: &[("document", "documents", "document")],
    fields: &[
        field("candidate", "string", "Provisional id"),
        field("type", "string", "leader, organization or corridor"),
        field("label", "string", "The name as it is written most often"),
        field("language", "string", "Language of the first document that names it"),
        field("surname", "string", "What may stand for a person later on"),
        field("office", "string", "Kind of office that the title beside the name means"),
        field("body", "string", "Id of the country or organization of that office"),
        field("mentions", "integer", "How often it is named so"),
        field("documents", "integer", "Number of documents"),
        field("first_date", "date", "Date of the earliest dated document"),
        field("last_date", "date", "Date of the latest dated document"),
        field("document", "string", "The first document, in order of ids"),
        field("surface", "string", "The name as it stands there"),
        field("sentence", "integer", "Number of the sentence there, from 0"),
        field("start", "integer", SPAN),
        field("end", "integer", "The same, exclusive"),
        field("text", "string", "The sentence, spaces evened out; long ones are cut"),
        field("text_2", "string", "Another sentence"),
        field("text_3", "string", "Another"),
    ],
};

/// All tables, in the order of `datapackage.json`.
pub(super) const TABLES: [&Table; 7] =
    [&NODES, &EDGES, &MENTIONS, &RELATIONS, &DOCUMENTS, &AMBIGUOUS, &CANDIDATES];
