"""Two councils published as one area: one answer if both lie in one board."""

from __future__ import annotations

import json

import pytest

import icslookup
from icslookup.formats import render
from tests.support.schemas import check


@pytest.mark.parametrize(
    ("spelling", "as_of", "board"),
    [
        ("Hackney & City of London", None, "QMF"),
        ("Cornwall and Isles of Scilly", None, "QT6"),
        ("Wigan / Bolton", None, "QOP"),
        ("Rutland, Leicester", None, "QK1"),
        ("Barnet and Brent", None, "Z9B2Z"),  # in two boards until March 2026
        ("Barnet and Camden", "2025-01-01", "QMJ"),
        ("Hambleton and Richmondshire", None, "QOQ"),  # both ended on one day
    ],
)
def test_two_councils_in_one_board_are_found(spelling: str, as_of: str | None, board: str) -> None:
    area = icslookup.area(spelling, as_of)
    assert (area.status, area.match and area.match.method) == ("found", "combined")
    assert [(b.ods_code, b.coverage) for b in area.boards] == [(board, "whole")]
    assert area.area is not None
    assert area.area.gss_code is None
    assert [d.name for d in area.districts if d.boards[0].ods_code == board] == [
        name.strip() for name in spelling.replace("/", "&").replace(",", "&").replace(" and ", "&").split("&")
    ]  # fmt: skip
    for kind in ("area", "auto"):
        (match,) = icslookup.match([spelling], as_of=as_of, kind=kind)
        assert (match.method, match.gss_code, match.name) == ("combined", None, area.area.name)
        assert [b.ods_code for b in match.boards] == [board]


def test_names_with_and_in_them_are_found_in_a_column_of_either_kind() -> None:
    (match,) = icslookup.match(["Bath and North East Somerset / Swindon"])
    assert (match.method, match.name) == ("combined", "Bath and North East Somerset and Swindon")


def test_the_residents_of_both_are_added() -> None:
    both = icslookup.area("Wigan and Bolton").boards[0]
    each = [icslookup.area(name).boards[0] for name in ("Wigan", "Bolton")]
    assert both.residents == both.area_residents == sum(board.residents for board in each)
    assert both.lsoas == sum(board.lsoas for board in each)


@pytest.mark.parametrize(
    ("spelling", "as_of", "boards"),
    [
        ("Camden and Croydon", None, {"West and North London", "South West London"}),
        ("Barnet and Brent", "2025-01-01", {"North Central London", "North West London"}),
        ("Wigan & Sefton", None, {"Greater Manchester", "Cheshire and Merseyside"}),
    ],
)
def test_two_councils_in_two_boards_are_ambiguous(
    spelling: str, as_of: str | None, boards: set[str]
) -> None:
    area, board = icslookup.area(spelling, as_of), icslookup.board(spelling, as_of)
    assert area.status == board.status == "ambiguous"
    assert all(name in (area.message or "") for name in boards)
    assert (area.message or "").endswith(". Ask for each on its own")
    assert {suggestion.name for suggestion in board.suggestions} == boards
    assert len(area.suggestions) == 2
    for kind in ("area", "board", "auto"):
        (match,) = icslookup.match([spelling], as_of=as_of, kind=kind)
        assert (match.status, match.boards) == ("ambiguous", ())


def test_a_misspelt_board_is_not_two_councils() -> None:
    answer = icslookup.board("Hertfordshire and Worcestershire")
    assert answer.status == "not_found"
    assert "Herefordshire and Worcestershire" in {s.name for s in answer.suggestions}


@pytest.mark.parametrize(
    "spelling", ["Chiltern and South Bucks", "Great Yarmouth and Waveney", "Wigan, Bolton and Bury"]
)
def test_other_lists_are_asked_for_one_by_one(spelling: str) -> None:
    answer = icslookup.area(spelling)
    assert answer.status == "not_found"
    assert "ask for each" in (answer.message or "")


def test_a_board_is_found_by_two_of_its_councils() -> None:
    answer = icslookup.board("Wigan and Bolton")
    assert (answer.board and answer.board.ods_code, answer.match and answer.match.method) == (
        "QOP",
        "combined",
    )
    assert "read as two councils: Wigan and Bolton" in (answer.message or "")
    (match,) = icslookup.match(["Wigan and Bolton"], kind="board")
    assert (match.kind, match.method, match.boards[0].ods_code) == ("board", "combined", "QOP")


@pytest.mark.parametrize("command", ["area", "board"])
def test_the_json_is_as_the_schema_says(command: str) -> None:
    ask = icslookup.area if command == "area" else icslookup.board
    check(json.loads(render(ask("Hackney and City of London"), "json")), command)


def test_the_table_lists_both_councils() -> None:
    text = render(icslookup.area("Hackney and City of London"), "table")
    assert "two councils" in text
    assert "E09000012" in text
    assert "E09000001" in text
