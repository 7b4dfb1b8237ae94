"""The exported tables that lead from one set of boundaries to another."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled
from icslookup.exports.crosswalks import crosswalk_tables
from icslookup.exports.export import FORMATS
from icslookup.lookup.crosswalk import CrosswalkRow, crosswalk
from tests.support.exports import DATABASES, opened, read, texts

if TYPE_CHECKING:
    from pathlib import Path

    from icslookup.dataset.loader import Dataset

TABLES = {"board_crosswalk": "board", "sub_icb_crosswalk": "sub-icb"}
BOUNDARIES = ["2022-07-01", "2023-04-01", "2026-04-01"]


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("table", TABLES)
def test_every_pair_of_boundaries_has_the_rows_of_the_command(
    exported: dict[str, Path], format_: str, table: str
) -> None:
    columns, rows = read(exported[format_], format_, table)
    assert tuple(columns) == ("from_day", "to_day", *CrosswalkRow._fields)
    expected = [
        (*pair, *row)
        for pair in permutations(BOUNDARIES, 2)
        for row in texts(crosswalk(*pair, geography=TABLES[table]).rows)
    ]
    assert sorted(rows) == sorted(expected)


@pytest.mark.parametrize("format_", DATABASES)
@pytest.mark.parametrize("table", TABLES)
def test_the_parts_add_up_to_the_areas_and_to_england(
    exported: dict[str, Path], format_: str, table: str
) -> None:
    connection = opened(exported[format_], format_)
    pairs = connection.execute(
        f"SELECT from_day, to_day, sum(residents), sum(lsoas) FROM {table} GROUP BY 1, 2"  # noqa: S608
    ).fetchall()
    assert [tuple(pair[2:]) for pair in pairs] == [(56_490_108, 33_755)] * 6
    for end in ("from", "to"):
        wrong = connection.execute(
            f"SELECT from_day, to_day, {end}_code FROM {table} GROUP BY 1, 2, 3"  # noqa: S608
            f" HAVING sum(residents) <> max({end}_residents) OR sum(lsoas) <> max({end}_lsoas)"
        ).fetchall()
        assert wrong == []
    connection.close()


def test_the_boundaries_are_those_of_the_data(small: Dataset) -> None:
    """Data with one more set of boundaries have the pairs with it."""
    data = type(small)(small.folder)
    data.descriptor["boundaries"].append(date(2026, 11, 1))
    days = {str(day) for day in data.descriptor["boundaries"]}
    for table in crosswalk_tables(data):
        assert {(str(row[0]), str(row[1])) for row in table.rows} == set(permutations(days, 2))
    assert len({row[0] for row in crosswalk_tables(bundled())[0].rows}) == 3
