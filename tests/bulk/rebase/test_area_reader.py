"""What a spelling names on a day, and how it divides."""

from __future__ import annotations

import pytest

from tests.support.rebased import rebased, results


@pytest.mark.parametrize("day", ["2018-05-01", "2022-07-01", "2024-06-01", "2026-05-01"])
@pytest.mark.parametrize(
    ("code", "board"), [("E07000100", "S1Y5D"), ("E06000048", "QHM"), ("E08000016", "QF7")]
)
def test_a_code_that_was_replaced_names_its_council_on_any_day(
    code: str, board: str, day: str
) -> None:
    answer = rebased({code: 5}, from_=day)
    assert (answer.passed, {key: int(v or 0) for key, v in results(answer).items()}) == (
        True,
        {board: 5},
    )


REGIONS = [
    "East of England",
    "LONDON",
    "Midlands",
    "North East and Yorkshire",
    "North West",
    "south east",
    "South West",
]
CODES = ["Y61", "Y56", "Y60", "Y63", "Y62", "Y59", "Y58"]


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (REGIONS, "auto"),
        ([*REGIONS, ""], "auto"),
        (REGIONS[1:3], "auto"),
        (REGIONS, "region"),
        (["London"], "region"),
    ],
)
def test_a_column_of_regions_may_have_their_short_names(names: list[str], kind: str) -> None:
    rows = {name: at + 1 for at, name in enumerate(names)}
    answer = rebased(rows, to_geography="region", kind=kind)
    codes = dict(zip(REGIONS, CODES, strict=True), London="Y56")
    expected = {codes[name]: figure for name, figure in rows.items() if name}
    assert results(answer) == expected
    assert answer.kinds == {"region": len(expected)}


@pytest.mark.parametrize(
    "names",
    [
        ["London"],
        ["London", "North West", "South East"],
        ["London", "Midlands", "West Midlands"],
        ["London", "Leeds"],
    ],
)
def test_names_of_regions_of_england_are_not_those_of_the_nhs(names: list[str]) -> None:
    answer = rebased({name: at + 1 for at, name in enumerate(names)}, drop_totals=True)
    assert answer.kinds.get("region", 0) <= ("Midlands" in names)
    queries = [*(one.query for one in answer.unplaced), *(one.query for one in answer.dropped)]
    assert "London" in queries


def test_names_with_codes_of_regions_are_those_of_the_nhs() -> None:
    answer = rebased({"London": 1, "y59": 2, "South West": 4}, to_geography="region")
    assert results(answer) == {"Y56": 1, "Y59": 2, "Y58": 4}
    assert results(rebased({"London": 1, "E40000005": 2}, to_geography="region")) == {
        "Y56": 1,
        "Y59": 2,
    }
    twice = rebased({"London": 1, "Y59": 2, "England": 3}, drop_totals=True)
    assert [one.query for one in twice.dropped] == ["England"]
    other = rebased({"London": 1, "Y59": 2, "East Midlands": 4}, drop_totals=True)
    assert {one.query for one in other.dropped} == {"London", "East Midlands"}


def test_a_region_that_is_not_read_says_how() -> None:
    answer = rebased({"London": 1, "South East": 2, "East Midlands": 4})
    hint = "; if the column has regions of NHS England, say --kind region"
    assert {one.query: (one.message or "").endswith(hint) for one in answer.unplaced} == {
        "London": True,
        "South East": True,
        "East Midlands": False,
    }


def test_england_counts_twice_in_a_column_of_regions() -> None:
    answer = rebased(dict.fromkeys([*REGIONS, "England"], 3), drop_totals=True)
    assert [one.query for one in answer.dropped] == ["England"]
    assert answer.values[0].placed == 21


@pytest.mark.parametrize(
    ("name", "options", "expected"),
    [
        ("NHS Bracknell and Ascot CCG", {"to": "2024-01-01"}, {"QNQ": 5}),
        (
            "NHS Bracknell and Ascot CCG",
            {"to": "2024-01-01", "to_geography": "sub-icb"},
            {"D4U1Y": 5},
        ),
        ("NHS Bracknell and Ascot CCG", {"to_geography": "region"}, {"Y59": 5}),
        ("NHS Bracknell and Ascot CCG", {}, None),
        ("NHS Bracknell and Ascot CCG", {"to_geography": "sub-icb"}, None),
        ("NHS Guildford and Waverley CCG", {}, {"S9B9J": 5}),
        ("NHS Guildford and Waverley CCG", {"to_geography": "council"}, None),
    ],
)
def test_a_ccg_goes_where_its_counts_are_known(
    name: str, options: dict[str, str], expected: dict[str, int] | None
) -> None:
    answer = rebased({name: 5}, **options)  # type: ignore[arg-type] # options are texts
    assert results(answer) == (expected or {})
    assert [one.reason for one in answer.unplaced] == ([] if expected else ["undetermined"])


@pytest.mark.parametrize(
    ("day", "parts"),
    [("2017-03-31", ["QE1", "QHM"]), ("2017-04-01", ["QHM"])],
)
def test_a_code_that_two_ccgs_had_is_that_of_the_financial_year(day: str, parts: list[str]) -> None:
    """`01H` was Cumbria until March 2017, and North Cumbria after it."""
    answer = rebased({"01H": 100}, kind="ccg", from_=day)
    assert sorted(results(answer)) == parts
    assert answer.values[0].placed == 100
