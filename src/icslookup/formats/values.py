"""How single values are written for people, and how foreign text is made safe to show."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_GUIDES = str.maketrans("├└│─", "+`|-")
_ASCII = str.maketrans({"█": "#", "·": "-", "…": "...", "▏": "#", **dict.fromkeys("▎▍▌▋▊▉", "#")})


def visible(text: str) -> str:
    """Write control and invisible characters as escapes: nothing foreign may act on a terminal."""
    if text.isascii() and text.isprintable():
        return text
    from unicodedata import category

    return "".join(
        char.encode("unicode_escape").decode("ascii") if category(char) in _UNSAFE else char
        for char in text
    )


def stderr_lines(lines: Iterable[str]) -> str:
    """Write lines for standard error, each after the name of the program."""
    return "".join(f"icslookup: {visible(line)}\n" for line in lines)


def only_ascii(text: str) -> str:
    """Replace the drawing characters of a table for a terminal that has none."""
    return text.translate(_ASCII).translate(_GUIDES).encode("ascii", "replace").decode("ascii")


def short_date(day: date | None) -> str:
    """Write a date in a table, whatever the locale; an unknown or open one as nothing."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def iso_date(text: str) -> str:
    """Write a day, a month or a year in ISO form as people do: `1 Apr 2026`, `Jun 2017`, `2018`."""
    year, *rest = text.split("-")
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    day = f"{int(rest[1])} " if len(rest) > 1 else ""
    return f"{day}{month}{year}"


def number(value: int | None) -> str:
    """Write a number with thousands separators; an unknown one as `?`."""
    return "?" if value is None else f"{value:,}"


def figure(value: Decimal) -> str:
    """Write a figure exactly, with thousands separators and no zeros at its end."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def few(names: Iterable[str], most: int = 10) -> str:
    """Write names one after the other, and how many more there are than `most`."""
    every = list(names)
    more = f" and {number(len(every) - most)} more" if len(every) > most else ""
    return f"{', '.join(every[:most])}{more}"


def counted(count: int, one: str, several: str) -> str:
    """Write a number with its noun: `1 authority`, `5 authorities`."""
    return f"{number(count)} {one if count == 1 else several}"


def percent(share: float | None) -> str:
    """Write a share; a part is never shown as the whole or as nothing."""
    if share is None:
        return "?"
    if share == 1:
        return "100%"
    text = f"{share:.1%}"
    return {"100.0%": ">99.9%", "0.0%": "<0.1%"}.get(text, text)


def bar(share: float | None, cells: int = 6) -> str:
    """Draw a share as a bar of a few cells; a part is never drawn empty or full."""
    if share is None:
        return ""
    eighths = round(share * cells * 8)
    if share < 1:
        eighths = min(max(eighths, 1), cells * 8 - 1)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(cells)
