"""Measure how the time and memory of `match` grow with the rows, and of the resolver with names.

    python benchmarks/scale.py [--rows N] [--full] [--names N] [--rounds N] [--write FILE]

Each size is ten times the one before, and every round runs all sizes in turn. `icslookup match`
runs on the messy table of `messy_names.py`, as a whole process. The resolver looks up unknown names
among made-up ones, in one process for each number of names. The exponent x of `time ~ size ** x` is
fitted by least squares on logarithms: it is 1 if time grows in proportion to the size, and 0 if it
does not grow. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from itertools import pairwise
from math import log
from statistics import linear_regression, median
from typing import TYPE_CHECKING, NamedTuple

import processes
from processes import MEGABYTE, step
from reporting import machine, show, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from processes import Figures, Run

ROWS, MOST_ROWS, ALL_ROWS = 10**4, 10**6, 10**7
NAMES, MOST_NAMES = 10**2, 10**5
UNKNOWN = 400
"""How many unknown names are looked up, half of them mistyped."""

ROUNDS = 3
ASKED = {
    "build": "tables built, min s",
    "mistyped": "mistyped, min µs",
    "unlike": "like none, min µs",
    "suggest": "like none, with suggestions, min µs",
}


class Growth(NamedTuple):
    """The runs of a size, and the size of the file in MB."""

    runs: list[Run]
    megabytes: float

    def least(self) -> tuple[float, float]:
        """Return the least seconds of the wall clock and of the processor."""
        return min(ran.seconds for ran in self.runs), min(ran.cpu for ran in self.runs)

    def peak(self) -> float:
        """Return the peak memory in MB."""
        return max(ran.peak for ran in self.runs)


def sizes(first: int, last: int) -> list[int]:
    """Return the sizes from the first to the last, each ten times the one before."""
    found = [first]
    while found[-1] * 10 <= last:
        found.append(found[-1] * 10)
    return found


def exponent(of: Sequence[int], values: Sequence[float]) -> str:
    """Return the exponent with which values grow, or nothing for a single size."""
    if len(of) == 1:
        return ""
    fitted = linear_regression([log(size) for size in of], [log(value) for value in values])
    return f"{fitted.slope:.2f}"


def measure_rows(of: list[int], rounds: int) -> dict[int, Growth]:
    """Match tables of each size in every round, and return the runs by size."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.csv")
        paths = {rows: os.path.join(folder, f"{rows}.csv") for rows in of}
        found = {}
        for rows, path in paths.items():
            step("make", path, rows)
            found[rows] = Growth([], os.path.getsize(path) / MEGABYTE)
        for number in range(1, rounds + 1):
            for rows, path in paths.items():
                print(f"round {number} of {rounds}: {rows:,} rows", file=sys.stderr)
                found[rows].runs.append(processes.match(path, out))
    return found


def fits(of: Sequence[int], *columns: Sequence[float]) -> list[list[str]]:
    """Return the exponent of each column over all sizes, and that of the last step."""
    rows = [["exponent, all sizes", *(exponent(of, values) for values in columns)]]
    if len(of) > 2:  # noqa: PLR2004 - for two sizes it is the same
        last = [exponent(of[-2:], values[-2:]) for values in columns]
        rows.append(["exponent, the last two sizes", *last])
    return rows


def row_table(found: dict[int, Growth]) -> str:
    """Return a table of time and memory by rows, with the time of each further row."""
    wall, cpu = zip(*(growth.least() for growth in found.values()), strict=True)
    further = [
        f"{(took - before) / (size - smaller) * 1e6:.2f}"
        for (smaller, size), (before, took) in zip(pairwise(found), pairwise(cpu), strict=True)
    ]
    lines = [
        [
            f"{rows:,}",
            f"{growth.least()[0]:.2f}",
            f"{median(ran.seconds for ran in growth.runs):.2f}",
            f"{growth.least()[1]:.2f}",
            f"{growth.peak():.0f}",
            f"{growth.megabytes:,.1f}",
            each,
        ]
        for (rows, growth), each in zip(found.items(), ["", *further], strict=True)
    ]
    middle = [median(ran.seconds for ran in growth.runs) for growth in found.values()]
    peaks = [growth.peak() for growth in found.values()]
    fitted = fits(list(found), wall, middle, cpu, peaks)
    lines += [[*row, "", ""] for row in fitted]
    head = [
        "rows",
        "min s",
        "median s",
        "processor, min s",
        "peak memory, MB",
        "file, MB",
        "processor, each further row, µs",
    ]
    return table(head, lines)


def measure_names(of: list[int], rounds: int) -> list[Figures]:
    """Look up names among each number of names, and return the least seconds of each figure."""
    found: dict[int, list[Figures]] = {count: [] for count in of}
    for number in range(1, rounds + 1):
        for count, figures in found.items():
            print(f"round {number} of {rounds}: {count:,} names", file=sys.stderr)
            figures.append(step("resolve", count, UNKNOWN))
    return [
        {key: min(took[key] for took in figures) for key in ASKED} for figures in found.values()
    ]


def name_table(of: list[int], found: list[Figures]) -> str:
    """Return a table of the time of an unknown name by the number of names."""
    lines = [
        [
            f"{count:,}",
            f"{took['build']:.2f}",
            *(f"{took[key] * 1e6:,.0f}" for key in ASKED if key != "build"),
        ]
        for count, took in zip(of, found, strict=True)
    ]
    lines += fits(of, *([took[key] for took in found] for key in ASKED))
    return table(["names", *ASKED.values()], lines)


def arguments() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description="Measure how time and memory grow.")
    parser.add_argument(
        "--rows", type=int, default=MOST_ROWS, help=f"the most rows (default: {MOST_ROWS:,})"
    )
    parser.add_argument(
        "--full", action="store_true", help=f"up to {ALL_ROWS:,} rows (2 GB, removed afterwards)"
    )
    parser.add_argument(
        "--names", type=int, default=MOST_NAMES, help=f"the most names (default: {MOST_NAMES:,})"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    parser.add_argument("--write", metavar="FILE", help="put the tables into this document")
    return parser.parse_args()


def main() -> None:
    """Measure every size, and print the tables or write them into a document."""
    options = arguments()
    rows = measure_rows(sizes(ROWS, ALL_ROWS if options.full else options.rows), options.rounds)
    counts = sizes(NAMES, options.names)
    names = name_table(counts, measure_names(counts, options.rounds))
    made = f"Rounds: {options.rounds}; {UNKNOWN // 2} names of each kind; {machine()}."
    show(f"{row_table(rows)}\n\n{names}\n\n{made}", "scale.py", options.write)


if __name__ == "__main__":
    main()
