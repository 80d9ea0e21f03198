//! `datapackage.json`: a Data Package v2 description of the tables.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::schema::{TABLES, Table};

pub(super) const FILE: &str = "datapackage.json";

pub(super) fn write(out: &mut dyn Write) -> io::Result<()> {
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "isnad",
        "title": "Entities, edges and their evidence, from news articles",
        "resources": TABLES.map(resource),
    });
    serde_json::to_writer_pretty(&mut *out, &package)?;
    out.write_all(b"\n")
}

fn resource(table: &Table) -> Value {
    let fields: Vec<Value> = table
        .fields
        .iter()
        .map(|f| json!({ "name": f.name, "type": f.kind, "description": f.about }))
        .collect();
    let mut schema = Map::new();
    schema.insert("fields".into(), fields.into());
    schema.insert("missingValues".into(), json!([""]));
    if !table.key.is_empty() {
        schema.insert("primaryKey".into(), json!(table.key));
    }
    let references: Vec<Value> = table
        .references
        .iter()
        .map(|(column, resource, key)| {
            json!({ "fields": [column], "reference": { "resource": resource, "fields": [key] } })
        })
        .collect();
    if !references.is_empty() {
        schema.insert("foreignKeys".into(), references.into());
    }
    json!({
        "name": table.name,
        "title": table.title,
        "type": "table",
        "path": table.file(),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    })
}
