"""Measure how fast a table is matched, compared with copying it and with other tools.

A time means little unless another was measured on the same machine at the same hour. So the steps
take turns in several rounds, each in a process of its own.

    python benchmarks/match_speed.py [--rows N] [--rounds N] [--quick]

country_converter and rapidfuzz are measured if they are installed (country_converter 1.3 needs
pandas before 3). Nothing is asserted, because a busy machine is not a fault of the program.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from statistics import median
from typing import TYPE_CHECKING

import processes
from processes import StepError, step
from reporting import machine, table

if TYPE_CHECKING:
    from processes import Figures

ROWS, QUICK_ROWS = 1_000_000, 20_000
ROUNDS = 5
LOOP_ROWS, QUICK_LOOP_ROWS = 2_000, 200


def composition(made: Figures) -> str:
    """Return a table with the kinds of spellings in the data."""
    kinds = [key.removeprefix("rows ") for key in made if key.startswith("rows ")]
    sums = [sum(made[f"{what} {kind}"] for kind in kinds) for what in ("distinct", "rows")]
    lines = [
        [kind, *(f"{made[f'{what} {kind}']:,.0f}" for what in ("distinct", "rows"))]
        for kind in kinds
    ]
    total = ["all", *(f"{number:,.0f}" for number in sums)]
    return table(["spelling", "distinct", "rows"], [*lines, total])


class Measured:
    """The figures of each round by name, and the steps that could not be measured."""

    def __init__(self) -> None:
        self.figures: dict[str, list[float]] = {}
        self.missing: dict[str, str] = {}

    def add(self, name: str, value: float) -> None:
        """Add a figure of a round."""
        self.figures.setdefault(name, []).append(value)

    def take(self, name: str, *arguments: object) -> None:
        """Run a step and add its figures, or the reason if the tool is missing or fails."""
        if name in self.missing:
            return
        try:
            found = step(name, *arguments)
        except StepError as error:
            self.missing[name] = str(error)
            return
        for key, value in found.items():
            self.add(f"{name} {key}", value)

    def faster(self, other: str) -> str:
        """Return how many times as many names a second `icslookup.match` answers as a tool."""
        pairs = zip(self.figures["match rows"], self.figures[other], strict=True)
        return f"{median(ours / theirs for ours, theirs in pairs):,.3g}"


def measure(folder: str, rows: int, rounds: int, *, quick: bool) -> tuple[Figures, Measured]:
    """Run every step in every round, and return the figures of the table and of the steps."""
    path, out = os.path.join(folder, "table.csv"), os.path.join(folder, "out.csv")
    made = step("make", path, rows)
    sample = QUICK_LOOP_ROWS if quick else LOOP_ROWS
    measured = Measured()
    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        copied = processes.copy(path, out)
        matched = processes.match(path, out)
        measured.add("copy", copied.seconds)
        measured.add("command", matched.seconds)
        measured.add("ratio", matched.seconds / copied.seconds)
        measured.add("peak", matched.peak)
        measured.take("match", path)
        measured.take("extractOne", path, sample)
        measured.take("countries", rows, sample)
    return made, measured


def file_table(measured: Measured) -> str:
    """Return a table with the time and memory of a whole file."""
    units = {
        "copy": ("copied with csv.reader and csv.writer, s", ".2f", ""),
        "command": ("icslookup match, s", ".2f", ""),
        "ratio": ("icslookup match / copy", ".2f", "3"),
        "peak": ("peak memory of icslookup match, MB", ".0f", "150"),
    }
    lines = []
    for name, (what, form, target) in units.items():
        values = measured.figures[name]
        lines.append([what, format(min(values), form), format(median(values), form), target])
    return table(["a whole file", "best", "median", "at most"], lines)


def name_table(measured: Measured) -> str:
    """Return a table of names a second; the ratio to other tools is the median of the rounds."""
    names = {
        "match rows": "icslookup.match, every row",
        "match distinct": "icslookup.match, each distinct name once, indexes built",
        "extractOne rows": "extractOne(WRatio) over the official names, every row",
        "extractOne memo": "the same, a dict keeping each distinct name",
        "countries rows": "country_converter.convert of country names, every row",
        "countries memo": "country_converter.pandas_convert, which keeps each distinct name",
    }
    targets = {"match rows": "1,000,000", "match distinct": "100,000"}
    lines = []
    for name, what in names.items():
        values = measured.figures.get(name)
        if values:
            numbers = [f"{number:,.0f}" for number in (max(values), median(values))]
            ratio = "" if name.startswith("match") else measured.faster(name)
            lines.append([what, *numbers, targets.get(name, ""), ratio])
    head = [
        "names a second",
        "best",
        "median",
        "at least",
        "times slower than icslookup.match, every row",
    ]
    return table(head, lines)


def arguments() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description="Measure how fast a table is matched.")
    parser.add_argument("--rows", type=int, help=f"of the table (default: {ROWS:,})")
    parser.add_argument("--rounds", type=int, help=f"default: {ROUNDS}")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ROWS:,} rows, one round")
    return parser.parse_args()


def main() -> None:
    """Make the table, run the steps and print their figures."""
    options = arguments()
    quick = options.quick
    rows = options.rows or (QUICK_ROWS if quick else ROWS)
    rounds = options.rounds or (1 if quick else ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        made, measured = measure(folder, rows, rounds, quick=quick)
    print(f"{composition(made)}\n\n{file_table(measured)}\n\n{name_table(measured)}\n")
    for name, why in measured.missing.items():
        print(f"{name} was not measured: {why}\n")
    print(f"{rows:,} rows, rounds: {rounds}, {machine()}.")


if __name__ == "__main__":
    main()
