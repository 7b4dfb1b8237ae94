"""The questions about LSOAs: the board of one, and the LSOAs of an authority."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.bulk.match.iterable import match
from icslookup.errors import (
    AmbiguousError,
    DataError,
    NotFoundError,
    UsageError,
)
from icslookup.postcodes.lsoa import area_lsoas, lsoa, lsoas
from icslookup.postcodes.model import Lsoa
from tests.support.places import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset
    from icslookup.postcodes.sources import Sources
    from tests.support.program import Result

GUILDFORD, BASSETLAW, WOKING, HART = "E07000209", "E07000171", "E07000217", "E07000089"
NORTH, SOUTH, OLD, ELSEWHERE = "E01030331", "E01030332", "E01030333", "E01030334"
NEW, OF_2011, HART_2011 = "E01034735", "E01000010", "E01022857"


def imported() -> Sources:
    """Return two lookups of 2021 LSOAs and one of 2011 with Guildford; one has neighbours too."""
    return sources(
        None,
        Lsoa(NORTH, 2021, 2023, "QNQ", GUILDFORD),
        Lsoa(SOUTH, 2021, 2023, "QXU", GUILDFORD),
        Lsoa(NORTH, 2021, 2026, "S9B9J", GUILDFORD),
        Lsoa(SOUTH, 2021, 2026, "S9B9J", GUILDFORD),
        Lsoa(ELSEWHERE, 2021, 2026, "S9B9J", WOKING),
        Lsoa(OLD, 2011, 2022, "QNQ", HART),
        Lsoa(SOUTH, 2011, 2022, "QXU", GUILDFORD),
    )


@pytest.mark.parametrize(
    ("code", "day", "board", "edition", "method"),
    [
        (NORTH, "2024-01-01", "QNQ", "2023", "lsoa"),
        (NORTH, "2026-06-01", "S9B9J", "2026", "lsoa"),
        (SOUTH, "2022-12-31", "QXU", "2022", "lsoa"),
        (SOUTH.lower(), "2023-04-01", "QXU", "2023", "lsoa"),
        (ELSEWHERE, "2024-01-01", "QXU", "2023", "lsoa"),
        (ELSEWHERE, "2030-01-01", "S9B9J", "2026", "lsoa"),
    ],
)
def test_the_lookup_of_the_day_decides(
    code: str, day: str, board: str, edition: str, method: str
) -> None:
    answer = lsoa(code, day, sources=imported())
    assert (answer.status, answer.kind, answer.method) == ("found", "lsoa", method)
    assert [b.ods_code for b in answer.boards] == [board]
    assert [(s.product, s.edition) for s in answer.sources] == [("LSOA lookup", edition)]


def test_the_answer_names_the_census_of_an_lsoa() -> None:
    codes = [(lsoa(c, "2024-01-01", sources=sources())) for c in (NORTH, NEW, OF_2011)]
    assert [(a.lsoa21, a.lsoa11) for a in codes] == [(NORTH, NORTH), (NEW, None), (None, OF_2011)]


@pytest.mark.parametrize(
    ("code", "day", "district", "sub_icb", "board"),
    [
        (NORTH, "2022-07-01", "Elmbridge", "92A", "QXU"),
        (NORTH, "2026-03-31", "Elmbridge", "92A", "QXU"),
        (NORTH, "2026-04-01", "Elmbridge", "92A", "S9B9J"),
        ("E01031502", "2023-03-31", "Chichester", "92A", "QXU"),  # moved to Sussex
        ("E01031502", "2023-04-01", "Chichester", "70F", "QNX"),
        ("E01016180", "2024-06-01", "Bracknell Forest", "D4U1Y", "QNQ"),  # Frimley was split
        ("E01016180", "2026-06-01", "Bracknell Forest", "U2G6B", "S0E4D"),
        ("E01022846", "2024-06-01", "Hart", "D4U1Y", "QNQ"),
        ("E01022846", "2026-06-01", "Hart", "D9Y0V", "QRL"),
        ("E01007317", "2024-06-01", "Barnsley", "02P", "QF7"),  # recoded in 2025
        (OF_2011, "2022-07-01", "Barking and Dagenham", "A3A8R", "QMF"),
        (OF_2011, "2030-01-01", "Barking and Dagenham", "A3A8R", "QMF"),
        ("E01019082", "2022-12-31", "Allerdale", "01H", "QHM"),
        ("E01019082", "2024-12-31", "Cumberland", "01H", "QHM"),
    ],
)
def test_an_lsoa_has_an_answer_with_nothing_imported(
    code: str, day: str, district: str, sub_icb: str, board: str
) -> None:
    answer = lsoa(code, day)
    assert (answer.status, answer.method) == ("found", "lsoa")
    assert [area.name for area in answer.areas] == [district]
    assert [b.ods_code for b in answer.boards] == [board]
    assert answer.sub_icb == (sub_icb,)
    assert [(s.product, s.file, s.imported) for s in answer.sources] == [
        ("LSOA lookup", "lsoas.csv", None)
    ]


@pytest.mark.parametrize(("board", "sub_icb"), [("QXU", ("92A",)), ("QNX", None)])
def test_a_lookup_has_the_sub_icb_location_of_the_data_only_with_the_same_board(
    board: str, sub_icb: tuple[str] | None
) -> None:
    found = sources(None, Lsoa(NORTH, 2021, 2023, board, "E07000207"))
    answer = lsoa(NORTH, "2024-01-01", sources=found)
    assert ([b.ods_code for b in answer.boards], answer.sub_icb) == ([board], sub_icb)


@pytest.fixture
def undetermined(damaged: Callable[[str, str, str], Dataset]) -> Dataset:
    """Return data that do not know where an LSOA of 2011 has lain since April 2026."""
    row = f"{HART_2011},2011,2026-04-01,,,E07000089,D9Y0V,QRL"
    return damaged("lsoas.csv", row, f"{HART_2011},2011,2026-04-01,,,E07000089,,")


def test_an_lsoa_whose_board_is_not_known_has_that_of_its_authority(undetermined: Dataset) -> None:
    answer = lsoa(HART_2011, "2026-06-01", data=undetermined)
    assert (answer.status, answer.method, answer.sub_icb) == ("found", "authority", None)
    assert [(b.ods_code, b.certain) for b in answer.boards] == [("QRL", True)]
    assert lsoa(HART_2011, "2024-06-01", data=undetermined).method == "lsoa"


def test_an_lsoa_of_a_split_authority_is_not_guessed(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    """In Hart before 2026, some LSOAs were in Frimley and others in Hampshire and Isle of Wight."""
    row = f"{HART_2011},2011,2022-07-01,2026-03-31,,E07000089,D4U1Y,QNQ"
    data = damaged("lsoas.csv", row, f"{HART_2011},2011,2022-07-01,2026-03-31,,E07000089,,")
    answer = lsoa(HART_2011, "2024-06-01", data=data)
    assert (answer.status, answer.method) == ("ambiguous", "authority")
    assert answer.message is not None
    assert answer.message.startswith(f"{HART_2011} is in Hart, which is part of Frimley (")
    assert answer.message.endswith("not known which board has this LSOA: ask about an LSOA of 2021")
    nowhere = damaged("lsoas.csv", row, f"{HART_2011},2011,2022-07-01,2026-03-31,,,,")
    unknown = lsoa(HART_2011, "2024-06-01", data=nowhere)
    assert (unknown.status, unknown.message) == (
        "not_found",
        f"no authority of {HART_2011} is known",
    )


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "E01999999",
            "there is no LSOA E01999999 of the census of 2021 or 2011",
        ),
        ("W01000001", "W01000001 is in Wales, and only England has Integrated Care Boards"),
        ("S01000001", "S01000001 is in Scotland, and only England has Integrated Care Boards"),
        (
            "95AA01S1",
            "95AA01S1 is in Northern Ireland, and only England has Integrated Care Boards",
        ),
        (
            "E07000209",
            "'E07000209' is not the code of an LSOA, such as E01030331; for the council try `icslookup area E07000209`",
        ),
    ],
)
def test_a_place_without_a_board_is_explained(code: str, message: str) -> None:
    answer = lsoa(code, sources=imported())
    assert (answer.status, answer.message) == ("not_found", message)


def test_a_code_is_read_in_any_spacing_and_a_misspelt_one_suggested() -> None:
    assert lsoa("e01 030331", "2024-01-01", sources=imported()).lsoa21 == NORTH
    meant = lsoa("EO1O30331", sources=imported())
    assert [s.name for s in meant.suggestions] == [NORTH]
    other = lsoa("GU1 4QT", sources=imported())
    assert other.message is not None
    assert other.message.endswith("try `icslookup postcode GU1 4QT`")
    unknown = sources(None, Lsoa(NORTH, 2021, 2026, "T9Z9Z", GUILDFORD))
    assert lsoa(NORTH, sources=unknown).method == "authority"
    with pytest.raises(DataError, match="the board T9Z9Z, which these data do not know"):
        area_lsoas("Guildford", sources=unknown)


def test_bad_questions() -> None:
    with pytest.raises(UsageError, match="nothing to look up: give a code, such as E01030331"):
        lsoa(" ", sources=imported())
    assert [r.status for r in lsoas([NORTH, "x"], sources=imported()).rows] == [
        "found",
        "not_found",
    ]


def test_the_lsoas_of_an_authority_are_listed_by_board() -> None:
    found = area_lsoas("Guildford", "2024-01-01", sources=imported())
    assert [(row.lsoa, row.ods_code, row.census) for row in found.rows] == [
        (NORTH, "QNQ", 2021),
        (SOUTH, "QXU", 2021),
    ]
    county = area_lsoas("Surrey", "2026-06-01", sources=imported())
    assert [(row.lsoa, row.area_name) for row in county.rows] == [
        (NORTH, "Guildford"), (SOUTH, "Guildford"), (ELSEWHERE, "Woking"),
    ]  # fmt: skip
    old = area_lsoas("Guildford", "2022-12-31", sources=imported())
    assert [(row.lsoa, row.census) for row in old.rows] == [(SOUTH, 2011)]
    with pytest.raises(AmbiguousError):
        area_lsoas("Newcastle", sources=imported())
    with pytest.raises(NotFoundError):
        area_lsoas("Atlantis", sources=imported())


@pytest.mark.parametrize(
    ("name", "day", "per_board"),
    [
        ("Guildford", "2024-01-01", {"QXU": 71, "QNQ": 13}),
        ("Guildford", "2026-04-01", {"S9B9J": 84}),
        ("Barnsley", "2024-01-01", {"QF7": 148}),
        ("Isles of Scilly", "2024-01-01", {"QT6": 1}),
    ],
)
def test_the_lsoas_of_an_authority_come_with_the_data(
    name: str, day: str, per_board: dict[str, int]
) -> None:
    only = sources(None, Lsoa(NORTH, 2021, 2019, "S9B9J", GUILDFORD))
    for found in (area_lsoas(name, day), area_lsoas(name, day, sources=only)):
        assert Counter(row.ods_code for row in found.rows) == per_board
        assert {row.census for row in found.rows} == {2021}
        assert found.source[2:] == ("lsoas.csv", None)
    in_areas = {
        row.ods_code: row.lsoas for row in icslookup.areas(day).rows if row.area_name == name
    }
    assert in_areas == per_board


@pytest.fixture
def looked_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("postcodes.lsoa", "bulk.place_matcher"):
        monkeypatch.setattr(f"icslookup.{module}.open_lookups", imported)


@pytest.mark.usefixtures("looked_in")
def test_match_answers_lsoas() -> None:
    found = list(match([NORTH, OLD, "E01999999", "N/A", "x"], "2024-01-01", kind="lsoa"))
    assert [(f.status, f.kind, f.method, f.name) for f in found] == [
        ("found", "lsoa", "lsoa", "Guildford"),
        ("found", "lsoa", "lsoa", "Elmbridge"),
        ("not_found", None, None, None),
        ("blank", None, None, None),
        ("not_found", None, None, None),
    ]


@pytest.mark.usefixtures("looked_in")
def test_the_commands(cli: Callable[..., Result]) -> None:
    one = cli("lsoa", NORTH, "--as-of", "2024-01-01")
    assert (one.code, one.err) == (0, "")
    assert "LSOA of 2021 and 2011 \u00b7 in Guildford (E07000209), Surrey" in one.out
    assert "Frimley" in one.out
    assert "from LSOA lookup of 2023" in one.out
    both = cli("lsoa", NORTH, SOUTH, "x", "--json", "--as-of", "2024-01-01")
    assert both.code == 1
    assert [row["status"] for row in json.loads(both.out)] == ["found", "found", "not_found"]
    table = cli("lsoa", NORTH, SOUTH, "--as-of", "2024-01-01")
    assert "2 of 2 LSOAs answered" in table.out
    listed = cli("area", "Guildford", "--lsoas", "--as-of", "2024-01-01")
    assert listed.code == 0
    assert (
        "Guildford \u00b7 2 LSOAs\n1 in Frimley (QNQ), 1 in Surrey Heartlands (QXU)" in listed.out
    )
    rows = cli(
        "area", "Guildford", "--lsoas", "--as-of", "2024-01-01", "-f", "csv"
    ).out.splitlines()
    assert (
        rows[0]
        == "lsoa,census,gss_code,area_name,ods_code,ons_code,board_name,board_short_name,sub_icb"
    )
    assert len(rows) == 3
    asked_back = cli("area", "Newcastle", "--lsoas")
    assert (asked_back.code, "Which one?" in asked_back.err) == (3, True)


def test_the_bundled_lsoas_of_a_council_have_their_sub_icb_locations(
    cli: Callable[..., Result],
) -> None:
    before = json.loads(cli("area", "Hart", "--lsoas", "--as-of", "2026-03-31", "--json").out)
    after = json.loads(cli("area", "Hart", "--lsoas", "--as-of", "2026-04-01", "--json").out)
    assert {row["sub_icb"] for row in before} == {"D4U1Y", "D9Y0V"}
    assert {(row["ods_code"], row["sub_icb"]) for row in after} == {("QRL", "D9Y0V")}
