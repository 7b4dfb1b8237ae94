"""The areas of one geography on one day, each as the blocks of England that make it up.

A geography is a kind of area that covers England without gaps: boards, sub-ICB locations, NHS
England regions, or councils, which here are districts. Two sets of boundaries are compared block by
block, so the part of one area in another is exact, whatever the two geographies and days are.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.loader import districts
from icslookup.dataset.nhs_areas import CCG, REGION, STP, SUB_ICB, area_key
from icslookup.dates import DAY, FIRST_DAY, as_of_day
from icslookup.errors import UsageError
from icslookup.lookup.succession import counterparts_on
from icslookup.lookup.transfers import Territory, sum_territories
from icslookup.text import join_names, long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from icslookup.dataset.blocks import BlockPeriod
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.lsoas import LsoaPeriod

BOARD, COUNCIL, LSOA = "board", "council", "lsoa"
TARGETS = (BOARD, SUB_ICB, REGION, COUNCIL)
"""The geographies that figures can be carried to."""
GEOGRAPHIES = (*TARGETS, CCG, LSOA)
"""The geographies that figures can be carried from."""

Blocks = frozenset[int]
"""The positions of some blocks in `Dataset.blocks`."""


class BoundaryArea(NamedTuple):
    """An area of a set of boundaries.

    `key` is the GSS code of a council and the ODS code of any other area. `ods_code` is None for a
    council. `ons_code` is the code in force on the day, and None if it is not known.
    """

    key: str
    ods_code: str | None
    ons_code: str | None
    name: str
    blocks: Blocks

    @property
    def code(self) -> str:
        """The code that tables have: the ODS code, or the GSS code of a council."""
        return self.ods_code or self.ons_code or self.key


class Boundaries:
    """The areas of a geography on a day, by key, in the order of their names.

    `geography` is one of `TARGETS`. Before 1 July 2022 there are no boards: the boundaries are
    those of that day.
    """

    def __init__(self, data: Dataset, geography: str, day: date) -> None:
        self.data, self.geography, self.day = data, geography, max(day, FIRST_DAY)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The key of the area that has each block."""
        return tuple(self.key_of(block.on(self.day)) for block in self.data.blocks)

    @cached_property
    def _regions(self) -> dict[str, str]:
        return regions_of_boards(self.data, self.day)

    @property
    def blocks(self) -> dict[str, Blocks]:
        """The blocks of each area, by its key."""
        found: dict[str, set[int]] = {}
        for position, key in enumerate(self.keys):
            found.setdefault(key, set()).add(position)
        return {key: frozenset(blocks) for key, blocks in found.items()}

    @cached_property
    def areas(self) -> dict[str, BoundaryArea]:
        """The areas by key."""
        found = [self._area(key, blocks) for key, blocks in self.blocks.items()]
        return {area.key: area for area in sorted(found, key=lambda area: (area.name, area.key))}

    def short_name(self, area: BoundaryArea) -> str:
        """Return the everyday name of an area: that of a board is without the words around it."""
        return self.data.boards[area.key].short_name if self.geography == BOARD else area.name

    def divide(self, blocks: Iterable[int]) -> dict[str, Territory]:
        """Return how much of some blocks each area has, by key: the largest part first."""
        sums: dict[str, list[int]] = {}
        for position in blocks:
            block = self.data.blocks[position]
            part = sums.setdefault(self.keys[position], [0, 0])
            part[0] += block.lsoas
            part[1] += block.residents
        parts = {key: Territory(*part) for key, part in sums.items()}
        return dict(sorted(parts.items(), key=lambda one: (-one[1].residents, one[0])))

    def key_of(self, place: BlockPeriod | LsoaPeriod) -> str:
        """Return the key of the area that has a block or a 2021 LSOA with this place.

        The region is that of its board on the day of the boundaries.
        """
        if self.geography == COUNCIL:
            return place.gss_code or ""
        if self.geography == SUB_ICB:
            return place.sub_icb or ""
        board = place.ods_code or ""
        return self._regions.get(board, "") if self.geography == REGION else board

    def _area(self, key: str, blocks: Blocks) -> BoundaryArea:
        data, day = self.data, self.day
        if self.geography == COUNCIL:
            authority = data.authorities[key]
            return BoundaryArea(key, None, authority.gss_code_on(day), authority.name, blocks)
        if self.geography == BOARD:
            board = data.boards[key]
            return BoundaryArea(key, key, board.ons_code(day), board.name, blocks)
        area = data.nhs_areas[area_key(self.geography, key)]
        return BoundaryArea(key, key, area.ons_code_on(day), area.name_on(day).name, blocks)


@lru_cache(maxsize=4)
def boundary_days(data: Dataset) -> tuple[date, ...]:
    """Return the days since boards began on which the blocks of any area changed, in order."""
    starts = {period.start for block in data.blocks for period in block.periods}
    for area in data.nhs_areas.values():
        if area.kind == REGION:
            starts.update(part.start for part in area.parts)
            starts.update(part.end + DAY for part in area.parts if part.end)
    return tuple(sorted(day for day in starts if day > FIRST_DAY))


def boundaries_between(
    data: Dataset, geography: str, first: date, second: date
) -> tuple[Boundaries, ...]:
    """Return the boundaries of the earlier of two days, and of each later change up to the other.

    The areas of a block change only from one of these boundaries to the next.
    """
    low, high = sorted((max(first, FIRST_DAY), max(second, FIRST_DAY)))
    days = [low, *(day for day in boundary_days(data) if low < day <= high)]
    return tuple(Boundaries(data, geography, day) for day in days)


def size_of(data: Dataset, blocks: Iterable[int]) -> Territory:
    """Return the 2021 LSOAs and the Census 2021 usual residents of some blocks."""
    found = (data.blocks[position] for position in blocks)
    return sum_territories(Territory(block.lsoas, block.residents) for block in found)


def require_target(geography: str) -> None:
    """Raise `UsageError` for a geography that is not one of `TARGETS`."""
    if geography not in TARGETS:
        raise UsageError(
            f"figures cannot be carried to {quote(str(geography))}:"
            f" give {join_names(TARGETS, 'or')}"
        )


def target_day(data: Dataset, geography: str, to: date | str | None) -> date:
    """Return the day of the boundaries to carry figures to, by default today.

    Raises `UsageError` for an invalid day, and for one whose areas of the geography are not known.
    """
    day = as_of_day(to, before_boards=geography == COUNCIL) or dates.today()
    if geography == COUNCIL:
        require_known_councils(data, day)
    return day


def require_known_councils(data: Dataset, day: date) -> None:
    """Raise `UsageError` for a day before boards on which England had other councils.

    The districts of 1 July 2022 are the first whose blocks are known. They are those of an earlier
    day unless a district has ended in between.
    """
    ended = [
        authority
        for authority in data.authorities.values()
        if authority.end is not None
        and day <= authority.end < FIRST_DAY
        and authority.kind != "county"
    ]
    if ended:
        last = max(authority.end for authority in ended if authority.end)
        raise UsageError(
            f"there is no answer for {long_date(day)}: {len(ended)} councils of that day had ended"
            f" by {long_date(FIRST_DAY)}, and their boundaries are not known; councils have an"
            f" answer from {long_date(last + DAY)}"
        )


class AreaTerritory(NamedTuple):
    """The blocks of an area on a day.

    A council that ended before boards began has `successors`. The blocks are then those of the
    councils that followed it. It had only a part of them, unless it is known to be whole.
    """

    blocks: Blocks
    successors: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """False if the blocks are those of successors."""
        return not self.successors


@lru_cache(maxsize=64)
def _blocks_by_key(data: Dataset, geography: str, start: date) -> Mapping[str, Blocks]:
    """Return the blocks of each area in the period that starts on a day."""
    return Boundaries(data, geography, start).blocks


def blocks_within(data: Dataset, geography: str, keys: Iterable[str], day: date) -> Blocks:
    """Return the blocks of some areas of a geography on a day; keys that had none add none."""
    days = boundary_days(data)
    number = bisect_right(days, day)
    areas = _blocks_by_key(data, geography, days[number - 1] if number else FIRST_DAY)
    return frozenset[int]().union(*(areas.get(key, ()) for key in keys))


def blocks_on(data: Dataset, key: str, day: date) -> Blocks:
    """Return the blocks that an area had on a day since boards began; none if it did not exist.

    `key` is that of its record: the newest GSS code of a council or a county, the ODS code of a
    board, or the key of a sub-ICB location or a region.
    """
    kind, _, code = key.rpartition(":")
    if day < FIRST_DAY or kind in (CCG, STP):  # these ended when boards began
        return frozenset()
    authority = data.authorities.get(key)
    if authority is None:
        return blocks_within(data, kind or BOARD, [code], day)
    if not authority.exists_on(day):
        return frozenset()
    return blocks_within(data, COUNCIL, districts(data, key), day)


def council_territory(data: Dataset, key: str, day: date) -> AreaTerritory:
    """Return the blocks of a council on a day of its life; a county has those of its districts.

    If the council ended before boards began, its successors of 1 July 2022 stand for it.
    """
    blocks = blocks_within(data, COUNCIL, districts(data, key), day)
    authority = data.authorities[key]
    ended_before = authority.end is not None and authority.end < FIRST_DAY
    if blocks and not ended_before:
        return AreaTerritory(blocks)
    successors = tuple(
        one
        for one in counterparts_on(data.authorities, key, FIRST_DAY)
        if data.authorities[one].kind != "county"
    )
    blocks = blocks_within(data, COUNCIL, successors, FIRST_DAY)
    # A council that did not end before began later, out of these councils whole.
    return AreaTerritory(blocks, successors if ended_before else ())


def regions_of_boards(data: Dataset, day: date) -> dict[str, str]:
    """Return the ODS code of the NHS England region of each board on a day."""
    return {
        part.ods_code: area.code
        for area in data.nhs_areas.values()
        if area.kind == REGION
        for part in area.parts_on(day)
    }
