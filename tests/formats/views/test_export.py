"""The view of `export`."""

from __future__ import annotations

import pytest

from icslookup.formats import render
from tests.support.answers import exported


@pytest.mark.parametrize(
    ("as_of", "day", "footer"),
    [
        (
            "2024-06-01",
            "1 June 2024",
            "As of 1 Jun 2024 \u00b7 data 2026.11.0, boundaries of 1 Apr 2023",
        ),
        (None, "the day on which it is asked", "Data 2026.11.0"),
    ],
)
def test_a_view_has_no_day_of_its_own(as_of: str | None, day: str, footer: str) -> None:
    lines = render(exported("out", "sqlite", as_of), "markdown").splitlines()
    assert lines[0] == "## 2 tables exported"
    assert f"icb_area_current holds for {day}" in lines
    assert "| waves | 1,045 | out/waves |" in lines
    assert lines[-1] == f"*{footer}*"
