"""The day that a question is about."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from icslookup.errors import UsageError
from icslookup.text import long_date


def as_of_day(as_of: date | str | None, *, before_boards: bool = False) -> date | None:
    """Read the day that a user names: a date, or text in the form YYYY-MM-DD.

    Returns None for None: the user named none. Raises `UsageError` for what is no date, and for
    a day before 1 July 2022, when the boards were established, unless `before_boards`.
    """
    if as_of is None:
        return None
    day = _read(as_of) if isinstance(as_of, str) else as_of
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


def _read(text: str) -> date:
    parts = text.strip().split("-")
    shape = [len(part) for part in parts if part.isascii() and part.isdigit()]
    if len(parts) == 3 and shape == [4, 2, 2]:  # noqa: PLR2004 - year, month, day
        try:
            return date(*map(int, parts))
        except ValueError:
            raise UsageError(f"there is no such day as {text.strip()[:20]!r}") from None
    raise UsageError(f"{text.strip()[:20]!r} is not a date: write it as YYYY-MM-DD")


FIRST_DAY = date(2022, 7, 1)
"""The day on which the boards were established; membership is known from then on."""


def today() -> date:
    """Return the day of today where the computer is."""
    return date.today()  # noqa: DTZ011 - boards change at midnight where the user is


DAY = timedelta(days=1)
