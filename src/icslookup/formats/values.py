"""Single values as text for people to read, and text from users made safe to show."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_GUIDES = str.maketrans("├└│─", "+`|-")
_ASCII = str.maketrans({"█": "#", "·": "-", "…": "...", "▏": "#", **dict.fromkeys("▎▍▌▋▊▉", "#")})

COLUMNS_OF = {"area": "councils", "board": "boards"}
"""What the names of a column are, by the kind that they are read as."""


def escape_invisible(text: str) -> str:
    """Return a text with the control and invisible characters that act on terminals escaped."""
    if text.isascii() and text.isprintable():
        return text
    from unicodedata import category

    return "".join(
        char.encode("unicode_escape").decode("ascii") if category(char) in _UNSAFE else char
        for char in text
    )


def stderr_lines(lines: Iterable[str]) -> str:
    """Return lines for standard error, each after the name of the program."""
    return "".join(f"icslookup: {escape_invisible(line)}\n" for line in lines)


def only_ascii(text: str) -> str:
    """Return a text in ASCII, with the lines of tables redrawn, and `?` for any other character."""
    return text.translate(_ASCII).translate(_GUIDES).encode("ascii", "replace").decode("ascii")


def short_date(day: date | None) -> str:
    """Return a date as `1 Apr 2026` in every locale; an empty text for None."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def iso_date(text: str) -> str:
    """Return a day, month or year in ISO form as `1 Apr 2026`, `Jun 2017` or `2018`."""
    year, *rest = text.split("-")
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month}{year}"


def number(value: int | None) -> str:
    """Return a number with thousands separators; `?` for None."""
    return "?" if value is None else f"{value:,}"


def known_number(value: int | None) -> str:
    """Return a number with thousands separators; an empty text for None."""
    return "" if value is None else number(value)


def decimal_text(value: Decimal) -> str:
    """Return the exact figure with thousands separators and without trailing zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_decimal(value: Decimal | None) -> str:
    """Return the exact figure without separators and trailing zeros; an empty text for None."""
    return "" if value is None else decimal_text(value).replace(",", "")


def first_names(names: Iterable[str], most: int = 10) -> str:
    """Return up to `most` names with commas between them, and how many more there are."""
    every = list(names)
    more = f" and {number(len(every) - most)} more" if len(every) > most else ""
    return f"{', '.join(every[:most])}{more}"


def count_with_noun(count: int, one: str, several: str) -> str:
    """Return a number with its noun: `1 authority`, `5 authorities`."""
    return f"{number(count)} {one if count == 1 else several}"


def sheets_line(sheet: str | None, others: int) -> str:
    """Return the line that says which sheet of a workbook was read."""
    were = count_with_noun(others, "other was", "others were")
    return f"only sheet {quote(sheet or '')} was read; {were} not"


def percent(share: float | None) -> str:
    """Return a share as a percentage; a part is never rounded to 0% or 100%."""
    if share is None:
        return "?"
    if share == 1:
        return "100%"
    text = f"{share:.1%}"
    return {"100.0%": ">99.9%", "0.0%": "<0.1%"}.get(text, text)
