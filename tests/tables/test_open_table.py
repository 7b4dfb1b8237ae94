"""Opening tables: the kinds that are read, the formats that are written, and the errors."""

from __future__ import annotations

import gzip
import io
import sys
from typing import TYPE_CHECKING, Any

import pytest

from icslookup.errors import DataError, IcslookupError, MissingExtraError, UsageError
from icslookup.tables import open_source, open_target
from tests.support.table_files import ADDED, add_columns, put, refused

if TYPE_CHECKING:
    from pathlib import Path

FAULTS: list[tuple[bytes, dict[str, Any], type[IcslookupError], str]] = [
    (b"", {}, DataError, "is empty"),
    (b"\n\r\n", {}, DataError, "is empty"),
    (b"\xef\xbb\xbf", {}, DataError, "is empty"),
    (b"a,b\n1,2\n1,2,3\n", {}, DataError, "line 3: there are 3 fields where the header has 2: is one with the delimiter in it not quoted?"),
    (b'a,b\n"1\n",2\n\n1,2,3\n', {}, DataError, "line 5: there are 3 fields where the header has 2"),
    (b'a,b\n1,2\n1,"2\n1,2\n', {}, DataError, "line 3: a quote is opened here that is never closed"),
    (b'a,b\n1,"2', {}, DataError, "line 2: a quote is opened here that is never closed"),
    (b'"a,b\n', {}, DataError, "line 1: a quote is opened here that is never closed"),
    (b"a,b\n1,2\n1,\x002\n", {}, DataError, "line 3: is damaged, or in another encoding: try --encoding"),
    (b"a,\0b\n", {}, DataError, "line 1: is damaged, or in another encoding: try --encoding"),
    (b"a\n1\n\x81\n", {}, DataError, "line 3: the byte 0x81 is neither UTF-8 nor Windows-1252: say which it is with --encoding"),
    (b"a\n\xe9\n\x81\n", {}, DataError, "line 3: the byte 0x81 is neither"),
    ("a\nÁ\n".encode() + b"\xe9\n\x81\n", {}, DataError, "line 3: the byte 0xE9 is neither"),
    (b"a\n\xe9\n", {"encoding": "ascii"}, DataError, "line 2: the byte 0xE9 is not ascii: try another --encoding"),
    (b"\xef\xbb\xbfa\r\n\xe9\r\n", {}, DataError, "line 2: the byte 0xE9 is not utf-8: try --encoding cp1252"),
    ("a\n1\n".encode("utf-16") + b"x", {}, DataError, "line 3: the byte 0x78 is not utf-16-le"),
    (gzip.compress(b"a\n1\n", mtime=0)[:-9], {}, DataError, "is damaged: its gzip data are cut short or broken"),
    (b"\x1f\x8b\x08\0\0\0\0\0\0\0nonsense", {}, DataError, "is damaged: its gzip data are cut short or broken"),
    (b"\x1f\x8bnonsense", {}, DataError, "is damaged: its gzip data are cut short or broken"),
    (b'[{"a": 1}]', {}, DataError, "line 1: is a JSON array, not an object a line: make them with jq -c '.[]'"),
    (b"[\n", {}, DataError, "line 1: is a JSON array"),
    (b'{"a": 1}\n\n[1]\n', {}, DataError, "line 3: is a JSON array"),
    (b'{"a": 1}\n1\n', {}, DataError, "line 2: is no JSON object"),
    (b'{"a": 1}\n{"a": \n', {}, DataError, "line 2: is no JSON object: Expecting value"),
    (b'{"a": ' + b"[" * 200_000 + b"\n", {}, DataError, "line 1: is no JSON object"),
    (b'{"a": ' + b"1" * 5000 + b"}\n", {}, DataError, "line 1: is no JSON object: Exceeds the limit"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "options", "kind", "message"), FAULTS, ids=range(len(FAULTS)))
@pytest.mark.parametrize("stdin", [False, True], ids=["file", "stdin"])
def test_a_damaged_table_is_refused_with_its_line(
    tmp_path: Path,
    content: bytes,
    options: dict[str, Any],
    kind: type[IcslookupError],
    message: str,
    stdin: bool,
) -> None:
    path = put(tmp_path, content, "in.unknown")
    error = refused(content if stdin else path, **options)
    assert type(error) is kind
    comma = ", " if message.startswith("line") else " "
    assert str(error).startswith(f"{'standard input' if stdin else path}{comma}{message}")


TABLE = 'name,n\n"Ynys Môn, Cymru",1\nLeeds\n'
AS_CSV = 'name,n,status,share,count\n"Ynys Môn, Cymru",1,found,0.5,3\nLeeds,,found,0.5,3\n'
AS_TSV = (
    "name\tn\tstatus\tshare\tcount\nYnys Môn, Cymru\t1\tfound\t0.5\t3\nLeeds\t\tfound\t0.5\t3\n"
)
AS_JSON = (
    '{"name": "Ynys Môn, Cymru", "n": "1", "status": "found", "share": 0.5, "count": 3}\n'
    '{"name": "Leeds", "n": null, "status": "found", "share": 0.5, "count": 3}\n'
)


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("out.csv", None, AS_CSV),
        ("out.CSV", None, AS_CSV),
        ("out.txt", None, AS_CSV),
        ("out", None, AS_CSV),
        ("out.tsv", None, AS_TSV),
        ("out.tsv.gz", None, AS_TSV),
        ("out.jsonl", None, AS_JSON),
        ("out.ndjson.gz", None, AS_JSON),
        ("out.tsv", "csv", AS_CSV),
        ("out.csv", "tsv", AS_TSV),
        ("out.csv", "jsonl", AS_JSON),
    ],
)
def test_the_name_of_the_target_decides_its_format(
    tmp_path: Path, name: str, form: str | None, expected: str
) -> None:
    short = AS_CSV.replace("Leeds,,", "Leeds,,")
    out = tmp_path / name
    written = add_columns(TABLE.encode(), out, form=form)
    text = gzip.decompress(written) if name.endswith(".gz") else written
    assert text.decode() == (short if expected == AS_CSV else expected)


def test_tabs_become_commas_only_if_they_must(tmp_path: Path) -> None:
    tabs = put(tmp_path, "a\tb\r\n1\t2\r\n", "in.tsv")
    assert (
        add_columns(tabs, tmp_path / "out.csv") == b"a,b,status,share,count\r\n1,2,found,0.5,3\r\n"
    )
    assert add_columns(tabs).startswith(b"a\tb\tstatus")
    semicolons = put(tmp_path, "a;b\n1;2\n")
    assert add_columns(semicolons, tmp_path / "out.csv").startswith(b"a;b;status")


def test_added_columns_must_be_new(tmp_path: Path) -> None:
    for content in (b"a,share,status\n", b'{"a": 1, "share": 1, "status": 2}\n'):
        with pytest.raises(UsageError) as caught:
            add_columns(content, tmp_path / "out.csv")
        assert str(caught.value) == (
            "standard input has the columns status, share already: choose other names with --prefix"
        )
    assert not list(tmp_path.iterdir())


def test_a_column_twice_cannot_become_json() -> None:
    assert add_columns(b"a,a\n1,2\n", form="tsv").startswith(b"a\ta\tstatus")
    with pytest.raises(UsageError, match="the column 'a' twice, which jsonl cannot hold: rename"):
        add_columns(b"a,a\n1,2\n", form="jsonl")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no format 'xls': name one of csv, tsv, jsonl,"):
        add_columns(b"a\n", form="xls")


def test_the_source_is_not_written_over(tmp_path: Path) -> None:
    path = put(tmp_path, "a\n1\n")
    (tmp_path / "link.csv").symlink_to(path)
    (tmp_path / "hard.csv").hardlink_to(path)
    message = f"{path} is what is being read: write to another file"
    for name in ("in.csv", "link.csv", "hard.csv"):
        with pytest.raises(UsageError) as caught:
            add_columns(path, tmp_path / name)
        assert str(caught.value) == message
    source = open_source(str(path))
    with path.open("ab") as same, pytest.raises(UsageError, match="is what is being read"):
        open_target(source, "-", ADDED, stdout=same)
    source.close()
    assert path.read_bytes() == b"a\n1\n"


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("form", ["parquet", "xlsx"])
def test_binary_formats_are_not_written_to_a_terminal(form: str) -> None:
    source = open_source("-", stdin=io.BytesIO(b"a\n"))
    with pytest.raises(
        UsageError, match=f"{form} is not text for a terminal: name a file to write"
    ):
        open_target(source, None, ADDED, format=form, stdout=Terminal())


@pytest.mark.parametrize(
    ("form", "content", "package", "extra"),
    [("Parquet", b"PAR1", "pyarrow", "parquet"), ("Excel", b"PK\x03\x04", "openpyxl", "excel")],
)
def test_a_package_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, form: str, content: bytes, package: str, extra: str
) -> None:  # fmt: skip
    for module in [module for module in sys.modules if module.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    error = refused(content)
    assert type(error) is MissingExtraError
    assert error.exit_code == 4
    assert str(error) == f'reading {form} needs {package}: pip install "icslookup[{extra}]"'
    out = tmp_path / {"Parquet": "out.parquet", "Excel": "out.xlsx"}[form]
    with pytest.raises(MissingExtraError, match=f"writing {form} needs {package}: pip install"):
        add_columns(b"a\n", out)
    assert not list(tmp_path.iterdir())
