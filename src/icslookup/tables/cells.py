"""Writes a cell of any type as text and as JSON."""

from __future__ import annotations

import json
from datetime import date, time
from math import isfinite

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def text_of(value: object) -> str:
    """Return a cell as text: empty for None, ISO form for dates, JSON for lists and objects."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (bool, dict, list)):
        return json_of(value)
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def json_of(value: object, *, ascii_only: bool = False) -> str:
    """Return a cell as JSON. Types that JSON does not have, such as dates, become text.

    Infinite numbers and NaN become null.
    """
    try:
        return json.dumps(value, ensure_ascii=ascii_only, default=text_of, allow_nan=False)
    except ValueError:
        return json_of(_finite(value), ascii_only=ascii_only)


def _finite(value: object) -> object:
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(member) for key, member in value.items()}
    return [_finite(member) for member in value] if isinstance(value, list) else value


def join_cells(
    records: Sequence[Sequence[object]],
    numbers: Sequence[int],
    cells: Sequence[Sequence[tuple[object, ...]]],
) -> Iterator[tuple[object, ...]]:
    """Yield the cells of each row with the added cells, once for each tuple of the answer."""
    for record, number in zip(records, numbers, strict=True):
        for added in cells[number]:
            yield (*record, *added)
