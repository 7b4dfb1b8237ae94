"""Reading figures as exact decimals. Floats would not do: a tenth has no float."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isnan

from icslookup.bulk.cells import NULLS

MOST_DIGITS = 40
"""The most digits of a figure: with these, `PRECISION` digits keep sums and parts exact."""

PRECISION = 80

DECIMALS = 6
"""The number of decimals of an estimate, unless the figures have more."""

_NUMBER = re.compile(r"[-+\u2212]?(\d+|\d{1,3}(,\d{3})+|(?=\.\d))(\.\d*)?", re.ASCII)
_SCIENTIFIC = re.compile(r"[-+\u2212]?\d(\.\d*)?[eE][-+]?\d{1,2}", re.ASCII)


def read_figure(cell: object) -> Decimal | None:
    """Return the exact figure in a cell, or None for an empty cell.

    A figure is a number, or text such as `1234`, `1,234.5`, `-3` or `1e5`. A cell is empty if it
    is null or blank, or text such as `NA`, `NaN` or `null`. Raises `ValueError` with the reason
    for anything else: a percentage, for example, must not be added up.
    """
    if cell is None or (isinstance(cell, float | Decimal) and isnan(cell)):
        return None
    if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
        raise ValueError("is no figure")  # noqa: TRY004 - as for text
    text = str(cell).strip()
    if text.casefold() in NULLS:
        return None
    if text.endswith("%"):
        raise ValueError("is a percentage, which cannot be added up: give the counts behind it")
    if not (_NUMBER.fullmatch(text) or _SCIENTIFIC.fullmatch(text)):
        raise ValueError("is no figure: write it like 1234.5 or 1,234.5, or leave it blank")
    figure = Decimal(text.replace(",", "").replace("\u2212", "-"))
    if digits_of(abs(figure)) + decimals_of(figure) > MOST_DIGITS:
        raise ValueError(f"has more than {MOST_DIGITS} digits")
    return figure


def decimals_of(figure: Decimal) -> int:
    """Return how many decimals a figure needs, without zeros at its end."""
    exponent = figure.normalize().as_tuple().exponent if figure else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


def digits_of(figure: Decimal) -> int:
    """Return how many digits a figure has before the decimal point."""
    return max(0, figure.adjusted() + 1) if figure else 0
