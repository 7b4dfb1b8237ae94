"""Columns of CCGs, some of whose codes belong to sub-ICB locations now."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.nhs_areas import CCG, SUB_ICB
from icslookup.lookup.ccgs import listed_years

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icslookup.bulk.vintage import DatedValue
    from icslookup.dataset.loader import Dataset


def is_column_of_ccgs(data: Dataset, values: Iterable[DatedValue]) -> bool:
    """Return whether all values with an answer name CCGs of one year, and one names nothing else.

    Sub-ICB locations took over the codes of CCGs, so `06H` alone means both. Together with a
    CCG that left no such location, it means the CCG, whose territory was another.
    """
    found = [value for value in values if value.match.status == "found"]
    if not any(value.match.kind == CCG and not any(value.valid) for value in found):
        return False
    years = _years(data)
    if not all(value.match.kind in (CCG, SUB_ICB) for value in found):
        return False
    lives = [_of_value(value, years) for value in found]
    return bool(set[int].intersection(*lives))


def _of_value(value: DatedValue, years: dict[str, set[int]]) -> set[int]:
    """Return the years in which a spelling was the code of a CCG, or in which a named CCG lived."""
    by_code = years.get(value.text.strip().upper())
    if by_code is not None:
        return by_code
    return years.get(value.key or "", set()) if value.match.kind == CCG else set()


def _years(data: Dataset) -> dict[str, set[int]]:
    """Return the years in which each code and each key of a CCG was listed."""
    found: dict[str, set[int]] = {}
    for area in data.nhs_areas.values():
        if area.kind != CCG:
            continue
        for name in area.names:
            for code in (area.key, name.ods_code, name.ons_code):
                if code:
                    found.setdefault(code, set()).update(listed_years(name))
    return found
