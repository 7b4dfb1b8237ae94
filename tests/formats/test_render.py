"""Every answer in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.check.check import ColumnCheck
from icslookup.bulk.rebase.rebase import Rebased
from icslookup.bulk.scan.scan import Scan
from icslookup.exports.export import Export
from icslookup.formats import FORMATS, Terminal, render
from icslookup.postcodes.answer import PlaceAnswer, PlaceList
from tests.support.answers import ANSWERS
from tests.support.schemas import check

if TYPE_CHECKING:
    from icslookup.formats.answers import Answer

NO_ROWS = {
    *("no splits", "before boards", "no changes", "nothing rebased", "no rows to rebase"),
    *("check of a clean column", "check of nothing", "no postcodes"),
    *("scan of a faulty folder", "scan without findings"),
}
WITH_STATUS = {"split postcode", "no postcode", "postcode elsewhere", "no LSOA"}
"""Answers without a table. Their rows have a status, while other empty answers have no rows."""

EMPTY = {"ambiguous", "not found", "a place", "no board", "history of both", *WITH_STATUS}


@pytest.fixture(params=ANSWERS)
def case(request: pytest.FixtureRequest) -> tuple[str, Answer]:
    return request.param, ANSWERS[request.param]()


def schema_of(answer: Answer) -> str:
    kinds = ("area", "board", "line")
    if isinstance(answer, PlaceAnswer | PlaceList):
        name = "place"
    elif isinstance(answer, Export):
        name = "export"
    elif isinstance(answer, Rebased | ColumnCheck | Scan):
        name = {Rebased: "rebase", ColumnCheck: "check", Scan: "scan"}[type(answer)]
    else:
        name = getattr(answer, "what", None) or next(k for k in kinds if k in answer._fields)
    return "history" if name == "line" else name


def test_json_is_as_its_schema_says(case: tuple[str, Answer]) -> None:
    _, answer = case
    text = render(answer, "json")
    check(json.loads(text), schema_of(answer))
    assert text.isascii()
    assert text.endswith("\n")


def test_json_lines_have_the_objects_of_the_json(case: tuple[str, Answer]) -> None:
    _, answer = case
    lines = [json.loads(line) for line in render(answer, "jsonl").splitlines()]
    document = json.loads(render(answer, "json"))
    if isinstance(answer, Rebased | ColumnCheck | Scan):
        document = document["rows" if isinstance(answer, Rebased) else "findings"]
    assert lines == (document if isinstance(document, list) else [document])


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited_rows(case: tuple[str, Answer], name: str, delimiter: str) -> None:
    label, answer = case
    rows = list(csv.reader(io.StringIO(render(answer, name)), delimiter=delimiter))
    assert len({len(row) for row in rows}) == 1
    bare = render(answer, name, header=False)
    assert list(csv.reader(io.StringIO(bare), delimiter=delimiter)) == rows[1:]
    assert (len(rows) == 1) is (label in (EMPTY - WITH_STATUS) | NO_ROWS)


def test_markdown_has_a_row_for_each_board(case: tuple[str, Answer]) -> None:
    label, answer = case
    text = render(answer, "markdown")
    assert (text == "") is (label in EMPTY)
    for block in text.split("\n\n"):
        if block.startswith("|"):
            assert len({line.count("|") for line in block.splitlines()}) == 1


def test_tables_fit_a_terminal_of_80_columns(case: tuple[str, Answer]) -> None:
    label, answer = case
    text = render(answer, "table", Terminal(width=80))
    assert (text == "") is (label in EMPTY)
    lines = [line for line in text.splitlines() if not line.startswith("icslookup ")]
    assert max(map(len, lines), default=0) <= 80  # a command to paste stays on one line


def test_tables_in_a_pipe_are_never_cut_or_wrapped(case: tuple[str, Answer]) -> None:
    """Each row is one line, and contains the whole cells that Markdown has."""
    label, answer = case
    piped = [line for line in render(answer, "table").splitlines() if line]
    rows = [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in render(answer, "markdown").splitlines()
        if line.startswith("|") and "---" not in line
    ]
    found = 0
    for line in piped:
        if found < len(rows) and all(cell.replace("\\|", "|") in line for cell in rows[found]):
            found += 1
    assert found == len(rows), label
    assert "\u2026" not in "".join(piped)


def test_no_colour_means_no_escapes(case: tuple[str, Answer]) -> None:
    _, answer = case
    for name in FORMATS:
        assert "\x1b" not in render(answer, name, Terminal(width=80))


def test_a_terminal_without_unicode_gets_ascii(case: tuple[str, Answer]) -> None:
    _, answer = case
    text = render(answer, "table", Terminal(width=80, unicode=False))
    assert text.isascii()
    assert text.count("?") == render(answer, "table", Terminal(width=80)).count("?")
