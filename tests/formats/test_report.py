"""The vocabulary of a report."""

from __future__ import annotations

from datetime import date

from icslookup.formats.report import View, footer
from icslookup.model import DataInfo


def test_the_footer_has_the_day_the_version_and_the_boundaries_if_known() -> None:
    info = DataInfo("2026.11.0", date(2026, 4, 1), "")
    day = date(2026, 11, 22)
    assert footer(info, day) == "As of 22 Nov 2026 \u00b7 data 2026.11.0, boundaries of 1 Apr 2026"
    assert footer(info._replace(boundaries=None), day) == "As of 22 Nov 2026 \u00b7 data 2026.11.0"


def test_a_view_needs_rows_only() -> None:
    view = View(lambda answer: (("column",), [(answer,)]))
    assert view.report("an answer") is None
    assert view.rows("an answer") == (("column",), [("an answer",)])
    assert (view.text, view.markdown, view.notes, view.errors) == (None, None, None, None)
