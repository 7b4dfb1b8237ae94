"""The territory of sub-ICB locations, CCGs and STPs is carried to the next boundaries."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled, bundled_folder
from icslookup.dataset.loader import Dataset
from icslookup.errors import DataError
from icslookup.refresh.merge import Evidence
from icslookup.refresh.merge_nhs_areas import (
    NHS_AREAS,
    Moved,
    Shipped,
    merge_nhs_areas,
    reopen_nhs_areas,
)
from tests.support.compiled import known_lsoas

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = date(2026, 4, 1)
EVIDENCE = Evidence("ons-lookup-2022", "A")
SPLIT = {"S0E4D": "U2G6B", "QRL": "D9Y0V", "S9B9J": "92A"}
"""The locations to which the parts of D4U1Y went, by board."""

DIVIDED = {
    *(f"ccg:E38000{code}" for code in ("017", "118", "148", "178", "207", "224", "252")),
    *(f"stp:E540000{code}" for code in ("23", "25", "34")),
}
"""What a lookup of 2021 LSOAs cannot place: what lay in Frimley, and STPs whose board was divided."""


def moved() -> list[Moved]:
    found = []
    for lsoa in known_lsoas("2021"):
        place = lsoa.place
        before, board = place["sub_icb_2023"], place["board_2026"]
        after = SPLIT[board] if before == "D4U1Y" else before
        found.append(Moved(before, place["board_2023"], after, board, lsoa.residents or 0))
    return found


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def earlier(tmp_path: Path) -> Dataset:
    """The data as they were before April 2026."""
    folder = shutil.copytree(bundled_folder(), tmp_path / "data")
    text = reopen_nhs_areas(bundled(), DAY)
    (folder / NHS_AREAS).write_text(text, encoding="utf-8")
    return Dataset(str(folder))


def by_area(text: str) -> dict[str, set[tuple[str, ...]]]:
    """Return the rows of each area, without their evidence."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in rows(text):
        found.setdefault(f"{row['kind']}:{row['code']}", set()).add(tuple(row.values())[2:10])
    return found


def bundled_text() -> str:
    with open(f"{bundled_folder()}/{NHS_AREAS}", encoding="utf-8", newline="") as file:
        return file.read()


def test_the_boundaries_before_a_day_are_open_again(earlier: Dataset) -> None:
    found = rows(reopen_nhs_areas(earlier, DAY))
    assert max(row["start"] for row in found) == "2023-04-01"
    assert {row["end"] for row in found} == {"", "2023-03-31"}


def test_the_boundaries_of_2026_are_built_again(earlier: Dataset) -> None:
    """The rows are those of the data. What was divided and counted otherwise has no figures."""
    text = merge_nhs_areas(earlier, DAY, moved(), EVIDENCE)
    made, theirs = by_area(text), by_area(bundled_text())
    assert made.keys() == theirs.keys()
    different = {key for key in made if made[key] != theirs[key]}
    assert different == DIVIDED
    for key in different:
        now = {row for row in made[key] if row[1] == "2026-04-01"}
        assert {row[0] for row in now} >= {row[0] for row in theirs[key] if row[1] == "2026-04-01"}
        assert {row[3:] for row in now} == {("", "", "", "", "")}
    new = [row for row in rows(text) if row["start"] == "2026-04-01"]
    assert {(row["source"], row["certainty"]) for row in new} == {EVIDENCE}
    old = [row for row in rows(text) if row["start"] < "2026-04-01"]
    assert len(old) == sum(row["start"] < "2026-04-01" for row in rows(bundled_text()))


def test_areas_that_a_lookup_does_not_touch_keep_their_rows(earlier: Dataset) -> None:
    theirs = by_area(bundled_text())
    shipped = Shipped(bundled(), frozenset())
    assert by_area(merge_nhs_areas(earlier, DAY, moved(), EVIDENCE, shipped)) == theirs
    shipped = Shipped(bundled(), frozenset({"QRL"}))
    made = by_area(merge_nhs_areas(earlier, DAY, moved(), EVIDENCE, shipped))
    different = {key for key in made if made[key] != theirs[key]}
    assert different < DIVIDED
    assert all("QRL" in {row[0] for row in theirs[key]} for key in different)


def test_without_locations_in_the_lookup_those_before_stay(earlier: Dataset) -> None:
    """Locations may pass whole to another board, here all of Devon and of Cornwall."""
    united = {"QJK": "QT6"}
    without = [
        lsoa._replace(location="", board=united.get(lsoa.board_before, lsoa.board_before))
        for lsoa in moved()
    ]
    made = by_area(merge_nhs_areas(earlier, DAY, without, EVIDENCE))
    before = by_area(reopen_nhs_areas(earlier, DAY))
    changed = {key for key in made if made[key] != before[key]}
    assert "sub-icb:15N" in changed
    assert {row[0] for key in changed for row in made[key] if row[1] == str(DAY)} == {"QT6"}
    unchanged = [lsoa._replace(board=lsoa.board_before) for lsoa in without]
    assert merge_nhs_areas(earlier, DAY, unchanged, EVIDENCE) == reopen_nhs_areas(earlier, DAY)


def test_a_lookup_without_locations_cannot_divide_one(earlier: Dataset) -> None:
    without = [lsoa._replace(location="") for lsoa in moved()]
    with pytest.raises(
        DataError, match=r"needs its column of sub-ICB locations .*D4U1Y.*: QRL, S0"
    ):
        merge_nhs_areas(earlier, DAY, without, EVIDENCE)


def test_the_data_may_have_lsoas_without_locations(earlier: Dataset) -> None:
    without = [lsoa._replace(location="", location_before="") for lsoa in moved()]
    assert merge_nhs_areas(earlier, DAY, without, EVIDENCE) == reopen_nhs_areas(earlier, DAY)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lsoa: lsoa._replace(location="99Z"), "99Z, which is not in the data"),
        (lambda lsoa: lsoa._replace(location=""), "without a sub-ICB location: 1"),
        (lambda lsoa: lsoa._replace(board="QJK"), "in several boards"),
    ],
)
def test_a_location_that_is_not_known_or_in_two_boards_is_refused(
    earlier: Dataset, change: Callable[[Moved], Moved], message: str
) -> None:
    first, *others = moved()
    with pytest.raises(DataError, match=message):
        merge_nhs_areas(earlier, DAY, [change(first), *others], EVIDENCE)
