"""The views of `boards`, `areas`, `splits` and `coverage`."""

from __future__ import annotations

import pytest

import icslookup
from icslookup.formats import Terminal, render


def test_boards_have_dates_only_if_one_of_them_has_ended() -> None:
    current = render(icslookup.boards(), "markdown")
    heading = "| Board | ODS | ONS | NHS region | Councils | Upper tier | Residents |\n"
    assert heading in current
    assert "| Black Country | QUA | E54000062 | Midlands | 4 | 4 | 1,213,157 |" in current
    assert "\non 22 November 2026\n" in current
    every = render(icslookup.boards(every=True), "markdown")
    assert "| Upper tier | Residents | From | To |\n" in every
    assert "\nas on 22 November 2026, or on their last or first day\n" in every


@pytest.mark.parametrize(
    ("width", "every", "left_out"),
    [
        (40, False, "ONS, Residents"),
        (60, False, "ONS, Residents"),
        (80, False, "ONS"),
        (100, False, None),
        (200, False, None),
        (None, False, None),
        (60, True, "ONS, Councils, Upper tier, Residents"),
        (80, True, "ONS, Upper tier, Residents"),
        (200, True, None),
    ],
)
def test_boards_have_fewer_columns_in_a_narrow_terminal_and_say_so(
    width: int | None, left_out: str | None, *, every: bool
) -> None:
    answer = icslookup.boards(every=every)
    text = render(answer, "table", Terminal(width=width))
    lines = text.splitlines()
    assert max(map(len, lines)) <= max(width or 1000, 60)
    assert [line for line in lines if line.startswith("No space for")] == (
        [f"No space for: {left_out}"] if left_out else []
    )
    shown = set(text.split())
    assert {row.ods_code for row in answer.rows} <= shown
    words = {word for row in answer.rows for word in f"{row.short_name} {row.region}".split()}
    assert words <= shown, "no word is broken"


def test_a_region_takes_one_line_where_there_is_space() -> None:
    lines = render(icslookup.boards(), "table", Terminal(width=200)).splitlines()
    (yorkshire,) = [line for line in lines if line.startswith("South Yorkshire")]
    assert "North East and Yorkshire" in yorkshire


def test_a_split_authority_is_named_once_and_counted_once() -> None:
    lines = render(icslookup.splits(), "markdown").splitlines()
    assert lines[0] == "## 5 authorities split between boards"
    first = lines.index("| Buckinghamshire | E06000060 | Thames Valley | S0E4D | 98.7% | 546,080 |")
    assert lines[first + 1] == "|  |  | Central East | S1Y5D | 1.3% | 6,989 |"


def test_the_mapping_names_the_authority_in_every_row() -> None:
    lines = render(icslookup.areas(), "markdown").splitlines()
    assert lines[0] == "## 296 authorities, 302 rows"
    assert sum(line.startswith("| Buckinghamshire | E06000060 |") for line in lines) == 2


def test_coverage_ends_with_the_sum_for_england() -> None:
    answer = icslookup.coverage()
    lines = render(answer, "markdown").splitlines()
    last = [line for line in lines if line.startswith("|")][-1]
    residents = sum(row.residents for row in answer.rows)
    assert last == f"| England |  |  |  | 33,755 | {residents:,} | 100% |"
