"""What became of the territory of what has ended: the key `today` of `area` and `board`."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dates import FIRST_DAY
from icslookup.formats import render
from icslookup.lookup.area import boards_of
from tests.support.program import TODAY
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.area import AreaToday
    from icslookup.lookup.today import TerritoryToday

Figures = tuple[str, str | None, float | None, int | None, int | None]


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Return a function that makes another day today."""
    return lambda day: monkeypatch.setattr("icslookup.dates.today", lambda: day)


def figures(today: AreaToday | TerritoryToday | None) -> list[Figures]:
    assert today is not None
    return [
        (one.ods_code, one.coverage, one.residents_share, one.residents, one.lsoas)
        for one in today.boards
    ]


def area_today(name: str, as_of: str | None = None) -> AreaToday:
    answer = icslookup.area(name, as_of)
    assert answer.status == "found"
    check(json.loads(render(answer, "json")), "area")
    assert answer.today is not None
    assert answer.today.as_of == icslookup.dates.today()
    return answer.today


def board_today(name: str, as_of: str | None = None) -> TerritoryToday:
    answer = icslookup.board(name, as_of)
    check(json.loads(render(answer, "json")), "board")
    assert answer.today is not None
    assert answer.today.as_of == icslookup.dates.today()
    return answer.today


@pytest.mark.parametrize(
    ("name", "ods_code", "councils"),
    [
        ("Bournemouth", "QVV", ["Bournemouth, Christchurch and Poole"]),
        ("Northampton", "QPM", ["West Northamptonshire"]),
        ("Taunton Deane", "QSL", ["Somerset"]),
        ("Suffolk Coastal", "T6Y0W", ["East Suffolk"]),
        ("Northamptonshire County Council", "QPM", ["North Northamptonshire", "West Northamptonshire"]),
        ("Dorset County Council", "QVV", ["Bournemouth, Christchurch and Poole", "Dorset"]),
    ],
)  # fmt: skip
def test_a_council_that_ended_before_boards_is_whole_in_the_board_of_its_successors(
    name: str, ods_code: str, councils: list[str]
) -> None:
    today = area_today(name)
    assert today.certain
    assert figures(today) == [(ods_code, "whole", 1.0, None, None)]
    assert [area.name for area in today.areas] == councils
    assert {board.ods_code for area in today.areas for board in area.boards} == {ods_code}
    message = str(icslookup.area(name).message)
    assert message.endswith(f"its territory is now in the board {today.boards[0].short_name}")
    assert "`" not in message


def test_a_council_without_a_boundary_may_lie_in_each_board_of_its_successor() -> None:
    today = area_today("Wycombe")
    assert not today.certain
    assert figures(today) == [
        ("S0E4D", None, None, None, None),
        ("S1Y5D", None, None, None, None),
    ]
    (area,) = today.areas
    assert (area.gss_code, area.name) == ("E06000060", "Buckinghamshire")
    assert [(b.ods_code, b.residents, b.area_residents) for b in area.boards] == [
        ("S0E4D", 546_080, 553_069),
        ("S1Y5D", 6_989, 553_069),
    ]
    assert str(icslookup.area("Wycombe").message).endswith(
        "the boundary of Wycombe is not known: each place in it is now in Thames Valley or Central East"
    )


def test_the_county_of_all_districts_has_the_figures_of_its_successor() -> None:
    today = area_today("E10000002")
    assert today.certain
    assert figures(today) == [
        ("S0E4D", "part", 0.987363, 546_080, 330),
        ("S1Y5D", "part", 0.012637, 6_989, 4),
    ]


def test_suffolk_coastal_before_the_mergers_has_only_the_shares_of_east_suffolk(
    on: Callable[[date], None],
) -> None:
    on(date(2025, 6, 1))
    today = area_today("Suffolk Coastal")
    assert not today.certain
    assert {row[1:] for row in figures(today)} == {(None, None, None, None)}
    (area,) = today.areas
    assert area.name == "East Suffolk"
    assert {b.ods_code for b in area.boards} == {b.ods_code for b in today.boards}
    assert {b.ods_code for b in area.boards} == {"QJG", "QMM"}
    assert sum(b.residents for b in area.boards) == area.boards[0].area_residents


@pytest.mark.parametrize("as_of", [None, "2022-07-01", "2023-03-31"])
@pytest.mark.parametrize(
    ("name", "expected", "councils"),
    [
        ("Harrogate", [("QOQ", "whole", 1.0, 162_655, 105)], ["North Yorkshire"]),
        (
            "Copeland",
            [("QHM", "part", 0.873017, 58_555, 41), ("QE1", "part", 0.126983, 8_517, 6)],
            ["Cumberland"],
        ),
        (
            "Cumbria",
            [("QHM", "part", 0.639147, 319_487, 207), ("QE1", "part", 0.360853, 180_378, 112)],
            ["Cumberland", "Westmorland and Furness"],
        ),
    ],
)
def test_a_council_that_ended_in_2023_keeps_its_own_figures(
    name: str, as_of: str | None, expected: list[Figures], councils: list[str]
) -> None:
    today = area_today(name, as_of)
    assert (today.certain, figures(today)) == (True, expected)
    assert [area.name for area in today.areas] == councils
    assert {b.census for b in today.boards} == {"2021"}
    whole = sum(b.residents or 0 for b in today.boards)
    assert {b.area_residents for b in today.boards} == {whole}


def test_the_successor_may_lie_in_more_boards_than_the_territory() -> None:
    (area,) = area_today("Harrogate").areas
    assert [board.ods_code for board in area.boards] == ["QOQ", "QWO", "QE1"]


@pytest.mark.parametrize("as_of", [None, "2022-07-01", "2026-03-31"])
@pytest.mark.parametrize("name", ["Frimley", "QNQ", "E54000034", "D4U1Y"])
def test_a_board_or_location_that_was_divided(name: str, as_of: str | None) -> None:
    today = board_today(name, as_of)
    assert today.certain
    assert figures(today) == [
        ("S0E4D", "part", 0.571217, 436_606, 255),
        ("QRL", "part", 0.227972, 174_249, 105),
        ("S9B9J", "part", 0.20081, 153_488, 95),
    ]
    assert today.boards[1].ons_code == "E54000067"
    assert {b.area_residents for b in today.boards} == {764_343}
    assert {b.area_lsoas for b in today.boards} == {455}


@pytest.mark.parametrize("as_of", [None, "2024-01-01"])
def test_a_board_that_passed_whole(as_of: str | None) -> None:
    today = board_today("QU9", as_of)
    assert today.certain
    assert figures(today) == [("S0E4D", "whole", 1.0, 1_778_215, 1_056)]


def test_every_board_that_has_ended_keeps_its_residents(data: Dataset) -> None:
    for code, board in data.boards.items():
        answer = icslookup.board(code)
        if board.end is None:
            assert answer.today is None
            continue
        assert answer.today is not None
        assert answer.today.certain
        assert sum(b.residents or 0 for b in answer.today.boards) == answer.residents
        assert sum(b.lsoas or 0 for b in answer.today.boards) == answer.lsoas
        assert {b.ods_code for b in answer.today.boards} == set(board.successors)


def test_every_council_that_has_ended_has_boards_of_its_successors(data: Dataset) -> None:
    for code, authority in data.authorities.items():
        answer = icslookup.area(code)
        if authority.end is None:
            assert answer.today is None
            continue
        assert answer.today is not None
        assert all(data.authorities[area.gss_code].end is None for area in answer.today.areas)
        of_areas = {b.ods_code for area in answer.today.areas for b in area.boards}
        assert {b.ods_code for b in answer.today.boards} <= of_areas
        if authority.end >= FIRST_DAY:
            assert answer.today.certain
            assert sum(b.residents or 0 for b in answer.today.boards) == sum(
                b.residents for b in answer.boards
            )


@pytest.mark.parametrize("name", ["Guildford", "Barnsley", "E08000016", "Surrey"])
@pytest.mark.parametrize("as_of", [None, "2023-01-01", "2028-01-01"])
def test_a_council_that_exists_has_none_even_if_it_was_recoded(
    name: str, as_of: str | None
) -> None:
    answer = icslookup.area(name, as_of)
    assert (answer.status, answer.today) == ("found", None)
    assert json.loads(render(answer, "json"))["today"] is None


@pytest.mark.parametrize("name", ["Hampshire", "E54000042", "S0E4D", "15A", "E38000264", "Y59"])
def test_a_board_or_area_that_exists_has_none(name: str) -> None:
    answer = icslookup.board(name)
    assert (answer.status, answer.today) == ("found", None)
    assert json.loads(render(answer, "json"))["today"] is None


def test_what_was_not_found_has_none() -> None:
    assert icslookup.area("Atlantis").today is None
    assert icslookup.area("Harrogate", "2024-01-01").today is None
    assert icslookup.board("Atlantis").today is None
    assert icslookup.board("Frimley", "2026-04-01").today is None


def test_what_is_to_end_has_none_until_then(on: Callable[[date], None]) -> None:
    on(date(2026, 3, 31))
    assert icslookup.board("Frimley").today is None
    assert icslookup.board("D4U1Y").today is None
    on(date(2023, 3, 31))
    assert icslookup.area("Harrogate").today is None
    on(date(2023, 4, 1))
    assert figures(area_today("Harrogate")) == [("QOQ", "whole", 1.0, 162_655, 105)]


def test_two_former_councils_that_are_read_as_one() -> None:
    answer = icslookup.area("Hambleton and Richmondshire")
    assert (answer.status, answer.as_of) == ("found", date(2023, 3, 31))
    assert answer.today is not None
    assert [area.name for area in answer.today.areas] == ["North Yorkshire"]
    assert figures(answer.today) == [
        ("QOQ", "whole", 1.0, answer.boards[0].residents, answer.boards[0].lsoas)
    ]


@pytest.mark.parametrize("as_of", [None, "2023-01-01", TODAY.isoformat()])
@pytest.mark.parametrize(
    ("name", "certain", "expected"),
    [
        ("02N", True, [("QWO", "whole", 1.0, None, 97)]),
        ("99M", True, [("QRL", "part", None, None, 101), ("S9B9J", "part", None, None, 29)]),
        (
            "E54000045",
            False,
            [("QHM", None, None, None, None), ("QOQ", None, None, None, None)],
        ),
    ],
)
def test_a_ccg_or_an_stp_has_the_boards_that_the_data_give(
    name: str, as_of: str | None, *, certain: bool, expected: list[Figures]
) -> None:
    today = board_today(name, as_of)
    assert (today.certain, figures(today)) == (certain, expected)
    assert {b.census for b in today.boards} == ({"2011"} if certain else {None})


def test_a_territory_without_any_known_board_is_not_certain(
    data: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icslookup.lookup.today.boards_of_territory", lambda *_: None)
    today = area_today("Bournemouth")
    assert (today.certain, today.boards) == (False, ())
    assert today.areas[0].boards == boards_of(data, "E06000058", TODAY)
    assert "### Today" not in render(icslookup.area("Bournemouth"), "markdown")
