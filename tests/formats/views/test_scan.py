"""The view of `scan`."""

from __future__ import annotations

from icslookup.bulk.scan.find_files import Unread
from icslookup.bulk.scan.scan import LongLines
from icslookup.formats import render
from icslookup.formats.views.registry import errors, notes, view_of
from tests.support.answers import ANSWERS
from tests.support.scans import text_scan


def test_each_kind_of_ending_is_shown() -> None:
    answer = ANSWERS["scan"]()
    report = view_of(answer).report(answer)
    assert report is not None
    rows = [[str(cell) for cell in row] for row in report.sections[0].rows]
    assert rows == [
        ["code/lookup.py:1:10:", "QNQ", "Frimley (board)", "31 Mar 2026",
         "QRL Hampshire and Isle of Wight, S0E4D Thames Valley, S9B9J Surrey and Sussex"],
        ["code/lookup.py:1:17:", "E54000042", "Hampshire and Isle of Wight (board, code changed)",
         "31 Mar 2026", "E54000067"],
        ["code/lookup.py:2:1:", "E07000100", "St Albans (council, code changed)", "day not known",
         "E07000240"],
        ["code/lookup.py:2:11:", "E38000001", "NHS Airedale, Wharfedale and Craven CCG (CCG)",
         "last listed 2019", "E38000232 NHS West Yorkshire ICB - 36J"],
        ["code/lookup.py:2:21:", "E40000007", "East of England (NHS region, code changed)",
         "last listed Apr 2023", "E40000013"],
    ]  # fmt: skip
    assert report.facts == ("5 codes have ended, in 1 of 1 file",)


def test_csv_has_the_successors_in_one_cell() -> None:
    line = render(ANSWERS["scan"](), "csv").splitlines()[1]
    assert line == (
        "code/lookup.py,1,10,QNQ,board,Frimley,2026-03-31,,true,QRL;S0E4D;S9B9J,"
        "Hampshire and Isle of Wight;Thames Valley;Surrey and Sussex"
    )


def test_a_scan_without_findings_says_so() -> None:
    answer = ANSWERS["scan without findings"]()
    assert "no code that has ended, in 1 file\n" in render(answer, "table")
    assert notes(answer, "table") == ""
    assert notes(answer, "json") == "icslookup: no code that has ended, in 1 file\n"
    assert errors(answer) == ""


def test_a_scan_without_files_is_no_good_news() -> None:
    answer = text_scan("x")._replace(files=0)
    why = "no file was read: there is none, or --ext or Git leaves out all of them\n"
    assert why in render(answer, "table")
    assert notes(answer, "json") == f"icslookup: {why}"
    fault = answer._replace(faults=(Unread("c.py", "cannot be read"),))
    assert notes(fault, "json") == "icslookup: no file was read\n"


def test_what_was_not_read_is_reported() -> None:
    answer = text_scan("x")._replace(
        long_lines=(LongLines("a.js", 1), LongLines("b.js", 2)),
        faults=(Unread("c\x1b.py", "cannot be read: Permission denied"),),
    )
    long = "b.js: short codes not read in 2 lines of more than 10,000 characters"
    assert long in render(answer, "table")
    assert notes(answer, "csv").splitlines()[-1] == f"icslookup: {long}"
    assert errors(answer) == "icslookup: c\\x1b.py cannot be read: Permission denied\n"


def test_the_name_of_a_file_cannot_act_on_a_terminal() -> None:
    answer = text_scan("E54000034")
    (first,) = answer.findings
    odd = answer._replace(findings=(first._replace(file="a\x1b[31m.py"),))
    for format_ in ("table", "csv", "json", "markdown"):
        assert "\x1b" not in render(odd, format_)
