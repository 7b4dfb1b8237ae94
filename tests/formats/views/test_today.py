"""The section `Today`, which shows what became of what has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.formats import Terminal, render
from icslookup.formats.views.registry import view_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.formats.answers import Answer
    from icslookup.formats.report import Section


def today_of(answer: Answer) -> list[Section]:
    report = view_of(answer).report(answer)
    assert report is not None
    return [section for section in report.sections if section.heading == "Today"]


def lines_of(answer: Answer) -> list[str]:
    """Return the lines of the section in Markdown."""
    lines = render(answer, "markdown").splitlines()
    start = lines.index("### Today") + 2
    return lines[start : lines.index("", start)]


def test_what_is_not_known_is_left_out() -> None:
    answer = icslookup.area("Bournemouth")
    assert lines_of(answer) == [
        "| Board | ODS | ONS | Share | Council |",
        "| --- | --- | --- | --- | --- |",
        "| Dorset | QVV | E54000041 | 100% | Bournemouth, Christchurch and Poole |",
    ]
    lines = render(answer, "markdown").splitlines()
    assert "| Successor | GSS |" in lines


def test_what_is_known_is_shown() -> None:
    answer = icslookup.area("Copeland")
    assert lines_of(answer) == [
        "| Board | ODS | ONS | Share | Residents | LSOAs | Council |",
        "| --- | --- | --- | --- | ---: | ---: | --- |",
        "| North East and North Cumbria | QHM | E54000050 | 87.3% | 58,555 | 41 | Cumberland |",
        "| Lancashire and South Cumbria | QE1 | E54000048 | 12.7% | 8,517 | 6 | Cumberland |",
    ]


def test_the_shares_of_a_successor_are_called_so() -> None:
    assert lines_of(icslookup.area("Wycombe")) == [
        "| May lie in | ODS | ONS | Council | Share of council |",
        "| --- | --- | --- | --- | --- |",
        "| Thames Valley | S0E4D | E54000070 | Buckinghamshire | 98.7% |",
        "| Central East | S1Y5D | E54000065 | Buckinghamshire | 1.3% |",
    ]


@pytest.mark.parametrize("as_of", [None, "2024-06-01"])
@pytest.mark.parametrize("name", ["Frimley", "D4U1Y"])
def test_a_board_and_a_location_have_the_boards_that_took_them(
    name: str, as_of: str | None
) -> None:
    assert lines_of(icslookup.board(name, as_of)) == [
        "| Board | ODS | ONS | Share | Residents | LSOAs |",
        "| --- | --- | --- | --- | ---: | ---: |",
        "| Thames Valley | S0E4D | E54000070 | 57.1% | 436,606 | 255 |",
        "| Hampshire and Isle of Wight | QRL | E54000067 | 22.8% | 174,249 | 105 |",
        "| Surrey and Sussex | S9B9J | E54000069 | 20.1% | 153,488 | 95 |",
    ]


def test_a_ccg_on_a_former_day_has_its_boards_of_today_by_lsoas() -> None:
    assert lines_of(icslookup.board("99M", "2023-01-01")) == [
        "| Board | ODS | ONS | Share | LSOAs |",
        "| --- | --- | --- | --- | ---: |",
        "| Hampshire and Isle of Wight | QRL | E54000067 | 77.7% | 101 |",
        "| Surrey and Sussex | S9B9J | E54000069 | 22.3% | 29 |",
    ]
    assert "After" not in render(icslookup.board("99M", "2023-01-01"), "table")


def test_boards_of_today_that_may_have_some_of_a_territory() -> None:
    assert lines_of(icslookup.board("E38000017", "2024-01-01")) == [
        "| May lie in | ODS | ONS |",
        "| --- | --- | --- |",
        "| Thames Valley | S0E4D | E54000070 |",
        "| Surrey and Sussex | S9B9J | E54000069 |",
    ]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: icslookup.area("Guildford"),
        lambda: icslookup.area("Barnsley", "2023-01-01"),
        lambda: icslookup.board("Hampshire"),
        lambda: icslookup.board("15A", "2024-01-01"),
        lambda: icslookup.board("99M"),
        lambda: icslookup.board("02N", "2026-04-01"),
    ],
)
def test_there_is_no_section_if_it_would_say_nothing_new(ask: Callable[[], Answer]) -> None:
    assert today_of(ask()) == []


@pytest.mark.parametrize(
    "name", ["Bournemouth", "Northampton", "Harrogate", "Suffolk Coastal", "Wycombe", "Cumbria"]
)
@pytest.mark.parametrize("width", [60, 80, 200, None])
def test_no_table_of_a_former_council_has_a_question_mark(name: str, width: int | None) -> None:
    text = render(icslookup.area(name), "table", Terminal(width=width))
    assert "\nToday\n" in text
    assert "?" not in text
    assert "try" not in text
    assert all(len(line) <= (width or 1000) for line in text.splitlines())


@pytest.mark.parametrize("name", ["Bournemouth", "Harrogate", "Guildford"])
def test_the_columns_of_csv_stay(name: str) -> None:
    """They are those of `areas`: the rows are the boards on the day of the answer."""
    header = render(icslookup.areas(), "csv").splitlines()[0]
    answer = icslookup.area(name)
    lines = render(answer, "csv").splitlines()
    assert lines[0] == header
    assert len(lines) == 1 + len(answer.boards)
