"""The content of one cell: a day, text, or nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from icslookup.bulk.cells import (
    as_dict_key,
    day_of,
    is_blank,
    is_defined_by_form,
    likely_day_format,
    parse_day,
    text_of,
)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2024-06-01", date(2024, 6, 1)),
        (" 2024-06-01 ", date(2024, 6, 1)),
        ("2024-06-01T10:00:00Z", date(2024, 6, 1)),
        ("2024-06-01 10:00", date(2024, 6, 1)),
        (datetime(2024, 6, 1, 10, 0), date(2024, 6, 1)),  # noqa: DTZ001 - as frames have them
        (date(2024, 6, 1), date(2024, 6, 1)),
        ("01/06/2024", None),
        ("2024-06-01 rubbish", None),
        ("2024-06-31", None),
        ("2022-06-30", None),
        (20240601, None),
        (None, None),
    ],
)
def test_the_day_in_a_cell(cell: object, day: date | None) -> None:
    assert day_of(cell) == day


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("01/06/2024", date(2024, 6, 1)),
        (" 1/6/2024 ", date(2024, 6, 1)),
        ("2024-06-01", None),
        ("31/06/2024", None),
        (date(2024, 6, 1), date(2024, 6, 1)),
    ],
)
def test_a_day_in_another_format(cell: object, day: object) -> None:
    assert parse_day(cell, "%d/%m/%Y") == day


@pytest.mark.parametrize(
    ("cell", "text"),
    [("Leeds", "Leeds"), (None, None), (float("nan"), None), (1.5, "1.5"), (["a"], "['a']")],
)
def test_a_cell_as_text(cell: object, text: str | None) -> None:
    assert text_of(cell) == text


@pytest.mark.parametrize(
    ("cell", "key"), [("Leeds", "Leeds"), (None, None), (3, 3), ({"a": 1}, "{'a': 1}")]
)
def test_every_cell_has_a_key(cell: object, key: object) -> None:
    assert as_dict_key(cell) == key
    assert {as_dict_key(cell): 1}


def test_texts_that_count_as_blank() -> None:
    assert all(map(is_blank, ("", " \t", "N/A", " nan ", "#N/A", "<NA>", "-", "...")))
    assert not any(map(is_blank, ("Leeds", "9", "nothing", "\u4eac")))


def test_plain_texts_are_recognised() -> None:
    assert all(
        map(
            is_defined_by_form,
            ("Leeds", " *Leeds;", "Stoke-on-Trent", "King's Lynn & West Norfolk"),
        )
    )
    assert not any(
        map(is_defined_by_form, ("HullCity", "Hull, City of", "E07000209", "x" * 1000, "A - B"))
    )


@pytest.mark.parametrize(
    ("cells", "format_"),
    [
        (["01/04/2025", "31/03/2025"], "%d/%m/%Y"), (["1/4/2025"], "%d/%m/%Y"), (["Apr-25", " May-25 ", ""], "%b-%y"),
        (["April 2025", "May 2025"], "%B %Y"), (["Apr 2025"], "%b %Y"), (["202504", "202511"], "%Y%m"), (["20250401"], "%Y%m%d"),
        (["2025-04", "2025-12"], "%Y-%m"), (["01-Apr-2025"], "%d-%b-%Y"), (["1 April 2025", None], "%d %B %Y"), (["2025-04-01"], "%Y-%m-%d"),
        (["01/04/2025 00:00"], "%d/%m/%Y %H:%M"), (["04/13/2025"], None), (["Apr-25", "2025-05"], None), (["2025/26"], None), (["2025 Q1"], None),
        (["soon"], None), ([""], None), ([], None), ([None, 5], None),
    ],
)  # fmt: skip
def test_the_likely_form_of_days(cells: list[object], format_: str | None) -> None:
    assert likely_day_format(cells) == format_
