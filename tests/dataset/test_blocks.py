"""The blocks hold every 2021 LSOA once, and say where it lay on every day."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled
from icslookup.dataset.blocks import read_blocks
from icslookup.dataset.csv_reader import CsvTable
from icslookup.dataset.lsoas import COLUMNS
from icslookup.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

DAYS = [date(2022, 7, 1), date(2023, 3, 31), date(2023, 4, 1), date(2026, 3, 31), date(2026, 4, 1)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("column", ["gss_code", "sub_icb", "ods_code"])
def test_the_blocks_of_an_area_have_its_lsoas_and_residents(day: date, column: str) -> None:
    lsoas: Counter[str] = Counter()
    residents: Counter[str] = Counter()
    for row in bundled().lsoas:
        if 2021 in row.censuses and row.exists_on(day):
            lsoas[getattr(row, column)] += 1
            residents[getattr(row, column)] += row.residents or 0
    found: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for block in bundled().blocks:
        found[getattr(block.on(day), column)] += block.lsoas
        people[getattr(block.on(day), column)] += block.residents
    assert (found, people) == (lsoas, residents)


def test_a_day_before_boards_has_the_blocks_of_their_first_day() -> None:
    for block in bundled().blocks:
        assert block.on(date(2021, 4, 1)) == block.on(date(2022, 7, 1))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("E01000001,2021,2022-07-01,,,E09000001,A3A8R,QMF", "the residents of E01000001"),
        ("E01000001,2021,2022-07-01,,9,E99999999,A3A8R,QMF", "E99999999"),
        ("E01000001,2021,,,9,E09000001,A3A8R,QMF", "is empty"),
    ],
)
def test_an_lsoa_without_residents_or_place_is_an_error(
    tmp_path: Path, row: str, fault: str
) -> None:
    path = tmp_path / "lsoas.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{row}\n")
    with pytest.raises(DataError, match=fault):
        read_blocks(CsvTable(str(path), COLUMNS), bundled().authority_keys)
