"""The board of a place on a day, and the source that decides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.postcodes.assignment import (
    Assignment,
    BoardAssigner,
    combine_assignments,
    nearest_row,
)
from icslookup.postcodes.model import Lsoa
from icslookup.postcodes.postcode import postcode
from tests.support.places import GUILDFORD, NORTH, SOUTH, Directory, edition, here, place, sources

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

FRIMLEY, SURREY, ALL_SURREY = "QNQ", "QXU", "S9B9J"
ONE = Assignment("directory", ((SURREY, 1.0),), (GUILDFORD,))
OTHER = Assignment("directory", ((FRIMLEY, 1.0),), ("E07000089",))


@pytest.mark.parametrize(
    ("parts", "boards", "authorities"),
    [
        ([ONE], ((SURREY, 1.0),), (GUILDFORD,)),
        ([ONE, ONE], ((SURREY, 1.0),), (GUILDFORD,)),
        ([ONE, OTHER], ((SURREY, 0.5), (FRIMLEY, 0.5)), (GUILDFORD, "E07000089")),
        ([ONE, None], (), (GUILDFORD,)),
    ],
)
def test_several_places_have_the_boards_of_all(
    parts: list[Assignment | None],
    boards: tuple[tuple[str, float], ...],
    authorities: tuple[str, ...],
) -> None:
    found = combine_assignments(parts)
    assert found is not None
    assert (found.boards, found.authorities) == (boards, authorities)


@pytest.mark.parametrize("parts", [[], [None], [None, None]])
def test_places_without_a_board_have_no_assignment(parts: list[Assignment | None]) -> None:
    assert combine_assignments(parts) is None


@pytest.mark.parametrize(
    ("year", "nearest"), [(2020, 2022), (2023, 2024), (2024, 2024), (2026, 2026), (2030, 2026)]
)
def test_the_nearest_year_is_the_later_of_two(year: int, nearest: int) -> None:
    rows = [Lsoa(SOUTH, 2021, number, SURREY, GUILDFORD) for number in (2022, 2024, 2026)]
    assert nearest_row(rows, year).year == nearest


@pytest.mark.parametrize(
    ("gss_code", "day", "boards", "authorities"),
    [
        (GUILDFORD, date(2026, 4, 1), (ALL_SURREY,), (GUILDFORD,)),
        (GUILDFORD, date(2024, 1, 1), (SURREY, FRIMLEY), (GUILDFORD,)),
        ("E07000028", date(2024, 1, 1), ("QHM", "QE1"), ("E06000063",)),
    ],
)
def test_an_authority_has_the_boards_of_its_counterparts(
    data: Dataset, gss_code: str, day: date, boards: tuple[str, ...], authorities: tuple[str, ...]
) -> None:
    found = BoardAssigner(data, day, None, None).assign_authority(gss_code)
    assert found is not None
    assert (found.method, found.lookup, found.authorities) == ("authority", None, authorities)
    assert tuple(code for code, _ in found.boards) == boards
    assert sum(share for _, share in found.boards) == pytest.approx(1)


@pytest.mark.parametrize("gss_code", ["", "W06000015", "E06000099"])
def test_an_unknown_authority_has_no_assignment(data: Dataset, gss_code: str) -> None:
    assert BoardAssigner(data, date(2026, 4, 1), None, None).assign_authority(gss_code) is None


@pytest.mark.parametrize(
    ("text", "day", "board", "method"),
    [
        ("GU1 4QT", "2024-01-01", SURREY, "directory"),
        ("GU12 5AA", "2024-01-01", FRIMLEY, "directory"),
        ("GU12 5AB", "2024-01-01", FRIMLEY, "directory"),
        ("GU12 5AA", "2026-11-22", ALL_SURREY, "authority"),
        ("GU12 5AB", "2026-11-22", "QRL", "authority"),
    ],
)
def test_the_board_of_a_directory_holds_on_its_days_only(
    text: str, day: str, board: str, method: str
) -> None:
    answer = postcode(text, day, sources=sources(here()))
    assert (answer.status, answer.method) == ("found", method)
    assert [b.ods_code for b in answer.boards] == [board]
    assert answer.boards[0].certain
    assert answer.boards[0].share == 1.0
    assert answer.message is None


def test_a_lookup_that_holds_has_priority_over_the_directory() -> None:
    rows = (
        Lsoa(NORTH, 2021, 2024, FRIMLEY, GUILDFORD),
        Lsoa(SOUTH, 2021, 2024, SURREY, GUILDFORD),
        Lsoa(SOUTH, 2011, 2022, "QNX", GUILDFORD),
    )
    found = sources(here(), *rows)
    boards = {
        (text, day): (postcode(text, day, sources=found).boards[0].ods_code, answer.method)
        for text in ("GU1 4QT", "GU12 5AA")
        for day in ("2022-12-31", "2023-04-01", "2026-03-31")
        for answer in [postcode(text, day, sources=found)]
        if answer.status == "found"
    }
    assert boards == {
        ("GU1 4QT", "2022-12-31"): ("QNX", "lsoa"),
        ("GU1 4QT", "2023-04-01"): (SURREY, "lsoa"),
        ("GU1 4QT", "2026-03-31"): (SURREY, "lsoa"),
        ("GU12 5AA", "2023-04-01"): (FRIMLEY, "lsoa"),
        ("GU12 5AA", "2026-03-31"): (FRIMLEY, "lsoa"),
    }


def test_the_newest_lookup_that_holds_decides() -> None:
    rows = (
        Lsoa(SOUTH, 2021, 2023, FRIMLEY, GUILDFORD),
        Lsoa(SOUTH, 2021, 2025, SURREY, GUILDFORD),
        Lsoa(SOUTH, 2021, 2026, ALL_SURREY, GUILDFORD),
    )
    answer = postcode("GU1 4QT", "2024-01-01", sources=sources(here(), *rows))
    assert [b.ods_code for b in answer.boards] == [SURREY]


def test_an_edition_that_names_few_boards_is_dated_by_its_month() -> None:
    places = {"CB1 1AA": (place("E07000008", "E54000056"), "")}
    for month, day, method in (
        ("2024-05", "2024-01-01", "directory"),
        ("2024-05", "2022-12-31", "authority"),
        ("2022-08", "2022-12-31", "directory"),
        ("", "2024-01-01", "authority"),
    ):
        found = Directory(edition("E54000056", month=month), places)
        assert postcode("CB1 1AA", day, sources=sources(found)).method == method


def test_the_authority_is_that_of_the_day() -> None:
    places = {
        "CA1 1AA": (place("E06000063"), ""),
        "CA2 1AA": (place("E07000028"), ""),
        "S1 1AA": (place("E08000019"), ""),
    }
    found = sources(Directory(edition(), places))
    old = postcode("CA1 1AA", "2022-12-31", sources=found)
    assert [area.name for area in old.areas] == ["Allerdale", "Carlisle", "Copeland"]
    assert {area.share for area in old.areas} == {None}
    new = postcode("CA2 1AA", "2026-06-01", sources=found)
    assert [(area.name, area.share) for area in new.areas] == [("Cumberland", 1.0)]
    recoded = postcode("S1 1AA", "2026-06-01", sources=found)
    assert [area.gss_code for area in recoded.areas] == ["E08000039"]
    assert postcode("S1 1AA", "2024-06-01", sources=found).areas[0].gss_code == "E08000019"


def test_a_lookup_of_a_year_ahead_holds_from_that_year() -> None:
    rows = [
        Lsoa(SOUTH, 2021, 2026, ALL_SURREY, GUILDFORD),
        Lsoa(SOUTH, 2021, 2027, "QRL", GUILDFORD),
    ]
    for day, board in (
        ("2026-11-22", ALL_SURREY),
        ("2027-03-31", ALL_SURREY),
        ("2027-04-01", "QRL"),
    ):
        answer = postcode("GU1 4QT", day, sources=sources(here(), *rows))
        assert [b.ods_code for b in answer.boards] == [board]


@pytest.mark.parametrize("board", [SURREY, "T9Z9Z"])
def test_a_lookup_without_boards_of_the_day_is_ignored(board: str) -> None:
    """An older version, or another program, may have written such a store."""
    row = Lsoa(SOUTH, 2021, 2026, board, GUILDFORD)
    answer = postcode("GU1 4QT", "2026-11-22", sources=sources(here(), row))
    assert (answer.method, answer.boards[0].ods_code) == ("authority", ALL_SURREY)
