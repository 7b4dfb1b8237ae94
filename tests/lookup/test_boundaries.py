"""The areas of a day as blocks, compared with the LSOAs of the data file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled
from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup.boundaries import (
    Boundaries,
    blocks_on,
    blocks_within,
    boundary_days,
    council_territory,
    regions_of_boards,
    size_of,
)
from tests.support import lsoa_oracle as oracle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from icslookup.dataset.loader import Dataset

DAYS = [
    "2021-01-01",
    "2022-07-01",
    "2023-03-31",
    "2023-04-01",
    "2025-04-01",
    "2026-03-31",
    "2026-04-01",
    "2030-01-01",
]
CHANGES = [
    date(2022, 7, 1),
    date(2023, 3, 31),
    date(2023, 4, 1),
    date(2026, 3, 31),
    date(2026, 4, 1),
]
GEOGRAPHIES = ["board", "sub-icb", "region", "council"]


def totals(lsoas: Iterable[str], day: str) -> tuple[int, int]:
    """Return the number of LSOAs and their residents."""
    places = oracle.places(day)
    found = [int(places[lsoa]["residents"]) for lsoa in lsoas]
    return len(found), sum(found)


def of_blocks(blocks: Iterable[int]) -> tuple[int, int]:
    found = [bundled().blocks[at] for at in blocks]
    return sum(block.lsoas for block in found), sum(block.residents for block in found)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("geography", GEOGRAPHIES)
def test_the_areas_of_a_day_have_their_lsoas(geography: str, day: str) -> None:
    areas = Boundaries(bundled(), geography, date.fromisoformat(day)).areas
    members = {
        key: lsoas
        for key, lsoas in oracle.members(geography, day).items()
        if geography != "council" or oracle.councils()[key]["kind"] != "county"
    }
    assert areas.keys() == members.keys()
    for key, area in areas.items():
        assert of_blocks(area.blocks) == totals(members[key], day), key
    names = [(area.name, area.key) for area in areas.values()]
    assert names == sorted(names)
    assert all(area.ons_code and area.name for area in areas.values())


@pytest.mark.parametrize(
    ("geography", "day", "key", "ods_code", "ons_code"),
    [
        ("board", "2024-01-01", "QRL", "QRL", "E54000042"), ("board", "2026-05-01", "QRL", "QRL", "E54000067"),
        ("sub-icb", "2024-01-01", "D4U1Y", "D4U1Y", "E38000252"), ("region", "2024-01-01", "Y56", "Y56", "E40000003"),
        ("council", "2024-01-01", "E08000038", None, "E08000016"), ("council", "2026-01-01", "E08000038", None, "E08000038"),
    ],
)  # fmt: skip
def test_an_area_has_the_codes_of_its_day(
    geography: str, day: str, key: str, ods_code: str | None, ons_code: str
) -> None:
    area = Boundaries(bundled(), geography, date.fromisoformat(day)).areas[key]
    assert (area.ods_code, area.ons_code, area.code) == (ods_code, ons_code, ods_code or ons_code)


@pytest.mark.parametrize("to", ["2022-07-01", "2024-01-01", "2026-05-01"])
@pytest.mark.parametrize("from_", ["2022-07-01", "2024-01-01", "2026-05-01"])
def test_all_parts_of_an_area_are_in_what_it_divides_into(from_: str, to: str) -> None:
    boards = Boundaries(bundled(), "board", date.fromisoformat(from_)).areas
    target = Boundaries(bundled(), "council", date.fromisoformat(to))
    for key, board in boards.items():
        parts = target.divide(board.blocks)
        counts = [part.residents for part in parts.values()]
        assert counts == sorted(counts, reverse=True)
        assert sum(counts) == of_blocks(board.blocks)[1]
        shares = oracle.shares(oracle.Area("board", key, from_), "council", to, "residents")
        assert parts.keys() == shares.keys()
        assert all(part.residents == shares[one] * sum(counts) for one, part in parts.items())


def test_keys_that_had_no_area_add_no_blocks() -> None:
    assert blocks_within(bundled(), "board", ["QNQ", "XXX"], date(2026, 5, 1)) == frozenset()
    assert len(blocks_within(bundled(), "board", ["QNQ", "XXX"], date(2024, 1, 1))) > 1


@pytest.mark.parametrize("day", ["2022-07-01", "2024-01-01", "2026-05-01"])
def test_every_board_is_in_one_region(day: str) -> None:
    regions = regions_of_boards(bundled(), date.fromisoformat(day))
    assert regions == oracle.regions(day)
    assert regions.keys() == Boundaries(bundled(), "board", date.fromisoformat(day)).areas.keys()


@pytest.mark.parametrize(
    ("key", "day", "exact", "successors"),
    [
        ("E07000209", "2024-01-01", True, ()), ("E10000030", "2024-01-01", True, ()), ("E10000006", "2022-12-01", True, ()),
        ("E07000004", "2019-01-01", False, ("E06000060",)), ("E10000021", "2019-01-01", False, ("E06000061", "E06000062")),
        ("E07000154", "2019-01-01", False, ("E06000062",)), ("E07000191", "2016-01-01", False, ("E07000246",)),
    ],
)  # fmt: skip
def test_a_council_that_ended_early_is_known_by_what_followed(
    key: str, day: str, exact: bool, successors: tuple[str, ...]
) -> None:
    found = council_territory(bundled(), key, date.fromisoformat(day))
    assert (found.exact, tuple(sorted(found.successors))) == (exact, successors)
    lsoas = oracle.territory(oracle.Area("council", key, max(day, oracle.BEGIN)))
    assert of_blocks(found.blocks) == totals(lsoas, max(day, oracle.BEGIN))


@pytest.mark.parametrize("day", CHANGES)
def test_a_territory_has_the_lsoas_of_the_file(data: Dataset, day: date) -> None:
    """Every area has as many LSOAs and residents as the rows of the file, counted one by one."""
    counts: Counter[str] = Counter()
    residents: Counter[str] = Counter()
    for row in data.lsoas:
        if row.residents is not None and row.exists_on(day):
            for key in (row.gss_code, f"sub-icb:{row.sub_icb}", row.ods_code):
                counts[key or ""] += 1
                residents[key or ""] += row.residents
    keys = [*data.boards, *(key for key in data.nhs_areas if key.startswith("sub-icb:"))]
    keys += [key for key, authority in data.authorities.items() if authority.kind != "county"]
    sizes = {key: size_of(data, blocks_on(data, key, day)) for key in keys}
    assert sizes == {key: (counts[key], residents[key]) for key in keys}
    of_boards = sum(m.residents for m in data.memberships if m.exists_on(day))
    assert sum(residents[board] for board in data.boards) == of_boards


@pytest.mark.parametrize("day", CHANGES)
def test_every_geography_has_all_of_england_once(data: Dataset, day: date) -> None:
    whole = frozenset[int]().union(*(blocks_on(data, key, day) for key in data.boards))
    for kind in ("sub-icb", "region"):
        keys = [key for key, area in data.nhs_areas.items() if area.kind == kind]
        parts = [blocks_on(data, key, day) for key in keys]
        assert frozenset[int]().union(*parts) == whole
        assert sum(map(len, parts)) == len(whole)


def test_what_the_areas_gained_and_lost(data: Dataset) -> None:
    changed = {
        (str(day), key): (size_of(data, after - before), size_of(data, before - after))
        for day in boundary_days(data)
        for key in (*data.boards, *data.nhs_areas)
        if (before := blocks_on(data, key, day - DAY)) != (after := blocks_on(data, key, day))
        and before
        and after
    }
    none, four = (0, 0), (4, 6714)
    assert changed == {
        ("2023-04-01", "QXU"): (none, four),
        ("2023-04-01", "QNX"): (four, none),
        ("2023-04-01", "sub-icb:70F"): (four, none),
        ("2023-04-01", "sub-icb:92A"): (none, four),
        ("2026-04-01", "QRL"): ((105, 174249), none),
        ("2026-04-01", "sub-icb:D9Y0V"): ((105, 174249), none),
        ("2026-04-01", "sub-icb:92A"): ((95, 153488), none),
    }


def test_a_county_has_its_districts_while_it_exists(data: Dataset) -> None:
    parts = [
        blocks_on(data, key, FIRST_DAY) for key in data.districts_by_county["E10000006"]
    ]  # Cumbria
    assert blocks_on(data, "E10000006", FIRST_DAY) == frozenset[int]().union(*parts)
    assert blocks_on(data, "E10000006", date(2023, 4, 1)) == frozenset()
    assert blocks_on(data, "QRL", FIRST_DAY - DAY) == frozenset()
    assert blocks_on(data, "ccg:E38000017", FIRST_DAY) == frozenset()


def test_a_board_that_changes_its_region_changes_the_regions(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    data = damaged(
        "region_boards.csv",
        "Y58,QOX,2022-07-01,,",
        "Y58,QOX,2022-07-01,2024-03-31,x,B\nY59,QOX,2024-04-01,,",
    )
    day = date(2024, 4, 1)
    assert day in boundary_days(data)
    assert blocks_on(data, "region:Y58", day - DAY) - blocks_on(
        data, "region:Y58", day
    ) == blocks_on(data, "QOX", day)
    assert blocks_on(data, "region:Y59", day) >= blocks_on(data, "QOX", day)
