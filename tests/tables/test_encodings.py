"""Encodings: named by the user, or detected from the bytes."""

from __future__ import annotations

import gzip
import io
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError, UsageError
from icslookup.tables.encodings import Encoding, count_breaks, find_encoding
from icslookup.tables.input_file import Input
from tests.support.table_files import put, read, refused

if TYPE_CHECKING:
    from pathlib import Path


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
def test_the_encoding_can_be_named(content: bytes, encoding: str, expected: str) -> None:
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


def test_a_letter_across_the_end_of_the_sample_is_not_a_fault() -> None:
    content = b"a\n" + b"x" * ((1 << 20) - 3) + "é\n".encode()
    assert str(read(content)[-1][0]).endswith("xé")


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("a", 0), ("a\nb\n", 2), ("\r\n\r\n", 2), ("\r\r\n\n", 3)]
)
def test_line_breaks_are_counted(text: str, count: int) -> None:
    assert count_breaks(text) == count


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_a_mark(codec: str) -> None:
    source = Input("-", io.BytesIO("name\nYnys Môn\n".encode(codec)))
    assert find_encoding(source, None) == Encoding(codec)
    assert find_encoding(source, "latin-1") == Encoding("iso8859-1", named=True)
