"""Reading figures as exact numbers. Floats would not do: a tenth has no float."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from math import isnan

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cells import NULLS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    Figure: TypeAlias = int | Decimal

MOST_DIGITS = 40
"""The most digits of a figure: with these, `PRECISION` digits keep sums and parts exact."""

PRECISION = 80

_EXACT = Context(prec=PRECISION)

DECIMALS = 6
"""The number of decimals of an estimate, unless the figures have more."""

MARKS = frozenset(
    {"*", "**", ":", "...", "..", ".", "-", "--", "\u2013", "\u2014", "~", "#", "suppressed"}
)
"""The texts, in lower case, that stand where a figure is suppressed or not available."""

NO_FIGURE = "is no figure: write it like 1234.5 or 1,234.5, or leave it blank"
"""The reason for a text that is neither a figure nor a mark."""

_SMALL, _LARGE = 1e-12, 10**20
"""Floats between these have no more than 40 digits, as Python writes them."""

_SHORTHAND = re.compile(r"\[[a-z]{1,5}\]")
"""The shorthand of the Government Statistical Service: `[c]` for confidential, `[x]`, `[low]`."""

_NUMBER = re.compile(r"[-+\u2212]?(\d+|\d{1,3}(,\d{3})+|(?=\.\d))(\.\d*)?", re.ASCII)
_SCIENTIFIC = re.compile(r"[-+\u2212]?\d(\.\d*)?[eE][-+]?\d{1,2}", re.ASCII)

_WHOLE_COLUMN = re.compile(r"(?:[0-9]{1,40}\n)+")
_PLAIN_COLUMN = re.compile(r"(?:-?[0-9]{1,20}(?:\.[0-9]{1,20})?\n)+")


def is_suppressed(cell: object, blanks: frozenset[str] = frozenset()) -> bool:
    """Return whether a cell has a mark in place of a figure.

    `blanks` are more such texts, in lower case.
    """
    if not isinstance(cell, str):
        return False
    text = cell.strip().casefold()
    return text in MARKS or text in blanks or _SHORTHAND.fullmatch(text) is not None


def read_figure(
    cell: object, blanks: frozenset[str] = frozenset(), *, percent: bool = False
) -> Figure | None:
    """Return the exact figure in a cell, or None for an empty cell or a mark.

    A figure is a number, or text such as `1234`, `1,234.5`, `-3` or `1e5`. A cell is empty if it
    is null or blank, or text such as `NA`, `NaN` or `null`. With `percent`, the sign in `12%` is
    left out. Raises `ValueError` with the reason for anything else: a percentage, for example, must
    not be added up.
    """
    if isinstance(cell, str) and cell.isdecimal() and cell.isascii() and len(cell) <= MOST_DIGITS:
        return int(cell)
    if cell is None or (isinstance(cell, float | Decimal) and isnan(cell)):
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise ValueError("is no figure")  # noqa: TRY004 - as for text
    text = str(cell).strip()
    if text.casefold() in NULLS or is_suppressed(text, blanks):
        return None
    if text.endswith("%"):
        if not percent:
            raise ValueError("is a percentage, which cannot be added up: give the counts behind it")
        text = text[:-1].rstrip()
    if not (_NUMBER.fullmatch(text) or _SCIENTIFIC.fullmatch(text)):
        raise ValueError(NO_FIGURE)
    figure = Decimal(text.replace(",", "").replace("\u2212", "-"))
    if digits_of(abs(figure)) + decimals_of(figure) > MOST_DIGITS:
        raise ValueError(f"has more than {MOST_DIGITS} digits")
    return figure


def plain_figures(cells: list[object]) -> Sequence[Figure | None] | None:
    """Return the figures of a column if every cell is digits with a sign and decimals at most.

    The cells may also all be integers, or all floats, with nulls among them. Returns None for any
    other column: `read_figure` then reads it cell by cell, which is slower.
    """
    if not isinstance(cells[0] if cells else None, str):
        return _plain_numbers(cells)
    texts: list[Any] = cells
    try:
        text = "\n".join(texts) + "\n"
    except TypeError:  # a cell is not text
        return None
    if text.count("\n") != len(cells):
        return None
    if _WHOLE_COLUMN.fullmatch(text):
        return list(map(int, texts))
    return list(map(Decimal, texts)) if _PLAIN_COLUMN.fullmatch(text) else None


def _plain_numbers(cells: list[Any]) -> Sequence[Figure | None] | None:
    """Return the figures of a column of integers or floats, if none of them has too many digits."""
    types = set(map(type, cells)) - {type(None)}
    known = cells if None not in cells else [cell for cell in cells if cell is not None]
    if types == {int} and min(known) > -_LARGE and max(known) < _LARGE:
        return cells
    if types == {float} and all(not one or _SMALL <= abs(one) < _LARGE for one in known):
        return [None if cell is None else Decimal(repr(cell)) for cell in cells]
    return None


def decimals_of(figure: Decimal) -> int:
    """Return how many decimals a figure needs, without zeros at its end."""
    exponent = figure.normalize(_EXACT).as_tuple().exponent if figure else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def digits_of(figure: Decimal) -> int:
    """Return how many digits a figure has before the decimal point."""
    return max(0, figure.adjusted() + 1) if figure else 0
