"""Cells of every type as text and as JSON."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from icslookup.tables.cells import join_cells, json_of, text_of
from tests.support.table_files import add_columns


def test_values_of_json_become_text() -> None:
    content = '{"a": true, "b": 1.5, "c": null, "d": ["é", 1], "e": {"f": false}}\n'
    assert add_columns(content.encode(), form="csv").decode() == (
        'a,b,c,d,e,status,share,count\ntrue,1.5,,"[""é"", 1]","{""f"": false}",found,0.5,3\n'
    )


def test_numbers_that_json_does_not_know_are_null() -> None:
    content = b'{"a": NaN, "b": {"c": [1.5, -Infinity]}, "d": "x"}\n'
    written = add_columns(content, answers=(((None, float("inf"), 1),),), form="csv")
    assert written.splitlines()[1] == b'nan,"{""c"": [1.5, null]}",x,,inf,1'
    assert add_columns(b"a\n1\n", answers=((("x", float("nan"), 1),),), form="jsonl") == (
        b'{"a": "1", "status": "x", "share": null, "count": 1}\n'
    )


@pytest.mark.parametrize(
    ("cell", "text", "json"),
    [
        (None, "", "null"),
        ("é", "é", '"é"'),
        (1.50, "1.5", "1.5"),
        (True, "true", "true"),
        (Decimal("1.50"), "1.50", '"1.50"'),
        (date(2026, 11, 22), "2026-11-22", '"2026-11-22"'),
        (time(1, 2), "01:02:00", '"01:02:00"'),
        (b"x\xff", "x\ufffd", '"x\ufffd"'),
        ([1, None], "[1, null]", "[1, null]"),
        ({"a": float("nan")}, '{"a": null}', '{"a": null}'),
    ],
)
def test_a_cell_as_text_and_as_json(cell: object, text: str, json: str) -> None:
    assert (text_of(cell), json_of(cell)) == (text, json)


def test_json_can_be_ascii() -> None:
    assert json_of(["é", float("inf")], ascii_only=True) == '["\\u00e9", null]'


def test_added_cells_follow_those_of_their_row() -> None:
    answers = [[("x",)], [("y",), ("z",)]]
    assert list(join_cells([(1, 2), (3, 4)], [1, 0], answers)) == [
        (1, 2, "y"), (1, 2, "z"), (3, 4, "x"),
    ]  # fmt: skip
