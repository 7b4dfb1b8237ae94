"""Measure how long the bundled data take to load: all of them, and the part that a question reads.

Each round is a new process, which has not read anything before. The clock starts after the imports.
The first round does not count: it brings the files into memory. The garbage collector is off, as
in the program. The LSOAs are left out, because a question searches their file and does not load it.

    python benchmarks/loading.py [--rounds N] [--write FILE]
"""

from __future__ import annotations

import argparse
import json
from statistics import median

from processes import python
from reporting import machine, show, table

ROUNDS = 40

STEPS = """
import gc, json, sys, time
import csv
from icslookup.dataset.active import bundled
from icslookup.dataset.loader import Dataset
from icslookup.gazetteer.indexes import area_resolver, board_resolver
gc.disable()
data, found = bundled(), {}
def timed(name, act):
    began = time.perf_counter()
    act()
    found[name] = (time.perf_counter() - began) * 1000
for part in Dataset.TABLES:
    if part != "lsoas":
        timed(part, lambda: getattr(data, part))
timed("names of authorities", lambda: area_resolver(data))
timed("names of boards", lambda: board_resolver(data))
print(json.dumps(found))
"""

ALL = "all that questions read"
WHOLES = {
    ALL: (
        *("descriptor", "boards", "authorities", "memberships", "aliases", "plans", "places"),
        *("waves", "clusters", "events"),
    ),
    "what `area Guildford` reads": (
        *("descriptor", "boards", "authorities", "memberships", "plans", "places"),
    ),
}
AIM = "5"


def report(rounds: list[dict[str, float]]) -> str:
    """Return a table of the wholes and their parts, in milliseconds."""
    rows = [
        _row(name, [sum(found[part] for part in parts) for found in rounds], AIM)
        for name, parts in WHOLES.items()
    ]
    parts = [part for part in rounds[0] if part in WHOLES[ALL]]
    indexes = [part for part in rounds[0] if part not in WHOLES[ALL]]
    rows += [_row(f"of it: {part}", [found[part] for found in rounds]) for part in parts]
    rows += [_row(f"index: {part}", [found[part] for found in rounds]) for part in indexes]
    return table(["loaded", "min ms", "median ms", "aim, at most ms"], rows)


def _row(name: str, found: list[float], aim: str = "") -> list[str]:
    return [name, f"{min(found):.2f}", f"{median(found):.2f}", aim]


def main() -> None:
    """Load the data in every round, and show the table."""
    parser = argparse.ArgumentParser(description="Measure how long the bundled data take to load.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    parser.add_argument("--write", metavar="FILE", help="put the table into this document")
    options = parser.parse_args()
    rounds = [json.loads(python("-c", STEPS).printed) for _ in range(options.rounds + 1)][1:]
    lines = [report(rounds), f"Rounds: {options.rounds}; {machine()}."]
    show("\n\n".join(lines), "loading.py", options.write)


if __name__ == "__main__":
    main()
