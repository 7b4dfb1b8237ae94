"""Delimited text is read in batches, and written with its own bytes unchanged."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from icslookup.tables import BATCH_ROWS, open_source
from tests.support.table_files import (
    ADDED_CELLS,
    FOUND,
    HEADER,
    MISSED,
    add_columns,
    put,
    read,
    refused,
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
    written = add_columns(source, tmp_path / f"out{end}")
    assert (gzip.decompress(written) if packed else written) == after
    assert add_columns(gzip.compress(before) if packed else before) == after


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
    assert add_columns(before.encode()).decode() == expected


def test_a_quote_that_is_closed_far_too_late_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """To look for the end of such a quote in a large file would need too much memory."""
    monkeypatch.setattr("icslookup.tables.delimited._LONGEST_FIELD", 1 << 10)
    before = csv.field_size_limit(1 << 10)
    try:
        error = refused(b'a,b\n1,2\n"' + b"x" * 2000 + b'",2\n', delimiter=",")
    finally:
        csv.field_size_limit(before)
    assert str(error) == "standard input, line 3: a quote is opened here that is never closed"


def test_short_rows_are_filled_up_and_counted(tmp_path: Path) -> None:
    path = put(tmp_path, "a,b,c\n1\n1,2,3\n1,2\n\n")
    source = open_source(str(path))
    (batch,) = source.batches([2, 0])
    assert batch.cells == ([None, "3", None], ["1", "1", "1"])
    assert batch.records() == [("1", None, None), ("1", "2", "3"), ("1", "2", None)]
    assert source.ragged == 2
    source.close()
    assert add_columns(path) == (
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
    assert source.share_read() == 1
    source.close()
    assert source.share_read() is None
    written = add_columns(path, answers=((FOUND,), (MISSED,))).decode().splitlines()
    ends = [",found,0.5,3", ",not_found,,"]
    assert written[1:] == [line + ends[row % 2] for row, line in enumerate(lines)]


def test_a_record_may_cross_the_end_of_a_batch() -> None:
    lines = ["a,b", *["1,2"] * (BATCH_ROWS - 1), '"x', "y", 'z",2', "3,4", ""]
    content = "\n".join(lines).encode()
    assert read(content)[BATCH_ROWS:] == [("x\ny\nz", "2"), ("3", "4")]
    blank = b"a,b\n" + b"\n" * 3 * BATCH_ROWS + b"1,2\n" + b"\n" * 2 * BATCH_ROWS
    expected = blank.replace(b"a,b", b"a,b,status,share,count").replace(b"1,2", b"1,2,found,0.5,3")
    assert add_columns(blank) == expected


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(
        st.lists(
            st.text(
                st.characters(codec="utf-8", exclude_characters="\0"), max_size=6
            ) | st.sampled_from(['"', ",", "\r\n", "a,b", 'a "b"', ";", "\t", "é", " x ", ""]),
            min_size=3, max_size=3,
        ),
        max_size=12,
    ),
    delimiter=st.sampled_from(",;\t|"),
    newline=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-8-sig"]),
    last=st.booleans(),
    added=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=4), min_size=2, max_size=2),
    copies=st.integers(1, 2),
)  # fmt: skip
def test_any_table_comes_back_with_its_own_bytes(  # noqa: PLR0913
    rows: list[list[str]], delimiter: str, newline: str, quoting: Any, encoding: str, last: bool,
    added: list[str], copies: int,
) -> None:  # fmt: skip
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=newline, quoting=quoting)
    writer.writerows([["a", "b", "c"], *rows])
    text = buffer.getvalue()
    text = text if last else text.removesuffix(newline)
    own = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    # Before Python 3.13 csv.writer does not quote \r or \n if lines end with something else.
    assume(all(len(row) == len(own[0]) for row in own))
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    written = add_columns(
        mark + text.encode(encoding),
        added=(("x", str), ("y", str)),
        answers=([tuple(added)] * copies,),
        delimiter=delimiter,
    )
    assert written.startswith(mark)
    result = written[len(mark) :].decode(encoding)
    assert result.endswith(newline) == text.endswith(newline)
    found = list(csv.reader(io.StringIO(result, newline=""), delimiter=delimiter))
    expected = [[*row, *added] for row in own[1:] for _ in range(copies)]
    assert found == [["a", "b", "c", "x", "y"], *expected]
    # The own bytes keep their order, and only added bytes are between them.
    place = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip("\r\n")
        place = result.index(body, place) + len(body)
