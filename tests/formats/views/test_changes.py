"""The view of `changes`."""

from __future__ import annotations

import icslookup
from icslookup.formats import render
from icslookup.formats.views.changes import counts_of, flat_changes, sections_of

ROWS = icslookup.changes("2026-03-31", "2026-04-01").rows


def test_changes_are_counted_by_kind() -> None:
    assert counts_of(ROWS).startswith("6 boards made, 12 boards abolished, 1 board re-bounded, ")
    assert counts_of(()) == ""
    assert "\nnothing changed\n" in render(icslookup.changes("2024-01-01", "2024-01-02"), "table")


def test_notes_have_a_table_but_no_count() -> None:
    rows = icslookup.changes("2026-11-22", "2028-06-01").rows
    assert "Notes" in [section.heading for section in sections_of(rows)]
    assert "note" not in counts_of(rows)


def test_there_is_a_table_for_each_kind() -> None:
    headings = [section.heading for section in sections_of(ROWS)]
    assert headings[:3] == ["Boards made", "Boards abolished", "Boards re-bounded"]
    assert len(headings) == len({row.change for row in ROWS})


def test_boards_of_an_authority_are_codes_with_residents_in_csv() -> None:
    columns, rows = flat_changes(ROWS)
    moved = next(dict(zip(columns, row, strict=True)) for row in rows if "E07000209" in row)
    assert (moved["change"], moved["after"]) == ("area_moved", ("S9B9J:143659",))
    assert moved["before"] == ("QXU:123201", "QNQ:20458")
