"""What stands in one cell of a table: text, a day, or nothing."""

from __future__ import annotations

import re
from datetime import date, datetime

from icslookup.dates import as_of_day
from icslookup.errors import UsageError
from icslookup.names.index import LONGEST_QUERY

_PLAIN = re.compile(r"(?:[A-Za-z &.\"/]|(?<=[A-Za-z])-(?=[A-Za-z])|(?<!\w)'|'(?!\w{3}))+")


_AT_ENDS = " \t*_,;"


LONGEST_LETTER_CODE = 5
"""Of letters alone; `Q.N.Q` is no code, but its form is that of one."""


_JOINED = re.compile(r"[a-z][A-Z]")
"""A text of letters, not joined as in `HullCity`, means what its normalised form means."""


_TIME = re.compile(r"[T ]\d\d:\d\d[\d:.,+Z-]*")


NULLS = frozenset({"", "na", "n/a", "#n/a", "nan", "none", "null", "nil", "<na>"})
"""What stands, in lower case, in a cell that holds nothing."""


def day_of(cell: object) -> date | None:
    """Read the day in a cell: a date, or text as YYYY-MM-DD, with or without a time.

    Returns None for anything else, and for a day before 1 July 2022, when boards began.
    """
    if isinstance(cell, str):
        cell = cell.strip()
        if _TIME.fullmatch(cell[10:]):
            cell = cell[:10]
    if not isinstance(cell, str | date):
        return None
    try:
        return as_of_day(cell)
    except (UsageError, TypeError):  # NaT is a date that compares with none
        return None


def parse_day(cell: object, date_format: str) -> object:
    """Read a text that is written in another way than YYYY-MM-DD; None for what is not."""
    if not isinstance(cell, str):
        return cell
    try:
        return datetime.strptime(cell.strip(), date_format).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def text_of(value: object) -> str | None:
    """Return a cell as text; None for a null, be it None or a number that is not a number."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN
        return None
    return str(value)


def hashable(value: object) -> object:
    """Return a cell as it is, or its text where it cannot be a key, such as a list in JSON."""
    return value if isinstance(value, str) or value is None or _is_key(value) else str(value)


def is_blank(text: str) -> bool:
    """Return whether a text is empty or one of `NULLS`, or has no letter and no digit."""
    return text.strip().lower() in NULLS or not any(map(str.isalnum, text))


def _is_key(value: object) -> bool:
    return isinstance(value, int | float | date)


def is_plain(text: str) -> bool:
    """Say whether a text means no more than its normalised form; other texts are asked each."""
    text = text.strip(_AT_ENDS)
    plain = len(text) <= LONGEST_QUERY and _PLAIN.fullmatch(text) is not None
    return plain and not _JOINED.search(text)
