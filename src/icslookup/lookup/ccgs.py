"""The CCGs of a day, and how the figures of CCGs and STPs divide.

CCGs ended before boards began, and their blocks are not known. The data have their 2011 LSOAs by
board, and the code lists of April of each year.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import CCG, REGION, SUB_ICB
from icslookup.dates import FIRST_DAY
from icslookup.errors import UsageError
from icslookup.lookup.boundaries import COUNCIL, blocks_within, regions_of_boards
from icslookup.text import long_date

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea, NhsName
    from icslookup.lookup.boundaries import Boundaries

APRIL = 4


def ccgs_on(data: Dataset, day: date) -> list[NhsArea]:
    """Return the CCGs of a day by name; of a day after CCGs ended, the last CCGs.

    CCGs changed on 1 April only, and the code lists are of one April each. Raises `UsageError` for
    a day before the first list.
    """
    ccgs = [area for area in data.nhs_areas.values() if area.kind == CCG]
    lists = {
        ccg.code: (_year(ccg.names[0].first_seen), _year(ccg.names[-1].last_seen)) for ccg in ccgs
    }
    first_year = min((first for first, _ in lists.values()), default=0)
    last_year = max((last for _, last in lists.values()), default=0)
    year = min(_list_year(day), last_year)
    if year < first_year:
        raise UsageError(
            f"there is no answer for {long_date(day)}: the CCGs before 1 April {first_year} are not"
            " known"
        )
    found = [ccg for ccg in ccgs if lists[ccg.code][0] <= year <= lists[ccg.code][1]]
    return sorted(found, key=lambda area: (area.names[-1].name, area.code))


def ccg_with_code(data: Dataset, code: str, day: date | None) -> str | None:
    """Return the key of the CCG that a code named on a day; without a day, that of the last one.

    A later CCG can have the code of an earlier one, as `01K` was that of three. A code that has
    ended still names its CCG. Returns None if no CCG had the code by then.
    """
    code = code.strip().upper()
    found = [
        (_year(name.last_seen), area.key)
        for area in data.nhs_areas.values()
        if area.kind == CCG
        for name in area.names
        if code in (name.ods_code, name.ons_code)
        and (day is None or _year(name.first_seen) <= _list_year(day))
    ]
    return max(found)[1] if found else None


def listed_years(name: NhsName) -> range:
    """Return the years of the code lists that have a name of a CCG."""
    return range(_year(name.first_seen), _year(name.last_seen) + 1)


def _list_year(day: date) -> int:
    """Return the year of the code list that holds on a day: CCGs changed on 1 April only."""
    return day.year - (day.month < APRIL)


def _year(seen: str | None) -> int:
    """Return the year of a code list."""
    return int((seen or "0")[:4])


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
