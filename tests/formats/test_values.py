"""Single values as text, and text made safe to show."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.formats.values import (
    count_with_noun,
    decimal_text,
    escape_invisible,
    first_names,
    iso_date,
    number,
    only_ascii,
    percent,
    short_date,
    stderr_lines,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (1, "100%"), (1.0, "100%"), (0.99999, ">99.9%"), (0.9994, "99.9%"), (0.987363, "98.7%"),
        (0.0126, "1.3%"), (0.0004, "<0.1%"), (None, "?"),
    ],
)  # fmt: skip
def test_a_part_is_never_shown_as_the_whole_or_as_nothing(share: float | None, text: str) -> None:
    assert percent(share) == text


@given(st.text())
def test_foreign_text_cannot_control_a_terminal(text: str) -> None:
    shown = escape_invisible(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") for char in shown)
    assert only_ascii(shown).isascii()


def test_dates_are_written_in_every_precision() -> None:
    assert short_date(date(2026, 4, 1)) == "1 Apr 2026"
    assert short_date(None) == ""
    for text, shown in (("2026-04-01", "1 Apr 2026"), ("2017-06", "Jun 2017"), ("2018", "2018")):
        assert iso_date(text) == shown


def test_numbers_have_separators_and_nouns() -> None:
    assert (number(1234567), number(None)) == ("1,234,567", "?")
    assert count_with_noun(1, "authority", "authorities") == "1 authority"
    assert count_with_noun(1000, "authority", "authorities") == "1,000 authorities"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1000.50", "1,000.5"), ("1000", "1,000"), ("100", "100"), ("0.000", "0"), ("1E+3", "1,000")],
)
def test_a_figure_is_exact(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


def test_only_a_few_names_are_listed() -> None:
    assert first_names(["a", "b"]) == "a, b"
    assert first_names(map(str, range(1012)), 2) == "0, 1 and 1,010 more"


def test_lines_for_standard_error_name_the_program() -> None:
    assert stderr_lines(["a", "b\x1b"]) == "icslookup: a\nicslookup: b\\x1b\n"
    assert stderr_lines([]) == ""


def test_a_table_in_ascii_keeps_its_shape() -> None:
    assert only_ascii("\u251c\u2500 \u2588\u258f \u00b7 \u00e9") == "+- ## - ?"
