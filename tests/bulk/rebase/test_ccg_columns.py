"""Columns of CCGs, some of whose codes are those of sub-ICB locations now."""

from __future__ import annotations

import pytest

from icslookup.dataset.active import bundled
from icslookup.dataset.nhs_areas import CCG
from tests.support.rebased import rebased, results


def ccgs_of(year: str, code: str) -> list[str]:
    """Return the codes of all CCGs in the list of a year."""
    return [
        str(getattr(name, code))
        for area in bundled().nhs_areas.values()
        if area.kind == CCG
        for name in area.names
        if (name.first_seen or "") <= year <= (name.last_seen or "")
    ]


@pytest.mark.parametrize("code", ["ods_code", "ons_code", "name"])
@pytest.mark.parametrize(("year", "count"), [("2018", 195), ("2019", 191), ("2020", 135)])
def test_all_ccgs_of_a_year_cover_england(year: str, count: int, code: str) -> None:
    codes = ccgs_of(year, code)
    assert len(codes) == count
    answer = rebased(dict.fromkeys(codes, 10))
    assert answer.kinds == {"ccg": count}
    assert (answer.missing, answer.missing_share, answer.unplaced) == ((), 0, ())
    assert len(answer.areas) == 36
    assert all(area.complete for area in answer.areas)


def test_a_code_with_an_ended_ccg_means_the_ccg() -> None:
    """Of the 507 LSOAs of the CCG 06H, 9 lie in Northamptonshire; the location lies in one board."""
    assert results(rebased({"06H": 507})) == {"S1Y5D": 507}
    assert results(rebased({"06H": 507, "06F": 1})) == {"S1Y5D": 499, "QPM": 9}
    assert results(rebased({"E38000026": 507, "E38000010": 1})) == {"S1Y5D": 499, "QPM": 9}


@pytest.mark.parametrize(
    "other",
    [
        "U2G6B",  # a location that began in 2026
        "D9Y0V",  # a CCG, but of 2021, when 06F had ended
        "QOX",
        "E07000209",
    ],
)
def test_codes_that_are_not_ccgs_of_one_year_are_read_one_by_one(other: str) -> None:
    answer = rebased({"06H": 507, "06F": 1, other: 0})
    assert results(answer)["S1Y5D"] == 508
    assert answer.missing == ()  # not known, because of the CCG


def test_the_kind_and_the_day_of_the_user_win() -> None:
    assert results(rebased({"06H": 507, "06F": 1}, from_="2022-07-01"))["S1Y5D"] == 507
    kinds = rebased({"06H": 507, "06F": 1}, kind="sub-icb").kinds
    assert kinds == {"sub-icb": 1}
