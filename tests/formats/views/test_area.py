"""The view of `area`."""

from __future__ import annotations

from datetime import date

import pytest

import icslookup
from icslookup.formats import render
from icslookup.formats.views.area import lifetime
from icslookup.formats.views.registry import view_of


def headings(name: str, as_of: str | None = None) -> list[str | None]:
    answer = icslookup.area(name, as_of)
    report = view_of(answer).report(answer)
    assert report is not None
    return [section.heading for section in report.sections]


@pytest.mark.parametrize(
    ("name", "as_of", "expected"),
    [
        ("Barnsley", None, [None]),
        ("Guildford", None, [None, "Before", "Planned, not yet in force"]),
        ("Surrey", "2024-06-01", [None, "Districts", "Planned, not yet in force"]),
        ("Cumbria", None, [None, "Districts", "Today", "Succeeded by"]),
        ("Wycombe", None, ["Today", "Succeeded by"]),
    ],
)
def test_a_section_is_there_if_it_has_rows(
    name: str, as_of: str | None, expected: list[str | None]
) -> None:
    assert headings(name, as_of) == expected


def test_a_district_of_two_boards_is_named_once() -> None:
    lines = render(icslookup.area("Surrey", "2024-06-01"), "markdown").splitlines()
    first = lines.index("| Guildford | E07000209 | Surrey Heartlands | QXU | 85.8% |")
    assert lines[first + 1] == "|  |  | Frimley | QNQ | 14.2% |"


def test_facts_have_other_codes_and_what_was_replaced() -> None:
    assert "Other codes: E08000016 until 31 Mar 2025" in render(icslookup.area("Barnsley"), "table")
    assert (
        "Replaced Aylesbury Vale, Chiltern, South Bucks, Wycombe, the former Buckinghamshire"
        in (render(icslookup.area("Buckinghamshire"), "table"))
    )


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2022, 7, 1), date(2026, 3, 31), "1 Jul 2022 to 31 Mar 2026"),
        (date(2022, 7, 1), None, "since 1 Jul 2022"),
        (None, date(2026, 3, 31), "to 31 Mar 2026"),
        (None, None, ""),
    ],
)
def test_a_period_may_be_open(start: date | None, end: date | None, text: str) -> None:
    assert lifetime(start, end) == text
