"""The questions about LSOAs: the board of one, and the LSOAs of an authority."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.match.iterable import match
from icslookup.errors import (
    AmbiguousError,
    DataError,
    MissingSourceError,
    NotFoundError,
    UsageError,
)
from icslookup.postcodes.lsoa import area_lsoas, lsoa, lsoas
from icslookup.postcodes.model import Lsoa
from tests.support.places import sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.postcodes.sources import Sources
    from tests.support.program import Result

GUILDFORD, BASSETLAW, WOKING, HART = "E07000209", "E07000171", "E07000217", "E07000089"
NORTH, SOUTH, OLD, ELSEWHERE = "E01030331", "E01030332", "E01030333", "E01030334"


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
        (ELSEWHERE, "2024-01-01", "QXU", "2026", "authority"),
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
    codes = [(lsoa(c, "2024-01-01", sources=imported())) for c in (NORTH, SOUTH, OLD)]
    assert [(a.lsoa21, a.lsoa11) for a in codes] == [(NORTH, None), (SOUTH, SOUTH), (None, OLD)]


def test_without_a_lookup_of_the_day_a_split_authority_is_not_guessed() -> None:
    answer = lsoa(OLD, "2024-01-01", sources=imported())
    assert (answer.status, answer.method) == ("ambiguous", "authority")
    assert answer.message is not None
    assert answer.message.startswith(f"{OLD} is in Hart, which is part of Frimley (")
    assert answer.message.endswith("import the lookup of LSOAs of 2023")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (
            "E01999999",
            "there is no LSOA E01999999 in the lookups imported: 2026 (2021 LSOAs), 2023 (2021 LSOAs), 2022 (2011 LSOAs)",
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
    with pytest.raises(MissingSourceError, match="search for 'LSOA to SICBL to ICB'"):
        lsoa(NORTH, sources=sources())
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
    only = sources(None, Lsoa(NORTH, 2021, 2026, "S9B9J", GUILDFORD))
    with pytest.raises(
        MissingSourceError,
        match="no lookup of LSOAs for 1 January 2024, that of 2023, is imported: search",
    ):
        area_lsoas("Guildford", "2024-01-01", sources=only)


@pytest.fixture
def looked_in(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("postcodes.lsoa", "bulk.place_matcher"):
        monkeypatch.setattr(f"icslookup.{module}.open_lookups", imported)


@pytest.mark.usefixtures("looked_in")
def test_match_answers_lsoas() -> None:
    found = list(match([NORTH, OLD, "E01999999", "N/A", "x"], "2024-01-01", kind="lsoa"))
    assert [(f.status, f.kind, f.method, f.name) for f in found] == [
        ("found", "lsoa", "lsoa", "Guildford"),
        ("ambiguous", None, None, None),
        ("not_found", None, None, None),
        ("blank", None, None, None),
        ("not_found", None, None, None),
    ]


@pytest.mark.usefixtures("looked_in")
def test_the_commands(cli: Callable[..., Result]) -> None:
    one = cli("lsoa", NORTH, "--as-of", "2024-01-01")
    assert (one.code, one.err) == (0, "")
    assert "LSOA of 2021 \u00b7 in Guildford (E07000209), Surrey" in one.out
    assert "Frimley" in one.out
    assert "from LSOA lookup of 2023" in one.out
    both = cli("lsoa", NORTH, SOUTH, OLD, "--json", "--as-of", "2024-01-01")
    assert both.code == 3
    assert [row["status"] for row in json.loads(both.out)] == ["found", "found", "ambiguous"]
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
    assert rows[0] == "lsoa,census,gss_code,area_name,ods_code,ons_code,board_name,board_short_name"
    assert len(rows) == 3
    asked_back = cli("area", "Newcastle", "--lsoas")
    assert (asked_back.code, "Which one?" in asked_back.err) == (3, True)
