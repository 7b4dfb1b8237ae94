"""Divides the time since boards began into periods in which nothing changed.

All days of a period have the same answers, so one question for each period answers for all days.
"""

from __future__ import annotations

from bisect import bisect_right

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dates import DAY, FIRST_DAY

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Authority, Board, Code


def periods(data: Dataset) -> list[Span]:
    """Return the periods since boards began in which nothing changed, earliest first."""
    boards, authorities = data.boards.values(), data.authorities.values()
    lives: list[Code | Board | Authority] = [*boards, *authorities]
    lives += [code for board in boards for code in board.ons_codes]
    lives += [code for authority in authorities for code in authority.gss_codes]
    days = {
        *change_days(data),
        *(life.start for life in lives if life.start),
        *(life.end + DAY for life in lives if life.end),
    }
    starts = sorted(day for day in days if day >= FIRST_DAY)
    ends = [*(day - DAY for day in starts[1:]), None]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


class PeriodStarts:
    """Finds the first day of the period to which a day since boards began belongs."""

    def __init__(self, data: Dataset) -> None:
        self._starts = [span.start for span in periods(data)]

    def of(self, day: date) -> date:
        """Return the first day of the period to which a day belongs."""
        return self._starts[bisect_right(self._starts, day) - 1]


def change_days(data: Dataset) -> list[date]:
    """Return each day on which a membership began, and each day after the end of one, in order."""
    starts = {m.start for m in data.memberships}
    ends = {m.end + DAY for m in data.memberships if m.end}
    return sorted(starts | ends)


class Span(NamedTuple):
    """A period, including its first and last days. `end` is None while the period lasts."""

    start: date
    end: date | None
