"""What `board` answers for a sub-ICB location, a CCG, an STP or an NHS England region."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.formats import Terminal, render
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.board import BoardAnswer
    from icslookup.lookup.nhs_area import NhsAreaDetail
    from tests.support.program import Result

TODAY = "2026-06-01"


def answered(name: str, as_of: str | None = TODAY) -> tuple[BoardAnswer, NhsAreaDetail]:
    answer = icslookup.board(name, as_of)
    assert answer.nhs_area is not None
    return answer, answer.nhs_area


def shares(area: NhsAreaDetail) -> dict[str, tuple[int | None, int | None]]:
    return {one.ods_code: (one.lsoas, one.area_lsoas) for one in area.boards}


@pytest.mark.parametrize(
    ("code", "day", "board", "name"),
    [
        ("93C", "2026-03-31", "QMJ", "NHS North Central London ICB - 93C"),
        ("93C", TODAY, "Z9B2Z", "NHS West and North London ICB - 93C"),
        ("06K", "2024-01-01", "QM7", "NHS Hertfordshire and West Essex ICB - 06K"),
        ("06K", TODAY, "S1Y5D", "NHS Central East ICB - 06K"),
        ("07H", TODAY, "D7T5G", "NHS Essex ICB - 07H"),
        ("02Q", "2022-07-01", "QT1", "NHS Nottingham and Nottinghamshire ICB - 02Q"),
        ("U2G6B", TODAY, "S0E4D", "NHS Thames Valley ICB - U2G6B"),
    ],
)
def test_a_location_has_its_board_of_the_day(code: str, day: str, board: str, name: str) -> None:
    answer, area = answered(code, day)
    assert (answer.status, area.kind, area.name) == ("found", "sub-icb", name)
    assert answer.board is not None
    assert answer.board.ods_code == board
    assert [(one.ods_code, one.share, one.share_by) for one in area.boards] == [
        (board, 1.0, "residents")
    ]
    assert answer.residents == area.residents == area.boards[0].residents


def test_a_location_knows_its_boards_and_codes_of_other_days() -> None:
    _, area = answered("92A", "2024-01-01")
    assert area.ons_code == "E38000264"
    assert [one.ods_code for one in area.boards] == ["QXU"]
    assert [(one.ods_code, one.end) for one in area.previous_boards] == [("QXU", date(2023, 3, 31))]
    assert [(one.ods_code, one.start) for one in area.later_boards] == [("S9B9J", date(2026, 4, 1))]
    assert [(code.kind, code.ons_code) for code in area.codes] == [
        ("sub-icb", "E38000267"),
        ("sub-icb", "E38000264"),
        ("sub-icb", "E38000246"),
        ("ccg", "E38000246"),
    ]


def test_a_location_that_has_ended_is_like_a_board_that_has_ended() -> None:
    answer, area = answered("D4U1Y", None)
    assert (answer.as_of, [one.ods_code for one in area.boards]) == (date(2026, 3, 31), ["QNQ"])
    assert "its last day was 31 March 2026" in str(answer.message)
    assert {one.ods_code: one.residents for one in area.later_boards} == {
        "S0E4D": 436_606,
        "QRL": 174_249,
        "S9B9J": 153_488,
    }
    assert {one.code for one in area.successors} == {"U2G6B", "D9Y0V", "92A"}
    after = icslookup.board("D4U1Y", TODAY)
    assert (after.status, after.nhs_area, after.board) == ("not_found", None, None)
    assert {one.code for one in after.suggestions} == {"U2G6B", "D9Y0V", "92A"}
    before = icslookup.board("U2G6B", "2025-01-01")
    assert before.status == "not_found"
    assert "established on 1 April 2026" in str(before.message)


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("E38000041", TODAY, {"QHM": (207, 324), "QE1": (117, 324)}),
        ("NHS Cumbria CCG", TODAY, {"QHM": (207, 324), "QE1": (117, 324)}),
        ("05L", "2022-07-01", {"QUA": (186, 278), "QHL": (92, 278)}),
        ("E38000250", TODAY, {"QUA": (712, 804), "QHL": (92, 804)}),
        ("NHS Tameside and Glossop CCG", TODAY, {"QOP": (141, 162), "QJ2": (21, 162)}),
        ("E38000026", "2026-03-31", {"QUE": (498, 507), "QPM": (9, 507)}),
        ("E38000026", TODAY, {"S1Y5D": (498, 507), "QPM": (9, 507)}),
        ("09G", "2022-07-01", {"QNX": (298, 302), "QXU": (4, 302)}),
        ("09G", "2023-04-01", {"QNX": (302, 302)}),
        ("10C", "2026-03-31", {"QNQ": (60, 60)}),
        ("10C", TODAY, {"S9B9J": (60, 60)}),
        ("99M", TODAY, {"QRL": (101, 130), "S9B9J": (29, 130)}),
        ("15D", TODAY, {"S0E4D": (244, 250), "S9B9J": (6, 250)}),
        ("E38000246", "2022-12-31", {"QXU": (None, None)}),
        ("NHS Surrey Heartlands CCG", "2023-04-01", {"QXU": (614, 618), "QNX": (4, 618)}),
        ("NHS Surrey Heartlands CCG", TODAY, {"S9B9J": (618, 618)}),
        ("E54000016", TODAY, {"QUA": (712, 804), "QHL": (92, 804)}),
        ("South Yorkshire and Bassetlaw STP", TODAY, None),
        ("Frimley STP", "2026-03-31", {"QNQ": (440, 440)}),
        ("Frimley Health STP", TODAY, {"S0E4D": (244, 440), "QRL": (101, 440), "S9B9J": (95, 440)}),
    ],
)
def test_the_territory_of_what_ended_before_boards_is_counted_in_its_own_lsoas(
    name: str, day: str, expected: dict[str, tuple[int | None, int | None]] | None
) -> None:
    answer, area = answered(name, day)
    assert answer.status == "found"
    if area.kind == "sub-icb":
        assert [one.ods_code for one in area.boards] == list(expected or {})
        return
    assert expected is None or shares(area) == expected
    assert sum(one.lsoas or 0 for one in area.boards) == area.lsoas == area.boards[0].area_lsoas
    assert all(one.residents is None and one.share_by == "lsoas" for one in area.boards)
    covers = "this board covers" if len(area.boards) == 1 else "these boards cover"
    assert f"; {covers} its territory on" in str(answer.message)


def test_without_a_known_boundary_the_boards_are_listed_without_shares() -> None:
    for code, boards in (("E54000045", ["QHM", "QOQ"]), ("E54000005", ["QOQ", "QWO"])):
        answer, area = answered(code)
        assert (answer.status, answer.board, area.certain) == ("ambiguous", None, False)
        assert [(one.ods_code, one.share, one.lsoas) for one in area.boards] == [
            (board, None, None) for board in boards
        ]
        assert f"the boundary of {area.name} is not known: on 1 June 2026, each place in it" in str(
            answer.message
        )
    answer, area = answered("E54000047")  # only one board may have it
    assert (answer.status, [one.ods_code for one in area.boards]) == ("found", ["QHM"])
    answer, area = answered("NHS Slough CCG")
    assert (answer.status, {one.ods_code for one in area.boards}) == (
        "ambiguous",
        {"S0E4D", "S9B9J"},
    )


@pytest.mark.parametrize(
    ("day", "where"),
    [
        (None, "each place in it is now in"),
        ("2023-01-01", "on 1 January 2023, each place in it was in"),
        ("2030-01-01", "on 1 January 2030, each place in it is in"),
    ],
)
def test_possible_boards_are_those_of_the_day(day: str | None, where: str) -> None:
    assert f" is not known: {where}" in str(icslookup.board("E54000005", day).message)


@pytest.mark.parametrize(("day", "boards"), [("2022-07-01", 6), ("2026-03-31", 6), (TODAY, 4)])
def test_a_region_lists_its_boards_with_their_residents(day: str, boards: int) -> None:
    for name in ("Y59", "South East region", "E40000005"):
        answer, area = answered(name, day)
        assert (answer.status, area.kind, area.name) == ("found", "region", "South East")
        assert len(area.boards) == boards
        listed = icslookup.boards(day, region="Y59").rows
        assert {(one.ods_code, one.residents) for one in area.boards} == {
            (row.ods_code, row.residents) for row in listed
        }
        assert round(sum(one.share or 0 for one in area.boards), 4) == 1


@pytest.mark.parametrize(
    ("day", "code"), [("2023-04-01", "E40000007"), ("2023-10-01", None), ("2024-04-01", "E40000013")]
)  # fmt: skip
def test_a_code_of_a_region_is_not_guessed_between_two_code_lists(
    day: str, code: str | None
) -> None:
    assert answered("Y61", day)[1].ons_code == code


@pytest.mark.parametrize(("day", "seen"), [("2022-08-01", "2022-07"), (TODAY, "2024-04")])
def test_a_region_has_the_code_lists_of_the_day(day: str, seen: str) -> None:
    assert answered("Y61", day)[1].first_seen == seen


def test_the_newest_code_of_a_region_has_no_end_in_the_table() -> None:
    text = render(icslookup.board("Y61", TODAY), "table")
    rows = [line.split() for line in text.splitlines() if line.startswith("East of England  ")]
    assert [row[4:] for row in rows] == [
        ["E40000013", "Apr", "2024"],
        ["E40000007", "Jul", "2022", "Apr", "2023"],
    ]


def test_an_outdated_code_is_pointed_out() -> None:
    answer, _ = answered("E38000246")
    assert "E38000246 is not the ONS code of NHS Surrey and Sussex ICB - 92A" in str(answer.message)
    assert "E38000267" in str(answer.message)
    assert answered("E38000267")[0].message is None
    assert answered("92A")[0].message is None


def test_a_board_lists_its_sub_icb_locations() -> None:
    answer = icslookup.board("QUA", TODAY)
    assert answer.nhs_area is None
    assert [(one.ods_code, one.ons_code) for one in answer.sub_icb_locations] == [
        ("D2P2L", "E38000259")
    ]
    now = {one.ods_code for one in icslookup.board("S9B9J", TODAY).sub_icb_locations}
    assert now == {"92A", "09D", "70F", "97R"}


@pytest.mark.parametrize("day", ["2022-07-01", "2023-04-01", "2026-04-01"])
def test_the_locations_of_a_board_add_up_to_it(data: Dataset, day: str) -> None:
    for code, board in data.boards.items():
        if board.exists_on(date.fromisoformat(day)):
            answer = icslookup.board(code, day)
            assert sum(one.residents or 0 for one in answer.sub_icb_locations) == answer.residents
            assert sum(one.lsoas or 0 for one in answer.sub_icb_locations) == answer.lsoas


def test_the_code_and_the_name_of_one_ods_code_are_one_line_of_history() -> None:
    _, area = answered("01H")
    assert [(code.kind, code.ons_code, code.last_seen) for code in area.codes] == [
        ("sub-icb", "E38000215", None),
        ("ccg", "E38000215", "2021"),
        ("ccg", "E38000041", "2016"),
    ]


def test_the_csv_has_a_row_for_each_board(cli: Callable[..., Result]) -> None:
    rows = list(csv.DictReader(io.StringIO(cli("board", "99M", "--as-of", TODAY, "-f", "csv").out)))
    assert [(row["area_ods_code"], row["ods_code"], row["lsoas"]) for row in rows] == [
        ("99M", "QRL", "101"),
        ("99M", "S9B9J", "29"),
    ]


@pytest.mark.parametrize(
    ("name", "code", "parts"),
    [
        ("93C", 0, ["Sub-ICB location · since 1 Jul 2022", "Before", "Names and codes"]),
        ("D4U1Y", 0, ["Today", "Thames Valley", "57.1%"]),
        (
            "02N",
            0,
            [
                "Clinical commissioning group · in the code lists of 2015 to 2019",
                "97 LSOAs of 2011",
            ],
        ),
        ("Y60", 0, ["NHS England region", "Black Country"]),
        ("E54000045", 3, ["May lie in", "in the code lists of 2017"]),
        ("QUA", 0, ["Sub-ICB location", "D2P2L"]),
    ],
)
def test_the_table_shows_an_area(
    cli: Callable[..., Result], name: str, code: int, parts: list[str]
) -> None:
    result = cli("board", name)
    assert result.code == code
    for part in parts:
        assert part in result.out


@pytest.mark.parametrize("width", [60, 80, 200])
def test_the_table_fits_the_terminal(width: int) -> None:
    for name in ("93C", "D4U1Y", "E38000041", "Y59", "E54000045"):
        text = render(icslookup.board(name), "table", Terminal(width=width))
        assert max(map(len, text.splitlines())) <= width


def test_an_answer_for_a_future_day_says_so() -> None:
    assert "is in the future" in str(icslookup.board("93C", "2030-01-01").message)


def test_the_json_of_every_area_is_as_its_schema_says(
    data: Dataset,
) -> None:
    for area in data.nhs_areas.values():
        check(json.loads(render(icslookup.board(area.code), "json")), "board")
