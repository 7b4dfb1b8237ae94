"""Reads the compiled facts in tests/facts, with which the tests compare the answers."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

FACTS = Path(__file__).parents[1] / "facts"


class Known(NamedTuple):
    """An LSOA, its row of places.csv, and its residents if it is an LSOA of 2021."""

    code: str
    place: dict[str, str]
    residents: int | None


@cache
def facts(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table of facts."""
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def known_lsoas(census: str) -> tuple[Known, ...]:
    """Return the LSOAs of England of a census, 2011 or 2021, in the order of their codes."""
    places = {row["place"]: row for row in facts("places.csv")}
    found = []
    for run in facts("lsoas.csv"):
        place = places[run["place"]]
        if census not in place["censuses"].split():
            continue
        codes = [f"E01{n:06}" for n in range(int(run["first"][3:]), int(run["last"][3:]) + 1)]
        counts: list[int | None] = [int(number) for number in run["residents"].split()]
        counts = counts or [None] * len(codes)
        found += [Known(code, place, n) for code, n in zip(codes, counts, strict=True)]
    return tuple(found)
