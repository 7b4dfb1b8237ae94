"""The view of `apportion`."""

from __future__ import annotations

from icslookup.formats import render
from icslookup.formats.views.apportion import MOST_ROWS
from icslookup.formats.views.registry import notes, view_of
from tests.support.answers import ANSWERS
from tests.support.table_files import MESSY, estimated


def test_a_report_has_a_table_for_each_column_of_figures_and_for_each_problem() -> None:
    answer = ANSWERS["estimates"]()
    report = view_of(answer).report(answer)
    assert report is not None
    assert [section.heading for section in report.sections] == [
        "homes", "people", "Split authorities", "Not placed",
    ]  # fmt: skip
    lines = render(answer, "markdown").splitlines()
    assert "| All boards |  | 12,846 |  |  |" in lines
    assert "| E54000042 | a board, not a council | 1 | 2 / 2 |" in lines
    assert "| (blank) | no name | 1 | 4 / 1 |" in lines


def test_estimates_in_csv_are_plain_numbers_with_the_shares_of_split_authorities() -> None:
    answer = estimated(b"council,homes\nSurrey,1234567\nWestmorland and Furness,1001\n", "homes")
    rows = {row[0]: row[4:] for row in view_of(answer).rows(answer)[1]}
    assert rows["S9B9J"][:2] == ("1234567", "0")
    assert rows["QE1"][-1] == "E06000064:0.75848"


def test_notes_have_the_problems_that_the_report_does_not_show() -> None:
    answer = ANSWERS["estimates"]()
    assert notes(answer, "table") == notes(answer, "markdown") == ""
    assert "not placed: Atlantis (not found), Newcastle (ambiguous)" in notes(answer, "csv")
    guessed = estimated(MESSY, "homes")._replace(column_guessed=True)
    assert notes(guessed, "table") == (
        "icslookup: the column with the councils is taken to be 'council'\n"
    )


def test_a_table_has_only_the_first_rows_of_a_problem() -> None:
    rows = "".join(f"Atlantis {number},1\n" for number in range(MOST_ROWS + 1))
    text = render(estimated(f"council,homes\n{rows}".encode(), "homes"), "markdown")
    assert "### Not placed, the first 20\n" in text
    assert text.count("| Atlantis ") == MOST_ROWS


def test_a_column_of_boards_is_mentioned_before_the_figures() -> None:
    boards = estimated(b"council,homes\nFrimley,1\nBlack Country,2\n", "homes")
    line = "the column has boards, not councils: figures of boards are not divided"
    assert notes(boards, "csv").startswith(f"icslookup: {line}\n")
    assert line in render(boards, "markdown")
    assert line not in render(ANSWERS["estimates"](), "markdown")
