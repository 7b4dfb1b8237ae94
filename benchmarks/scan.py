"""Measure how fast `icslookup scan` reads source code, compared with counting its lines.

Two programs read the same folder in turn, each in a process of its own: `icslookup scan`, and one
that only reads each file and counts its lines. Three folders are measured: code that says nothing
about the NHS, queries with many codes in force and a few that have ended, and figures.

    python benchmarks/scan.py [--size MB] [--rounds N]

Nothing is asserted, because a busy machine is not a fault of the program.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from processes import python
from reporting import machine, table

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE, ROUNDS = 100, 5
FILE_BYTES = 100_000
AIM = "5"
"""The most seconds for 100 MB."""

COUNT = """
import os, sys
lines = 0
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            lines += sum(1 for _ in file)
print(lines)
"""

SCAN = """
import sys
from icslookup.bulk.scan.scan import scan
answer = scan([sys.argv[1]])
print(answer.files, len(answer.findings))
"""

CODE = """
def total(rows: list[dict[str, int]], key: str = "value") -> int:
    \"\"\"Return the sum of a key, e.g. 12345 or 0x1F.\"\"\"
    colours = {"low": "#E54000", "high": "#03D"}
    return sum(int(row.get(key, 0)) for row in rows if row["id"] not in colours)
"""

QUERY = """
SELECT icb_code, ccg_code, SUM(attendances) AS attendances
FROM nhs.ae_monthly
WHERE icb_code IN ('QOX', 'QRL', 'QKK') AND ccg_code = '15E' AND value > 12345.678
GROUP BY icb_code, ccg_code; -- E54000067
"""
ENDED = "UPDATE nhs.ae_monthly SET icb_code = 'S9B9J' WHERE icb_code = 'QNX';\n"


def code(_numbers: random.Random) -> str:
    """Return source code without a word of the NHS."""
    return CODE


def query(numbers: random.Random) -> str:
    """Return a query with codes in force, and once in a thousand one that has ended."""
    return QUERY + (ENDED if numbers.random() < 0.001 else "")  # noqa: PLR2004


def figures(numbers: random.Random) -> str:
    """Return a line of figures."""
    return ",".join(str(numbers.randrange(10**6)) for _ in range(10)) + "\n"


KINDS: dict[str, tuple[str, Callable[[random.Random], str]]] = {
    "code without the NHS": ("py", code),
    "queries of the NHS": ("sql", query),
    "figures": ("txt", figures),
}


def make(folder: Path, extension: str, part: Callable[[random.Random], str], size: int) -> int:
    """Write files with a number of bytes in all into a folder, and return their exact size."""
    folder.mkdir()
    numbers = random.Random(1)  # noqa: S311 - the same files in every run
    written = 0
    while written < size:
        parts, length = [], 0
        while length < min(FILE_BYTES, size):
            parts.append(part(numbers))
            length += len(parts[-1])
        (folder / f"{written}.{extension}").write_text("".join(parts), encoding="utf-8")
        written += length
    return written


def measure(folder: Path, size: int, rounds: int) -> list[str]:
    """Run both programs in every round, and return a row of figures."""
    pairs = []
    for number in range(1, rounds + 1):
        print(f"{folder.name}: round {number} of {rounds}", file=sys.stderr)
        counted = python("-c", COUNT, str(folder))
        scanned = python("-c", SCAN, str(folder))
        pairs.append((scanned.seconds, scanned.cpu, scanned.cpu / counted.cpu, scanned.peak))
    files, findings = scanned.printed.split()
    seconds, cpu, ratio, peak = (median(values) for values in zip(*pairs, strict=True))
    return [
        *(folder.name, files, findings, f"{size / cpu / 1e6:,.0f}", f"{cpu / size * 1e8:.2f}"),
        *(f"{seconds / size * 1e8:.2f}", AIM, f"{ratio:.2f}", f"{peak:.0f}"),
    ]


def main() -> None:
    """Make the folders, run the programs and print their figures."""
    parser = argparse.ArgumentParser(description="Measure how fast source code is scanned.")
    parser.add_argument("--size", type=float, default=SIZE, help=f"of each folder, MB ({SIZE})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"default: {ROUNDS}")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as top:
        for name, (extension, part) in KINDS.items():
            folder = Path(top) / name
            size = make(folder, extension, part, int(options.size * 1e6))
            rows.append(measure(folder, size, options.rounds))
    head = [
        *("folder", "files", "codes found", "MB per CPU second", "CPU seconds for 100 MB"),
        *("seconds for 100 MB", "at most"),
        *("CPU time / counting lines", "peak MB"),
    ]
    print(f"{table(head, rows)}\n\nMedians of {options.rounds} rounds; {machine()}.")


if __name__ == "__main__":
    main()
