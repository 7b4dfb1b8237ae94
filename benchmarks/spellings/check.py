"""The checks of the labels that a program can make: one wrong label spoils a comparison.

A spelling may be listed only once in one kind. Every expected key must be in `data/`. A spelling
that must be refused may not be a name in the data. Every present authority needs some spellings.
The program prints the problems and exits with 1, or prints the number of rows of each class.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
COLUMNS = ["spelling", "kind", "expected", "class", "want"]
WANTS = {
    "forms.csv": "answer either",
    "errors.csv": "answer either",
    "refusals.csv": "refuse",
    "kinds.csv": "answer either refuse",
}
TIMES_EACH = 3
LEAST = {"answer": 2000, "refuse": 700}


def read(path: Path) -> list[dict[str, str]]:
    """Read the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(name: str) -> str:
    """Return a name in small letters, without all but letters and digits."""
    return re.sub(r"[\W_]", "", name.lower())


def keys_and_names() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return for each kind the keys, and the plain names, official names and aliases."""
    authorities, boards = read(DATA / "authorities.csv"), read(DATA / "boards.csv")
    keys = {
        "area": {row["gss_code"] for row in authorities},
        "board": {row["ods_code"] for row in boards},
    }
    names = {
        "area": {plain(row[c]) for row in authorities for c in ("name", "official_name")},
        "board": {plain(row[c]) for row in boards for c in ("name", "short_name")},
    }
    for row in read(DATA / "aliases.csv"):
        names[row["kind"]].add(plain(row["alias"]))
    return keys, names


def row_problems(file: str, rows: list[dict[str, str]]) -> list[str]:
    """Return the problems of single rows of a file."""
    keys, names = keys_and_names()
    found = []
    for row in rows:
        spelling, kind, expected, want = (row[c] for c in ("spelling", "kind", "expected", "want"))
        if want not in WANTS[file].split():
            found.append(f"{file}: {spelling!r} wants {want!r}")
        elif want == "refuse" and (expected or plain(spelling) in names[kind]):
            found.append(f"{file}: {spelling!r} must be refused but is a name or has a key")
        elif want != "refuse" and not keys[kind].issuperset(re.split("[+;]", expected)):
            found.append(f"{file}: {spelling!r} expects {expected!r}, which is no key")
    return found


def problems(files: dict[str, list[dict[str, str]]]) -> list[str]:
    """Return the problems of all files together."""
    rows = [row for of_file in files.values() for row in of_file]
    found = [problem for file, of_file in files.items() for problem in row_problems(file, of_file)]
    found += [
        f"{file}: columns are not {COLUMNS}" for file in files if [*files[file][0]] != COLUMNS
    ]
    spelt = Counter((row["kind"], row["spelling"]) for row in rows)
    found += [f"{kind} {spelling!r} stands twice" for (kind, spelling), n in spelt.items() if n > 1]
    asked = Counter(row["expected"] for row in files["forms.csv"])
    found += [
        f"{row['name']} is asked for {asked[row['gss_code']]} times"
        for row in read(DATA / "authorities.csv")
        if not row["end"] and asked[row["gss_code"]] < TIMES_EACH
    ]
    wants = Counter(row["want"] for row in rows)
    found += [f"only {wants[want]} rows want {want}" for want in LEAST if wants[want] < LEAST[want]]
    return found


def main() -> int:
    """Print the problems, or the rows of each class."""
    files = {file: read(HERE / file) for file in WANTS}
    found = problems(files)
    if found:
        print("\n".join(found), file=sys.stderr)
        return 1
    print("| file | class | kind | answer | either | refuse |")
    print("| --- | --- | --- | ---: | ---: | ---: |")
    for file, rows in files.items():
        counts = Counter((row["class"], row["kind"], row["want"]) for row in rows)
        for cls, kind in dict.fromkeys((row["class"], row["kind"]) for row in rows):
            numbers = (str(counts[cls, kind, want]) for want in ("answer", "either", "refuse"))
            print(f"| {file} | {cls} | {kind} | {' | '.join(numbers)} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
