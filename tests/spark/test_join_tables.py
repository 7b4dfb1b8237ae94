"""The tables that a plan of Spark joins with have the answers of `icslookup.rebase`."""

from __future__ import annotations

import random
import warnings
from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import icslookup
from icslookup.dataset.active import bundled
from icslookup.dataset.nhs_areas import CCG, REGION, STP, SUB_ICB
from icslookup.errors import DataError
from icslookup.spark.join_tables import JoinTables, join_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.dataset.loader import Dataset

TO = date(2026, 5, 1)
FIGURE = 10**9


def codes_of(kind: str) -> list[str]:
    """Return every code of a kind of area, of any time; of LSOAs, every fiftieth."""
    data = bundled()
    if kind == "council":
        return list(data.authority_keys)
    if kind == "board":
        return list(data.board_keys)
    if kind == "lsoa":
        return [row.lsoa for row in data.lsoas][::50]
    names = [name for area in data.nhs_areas.values() if area.kind == kind for name in area.names]
    codes = [code for name in names for code in (name.ods_code, name.ons_code)]
    return sorted({code for code in codes if code and code not in data.board_keys})


KINDS = {kind: codes_of(kind) for kind in ("council", "board", SUB_ICB, REGION, CCG, STP, "lsoa")}

Found = dict[tuple[str, str], tuple[Fraction, bool]]
"""By code and target area: the share of the code, and whether it covers the target area."""


def of_tables(tables: JoinTables, wanted: Sequence[tuple[str, str, str | None]]) -> Found:
    """Return what the tables have for some codes; each has a name, and a day or None."""
    codes, parts = defaultdict(list), defaultdict(list)
    for row in tables.codes:
        codes[row.code].append(row)
    for part in tables.parts:
        parts[part.area].append(part)
    targets = {row.target: row for row in tables.targets}
    found: Found = {}
    for name, code, day in wanted:
        rows = [
            row for row in codes[code]
            if row.first is None or (row.last and day and row.first <= day <= row.last)
        ]  # fmt: skip
        assert len(rows) <= 1, (code, day)
        for row in rows:
            assert sum(part.leading for part in parts[row.area]) == 1
            for part in parts[row.area]:
                at = targets[part.target]
                covered = (
                    part.blocks >= at.blocks
                    or part.lsoas_2011 >= at.lsoas_2011
                    or part.lsoas_2021 >= at.lsoas_2021
                )
                found[name, part.target] = Fraction(part.weight, part.every), covered
    return found


def of_frames(frame: pl.DataFrame, geography: str, **options: Any) -> Found:
    """Return what `icslookup.rebase` has for each row, which is a group of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        try:
            result = icslookup.rebase(
                frame, "code", "v", to=TO, per="row", to_geography=geography, **options
            )
        except DataError as error:
            assert "nothing" in str(error)  # noqa: PT017 - any other fault fails the test
            return {}
    key = "ons_code" if geography == "council" else "ods_code"
    return {
        (row["row"], row[key]): (Fraction(row["v"]) / FIGURE, row["complete"])
        for row in result.to_dicts()
    }


def agree(found: Found, wanted: Found) -> None:
    assert found.keys() == wanted.keys()
    for key, (share, complete) in wanted.items():
        assert abs(found[key][0] - share) <= Fraction(2, FIGURE), key
        assert found[key][1] == complete, key


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "day", ["2017-02-01", "2019-06-01", "2022-07-01", "2025-01-01", "2026-05-01"]
)
def test_each_code_leads_where_it_leads_in_a_frame(data: Dataset, kind: str, day: str) -> None:
    codes = KINDS[kind]
    frame = pl.DataFrame({"code": codes, "row": codes, "v": [FIGURE] * len(codes)})
    tables = join_tables(data, "board", TO, date.fromisoformat(day), "residents")
    found = of_tables(tables, [(code, code, None) for code in codes])
    agree(found, of_frames(frame, "board", from_=day))


@pytest.mark.parametrize("geography", ["sub-icb", "region", "council"])
def test_each_code_leads_to_areas_of_every_kind(data: Dataset, geography: str) -> None:
    codes = [code for kind in ("council", "board", SUB_ICB, "lsoa") for code in KINDS[kind][::7]]
    tables = join_tables(data, geography, TO, date(2025, 1, 1), "lsoas")
    for kind in ("council", "board", SUB_ICB, "lsoa"):
        codes = KINDS[kind][::7]
        frame = pl.DataFrame({"code": codes, "row": codes, "v": [FIGURE] * len(codes)})
        found = of_tables(tables, [(code, code, None) for code in codes])
        agree(found, of_frames(frame, geography, from_="2025-01-01", by="lsoas"))


def test_each_row_may_have_a_day_of_its_own(data: Dataset) -> None:
    """Days are those of changes, those before, and others."""
    rng = random.Random(3)  # noqa: S311 - the same every time
    days = {date(2012, 5, 1), date(2021, 12, 31)}
    for authority in data.authorities.values():
        days.update(day for day in (authority.start, authority.end) if day)
    days.update(row.start for row in data.memberships)
    days |= {day - timedelta(days=1) for day in days} | {day + timedelta(days=1) for day in days}
    tables = join_tables(data, "board", TO, None, "residents")
    some = sorted(day.isoformat() for day in days if day.year >= 2009)
    for kind in ("council", "board", SUB_ICB, REGION, CCG):
        pairs = [(rng.choice(KINDS[kind]), rng.choice(some)) for _ in range(1500)]
        wanted = [(f"{code} {day}", code, day) for code, day in dict.fromkeys(pairs)]
        frame = pl.DataFrame(wanted, schema=["row", "code", "day"], orient="row")
        frame = frame.with_columns(v=pl.lit(FIGURE))
        agree(of_tables(tables, wanted), of_frames(frame, "board", as_of_column="day"))
