"""The content of one cell of a table: text, a day, or nothing."""

from __future__ import annotations

import re
from datetime import date, datetime

from icslookup._typing import TYPE_CHECKING
from icslookup.dates import as_of_day
from icslookup.errors import UsageError
from icslookup.names.index import LONGEST_QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = re.compile(r"(?:[A-Za-z &.\"/]|(?<=[A-Za-z])-(?=[A-Za-z])|(?<!\w)'|'(?!\w{3}))+")


_AT_ENDS = " \t*_,;"


LONGEST_LETTER_CODE = 5
"""The most letters of a code without digits. `Q.N.Q` is not a code; its normalised form is."""


_JOINED = re.compile(r"[a-z][A-Z]")
"""Words without a space between them, such as `HullCity`, which normalising does not separate."""


_TIME = re.compile(r"[T ]\d\d:\d\d[\d:.,+Z-]*")


_DAY_FORMATS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y%m", "%Y%m%d",
    "%Y-%m", "%Y/%m", "%m/%Y", "%m-%Y", "%b-%y", "%b-%Y", "%b %y", "%b %Y", "%B %Y", "%B-%Y",
    "%B %y", "%B-%y", "%b%y", "%b%Y", "%Y-%b", "%Y %b", "%Y %B", "%d %b %Y", "%d %B %Y", "%d-%b-%Y",
    "%d-%b-%y", "%d %b %y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
)  # fmt: skip
"""The forms of days and months in tables of Britain. The first that fits all cells is proposed."""

NULLS = frozenset({"", "na", "n/a", "#n/a", "nan", "none", "null", "nil", "<na>"})
"""The texts, in lower case, of a cell that means nothing."""


def day_of(cell: object, *, before_boards: bool = False) -> date | None:
    """Return the day in a cell: a date, or text as YYYY-MM-DD, with or without a time.

    Returns None for anything else. Unless `before_boards` is true, it also returns None for a day
    before 1 July 2022, when boards began.
    """
    if isinstance(cell, str):
        cell = cell.strip()
        if _TIME.fullmatch(cell[10:]):
            cell = cell[:10]
    if not isinstance(cell, str | date):
        return None
    try:
        return as_of_day(cell, before_boards=before_boards)
    except (UsageError, TypeError):  # NaT cannot be compared with a day
        return None


def parse_day(cell: object, date_format: str) -> object:
    """Return the day in a text by a `strptime` format, None if it does not fit; else the cell."""
    if not isinstance(cell, str):
        return cell
    try:
        return datetime.strptime(cell.strip(), date_format).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def likely_day_format(cells: Iterable[object]) -> str | None:
    """Return the `strptime` format in which all of some texts are days, None if there is none.

    It is only a proposal: `01/02/2026` is read as the first of February. Blank cells are left out.
    """
    texts = {cell.strip() for cell in cells if isinstance(cell, str) and not is_blank(cell)}
    for format_ in _DAY_FORMATS:
        if texts and all(parse_day(text, format_) for text in texts):
            return format_
    return None


def text_of(value: object) -> str | None:
    """Return a cell as text; None for a null, which is None or NaN."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN
        return None
    return str(value)


def as_dict_key(value: object) -> object:
    """Return a cell as the key of a dict: None for NaN, and the text of what cannot be a key.

    NaN differs from itself, so each would be a key of its own. A JSON list cannot be a key.
    """
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN
        return None
    return value if isinstance(value, str) or value is None or _is_key(value) else str(value)


def is_blank(text: str) -> bool:
    """Return whether a text is empty or one of `NULLS`, or has no letter and no digit."""
    return text.strip().lower() in NULLS or not any(map(str.isalnum, text))


def _is_key(value: object) -> bool:
    return isinstance(value, int | float | date)


def is_defined_by_form(text: str) -> bool:
    """Return whether a text means only what its normalised form means.

    All texts with the same form then have the same answer.
    """
    text = text.strip(_AT_ENDS)
    plain = len(text) <= LONGEST_QUERY and _PLAIN.fullmatch(text) is not None
    return plain and not _JOINED.search(text)
