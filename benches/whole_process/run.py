#!/usr/bin/env python3
"""Time isnad and its rival side by side on the same corpora, and compare what they found.

    run.py --isnad target/release/isnad --sizes 10 100 --aliases 1000 100000 --runs 3

The two programs take turns (A B A B …) on one machine. Wall time and peak memory are those of the
whole process, from reading the corpus and the alias list to the last byte written. Prints two
Markdown tables, and ends with status 1 where the counts of the two differ beyond the tolerance.
"""

import argparse
import contextlib
import csv
import itertools
import os
import pathlib
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
SYNTHETIC = "place:synthetic-"
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss, in bytes
PROGRAMS = ("isnad", "rival")
COUNTS = ("mentions", "edges", "edge weights")


class Cost(NamedTuple):
    seconds: float
    peak_mb: float


class Corpus(NamedTuple):
    """One generated corpus with its alias list."""

    folder: pathlib.Path
    megabytes: float
    aliases: int

    @property
    def text(self):
        return self.folder / "corpus.jsonl"

    @property
    def gazetteer(self):
        return self.folder / "gazetteer"


def prepare_corpus(parent, megabytes, aliases):
    """Generate the corpus unless `parent` holds it already."""
    folder = parent / f"{megabytes:g}mb-{aliases}"
    if not folder.exists():
        unfinished = folder.with_suffix(".part")
        options = ["--aliases", str(aliases), "--megabytes", str(megabytes)]
        # In a process of its own: the peak memory of a child starts from its parent's.
        subprocess.run([sys.executable, HERE / "corpus.py", unfinished, *options], check=True)
        unfinished.rename(folder)
    return Corpus(folder, (folder / "corpus.jsonl").stat().st_size / 1e6, aliases)


def measure(command):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with status {process.returncode}")
    return Cost(seconds, usage.ru_maxrss * PEAK_UNIT / 1e6)


def count_findings(out):
    """Mentions, co-occurrence edges and their summed weights, of the synthetic entities alone."""
    with (out / "mentions.csv").open(encoding="utf-8", newline="") as file:
        mentions = sum(row["entity"].startswith(SYNTHETIC) for row in csv.DictReader(file))
    edges = weights = 0
    with (out / "edges.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            synthetic = all(row[end].startswith(SYNTHETIC) for end in ("source", "target"))
            if synthetic and row["relation"] == "cooccurs_with":
                edges += 1
                weights += int(row["weight"])
    return mentions, edges, weights


def run_turns(programs, runs, folder):
    """Run the programs alternately; the costs and the findings of each."""
    costs = {name: [] for name in programs}
    outs = {name: folder / f"out-{name}" for name in programs}
    for _, (name, command) in itertools.product(range(runs), programs.items()):
        shutil.rmtree(outs[name], ignore_errors=True)
        costs[name].append(measure([*command, "--out", outs[name]]))
    medians = {name: Cost(*map(statistics.median, zip(*costs[name]))) for name in programs}
    return medians, {name: count_findings(outs[name]) for name in programs}


def commands(corpus, isnad, threads):
    isnad_options = ["--gazetteer", corpus.gazetteer, "--quiet"]
    if threads:
        isnad_options += ["--threads", str(threads)]
    rival = [sys.executable, HERE / "rival.py", corpus.text, "--gazetteer", corpus.gazetteer]
    return dict(zip(PROGRAMS, ([isnad, "build", corpus.text, *isnad_options], rival)))


def difference(one, other):
    return abs(one - other) / max(one, other, 1)


def markdown_table(header, rows):
    return "\n".join(f"| {' | '.join(row)} |" for row in [header, ["---:"] * len(header), *rows])


def cost_row(corpus, medians):
    row = [f"{corpus.megabytes:.0f}", f"{corpus.aliases:,}"]
    for cost in medians.values():
        rate = corpus.megabytes / cost.seconds
        row += [f"{cost.seconds:.2f}", f"{rate:.1f}", f"{cost.peak_mb:.0f}"]
    isnad, rival = medians.values()
    return [*row, f"{rival.seconds / isnad.seconds:.1f}", f"{rival.peak_mb / isnad.peak_mb:.1f}"]


def finding_rows(corpus, findings):
    for what, isnad, rival in zip(COUNTS, *findings.values()):
        counts = f"{isnad:,}", f"{rival:,}", f"{difference(isnad, rival):.3%}"
        yield [f"{corpus.megabytes:.0f}", f"{corpus.aliases:,}", what, *counts]


def print_report(costs, comparisons, verdict, runs, threads):
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * PEAK_UNIT / 1e6
    setting = f"--threads {threads}" if threads else "its own choice of threads"
    print(f"Medians of {runs} alternating runs on {os.cpu_count()} {platform.machine()} cores,")
    print(
        f"isnad with {setting}. A peak below {floor:.0f} MB, this benchmark's own, is not seen.\n"
    )
    units = [f"{name} {unit}" for name in PROGRAMS for unit in ("s", "MB/s", "peak MB")]
    print(markdown_table(["corpus MB", "aliases", *units, "times faster", "times smaller"], costs))
    print(f"\nFindings, {verdict}:\n")
    header = ["corpus MB", "aliases", "count", *PROGRAMS, "difference"]
    print(markdown_table(header, comparisons))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    option = parser.add_argument
    option("--isnad", type=pathlib.Path, required=True, metavar="PATH", help="the built program")
    option("--sizes", type=float, nargs="+", default=[10, 100], metavar="MB", help="of 10^6 bytes")
    option("--aliases", type=int, nargs="+", default=[1_000, 100_000], metavar="N")
    option("--runs", type=int, default=3, metavar="N", help="of each program on each corpus")
    option("--threads", type=int, metavar="N", help="handed on to isnad; the rival has one")
    option("--tolerance", type=float, default=0.005, metavar="SHARE", help="default: 0.005")
    option("--keep", type=pathlib.Path, metavar="DIR", help="keep the corpora here, and reuse them")
    return parser.parse_args()


def main():
    args = parse_arguments()
    costs, comparisons, agree = [], [], True
    place = contextlib.nullcontext(args.keep) if args.keep else tempfile.TemporaryDirectory()
    with place as parent:
        for megabytes, aliases in itertools.product(args.sizes, args.aliases):
            corpus = prepare_corpus(pathlib.Path(parent), megabytes, aliases)
            programs = commands(corpus, args.isnad.resolve(), args.threads)
            medians, findings = run_turns(programs, args.runs, corpus.folder)
            costs.append(cost_row(corpus, medians))
            comparisons += finding_rows(corpus, findings)
            agree &= all(difference(*pair) <= args.tolerance for pair in zip(*findings.values()))
    verdict = f"{'within' if agree else 'BEYOND'} the tolerance of {args.tolerance:.1%}"
    print_report(costs, comparisons, verdict, args.runs, args.threads)
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())
