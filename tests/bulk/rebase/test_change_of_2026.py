"""The change of 1 April 2026: twelve boards ended, six began, and no unit is lost."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import icslookup
from tests.support.rebased import code_of, rebased, results, table

if TYPE_CHECKING:
    from icslookup.bulk.rebase.rebase import Rebased

BEFORE, AFTER = "2025-06-01", "2026-05-01"
ENDED = {"QHG", "QH8", "QJG", "QM7", "QMJ", "QMM", "QNQ", "QNX", "QRV", "QU9", "QUE", "QXU"}
SPLIT_DAY = "2024-06-01"
"""A day on which Surrey and its neighbours are split between Frimley and Surrey Heartlands."""


def boards(day: str) -> list[str]:
    return [row.ods_code for row in icslookup.boards(day).rows]


def series(day: str) -> list[tuple[str, str, str]]:
    """Return a figure for each board in each of three months, with decimals."""
    return [
        (board, month, f"{(at + 1) * (number + 3) * 1234567.89:.2f}")
        for at, board in enumerate(boards(day))
        for number, month in enumerate(["2025-01", "2025-02", "2025-03"])
    ]


def test_a_series_by_the_42_boards_keeps_its_total_on_the_36() -> None:
    rows = series(BEFORE)
    answer = rebased(table(rows, "board", "month", "v"), column="board", per=("month",), to=AFTER)
    assert (len({row[0] for row in rows}), answer.groups) == (42, 3)
    assert answer.passed
    assert (answer.missing, answer.missing_share) == ((), 0.0)
    for month in ("2025-01", "2025-02", "2025-03"):
        here = [area for area in answer.areas if area.group == (month,)]
        assert sorted(map(code_of, here)) == sorted(boards(AFTER))
        assert all(area.complete for area in here)
        total = sum(Decimal(figure) for _, other, figure in rows if other == month)
        assert sum(area.values[0] or 0 for area in here) == total


def test_nine_of_the_twelve_boards_pass_whole() -> None:
    answer = rebased(dict.fromkeys(boards(BEFORE), 1), to=AFTER)
    divided = {area.code for area in answer.divided}
    assert set(boards(BEFORE)) - set(boards(AFTER)) == ENDED
    assert (len(ENDED - divided), divided) == (9, {"QNQ", "QM7", "QJG"})


def test_frimley_divides_by_its_residents() -> None:
    answer = rebased({"QNQ": 764343}, to=AFTER)
    assert results(answer) == {"S0E4D": 436606, "QRL": 174249, "S9B9J": 153488}
    assert answer.values[0].estimated == 764343
    (frimley,) = answer.divided
    assert frimley.shares == (("S0E4D", 0.571217), ("QRL", 0.227972), ("S9B9J", 0.20081))
    gained = next(area for area in answer.areas if area.ods_code == "QRL")
    assert gained.estimated == (Decimal(174249),)
    assert (gained.sources, gained.complete) == (("QNQ",), False)


@pytest.mark.parametrize("integer", [False, True])
def test_there_and_back_again_returns_the_total(integer: bool) -> None:
    rows = {board: 1000003 + 17 * at for at, board in enumerate(boards(AFTER))}
    there = rebased(rows, from_=AFTER, to=BEFORE, integer=integer)
    assert {code_of(area) for area in there.areas} == set(boards(BEFORE))
    back = rebased(dict(results(there)), to=AFTER, integer=integer)
    assert back.values[0].placed == sum(rows.values())
    assert sorted(results(back)) == sorted(rows)


def test_a_board_that_was_joined_whole_returns_its_residents() -> None:
    residents = {row.ods_code: row.residents for row in icslookup.coverage(BEFORE).rows}
    there = rebased(dict(residents), from_=BEFORE, to=AFTER)
    assert results(there) == {row.ods_code: row.residents for row in icslookup.coverage(AFTER).rows}
    back = rebased(dict(results(there)), from_=AFTER, to=BEFORE)
    assert results(back) == residents


def sub_icbs(day: str) -> list[str]:
    from tests.support import lsoa_oracle

    return sorted(lsoa_oracle.members("sub-icb", day))


@pytest.mark.parametrize("geography", ["board", "sub-icb", "region"])
def test_sub_icb_locations_pass_whole_except_one(geography: str) -> None:
    rows = dict.fromkeys(sub_icbs(BEFORE), 11)
    answer = rebased(rows, from_=BEFORE, to=AFTER, to_geography=geography)
    divided = {area.code for area in answer.divided}
    assert len(rows) == 106
    assert divided == (set() if geography == "region" else {"D4U1Y"})
    assert answer.values[0].placed == 11 * 106


def apportioned(answer: Rebased) -> dict[str, Fraction]:
    return {code: Fraction(value or 0) for code, value in results(answer).items()}


@pytest.mark.parametrize(
    ("rows", "options", "expected"),
    [
        ({"Guildford": 1000, "Elmbridge": 1}, {}, {"QNQ": "142.406671", "QXU": "858.593329"}),
        ({"Guildford": 84}, {"by": "lsoas"}, {"QNQ": "13", "QXU": "71"}),
        ({"Guildford": "0.123456789"}, {}, {"QNQ": "0.017581070", "QXU": "0.105875719"}),
        ({"Guildford": 1000}, {"to": AFTER}, {"S9B9J": "1000"}),
        ({"Guildford": 1, "GUILDFORD BC": 2, "gilford": 3}, {"to": AFTER}, {"S9B9J": "6"}),
    ],
)
def test_councils_give_what_apportion_gave(
    rows: dict[str, object], options: dict[str, Any], expected: dict[str, str]
) -> None:
    """These are the figures of the command `apportion`, which `rebase` replaced."""
    answer = rebased(rows, **{"to": SPLIT_DAY, **options})
    assert {code: str(value) for code, value in apportioned(answer).items()} == {
        code: str(Fraction(text)) for code, text in expected.items()
    }


@pytest.mark.parametrize("day", [SPLIT_DAY, AFTER])
def test_every_council_of_a_day_gives_the_residents_of_the_boards(day: str) -> None:
    rows = {row.gss_code: row.area_residents for row in icslookup.areas(day).rows}
    answer = rebased(dict(rows), from_=day, to=day, integer=True)
    assert (answer.passed, answer.missing, answer.missing_share) == (True, (), 0.0)
    assert {area.complete for area in answer.areas} == {True}
    assert results(answer) == {row.ods_code: row.residents for row in icslookup.coverage(day).rows}


def test_councils_keep_their_total_within_a_unit_of_each_share() -> None:
    """`apportion` rounded each council; `rebase` rounds the results of a group."""
    shares = {
        (r.gss_code, r.ods_code): Fraction(r.residents, r.area_residents)
        for r in icslookup.areas(SPLIT_DAY).rows
    }
    rows = {code: 1000 + 7 * at for at, code in enumerate(dict.fromkeys(c for c, _ in shares))}
    answer = rebased(rows, from_=SPLIT_DAY, to=SPLIT_DAY)
    exact: dict[str, Fraction] = {}
    for (code, board), share in shares.items():
        exact[board] = exact.get(board, Fraction()) + rows[code] * share
    assert answer.values[0].placed == sum(rows.values())
    for board, value in apportioned(answer).items():
        assert abs(value - exact[board]) < Fraction(1, 10**6)
