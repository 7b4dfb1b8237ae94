"""The question `crosswalk`: which areas of one day are which areas of another day, and how much.

Each row is a part of England that one area has on the first day and another on the second. Its
figures are counts of 2021 LSOAs and of Census 2021 usual residents. For CCGs they are counts of
2011 LSOAs, and residents are not known.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import attrgetter

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dataset.nhs_areas import CCG
from icslookup.dates import FIRST_DAY, as_of_day
from icslookup.errors import UsageError
from icslookup.lookup import messages
from icslookup.lookup.boundaries import (
    BOARD,
    COUNCIL,
    GEOGRAPHIES,
    LSOA,
    TARGETS,
    Boundaries,
    Undetermined,
    divide_ccg,
)
from icslookup.lookup.transfers import Territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from icslookup.dataset.blocks import BlockPeriod
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.lsoas import LsoaPeriod
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.model import DataInfo

_CENSUS = 2021
"""The census whose LSOAs are counted."""


class CrosswalkRow(NamedTuple):
    """A part of an area of the first day, which lies in an area of the second day.

    `from_code` and `to_code` are ODS codes, or the GSS codes of councils and LSOAs. `lsoas` and
    `residents` are those of the part, the others those of the whole areas. `share_of_from` and
    `share_of_to` are from 0 to 1, by residents, or by LSOAs if residents are not known.
    `coverage` is `whole` if the second area has the whole of the first, else `part`. `changed` is
    the day between the two days on which some of the part last came to the second area; None if it
    lay there on both days. What is not known is None.
    """

    from_code: str
    from_ons_code: str | None
    from_name: str
    to_code: str
    to_ons_code: str | None
    to_name: str
    lsoas: int | None
    residents: int | None
    from_lsoas: int | None
    from_residents: int | None
    to_lsoas: int
    to_residents: int
    share_of_from: float
    share_of_to: float | None
    coverage: str
    changed: date | None


class Crosswalk(NamedTuple):
    """The answer to `crosswalk`: the rows in the order of names, and what could not be divided.

    `undetermined` has a line for each CCG whose figures cannot be carried, with the reason.
    """

    what: str
    geography: str
    to_geography: str
    from_day: date
    to_day: date
    rows: tuple[CrosswalkRow, ...]
    undetermined: tuple[str, ...]
    as_of: date
    data: DataInfo
    message: str | None


def crosswalk(
    from_: date | str,
    to: date | str,
    *,
    geography: str = BOARD,
    to_geography: str | None = None,
    data: Dataset | None = None,
) -> Crosswalk:
    """Return the parts that the areas of one day have in the areas of another day.

    Parameters: `from_` and `to` are days, the later one may be first. `geography` is the kind of
    the areas of the first day: `board`, `sub-icb`, `region`, `council` (districts), `ccg` or
    `lsoa` (of 2021). `to_geography` is that of the second day: `board`, `sub-icb`, `region` or
    `council`; by default the same, or `board` for CCGs and LSOAs. Raises `UsageError` for an
    invalid day or geography. Before 1 July 2022 there are only councils and CCGs.
    """
    data = data or in_use()
    if geography not in GEOGRAPHIES:
        raise UsageError(f"there is no geography {geography!r}: name one of {_list(GEOGRAPHIES)}")
    to_geography = to_geography or (geography if geography in TARGETS else BOARD)
    if to_geography not in TARGETS:
        raise UsageError(f"nothing leads to {to_geography!r}: name one of {_list(TARGETS)}")
    if geography == CCG and to_geography == COUNCIL:
        raise UsageError(
            "the councils in which CCGs lay are not counted: CCGs lead to board, sub-icb or region"
        )
    first = as_of_day(from_, before_boards=geography in (CCG, COUNCIL, LSOA))
    second = as_of_day(to, before_boards=to_geography == COUNCIL)
    if first is None or second is None:
        raise UsageError("a crosswalk needs two days")
    target = Boundaries(data, to_geography, second)
    undetermined: list[str] = []
    if geography == CCG:
        rows = list(_ccg_rows(data, first, target, undetermined))
    elif geography == LSOA:
        rows = list(_lsoa_rows(data, target, first))
    else:
        rows = list(_rows(Boundaries(data, geography, first), target))
    return Crosswalk(
        "crosswalk", geography, to_geography, first, second, tuple(rows), tuple(undetermined),
        second, data.info(max(second, FIRST_DAY)), messages.future_note(data, second),
    )  # fmt: skip


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


def _rows(source: Boundaries, target: Boundaries) -> Iterator[CrosswalkRow]:
    days = (source.day, target.day)
    wholes = {key: _total(target, area.blocks) for key, area in target.areas.items()}
    for area in source.areas.values():
        whole = _total(target, area.blocks)
        for key, part in target.divide(area.blocks).items():
            other = target.areas[key]
            yield CrosswalkRow(
                area.code, area.ons_code, area.name, other.code, other.ons_code, other.name,
                part.lsoas, part.residents, whole.lsoas, whole.residents, *wholes[key],
                round(part.residents / whole.residents, 6),
                round(part.residents / wholes[key].residents, 6),
                "whole" if part == whole else "part",
                _changed(target, area.blocks & other.blocks, days),
            )  # fmt: skip


def _total(boundaries: Boundaries, blocks: Iterable[int]) -> Territory:
    parts = boundaries.divide(blocks).values()
    return Territory(sum(part.lsoas for part in parts), sum(part.residents for part in parts))


def _changed(target: Boundaries, blocks: Iterable[int], days: tuple[date, date]) -> date | None:
    """Return the last day between two days on which a block came to its area of the target."""
    all_blocks = target.data.blocks
    found = (_days_of_change(target, all_blocks[position].periods, days) for position in blocks)
    return max((day for one in found for day in one), default=None)


def _days_of_change(
    target: Boundaries, periods: Iterable[BlockPeriod | LsoaPeriod], days: tuple[date, date]
) -> list[date]:
    """Return the days, after one day and up to another, on which the area of a place changed."""
    low, high = sorted(days)
    return [
        after.start
        for before, after in pairwise(periods)
        if after.start and low < after.start <= high
        if target.key_of(before) != target.key_of(after)
    ]


def _lsoa_rows(data: Dataset, target: Boundaries, first: date) -> Iterator[CrosswalkRow]:
    """Yield a row for each 2021 LSOA."""
    days = (max(first, FIRST_DAY), target.day)
    wholes = {key: _total(target, area.blocks) for key, area in target.areas.items()}
    for lsoa, rows in groupby(data.lsoas, key=attrgetter("lsoa")):
        periods = [row for row in rows if _CENSUS in row.censuses]
        row = next((row for row in periods if row.exists_on(target.day)), None)
        if row is None or not row.residents:
            continue
        at = target.areas[target.key_of(row)]
        yield CrosswalkRow(
            lsoa, lsoa, lsoa, at.code, at.ons_code, at.name, 1, row.residents, 1, row.residents,
            *wholes[at.key], 1.0, round(row.residents / wholes[at.key].residents, 6), "whole",
            max(_days_of_change(target, periods, days), default=None),
        )  # fmt: skip


def ccgs_on(data: Dataset, day: date) -> list[NhsArea]:
    """Return the CCGs of the year of a day by name; of a day after CCGs, the last CCGs."""
    found = []
    for area in data.nhs_areas.values():
        name = area.names[-1]
        if area.kind != CCG:
            continue
        last = name.last_seen or ""
        if day >= FIRST_DAY:
            lives = last >= "2021"
        else:
            lives = (area.names[0].first_seen or "") <= str(day.year) <= last
        if lives or (area.end is not None and area.start is not None and area.exists_on(day)):
            found.append(area)
    return sorted(found, key=lambda area: (area.names[-1].name, area.code))


def _ccg_rows(
    data: Dataset, day: date, target: Boundaries, undetermined: list[str]
) -> Iterator[CrosswalkRow]:
    wholes = {key: _total(target, area.blocks) for key, area in target.areas.items()}
    for ccg in ccgs_on(data, day):
        parts = divide_ccg(data, ccg, target)
        if isinstance(parts, Undetermined):
            undetermined.append(parts.reason)
            continue
        name, whole = ccg.names[-1], sum(parts.values())
        counted = any(part.lsoas for part in ccg.parts)
        for key, lsoas in sorted(parts.items(), key=lambda one: (-one[1], one[0])):
            at = target.areas[key]
            yield CrosswalkRow(
                name.ods_code or name.ons_code, name.ons_code, name.name, at.code, at.ons_code,
                at.name, lsoas if counted else None, None, whole if counted else None, None,
                *wholes[key], round(lsoas / whole, 6), None,
                "whole" if lsoas == whole else "part", None,
            )  # fmt: skip
