"""Text for messages: quoted texts, joined names and long dates."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

LONGEST_QUOTED = 60
"""Characters of a user's text that a message repeats; the rest is cut."""

_MONTHS = "January February March April May June July August September October November December"


def long_date(day: date) -> str:
    """Return a day in words, such as `1 July 2022`, in English in every locale."""
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def quote(text: str) -> str:
    """Return a text in quotation marks, cut to `LONGEST_QUOTED` characters."""
    return f"'{text}'" if len(text) <= LONGEST_QUOTED else f"'{text[:LONGEST_QUOTED]}…'"


def join_names(names: Iterable[str], last: str = "and") -> str:
    """Return one or more names as a list in a sentence: `A`, `A and B`, `A, B and C`."""
    *some, end = names
    return f"{', '.join(some)} {last} {end}" if some else end


def join_notes(*parts: str | None) -> str | None:
    """Return the notes to an answer as one text; None if there are none."""
    return "; ".join(part for part in parts if part) or None
