"""Why a spelling has no board, and what the user may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.bulk.explanation import explain
from icslookup.bulk.matcher import Matcher

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset


def test_a_name_in_a_column_of_codes_is_explained_with_its_code() -> None:
    matcher = Matcher("2024-06-01", kind="code")
    for text, name, code in (
        ("guildford", "Guildford", "E07000209"),
        ("Frimley ICB", "NHS Frimley Integrated Care Board", "QNQ"),
        ("Gilfrod", "Guildford", "E07000209"),
    ):
        note, suggestions = explain(matcher, text)
        assert note == f"'{text}' is no code of a council or board"
        assert (suggestions[0].name, suggestions[0].code) == (name, code)
    note, suggestions = explain(matcher, "E06000066")  # Somerset, from 2023
    assert suggestions == []
    note, _ = explain(Matcher("2022-12-31", kind="code"), "E06000066")
    assert "is no code" not in note
    assert explain(matcher, "Zzyzx") == ("'Zzyzx' is no code of a council or board", [])
    board = icslookup.board("Essex").board
    assert board is not None
    _, suggestions = explain(Matcher(kind="code"), "Essex")
    assert {s.code for s in suggestions} == {"E10000012", board.ods_code}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("W06000015", "Wales"),
        ("E01030331", "icslookup lsoa"),
        ("GU1 1AA", "postcode"),
        ("E0700020", "has or had the code"),
        ("S9B9J", "was established on 1 April 2026"),
    ],
)
def test_another_code_in_a_column_of_codes_is_explained(text: str, part: str) -> None:
    for kind in ("code", "auto"):
        note, _ = explain(Matcher("2022-07-01", kind=kind), text)
        assert part in note


def test_why_there_is_no_board(data: Dataset) -> None:
    matcher = Matcher(data=data)
    note, suggestions = explain(matcher, "Newcastle")
    assert "could be more than one" in note
    assert [s.code for s in suggestions[:2]] == ["E08000021", "E07000195"]
    note, suggestions = explain(matcher, "Aylesbury Vale")
    assert "before boards existed" in note
    assert [s.code for s in suggestions] == ["E06000060"]
    note, suggestions = explain(Matcher(kind="board"), "Frimlex Park")
    assert suggestions[0].code == "QNQ"
