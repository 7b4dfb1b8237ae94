"""Delimiters: named by the user, or detected from the first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icslookup.errors import UsageError
from icslookup.tables.delimiters import find_delimiter
from tests.support.table_files import add_columns, put, read, refused

if TYPE_CHECKING:
    from pathlib import Path


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
def test_the_delimiter_can_be_named(word: str) -> None:
    assert read(b"a,b\tc\n", delimiter=word) == [("a,b", "c")]
    assert add_columns(b"a,b\tc\n1\t2\n", delimiter=word) == (
        b"a,b\tc\tstatus\tshare\tcount\n1\t2\tfound\t0.5\t3\n"
    )


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", "\0", "comma"])
def test_an_impossible_delimiter_is_refused(delimiter: str) -> None:
    error = refused(b"a,b\n", delimiter=delimiter)
    assert isinstance(error, UsageError)
    assert str(error) == f"{delimiter!r} is no delimiter: give one character, or tab"


@pytest.mark.parametrize(
    ("head", "prefer", "delimiter"),
    [
        ("", ",", ","),
        ("name\nLeeds\n", "\t", ","),
        ("a,b;c\n1,2;3\n", ";", ";"),
        ("a,b;c;d\n1,2;3;4\n", "\t", ";"),
        ("a, b;c\n1, 2;3\n", ",", ";"),
        ("a;b\n1;2\n1,2,3;", ",", ";"),
    ],
)
def test_equal_delimiters_are_ranked(head: str, prefer: str, delimiter: str) -> None:
    assert find_delimiter(head, prefer) == delimiter
