"""The view of `match`: the summary of a table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.match.file import MatchReport, ReadOptions, WriteOptions, match_file
from icslookup.bulk.matcher import Matcher
from icslookup.formats.views.match import errors, notes
from tests.support.table_files import put

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def report(tmp_path: Path) -> MatchReport:
    path = put(tmp_path, "council\nGuildford\nGuildford\ngilford\nNewcastle\nAtlantis\n")
    return match_file(
        str(path), Matcher(), ReadOptions("council"), WriteOptions(str(tmp_path / "out.csv"))
    )._replace(seconds=2.04, rows_per_second=1234)


def test_the_summary_has_counts_methods_and_speed(report: MatchReport) -> None:
    assert notes(report).splitlines() == [
        "icslookup: read as a column of councils",
        "icslookup: 5 rows: 3 found, 1 ambiguous, 1 not found (4 distinct spellings)",
        "icslookup: found by 2 exact name, 1 typing error",
        "icslookup: 2 spellings without a board: see --unmatched FILE",
        "icslookup: 2.0 seconds, 1,234 rows a second",
    ]
    assert errors(report) == "icslookup: 2 of 5 rows without a board\n"


def test_the_summary_names_what_the_user_may_not_expect(report: MatchReport) -> None:
    text = notes(
        report._replace(
            guessed=True, kind="postcode", column="a\x1b", distinct=None, split_rows=1, former_rows=2,
            ragged=3, sheet="one", other_sheets=2, unmatched_file="u.csv", more_unmatched=True,
        )
    )  # fmt: skip
    assert r"column 'a\\x1b' was taken for the postcodes" in text
    assert "distinct" not in text
    assert "1 row of authorities split between boards" in text
    assert "2 rows of former councils or boards, each answered for its last day" in text
    assert "3 rows with fewer fields than the header, filled up" in text
    assert "only sheet 'one' was read; 2 others in the workbook not copied" in text
    assert "more than 2 spellings without a board: see u.csv" in text


def test_the_summary_names_the_option_for_days_in_another_form(report: MatchReport) -> None:
    line = "days in another form need --date-format, such as %d/%m/%Y or %b-%y\n"
    assert line not in notes(report)
    assert line in notes(report._replace(statuses={"found": 3, "bad_date": 2}))


def test_the_summary_says_what_was_followed_or_could_be(report: MatchReport) -> None:
    absent = "councils or boards that did not exist on the day"
    assert f"2 rows of {absent}: --follow would place them\n" in notes(
        report._replace(followable_rows=2)
    )
    text = notes(report._replace(follow=True, followed_rows=3, estimated_rows=1))
    assert f"3 rows of {absent}, followed to the boards of their territory\n" in text
    assert "1 row of these with shares that are an estimate\n" in text
    timed = notes(report._replace(follow=True, as_of_read=date(2026, 3, 31)))
    assert "so they are read for that day and followed to today\n" in timed
    assert "--as-of" not in timed


def test_the_summary_says_how_a_column_was_read(report: MatchReport) -> None:
    def summary(**changes: object) -> str:
        return notes(report._replace(**changes))  # type: ignore[arg-type]

    boards = summary(kind_read="board", values_as_area=2, values_as_board=1030)
    assert (
        "read as a column of boards: of the distinct values, 2 are councils and 1,030 are boards\n"
        in boards
    )
    undecided = summary(kind_read=None, values_as_area=2, values_as_board=2)
    assert "as many councils as boards (2 of each), so each name is read on its own" in undecided
    assert "--kind area or --kind board\n" in undecided
    nothing = summary(kind_read=None, values_as_area=0, values_as_board=0)
    named = summary(kind="area", kind_read="area", values_as_area=None, values_as_board=None)
    for text in (nothing, named):
        assert "read" not in text
    timed = summary(as_of_read=date(2026, 3, 31), one_time=False)
    assert "the names fit the boundaries of 31 March 2026 best, so they are read for that" in timed
    assert "choose another with --as-of" in timed
    assert "these boards never all existed on one day: choose a day with --as-of" in timed
