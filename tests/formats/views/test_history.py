"""The view of `history`."""

from __future__ import annotations

import icslookup
from icslookup.formats import render
from icslookup.formats.views.registry import view_of


def test_rows_have_the_depth_of_the_tree() -> None:
    answer = icslookup.history("Cumberland")
    columns, rows = view_of(answer).rows(answer)
    assert columns == ("depth", "date", "kind", "what", "certainty", "source")
    assert [row[0] for row in rows[:6]] == [0, 1, 1, 1, 1, 0]


def test_events_ahead_are_marked() -> None:
    answer = icslookup.history("Guildford")
    report = view_of(answer).report(answer)
    assert report is not None
    assert [branch.when for branch in report.tree if branch.ahead] == ["1 Apr 2027"]


def test_an_announcement_without_a_date_is_marked_undated() -> None:
    answer = icslookup.history("Lincolnshire", kind="board")
    report = view_of(answer).report(answer)
    assert report is not None
    assert [branch.when for branch in report.tree if branch.ahead] == [
        "1 Apr 2027",
        "1 Apr 2027",
        "undated",
        "",  # a cluster, which lasts
    ]


def test_two_records_of_one_name_have_no_tree() -> None:
    assert render(icslookup.history("Essex"), "table") == ""
