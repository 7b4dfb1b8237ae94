"""Known codes in a text, and the text without them."""

from __future__ import annotations

import pytest

from icslookup.names.codes import codes_in, is_surely_meant

CODES = {"XYZ", "X1Y2Z", "E99000001", "E99000002", "07K"}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("XYZ: Anyshire", [("XYZ", "Anyshire")]),
        ("Anyshire (E99000001)", [("E99000001", "Anyshire")]),
        ("E99000001 - Anyshire", [("E99000001", "Anyshire")]),
        ("Anyshire_XYZ", [("XYZ", "Anyshire")]),
        ("XYZ/Anyshire", [("XYZ", "Anyshire")]),
        ("Anyshire|x1y2z", [("X1Y2Z", "Anyshire")]),
        ("NHS Anyshire ICB - 07K", [("07K", "NHS Anyshire ICB")]),
        ("Anyshire [ODS code: XYZ]", [("XYZ", "Anyshire")]),
        ("XYZ, E99000001: Anyshire", [("XYZ", "Anyshire"), ("E99000001", "Anyshire")]),
        ("Anyshire (North) XYZ", [("XYZ", "Anyshire (North)")]),
        ('"XYZ"', [("XYZ", "")]),
        ("XYZ - E99000001", [("XYZ", ""), ("E99000001", "")]),
        ("Anyshire", []),
        ("Anyxyz XYZA", []),
        ("E990000012", []),
        ("", []),
    ],
)
def test_codes_are_found_whatever_stands_between(text: str, pairs: list[tuple[str, str]]) -> None:
    assert codes_in(text, CODES) == pairs


@pytest.mark.parametrize(
    ("code", "text", "sure"),
    [
        ("XYZ", "Anyshire XYZ", True),
        ("XYZ", "anyshire xyz", False),
        ("07K", "anyshire 07k", True),
    ],
)
def test_letters_in_small_type_may_be_a_word(code: str, text: str, *, sure: bool) -> None:
    assert is_surely_meant(code, text) is sure
