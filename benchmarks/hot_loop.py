"""Measure the time of each stage of `match`, and how far it is from the least possible time.

    python benchmarks/hot_loop.py [--rows N] [--rounds N] [--write FILE]

The table is the messy one of `messy_names.py`. A row takes at least the time of copying it with
`csv`, and an unknown name at least that of one call of rapidfuzz. Both are measured in the same
run, each step in a process of its own. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

import processes
from reporting import machine, show, table

if TYPE_CHECKING:
    from processes import Figures

ROWS = 1_000_000
ROUNDS = 3
STAGE = "stage "
UNKNOWN = {
    "ratio": "`extractOne(ratio)`, at least 80",
    "distance": "`extractOne(OSA.distance)`, at most 2 edits",
    "WRatio": "`extractOne(WRatio)`",
    "icslookup": "the whole answer of icslookup",
}
METHODS = {
    "code": "by a code",
    "exact": "by the name as it stands",
    "alias": "by an alias or abbreviation",
    "words": "by words",
    "fuzzy": "as misspelt",
    "ambiguous": "ambiguous",
    "not_found": "not found",
    "blank": "blank",
}

step = partial(processes.step, program="stages.py")


def middle(rounds: list[Figures]) -> Figures:
    """Return the median of each figure."""
    return {name: median(found.get(name, 0) for found in rounds) for name in rounds[0]}


def stage_table(found: Figures) -> str:
    """Return a table with the share of each stage, with names by how they were answered."""
    stages = {
        name.removeprefix(STAGE): took for name, took in found.items() if name.startswith(STAGE)
    }
    total = sum(stages.values())
    lines = []
    for stage, took in sorted(stages.items(), key=lambda item: -item[1]):
        spellings = found.get(f"spellings {stage}", 0)
        each = f"{took / spellings * 1e6:.0f}" if spellings else ""
        name = f"distinct names answered: {METHODS[stage]}" if stage in METHODS else stage
        share = f"{100 * took / total:.1f}"
        lines.append([name, share, f"{spellings:,.0f}" if spellings else "", each])
    return table(["stage", "share, %", "distinct names", "µs each"], lines)


def limit_table(found: Figures, unknown: Figures) -> str:
    """Return a table with the least times, and how many times as much icslookup takes."""
    lines = [
        ["a table copied with `csv.reader` and `csv.writer`, s", f"{found['copy']:.2f}", ""],
        ["`icslookup match`, s", f"{found['match']:.2f}", f"{found['match'] / found['copy']:.2f}"],
    ]
    least = min(unknown[key] for key in UNKNOWN)
    for key, what in UNKNOWN.items():
        took = unknown[key]
        name = f"an unknown name: {what}, µs"
        lines.append([name, f"{took * 1e6:.0f}", f"{took / least:.2f}"])
    return table(["", "median", "times the least"], lines)


def arguments() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description="Show where the time of a table goes.")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"default: {ROWS:,}")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    parser.add_argument("--write", metavar="FILE", help="put the tables into this document")
    return parser.parse_args()


def main() -> None:
    """Run every step in every round, and show the medians."""
    options = arguments()
    times, stages, unknown = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        path, out = os.path.join(folder, "table.csv"), os.path.join(folder, "out.csv")
        processes.step("make", path, options.rows)
        for number in range(1, options.rounds + 1):
            print(f"round {number} of {options.rounds}", file=sys.stderr)
            copied, matched = processes.copy(path, out), processes.match(path, out)
            times.append({"copy": copied.seconds, "match": matched.seconds})
            stages.append(step("stages", path))
            unknown.append(step("unknown", path))
    medians = middle(unknown)
    made = (
        f"{options.rows:,} rows; {medians['unknown']:,.0f} unknown names, each compared with"
        f" {medians['choices']:,.0f} names and aliases; rounds: {options.rounds}; {machine()}."
    )
    tables = f"{stage_table(middle(stages))}\n\n{limit_table(middle(times), medians)}"
    show(f"{tables}\n\n{made}", "hot_loop.py", options.write)


if __name__ == "__main__":
    main()
