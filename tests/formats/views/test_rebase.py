"""The view of `rebase`: what a terminal shows, and what every other output has."""

from __future__ import annotations

import json
import re
from datetime import datetime
from decimal import Decimal

import pytest

import icslookup
from icslookup.bulk.rebase.rebase import RebaseOptions, rebase
from icslookup.formats import Terminal, render
from icslookup.formats.views.rebase import MOST_PROBLEMS, MOST_ROWS
from icslookup.formats.views.registry import errors, notes, view_of
from icslookup.tables.records import RecordSource
from tests.support.answers import ANSWERS
from tests.support.schemas import check
from tests.support.table_files import FIGURES, rebased

MONTHS = "".join(f"QNQ,{2000 + number},10\n" for number in range(60))
SERIES = f"board,year,homes\n{MONTHS}".encode()
"""Frimley in 60 years: 180 results on the boundaries of 2026."""


def headings(text: str) -> list[str]:
    return re.findall(r"^### (.*)$", text, re.MULTILINE)


def test_a_report_has_a_table_for_each_column_of_figures_and_for_each_problem() -> None:
    answer = rebased(
        FIGURES, "homes", "people", drop_totals=True, to="2024-06-01", from_="2023-01-01"
    )
    text = render(answer, "markdown")
    assert headings(text) == [
        "homes", "people", "Divided areas", "Not placed", "Left out, because it would count twice"
    ]  # fmt: skip
    lines = text.splitlines()
    assert "| Total |  | 2,010 | 2,003 |  |  |  |" in lines
    assert "| Frimley | QNQ | 495.47916 | 495.47916 | no |  | E07000209, E07000216 |" in lines
    assert "| South Yorkshire | QF7 | - |  | no | 1 | E08000016 |" in lines
    assert "| Guildford | E07000209 | Frimley | QNQ | 14.2% |" in lines
    assert "| (blank) | no name | 1 | 4 | 1 |" in lines
    assert r"| \x1b[31mred | not found | 1 | 1 | 1 |" in lines
    assert "| Surrey | Guildford, Waverley | 22.6% | 1 | 9,999 | 1 |" in lines
    assert "| England | the areas of the table |  | 1 | 20,000 | 30 |" in lines


def test_a_report_says_of_what_the_figures_are() -> None:
    answer = rebased(FIGURES, "homes", drop_totals=True, to="2024-06-01", from_="2023-01-01")
    text = render(answer, "table", Terminal(width=200))
    for line in (
        "Figures for 7 boards on 1 Jun 2024",
        "council in standard input: 14 rows, 6 councils, with the boundaries of 1 Jul 2022 to 31 Mar 2023",
        "carried to the boards of 1 Jun 2024; divided areas by Census 2021 residents",
        "homes: 2,010 of 32,026 placed, 17 not placed, 29,999 left out; 2,003 (99.7%) of it is an estimate; 12 figures",
        "homes: 1 cell suppressed and 1 cell empty; the areas there are not complete",
        "read as the closest names: gilford as Guildford",
        "in several rows, which are added up unless --per keeps them apart: Guildford, Allerdale",
        "figures are rounded here: -f csv and -o FILE have everything",
    ):
        assert line in text.splitlines(), line
    assert re.search(
        r"^missing: \d+ councils with 97\.6% of the residents of England: Adur, ",
        text,
        re.MULTILINE,
    )


@pytest.mark.parametrize(("content", "options", "line"), [
    (b"board,month,homes\nQNQ,2026-01-01,1\n", {"as_of_column": "month"}, "1 board, each on the day in month"),
    (b"ccg,homes\nNHS Guildford and Waverley CCG,1\n", {}, "1 CCG, which ended before boards began"),
    (b"lsoa,homes\nE01000010,1\nE01000011,1\n", {}, "2 rows, 2 LSOAs"),
    (b"board,homes\nS1Y5D,1\n", {}, "1 board, with the boundaries since 1 Apr 2026"),
])  # fmt: skip
def test_the_boundaries_of_the_column_are_said(
    content: bytes, options: dict[str, str], line: str
) -> None:
    first = notes(rebased(content, "homes", **options), "csv").splitlines()[0]
    assert first.endswith(line)


def test_a_terminal_shows_the_first_results_and_rounded_figures() -> None:
    answer = rebased(SERIES, "homes", per=("year",))
    assert len(answer.areas) == 180 > MOST_ROWS
    shown = render(answer, "table", Terminal(width=80))
    assert shown.count("Surrey and Sussex") == MOST_ROWS // 3 + 1
    assert (
        "80 more rows are left out here, and figures are rounded here: -f csv and -o FILE\nhave everything"
        in shown
    )
    assert re.search(r"^2000 +Surrey and Sussex +S9B9J +2\.01 +2\.01 +no$", shown, re.MULTILINE)
    assert re.search(r"^ +Total +600 +600$", shown, re.MULTILINE)
    for text in (render(answer, "table"), render(answer, "markdown")):
        assert text.count("2.008104") == 120
        assert text.count("Surrey and Sussex") == 61
        assert "left out here" not in text
    assert render(answer, "csv").count("\n") == 181


@pytest.mark.parametrize("width", [60, 72, 80, 120, 200])
@pytest.mark.parametrize("name", [name for name in ANSWERS if "rebase" in name])
def test_a_table_fits_its_terminal_with_whole_figures(name: str, width: int) -> None:
    answer = ANSWERS[name]()
    text = render(answer, "table", Terminal(width=width))
    assert max(map(len, text.splitlines())) <= width
    for value in answer.values:  # type: ignore[union-attr]
        if not value.mean_by:
            assert f"{value.column}: {value.placed:,f} of " in text


def test_small_and_large_figures_stay_readable() -> None:
    figures = (
        "123456789012345678901234567890.125",
        "0.00126",
        "0.00000001",
        "0",
        "-2.5",
        "1234.567",
    )
    lines = "".join(f"QU9,{number},{figure}\n" for number, figure in enumerate(figures))
    answer = rebased(f"board,n,homes\n{lines}".encode(), "homes", per=("n",))
    text = render(answer, "table", Terminal(width=120))
    for cell in ("123,456,789,012,345,678,901,234,567,890.12", "0.0013", "1,234.57", "-2.5"):
        assert f" {cell} " in text


def test_a_long_name_of_a_column_is_a_heading_on_a_terminal() -> None:
    name = "Patients registered at the practices"
    answer = rebased(f"board,{name}\nQU9,1\n".encode(), name)
    assert f"\n{name}\nBoard" in render(answer, "table", Terminal(width=80))
    assert f"| Board | Code | {name} |" in render(answer, "markdown")


def test_means_have_no_total_and_the_share_of_their_weight() -> None:
    text = render(ANSWERS["rebased means"](), "markdown")
    ages, people = text.split("### age")[1].split("### people")
    assert "Total" not in ages
    assert "| Thames Valley | S0E4D | 41.005556 | 15.7% | yes | QNQ, QU9 |" in ages
    assert "| Surrey and Sussex | S9B9J | 40.5 | 100% | no | QNQ |" in ages
    assert "| Total |  | 40 | 10 |" in people
    assert "age: means weighted by people; 2 figures" in text


def test_notes_have_the_facts_that_the_report_does_not_show() -> None:
    answer = rebased(FIGURES, "homes", "people", drop_totals=True)
    assert notes(answer, "table") == notes(answer, "markdown") == ""
    assert "not placed: Atlantis (no local authority of England is called 'Atlantis'), " in notes(
        answer, "csv"
    )
    guessed = answer._replace(column_guessed=True)
    assert notes(guessed, "table") == (
        "icslookup: the column with the areas is taken to be 'council'\n"
    )


def test_a_table_has_only_the_first_rows_of_a_problem() -> None:
    rows = "".join(f"Atlantis {number},1\n" for number in range(MOST_PROBLEMS + 1))
    answer = rebased(f"council,homes\nGuildford,1\n{rows}".encode(), "homes")
    text = render(answer, "markdown")
    assert f"### Not placed, the first {MOST_PROBLEMS} of {MOST_PROBLEMS + 1}\n" in text
    assert text.count("| Atlantis ") == MOST_PROBLEMS
    assert "and 11 more" in notes(answer, "csv")
    assert len(json.loads(render(answer, "json"))["unplaced"]) == MOST_PROBLEMS + 1


def test_missing_areas_are_a_table_if_they_are_few() -> None:
    boards = [row.ods_code for row in icslookup.boards().rows]
    lines = "".join(f"{code},1\n" for code in boards if code != "S0E4D")
    text = render(rebased(f"board,homes\n{lines}".encode(), "homes"), "markdown")
    assert "Missing from the table" in headings(text)
    assert re.search(r"^\| Thames Valley \| S0E4D \| [\d,]+ \|$", text, re.MULTILINE)
    assert re.search(
        r"^missing: 1 board with [\d.]+% of the residents of England$", text, re.MULTILINE
    )


def test_names_with_commas_are_told_apart() -> None:
    line = notes(
        rebased(b"board,homes\nQNQ,1\nQNQ,2\nQOX,1\nQOX,1\n", "homes"), "csv"
    ).splitlines()[-2]
    assert line.endswith("apart: Frimley; Bath and North East Somerset, Swindon and Wiltshire")


def test_times_of_midnight_are_days_in_formats_of_text() -> None:
    months = [datetime(2025, 4, 1), datetime(2025, 5, 1)]  # noqa: DTZ001 - as workbooks have them
    source = RecordSource(
        "m.xlsx", ["board", "month", "n"], [str, None, int], [("QKS", month, 1) for month in months]
    )
    answer = rebase(source, RebaseOptions("board", ("n",), per=("month",), to="2025-06-01"))
    assert [line.split(",")[3] for line in render(answer, "csv").splitlines()[1:]] == [
        "2025-04-01", "2025-05-01"
    ]  # fmt: skip
    assert [row["month"] for row in json.loads(render(answer, "json"))["rows"]] == [
        "2025-04-01", "2025-05-01"
    ]  # fmt: skip
    assert "00:00" not in render(answer, "table")
    noon = months[1].replace(hour=12)
    mixed = answer._replace(areas=(answer.areas[0], answer.areas[1]._replace(group=(noon,))))
    assert "2025-04-01T00:00:00" in render(mixed, "csv")


def test_narrow_groups_are_not_broken_in_a_narrow_terminal() -> None:
    content = b"board,month,measure,homes\nQNQ,2025-04-01,attendances,1234567\n"
    answer = rebased(content, "homes", per=("month", "measure"))
    text = render(answer, "table", Terminal(width=60))
    assert text.count("2025-04-01  attendances  ") == 3
    assert "No space for: Estimated, Complete, Sources" in text
    names = f"board,label,homes\nQNQ,{'a long name ' * 9},1\n".encode()
    long = render(rebased(names, "homes", per=("label",)), "table", Terminal(width=60))
    assert all(len(line) <= 60 for line in long.splitlines())


def test_a_total_that_is_left_out_is_named_as_it_is_written() -> None:
    content = b"board,homes\nQKS,1\nNHS ENGLAND,9\n"
    answer = rebased(content, "homes", drop_totals=True)
    assert "left out, because it would count twice: NHS ENGLAND\n" in notes(answer, "csv")


def test_a_note_says_which_sheet_was_read() -> None:
    answer = rebased(b"board,homes\nQKS,1\n", "homes")._replace(sheet="Data", other_sheets=2)
    for format_ in ("table", "csv"):
        assert "icslookup: only sheet 'Data' was read; 2 others were not\n" in notes(
            answer, format_
        )
    check(json.loads(render(answer, "json")), "rebase")


def test_spellings_with_the_same_reason_stand_together() -> None:
    codes = ("QNQ", "QU9", "QXU", "QNX", "QMJ", "QRV", "QHG")
    lines = "".join(f"{code},Apr-25,1\n" for code in codes)
    answer = rebased(f"board,month,homes\n{lines}".encode(), "homes", as_of_column="month")
    assert errors(answer) == (
        "icslookup: nothing was placed: QHG, QMJ, QNQ, QNX, QRV and 2 more"
        " ('Apr-25' is not a day: try --date-format %b-%y)\n"
    )


def test_nothing_placed_says_why() -> None:
    nothing = ANSWERS["nothing rebased"]()
    assert errors(nothing) == (
        "icslookup: nothing was placed: Atlantis (no local authority of England is called 'Atlantis'),"
        " (blank) (no name)\n"
    )
    assert "nothing was placed: standard input has no rows" in errors(
        ANSWERS["no rows to rebase"]()
    )
    marks = rebased(b"board,homes,people\nQU9,*,\n", "homes", "people")
    assert (
        errors(marks)
        == "icslookup: nothing was placed: no row has a figure in 'homes' and 'people'\n"
    )
    assert render(marks, "table").startswith("No figure was placed\n")
    text = render(nothing, "table")
    assert text.startswith("No figure was placed\n")
    assert "homes: 0 of 3 placed, 3 not placed; 2 figures" in text


def test_json_has_the_facts_and_the_rows_of_csv() -> None:
    answer = ANSWERS["rebased groups"]()
    document = json.loads(render(answer, "json"), parse_float=Decimal)
    check(json.loads(render(answer, "json")), "rebase")
    columns, rows = view_of(answer).rows(answer)
    assert [tuple(row) for row in document["rows"]] == [columns] * len(rows)
    assert document["rows_read"] == 3
    first, *_ = document["rows"]
    assert first["month"] == "2024-01"
    of_month = [row for row in document["rows"] if row["month"] == "2024-01"]
    assert sum(row["homes"] for row in of_month) == Decimal("7.5")
    assert {row["homes"] for row in document["rows"] if row["month"] == "2024-02"} == {None}
    assert sum(row["suppressed"] for row in document["rows"]) == 3
    assert document["divided"][0]["shares"][0] == {"code": "S0E4D", "share": Decimal("0.571217")}


def test_cells_of_groups_stay_what_they_are() -> None:
    lines = b'{"b": "QU9", "g": 1, "v": 2}\n{"b": "QU9", "g": null, "v": 3}\n{"b": "QU9", "g": true, "v": 1.50}\n{"b": "QU9", "g": "x\\u001b;y", "v": 4}\n'
    answer = rebased(lines, "v", per=("g",))
    groups = [row["g"] for row in json.loads(render(answer, "json"))["rows"]]
    assert groups[1:] == [None, "x\x1b;y"]
    text = render(answer, "csv")
    assert "\x1b" in text
    assert "\x1b" not in render(answer, "table") + render(answer, "markdown")
