"""What of a file is text to scan: encodings, line breaks, notebooks, headings, binary files."""

from __future__ import annotations

import json

import pytest

from icslookup.bulk.scan.document import Line, decode, read_document
from tests.support.scans import codes

TEXT = "# caf\u00e9\nicb = 'QNQ'\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_is_decoded_with_line_feeds(encoding: str, end: str) -> None:
    assert decode(TEXT.replace("\n", end).encode(encoding)) == TEXT


def test_the_mark_of_the_other_byte_order_is_known_too() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT
    assert decode(b"\0\0\xfe\xff" + TEXT.encode("utf-32-be")) == TEXT


@pytest.mark.parametrize(
    "data",
    [
        b"E54000034\0\1\2\3",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"PK\3\4\x14\0\0\0 E54000034",
        b"\0\0\0\0",
    ],
)
def test_a_binary_file_is_not_text(data: bytes) -> None:
    assert decode(data) is None


def test_a_zero_byte_far_into_a_text_does_not_hide_the_text() -> None:
    text = decode(b"icb = 'QNQ'\n" * 1000 + b"\0")
    assert text is not None
    assert text.startswith("icb = 'QNQ'")


def test_damaged_utf_16_is_still_read() -> None:
    assert "QNQ" in (decode(b"\xff\xfe" + "icb = 'QNQ'".encode("utf-16-le") + b"\xd8") or "")


def notebook(indent: int | None = 1) -> str:
    """Return a notebook with ended codes in its sources and in what programs wrote."""
    return json.dumps(
        {
            "cells": [
                {
                    "attachments": {"a.png": {"image/png": "abc/E54000034/QNQ"}},
                    "cell_type": "markdown",
                    "metadata": {"icb": "QNQ", "source": "E54000034"},
                    "source": ["# ICB `QNQ`\n", "\n", "E07000026"],
                },
                {
                    "cell_type": "code",
                    "execution_count": 1,
                    "metadata": {},
                    "outputs": [
                        {"data": {"text/plain": ["ICB 'QNQ' E54000034"]}, "source": ["E54000034"]},
                        {"data": {"image/png": "iVBORw0KGgo/QNQ+E54000034/03D=="}},
                        {"text": ["ccg = '03D'"]},
                    ],
                    "source": [
                        "ccgs = [\n",
                        '    "03D", "\u00e9", "05C",\n',
                        "]\n",
                        "x = '\\tE54000042'",
                    ],
                },
                {
                    "cell_type": "code",
                    "metadata": {},
                    "outputs": [],
                    "source": "a = 1\nicb = 'QU9'\n",
                },
                {"cell_type": "code", "metadata": {}, "outputs": [], "source": []},
            ],
            "metadata": {"title": "E54000034 ICB 'QNQ'"},
            "nbformat": 4,
            "nbformat_minor": 5,
        },
        indent=indent,
    )


def test_only_the_sources_of_a_notebook_are_read() -> None:
    found = codes(notebook(), "analysis.ipynb")
    assert [code for _, code in found] == ["QNQ", "E07000026", "03D", "05C", "E54000042", "QU9"]


def test_the_places_in_a_notebook_are_those_of_the_file() -> None:
    text = notebook()
    lines = text.split("\n")
    document = read_document("a.ipynb", text, cells=False)
    found = []
    for number, line in enumerate(document.text.split("\n")):
        for code in ("QNQ", "E07000026", "03D", "05C", "E54000042", "QU9"):
            if code in line:
                place = document.place(number, line.index(code))
                assert lines[place.line - 1][place.column - 1 :].startswith(code)
                found.append(code)
    assert found == ["QNQ", "E07000026", "03D", "05C", "E54000042", "QU9"]


def test_a_notebook_may_be_one_line() -> None:
    found = codes(notebook(None), "analysis.ipynb")
    assert {line for line, _ in found} == {1}
    assert len(found) == 6


def test_an_old_notebook_has_inputs() -> None:
    old = {
        "worksheets": [{"cells": [{"input": ["icb = 'QNQ'"], "outputs": [{"text": "E54000034"}]}]}]
    }
    assert codes(json.dumps(old, indent=1), "old.ipynb") == [(7, "QNQ")]


def test_a_notebook_that_is_not_json_is_read_as_text() -> None:
    assert codes("icb = 'QNQ'", "broken.ipynb") == [(1, "QNQ")]
    assert codes('{"cells": [{"source": ["icb = \'QNQ\'"', "cut.ipynb") == [(1, "QNQ")]
    assert codes("{]}}]", "odd.ipynb") == []


def test_a_remark_leaves_out_a_line_of_a_notebook() -> None:
    cell = {"cells": [{"source": ["icb = 'QNQ'  # icslookup: ignore\n", "icb = 'QU9'"]}]}
    assert [code for _, code in codes(json.dumps(cell), "a.ipynb")] == ["QU9"]


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("a,b\n1,2\n", "a,b"),
        ('"a\nb",c\n1,2\n', '"a\nb",c'),
        ('"a ""b""",c\n1', '"a ""b""",c'),
        ('a 5",b\n1,2', 'a 5",b'),
        ("\n\na,b\n1", "\n\na,b"),
        ("", ""),
    ],
)
def test_only_the_heading_of_a_table_is_read(text: str, heading: str) -> None:
    assert read_document("x/A.CSV", text, cells=False).text == heading
    assert read_document("a.tsv", text, cells=False).text == heading
    assert read_document("a.csv", text, cells=True).text == text
    assert read_document("a.txt", text, cells=False).text == text


def test_places_count_from_1() -> None:
    assert read_document("a.py", "x", cells=False).place(0, 0) == Line(1, 1)
