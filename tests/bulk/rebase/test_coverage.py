"""Which target areas are complete, and which areas of the table are missing."""

from __future__ import annotations

import pytest

import icslookup
from tests.support import lsoa_oracle as oracle
from tests.support.rebased import code_of, rebased, table

NOW = "2026-11-22"
COUNCIL = "E09000030"


def complete(codes: list[str]) -> bool | None:
    answer = rebased(dict.fromkeys(codes, 1), to_geography="council")
    return next((area.complete for area in answer.areas if code_of(area) == COUNCIL), None)


@pytest.mark.parametrize("census", ["2011", "2021"])
def test_all_lsoas_of_a_census_make_a_council_complete(census: str) -> None:
    lsoas = sorted(oracle.members("council", NOW, census)[COUNCIL])
    assert complete(lsoas) is True
    assert complete(lsoas[1:]) is False


@pytest.mark.parametrize("census", ["2011", "2021"])
def test_lsoas_of_the_other_census_complete_nothing(census: str) -> None:
    """As many LSOAs as the council has, one of which is an LSOA of the other census."""
    old, new = (oracle.members("council", NOW, one)[COUNCIL] for one in ("2011", "2021"))
    own, other = (old, new) if census == "2011" else (new, old)
    assert own - other
    assert other - own
    mixed = sorted(own & other) + sorted(own - other)[1:] + sorted(other - own)[:1]
    assert len(mixed) == len(own)
    assert complete(mixed) is False


def test_missing_areas_have_their_residents() -> None:
    rows = [row for row in icslookup.boards(NOW).rows if row.ods_code not in ("QNC", "QF7")]
    answer = rebased({row.ods_code: 1 for row in rows}, to=NOW)
    residents = {row.ods_code: row.residents for row in icslookup.coverage(NOW).rows}
    assert {one.kind for one in answer.missing} == {"board"}
    assert {one.code: one.residents for one in answer.missing} == {
        code: residents[code] for code in ("QNC", "QF7")
    }
    lost = residents["QNC"] + residents["QF7"]
    assert answer.missing_share == round(lost / sum(residents.values()), 6)


@pytest.mark.parametrize("cells", [("5", "*"), ("5", ""), ("*", "5"), ("*", "*")])
def test_a_board_with_a_mark_in_one_column_is_not_complete(cells: tuple[str, str]) -> None:
    rows = [("QNC", *cells), ("QNX", 1, 1)]
    answer = rebased(table(rows, "area", "v", "w"), "v", "w", to="2026-11-22", from_="2024-01-01")
    (area,) = [area for area in answer.areas if area.ods_code == "QNC"]
    assert (area.complete, area.suppressed) == (False, cells.count("*"))


def test_a_board_is_complete_only_in_the_groups_that_have_all_of_it() -> None:
    rows = [("QMJ", "a", 1), ("QRV", "a", 2), ("QMJ", "b", 3)]
    answer = rebased(table(rows, "area", "month", "v"), per=("month",))
    assert {area.group: area.complete for area in answer.areas} == {("a",): True, ("b",): False}


@pytest.mark.parametrize(
    ("names", "whole"),
    [
        (["Corby", "East Northamptonshire", "Kettering", "Wellingborough"], True),
        (["Corby", "East Northamptonshire", "Kettering"], False),
        (["E10000021"], True),
    ],
)
def test_all_councils_before_cover_what_followed_them(names: list[str], whole: bool) -> None:
    answer = rebased(dict.fromkeys(names, 1), to_geography="council", from_="2018-01-01")
    (area,) = [area for area in answer.areas if code_of(area) == "E06000061"]
    assert area.complete is whole


@pytest.mark.parametrize(("to", "missing"), [(None, 294), ("2022-08-01", 307)])
def test_missing_areas_are_those_of_the_time_nearest_to_the_target(
    to: str | None, missing: int
) -> None:
    """Bath and North Somerset fit all boundaries. England had 309 districts in 2022, and has 296."""
    answer = rebased({"E06000022": 1, "E06000024": 2}, to=to)
    assert len(answer.missing) == missing
