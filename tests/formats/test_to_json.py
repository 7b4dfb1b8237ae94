"""JSON and JSON Lines."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import jsonschema
import pytest

import icslookup
from icslookup.formats import render
from icslookup.formats.to_json import render_error, to_dict
from icslookup.formats.views.registry import view_of
from icslookup.model import DataInfo
from tests.support.answers import ANSWERS
from tests.support.schemas import check
from tests.support.table_files import rebased

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset


def test_json_of_every_authority_and_board_is_as_its_schema_says(data: Dataset) -> None:
    for key in data.authorities:
        answer = icslookup.area(key)
        check(json.loads(render(answer, "json")), "area")
    for key in data.boards:
        found = icslookup.board(key)
        check(json.loads(render(found, "json")), "board")


def test_an_error_is_as_its_schema_says() -> None:
    check(json.loads(render_error("what was wrong", "error")), "error")


def test_a_missing_key_breaks_the_schema() -> None:
    answer = icslookup.area("Guildford")
    document = json.loads(render(answer, "json"))
    del document["boards"][0]["ons_code"]
    with pytest.raises(jsonschema.ValidationError):
        check(document, "area")


def test_a_record_becomes_a_dictionary_and_a_tuple_a_list() -> None:
    info = DataInfo("1", None, "")
    assert to_dict(
        (info, date(2026, 4, 1), "x", None, Decimal("2.0"), Decimal("0.5"), {"a": 1})
    ) == [
        {"version": "1", "boundaries": None, "attribution": ""},
        "2026-04-01",
        "x",
        None,
        2,
        Decimal("0.5"),
        {"a": 1},
    ]


def test_a_list_has_one_object_on_each_line() -> None:
    answer = icslookup.splits()
    lines = render(answer, "json").splitlines()
    assert (lines[0], lines[-1]) == ("[", "]")
    rows = [json.loads(line.rstrip(",")) for line in lines[1:-1]]
    assert rows == [to_dict(row) for row in answer.rows]
    assert render(icslookup.splits(min_share=0.5), "json") == "[]\n"
    assert render(icslookup.splits(min_share=0.5), "jsonl") == ""


def test_a_whole_table_has_a_line_for_each_result_and_none_for_no_result() -> None:
    answer = ANSWERS["rebased"]()
    boards = [json.loads(line)["ods_code"] for line in render(answer, "jsonl").splitlines()]
    assert boards == [row[0] for row in view_of(answer).rows(answer)[1]]
    assert render(ANSWERS["nothing rebased"](), "jsonl") == ""


@pytest.mark.parametrize("name", [name for name in ANSWERS if "rebased" not in name])
def test_an_answer_without_decimals_is_written_as_python_writes_it(name: str) -> None:
    answer = ANSWERS[name]()
    if not isinstance(getattr(answer, "rows", None), tuple):
        assert render(answer, "json") == json.dumps(to_dict(answer), indent=2) + "\n"


def test_decimals_keep_all_their_digits() -> None:
    digits = "123456789012345678901234567890.123456789"
    content = f"board,homes\nQU9,{digits}\nQHM,-0.000000001\nQWO,1e3\n".encode()
    answer = rebased(content, "homes")
    text = render(answer, "json")
    assert f'"homes": {digits},' in text
    assert '"homes": -0.000000001,' in text
    assert '"homes": 1000,' in text
    numbers = json.loads(text, parse_float=Decimal)
    assert sum(Fraction(row["homes"]) for row in numbers["rows"]) == answer.values[0].total
    assert [
        json.loads(line, parse_float=Decimal) for line in render(answer, "jsonl").splitlines()
    ] == numbers["rows"]
    found = [row["homes"] for row in to_dict(answer)["rows"]]
    assert sorted(found) == [Decimal("-0.000000001"), 1000, Decimal(digits)]
    assert {type(figure) for figure in found} == {int, Decimal}
