"""Divides the time since boards began into periods in which nothing changed.

All days of a period have the same answers, so one question for each period answers for all days.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from itertools import pairwise

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import REGION
from icslookup.dates import DAY, FIRST_DAY

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset
    from icslookup.model import Authority, Board, Code


def periods(data: Dataset, *, region_codes: bool = False) -> list[Span]:
    """Return the periods since boards began in which nothing changed, earliest first.

    The ONS codes of regions are left out, because they have no known days, unless `region_codes`
    is true: then a period also begins when the code lists may begin or cease to have one.
    """
    boards, authorities = data.boards.values(), data.authorities.values()
    lives: list[Code | Board | Authority] = [*boards, *authorities]
    lives += [code for board in boards for code in board.ons_codes]
    lives += [code for authority in authorities for code in authority.gss_codes]
    days = {
        *change_days(data),
        *(life.start for life in lives if life.start),
        *(life.end + DAY for life in lives if life.end),
        *(_region_code_days(data) if region_codes else ()),
    }
    starts = sorted(day for day in days if day >= FIRST_DAY)
    ends = [*(day - DAY for day in starts[1:]), None]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


class PeriodStarts:
    """Finds the first day of the period to which a day since boards began belongs.

    The ONS codes of regions do not change in such a period either.
    """

    def __init__(self, data: Dataset) -> None:
        self._starts = [span.start for span in periods(data, region_codes=True)]

    def of(self, day: date) -> date:
        """Return the first day of the period to which a day belongs."""
        return self._starts[bisect_right(self._starts, day) - 1]


def change_days(data: Dataset) -> list[date]:
    """Return each day on which a membership began, and each day after the end of one, in order."""
    starts = {m.start for m in data.memberships}
    ends = {m.end + DAY for m in data.memberships if m.end}
    return sorted(starts | ends)


def _region_code_days(data: Dataset) -> set[date]:
    """Return the days on which the ONS code of a region is in a list first, or no longer."""
    days = set()
    for area in data.nhs_areas.values():
        if area.kind == REGION:
            for name, after in pairwise(area.names):
                year, month = _month(name.last_seen or "")
                days.add(date(year + month // 12, month % 12 + 1, 1))
                days.add(date(*_month(after.first_seen or ""), 1))
    return days


def _month(seen: str) -> tuple[int, int]:
    """Return the year and the month of a list."""
    year, month, *_ = map(int, seen.split("-"))
    return year, month


class Span(NamedTuple):
    """A period, including its first and last days. `end` is None while the period lasts."""

    start: date
    end: date | None
