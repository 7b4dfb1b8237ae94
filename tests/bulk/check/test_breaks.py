"""Where the series of a column break."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icslookup.dataset.active import bundled
from icslookup.dates import DAY, FIRST_DAY
from icslookup.formats import Terminal, render
from icslookup.model import covers
from tests.support.schemas import check
from tests.support.table_files import checked, column, put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from icslookup.bulk.check.breaks import SeriesBreaks
    from icslookup.bulk.check.check import ColumnCheck
    from tests.support.program import Result

OLD_BOARDS = ("QHG", "QNQ", "QRL", "QU9", "QXU", "QNX")
BEFORE, AFTER = "2026-03-31", "2026-04-01"


def dated(*rows: tuple[str, ...]) -> bytes:
    """Return a table of codes, days and figures."""
    out = io.StringIO()
    header = ("code", "day", "homes")
    csv.writer(out).writerows([header, *((*row, "1")[:3] for row in rows)])
    return out.getvalue().encode()


def series(*rows: tuple[str, ...], **options: Any) -> ColumnCheck:
    return checked(dated(*rows), date_column="day", **options)


def moved(breaks: SeriesBreaks) -> list[tuple[Any, ...]]:
    """Return what each code gained and lost, by code and day."""
    return [
        (one.value, str(one.day), one.lsoas_gained, one.residents_gained, one.lsoas_lost)
        for one in breaks.area_changes
    ]


GAINED_IN_2026 = (AFTER, 105, 174_249, 0)


@pytest.mark.parametrize(
    ("code", "days", "expected"),
    [
        ("QRL", (BEFORE, AFTER), [("QRL", *GAINED_IN_2026)]),
        ("qrl ", (BEFORE, AFTER), [("QRL", *GAINED_IN_2026)]),
        ("QRL", ("2021-05-01", "2026-10-01"), [("QRL", *GAINED_IN_2026)]),
        ("D9Y0V", (BEFORE, AFTER), [("D9Y0V", *GAINED_IN_2026)]),
        (
            "92A",
            ("2022-07-01", AFTER),
            [("92A", "2023-04-01", 0, 0, 4), ("92A", AFTER, 95, 153_488, 0)],
        ),
        ("QNX", ("2023-03-31", "2023-04-01"), [("QNX", "2023-04-01", 4, 6_714, 0)]),
        ("QXU", ("2023-03-31", "2023-04-01"), [("QXU", "2023-04-01", 0, 0, 4)]),
        (
            "Hampshire and Isle of Wight ICB",
            (BEFORE, AFTER),
            [("Hampshire and Isle of Wight ICB", *GAINED_IN_2026)],
        ),
        ("QRL", (AFTER, "2026-10-01"), []),
        ("QRL", ("2022-07-01", BEFORE), []),
        ("QNX", ("2022-07-01", "2023-03-31"), []),
        ("QNX", ("2023-04-01", AFTER), []),
        ("E54000042", (BEFORE, AFTER), []),
        ("U2G6B", (AFTER, "2026-10-01"), []),
        ("Y59", ("2022-07-01", "2026-10-01"), []),
        ("E07000209", ("2022-07-01", "2026-10-01"), []),
        ("E08000016", ("2022-07-01", "2026-10-01"), []),
    ],
)
def test_codes_that_stay_while_their_area_changes(
    code: str, days: tuple[str, str], expected: list[tuple[Any, ...]]
) -> None:
    assert moved(series(*((code, day) for day in days)).breaks) == expected


def test_the_rows_on_both_sides_of_a_change_are_counted() -> None:
    days = ("2025-01-01", "2025-02-01", "2026-03-31", "2026-04-01", "2026-05-01", "?")
    (change,) = series(*(("QRL", day) for day in days)).breaks.area_changes
    assert (change.rows, change.rows_before, change.rows_after) == (6, 3, 2)
    assert (change.code, change.name) == ("QRL", "Hampshire and Isle of Wight")


def test_spellings_of_one_name_are_one_series() -> None:
    rows = (("Hampshire and Isle of Wight", BEFORE), ("hampshire & isle of wight", AFTER))
    (change,) = series(*rows, kind="board").breaks.area_changes
    assert (change.rows_before, change.rows_after, change.code) == (1, 1, "QRL")


def test_a_name_that_means_another_area_later_is_a_break() -> None:
    """Norfolk is a part of the name of one board before, and of that of its successor after."""
    breaks = series(("Norfolk", BEFORE), ("Norfolk", AFTER), kind="board").breaks
    (change,) = breaks.area_changes
    assert (str(change.day), change.residents_lost) == (AFTER, 0)
    assert change.residents_gained == 410_983 + 233_333  # of the locations 06L and 07K
    assert breaks.misdated == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("QRL",), [("QRL", AFTER)]),
        (("QRL", "Leeds"), [("QRL", AFTER)]),
        (("QRL", "QNQ"), []),
        (("QRL", "S0E4D"), []),
        (("QRL", "QNQ", "S0E4D"), [("QRL", AFTER)]),
        (("QNX", "QRL"), [("QNX", "2023-04-01")]),
        (("QNX", "E54000052"), []),
        (("D9Y0V",), [("D9Y0V", AFTER)]),
        (("Guildford", "E07000209"), []),
    ],
)
def test_without_days_a_code_has_two_meanings_if_the_column_fits_both_boundaries(
    values: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    answer = checked(column(*values))
    assert [(c.value, str(c.day)) for c in answer.breaks.area_changes] == expected
    assert all(c.rows_before is c.rows_after is None for c in answer.breaks.area_changes)
    shown = render(answer, "table")
    assert ("Codes with two meanings" in shown) is bool(expected)
    assert (answer.breaks.codes, answer.breaks.first, answer.breaks.misdated) == ((), None, ())


def misdated(breaks: SeriesBreaks) -> list[tuple[Any, ...]]:
    return [
        (one.value, one.use, str(one.limit or ""), one.rows, str(one.first), str(one.last))
        for one in breaks.misdated
    ]


@pytest.mark.parametrize(
    ("code", "days", "expected"),
    [
        (
            "E54000042",
            (BEFORE, AFTER, "2026-05-01", "2026-05-01", "2026-06-30"),
            ("after_end", BEFORE, 4, AFTER, "2026-06-30"),
        ),
        ("QNQ", (BEFORE, AFTER), ("after_end", BEFORE, 1, AFTER, AFTER)),
        ("Frimley", (BEFORE, AFTER), ("after_end", BEFORE, 1, AFTER, AFTER)),
        ("D4U1Y", (BEFORE, AFTER), ("after_end", BEFORE, 1, AFTER, AFTER)),
        ("S0E4D", (BEFORE, AFTER), ("before_start", AFTER, 1, BEFORE, BEFORE)),
        ("U2G6B", (BEFORE, AFTER), ("before_start", AFTER, 1, BEFORE, BEFORE)),
        ("S0E4D", ("2021-01-01",), ("before_start", AFTER, 1, "2021-01-01", "2021-01-01")),
        ("E54000067", (BEFORE, AFTER), ("before_start", AFTER, 1, BEFORE, BEFORE)),
        (
            "E07000026",
            ("2020-01-01", "2023-04-01"),
            ("after_end", "2023-03-31", 1, "2023-04-01", "2023-04-01"),
        ),
        (
            "E08000016",
            ("2025-03-31", "2025-04-01"),
            ("after_end", "2025-03-31", 1, "2025-04-01", "2025-04-01"),
        ),
        (
            "E08000038",
            ("2021-01-01", "2025-03-31", "2025-04-01"),
            ("before_start", "2025-04-01", 2, "2021-01-01", "2025-03-31"),
        ),
        (
            "E07000004",
            ("2019-01-01", "2021-01-01", "2024-01-01"),
            ("after_end", "2020-03-31", 2, "2021-01-01", "2024-01-01"),
        ),
        ("E06000048", ("2008-01-01", AFTER), ("after_end", "", 1, AFTER, AFTER)),
        ("E38000017", ("2019-01-01", AFTER), ("after_end", "", 1, AFTER, AFTER)),
    ],
)
def test_codes_that_are_used_outside_their_life(
    code: str, days: tuple[str, ...], expected: tuple[Any, ...]
) -> None:
    breaks = series(*((code, day) for day in days)).breaks
    assert misdated(breaks) == [(code, *expected)]


@pytest.mark.parametrize(
    ("code", "days"),
    [
        ("QRL", ("2021-01-01", "2026-10-01")),
        ("E54000042", ("2021-01-01", BEFORE)),
        ("00L", ("2019-01-01", "2026-10-01")),
        ("Y59", ("2019-01-01", "2026-10-01")),
        ("E07000209", ("1999-01-01", "2026-10-01")),
        ("Frimley", ("2021-01-01", BEFORE)),
        ("E38000017", ("2019-01-01",)),
    ],
)
def test_codes_that_systems_and_groups_had_before_the_boards(
    code: str, days: tuple[str, ...]
) -> None:
    assert series(*((code, day) for day in days)).breaks.misdated == ()


def test_the_first_and_the_last_day_of_each_code() -> None:
    answer = series(
        *(("QRL", day) for day in ("2025-01-01", "2025-02-01", "2026-05-01")),
        *(("QNQ", day) for day in ("2025-01-01", "2026-03-01", "nonsense")),
        ("Atlantis", "2025-06-01"),
        ("QU9", ""),
        ("", "2020-01-01"),
    )
    assert [tuple(map(str, code)) for code in answer.breaks.codes] == [
        ("Atlantis", "None", "None", "1", "2025-06-01", "2025-06-01"),
        ("QNQ", "QNQ", "Frimley", "3", "2025-01-01", "2026-03-01"),
        ("QRL", "QRL", "Hampshire and Isle of Wight", "3", "2025-01-01", "2026-05-01"),
        (
            *("QU9", "QU9", "Buckinghamshire, Oxfordshire and Berkshire West"),
            *("1", "None", "None"),
        ),
    ]
    assert (answer.breaks.rows_without_day, str(answer.breaks.first)) == (2, "2020-01-01")
    shown = render(answer, "table")
    assert "days from 1 Jan 2020 to 1 May 2026; 2 rows have no readable day" in shown


@pytest.mark.parametrize(
    ("days", "date_format", "likely", "shown"),
    [
        (("Apr-25", "May-25"), None, "%b-%y", "no row has a readable day: try --date-format %b-%y"),
        (("April 2025",), "%b-%y", "%B %Y", "no row has a readable day: try --date-format '%B %Y'"),
        (("soon",), None, None, "no row has a readable day: name their form with --date-format"),
        (("Apr-25", "2025-04-01"), None, None, "days from 1 Apr 2025 to 1 Apr 2025; 1 row has no"),
    ],
)
def test_days_in_another_form_say_which(
    days: tuple[str, ...], date_format: str | None, likely: str | None, shown: str
) -> None:
    answer = series(*(("QNQ", day) for day in days), date_format=date_format)
    assert answer.breaks.likely_format == likely
    assert shown in render(answer, "table")
    check(json.loads(render(answer, "json")), "check")


def test_the_table_shows_only_the_codes_that_are_not_in_the_whole_series() -> None:
    codes = ("QOX", "QYG", "QHM", "QOQ", "QWO", "QT1", "QHL", "QUA", "QGH", "QWU", "QKK", "QMF")
    rows = [(code, day) for code in codes for day in ("2025-01-01", "2025-06-01")]
    whole = render(series(*rows), "table")
    assert "Not in the whole series" not in whole
    lines = render(series(*rows, ("QRL", "2025-12-01")), "table").splitlines()
    start = lines.index("Not in the whole series, the first 10 of 13")
    assert lines[start + 3].split() == ["QGH", *lines[start + 3].split()[1:]]
    assert lines[start + 13] == ""


def crossed(breaks: SeriesBreaks) -> dict[str, list[str]]:
    return {str(d.day): [area.code for area in d.areas] for d in breaks.boundary_dates}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            (("QRL", "2022-07-01"), ("QNX", "2026-04-01")),
            {"2023-04-01": ["QNX"], "2026-04-01": ["QRL", "QNX"]},
        ),
        ((("QRL", "2023-04-01"), ("QNX", "2026-03-31")), {}),
        ((("QYG", "2022-07-01"), ("QHM", "2026-10-01")), {}),
        ((("QYG", "2021-07-01"), ("QYG", "2026-10-01")), {"2022-07-01": ["QYG"]}),
        ((("E07000209", "2022-07-01"), ("E08000016", "2026-10-01")), {}),
        (
            (("E07000026", "2022-07-01"), ("E07000209", "2026-10-01")),
            {"2023-04-01": ["E07000026"]},
        ),
        (
            (("Cumbria", "2022-07-01"), ("Cumberland", "2024-10-01")),
            {"2023-04-01": ["E06000063", "E10000006"]},
        ),
        ((("E07000004", "2019-01-01"), ("E07000209", "2021-01-01")), {"2020-04-01": ["E07000004"]}),
        (
            (("E54000042", "2025-01-01"), ("E54000067", "2026-10-01")),
            {"2026-04-01": ["QRL"]},
        ),
        ((("Y59", "2022-07-01"), ("Y60", "2026-10-01")), {}),
        ((("D4U1Y", "2026-01-01"), ("U2G6B", "2026-10-01")), {"2026-04-01": ["D4U1Y", "U2G6B"]}),
    ],
)
def test_the_boundary_dates_that_a_series_crosses(
    rows: tuple[tuple[str, str], ...], expected: dict[str, list[str]]
) -> None:
    assert crossed(series(*rows).breaks) == expected


def test_without_days_the_boundary_dates_of_the_areas_are_listed() -> None:
    assert crossed(checked(column("QNX", "QRL")).breaks) == {
        "2023-04-01": ["QNX"],
        "2026-04-01": ["QRL", "QNX"],
    }
    assert crossed(checked(column("Guildford")).breaks) == {}
    hint = "if the rows have days, name their column with --date"
    assert hint in render(checked(column("QNQ", "S0E4D")), "table").splitlines()
    assert hint not in render(checked(column("QNQ", "QRL")), "table")


@pytest.mark.parametrize(
    ("days", "options"),
    [
        (("2025-03", "2026-04"), {"date_format": "%Y-%m"}),
        (("Mar-25", "Apr-26"), {"date_format": "%b-%y"}),
        (("01/03/2025", " 01/04/2026 "), {"date_format": "%d/%m/%Y"}),
        (("2025-03-01T00:00:00Z", "2026-04-01 10:30"), {}),
    ],
)
def test_days_in_other_forms(days: tuple[str, str], options: dict[str, str]) -> None:
    breaks = series(*(("QRL", day) for day in days), **options).breaks
    assert (str(breaks.first), str(breaks.last)) == ("2025-03-01", "2026-04-01")
    assert len(breaks.area_changes) == 1
    assert (breaks.rows_without_day, breaks.date_format) == (0, options.get("date_format"))


def test_a_table_without_a_readable_day() -> None:
    answer = series(("QRL", "2025-03"), ("QNQ", "2026-04"))
    assert (answer.breaks.first, answer.breaks.rows_without_day) == (None, 2)
    assert (answer.breaks.rebase, answer.breaks.boundary_dates) == (None, ())
    assert "try --date-format %Y-%m" in render(answer, "table")
    assert not answer.passed


@pytest.mark.parametrize(
    ("rows", "options", "passed"),
    [
        ((("QRL", "2025-01-01"), ("QNQ", "2026-01-01")), {}, True),
        ((("QRL", "2025-01-01"), ("QRL", "2026-04-01")), {}, False),
        ((("E54000042", "2025-01-01"), ("E54000042", "2026-04-01")), {}, False),
        ((("QRL", "2025-01-01"), ("QNQ", "then")), {}, False),
        ((("QNQ", "2025-01-01"), ("S0E4D", "2026-04-01")), {}, False),
        ((("QRL", "2025-01-01"), ("QNQ", "2026-01-01")), {"as_of": "2026-11-01"}, False),
        ((("QRL", "2025-01-01"), ("QNQ", "2026-01-01")), {"as_of": "2026-01-01"}, True),
    ],
)
def test_a_table_whose_series_break_does_not_pass(
    rows: tuple[tuple[str, str], ...], options: dict[str, str], *, passed: bool
) -> None:
    assert series(*rows, **options).passed is passed


def test_every_format_shows_the_breaks(cli: Callable[..., Result], tmp_path: Path) -> None:
    rows = (("QRL", BEFORE), ("QRL", AFTER), ("E54000042", AFTER), ("S0E4D", BEFORE), ("QRL", "x"))
    path = str(put(tmp_path, dated(*rows)))
    arguments = ("check", path, "-c", "code", "--date", "day")
    document = json.loads(cli(*arguments, "--json").out)
    check(document, "check")
    found = {one["finding"]: one["detail"] for one in document["findings"]}
    assert found["area_changed"] == "gained 105 LSOAs with 174,249 residents on 1 April 2026"
    assert found["used_after_end"] == "used on 1 April 2026; its last day is 31 March 2026"
    assert found["used_before_start"] == "used on 31 March 2026; its first day is 1 April 2026"
    assert found["no_day"] == "rows without a readable day in 'day'"
    assert "repeated" not in found
    result = cli(*arguments, "-f", "csv")
    assert [row["finding"] for row in csv.DictReader(io.StringIO(result.out))] == [
        one["finding"] for one in document["findings"]
    ]
    assert document["breaks"]["rebase"] in result.err
    assert "boundary dates crossed: 1 Apr 2026 (2 areas)" in result.err
    table = cli(*arguments).out.splitlines()
    assert document["breaks"]["rebase"] in table
    assert "The area changed, the code stayed: rows before and after" in table
    assert "Used outside the life of the code" in table
    markdown = cli(*arguments, "-f", "markdown").out
    assert f"```sh\n{document['breaks']['rebase']}\n```" in markdown


@pytest.mark.parametrize("width", [60, 80, 200])
def test_a_table_fits_the_terminal_but_the_command_stays_on_one_line(width: int) -> None:
    codes = ("QRL", "E54000042", "QNQ", "92A", "Hampshire and Isle of Wight ICB")
    answer = series(*((code, day) for code in codes for day in ("2022-07-01", BEFORE, AFTER)))
    lines = render(answer, "table", Terminal(width=width)).splitlines()
    assert answer.breaks.rebase in lines
    assert all(len(line) <= width for line in lines if line != answer.breaks.rebase)
    assert any("+105" in line and "+174,249" in line for line in lines)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--date", "month"], "has no column 'month'; its columns are 'code', 'day' and 'homes'"),
        (["--date", "CODE"], "'CODE' is the column to check: name another one for the days"),
        (["--date-format", "%Y"], "--date-format is for the days of a column"),
    ],
)
def test_a_wrong_column_of_days_is_refused(
    cli: Callable[..., Result], tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = cli("check", str(put(tmp_path, dated(("QRL", BEFORE)))), "-c", "code", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def in_force(code: str, day: date) -> bool:
    """Return whether a code of a board or a council is in force, by its own record alone."""
    data = bundled()
    if code in data.boards:
        return data.boards[code].exists_on(day)
    codes = [c for b in data.boards.values() for c in b.ons_codes]
    codes += [c for a in data.authorities.values() for c in a.gss_codes]
    return any(c.code == code and covers(c.start, c.end, day) for c in codes)


def territory(code: str, day: date) -> dict[str, int]:
    """Return the LSOAs of a board or a council with their residents, row by row."""
    data = bundled()
    key = data.board_keys.get(code) or data.authority_keys[code]
    return {
        row.lsoa: row.residents
        for row in data.lsoas
        if row.exists_on(day) and row.residents is not None and key in (row.ods_code, row.gss_code)
    }


CODES = ("QRL", "QNX", "QXU", "QNQ", "S0E4D", "E54000042", "E54000064", "E07000026", "E08000016")
CHANGE_DAYS = [date(2023, 4, 1), date(2025, 4, 1), date(2026, 4, 1)]
NEAR = st.sampled_from([day + days * DAY for day in CHANGE_DAYS for days in (-2, -1, 0, 1)])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(CODES),
        st.one_of(NEAR, st.dates(FIRST_DAY, date(2026, 11, 1)), st.just("?")),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_any_series_has_the_breaks_that_a_slow_count_finds(rows: list[tuple[str, Any]]) -> None:
    breaks = series(*((code, str(day)) for code, day in rows)).breaks
    days: dict[str, list[date]] = {code: [] for code, _ in rows}
    for code, day in rows:
        if day != "?":
            days[code].append(day)
    wrong = Counter(code for code in days for day in days[code] if not in_force(code, day))
    used = Counter(one.value for one in breaks.misdated for _ in range(one.rows))
    assert used == wrong
    assert {code.value: (code.first, code.last) for code in breaks.codes} == {
        code: (min(found, default=None), max(found, default=None)) for code, found in days.items()
    }
    assert set(moved(breaks)) == set(_moves(days.items()))
    assert breaks.rows_without_day == sum(day == "?" for _, day in rows)


def _moves(days: Iterable[tuple[str, list[date]]]) -> Iterable[tuple[Any, ...]]:
    """Yield what the codes gained and lost between their rows, counted LSOA by LSOA."""
    for code, found in days:
        for change in CHANGE_DAYS:
            spans = found and min(found) < change <= max(found)
            if not spans or not in_force(code, change - DAY) or not in_force(code, change):
                continue
            before, after = territory(code, change - DAY), territory(code, change)
            gained = after.keys() - before.keys()
            lost = len(before.keys() - after.keys())
            if gained or lost:
                residents = sum(after[lsoa] for lsoa in gained)
                yield code, str(change), len(gained), residents, lost
