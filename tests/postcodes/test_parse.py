"""Postcodes, their parts and LSOA codes, however they are written."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.postcodes.parse import (
    join_postcode_words,
    parse_lsoa,
    parse_postcode,
    suggest_lsoa,
    suggest_postcode,
)


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        ("E01030331", "E01030331", None),
        (" e01 030 331 ", "E01030331", None),
        ("EO1O3O331", None, "E01030331"),
        ("E0103033", None, None),
        ("W01000001", None, None),
        ("E07000209", None, None),
        ("E" * 99, None, None),
        ("", None, None),
    ],
)
def test_the_code_of_an_lsoa(text: str, code: str | None, meant: str | None) -> None:
    assert (parse_lsoa(text), suggest_lsoa(text)) == (code, meant)


@pytest.mark.parametrize(
    ("text", "spelt", "kind"),
    [
        ("GU1 4QT", "GU1 4QT", "postcode"),
        ("gu14qt", "GU1 4QT", "postcode"),
        (" g u 1 4 q t ", "GU1 4QT", "postcode"),
        ("GU1-4QT", "GU1 4QT", "postcode"),
        ("GU1\u00a04QT.", "GU1 4QT", "postcode"),
        ("\uff27\uff35\uff11 4QT", "GU1 4QT", "postcode"),
        ("M11AE", "M1 1AE", "postcode"),
        ("EC1A1BB", "EC1A 1BB", "postcode"),
        ("W1A 0AX", "W1A 0AX", "postcode"),
        ("gir0aa", "GIR 0AA", "postcode"),
        ("w1n 2bb", "W1N 2BB", "postcode"),
        ("N1R1AA", "N1R 1AA", "postcode"),
        ("npt 2xy", "NPT 2XY", "postcode"),
        ("NPT", "NPT", "district"),
        ("W1V", "W1V", "district"),
        ("BF1 3AA", "BF1 3AA", "postcode"),
        ("JE3 1AB", "JE3 1AB", "postcode"),
        ("zz993cz", "ZZ99 3CZ", "postcode"),
        ("ZZ99 9", "ZZ99 9", "sector"),
        ("ZZ99", "ZZ99", "district"),
        ("GU1 4", "GU1 4", "sector"),
        ("GU144", "GU14 4", "sector"),
        ("EC1A1", "EC1A 1", "sector"),
        ("GU14", "GU14", "district"),
        ("N1C", "N1C", "district"),
        ("gu", "GU", "area"),
        ("B", "B", "area"),
    ],
)
def test_a_postcode_is_read_in_any_spacing_and_case(text: str, spelt: str, kind: str) -> None:
    found = parse_postcode(text)
    assert found == (spelt, kind)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Guildford",
        "GU1 4Q",
        "GU1 4QTX",
        "1AA",
        "GUU1 4QT",
        "E07000209",
        "SW1A OAA",
        "9",
        "Q98",
        "Q98 1AA",
        "V2",
        "AA1 1AA",
        "RJ2",
        "XX10 4QT",
        "J",
        "QQ",
        "NPU 1AA",
        "NPTA",
        "M1M 5HJ",
        "GU1 4VZ",
        "ZZ1 1AA",
        "ZZ98 3VZ",
        "A" * 99,
    ],
)
def test_text_that_is_not_a_postcode_is_not_read(text: str) -> None:
    assert parse_postcode(text) is None


def test_every_area_of_the_royal_mail_is_one_and_no_other_letters_are() -> None:
    letters = string.ascii_uppercase
    pairs = [*letters, *(one + two for one in letters for two in letters)]
    areas = {pair for pair in pairs if parse_postcode(pair)}
    assert len(areas) == 124 + len({"BF", "BX", "ZZ"})
    districts = {pair for pair in pairs if parse_postcode(f"{pair}1")}
    assert districts == areas - {"ZZ"}
    assert not areas & {"A", "AA", "GB", "J", "Q", "QA", "RJ", "UK", "V", "X", "XX"}


@given(
    st.from_regex(
        r"((GU|M|SW|ZE|BT)[0-9]{1,2}|(EC|SW)[0-9]X|[EM][0-9]W) [0-9][ABDQZ]{2}", fullmatch=True
    ),
    st.text(" -\t\u00a0.", max_size=2),
    st.sampled_from(["together", "parted", "each"]),
    st.booleans(),
)
def test_spacing_and_case_do_not_matter(text: str, gap: str, way: str, lower: bool) -> None:
    signs = {"together": text.replace(" ", ""), "parted": text, "each": " ".join(text)}[way]
    written = gap + signs.replace(" ", f" {gap}") + gap
    found = parse_postcode(written.lower() if lower else written)
    assert found == (text, "postcode")
    low, high = found.span
    assert low <= text < high
    for part in (found.sector, text.split(maxsplit=1)[0], text[:2].rstrip("0123456789")):
        within = parse_postcode(part)
        assert within is not None
        low, high = within.span
        assert low <= text < high


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("SW1A OAA", "SW1A 0AA"),
        ("0X1 2AB", "OX1 2AB"),
        ("GUI 4QT", "GU1 4QT"),
        ("GU1 4Q7", None),
        ("Guildford", None),
        ("", None),
        ("GU1 4QT", None),
        ("GU14 QT", "GU1 4QT"),
        ("EC1 A1BB", "EC1A 1BB"),
        ("GU51 1D", None),
        ("GU1 40T", None),
        ("5W1A1AA", "SW1A 1AA"),
    ],
)
def test_a_letter_for_a_digit_is_suggested(text: str, meant: str | None) -> None:
    assert suggest_postcode(text) == meant


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("GU1 4QT", ["GU1 4QT"]),
        (
            "GU1 4QT GU1 4 rg1 1aa SW1A1AA N1 E1W",
            ["GU1 4QT", "GU1 4", "rg1 1aa", "SW1A1AA", "N1", "E1W"],
        ),
        ("SW1A OAA", ["SW1A OAA"]),
        ("SWIA 1AA", ["SWIA 1AA"]),
        ("GU51 1D", ["GU51 1D"]),
        ("GU999 1AA", ["GU999 1AA"]),
        ("GU1 4QT 1AA", ["GU1 4QT", "1AA"]),
        ("4QT", ["4QT"]),
    ],
)
def test_words_of_one_postcode_are_joined(words: str, texts: list[str]) -> None:
    assert join_postcode_words(words.split()) == texts
