"""JSON Lines keep their own bytes, and members are added."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError
from icslookup.tables import BATCH_ROWS, open_source
from tests.support.table_files import add_columns, put, read, refused

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('{"a": 1}\n', '{"a": 1, S}\n'),
        ('{}\n{"a":[{"b":"}"}]}', '{S}\n{"a":[{"b":"}"}], S}'),
        ('\n \r\n{"a": "é" }\r\n\n{"b":null}  \n\t\n', '\n \r\n{"a": "é" , S}\r\n\n{"b":null, S}  \n\t\n'),
        ('{ }\n{"\\u00e9": 1.50}\n', '{ S}\n{"\\u00e9": 1.50, S}\n'),
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_json_lines_come_back_with_members_added(before: str, after: str, encoding: str) -> None:
    members = '"status": "found", "share": 0.5, "count": 3'
    expected = after.replace("S", members).encode(encoding)
    assert add_columns(before.encode(encoding)) == expected


def test_members_make_the_columns_of_json_lines() -> None:
    content = b'{"b": 1, "a": null}\n{"a": [1], "c": {"d": true}}\n'
    assert read(content) == [("b", "a", "c"), (1, None, None), (None, [1], {"d": True})]
    source = open_source("-", stdin=io.BytesIO(content))
    assert source.sample() == [(1, None, None), (None, [1], {"d": True})]
    assert source.sample(1) == [(1, None, None)]


@pytest.mark.parametrize("rows", [1, BATCH_ROWS + 1])
def test_json_lines_in_another_encoding_are_written_in_it(rows: int) -> None:
    written = add_columns(
        b'{"a": "\xe9"}\n' * rows, answers=(((("\u0175", None, None)),),), encoding="cp1252"
    )
    assert written == (
        b'{"a": "\xe9", "status": "\\u0175", "share": null, "count": null}\n' * rows
    )  # fmt: skip


def test_an_empty_file_of_json_lines_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "\n\n", "in.jsonl")
    assert str(refused(path)) == f"{path} is empty"


def test_a_member_that_clashes_later_is_refused_with_its_line() -> None:
    content = b'{"a": 1}\n\n' * 2000 + b'{"a": 1, "share": 2}\n'
    with pytest.raises(DataError, match="line 4001: there is a 'share' already: choose --prefix"):
        add_columns(content)
    with pytest.raises(DataError, match=r"line 4001: the first 1000 rows have no 'share', so"):
        add_columns(content, form="csv")


def test_a_row_of_json_lines_is_written_once_for_each_tuple() -> None:
    written = add_columns(b'{"a": 1}\n\n{"a": 2}', added=[("x", int)], answers=([(1,), (2,)],))
    assert written.decode() == (
        '{"a": 1, "x": 1}\n{"a": 1, "x": 2}\n\n{"a": 2, "x": 1}\n{"a": 2, "x": 2}'
    )
