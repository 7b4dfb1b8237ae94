"""Tables, JSON, JSON Lines, CSV, TSV and Markdown."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import icslookup
from icslookup.bulk.apportion.apportion import Apportionment
from icslookup.bulk.check.check import Checked
from icslookup.exports.export import Export, ExportedTable
from icslookup.formats import FORMATS, Terminal, render
from icslookup.formats.to_json import render_error
from icslookup.formats.to_table import bar
from icslookup.formats.values import only_ascii, percent, visible
from icslookup.formats.views.registry import notes
from icslookup.postcodes.answer import PlaceAnswer, PlaceList
from icslookup.postcodes.lsoa import area_lsoas, lsoa, lsoas
from icslookup.postcodes.postcode import postcode, postcodes
from tests.support.places import LSOAS, NORTH, here, sources
from tests.support.schemas import check
from tests.support.table_files import MESSY, checked, estimated

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset
    from icslookup.formats.answers import Answer

LOOKED_IN = sources(here(), *LSOAS)


def exported(folder: str, format_: str, as_of: str | None) -> Export:
    """Make the answer to an export without writing anything."""
    asked = icslookup.boards(as_of)
    files = tuple(
        ExportedTable(name, f"{folder}/{name}", rows)
        for name, rows in (("boards", 48), ("waves", 1045))
    )
    return Export(folder, format_, asked.as_of if as_of else None, files, asked.data, asked.note)


ANSWERS: dict[str, Callable[[], Answer]] = {
    "found": lambda: icslookup.area("Guildford"),
    "county": lambda: icslookup.area("Surrey", "2024-06-01"),
    "recoded": lambda: icslookup.area("Barnsley"),
    "abolished": lambda: icslookup.area("Cumbria"),
    "before boards": lambda: icslookup.area("Wycombe"),
    "planned": lambda: icslookup.area("East Hampshire"),
    "ambiguous": lambda: icslookup.area("Newcastle"),
    "not found": lambda: icslookup.area("Atlantis"),
    "a place": lambda: icslookup.area("Greater Manchester"),
    "board": lambda: icslookup.board("Hampshire"),
    "former board": lambda: icslookup.board("Frimley"),
    "no board": lambda: icslookup.board("Guildford"),
    "boards": icslookup.boards,
    "all boards": lambda: icslookup.boards(every=True),
    "areas": icslookup.areas,
    "counties": lambda: icslookup.areas(kind="county"),
    "splits": icslookup.splits,
    "no splits": lambda: icslookup.splits(min_share=0.5),
    "coverage": icslookup.coverage,
    "changes": icslookup.changes,
    "changes of 2023": lambda: icslookup.changes("2022-07-01", "2023-04-01"),
    "no changes": lambda: icslookup.changes("2024-01-01", "2024-01-02"),
    "timeline": icslookup.timeline,
    "history of a board": lambda: icslookup.history("Thames Valley"),
    "history of an authority": lambda: icslookup.history("Cumberland"),
    "history of both": lambda: icslookup.history("Essex"),
    "estimates": lambda: estimated(MESSY, "homes", "people"),
    "whole estimates": lambda: estimated(b"council,homes\nSurrey,10\n", "homes", integer=True),
    "estimates of nothing": lambda: estimated(b"council,homes\n", "homes"),
    "check": lambda: checked(MESSY),
    "check of boards": lambda: checked(b"b\nQNQ\nS&S\nSussex\nEssex\n", kind="board"),
    "check of a clean column": lambda: checked(b"council\nGuildford\n"),
    "check of nothing": lambda: checked(b"council\n"),
    "postcode": lambda: postcode("GU1 4QT", "2024-01-01", sources=LOOKED_IN),
    "ended postcode": lambda: postcode("GU1 4QZ", "2024-01-01", sources=LOOKED_IN),
    "split postcode": lambda: postcode("GU1 4QT", "2022-12-31", sources=LOOKED_IN),
    "no postcode": lambda: postcode("SW1A OAA", sources=LOOKED_IN),
    "postcode elsewhere": lambda: postcode("CF1 1AA", sources=LOOKED_IN),
    "postcodes of an area": lambda: postcode("GU", "2024-01-01", sources=LOOKED_IN),
    "postcodes of a split area": lambda: postcode("GU", "2022-12-31", sources=LOOKED_IN),
    "postcodes": lambda: postcodes(["GU1 4QT", "GU12", "GU", "SW1A OAA"], sources=LOOKED_IN),
    "no postcodes": lambda: postcodes([], sources=LOOKED_IN),
    "LSOA": lambda: lsoa(NORTH, "2024-01-01", sources=LOOKED_IN),
    "no LSOA": lambda: lsoa("E01999999", sources=LOOKED_IN),
    "LSOAs": lambda: lsoas([NORTH, "x"], sources=LOOKED_IN),
    "LSOAs of an area": lambda: area_lsoas("Guildford", "2024-01-01", sources=LOOKED_IN),
    "ahead": lambda: icslookup.coverage("2030-01-01"),
    "export": lambda: exported("out", "csv", "2030-01-01"),
    "export of a view": lambda: exported("out", "sqlite", None),
}
NO_ROWS = {
    *("no splits", "before boards", "no changes", "estimates of nothing"),
    *("check of a clean column", "check of nothing", "no postcodes"),
}
WITH_STATUS = {"split postcode", "no postcode", "postcode elsewhere", "no LSOA"}
"""Answers that are no table, but rows with a status where others have none."""

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
    elif isinstance(answer, Apportionment | Checked):
        name = "check" if isinstance(answer, Checked) else "apportion"
    else:
        name = getattr(answer, "what", None) or next(k for k in kinds if k in answer._fields)
    return "history" if name == "line" else name


def test_json_is_as_its_schema_says(case: tuple[str, Answer]) -> None:
    _, answer = case
    text = render(answer, "json")
    check(json.loads(text), schema_of(answer))
    assert text.isascii()
    assert text.endswith("\n")


def test_json_of_every_authority_and_board_is_as_its_schema_says(data: Dataset) -> None:
    for key in data.authorities:
        answer = icslookup.area(key)
        check(json.loads(render(answer, "json")), schema_of(answer))
    for key in data.boards:
        found = icslookup.board(key)
        check(json.loads(render(found, "json")), schema_of(found))


def test_json_lines_are_the_json_line_by_line(case: tuple[str, Answer]) -> None:
    _, answer = case
    lines = [json.loads(line) for line in render(answer, "jsonl").splitlines()]
    document = json.loads(render(answer, "json"))
    if isinstance(answer, Apportionment | Checked):
        document = document["findings" if isinstance(answer, Checked) else "boards"]
    assert lines == (document if isinstance(document, list) else [document])


def test_an_error_is_as_its_schema_says() -> None:
    check(json.loads(render_error("what was wrong", "error")), "error")


def test_a_missing_key_breaks_the_schema() -> None:
    answer = icslookup.area("Guildford")
    document = json.loads(render(answer, "json"))
    del document["boards"][0]["ons_code"]
    with pytest.raises(jsonschema.ValidationError):
        check(document, schema_of(answer))


@pytest.mark.parametrize(("name", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited_rows(case: tuple[str, Answer], name: str, delimiter: str) -> None:
    label, answer = case
    rows = list(csv.reader(io.StringIO(render(answer, name)), delimiter=delimiter))
    assert len({len(row) for row in rows}) == 1
    bare = render(answer, name, header=False)
    assert list(csv.reader(io.StringIO(bare), delimiter=delimiter)) == rows[1:]
    assert (len(rows) == 1) is (label in (EMPTY - WITH_STATUS) | NO_ROWS)


def test_csv_of_an_area_is_the_rows_of_the_mapping() -> None:
    def rows(answer: Answer) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(render(answer, "csv"))))

    for day in ("2022-07-01", "2025-04-01", "2026-11-22"):
        mapping = rows(icslookup.areas(day)) + rows(icslookup.areas(day, kind="county"))
        by_area = [
            row
            for code in {m["gss_code"] for m in mapping}
            for row in rows(icslookup.area(code, day))
        ]
        key = lambda row: sorted(row.items())  # noqa: E731
        assert sorted(by_area, key=key) == sorted(mapping, key=key)
        boards = [
            row
            for b in icslookup.boards(day).rows
            for row in rows(icslookup.board(b.ods_code, day))
        ]
        districts = [row for row in mapping if row["kind"] != "county"]
        assert sorted(boards, key=key) == sorted(districts, key=key)


def test_markdown_has_a_row_for_each_board(case: tuple[str, Answer]) -> None:
    label, answer = case
    text = render(answer, "markdown")
    assert (text == "") is (label in EMPTY)
    for block in text.split("\n\n"):
        if block.startswith("|"):
            assert len({line.count("|") for line in block.splitlines()}) == 1


def test_markdown_of_an_area() -> None:
    lines = render(icslookup.area("Guildford"), "markdown").splitlines()
    assert lines[0] == "## Guildford \u00b7 E07000209"
    assert "| Surrey and Sussex | S9B9J | E54000069 | 100% | 143,659 | 84 | 1 Apr 2026 |" in lines
    assert "| 1 Apr 2027 | becomes part of West Surrey | legislated |" in lines
    assert lines[-1] == "*As of 22 Nov 2026 \u00b7 data 2026.11.0, boundaries of 1 Apr 2026*"


def test_tables_fit_a_terminal_of_80_columns(case: tuple[str, Answer]) -> None:
    label, answer = case
    text = render(answer, "table", Terminal(width=80))
    assert (text == "") is (label in EMPTY)
    assert max((len(line) for line in text.splitlines()), default=0) <= 80


def test_tables_in_a_pipe_are_never_cut_or_wrapped(case: tuple[str, Answer]) -> None:
    """Every row is one line, and every cell that Markdown has stands in it whole."""
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


def test_a_table_shows_codes_numbers_and_the_last_line() -> None:
    text = render(icslookup.area("Guildford", "2024-06-01"), "table")
    assert "Guildford \u00b7 E07000209" in text
    assert (
        "Surrey Heartlands  QXU  E54000063   85.8% \u2588\u2588\u2588\u2588\u2588\u258f    123,201     71"
        in text
    )
    assert text.endswith("As of 1 Jun 2024 \u00b7 data 2026.11.0, boundaries of 1 Apr 2023\n")


def test_former_rows_stand_dimmed_under_their_own_heading() -> None:
    text = render(icslookup.area("Guildford"), "table", Terminal(width=80, colour=True))
    heading, rows = text.index("Before"), text.index("Frimley")
    assert heading < rows
    line = next(line for line in text.splitlines() if "Frimley" in line)
    assert line.startswith("\x1b[2m")


def test_no_colour_means_no_escapes(case: tuple[str, Answer]) -> None:
    _, answer = case
    for name in FORMATS:
        assert "\x1b" not in render(answer, name, Terminal(width=80))


def test_a_terminal_without_unicode_gets_ascii(case: tuple[str, Answer]) -> None:
    _, answer = case
    text = render(answer, "table", Terminal(width=80, unicode=False))
    assert text.isascii()
    assert text.count("?") == render(answer, "table", Terminal(width=80)).count("?")


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (1, "100%"), (1.0, "100%"), (0.99999, ">99.9%"), (0.9994, "99.9%"), (0.987363, "98.7%"),
        (0.0126, "1.3%"), (0.0004, "<0.1%"), (None, "?"),
    ],
)  # fmt: skip
def test_a_part_is_never_shown_as_the_whole_or_as_nothing(share: float | None, text: str) -> None:
    assert percent(share) == text


@given(st.floats(0, 1, exclude_min=True))
def test_a_part_is_never_drawn_full_or_empty(share: float) -> None:
    drawn = bar(share)
    assert len(drawn) == 6
    assert (drawn == "\u2588" * 6) is (share == 1)
    assert drawn.strip()


def test_an_unknown_share_is_not_drawn() -> None:
    assert bar(None) == ""


@given(st.text())
def test_nothing_foreign_acts_on_a_terminal(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") for char in shown)
    assert only_ascii(shown).isascii()


def test_the_query_is_never_echoed_raw() -> None:
    for name in ("\x1b[31mred\x07", "\u202egnp.exe", "a\nb"):
        answer = icslookup.area(name)
        said = notes(answer, "table")
        assert said.count("\n") == said.rstrip("\n").count("\n") + 1
        assert not set("\x1b\x07\u202e") & set(said + render(answer, "json"))


def test_notes_of_a_found_table_stand_in_it() -> None:
    former = icslookup.board("Frimley")
    assert notes(former, "table") == ""
    assert "Note: NHS Frimley Integrated Care Board was abolished" in render(former, "table")
    assert notes(former, "json").startswith("icslookup: NHS Frimley Integrated Care Board was")
    assert notes(icslookup.area("Guildford"), "json") == ""
    assert "in the future" in notes(icslookup.boards("2030-01-01"), "csv")


def test_suggestions_are_listed_with_codes() -> None:
    assert notes(icslookup.area("Newcastle"), "table").splitlines() == [
        "icslookup: 'Newcastle' could be more than one local authority of England",
        "Which one?",
        "  Newcastle-under-Lyme  E07000195",
        "  Newcastle upon Tyne  E08000021",
    ]
    assert notes(icslookup.area("London"), "table").splitlines()[-1] == "  and 21 more"
    assert "Did you mean\n  Guildford  E07000209" in notes(icslookup.area("Gilfrod"), "table")
    assert "Ask for\n  Cumberland" in notes(icslookup.area("Allerdale", "2024-01-01"), "table")
