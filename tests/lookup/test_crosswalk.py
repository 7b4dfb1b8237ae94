"""A crosswalk divides every area of one day between the areas of another, and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest

from icslookup.errors import UsageError
from icslookup.lookup.boundaries import TARGETS
from icslookup.lookup.crosswalk import Crosswalk, crosswalk

ENGLAND = (33_755, 56_490_108)


def parts(found: Crosswalk, code: str) -> dict[str, int | None]:
    return {row.to_code: row.residents for row in found.rows if row.from_code == code}


def test_the_boards_of_2025_on_those_of_2026() -> None:
    found = crosswalk("2025-04-01", "2026-04-01")
    assert parts(found, "QNQ") == {"S0E4D": 436_606, "QRL": 174_249, "S9B9J": 153_488}
    ended = {r.from_code for r in found.rows} - {r.to_code for r in found.rows}
    whole = {r.from_code for r in found.rows if r.coverage == "whole"}
    assert len(ended) == 12
    assert len(ended & whole) == 9
    assert {str(r.changed) for r in found.rows if r.from_code in ended} == {"2026-04-01"}


@pytest.mark.parametrize("days", [("2022-07-01", "2026-05-01"), ("2026-05-01", "2023-01-01")])
@pytest.mark.parametrize("to_geography", TARGETS)
@pytest.mark.parametrize("geography", [*TARGETS, "lsoa"])
def test_nothing_is_lost(geography: str, to_geography: str, days: tuple[str, str]) -> None:
    found = crosswalk(*days, geography=geography, to_geography=to_geography)
    assert (sum(r.lsoas or 0 for r in found.rows), sum(r.residents or 0 for r in found.rows)) == (
        ENGLAND
    )
    for of, counts in (("from_code", "from_residents"), ("to_code", "to_residents")):
        sums: dict[str, int] = {}
        for row in found.rows:
            sums[getattr(row, of)] = sums.get(getattr(row, of), 0) + (row.residents or 0)
        assert sums == {getattr(row, of): getattr(row, counts) for row in found.rows}


@pytest.mark.parametrize(("geography", "lsoas"), [("board", 32_844), ("region", 32_844)])
@pytest.mark.parametrize("days", [("2021-04-01", "2026-05-01"), ("2017-04-01", "2022-07-01")])
def test_ccgs_by_counts_of_2011_lsoas(geography: str, lsoas: int, days: tuple[str, str]) -> None:
    found = crosswalk(*days, geography="ccg", to_geography=geography)
    assert sum(row.lsoas or 0 for row in found.rows) == lsoas
    assert not found.undetermined


def test_a_ccg_that_the_counts_do_not_determine_is_left_out_with_the_reason() -> None:
    found = crosswalk("2021-04-01", "2026-04-01", geography="ccg", to_geography="sub-icb")
    assert [name for name in found.undetermined if "Frimley" in name]
    assert not parts(found, "D4U1Y")


@pytest.mark.parametrize(
    "options",
    [
        {"geography": "ward"},
        {"to_geography": "ccg"},
        {"geography": "ccg", "to_geography": "council"},
    ],
)
def test_a_geography_that_is_not_known_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        crosswalk("2022-07-01", "2026-04-01", **options)


def test_boards_have_no_day_before_they_began() -> None:
    with pytest.raises(UsageError, match="did not exist"):
        crosswalk("2021-04-01", "2026-04-01")
