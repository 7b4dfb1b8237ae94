"""Checks that the LSOAs fit together, and add up to the boards and authorities of each day."""

from __future__ import annotations

from itertools import pairwise

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.lsoas import FILE
from icslookup.dataset.periods import change_days
from icslookup.dataset.row_fault import RowFault
from icslookup.dates import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from typing import TypeVar

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.lsoas import LsoaPeriod

    Key = TypeVar("Key")
    _Totals = Mapping[tuple[str, str], tuple[int, int]]

RESIDENTS = 56_490_108
"""Usual residents of England on 21 March 2021 (ONS, Census 2021).

The residents of the LSOAs and of the memberships on every day must sum to this number, unless
`datapackage.json` names other `residents`.
"""

_CENSUS = 2021
"""The census whose LSOAs are counted."""


def _fault(row: LsoaPeriod, column: str, message: str) -> RowFault:
    key = (("lsoa", row.lsoa), ("start", str(row.start or "")))
    return RowFault(FILE, key, column, message)


def order(data: Dataset) -> Iterator[RowFault]:
    """Check that the file is sorted, because it is searched, and that periods leave no gap."""
    for row, following in pairwise(data.lsoas):
        if row.lsoa > following.lsoa:
            message = f"{following.lsoa} stands after {row.lsoa}: sort the rows by LSOA"
            yield _fault(following, "lsoa", message)
        elif row.lsoa < following.lsoa:
            yield from _open_end(row)
        elif row.end is None or following.start != row.end + DAY:
            message = f"{row.lsoa}: a period does not begin on the day after the one before"
            yield _fault(following, "start", message)
        elif (row.censuses, row.residents) != (following.censuses, following.residents):
            message = f"{row.lsoa} has another census or other residents than in the row before"
            yield _fault(following, "residents", message)
    yield from _open_end(*data.lsoas[-1:])


def _open_end(*rows: LsoaPeriod) -> Iterator[RowFault]:
    """Yield a fault for a last row of an LSOA that ends."""
    for row in rows:
        if row.end is not None:
            yield _fault(row, "end", f"{row.lsoa} ends on {row.end}, but the LSOA goes on")


def cells(data: Dataset) -> Iterator[RowFault]:
    """Check that LSOAs of 2021 have residents, and that no cell of their places is empty."""
    for row in data.lsoas:
        if _CENSUS not in row.censuses:
            continue
        if row.residents is None:
            yield _fault(row, "residents", f"{row.lsoa} has no residents")
        if row.start and (row.gss_code is None or row.ods_code is None):
            column = "ods_code" if row.gss_code else "gss_code"
            yield _fault(row, column, f"{row.lsoa} has no place from {row.start} on")


def residents(data: Dataset) -> Iterator[RowFault]:
    """Check that the residents of the LSOAs sum to those of England."""
    expected = data.descriptor.get("residents", RESIDENTS)
    total = sum(data.lsoa_residents.values())
    if total != expected:
        message = f"the residents of the LSOAs sum to {total}, not to {expected}"
        yield RowFault(FILE, (), "residents", message)


def totals(data: Dataset) -> Iterator[RowFault]:
    """Check that LSOAs and residents add up to the memberships of every day.

    Each board and authority is named once, for the first day on which its figures differ.
    """
    days = sorted({*change_days(data), *(row.start for row in data.lsoas if row.start)})
    seen: set[tuple[str, str]] = set()
    for day in days:
        ours, theirs = _totals_of_lsoas(data, day), _totals_of_memberships(data, day)
        for key in sorted({*ours, *theirs} - seen):
            if ours.get(key) != theirs.get(key):
                seen.add(key)
                yield _wrong_total(key, day, ours, theirs)


def _wrong_total(key: tuple[str, str], day: date, ours: _Totals, theirs: _Totals) -> RowFault:
    """Return the fault for a board and authority whose LSOAs do not add up to its membership."""
    (lsoas, people), (their_lsoas, their_people) = ours.get(key, (0, 0)), theirs.get(key, (0, 0))
    message = (
        f"{key[0]} has {lsoas} LSOAs and {people} residents of {key[1]} on {day}, but"
        f" icb_areas.csv has {their_lsoas} and {their_people}"
    )
    return RowFault(FILE, (), "ods_code", message)


def _totals_of_lsoas(data: Dataset, day: date) -> _Totals:
    return figures_by_key(
        ((row.ods_code or "", row.gss_code or ""), 1, row.residents)
        for row in data.lsoas
        if row.residents is not None and row.exists_on(day)
    )


def figures_by_key(rows: Iterable[tuple[Key, int, int]]) -> dict[Key, tuple[int, int]]:
    """Return the sums of LSOAs and of residents for each key; a row has a key and both figures."""
    found: dict[Key, tuple[int, int]] = {}
    for key, lsoas, residents in rows:
        before = found.get(key, (0, 0))
        found[key] = before[0] + lsoas, before[1] + residents
    return found


def _totals_of_memberships(data: Dataset, day: date) -> _Totals:
    keys = data.authority_keys
    return {
        (m.ods_code, keys[m.gss_code]): (m.lsoas, m.residents)
        for m in data.memberships
        if m.exists_on(day)
    }


def sub_icbs(data: Dataset) -> Iterator[RowFault]:
    """Check that a sub-ICB location lies in one board on each day."""
    days = sorted({row.start for row in data.lsoas if row.start})
    for day in days:
        boards: dict[str, str] = {}
        for row in data.lsoas:
            if row.sub_icb and row.ods_code and row.exists_on(day):
                board = boards.setdefault(row.sub_icb, row.ods_code)
                if board != row.ods_code:
                    message = f"{row.sub_icb} is in {board} and in {row.ods_code} on {day}"
                    yield _fault(row, "sub_icb", message)
                    return


CHECKS = (order, cells, residents, totals, sub_icbs)
