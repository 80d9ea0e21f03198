"""Acceptance tests of the exports, with the programs people will open them in.

    isnad build seeds --out out
    pip install -r tests/readers/requirements.txt    # in a virtual environment
    ISNAD_OUT=out ISNAD_SEEDS=seeds ISNAD_BIN=target/release/isnad pytest tests/readers

ISNAD_OUT is the export folder under test, ISNAD_SEEDS the folder of .txt files it was built from,
ISNAD_BIN the program. Graphviz and xmllint come from the system. What is missing makes a test
fail: nothing is skipped.
"""

import csv
import os
import pathlib
import shutil
import subprocess
import sys

import pytest

TABLES = ("nodes", "edges", "mentions", "relations", "documents", "ambiguous", "candidates")
MAY_BE_EMPTY = ("relations", "ambiguous", "candidates")


def path_from(variable):
    value = os.environ.get(variable)
    if not value:
        pytest.fail(f"set {variable}; tests/readers/conftest.py says to what")
    path = pathlib.Path(value).resolve()
    if not path.exists():
        pytest.fail(f"{variable} names {value}, which does not exist")
    return path


@pytest.fixture(scope="session")
def out():
    """The export folder under test."""
    return path_from("ISNAD_OUT")


@pytest.fixture(scope="session")
def seeds():
    """The folder of .txt files that `out` was built from."""
    return path_from("ISNAD_SEEDS")


@pytest.fixture(scope="session")
def isnad():
    """The program."""
    return path_from("ISNAD_BIN")


@pytest.fixture(scope="session")
def tables(out):
    """The rows of each CSV file as the csv module reads them: the reference for all readers."""
    csv.field_size_limit(sys.maxsize)
    rows = {}
    for name in TABLES:
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows[name] = list(csv.DictReader(file, strict=True))
    return rows


@pytest.fixture(scope="session")
def run_tool():
    """Run a program of the system and return what it prints; its failure is the test's."""

    def run(*command):
        if not shutil.which(command[0]):
            pytest.fail(
                f"{command[0]} is missing: install the Debian packages graphviz and libxml2-utils"
            )
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run
