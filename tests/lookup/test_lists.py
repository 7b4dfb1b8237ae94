"""The lists: boards, areas, splits and coverage."""

from __future__ import annotations

import pytest

import icslookup
from icslookup.errors import AmbiguousError, NotFoundError, UsageError

DAYS = ("2022-07-01", "2023-04-01", "2025-04-01", "2026-04-01")


@pytest.mark.parametrize(
    ("day", "boards", "rows", "split"),
    [
        ("2022-07-01", 42, 321, 12),
        ("2023-03-31", 42, 321, 12),
        ("2023-04-01", 42, 309, 12),
        ("2026-03-31", 42, 309, 12),
        ("2026-04-01", 36, 302, 5),
        (None, 36, 302, 5),
    ],
)
def test_every_list_has_its_known_length(
    day: str | None, boards: int, rows: int, split: int
) -> None:
    assert len(icslookup.boards(day).rows) == boards
    assert len(icslookup.areas(day).rows) == rows
    assert len({row.gss_code for row in icslookup.splits(day).rows}) == split
    assert len(icslookup.coverage(day).rows) == boards


@pytest.mark.parametrize("day", DAYS)
def test_every_list_accounts_for_every_resident(day: str) -> None:
    for ask in (icslookup.boards, icslookup.areas, icslookup.coverage):
        assert sum(row.residents for row in ask(day).rows) == 56_490_108


def test_boards_of_a_region_by_name_or_code() -> None:
    by_name = icslookup.boards(region="south east").rows
    assert [row.ods_code for row in by_name] == ["QRL", "QKS", "S9B9J", "S0E4D"]
    assert by_name == icslookup.boards(region="y59").rows
    assert by_name == icslookup.boards(region="e40000005").rows
    assert by_name == icslookup.boards(region="South East region").rows


def test_boards_count_their_councils_and_upper_tier_authorities() -> None:
    rows = {row.ods_code: row for row in icslookup.boards().rows}
    counts = {code: (row.areas, row.upper_tier_areas, row.region) for code, row in rows.items()}
    assert counts["QR1"] == (6, 1, "South West")  # Gloucestershire: a county of six districts
    assert counts["QKS"] == (13, 2, "South East")  # Kent, and Medway
    assert counts["QYG"] == (9, 9, "North West")  # unitary authorities and metropolitan districts
    assert counts["Z9B2Z"] == (13, 13, "London")  # boroughs and the City
    assert counts["S9B9J"] == (24, 4, "South East")  # three counties, and Brighton and Hove


@pytest.mark.parametrize("day", DAYS)
def test_boards_count_what_the_mapping_lists(day: str) -> None:
    """Every board has the councils of `areas`, and the counties of `areas --kind county`."""
    councils = icslookup.areas(day).rows
    counties = icslookup.areas(day, kind="county").rows
    for board in icslookup.boards(day).rows:
        own = [row for row in councils if row.ods_code == board.ods_code]
        single = sum(row.kind != "district" for row in own)
        above = sum(row.ods_code == board.ods_code for row in counties)
        assert (board.areas, board.upper_tier_areas) == (len(own), single + above)


def test_all_boards_ever() -> None:
    rows = icslookup.boards(every=True).rows
    assert len(rows) == 48
    ended = {row.ods_code: row for row in rows if row.end}
    assert len(ended) == 12
    assert ended["QNQ"].residents == 764_343
    assert ended["QNQ"].ons_code == "E54000034"
    early = icslookup.boards("2022-07-01", every=True).rows
    assert all(row.areas and row.ons_code for row in early)


def test_areas_of_a_board_a_region_and_a_kind() -> None:
    rows = icslookup.areas(board="Hampshire", kind="unitary").rows
    assert [row.area_name for row in rows] == ["Isle of Wight", "Portsmouth", "Southampton"]
    assert {row.nhs_region for row in icslookup.areas(region="London").rows} == {"London"}
    assert len(icslookup.areas(region="Y56").rows) == 33


def test_counties_are_listed_as_sums_of_their_districts() -> None:
    rows = icslookup.areas(kind="county").rows
    assert len({row.gss_code for row in rows}) == 21
    oxfordshire = [row for row in rows if row.area_name == "Oxfordshire"]
    assert [(row.ods_code, row.coverage) for row in oxfordshire] == [
        ("S0E4D", "part"),
        ("QOX", "part"),
    ]


def test_codes_in_the_mapping_are_those_of_the_day() -> None:
    def sheffield(day: str) -> str:
        return next(r.gss_code for r in icslookup.areas(day).rows if r.area_name == "Sheffield")

    assert (sheffield("2025-03-31"), sheffield("2025-04-01")) == ("E08000019", "E08000039")


def test_small_parts_can_be_left_out() -> None:
    def names(share: float) -> set[str]:
        return {row.area_name for row in icslookup.splits(min_share=share).rows}

    assert len(names(0.0)) == 5
    assert names(0.02) == {
        "Cumberland", "North Yorkshire", "Vale of White Horse", "Westmorland and Furness",
    }  # fmt: skip
    assert names(0.2) == {"Westmorland and Furness"}
    assert names(0.5) == set()
    kept = [r.ods_code for r in icslookup.splits(min_share=0.05).rows]
    assert kept == ["QOQ", "QWO", "QE1", "QE1", "QHM"]  # all parts of a split authority


def test_coverage_counts_whole_and_split_authorities() -> None:
    rows = {row.ods_code: row for row in icslookup.coverage().rows}
    assert (rows["QWO"].areas_whole, rows["QWO"].areas_part) == (5, 1)
    assert (rows["QOX"].areas_whole, rows["QOX"].areas_part) == (3, 1)
    assert sum(row.lsoas for row in rows.values()) == 33_755
    assert sum(row.england_share for row in rows.values()) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    ("error", "call"),
    [
        (UsageError, lambda: icslookup.boards(region="North East")),
        (UsageError, lambda: icslookup.boards(region="E38000240")),
        (NotFoundError, lambda: icslookup.areas(board="93C")),
        (NotFoundError, lambda: icslookup.areas(board="NHS Barnet CCG")),
        (UsageError, lambda: icslookup.areas(region="Mars")),
        (UsageError, lambda: icslookup.areas(kind="parish")),
        (UsageError, lambda: icslookup.splits(min_share=0.51)),
        (UsageError, lambda: icslookup.splits(min_share=-0.1)),
        (UsageError, lambda: icslookup.splits(min_share=float("nan"))),
        (UsageError, lambda: icslookup.coverage("2022-06-30")),
        (UsageError, lambda: icslookup.areas(board=" ")),
        (NotFoundError, lambda: icslookup.areas(board="Atlantis")),
        (NotFoundError, lambda: icslookup.areas(board="Frimley")),
        (AmbiguousError, lambda: icslookup.areas(board="S&S")),
    ],
)
def test_bad_filters(error: type[Exception], call: object) -> None:
    assert callable(call)
    with pytest.raises(error):
        call()


def test_an_unknown_region_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="East of England, London, Midlands, North East and York"):
        icslookup.boards(region="North East")


def test_a_former_board_as_a_filter_names_its_successors() -> None:
    with pytest.raises(NotFoundError, match="ended on 31 March 2026; in its place"):
        icslookup.areas(board="Frimley")


def test_a_list_for_a_day_ahead_is_marked() -> None:
    note = icslookup.boards("2030-01-01").note
    assert note is not None
    assert "is in the future" in note
    assert icslookup.boards("2026-11-22").note is None
