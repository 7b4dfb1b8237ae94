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
from icslookup.dates import DAY, FIRST_DAY, as_of_day
from icslookup.errors import UsageError
from icslookup.lookup import messages
from icslookup.lookup.boundaries import (
    BOARD,
    COUNCIL,
    GEOGRAPHIES,
    LSOA,
    TARGETS,
    Boundaries,
    boundaries_between,
    require_known_councils,
    require_target,
    size_of,
    target_day,
)
from icslookup.lookup.ccgs import Undetermined, ccgs_on, counted_lsoas, divide_ccg
from icslookup.lookup.changes import previous_boundaries
from icslookup.lookup.transfers import Territory
from icslookup.model import covers
from icslookup.text import join_names, join_notes, long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.lsoas import LsoaPeriod
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.lookup.boundaries import BoundaryArea
    from icslookup.model import DataInfo

_CENSUS = 2021
"""The census whose LSOAs are counted."""

_DIGITS = 6
"""The decimals of a share."""

WHOLE, PART, UNKNOWN = "whole", "part", "unknown"
"""How much of an area of the first day is in an area of the second day."""


class CrosswalkRow(NamedTuple):
    """A part of an area of the first day, which lies in an area of the second day.

    `from_code` and `to_code` are ODS codes, or the GSS codes of councils and LSOAs. A CCG whose ODS
    code is not known has its ONS code. `lsoas` and `residents` are those of the part, the others
    those of the whole areas. `share_of_from` and `share_of_to` are from 0 to 1, by residents, or by
    LSOAs if residents are not known.

    `coverage` is `whole` if the second area has the whole of the first, else `part`. It is
    `unknown` for a CCG that the counts do not divide: its only row is the whole CCG, without an
    area of the second day. `changed` is the last day between the two days on which some of the part
    came from another area of the second kind, or left it; None if it lay in one on every day. What
    is not known is None.
    """

    from_code: str
    from_ons_code: str | None
    from_name: str
    to_code: str | None
    to_ons_code: str | None
    to_name: str | None
    lsoas: int | None
    residents: int | None
    from_lsoas: int | None
    from_residents: int | None
    to_lsoas: int | None
    to_residents: int | None
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
    from_: date | str | None = None,
    to: date | str | None = None,
    *,
    geography: str = BOARD,
    to_geography: str | None = None,
    data: Dataset | None = None,
) -> Crosswalk:
    """Return the parts that the areas of one day have in the areas of another day.

    Parameters: `from_` and `to` are days as for `area`, and the later one may be first. `to` is by
    default today, and `from_` the day of the boundaries before those in force on `to`. `geography`
    is the kind of the areas of the first day: `board`, `sub-icb`, `region`, `council` (districts),
    `ccg` or `lsoa` (of 2021). `to_geography` is that of the second day: `board`, `sub-icb`,
    `region` or `council`; by default the same, or `board` for CCGs and LSOAs. `data` is the data
    set to use, by default the active one.

    Returns a `Crosswalk`. Raises `UsageError` for an invalid day or geography. Before 1 July 2022
    there are only councils, LSOAs and CCGs: councils as far back as the districts were those of
    that day, and CCGs since 1 April 2015.
    """
    data = data or in_use()
    to_geography = _valid_target(geography, to_geography)
    second = target_day(data, to_geography, to)
    first = as_of_day(from_, before_boards=geography in (CCG, COUNCIL, LSOA))
    if first is None:
        last = max(second, FIRST_DAY)
        first = FIRST_DAY - DAY if geography == CCG else previous_boundaries(data, last)
    if geography == COUNCIL:
        require_known_councils(data, first)
    target = Boundaries(data, to_geography, second)
    steps = boundaries_between(data, to_geography, first, second)
    undetermined: list[str] = []
    if geography == CCG:
        rows = list(_ccg_rows(data, first, target, steps, undetermined))
    elif geography == LSOA:
        rows = list(_lsoa_rows(data, target, steps))
    else:
        rows = list(_rows(Boundaries(data, geography, first), target, steps))
    note = join_notes(
        messages.future_note(data, max(first, second)),
        _ended_ccgs(first) if geography == CCG else None,
    )
    return Crosswalk(
        "crosswalk", geography, to_geography, first, second, tuple(rows), tuple(undetermined),
        second, data.info(max(second, FIRST_DAY)), note,
    )  # fmt: skip


def _valid_target(geography: str, to_geography: str | None) -> str:
    """Return the geography of the second day. Raises `UsageError` for an invalid pair."""
    if geography not in GEOGRAPHIES:
        raise UsageError(
            f"there is no geography {quote(str(geography))}: give {join_names(GEOGRAPHIES, 'or')}"
        )
    to_geography = to_geography or (geography if geography in TARGETS else BOARD)
    require_target(to_geography)
    if geography == CCG and to_geography == COUNCIL:
        raise UsageError(
            "the councils in which CCGs lay are not counted: for CCGs give board, sub-icb or region"
        )
    return to_geography


def _ended_ccgs(day: date) -> str | None:
    if day < FIRST_DAY:
        return None
    last = long_date(FIRST_DAY - DAY)
    return f"there were no CCGs on {long_date(day)}: these are those of their last day, {last}"


class _Parts:
    """Makes the rows of one area after another, for the same boundaries of the second day."""

    def __init__(self, target: Boundaries) -> None:
        self._areas = target.areas
        self._wholes = {
            key: size_of(target.data, area.blocks) for key, area in target.areas.items()
        }

    def row(
        self,
        area: tuple[str, str | None, str],
        key: str,
        part: Territory,
        whole: Territory,
        changed: date | None,
    ) -> CrosswalkRow:
        """Return the row of a part. `area` is the code, the ONS code and the name of its area."""
        other, to_whole = self._areas[key], self._wholes[key]
        return CrosswalkRow(
            *area, *_names(other), *part, *whole, *to_whole,
            round(part.residents / whole.residents, _DIGITS),
            round(part.residents / to_whole.residents, _DIGITS),
            WHOLE if part == whole else PART, changed,
        )  # fmt: skip

    def row_of_ccg(
        self, ccg: NhsArea, key: str, lsoas: int, whole: int, changed: date | None
    ) -> CrosswalkRow:
        """Return the row of a part of a CCG. The figures are weights if the CCG has no counts."""
        counted = counted_lsoas(ccg) is not None
        return CrosswalkRow(
            *_ccg_names(ccg), *_names(self._areas[key]), lsoas if counted else None, None,
            whole if counted else None, None, *self._wholes[key],
            round(lsoas / whole, _DIGITS), None, WHOLE if lsoas == whole else PART, changed,
        )  # fmt: skip


def _names(area: BoundaryArea) -> tuple[str, str | None, str]:
    return area.code, area.ons_code, area.name


def _ccg_names(ccg: NhsArea) -> tuple[str, str, str]:
    name = ccg.names[-1]
    return name.ods_code or name.ons_code, name.ons_code, name.name


def _rows(
    source: Boundaries, target: Boundaries, steps: tuple[Boundaries, ...]
) -> Iterator[CrosswalkRow]:
    parts = _Parts(target)
    for area in source.areas.values():
        whole = size_of(target.data, area.blocks)
        for key, part in target.divide(area.blocks).items():
            blocks = area.blocks & target.areas[key].blocks
            changed = _last_change(steps, [[step.keys[at] for at in blocks] for step in steps])
            yield parts.row(_names(area), key, part, whole, changed)


def _last_change(steps: tuple[Boundaries, ...], places: Sequence[object]) -> date | None:
    """Return the day of the last boundaries that give another place than those before them."""
    days = (step.day for step in steps[1:])
    found = (day for day, (old, new) in zip(days, pairwise(places), strict=True) if old != new)
    return max(found, default=None)


def _lsoa_rows(
    data: Dataset, target: Boundaries, steps: tuple[Boundaries, ...]
) -> Iterator[CrosswalkRow]:
    """Yield a row for each 2021 LSOA."""
    parts = _Parts(target)
    for lsoa, rows in groupby(data.lsoas, key=attrgetter("lsoa")):
        periods = [row for row in rows if _CENSUS in row.censuses]
        if not periods:
            continue
        whole = Territory(1, periods[0].residents or 0)
        changed = _last_change(steps, [_key_in(step, periods) for step in steps])
        names = (lsoa, lsoa, lsoa)
        yield parts.row(names, _key_in(target, periods), whole, whole, changed)


def _key_in(boundaries: Boundaries, periods: list[LsoaPeriod]) -> str:
    """Return the key of the area that has an LSOA, from the periods of the LSOA."""
    day = boundaries.day
    found = (row for row in periods if covers(row.start, row.end, day))
    return boundaries.key_of(next(found, periods[0]))


def _ccg_rows(
    data: Dataset,
    day: date,
    target: Boundaries,
    steps: tuple[Boundaries, ...],
    undetermined: list[str],
) -> Iterator[CrosswalkRow]:
    """Yield the rows of CCGs, and add to `undetermined` why a CCG cannot be divided."""
    rows = _Parts(target)
    for ccg in ccgs_on(data, day):
        parts = divide_ccg(data, ccg, target)
        if isinstance(parts, Undetermined):
            undetermined.append(parts.reason)
            whole = counted_lsoas(ccg)
            yield CrosswalkRow(
                *_ccg_names(ccg), None, None, None, whole, None, whole, None, None, None, 1.0,
                None, UNKNOWN, None,
            )  # fmt: skip
            continue
        divided = [divide_ccg(data, ccg, step) for step in steps]
        for key, lsoas in sorted(parts.items(), key=lambda one: (-one[1], one[0])):
            changed = _last_change(steps, [_part_in(one, key) for one in divided])
            yield rows.row_of_ccg(ccg, key, lsoas, sum(parts.values()), changed)


def _part_in(parts: dict[str, int] | Undetermined, key: str) -> int | None:
    return parts.get(key) if isinstance(parts, dict) else None
