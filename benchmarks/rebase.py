"""Measure `icslookup rebase` on a long table, and of summing the same table with `csv` and a dict.

    python benchmarks/rebase.py [--rows N] [--rounds N] [--write FILE]

The table has figures by board of 2025, month and sex, in a random order from a fixed seed. Both
programs read it in a process of its own, in turn in every round. The sum is what a short script
does: it reads the rows with `csv.reader`, and adds the figures of each group in a dict. A table
with a tenth of the rows and the same groups shows how memory grows. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
from statistics import median

import processes
from processes import Run
from reporting import machine, show, table

from icslookup import boards

ROWS, ROUNDS, MONTHS = 1_000_000, 3, 100
DAY = "2025-01-01"

SUM = """
import csv, sys
sums = {}
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    rows = csv.reader(file)
    next(rows)
    for board, month, sex, figure in rows:
        key = board, month, sex
        sums[key] = sums.get(key, 0) + int(figure)
print(len(sums))
"""


def write(path: str, rows: int) -> None:
    """Write a table with some rows."""
    chance = random.Random(15)  # noqa: S311 - figures of a made-up table
    codes = [board.ods_code for board in boards(DAY).rows]
    months = [f"{2017 + number // 12}-{number % 12 + 1:02}" for number in range(MONTHS)]
    with open(path, "w", encoding="utf-8") as file:
        file.write("board,month,sex,figure\n")
        for number in range(rows):
            sex, figure = "FM"[number % 2], chance.randrange(100_000)
            file.write(f"{chance.choice(codes)},{chance.choice(months)},{sex},{figure}\n")


def rebase(path: str, out: str) -> Run:
    """Carry the figures of a table to the boards of 1 April 2026 with the command line."""
    options = ["-c", "board", "--value", "figure", "--per", "month", "--per", "sex"]
    days = ["--from", DAY, "--to", "2026-04-01"]
    return processes.python("-m", "icslookup", "rebase", path, *options, *days, "-o", out, "-q")


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--write", metavar="FILE")
    given = parser.parse_args()
    runs: dict[tuple[str, int], list[Run]] = {}
    with tempfile.TemporaryDirectory() as folder:
        sizes = (given.rows // 10, given.rows)
        paths = {size: os.path.join(folder, f"{size}.csv") for size in sizes}
        for size, path in paths.items():
            write(path, size)
        out = os.path.join(folder, "out.csv")
        for _ in range(given.rounds):
            for size, path in paths.items():
                runs.setdefault(("sum", size), []).append(processes.python("-c", SUM, path))
                runs.setdefault(("rebase", size), []).append(rebase(path, out))
    lines = []
    for size in sizes:
        ours, theirs = runs["rebase", size], runs["sum", size]
        ratios = [a.cpu / b.cpu for a, b in zip(ours, theirs, strict=True)]
        peak = max(run.peak for run in ours)
        seconds = [f"{min(run.cpu for run in found):.2f}" for found in (theirs, ours)]
        lines.append([f"{size:,}", *seconds, f"{median(ratios):.2f}", f"{peak:.0f}"])
    head = ["rows", "csv and a dict, s", "`icslookup rebase`, s", "median ratio", "peak, MB"]
    show(f"{table(head, lines)}\n\n{machine()}", "rebase.py", given.write)


if __name__ == "__main__":
    main()
