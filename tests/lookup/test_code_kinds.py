"""Unknown codes are explained: which kind they are like, and when such codes were used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.bulk.explanation import explain
from icslookup.bulk.matcher import Matcher
from icslookup.gazetteer.nhs_areas import area_codes
from icslookup.lookup.area import AreaAnswer
from icslookup.lookup.board import BoardAnswer
from icslookup.lookup.code_kinds import code_kind
from icslookup.lookup.hints import text_hint, unknown_code_hint
from icslookup.postcodes.answer import PlaceAnswer
from icslookup.postcodes.lsoa import lsoa
from icslookup.postcodes.postcode import postcode
from tests.support.table_files import checked, column

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

TRUST = "the ODS code of an NHS trust"

OTHER_KINDS = [
    ("E00000123", "the code of an output area", "made for the censuses of 2011 and 2021"),
    ("E02000456", "the code of an MSOA", ""),
    ("E04001234", "the code of a parish", "used since 2011"),
    ("e05009876", "the code of a ward", "used since 2011"),
    ("E11000003", "the code of a metropolitan county", "used since 2011"),
    ("E13000002", "the code of Inner or Outer London", "used since 2011"),
    ("E14001234", "the code of a constituency", "used since 2011"),
    ("E15000007", "the code of a region of the European elections", "used until 2020"),
    ("E16000077", "the code of a primary care trust", "until 31 March 2013, before boards"),
    ("E47000099", "the code of a combined authority", "used since 2011"),
    ("E92000001", "England", ""),
    ("W05000123", "a code of Wales", ""),
    ("5PQ", "the ODS code of a primary care trust", "used until 31 March 2013"),
]
OWN_KINDS = [
    ("E06000999", "the code of a unitary authority", "used since 2011"),
    ("E07000998", "the code of a district", "used since 2011"),
    ("E08000997", "the code of a metropolitan district", "used since 2011"),
    ("E09000996", "the code of a London borough", "used since 2011"),
    ("E10000995", "the code of a county", "used since 2011"),
    ("29UH", "an old ONS code of a council", "used until 2011"),
    ("00mx", "an old ONS code of a council", "used until 2011"),
    ("E38000994", "a CCG or a sub-ICB location", "until 30 June 2022"),
    ("E40000993", "an NHS England region", ""),
    ("E54000992", "an STP or an Integrated Care Board", "meant STPs until 30 June 2022"),
    ("QY9", "an Integrated Care Board or an STP", "have meant boards since then"),
    ("QXX", "an Integrated Care Board or an STP", "have meant boards since then"),
    ("K9L8M", "an Integrated Care Board, a sub-ICB location or a CCG", "boards since April 2026"),
    ("98x", "the ODS code of a CCG or a sub-ICB location", "sub-ICB locations since"),
    ("Y48", "the ODS code of an NHS England region", ""),
]
ORGANISATIONS = [
    ("RX9", TRUST),
    ("r0b", TRUST),
    ("RYJ", TRUST),
    ("TAD", TRUST),
    ("RYJ02", "a site of an NHS trust"),
    ("B82007", "a GP practice"),
    ("y00123", "a GP practice"),
    ("FDX12", "a pharmacy"),
    ("U12345", "a primary care network"),
    ("V12345", "a dental practice"),
    ("VM1A2", "a care home or another provider of social care"),
    ("NT401", "an independent provider of health care"),
    ("EE123456", "a school"),
]


Answer = AreaAnswer | BoardAnswer | PlaceAnswer


def answers_to(code: str) -> list[Answer]:
    return [icslookup.area(code), icslookup.board(code), postcode(code), lsoa(code)]


@pytest.mark.parametrize(("code", "what", "used"), [*OTHER_KINDS, *OWN_KINDS])
def test_an_unknown_code_of_an_area_is_explained_by_every_command(
    code: str, what: str, used: str
) -> None:
    unmatched, _ = explain(Matcher(), code)
    answers = answers_to(code)
    assert {answer.status for answer in answers} == {"not_found"}
    messages = [unmatched, *(answer.message or "" for answer in answers)]
    for message in messages:
        assert what in message
        assert used in message
        assert code.upper() in message


@pytest.mark.parametrize(("code", "what"), ORGANISATIONS)
def test_an_organisation_is_not_an_area(code: str, what: str) -> None:
    unmatched, suggestions = explain(Matcher(), code)
    answers = answers_to(code)
    for message in (unmatched, *(answer.message or "" for answer in answers)):
        assert f"{code.upper()} looks like " in message
        assert what in message
        assert "Organisations are not areas: try `icslookup postcode`" in message
    assert suggestions == []
    assert all(answer.suggestions == () for answer in answers)


def test_check_explains_the_codes_of_a_column() -> None:
    wanted = {
        "E05009876": ("other_code", "is the code of a ward"),
        "RX9": ("other_code", TRUST),
        "E07000998": ("not_found", "looks like the code of a district"),
        "QY9": ("not_found", "meant STPs until 30 June 2022"),
    }
    answer = checked(column("Guildford", "Woking", "Elmbridge", "Waverley", "Dover", *wanted))
    found = {one.value: (one.finding, one.detail) for one in answer.findings}
    for code, (kind, words) in wanted.items():
        assert found[code][0] == kind
        assert words in found[code][1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RM1", "RM1 looks like a postcode: try `icslookup postcode RM1`. It also looks like the"),
        ("RG1", "which is an organisation and not an area"),
        ("E0700020", "it has 8 characters, but an ONS code, such as E07000209, has nine"),
        ("E540000670", "it has 10 characters"),
        (
            "ZZ99 3CZ",
            "ZZ99 3CZ is a pseudo-postcode and has no board: NHS data use it if there is no",
        ),
        ("w1r 4ab", "W1R 4AB looks like a postcode"),
    ],
)
def test_other_codes_have_a_hint_of_their_own(text: str, words: str) -> None:
    assert words in (icslookup.area(text).message or "")
    assert words in (icslookup.board(text).message or "")


@pytest.mark.parametrize(
    "text", ["red", "Rye", "tad", "Qatar", "Q9", "123", "2024", "R", "A8100", "N/A", "V", "TBC"]
)
def test_words_and_numbers_are_not_codes(text: str) -> None:
    assert (text_hint(text), unknown_code_hint(text)) == (None, None)


def test_the_known_codes_have_the_kind_that_their_pattern_says(data: Dataset) -> None:
    for code in data.authority_keys:
        assert code_kind(code) in [code_kind(f"E{n}000001") for n in ("06", "07", "08", "09", "10")]
    known = [
        *data.boards,
        *(code for board in data.boards.values() for code, *_ in board.ons_codes),
    ]
    for code in (*known, *area_codes(data)):
        kind = code_kind(code)
        assert kind is not None, code
        assert kind.holder == "nhs_area", code
