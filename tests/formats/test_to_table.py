"""Tables, and the bars of their shares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import icslookup
from icslookup.formats import Terminal, render
from icslookup.formats.to_table import BARS_FROM, bar, render_table


def test_a_table_shows_codes_numbers_and_the_last_line() -> None:
    text = render(icslookup.area("Guildford", "2024-06-01"), "table")
    assert "Guildford \u00b7 E07000209" in text
    assert (
        "Surrey Heartlands  QXU  E54000063   85.8% \u2588\u2588\u2588\u2588\u2588\u258f    123,201     71"
        in text
    )
    assert text.endswith("As of 1 Jun 2024 \u00b7 data 2026.11.0, boundaries of 1 Apr 2023\n")


def test_former_rows_are_dimmed_under_their_own_heading() -> None:
    text = render(icslookup.area("Guildford"), "table", Terminal(width=80, colour=True))
    heading, rows = text.index("Before"), text.index("Frimley")
    assert heading < rows
    line = next(line for line in text.splitlines() if "Frimley" in line)
    assert line.startswith("\x1b[2m")


@given(st.floats(0, 1, exclude_min=True))
def test_a_part_is_never_drawn_full_or_empty(share: float) -> None:
    drawn = bar(share)
    assert len(drawn) == 6
    assert (drawn == "\u2588" * 6) is (share == 1)
    assert drawn.strip()


def test_an_unknown_share_is_not_drawn() -> None:
    assert bar(None) == ""


@pytest.mark.parametrize(
    ("share", "drawn"),
    [(1, "\u2588" * 6), (0.5, "\u2588" * 3 + "   "), (0.0001, "\u258f     "), (0, "\u258f     ")],
)
def test_a_bar_has_six_characters_of_eight_parts(share: float, drawn: str) -> None:
    assert bar(share) == drawn


@pytest.mark.parametrize(("width", "with_bars"), [(BARS_FROM - 1, False), (BARS_FROM, True)])
def test_a_narrow_terminal_has_percentages_without_bars(width: int, *, with_bars: bool) -> None:
    text = render(icslookup.splits(), "table", Terminal(width=width))
    assert "98.7%" in text
    assert ("\u2588" in text) is with_bars


def test_no_report_is_an_empty_text() -> None:
    assert render_table(None, Terminal()) == ""
