"""Excel workbooks keep values, formulas and number formats, and columns are added."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from icslookup.errors import DataError, OutputError, UsageError
from icslookup.tables import BATCH_ROWS, open_source, open_target
from tests.support.table_files import ADDED, FOUND, MISSED, add_columns, put, read, refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def book(
    folder: Path, *sheets: Sequence[Sequence[object]], formats: dict[str, str] | None = None
) -> Path:
    """Write a workbook with sheets of rows. Some cells of the last one have number formats."""
    made = openpyxl.Workbook()
    made.remove(made["Sheet"])
    for number, rows in enumerate(sheets, 1):
        sheet = made.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    for cell, form in (formats or {}).items():
        sheet[cell].number_format = form
    path = folder / "in.xlsx"
    made.save(path)
    return path


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def values(content: bytes) -> list[tuple[object, ...]]:
    return list(sheet_of(content).iter_rows(values_only=True))


ADDED_NAMES = ("status", "share", "count")


@pytest.mark.parametrize("stdin", [False, True])
def test_values_and_formats_are_kept(tmp_path: Path, stdin: bool) -> None:
    day = datetime(2026, 11, 22)  # noqa: DTZ001 - Excel knows no time zones
    rows = [
        ("name", "n", "day", "at", "part", "flag", "gap", "span"),
        ("Ynys Môn", 1, day, day.replace(hour=3), 0.25, True, None, timedelta(hours=30)),
        ("Leeds", 2.5, None, time(4, 5), 1, False, "end", None),
    ]
    path = book(tmp_path, rows, formats={"C2": "dd/mm/yyyy", "E2": "0.0%", "B2": "000"})
    written = add_columns(path.read_bytes() if stdin else path, answers=((FOUND,), (MISSED,)))
    found = sheet_of(written)
    assert found.title == "Sheet 1"
    expected = [(*rows[0], *ADDED_NAMES), (*rows[1], *FOUND), (*rows[2], *MISSED)]
    assert values(written) == expected
    formats = {cell: found[cell].number_format for cell in ("C2", "E2", "B2", "D2", "A2")}
    assert formats == {
        "C2": "dd/mm/yyyy", "E2": "0.0%", "B2": "000", "D2": "yyyy-mm-dd h:mm:ss", "A2": "General",
    }  # fmt: skip
    assert read(path)[1][2:4] == (day.date(), day.replace(hour=3))


def with_cached(path: Path, formula: str, value: str, kind: str = "") -> None:
    """Store a value with a formula in a workbook, as Excel does."""
    content = {}
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    sheet = content["xl/worksheets/sheet1.xml"].decode()
    before = f"><f>{formula}</f><v />"
    assert before in sheet or before.replace(" /", "/") in sheet
    after = f"{kind}><f>{formula}</f><v>{value}</v>"
    sheet = sheet.replace(before, after).replace(before.replace(" /", "/"), after)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else text)


def test_a_formula_is_read_as_its_value_and_written_as_itself(tmp_path: Path) -> None:
    path = book(tmp_path, [("name", "n"), ('="Lee"&"ds"', 1), ("=1+1", "=B2*2")])
    with_cached(path, '"Lee"&amp;"ds"', "Leeds", ' t="str"')
    assert read(path) == [("name", "n"), ("Leeds", 1), (None, None)]
    assert values(add_columns(path)) == [
        ("name", "n", *ADDED_NAMES),
        ('="Lee"&"ds"', 1, *FOUND),
        ("=1+1", "=B2*2", *FOUND),
    ]
    assert add_columns(path, form="csv").splitlines()[1] == b"Leeds,1,found,0.5,3"


def test_an_array_formula_is_kept(tmp_path: Path) -> None:
    path = book(tmp_path, [("a", "b"), (1, ArrayFormula("B2", "=SUM(A2:A2)"))])
    kept = sheet_of(add_columns(path))["B2"].value
    assert (kept.ref, kept.text) == ("B2", "=SUM(A2:A2)")


def test_text_that_looks_like_something_else_stays_text(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.append(["name"])
    for text in ("=1+1", "#N/A"):
        sheet.append([text])
        sheet.cell(sheet.max_row, 1).data_type = "s"
    path = tmp_path / "in.xlsx"
    made.save(path)
    for source in (path, b"name\n=1+1\n#N/A\n"):
        found = sheet_of(add_columns(source, form="xlsx", answers=((("=cmd", None, None),),)))
        cells = [found[cell] for cell in ("A2", "A3", "B2")]
        assert [(cell.value, cell.data_type) for cell in cells] == [
            ("=1+1", "s"), ("#N/A", "s"), ("=cmd", "s"),
        ]  # fmt: skip


def test_the_first_sheet_with_a_value_is_read(tmp_path: Path) -> None:
    path = book(
        tmp_path, [], [(), (None, None)], [(), (None, "a", "b"), (), (None, 1, 2)], [("c",)]
    )
    source = open_source(str(path))
    assert getattr(source, "sheet", None) == "Sheet 3"
    assert source.columns == ("", "a", "b")
    assert source.sample() == [(None, 1, 2)]
    source.close()
    written = add_columns(path)
    assert openpyxl.load_workbook(io.BytesIO(written)).sheetnames == ["Sheet 3"]
    assert values(written) == [
        (None,) * 6,
        (None, "a", "b", *ADDED_NAMES),
        (None,) * 6,
        (None, 1, 2, *FOUND),
    ]


def test_a_row_is_written_once_for_each_tuple(tmp_path: Path) -> None:
    path = book(tmp_path, [("a", "b"), (), (1,), (2, 3)])
    assert values(add_columns(path, answers=((FOUND, MISSED), (FOUND,)))) == [
        ("a", "b", *ADDED_NAMES),
        (None,) * 5,
        (1, None, *FOUND),
        (1, None, *MISSED),
        (2, 3, *FOUND),
    ]
    assert values(add_columns(b"a\n1\n", form="xlsx", answers=((FOUND, MISSED),)))[1:] == [
        ("1", *FOUND), ("1", *MISSED),
    ]  # fmt: skip


def test_long_sheets_come_in_batches(tmp_path: Path) -> None:
    rows = BATCH_ROWS + 10
    path = book(tmp_path, [("n", "x"), *((row, "x") for row in range(rows))])
    source = open_source(str(path))
    assert source.share_read() is None
    assert source.sample() == [(row, "x") for row in range(1000)]
    assert source.sample(2) == [(0, "x"), (1, "x")]
    batches = list(source.batches([0]))
    assert [cell for batch in batches for cell in batch.cells[0]] == [*range(rows)]
    assert batches[0].records()[0] == (0, "x")
    assert source.share_read() == 1
    source.close()


def test_a_row_longer_than_the_header_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, [("a", "b"), (), (1, 2), (1, 2, 3)])
    assert str(refused(path)) == f"{path}, line 4: there are 3 cells where the header has 2"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not an Excel workbook (.xlsx): save it as one"),
        (b"PK\x03\x04nonsense", "is not an Excel workbook (.xlsx): save it as one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is not an Excel workbook (.xlsx): save it as one"),
    ],
)
def test_a_file_that_is_not_a_workbook_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = put(tmp_path, content, "in.xlsx")
    error = refused(path)
    assert (type(error), str(error)) == (DataError, f"{path} {message}")


def test_a_workbook_without_a_value_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, [], [()])
    assert str(refused(path)) == f"{path} is empty"


def test_a_damaged_sheet_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, [("a",), *(("x",) for _ in range(5000))])
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in content.items():
            cut = len(text) // 2 if name.endswith("sheet1.xml") else len(text)
            archive.writestr(name, text[:cut])
    assert str(refused(path)) == f"{path} is damaged"


def test_other_kinds_become_a_workbook(tmp_path: Path) -> None:
    content = '{"s": "é", "i": 5, "big": 99999999999999999999, "f": 1.5, "b": true, "n": null, "l": [1]}\n'
    written = add_columns(content.encode(), tmp_path / "out.xlsx")
    assert values(written)[1] == ("é", 5, "99999999999999999999", 1.5, True, None, "[1]", *FOUND)
    assert sheet_of(written)["F2"].value is None
    assert values(add_columns(b"a\n1\n", form="xlsx", answers=((("x", float("nan"), 1),),)))[1] == (
        "1", "x", None, 1,
    )  # fmt: skip


def test_times_that_excel_supports_become_cells(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    zoned = datetime(2026, 1, 2, 3, 4, tzinfo=timezone.utc)
    table = pa.table(
        {"day": [date(2026, 1, 2)], "at": [zoned.replace(tzinfo=None)], "zoned": [zoned]}
    )
    pq.write_table(table, tmp_path / "in.parquet")
    found = sheet_of(add_columns(tmp_path / "in.parquet", form="xlsx"))
    assert [cell.value for cell in found[2]][:3] == [
        datetime(2026, 1, 2), zoned.replace(tzinfo=None), "2026-01-02T03:04:00+00:00",  # noqa: DTZ001
    ]  # fmt: skip
    assert found["A2"].number_format == "yyyy-mm-dd"


def test_a_workbook_becomes_parquet(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    day = datetime(2026, 11, 22)  # noqa: DTZ001
    path = book(
        tmp_path, [("a", "day", "n"), ("x", day, 1), ("y", None, 2.5)], formats={"B2": "dd/mm/yy"}
    )
    found = pq.read_table(io.BytesIO(add_columns(path, form="parquet")))
    assert found.slice(0, 1).select([0, 1, 2]).to_pylist() == [
        {"a": "x", "day": day.date(), "n": 1}
    ]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("x" * 32_768, "a cell has 32768 characters, and Excel holds 32767"),
        ("a\x01b", "Excel cannot hold the control characters in 'a\\x01b'"),
    ],
)
def test_values_that_excel_cannot_hold_are_reported(
    tmp_path: Path, cell: str, message: str
) -> None:
    out = tmp_path / "out.xlsx"
    with pytest.raises(OutputError) as caught:
        add_columns(f"a\n{cell}\n".encode(), out)
    assert str(caught.value) == f"{out} cannot be written: {message}"
    assert not list(tmp_path.iterdir())


def test_more_rows_than_excel_holds_are_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icslookup.tables.excel._MOST_ROWS", 3)
    out = tmp_path / "out.xlsx"
    assert len(values(add_columns(b"a\n1\n2\n", out))) == 3
    with pytest.raises(OutputError, match="Excel holds 3 rows, and these are more: write CSV"):
        add_columns(b"a\n1\n2\n3\n", out)


def test_a_clash_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, [("count",)])
    source = open_source(str(path))
    with pytest.raises(UsageError, match="has the columns count already"):
        open_target(source, None, ADDED, stdout=io.BytesIO())
    source.close()
