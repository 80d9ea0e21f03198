"""What no reader at hand checks: GraphML for Gephi, Cytoscape and yEd, edges, offsets, reruns."""

import subprocess
import xml.etree.ElementTree as ElementTree

import pytest

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
ATTRIBUTE_TYPES = {"string", "int", "long", "float", "double", "boolean"}
TAKEN_NAMES = {"name", "selected", "SUID"}  # Cytoscape keeps these columns for itself


def tag(name):
    return f"{{{NAMESPACE}}}{name}"


@pytest.fixture(scope="module")
def root(out):
    return ElementTree.parse(out / "graph.graphml").getroot()


@pytest.fixture(scope="module")
def graph(root):
    (graph,) = root.iter(tag("graph"))
    return graph


# GraphML


def test_namespace_is_the_default_and_has_no_prefix(out):
    events = ElementTree.iterparse(out / "graph.graphml", events=["start-ns"])
    assert [prefix for _, (prefix, uri) in events if uri == NAMESPACE] == [""]


def test_keys_have_types_that_all_readers_know(root):
    assert {key.get("attr.type") for key in root.iter(tag("key"))} <= ATTRIBUTE_TYPES


def test_key_ids_are_unique_across_nodes_and_edges(root):
    keys = list(root.iter(tag("key")))
    assert len({key.get("id") for key in keys}) == len(keys)
    for prefix, domain in (("n_", "node"), ("e_", "edge")):
        ids = [key.get("id") for key in keys if key.get("for") == domain]
        assert ids
        assert all(key.startswith(prefix) for key in ids)


def test_attribute_names_keep_clear_of_those_taken(root):
    assert not {key.get("attr.name") for key in root.iter(tag("key"))} & TAKEN_NAMES


def test_no_attribute_has_a_default(root):
    assert not list(root.iter(tag("default")))


def test_direction_is_said_once_for_all_edges(graph):
    assert graph.get("edgedefault") == "directed"
    assert not [edge for edge in graph.iter(tag("edge")) if "directed" in edge.attrib]


def test_graph_data_come_before_nodes_and_nodes_before_edges(graph):
    order = [tag("data"), tag("node"), tag("edge")]
    ranks = [order.index(child.tag) for child in graph]
    assert ranks == sorted(ranks)


def test_every_graphml_edge_has_an_id_of_its_own(graph):
    ids = [edge.attrib["id"] for edge in graph.iter(tag("edge"))]
    assert len(set(ids)) == len(ids)


# edges.csv


def test_edges_have_ids_of_their_own_and_stand_in_order(tables):
    rows = tables["edges"]
    assert len({row["id"] for row in rows}) == len(rows)
    ends = [(row["source"], row["target"]) for row in rows]
    assert ends == sorted(ends)


def test_edges_end_in_known_nodes(tables):
    nodes = {row["id"] for row in tables["nodes"]}
    assert {row[end] for row in tables["edges"] for end in ("source", "target")} <= nodes


def test_an_edge_has_no_more_documents_than_sentences(tables):
    for row in tables["edges"]:
        assert 1 <= int(row["documents"]) <= int(row["weight"]), row["id"]


def test_edge_kinds_are_the_two_of_the_contract(tables):
    assert {row["kind"] for row in tables["edges"]} <= {"cooccurrence", "relation"}
    for row in tables["edges"]:
        assert (row["kind"] == "cooccurrence") == (row["relation"] == "cooccurs_with"), row["id"]


def test_cooccurrence_edges_are_canonical(tables):
    for row in tables["edges"]:
        if row["kind"] == "cooccurrence":
            assert row["type"] == "Undirected", row["id"]
            assert row["source"] < row["target"], row["id"]


# Offsets


@pytest.fixture(scope="module")
def texts(seeds):
    return {
        path.relative_to(seeds).as_posix(): path.read_text(encoding="utf-8")
        for path in seeds.rglob("*.txt")
    }


def test_mention_offsets_are_python_slices(tables, texts):
    assert texts.keys() & {row["document"] for row in tables["mentions"]}
    for row in tables["mentions"]:
        text = texts[row["document"]]
        assert text[int(row["start"]) : int(row["end"])] == row["surface"], row


def test_relation_offsets_are_python_slices(tables, texts):
    for row in tables["relations"]:
        text = texts[row["document"]]
        assert text[int(row["start"]) : int(row["end"])] == row["text"], row
        trigger = text[int(row["trigger_start"]) : int(row["trigger_end"])]
        assert trigger == row["trigger"], row


# Reruns


def test_reruns_and_threads_give_the_same_bytes(isnad, seeds, tmp_path):
    built = {}
    for threads in ("1", "2"):
        out = tmp_path / threads
        command = [isnad, "build", seeds, "--out", out, "--threads", threads, "--quiet"]
        subprocess.run(command, check=True)
        built[threads] = {
            path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()
        }
    assert built["1"]
    assert built["1"].keys() == built["2"].keys()
    assert [path for path, data in built["1"].items() if data != built["2"][path]] == []
