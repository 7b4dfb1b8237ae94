"""Groups, days, and rows that would count twice."""

from __future__ import annotations

import pytest

from icslookup.errors import DataError
from tests.support.rebased import code_of, rebased, refusal, results, table

TWICE = "has areas that count twice: "
OLD_BUCKS = ["E07000004", "E07000005", "E07000006", "E07000007"]


@pytest.mark.parametrize(
    ("names", "from_", "dropped"),
    [
        (["Surrey", "Guildford", "Woking"], None, {"Surrey": ("Guildford", "Woking")}),
        (["Y59", "QNX"], None, {"South East": ("Sussex",)}),
        (["QNQ", "D4U1Y"], None, {"Frimley": ("NHS Frimley ICB - D4U1Y",)}),
        (["15E", "QHL"], None, {"Birmingham and Solihull": ("NHS Birmingham and Solihull ICB - 15E",)}),
        (["England", "Leeds"], None, {"England": ()}),
        (["Grand total", "Leeds", "Bradford"], None, {"Grand total": ()}),
        (["E92000001", "E12000003", "Leeds"], None, {"E92000001": (), "E12000003": ()}),
        (["E10000027", "E06000066"], None, {"Somerset": ("Somerset",)}),
        (["E10000002", "E06000060"], None, {"Buckinghamshire": ("Buckinghamshire",)}),
        (["E06000060", *OLD_BUCKS], None, {"Buckinghamshire": ("Aylesbury Vale", "Chiltern", "South Bucks", "Wycombe")}),
        (["E10000002", "E07000004"], "2019-01-01", {"Buckinghamshire": ("Aylesbury Vale",)}),
        (["E06000061", "E10000021"], None, {"Northamptonshire": ("North Northamptonshire",)}),
        (["Cornwall and Isles of Scilly", "Cornwall"], None, {"Cornwall and Isles of Scilly": ("Cornwall",)}),
        (["QU9", "S0E4D"], None, {"Thames Valley": ("Buckinghamshire, Oxfordshire and Berkshire West",)}),
    ],
)  # fmt: skip
def test_the_larger_of_two_areas_is_refused_or_left_out(
    names: list[str], from_: str | None, dropped: dict[str, tuple[str, ...]]
) -> None:
    rows = {name: 10 + at for at, name in enumerate(names)}
    assert TWICE in refusal(DataError, rows, from_=from_)
    answer = rebased(rows, from_=from_, drop_totals=True)
    assert {one.query: one.parts for one in answer.dropped} == dropped
    assert answer.values[0].dropped + answer.values[0].placed == sum(rows.values())
    assert answer.passed


@pytest.mark.parametrize(
    "names",
    [
        OLD_BUCKS,
        ["Corby", "Northampton"],
        ["QNQ", "QU9"],
        ["Leeds", "QNQ"],
        ["Bournemouth", "Poole"],
        ["QNX", "QHL", "Y58"],
    ],
)
def test_areas_with_nothing_in_common_do_not_count_twice(names: list[str]) -> None:
    assert rebased(dict.fromkeys(names, 1)).dropped == ()


@pytest.mark.parametrize("drop", [False, True])
@pytest.mark.parametrize(
    ("names", "from_"),
    [
        (["QNQ", "S0E4D"], None),
        (["QNQ", "E07000209"], "2024-01-01"),
        (["Y59", "QNQ", "E07000217", "E06000060"], None),
    ],
)
def test_areas_that_cross_are_always_refused(
    names: list[str], from_: str | None, drop: bool
) -> None:
    message = refusal(DataError, dict.fromkeys(names, 1), from_=from_, drop_totals=drop)
    assert "because they overlap" in message


def test_all_levels_at_once() -> None:
    rows = {"England": 100, "Y59": 50, "QNQ": 10, "D4U1Y": 9}
    answer = rebased(rows, from_="2024-01-01", drop_totals=True, integer=True)
    assert {one.query: int(one.figures[0]) for one in answer.dropped} == {
        "South East": 50, "Frimley": 10, "England": 100,
    }  # fmt: skip
    assert answer.values[0].placed == 9


def test_only_groups_with_both_lose_the_larger_area() -> None:
    rows = [
        ("Surrey", "a", 5),
        ("Guildford", "a", 1),
        ("Surrey", "b", 4),
        ("England", "a", 7),
        ("England", "c", 8),
    ]
    answer = rebased(table(rows, "area", "g", "v"), per=("g",), drop_totals=True)
    assert {one.query: (one.rows, int(one.figures[0])) for one in answer.dropped} == {
        "Surrey": (1, 5),
        "England": (1, 7),
    }
    assert [(one.query, one.reason, int(one.figures[0])) for one in answer.unplaced] == [
        ("England", "total", 8)
    ]
    assert {area.group: int(area.values[0] or 0) for area in answer.areas} == {("a",): 1, ("b",): 4}


def test_areas_of_one_name_are_left_out_each_by_itself() -> None:
    answer = rebased({"E10000002": 7, "E06000060": 5, "E07000004": 1}, drop_totals=True)
    assert sorted(int(one.figures[0]) for one in answer.dropped) == [5, 7]


SERIES = [
    ("QNQ", "2024-01-01", 5),
    ("QRL", "2024-01-01", 1),
    ("S0E4D", "2026-05-01", 7),
    ("QRL", "2026-05-01", 9),
]


def test_rows_of_several_days_do_not_count_twice() -> None:
    answer = rebased(table(SERIES, "area", "day", "v"), as_of_column="day")
    assert answer.values[0].placed == 22
    assert {code_of(area): area.complete for area in answer.areas} == {
        "QRL": True,
        "S9B9J": False,
        "S0E4D": False,
    }
    assert {area.sources for area in answer.areas} == {("QNQ", "QRL"), ("QNQ",), ("QNQ", "S0E4D")}


def test_rows_of_one_day_count_twice_in_a_series_too() -> None:
    rows = [*SERIES, ("D4U1Y", "2024-01-01", 3), ("QNQ", "2024-02-01", 2)]
    assert TWICE in refusal(DataError, table(rows, "area", "day", "v"), as_of_column="day")
    answer = rebased(table(rows, "area", "day", "v"), as_of_column="day", drop_totals=True)
    assert [(one.rows, int(one.figures[0])) for one in answer.dropped] == [(1, 5)]
    assert answer.values[0].placed == 22 - 5 + 3 + 2


def test_several_rows_of_an_area_are_added_up() -> None:
    answer = rebased(
        [("Guildford", 1), ("E07000209", 2), ("guildford bc", 5), ("Guilford", 4), ("Guildford", 8)]
    )
    assert results(answer) == {"S9B9J": 20}
    assert answer.several_rows == ("Guildford",)
    assert [(one.query, one.code, one.rows) for one in answer.guessed] == [
        ("Guilford", "E07000209", 1)
    ]


def test_what_is_not_placed_has_its_figures() -> None:
    rows = [
        ("Leeds", 1, 10), ("Atlantis", 2, ""), ("Atlantis", 3, 4), ("Newcastle", 100, 1), ("", 7, 1), ("NA", 8, 2), ("S12000036", 5, 5),
    ]  # fmt: skip
    answer = rebased(table(rows, "area", "v", "w"), "v", "w")
    found = [(one.query, one.reason, one.rows, *map(int, one.figures)) for one in answer.unplaced]
    assert found == [
        ("Newcastle", "ambiguous", 1, 100, 1), ("Atlantis", "not_found", 2, 5, 4), ("S12000036", "not_found", 1, 5, 5),
        (None, "blank", 2, 15, 3),
    ]  # fmt: skip
    assert not answer.passed
    assert [int(value.unplaced) for value in answer.values] == [125, 13]


@pytest.mark.parametrize("blank", [("", ""), ("NA", ""), (" ", "null"), ("-", "")])
def test_a_row_without_area_and_figure_is_no_row(blank: tuple[str, str]) -> None:
    rows = [("Leeds", "May", 1), (blank[0], "", blank[1]), ("", "Total", "")]
    answer = rebased(table(rows, "area", "month", "v"), per=("month",))
    assert (answer.rows, answer.groups, answer.passed, answer.unplaced) == (1, 1, True, ())
    assert answer.values[0].blank == 0


def test_a_row_without_area_but_with_a_mark_or_a_figure_is_not_placed() -> None:
    rows = [("Leeds", 1, 2), ("", "[c]", ""), ("", "", 3), ("York", "", "")]
    answer = rebased(table(rows, "area", "v", "w"), "v", "w")
    assert [(one.query, one.rows, *map(int, one.figures)) for one in answer.unplaced] == [
        (None, 2, 0, 3)
    ]
    assert [(value.suppressed, value.blank) for value in answer.values] == [(1, 2), (0, 2)]
    assert (answer.rows, answer.passed) == (4, False)


def test_the_dates_of_rows_decide() -> None:
    rows = [
        ("Allerdale", "2022-12-31", 5), ("Allerdale", "2024-01-01", 3), ("Cumberland", "2024-01-01", 6), ("Cumberland", "2022-07-01", 9),
        ("Corby", "2020-05-01", 2), ("Leeds", "soon", 1), ("Leeds", "", 4), ("Atlantis", "2024-01-01", 8), ("", "2024-01-01", 11),
    ]  # fmt: skip
    answer = rebased(table(rows, "area", "day", "v"), as_of_column="day")
    assert {(one.query, one.reason): int(one.figures[0]) for one in answer.unplaced} == {
        ("Allerdale", "not_then"): 3, ("Cumberland", "not_then"): 9, ("Leeds", "bad_date"): 5, ("Atlantis", "not_found"): 8,
        (None, "blank"): 11,
    }  # fmt: skip
    assert answer.values[0].placed == 13


def test_months_are_read_by_their_format() -> None:
    rows = [("QNQ", "Jan-24", 5), ("S0E4D", "May-26", 6), ("QRL", "Dec-25", 2), ("QRL", "13-24", 1)]
    answer = rebased(
        table(rows, "area", "month", "v"), as_of_column="month", date_format="%b-%y", per=("month",)
    )
    assert {area.group[0] for area in answer.areas} == {"Jan-24", "May-26", "Dec-25"}
    assert [(one.query, one.reason) for one in answer.unplaced] == [("QRL", "bad_date")]


@pytest.mark.parametrize(
    ("cell", "date_format", "message"),
    [
        ("Apr-25", None, "'Apr-25' is not a day: try --date-format %b-%y"),
        ("2025-04", None, "'2025-04' is not a day: try --date-format %Y-%m"),
        ("April 2025", "%b %Y", "'April 2025' is not a day in the form %b %Y: try --date-format '%B %Y'"),
        ("soon", None, "'soon' is not a day"),
        ("", None, "its row has no day"),
    ],
)  # fmt: skip
def test_a_cell_without_a_day_says_how_to_read_it(
    cell: str, date_format: str | None, message: str
) -> None:
    content = table([("QNQ", cell, 5)], "area", "month", "v")
    answer = rebased(content, as_of_column="month", date_format=date_format)
    assert [(one.reason, one.message) for one in answer.unplaced] == [("bad_date", message)]
