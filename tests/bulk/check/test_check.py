"""`icslookup check`: the vintage of a column, and what is odd about it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.errors import UsageError
from icslookup.formats import Terminal, render
from icslookup.formats.views.registry import notes
from tests.support.table_files import MESSY, checked, column, fits, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icslookup.dataset.loader import Dataset
    from tests.support.program import Result


def test_the_kinds_of_values_are_counted() -> None:
    values = (
        *("E07000209", "E06000063", "E08000038", "E09000007", "E09000001", "E10000030", "QRL"),
        *("E54000067", "Guildford", "Thames Valley", "BCP", "gilford", "E01000001", "SW1A 1AA"),
        *("Atlantis", "E07999999", "England", "Newcastle", "", "N/A", "Guildford"),
    )
    answer = checked(column(*values))
    assert answer.kind_read == "area"  # so that the board Thames Valley has no answer
    assert {count.kind: (count.values, count.rows) for count in answer.kinds} == {
        "district_code": (1, 1), "unitary_code": (1, 1), "metropolitan_code": (1, 1),
        "london_borough_code": (1, 1), "city_corporation_code": (1, 1), "county_code": (1, 1),
        "ods_code": (1, 1), "ons_code": (1, 1), "area_name": (1, 2),
        "alias": (1, 1), "guessed": (1, 1), "other_code": (2, 2), "not_found": (4, 4),
        "ambiguous": (1, 1), "blank": (2, 2),
    }  # fmt: skip
    assert (answer.rows, answer.distinct) == (21, 18)


def test_coverage_counts_districts_and_boards(data: Dataset) -> None:
    surrey = checked(column("Surrey", "Camden"))
    (areas,) = surrey.coverage
    assert (areas.kind, areas.present, areas.of, len(areas.missing)) == ("area", 12, 296, 284)
    names = [row.area_name for row in icslookup.areas().rows if row.area_name != "Adur"]
    almost = checked(column(*names), kind="area")
    assert [missing.name for missing in almost.coverage[0].missing] == ["Adur"]
    assert "295 of 296 districts of England; missing: Adur" in render(almost, "table")
    everything = checked(column(*data.boards), kind="board")
    assert everything.coverage[0].kind == "board"
    assert "coverage on 31 Mar 2026: all 42 boards" in render(everything, "table")


def test_the_table_starts_with_the_verdict() -> None:
    lines = render(checked(MESSY), "table", Terminal(width=80)).splitlines()
    assert lines[:4] == [
        "The column council",
        "standard input: 19 rows, 18 distinct values",
        "read as a column of councils",
        "no date fits all values",
    ]
    good = render(checked(column("E06000063")), "table").splitlines()
    assert good[3] == "all values with an answer are valid since 1 Apr 2023"
    barnsley = render(checked(column("E08000016", "E06000063")), "table")
    assert "are valid 1 Apr 2023 to 31 Mar 2025" in barnsley
    assert "no value is an authority or a board" in render(checked(column("Atlantis")), "table")
    many = checked(column(*[f"Nowhere {letter}" for letter in "abcdefghijklmnop"]))
    assert "Not found, the first 10 of 16" in render(many, "table")


def test_findings_are_rows(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("check", str(put(tmp_path, MESSY)), "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert {
        "finding": "guessed",
        "value": "gilford",
        "rows": "1",
        "detail": "read as Guildford (fuzzy, score 87.5)",
        "codes": "E07000209",
    } in rows
    assert any(row["finding"] == "blank" for row in rows)
    assert "icslookup: the column to check is taken to be 'council'\n" in result.err
    assert "icslookup: no date fits all values\n" in result.err
    assert "districts of England" in result.err
    assert notes(checked(MESSY), "table") == ""


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["Guildford"], 0),
        (["Guildford", ""], 0),
        (["E06000063", "E54000067"], 0),
        (["E07000026", "E06000063"], 1),
        (["Guildford", "Atlantis"], 1),
        (["Guildford", "Newcastle"], 1),
        (["Guildford", "E01000001"], 1),
    ],
)
def test_strict_turns_findings_into_an_exit_code(
    cli: Callable[..., Result], tmp_path: Path, values: list[str], code: int
) -> None:
    path = str(put(tmp_path, column(*values)))
    assert cli("check", path, "-c", "council").code == 0
    result = cli("check", path, "-c", "council", "--strict", "--json", "-q")
    assert (result.code, result.err) == (code, "")
    assert json.loads(result.out)["passed"] is (code == 0)


SEVEN_BOARDS = ("QNQ", "QU9", "QXU", "QNX", "QH8", "QM7", "QRL")
"""Boards of 2025, six of which ended on 31 March 2026."""


@pytest.mark.parametrize(
    ("values", "day", "code"),
    [
        (SEVEN_BOARDS, "2026-11-01", 1),
        (SEVEN_BOARDS, "2026-04-01", 1),
        (SEVEN_BOARDS, "2026-03-31", 0),
        (SEVEN_BOARDS, "2025-01-01", 0),
        (("S0E4D", "QRL"), "2025-01-01", 1),
        (("E54000042",), "2026-04-01", 1),
        (("E54000042",), "2026-03-31", 0),
        (("E08000016",), "2025-04-01", 1),
        (("Allerdale", "Guildford"), "2023-04-01", 1),
        (("Allerdale", "Guildford"), "2023-03-31", 0),
        (("Guildford", "Atlantis"), "2025-01-01", 1),
    ],
)
def test_strict_is_judged_for_the_day_that_the_user_names(
    cli: Callable[..., Result], tmp_path: Path, values: tuple[str, ...], day: str, code: int
) -> None:
    path = str(put(tmp_path, column(*values)))
    result = cli("check", path, "-c", "council", "--strict", "--json", "--as-of", day)
    document = json.loads(result.out)
    assert result.code == code
    assert (document["as_of_named"], document["passed"]) == (True, code == 0)
    undated = cli("check", path, "-c", "council", "--strict", "--json")
    assert undated.code == ("Atlantis" in values)


@pytest.mark.parametrize(
    ("values", "day", "present", "of"),
    [
        (SEVEN_BOARDS, "2025-01-01", 7, 42),
        (SEVEN_BOARDS, "2026-11-01", 1, 36),
        (SEVEN_BOARDS[:6], "2026-11-01", 0, 36),
        (("Allerdale", "Cumberland"), "2023-01-01", 1, 309),
        (("Allerdale", "Cumberland"), "2024-01-01", 1, 296),
        (("E08000016", "E08000038"), "2024-01-01", 1, 296),
    ],
)
def test_coverage_is_that_of_the_day_that_the_user_names(
    values: tuple[str, ...], day: str, present: int, of: int
) -> None:
    answer = checked(column(*values), as_of=day)
    (coverage,) = answer.coverage
    assert (str(coverage.day), coverage.present, coverage.of) == (day, present, of)
    assert len(coverage.missing) == of - present


def test_the_values_of_another_day_than_the_named_one_are_counted() -> None:
    shown = render(checked(column(*SEVEN_BOARDS), as_of="2026-11-01"), "table").splitlines()
    assert shown[3:6] == [
        "valid on 1 Nov 2026: 1 of 7 values",
        "all values with an answer are valid 1 Jul 2022 to 31 Mar 2026",
        "coverage on 1 Nov 2026: 1 of 36 boards",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-c", "area"], "has no column 'area'; its columns are 'council'"),
        (["--kind", "parish"], "'parish' is not one of"),
        (["--as-of", "2020-01-01"], "did not exist before"),
        (["--delimiter", "xx"], "delimiter"),
    ],
)
def test_bad_options(
    cli: Callable[..., Result], tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = cli("check", str(put(tmp_path, column("Guildford"))), *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_a_table_without_a_column_of_councils_is_refused() -> None:
    from icslookup.bulk.check.check import check
    from icslookup.tables import open_source

    with pytest.raises(UsageError, match="no column of standard input holds names or codes"):
        check(open_source("-", stdin=io.BytesIO(b"a,b\n1,2\n")), None)


def test_a_table_of_postcodes_is_sent_to_the_command_that_reads_them(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "in.csv"
    path.write_text("a,b\n1,GU1 1AA\n2,LS1 1UR\n", encoding="utf-8")
    assert "or use icslookup match --kind postcode for 'b'" in cli("check", str(path)).err


OLD_COUNCILS = ("Craven", "Harrogate", "Waveney", "Guildford")


@pytest.mark.parametrize("name", ["Northamptonshire", "Cambridgeshire and Peterborough", "Sussex"])
def test_a_name_in_a_column_of_councils_is_not_that_of_a_board(name: str) -> None:
    """Northamptonshire ended in 2021 and others never were councils, but boards have the names."""
    answer = checked(column("Leeds", "Guildford", name))
    assert (answer.kind, answer.kind_read, answer.passed) == ("auto", "area", False)
    as_board = checked(column("Frimley", "Black Country", name))
    assert (as_board.kind_read, as_board.passed) == ("board", True)
    assert all(count.kind == "board_name" for count in as_board.kinds)


@pytest.mark.parametrize(
    ("values", "kind", "read"),
    [
        (OLD_COUNCILS, "auto", "area"),
        (("Leeds", "Frimley"), "auto", None),
        (("Devon",), "auto", None),
        (("Devon",), "board", "board"),
        (("QRL", "Devon"), "auto", "board"),
    ],
)
def test_the_kind_that_was_read_is_reported(
    values: tuple[str, ...], kind: str, read: str | None
) -> None:
    answer = checked(column(*values), kind=kind)
    assert answer.kind_read == read
    said = "read as a column of" in render(answer, "table")
    assert said is (kind == "auto" and read is not None)


def test_codes_are_checked_in_a_column_of_the_other_kind() -> None:
    answer = checked(column("Leeds", "Guildford", "QRL", "E54000067"))
    assert {count.kind for count in answer.kinds} == {"area_name", "ods_code", "ons_code"}
    assert answer.passed


def test_a_name_of_both_kinds_is_dated_as_what_the_column_has() -> None:
    """Essex is a county on every day, and a board since April 2026."""
    assert fits(checked(column("Leeds", "Essex"))) == ["2022-07-01"]
    assert fits(checked(column("Black Country", "Essex"))) == ["2026-04-01"]
