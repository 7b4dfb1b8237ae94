"""Writing for people: quoting, joining names, long dates."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


_MONTHS = "January February March April May June July August September October November December"


def long_date(day: date) -> str:
    """Write a day for people: `1 July 2022`, whatever the locale."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


LONGEST_ECHO = 60


def quote(text: str) -> str:
    """Return a text for a message: quoted, and cut where it is long."""
    return f"'{text}'" if len(text) <= LONGEST_ECHO else f"'{text[:LONGEST_ECHO]}…'"


def join_names(names: Iterable[str], last: str = "and") -> str:
    """Write names as people do: `A`, `A and B`, `A, B and C`."""
    *some, end = names
    return f"{', '.join(some)} {last} {end}" if some else end


def join_notes(*parts: str | None) -> str | None:
    """Join what is to be said besides the answer; None where there is nothing."""
    return "; ".join(part for part in parts if part) or None
