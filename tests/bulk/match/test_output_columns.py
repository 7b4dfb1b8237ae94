"""The columns that `match` adds, and their cells."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.match.output_columns import added_cells, added_columns
from icslookup.bulk.matcher import Matcher
from icslookup.errors import UsageError
from tests.support.schemas import check
from tests.support.table_files import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


ADDED = [name for name, _ in added_columns("list")]


HEADER = ",".join(ADDED)


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("list", [("2", "QXU;QNQ", "0.857593;0.142407")]),
        ("largest", [("2", "QXU", "0.857593")]),
        ("rows", [("2", "QXU", "0.857593"), ("2", "QNQ", "0.142407")]),
    ],
)
def test_a_split_authority(
    cli: Callable[..., Result],
    table: Callable[..., Path],
    split: str,
    expected: list[tuple[str, ...]],
) -> None:
    path = table("1,Guildford")
    result = cli("match", str(path), "--split", split, "--as-of", "2024-06-01")
    rows = rows_of(result.out)
    assert [(r["icb_board_count"], r["icb_board_ods"], r["icb_share"]) for r in rows] == expected
    assert {(r["id"], r["council"]) for r in rows} == {("1", "Guildford")}
    assert "1 row of authorities split between boards" in result.err


@pytest.mark.parametrize(
    ("rows", "said", "nhs"),
    [
        (["1,Guildford", "2,Leeds"], "1 row of authorities split between boards", 0),
        (["1,NHS Cumbria CCG"], "1 row of areas split between boards", 1),
        (["1,Guildford", "2,E38000041", "3,Leeds"], "2 rows of areas split between boards", 1),
    ],
)
def test_rows_of_several_boards_are_not_all_of_authorities(
    cli: Callable[..., Result],
    table: Callable[..., Path],
    tmp_path: Path,
    rows: list[str],
    said: str,
    nhs: int,
) -> None:
    report = tmp_path / "report.json"
    options = ["-c", "council", "--as-of", "2024-06-01", "--report", str(report)]
    result = cli("match", str(table(*rows)), *options)
    assert said in result.err
    document = json.loads(report.read_text(encoding="utf-8"))
    check(document, "match-report")
    assert document["split_nhs_rows"] == nhs


def test_an_added_name_that_is_taken_is_refused(
    cli: Callable[..., Result], table: Callable[..., Path]
) -> None:
    path = table("Guildford,old", header="council,icb_status")
    result = cli("match", str(path), "-c", "council")
    assert (result.code, result.out) == (2, "")
    assert "has the columns icb_status already: choose other names with --prefix" in result.err
    again = cli("match", str(path), "-c", "council", "--prefix", "ics_", "-q")
    assert again.out.splitlines()[0] == "council,icb_status," + HEADER.replace("icb_", "ics_")


def test_a_table_may_be_matched_twice_under_two_prefixes(
    cli: Callable[..., Result], table: Callable[..., Path], tmp_path: Path
) -> None:
    first = tmp_path / "once.csv"
    cli("match", str(table("1,Guildford")), "-o", str(first), "--as-of", "2024-01-01")
    twice = rows_of(cli("match", str(first), "-c", "council", "--prefix", "now_", "-q").out)
    assert [(r["icb_board_ods"], r["now_board_ods"]) for r in twice] == [("QXU;QNQ", "S9B9J")]


def test_an_unknown_split_is_refused() -> None:
    with pytest.raises(
        UsageError, match="there is no split 'most': name one of list, largest, rows"
    ):
        added_columns("most")


def test_a_board_without_an_ons_code_has_an_empty_one() -> None:
    found = Matcher().one("Guildford")
    board = found.boards[0]._replace(ons_code=None)
    (cells,) = added_cells(found._replace(boards=(board, board)), "list")
    assert cells[-3] == ";"
