"""Cells of every type as text and as JSON."""

from __future__ import annotations

from tests.support.table_files import through


def test_values_of_json_become_text() -> None:
    content = '{"a": true, "b": 1.5, "c": null, "d": ["é", 1], "e": {"f": false}}\n'
    assert through(content.encode(), form="csv").decode() == (
        'a,b,c,d,e,status,share,count\ntrue,1.5,,"[""é"", 1]","{""f"": false}",found,0.5,3\n'
    )


def test_numbers_that_json_does_not_know_are_null() -> None:
    content = b'{"a": NaN, "b": {"c": [1.5, -Infinity]}, "d": "x"}\n'
    written = through(content, answers=(((None, float("inf"), 1),),), form="csv")
    assert written.splitlines()[1] == b'nan,"{""c"": [1.5, null]}",x,,inf,1'
    assert through(b"a\n1\n", answers=((("x", float("nan"), 1),),), form="jsonl") == (
        b'{"a": "1", "status": "x", "share": null, "count": 1}\n'
    )
