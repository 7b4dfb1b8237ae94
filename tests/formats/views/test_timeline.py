"""The view of `timeline`."""

from __future__ import annotations

import csv
import io

import icslookup
from icslookup.formats import render


def test_each_event_is_a_row_with_its_certainty() -> None:
    lines = render(icslookup.timeline("2017-12-31"), "markdown").splitlines()
    assert lines[0] == "## Systems, boards and authorities since 2016"
    assert "| Jun 2017 | 2 systems designated: Greater Manchester, Surrey Heartlands | A |" in lines
    assert lines[-1] == "*As of 31 Dec 2017 \u00b7 data 2026.11.0*"


def test_an_event_whose_date_is_not_known_is_marked_undated() -> None:
    lines = render(icslookup.timeline(), "markdown").splitlines()
    (line,) = [line for line in lines if line.startswith("| undated |")]
    assert "in light of local government reorganisation" in line
    rows = list(csv.DictReader(io.StringIO(render(icslookup.timeline(), "csv"))))
    assert [row["kind"] for row in rows if not row["date"]] == ["open"]
