#!/usr/bin/env python3
"""Writes cldr.tsv: names of countries in further languages, from the Unicode CLDR by way of the Babel package.

Run it from the project's folder when Babel has a newer CLDR: python3 gazetteer/countries/cldr.py
It needs Babel (BSD-3-Clause; its data are CLDR's, Unicode-3.0) and prints which version it took.
"""

import re
from collections import Counter
from pathlib import Path

import babel
from babel.core import Locale, get_global

LANGUAGES = ["az", "fa", "fr", "kk", "ru", "tr", "zh"]
FOLDER = Path(__file__).parent


def codes() -> dict[str, str]:
    """Entity ids by ISO 3166-1 alpha-2 code, as the other files of this folder have them."""
    found = {}
    for file in sorted(FOLDER.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) == 7 and cells[1] == "code":
                found[cells[6]] = cells[0]
    return found


def forms(name: str) -> list[str]:
    """The name, and what stands in brackets behind it as a name of its own; abbreviated ones are left out."""
    match = re.fullmatch(r"(.+?)\s*[(（](.+)[)）]", name)
    parts = [match[1], match[2]] if match else [name]
    return [part for part in parts if (len(part) > 3 or part == name) and not re.search(r"[.()（）|]|о-в", part)]


def table() -> str:
    """The whole of cldr.tsv."""
    version = f"CLDR {get_global('cldr')['version']}"
    source = f"Babel {babel.__version__}"
    rows = []
    names = Counter()
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        names.update((language, form) for code in codes() for form in forms(territories.get(code, "")))
    for code, entity in sorted(codes().items(), key=lambda item: item[1]):
        for language in LANGUAGES:
            name = Locale.parse(language).territories.get(code)
            if not name:
                continue
            # What two of them are called is no name of either: the Congos.
            own = [form for form in forms(name) if names[language, form] == 1]
            for key, form in zip(["label", "name"], own):
                rows.append(f"{entity}\t{key}\t{language}\t\t\t\t{form}")
    head = [
        f"# Names of countries in further languages: {version} as packaged by {source}, licence Unicode-3.0.",
        "# Made by cldr.py; do not edit.",
        "entity\tkey\tlang\tfrom\tto\tsource\tvalue",
    ]
    return "\n".join(head + rows) + "\n"


def main() -> None:
    text = table()
    (FOLDER / "cldr.tsv").write_text(text, encoding="utf-8")
    print(text.splitlines()[0].removeprefix("# "))


if __name__ == "__main__":
    main()
