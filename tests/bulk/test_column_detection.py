"""The column that has the names or codes."""

from __future__ import annotations

import io
import json
from contextlib import closing
from typing import TYPE_CHECKING

import openpyxl
import pytest

from icslookup.bulk.column_detection import column_named, guessed_column, list_columns
from icslookup.bulk.matcher import Matcher
from icslookup.errors import UsageError
from icslookup.tables import open_source
from tests.support.schemas import check
from tests.support.table_files import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icslookup.tables import Source
    from tests.support.program import Result


def source(text: str) -> Source:
    return open_source("-", stdin=io.BytesIO(text.encode()))


def test_the_column_is_guessed_and_reported(
    cli: Callable[..., Result], table: Callable[..., Path]
) -> None:
    path = table("1,Guildford,x", "2,Unknwn place,y", "3,Leeds,z", header="n,where,other")
    assert "icslookup: column 'where' was taken for the names\n" in cli("match", str(path)).err
    codes = table("Guildford,E07000209", "Leeds,E08000035", header="name,code", name="b.csv")
    assert "column 'code' was taken" in cli("match", str(codes)).err
    former = table("1,Allerdale", "2,Eden", name="c.csv")
    assert cli("match", str(former), "--as-of", "2025-01-01").code == 0
    none = table("1,x", "2,y")
    result = cli("match", str(none))
    assert (result.code, result.out) == (2, "")
    assert "holds names or codes: name it with -c; its columns are 'id' and 'council'" in result.err


def test_a_column_of_codes_is_detected_but_names_in_it_have_no_answer(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path, report = tmp_path / "in.csv", tmp_path / "report.json"
    path.write_text(
        "council,code\nGuildford,E07000209\nHart,e07000089\nFrimley,QNQ\nHart,Hart\n",
        encoding="utf-8",
    )
    result = cli("match", str(path), "--kind", "code", "--report", str(report))
    assert "column 'code' was taken for the codes" in result.err
    rows = rows_of(result.out)
    assert [row["icb_status"] for row in rows] == ["found", "found", "found", "not_found"]
    assert [row["icb_area_name"] for row in rows] == ["Guildford", "Hart", "", ""]
    document = json.loads(report.read_text(encoding="utf-8"))
    check(document, "match-report")
    assert document["kind"] == "code"
    path.write_text("council\nGuildford\nHart\n", encoding="utf-8")
    none = cli("match", str(path), "--kind", "code")
    assert "in.csv holds codes of councils or boards: name it with -c" in none.err


@pytest.mark.parametrize(
    ("header", "name", "position"),
    [("a,Council", "council", 1), ("Council,council", "council", 1), ("a, COUNCIL ", "council", 1)],
)
def test_a_column_by_its_name(header: str, name: str, position: int) -> None:
    assert column_named(source(f"{header}\n1,2\n"), name) == position


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("a,Council", "has no column 'x'; its columns are 'a' and 'Council'"),
        ("X, X", "has the column 'x' 2 times: rename one"),
    ],
)
def test_an_unknown_or_repeated_column_name_is_refused(header: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        column_named(source(f"{header}\n1,2\n"), "x")


@pytest.mark.parametrize(
    ("rows", "position"),
    [
        ("guildfrod,Guildford\nLeds,Leeds\n", 1),
        ("Guildford,E07000209\nLeeds,E08000035\n", 1),
        ("Guildford,Leeds\nLeeds,Guildford\n", 0),
        ("x,Leeds\ny,z\n", 1),
    ],
)
def test_the_best_column_is_guessed(rows: str, position: int) -> None:
    assert guessed_column(source(f"a,b\n{rows}"), Matcher()) == position


def test_a_hint_names_a_column_of_another_kind() -> None:
    text = "a,b\n1,GU1 1AA\n2,LS1 1UR\n"
    with pytest.raises(UsageError, match="or say --kind postcode for 'b'"):
        guessed_column(source(text), Matcher(), takes_places=True)
    with pytest.raises(UsageError, match="or use icslookup match --kind postcode for 'b'"):
        guessed_column(source(text), Matcher())


def test_a_message_names_the_only_sheet_that_is_read() -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.title, first["A1"] = "Notes", "A table of referrals"
    book.create_sheet("Data")["A1"] = "board"
    out = io.BytesIO()
    book.save(out)
    remark = "Only its sheet 'Notes' is read: move the sheet with the table to the front"
    with closing(open_source("-", stdin=io.BytesIO(out.getvalue()))) as table:
        with pytest.raises(UsageError, match=f"from: name it with -c. {remark}"):
            guessed_column(table, Matcher())
        with pytest.raises(UsageError, match=f"'A table of referrals'. {remark}"):
            column_named(table, "board")


def test_a_message_names_only_some_of_many_columns() -> None:
    assert list_columns(["a", "b", "c"], most=2) == "its columns are 'a', 'b' and 1 more"
