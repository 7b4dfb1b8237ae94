"""The areas of one geography on one day, each as the blocks of England that make it up.

A geography is a kind of area that covers England without gaps: boards, sub-ICB locations, NHS
England regions, or councils, which here are districts. Two sets of boundaries are compared block by
block, so the part of one area in another is exact, whatever the two geographies and days are.
"""

from __future__ import annotations

from functools import cached_property

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.loader import districts
from icslookup.dataset.nhs_areas import CCG, REGION, SUB_ICB, area_key
from icslookup.dates import DAY, FIRST_DAY
from icslookup.errors import UsageError
from icslookup.lookup.succession import counterparts_on
from icslookup.lookup.transfers import Territory
from icslookup.text import long_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.dataset.blocks import BlockPeriod
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.lsoas import LsoaPeriod
    from icslookup.dataset.nhs_areas import NhsArea

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

    @cached_property
    def areas(self) -> dict[str, BoundaryArea]:
        """The areas by key."""
        blocks: dict[str, set[int]] = {}
        for position, key in enumerate(self.keys):
            blocks.setdefault(key, set()).add(position)
        found = [self._area(key, frozenset(which)) for key, which in blocks.items()]
        return {area.key: area for area in sorted(found, key=lambda area: (area.name, area.key))}

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


def boundaries_between(
    data: Dataset, geography: str, first: date, second: date
) -> tuple[Boundaries, ...]:
    """Return the boundaries of the earlier of two days, and of each later change up to the other.

    The areas of a block change only from one of these boundaries to the next.
    """
    low, high = sorted((max(first, FIRST_DAY), max(second, FIRST_DAY)))
    starts = {period.start for block in data.blocks for period in block.periods}
    if geography == REGION:
        regions = (area for area in data.nhs_areas.values() if area.kind == REGION)
        starts |= {part.start for region in regions for part in region.parts}
    days = [low, *sorted(day for day in starts if low < day <= high)]
    return tuple(Boundaries(data, geography, day) for day in days)


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

    `exact` is false for a council that ended before boards began: the blocks are then those of the
    councils that followed it, `successors`, and it had only a part of them, unless it is known to
    be whole.
    """

    blocks: Blocks
    exact: bool
    successors: tuple[str, ...] = ()


def blocks_within(data: Dataset, geography: str, keys: Iterable[str], day: date) -> Blocks:
    """Return the blocks of some areas of a geography on a day; keys that had none add none."""
    boundaries = Boundaries(data, geography, day)
    wanted = set(keys)
    return frozenset(at for at, key in enumerate(boundaries.keys) if key in wanted)


def council_territory(data: Dataset, key: str, day: date) -> AreaTerritory:
    """Return the blocks of a council on a day of its life; a county has those of its districts.

    If the council ended before boards began, its successors of 1 July 2022 stand for it.
    """
    blocks = blocks_within(data, COUNCIL, districts(data, key), day)
    authority = data.authorities[key]
    if blocks and (authority.end is None or authority.end >= FIRST_DAY):
        return AreaTerritory(blocks, exact=True)
    successors = tuple(
        one
        for one in counterparts_on(data.authorities, key, FIRST_DAY)
        if data.authorities[one].kind != "county"
    )
    blocks = blocks_within(data, COUNCIL, successors, FIRST_DAY)
    return AreaTerritory(blocks, exact=False, successors=successors)


def regions_of_boards(data: Dataset, day: date) -> dict[str, str]:
    """Return the ODS code of the NHS England region of each board on a day."""
    return {
        part.ods_code: area.code
        for area in data.nhs_areas.values()
        if area.kind == REGION
        for part in area.parts_on(day)
    }


class Undetermined(NamedTuple):
    """Why the figures of an area cannot be carried to a geography."""

    reason: str


def divide_ccg(
    data: Dataset, area: NhsArea, boundaries: Boundaries
) -> dict[str, int] | Undetermined:
    """Return the 2011 LSOAs of a CCG or an STP in each area of other boundaries, by key.

    If the whole CCG lies in one area, that area has all its LSOAs, or 1 if they are not known. The
    counts are by board, so they determine boards and regions, and some sub-ICB locations.
    """
    name = area.names[-1].name
    if boundaries.geography == COUNCIL:
        return Undetermined(f"the councils in which {name} lay are not counted")
    if boundaries.geography == SUB_ICB:
        return _divide_by_location(data, area, boundaries)
    parts = area.parts_on(boundaries.day)
    regions = regions_of_boards(data, boundaries.day) if boundaries.geography == REGION else {}
    keys = [regions.get(part.ods_code, part.ods_code) for part in parts]
    if len(set(keys)) == 1:
        return {keys[0]: counted_lsoas(area) or 1}
    found: dict[str, int] = {}
    for key, part in zip(keys, parts, strict=True):
        if part.lsoas is None:
            return Undetermined(f"how {name} divides between its boards is not known")
        found[key] = found.get(key, 0) + part.lsoas
    return found or Undetermined(f"the boards of {name} are not known")


def counted_lsoas(area: NhsArea) -> int | None:
    """Return how many LSOAs a CCG or an STP had in all; None if they are not known."""
    return next((part.area_lsoas for part in area.parts if part.area_lsoas), None)


def _divide_by_location(
    data: Dataset, area: NhsArea, boundaries: Boundaries
) -> dict[str, int] | Undetermined:
    """Return the 2011 LSOAs of a CCG in sub-ICB locations, if its boards determine them.

    They do if each board that has a part of the CCG had only one of the locations that followed it.
    """
    name = area.names[-1].name
    unknown = Undetermined(f"how {name} divides between sub-ICB locations is not known")
    locations: dict[str, list[str]] = {}
    for key in area.successors:
        if key in data.nhs_areas:
            location = data.nhs_areas[key]
            for part in location.parts_on(FIRST_DAY):
                locations.setdefault(part.ods_code, []).append(location.code)
    parts = area.parts_on(FIRST_DAY)
    found: dict[str, int] = {}
    for part in parts:
        codes = locations.get(part.ods_code, [])
        if len(codes) != 1 or (part.lsoas is None and len(parts) > 1):
            return unknown
        targets = boundaries.divide(blocks_within(data, SUB_ICB, codes, FIRST_DAY))
        if len(targets) != 1:
            return unknown
        (target,) = targets
        found[target] = found.get(target, 0) + (part.lsoas or 1)
    return found or unknown
