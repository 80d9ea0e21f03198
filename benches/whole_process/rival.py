#!/usr/bin/env python3
"""The same work with pyahocorasick and networkx: aliases found, counted, linked and exported.

    rival.py CORPUS.jsonl --gazetteer DIR --out DIR

Reads the corpus once, finds aliases as whole words with or without proclitics, the longest where
several fit, joins the entities of each sentence, and writes mentions.csv, nodes.csv, edges.csv
and graph.graphml.
"""

import argparse
import collections
import csv
import itertools
import json
import pathlib
import re
import unicodedata

import ahocorasick
import networkx

SENTENCE = re.compile(r"[^.!?؟\n]+")
PROCLITICS = {"".join(pair) for pair in itertools.product(["", "و", "ف"], ["", "ب", "ل", "ك"])}
FOLDS = list(zip("أإآىةؤئ", "ااايهوي"))
MARKS = "\u0640\u0670" + "".join(map(chr, range(0x064B, 0x0653)))  # tatweel and vowel signs
MARK = re.compile(f"[{MARKS}]")


def fold(text):
    """Make the usual spellings equal: the folded text, and the offset of each of its characters."""
    if not unicodedata.is_normalized("NFKC", text):
        pairs = [(i, c) for i, c in enumerate(text) for c in unicodedata.normalize("NFKC", c)]
        offsets = [i for i, _ in pairs]
        text = "".join(c for _, c in pairs)
    else:
        offsets = range(len(text))
    for letter, folded in FOLDS:  # several times faster here than str.translate
        text = text.replace(letter, folded)
    if MARK.search(text):
        offsets = [i for i, c in zip(offsets, text) if c not in MARKS]
        text = MARK.sub("", text)
    return text, offsets


class Gazetteer:
    """The automaton of all surface forms, and the labels of the entities."""

    def __init__(self, folder):
        self.labels = collections.defaultdict(dict)
        self.forms = ahocorasick.Automaton()
        for path in sorted(folder.rglob("*.tsv")):
            with path.open(encoding="utf-8") as file:
                rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                next(rows)
                for row in rows:
                    self.add_row(row)
        self.forms.make_automaton()

    def add_row(self, row):
        entity, key, lang, _from, _to, _source, form = row
        if key == "label":
            self.labels[entity][lang] = form
        folded, _ = fold(form)
        self.forms.add_word(folded, (len(folded), entity))

    def mentions(self, sentence):
        """Leftmost longest (start, end, entity) that do not overlap."""
        candidates = []
        for last, (length, entity) in self.forms.iter(sentence):
            start, end = last + 1 - length, last + 1
            if ends_word(sentence, end) and starts_word(sentence, start):
                candidates.append((start, -end, entity))
        previous_end = 0
        for start, minus_end, entity in sorted(candidates):
            if start >= previous_end:
                previous_end = -minus_end
                yield start, previous_end, entity


def ends_word(text, end):
    return end == len(text) or not text[end].isalnum()


def starts_word(text, start):
    beginning = start
    while beginning and text[beginning - 1].isalnum():
        beginning -= 1
    return text[beginning:start] in PROCLITICS


def type_of(entity):
    return entity.partition(":")[0]


class Counts:
    """Mentions of each entity and common sentences of each pair, and the documents of both."""

    def __init__(self):
        self.mentions = collections.Counter()
        self.mention_documents = collections.Counter()
        self.pairs = collections.Counter()
        self.pair_documents = collections.Counter()

    def add_document(self, sentences):
        """`sentences` holds the entities mentioned in each sentence, repetitions included."""
        entities, pairs = set(), set()
        for mentioned in sentences:
            self.mentions.update(mentioned)
            entities.update(mentioned)
            together = list(itertools.combinations(sorted(set(mentioned)), 2))
            self.pairs.update(together)
            pairs.update(together)
        self.mention_documents.update(entities)
        self.pair_documents.update(pairs)


def read_corpus(corpus, gazetteer, mentions_file):
    counts = Counts()
    mentions = csv.writer(mentions_file, lineterminator="\n")
    mentions.writerow(["document", "sentence", "start", "end", "surface", "entity", "type"])
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            text = document["text"]
            folded, offsets = fold(text)
            sentences = []
            for number, match in enumerate(SENTENCE.finditer(folded)):
                mentioned = []
                for start, end, entity in gazetteer.mentions(match.group()):
                    span = offsets[start + match.start()], offsets[end + match.start() - 1] + 1
                    row = document["id"], number, *span, text[slice(*span)], entity, type_of(entity)
                    mentions.writerow(row)
                    mentioned.append(entity)
                sentences.append(mentioned)
            counts.add_document(sentences)
    return counts


def build_graph(counts, labels):
    graph = networkx.Graph()
    for entity, mentions in sorted(counts.mentions.items()):
        graph.add_node(
            entity,
            label=labels[entity]["en"],
            label_ar=labels[entity]["ar"],
            type=type_of(entity),
            mentions=mentions,
            documents=counts.mention_documents[entity],
        )
    for number, (pair, weight) in enumerate(sorted(counts.pairs.items())):
        graph.add_edge(
            *pair,
            id=number,
            relation="cooccurs_with",
            weight=weight,
            documents=counts.pair_documents[pair],
        )
    return graph


def write_tables(graph, out):
    with (out / "nodes.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["id", "label", "label_ar", "type", "mentions", "documents"])
        rows.writerows([entity, *values.values()] for entity, values in graph.nodes(data=True))
    with (out / "edges.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["source", "target", "id", "relation", "weight", "documents"])
        rows.writerows([*pair, *values.values()] for *pair, values in graph.edges(data=True))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=pathlib.Path, metavar="CORPUS.jsonl")
    parser.add_argument("--gazetteer", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=pathlib.Path, required=True, metavar="DIR")
    args = parser.parse_args()

    args.out.mkdir(parents=True, exist_ok=True)
    gazetteer = Gazetteer(args.gazetteer)
    with (args.out / "mentions.csv").open("w", encoding="utf-8", newline="") as mentions_file:
        counts = read_corpus(args.corpus, gazetteer, mentions_file)
    graph = build_graph(counts, gazetteer.labels)
    write_tables(graph, args.out)
    networkx.write_graphml(graph, args.out / "graph.graphml")


if __name__ == "__main__":
    main()
