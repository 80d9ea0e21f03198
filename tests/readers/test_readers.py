"""Exports as other programs read them; the csv module's rows are the reference."""

import collections
import datetime
import json
import shutil
import xml.etree.ElementTree as ElementTree

import duckdb
import frictionless
import igraph
import networkx
import pandas
import polars
import pytest
import rustworkx
from conftest import MAY_BE_EMPTY, TABLES

KAZAKHSTAN = "كازاخستان"
SVG_TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.fixture(scope="module")
def graphml(out):
    return out / "graph.graphml"


@pytest.fixture(scope="module")
def node_ids(tables):
    return sorted(row["id"] for row in tables["nodes"])


@pytest.fixture(scope="module")
def edges(tables):
    return {row["id"]: row for row in tables["edges"]}


@pytest.fixture(scope="module")
def weights(edges):
    return {edge: int(row["weight"]) for edge, row in edges.items()}


# GraphML


@pytest.fixture(scope="module")
def network(graphml):
    return networkx.read_graphml(graphml)


def test_networkx_reads_all_nodes_and_edges(network, node_ids, edges):
    assert sorted(network) == node_ids
    assert network.is_directed()
    assert network.number_of_edges() == len(edges)


def test_networkx_keeps_parallel_edges(network, edges):
    ends = collections.Counter((row["source"], row["target"]) for row in edges.values())
    assert network.is_multigraph() == (max(ends.values()) > 1)
    assert sorted(edge for *_, edge in network.edges(data="edge_id")) == sorted(edges)


def test_networkx_reads_node_labels(network, tables):
    for row in tables["nodes"]:
        node = network.nodes[row["id"]]
        assert (node["label"], node["label_ar"]) == (row["label"], row["label_ar"])
    assert network.nodes["country:KAZ"]["label_ar"] == KAZAKHSTAN


def test_networkx_reads_edge_attributes(network, edges):
    for source, target, data in network.edges(data=True):
        row = edges[data["edge_id"]]
        assert (source, target) == (row["source"], row["target"])
        assert isinstance(data["weight"], int | float)
        assert data["weight"] == int(row["weight"])
        assert data["symmetric"] is (row["type"] == "Undirected")
        assert data["label"]
        assert data["interaction"]


def test_igraph_reads_all_nodes_and_edges(graphml, node_ids, weights):
    network = igraph.Graph.Read_GraphML(str(graphml))
    assert network.is_directed()
    assert sorted(network.vs["id"]) == node_ids
    assert network.ecount() == len(weights)
    assert dict(zip(network.es["edge_id"], network.es["weight"], strict=True)) == weights
    assert network.vs.find(id="country:KAZ")["label_ar"] == KAZAKHSTAN


def test_rustworkx_reads_all_nodes_and_edges(graphml, node_ids, weights):
    (network,) = rustworkx.read_graphml(str(graphml))
    assert sorted(node["id"] for node in network.nodes()) == node_ids
    assert network.num_edges() == len(weights)
    assert {edge["edge_id"]: edge["weight"] for edge in network.edges()} == weights


def test_xmllint_finds_graphml_well_formed(graphml, run_tool):
    run_tool("xmllint", "--noout", graphml)


# DOT


def test_graphviz_reads_all_nodes_and_edges(out, node_ids, edges, run_tool):
    drawing = json.loads(run_tool("dot", "-Tjson0", out / "graph.dot"))
    nodes = drawing["objects"][drawing["_subgraph_cnt"] :]
    assert sorted(node["name"] for node in nodes) == node_ids
    assert len(drawing["edges"]) == len(edges)


def test_graphviz_draws_arabic_labels(isnad, seeds, run_tool, tmp_path):
    run_tool(isnad, "build", seeds, "--out", tmp_path, "--labels", "ar", "--quiet")
    drawing = ElementTree.fromstring(run_tool("dot", "-Tsvg", tmp_path / "graph.dot"))
    labels = ["".join(text.itertext()) for text in drawing.iter(SVG_TEXT)]
    assert any(KAZAKHSTAN in label for label in labels)
    assert not any("\N{REPLACEMENT CHARACTER}" in label for label in labels)


# CSV and the Data Package that describes it


def pandas_columns(path, dates):
    frame = pandas.read_csv(path, parse_dates=dates, dtype_backend="numpy_nullable")
    for name in frame.select_dtypes("datetime"):
        frame[name] = frame[name].dt.date
    return frame.astype(object).where(frame.notna(), None).to_dict("list")


def polars_columns(path, _dates):
    frame = polars.read_csv(path, try_parse_dates=True, infer_schema_length=None)
    return frame.to_dict(as_series=False)


def duckdb_columns(path, _dates):
    relation = duckdb.read_csv(str(path))
    rows = relation.fetchall()
    return {name: [row[i] for row in rows] for i, name in enumerate(relation.columns)}


READ_VALUE = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": datetime.date.fromisoformat,
}
PYTHON_TYPES = {
    "string": {str},
    "integer": {int},
    "number": {int, float},
    "boolean": {bool},
    "date": {datetime.date},
}


@pytest.fixture(scope="module")
def column_types(out):
    """Table → column → type, as datapackage.json declares them."""
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    return {
        resource["path"].removesuffix(".csv"): {
            field["name"]: field["type"] for field in resource["schema"]["fields"]
        }
        for resource in package["resources"]
    }


def test_data_package_describes_each_table_and_column(column_types, tables):
    assert sorted(column_types) == sorted(TABLES)
    for name, rows in tables.items():
        assert rows or name in MAY_BE_EMPTY, f"{name}.csv has no rows to test with"
        assert not rows or list(column_types[name]) == list(rows[0])


def test_data_package_knows_whole_numbers_and_dates(column_types):
    for table in ("nodes", "edges"):
        assert column_types[table]["documents"] == "integer"
        assert column_types[table]["first_date"] == column_types[table]["last_date"] == "date"
    assert column_types["edges"]["weight"] == "integer"
    assert column_types["mentions"]["start"] == column_types["mentions"]["end"] == "integer"


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("read_columns", [pandas_columns, polars_columns, duckdb_columns])
def test_table_readers_find_values_and_types_unaided(
    read_columns, table, out, tables, column_types
):
    types = column_types[table]
    dates = [name for name, kind in types.items() if kind == "date"]
    columns = read_columns(out / f"{table}.csv", dates)
    assert list(columns) == list(types)
    for name, kind in types.items():
        cells = [row[name] for row in tables[table]]
        expected = [READ_VALUE[kind](cell) if cell else None for cell in cells]
        assert columns[name] == expected, name
        found = {type(value) for value in columns[name] if value is not None}
        assert found <= PYTHON_TYPES[kind], name


def test_frictionless_accepts_the_data_package(out):
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["title", "type", "message"])


def test_frictionless_finds_a_dangling_edge_end(out, tables, tmp_path):
    copy = shutil.copytree(out, tmp_path / "out")
    target = tables["edges"][0]["target"]
    path = copy / "edges.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f",{target},", ",country:QQQ,", 1), encoding="utf-8")
    report = frictionless.validate(str(copy / "datapackage.json"))
    assert ["foreign-key"] in report.flatten(["type"])
