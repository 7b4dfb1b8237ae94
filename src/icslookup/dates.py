"""The day of a question, and the days that every question needs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icslookup.errors import UsageError
from icslookup.text import long_date

FIRST_DAY = date(2022, 7, 1)
"""The day on which the boards were established; memberships are known from then on."""

DAY = timedelta(days=1)
"""One day: a period that ends is followed by `end + DAY`."""


def today() -> date:
    """Return today's date in the time zone of the computer."""
    return date.today()  # noqa: DTZ011 - boards change at midnight where the user is


def as_of_day(as_of: date | str | None, *, before_boards: bool = False) -> date | None:
    """Return the day that a user gave: a date, or text in the form YYYY-MM-DD; None for None.

    Raises `UsageError` for anything else. Unless `before_boards` is true, it also raises it for a
    day before 1 July 2022, when the boards were established.
    """
    if as_of is None:
        return None
    day = _parse_day(as_of) if isinstance(as_of, str) else as_of
    if isinstance(day, datetime):
        day = day.date()
    if not isinstance(day, date):
        raise UsageError(f"a day is a date or text in the form YYYY-MM-DD, not {day!r}")
    if day < FIRST_DAY and not before_boards:
        raise UsageError(
            f"there is no answer for {long_date(day)}: Integrated Care Boards did not exist before"
            f" {long_date(FIRST_DAY)}"
        )
    return day


def _parse_day(text: str) -> date:
    parts = text.strip().split("-")
    shape = [len(part) for part in parts if part.isascii() and part.isdigit()]
    if len(parts) == 3 and shape == [4, 2, 2]:  # noqa: PLR2004 - year, month, day
        try:
            return date(*map(int, parts))
        except ValueError:
            raise UsageError(f"there is no such day as {text.strip()[:20]!r}") from None
    raise UsageError(f"{text.strip()[:20]!r} is not a date: write it as YYYY-MM-DD")
