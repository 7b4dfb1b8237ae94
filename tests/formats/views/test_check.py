"""The view of `check`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import icslookup
from icslookup.formats import render
from icslookup.formats.views.check import MOST_ROWS
from icslookup.formats.views.registry import notes, view_of
from tests.support.answers import ANSWERS
from tests.support.schemas import check
from tests.support.table_files import checked

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

VERDICT = "all values with an answer are valid since 1 Jul 2022"


def test_a_clean_column_has_a_verdict_and_no_findings() -> None:
    answer = ANSWERS["check of a clean column"]()
    report = view_of(answer).report(answer)
    assert report is not None
    assert report.facts[1:] == (
        "read as a column of councils",
        VERDICT,
        "coverage on 22 Nov 2026: 1 of 296 districts of England",
    )
    assert [section.heading for section in report.sections] == [None, "When they are valid"]


def test_the_verdict_is_a_note_if_no_report_shows_it() -> None:
    answer = checked(b"council\nGuildford\n")
    assert notes(answer, "table") == ""
    read = "icslookup: read as a column of councils\n"
    assert notes(answer, "csv").startswith(f"{read}icslookup: {VERDICT}\n")
    assert notes(answer._replace(column_guessed=True), "table") == (
        "icslookup: the column to check is taken to be 'council'\n"
    )


def test_a_note_says_which_sheet_was_read() -> None:
    answer = checked(b"council\nGuildford\n")._replace(sheet="Data", other_sheets=1)
    assert notes(answer, "table") == "icslookup: only sheet 'Data' was read; 1 other was not\n"
    check(json.loads(render(answer, "json")), "check")


def test_a_table_has_only_the_first_findings_of_a_kind() -> None:
    rows = "".join(f"Atlantis {number}\n" for number in range(MOST_ROWS + 5))
    answer = checked(f"council\n{rows}".encode())
    assert f"### Not found, the first {MOST_ROWS} of 15\n" in render(answer, "markdown")
    assert len(render(answer, "csv").splitlines()) == 1 + 15


def test_missing_records_are_named_if_there_are_few(data: Dataset) -> None:
    boards = [board.ods_code for board in icslookup.boards().rows]
    column = "".join(f"{code}\n" for code in boards[1:])
    text = render(checked(f"board\n{column}".encode(), kind="board"), "table")
    assert f"35 of 36 boards; missing: {data.boards[boards[0]].short_name}" in text
