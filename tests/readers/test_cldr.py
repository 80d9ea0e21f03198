"""The rows made from a data package are what the package says."""

import importlib.util
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "gazetteer" / "countries"


def test_cldr_rows_are_up_to_date():
    spec = importlib.util.spec_from_file_location("cldr", FOLDER / "cldr.py")
    cldr = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cldr)
    assert (FOLDER / "cldr.tsv").read_text(encoding="utf-8") == cldr.table()
