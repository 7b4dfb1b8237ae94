"""The CCGs of a day, and how they divide, compared with the counts of the data file."""

from __future__ import annotations

from datetime import date

import pytest

from icslookup.dataset.active import bundled
from icslookup.dataset.nhs_areas import CCG
from icslookup.lookup.boundaries import Boundaries
from icslookup.lookup.ccgs import Undetermined, ccg_with_code, ccgs_on, divide_ccg
from tests.support import lsoa_oracle as oracle


@pytest.mark.parametrize(
    ("day", "ccgs"),
    [
        ("2015-04-01", 209),
        ("2017-03-31", 209),
        ("2017-04-01", 207),
        ("2020-03-31", 191),
        ("2020-04-01", 135),
        ("2021-03-31", 135),
        ("2021-04-01", 106),
        ("2022-06-30", 106),
        ("2026-01-01", 106),
    ],
)
def test_the_ccgs_of_a_day_are_those_of_its_financial_year(day: str, ccgs: int) -> None:
    found = ccgs_on(bundled(), date.fromisoformat(day))
    assert len(found) == ccgs
    assert len({ccg.names[-1].ods_code for ccg in found}) == ccgs


@pytest.mark.parametrize(
    ("code", "day", "key"),
    [
        ("01K", "2015-04-01", "E38000093"), ("01K", "2017-03-31", "E38000093"), ("01k", "2017-04-01", "E38000216"),
        ("01K", "2018-03-31", "E38000216"), (" 01K", "2018-04-01", "E38000228"), ("01K", None, "E38000228"),
        ("01H", "2017-02-01", "E38000041"), ("01H", "2017-04-01", "E38000215"), ("E38000041", "2021-06-01", "E38000041"),
        ("E38000215", "2017-03-31", None), ("QNQ", None, None),
    ],
)  # fmt: skip
def test_a_code_names_the_ccg_that_had_it_in_the_financial_year(
    code: str, day: str | None, key: str | None
) -> None:
    found = ccg_with_code(bundled(), code, date.fromisoformat(day) if day else None)
    assert found == (f"ccg:{key}" if key else None)


@pytest.mark.parametrize("year", range(2015, 2022))
@pytest.mark.parametrize("day", ["04-01", "12-31", "01-01", "03-31"])
def test_the_code_of_a_ccg_of_a_day_names_that_ccg(year: int, day: str) -> None:
    """`ccgs_on` and `ccg_with_code` read the code lists alike."""
    when = date.fromisoformat(f"{year + (day < '04')}-{day}")
    for ccg in ccgs_on(bundled(), when):
        for name in ccg.names:
            if (name.first_seen or "") <= str(year):
                assert name.ods_code
                assert ccg_with_code(bundled(), name.ods_code, when) == ccg.key


@pytest.mark.parametrize("day", ["2022-07-01", "2025-01-01", "2026-05-01"])
def test_ccgs_are_divided_by_the_counts_of_their_boards(day: str) -> None:
    """The locations into which a CCG divides lie in the boards that have its parts."""
    boards, locations, councils = (
        Boundaries(bundled(), geography, date.fromisoformat(day))
        for geography in ("board", "sub-icb", "council")
    )
    board_of = {place["sub_icb"]: place["ods_code"] for place in oracle.places(day).values()}
    known = 0
    for area in bundled().nhs_areas.values():
        if area.kind != CCG:
            continue
        counts = oracle.ccg_counts(area.key.partition(":")[2], "board", day)
        by_board = divide_ccg(bundled(), area, boards)
        if isinstance(by_board, Undetermined):
            assert counts == {}
            assert area.names[-1].name in by_board.reason
            continue
        assert by_board == counts, area.key
        assert isinstance(divide_ccg(bundled(), area, councils), Undetermined)
        by_location = divide_ccg(bundled(), area, locations)
        if isinstance(by_location, Undetermined):
            assert area.names[-1].name in by_location.reason
            continue
        known += 1
        assert {board_of[key] for key in by_location} == by_board.keys()
        if len(by_location) == len(by_board) > 1:
            assert {board_of[key]: count for key, count in by_location.items()} == by_board
    assert known > 150
