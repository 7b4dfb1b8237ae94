"""Delimited text, JSON Lines and lists of names: read in batches, written back untouched."""

from __future__ import annotations

import csv
import gzip
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from icslookup.errors import DataError, IcslookupError, UsageError
from icslookup.tables import BATCH_ROWS, open_source
from tests.support.program import TOP
from tests.support.table_files import (
    ADDED_CELLS,
    FOUND,
    HEADER,
    MISSED,
    put,
    read,
    refused,
    through,
)

if TYPE_CHECKING:
    from pathlib import Path

ENCODINGS = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with a mark": ("utf-8", b"\xef\xbb\xbf"),
    "UTF-16 LE": ("utf-16-le", b"\xff\xfe"),
    "UTF-16 BE": ("utf-16-be", b"\xfe\xff"),
    "UTF-16 LE without a mark": ("utf-16-le", b""),
    "UTF-16 BE without a mark": ("utf-16-be", b""),
    "Windows-1252": ("cp1252", b""),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False], ids=["", "no last newline"])
@pytest.mark.parametrize(
    "row", ["Ynys Môn,1", '"Ynys Môn","1"', ' Ynys Môn , "1"', '"Ynys\r\nMôn",1', '"a ""b""é",']
)
@pytest.mark.parametrize("packed", [False, True], ids=["", "gz"])
def test_every_byte_comes_back(
    tmp_path: Path,
    encoding: str,
    newline: str,
    last: bool,
    row: str,
    packed: bool,
) -> None:
    codec, mark = ENCODINGS[encoding]

    def table(header: str, cells: str) -> bytes:
        text = newline.join([f"name,value{header}", f"{row}{cells}", f"Leeds,2{cells}"])
        return mark + (text + newline * last).encode(codec)

    before, after = table("", ""), table(HEADER, ADDED_CELLS)
    end = ".csv.gz" if packed else ".csv"
    source = put(tmp_path, gzip.compress(before) if packed else before, f"in{end}")
    written = through(source, tmp_path / f"out{end}")
    assert (gzip.decompress(written) if packed else written) == after
    assert through(gzip.compress(before) if packed else before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a,b\n1,2\r\n3,4\r5,6", "a,b{h}\n1,2{c}\r\n3,4{c}\r5,6{c}"),
        ("\n\r\na,b\n\n1,2\n\n\n3,4\n\n", "\n\r\na,b{h}\n\n1,2{c}\n\n\n3,4{c}\n\n"),
        ("a,b\n\n\n", "a,b{h}\n\n\n"),
        ("a,b", "a,b{h}"),
        ("a\n1\n\n2\n", "a{h}\n1{c}\n\n2{c}\n"),
        ('a\n""\n', 'a{h}\n""{c}\n'),
        ("a,b\n1\n \n", "a,b{h}\n1,{c}\n ,{c}\n"),
        ('a,b\n"1\n2"\n', 'a,b{h}\n"1\n2",{c}\n'),
        ('"a\n\nb",c\n1,2\n', '"a\n\nb",c{h}\n1,2{c}\n'),
        ("a,b\n=cmd|'/C calc'!A0,@x\n", "a,b{h}\n=cmd|'/C calc'!A0,@x{c}\n"),
        ("a,a\n1,2\n", "a,a{h}\n1,2{c}\n"),
        ('a,b\n5" pipe,2" pipe\n', 'a,b{h}\n5" pipe,2" pipe{c}\n'),
    ],
)  # fmt: skip
def test_odd_tables_come_back_with_the_cells_added(before: str, after: str) -> None:
    expected = after.format(h=HEADER, c=ADDED_CELLS)
    assert through(before.encode()).decode() == expected


@pytest.mark.parametrize(
    ("content", "name", "columns"),
    [
        ("a,b\n1,2\n", "in.csv", ("a", "b")),
        ("a;b\n1;2\n", "in.csv", ("a", "b")),
        ("a\tb\n1\t2\n", "in.csv", ("a", "b")),
        ("a|b\n1|2\n", "in.txt", ("a", "b")),
        ("a, b\tc\n1, 1\t2\n", "in.tsv", ("a, b", "c")),
        ("a\n1\n", "in.csv", ("a",)),
        ("a\n1\n", "in.tsv", ("a",)),
        ('"a;b;c",d\n"1;2;3",4\n', "in.csv", ("a;b;c", "d")),
        ("name;note, free\nA;x\nB;y, z\n", "in.csv", ("name", "note, free")),
        ("name (first, last);town\nA, B;C\nD, E;F\n", "in.csv", ("name (first, last)", "town")),
    ],
)
def test_the_delimiter_is_found(
    tmp_path: Path, content: str, name: str, columns: tuple[str, ...]
) -> None:
    assert read(put(tmp_path, content, name))[0] == columns


@pytest.mark.parametrize("word", ["tab", "TAB", "\\t", "\t"])
def test_the_delimiter_can_be_said(word: str) -> None:
    assert read(b"a,b\tc\n", delimiter=word) == [("a,b", "c")]
    assert through(b"a,b\tc\n1\t2\n", delimiter=word) == (
        b"a,b\tc\tstatus\tshare\tcount\n1\t2\tfound\t0.5\t3\n"
    )


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", "\0", "comma"])
def test_what_cannot_be_a_delimiter_is_refused(delimiter: str) -> None:
    error = refused(b"a,b\n", delimiter=delimiter)
    assert isinstance(error, UsageError)
    assert str(error) == f"{delimiter!r} is no delimiter: give one character, or tab"


@pytest.mark.parametrize(
    ("content", "encoding", "expected"),
    [
        (b"a\n\xe9\n", "latin-1", "é"),
        ("a\né\n".encode("utf-8-sig"), "utf-8", "é"),
        ("a\né\n".encode("utf-8-sig"), "utf-8-sig", "é"),
        (b"a\n\xc3\xa9\n", "utf-8-sig", "é"),
        ("a\né\n".encode("utf-16"), "UTF-16", "é"),
        ("a\né\n".encode("utf-16-be"), "utf-16-be", "é"),
        (b"\xfe\xff" + "a\né\n".encode("utf-16-be"), "utf-16", "é"),
        ("a\né\n".encode("utf-32"), "utf-32", "é"),
    ],
)
def test_the_encoding_can_be_said(content: bytes, encoding: str, expected: str) -> None:
    assert read(content, encoding=encoding) == [("a",), (expected,)]


@pytest.mark.parametrize("encoding", ["nonsense", "base64", "rot13", "undefined", "a\0b", ""])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    error = refused(b"a\n1\n", encoding=encoding)
    assert isinstance(error, UsageError)
    assert "there is no encoding" in str(error)


def test_a_byte_far_behind_the_start_decides_the_encoding_of_a_file(tmp_path: Path) -> None:
    content = b"a\n" + b"x" * 99 * 30_000 + b"\nYnys M\xf4n\n"
    assert read(put(tmp_path, content))[-1] == ("Ynys Môn",)
    path = put(tmp_path, gzip.compress(content), "in.csv.gz")
    assert read(path)[-1] == ("Ynys Môn",)
    error = refused(content)
    assert isinstance(error, DataError)
    assert str(error) == (
        "standard input, line 3: the byte 0xF4 is not utf-8: try --encoding cp1252"
    )


def test_a_letter_across_the_end_of_what_is_looked_at_is_no_fault() -> None:
    content = b"a\n" + b"x" * ((1 << 20) - 3) + "é\n".encode()
    assert str(read(content)[-1][0]).endswith("xé")


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


def test_a_quote_that_is_closed_far_too_late_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would take all the memory to look for its end in a large file."""
    monkeypatch.setattr("icslookup.tables.delimited._LONGEST_FIELD", 1 << 10)
    before = csv.field_size_limit(1 << 10)
    try:
        error = refused(b'a,b\n1,2\n"' + b"x" * 2000 + b'",2\n', delimiter=",")
    finally:
        csv.field_size_limit(before)
    assert str(error) == "standard input, line 3: a quote is opened here that is never closed"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert str(refused(tmp_path / "no.csv")) == f"{tmp_path / 'no.csv'} is missing"
    assert str(refused(tmp_path)) == f"{tmp_path} cannot be read: Is a directory"
    path = put(tmp_path, b"a\n1\n", "in.csv.gz")
    assert str(refused(path)) == f"{path} is not a gzip file"
    with pytest.raises(DataError, match="standard input is closed"):
        subprocess_source_without_stdin()


def subprocess_source_without_stdin() -> None:
    kept, sys.stdin = sys.stdin, None
    try:
        open_source("-")
    finally:
        sys.stdin = kept


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, b"a\n1\n")
    path.chmod(0)
    assert str(refused(path)) == f"{path} cannot be read: Permission denied"


def test_short_rows_are_filled_up_and_counted(tmp_path: Path) -> None:
    path = put(tmp_path, "a,b,c\n1\n1,2,3\n1,2\n\n")
    source = open_source(str(path))
    (batch,) = source.batches([2, 0])
    assert batch.cells == ([None, "3", None], ["1", "1", "1"])
    assert batch.records() == [("1", None, None), ("1", "2", "3"), ("1", "2", None)]
    assert source.ragged == 2
    source.close()
    assert through(path) == (
        b"a,b,c,status,share,count\n1,,,found,0.5,3\n1,2,3,found,0.5,3\n1,2,,found,0.5,3\n\n"
    )


def test_a_field_of_ten_megabytes_is_read() -> None:
    long = "x" * 10_000_000
    assert read(f'a,b\n"{long},",2\n'.encode())[1] == (long + ",", "2")
    assert read(f"a,b\n{long},2\n".encode())[1] == (long, "2")


@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("rows", [0, 1, BATCH_ROWS - 1, BATCH_ROWS, 3 * BATCH_ROWS + 7])
def test_long_tables_come_in_batches(tmp_path: Path, rows: int, quote: str) -> None:
    lines = [f"{quote}name {row}{quote},{row}" for row in range(rows)]
    path = put(tmp_path, "\n".join(["name,n", *lines, ""]))
    source = open_source(str(path))
    sample = source.sample()
    assert sample == [(f"name {row}", str(row)) for row in range(min(rows, 1000))]
    assert len(source.sample(10)) == min(rows, 10)
    assert len(source.sample(BATCH_ROWS + 1)) == min(rows, BATCH_ROWS + 1)
    batches = list(source.batches([1]))
    assert [cell for batch in batches for cell in batch.cells[0]] == [*map(str, range(rows))]
    assert all(len(batch.cells[0]) <= BATCH_ROWS for batch in batches)
    assert source.done() == 1
    source.close()
    assert source.done() is None
    written = through(path, answers=((FOUND,), (MISSED,))).decode().splitlines()
    ends = [",found,0.5,3", ",not_found,,"]
    assert written[1:] == [line + ends[row % 2] for row, line in enumerate(lines)]


def test_a_record_may_cross_the_end_of_a_batch() -> None:
    lines = ["a,b", *["1,2"] * (BATCH_ROWS - 1), '"x', "y", 'z",2', "3,4", ""]
    content = "\n".join(lines).encode()
    assert read(content)[BATCH_ROWS:] == [("x\ny\nz", "2"), ("3", "4")]
    blank = b"a,b\n" + b"\n" * 3 * BATCH_ROWS + b"1,2\n" + b"\n" * 2 * BATCH_ROWS
    expected = blank.replace(b"a,b", b"a,b,status,share,count").replace(b"1,2", b"1,2,found,0.5,3")
    assert through(blank) == expected


def test_the_share_that_is_read_is_known_of_files_only(tmp_path: Path) -> None:
    content = b"a\n" + b"xyz\n" * 100_000
    for path in (put(tmp_path, content), put(tmp_path, gzip.compress(content), "x.gz")):
        source = open_source(str(path))
        shares = [source.done() for _ in source.batches([0])]
        assert shares == sorted(shares, key=lambda share: share or 0)
        assert shares[-1] == 1
        source.close()
    stream = open_source("-", stdin=io.BytesIO(content))
    assert {stream.done() for _ in stream.batches([])} == {None}


def test_a_pipe_is_read_as_a_file_is(tmp_path: Path) -> None:
    """Process substitution gives a path that can be read once."""
    program = "from tests.support.table_files import read; import sys; print(read(sys.argv[1]))"
    path = put(tmp_path, "a;b\n1;é\n")
    done = subprocess.run(
        ["bash", "-c", f'"$0" -c "{program}" <(cat "{path}")', sys.executable],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "tests"]), "PYTHONUTF8": "1"},
        cwd=TOP,
    )  # fmt: skip
    assert done.stdout == "[('a', 'b'), ('1', 'é')]\n"
