"""The same 10,000 rows of figures for every way to carry them to other boundaries."""

from __future__ import annotations

import csv
import random
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import icslookup
from icslookup.cli.run import run

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

FROM, TO = "2025-01-01", "2026-05-01"
COLUMNS = ("board", "month", "patients", "cost", "hours")
VALUES = COLUMNS[2:]
CLOSE = 1e-9
"""How much results of floats may differ, as a part of their total."""


class FigureRow(NamedTuple):
    """A row of figures; the cost has two decimals."""

    board: str
    month: str
    patients: int | None
    cost: Decimal | None
    hours: float | None


class Result(NamedTuple):
    """The results for a board of the target in a month, each with the part that is estimated."""

    patients: Decimal | None
    patients_estimated: Decimal | None
    cost: Decimal | None
    cost_estimated: Decimal | None
    hours: float | None
    hours_estimated: float | None


@lru_cache(maxsize=1)
def rows() -> tuple[FigureRow, ...]:
    """Return 10,000 rows of the boards of 2025 in 12 months; some cells are empty."""
    rng = random.Random(7)  # noqa: S311 - the same every time
    codes = [board.ods_code for board in icslookup.boards(FROM).rows]
    weights = [30 if code == "QNQ" else 1 for code in codes]  # Frimley is the one that is divided
    return tuple(
        FigureRow(
            code,
            f"2024-{rng.randrange(1, 13):02}",
            rng.choice([None, *[rng.randrange(100_000)] * 20]),
            rng.choice([None, *[Decimal(rng.randrange(10**8)).scaleb(-2)] * 20]),
            rng.choice([None, *[rng.random() * 1000] * 20]),
        )
        for code in rng.choices(codes, weights, k=10_000)
    )


def expected(folder: Path) -> dict[tuple[str, str], Result]:
    """Return the results of the command for the rows in a file, by month and ODS code."""
    path = folder / "figures.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows())
    out = folder / "carried.csv"
    named = [part for value in VALUES for part in ("--value", value)]
    days = ["--from", FROM, "--to", TO]
    options = ["-c", "board", *named, *days, "--per", "month", "--strict", "-o", str(out)]
    assert run(["rebase", str(path), *options]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        records: list[dict[str, str]] = list(csv.DictReader(file))
    return by_key([{name: cell or None for name, cell in row.items()} for row in records])


def as_result(cells: Any) -> Result:
    """Return cells as a result: exact numbers as decimals, the last two as floats."""
    *exact, hours, estimated = cells
    decimals = [None if cell is None else Decimal(cell) for cell in exact]
    floats = [None if cell is None else float(cell) for cell in (hours, estimated)]
    return Result(*decimals, *floats)  # type: ignore[arg-type] # they are in the order of the fields


def by_key(records: list[dict[str, Any]]) -> dict[tuple[str, str], Result]:
    """Return the rows of a result by month and ODS code."""
    names = [f"{value}{suffix}" for value in VALUES for suffix in ("", "_estimated")]
    return {(r["month"], r["ods_code"]): as_result([r[name] for name in names]) for r in records}


def check(found: dict[tuple[str, str], Result], wanted: dict[tuple[str, str], Result]) -> None:
    """Check that exact results are equal and those of floats are close."""
    assert found.keys() == wanted.keys()
    total = sum(result.hours or 0 for result in wanted.values())
    for key, want in wanted.items():
        have = found[key]
        assert have[:4] == want[:4], (key, have, want)
        for one, other in zip(have[4:], want[4:], strict=True):
            assert (one is None) == (other is None), key
            assert abs((one or 0) - (other or 0)) <= CLOSE * total, key
