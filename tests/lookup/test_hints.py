"""Hints on why a text has no answer of its own, and which command answers it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.gazetteer.resolve import exact_board
from icslookup.lookup.hints import board_hint, place_hint, text_hint

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("e47000001", "E47000001 is the code of a combined authority, not of a council of England"),
        ("w06000015", "W06000015 is a code of Wales, not of a council of England"),
        ("E01030331", "of an LSOA, not of a council of England: try `icslookup lsoa E01030331`"),
        ("gu1 4", "GU1 4 looks like a postcode: try `icslookup postcode GU1 4`"),
    ],
)
def test_a_code_and_a_postcode_have_a_hint(text: str, hint: str) -> None:
    assert hint in (text_hint(text) or "")


@pytest.mark.parametrize("text", ["Guildford", "E07000209", "X12345678", "zzz", ""])
def test_other_texts_have_no_hint(text: str) -> None:
    assert text_hint(text) is None


def test_every_place_has_a_hint_that_names_it(data: Dataset) -> None:
    for place in data.places:
        hint = place_hint(data, place, None)
        assert place.name in hint
        assert ("Scotland" in hint) or place.nation != "Scotland"


def test_a_board_has_a_hint_with_its_command(data: Dataset) -> None:
    board = exact_board(data, "Frimley", DAY)
    assert board is not None
    assert board_hint(board) == (
        "Frimley is an Integrated Care Board, not a council: try `icslookup board QNQ`"
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Glasgow", "is in Scotland and has no Integrated Care Board"),
        ("Cardiff", "is in Wales and has no Integrated Care Board"),
        ("Belfast", "is in Northern Ireland and has no Integrated Care Board"),
        ("Wales", "is a nation and has no Integrated Care Board"),
        ("Jersey", "has no Integrated Care Board of its own"),
        ("England", "icslookup coverage"),
        ("London", 'icslookup boards --region "London"'),
        (
            "Berkshire",
            "is a ceremonial county, not one authority; its councils are Bracknell Forest",
        ),
        ("Midlands", "is an NHS England region"),
        ("West Midlands", "is a combined authority, not one authority"),
        ("Frimley", "is an Integrated Care Board, not a council: try `icslookup board QNQ`"),
        ("QRL", "try `icslookup board QRL`"),
        ("E07999999", "no local authority of England has or had the code"),
        ("S12000033", "S12000033 is a code of Scotland, not of a council of England"),
        ("e01030331", "E01030331 is the code of an LSOA"),
        ("GU1 4QT", "GU1 4QT looks like a postcode"),
        ("sw1a1aa", "looks like a postcode"),
        (
            "West Surrey",
            "West Surrey is planned for 1 April 2027 (legislated) and does not exist yet. It",
        ),
        ("Guildford; Waverley", "names more than one authority: ask for each"),
        ("Adur / Worthing / Arun", "names more than one authority: ask for each"),
        ("Northwich", "is a town, not a council; its council is Cheshire West and Chester"),
        ("Atlantis", "no local authority of England is called 'Atlantis'"),
    ],
)
def test_a_name_without_boards_is_explained(name: str, words: str) -> None:
    answer = icslookup.area(name)
    assert answer.status == "not_found"
    assert answer.message is not None
    assert words in answer.message


def test_greater_manchester_is_a_board_and_a_combined_authority() -> None:
    answer = icslookup.area("Greater Manchester")
    assert answer.message is not None
    assert "is a combined authority and an Integrated Care Board" in answer.message
    assert "`icslookup board QOP`" in answer.message
    assert len(answer.suggestions) == 10


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("70F", "NHS Surrey and Sussex ICB - 70F is a sub-ICB location, not a council"),
        ("NHS Barnet CCG", "was a clinical commissioning group, not a council"),
        ("Y62", "North West is an NHS England region, not a council"),
        ("E54000033", "was a sustainability and transformation partnership, not a council"),
    ],
)
def test_an_area_of_the_nhs_is_not_a_council(name: str, words: str) -> None:
    answer = icslookup.area(name)
    assert (answer.status, answer.suggestions) == ("not_found", ())
    assert words in str(answer.message)
    command = str(answer.message).split("`")[1].removeprefix("icslookup board ")
    assert icslookup.board(command).nhs_area is not None
