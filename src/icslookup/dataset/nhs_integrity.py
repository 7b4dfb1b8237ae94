"""Checks the sub-ICB locations, CCGs, STPs and regions against the boards.

On every day, the sub-ICB locations of a board add up to the board, each board is in one region, and
the parts of an area add up to the area.
"""

from __future__ import annotations

from itertools import pairwise

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.lsoa_integrity import figures_by_key
from icslookup.dataset.nhs_areas import REGION, STP, SUB_ICB
from icslookup.dataset.periods import change_days
from icslookup.dataset.row_fault import RowFault
from icslookup.dates import DAY, FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea, NhsPart

NAMES, PARTS, REGIONS = "nhs_areas.csv", "nhs_area_boards.csv", "region_boards.csv"


def nhs_faults(data: Dataset, until: date | None = None) -> Iterator[RowFault]:
    """Yield every fault of the areas of the NHS. With `until`, later days are not checked."""
    yield from _codes(data)
    yield from _parts(data)
    yield from _locations(data, until)
    yield from _lsoas(data, until)
    yield from _regions(data)


def _codes(data: Dataset) -> Iterator[RowFault]:
    """Check that a code has one owner at a time, and that successors are known."""
    locations = [area for area in data.nhs_areas.values() if area.kind == SUB_ICB]
    for area in data.nhs_areas.values():
        column = "successors"
        for successor in area.successors:
            known = data.boards if area.kind == STP else data.nhs_areas
            if successor not in known:
                message = f"{area.code} has the successor {successor}, which is not known"
                yield RowFault(NAMES, _name_key(area), column, message)
        for first, second in pairwise(area.names):
            if area.kind == SUB_ICB and (first.end is None or second.start != first.end + DAY):
                message = f"the names of {area.code} do not follow each other"
                yield RowFault(NAMES, _name_key(area), "start", message)
    owners: dict[str, str] = {}
    for area in locations:
        if area.start is None:
            message = f"the first day of {area.code} is missing"
            yield RowFault(NAMES, _name_key(area), "start", message)
        for name in area.names:
            owner = owners.setdefault(name.ons_code, area.key)
            if owner != area.key:
                message = f"{name.ons_code} is the code of {owner} and of {area.key}"
                yield RowFault(NAMES, _name_key(area), "ons_code", message)


def _parts(data: Dataset) -> Iterator[RowFault]:
    """Check that on every day the parts of an area are known, and add up to it."""
    for area in data.nhs_areas.values():
        if area.kind == REGION:
            continue
        first = max(area.start or FIRST_DAY, FIRST_DAY)
        days = {first, *(part.start for part in area.parts)}
        days |= {part.end + DAY for part in area.parts if part.end is not None}
        for day in sorted(day for day in days if day >= first):
            message = _sum_fault(area, day)
            if message:
                yield RowFault(PARTS, (("code", area.code),), "start", message)
                break


def _sum_fault(area: NhsArea, day: date) -> str | None:
    """Return what is wrong with the parts of an area on a day, None if nothing is."""
    parts = area.parts_on(day)
    if not parts:
        return f"no board has {area.code} on {day}"
    if len({part.ods_code for part in parts}) < len(parts):
        return f"a board has {area.code} twice on {day}"
    for what in ("lsoas", "residents"):
        counts = [getattr(part, what) for part in parts]
        wholes = {getattr(part, f"area_{what}") for part in parts}
        if counts == [None] * len(parts) and wholes == {None}:
            continue
        if None in counts or {sum(counts)} != wholes:
            return f"the {what} of {area.code} on {day} do not add up to the area"
    return None


def _locations(data: Dataset, until: date | None) -> Iterator[RowFault]:
    """Check that the sub-ICB locations of each board add up to the board on every day."""
    located = [
        (area, part)
        for area in data.nhs_areas.values()
        if area.kind == SUB_ICB
        for part in area.parts
    ]
    if not located:
        return  # data that are built from nothing have no locations yet
    days = set(change_days(data)) | {part.start for _, part in located}
    for day in sorted(day for day in days if until is None or day <= until):
        ours = figures_by_key(
            (part.ods_code, part.lsoas or 0, part.residents or 0)
            for area, part in located
            if area.exists_on(day) and part.exists_on(day)
        )
        theirs = figures_by_key(
            (row.ods_code, row.lsoas, row.residents)
            for row in data.memberships
            if row.exists_on(day)
        )
        for code in sorted(ours.keys() | theirs.keys()):
            if ours.get(code) != theirs.get(code):
                message = (
                    f"the sub-ICB locations of {code} have {_counts(ours.get(code))} on {day},"
                    f" and the board has {_counts(theirs.get(code))}"
                )
                yield RowFault(PARTS, (("kind", SUB_ICB), ("ods_code", code)), "lsoas", message)


def _lsoas(data: Dataset, until: date | None) -> Iterator[RowFault]:
    """Check that the 2021 LSOAs of each sub-ICB location add up to it on every day."""
    areas = {area.code: area for area in data.nhs_areas.values() if area.kind == SUB_ICB}
    if not areas:
        return
    days = {part.start for area in areas.values() for part in area.parts}
    days |= {row.start for row in data.lsoas if row.start}
    for day in sorted(day for day in days if until is None or day <= until):
        counted = figures_by_key(
            (row.sub_icb, 1, row.residents)
            for row in data.lsoas
            if row.residents is not None and row.sub_icb and row.exists_on(day)
        )
        for code, area in areas.items():
            parts = area.parts_on(day) if area.exists_on(day) else []
            ours = sum(p.lsoas or 0 for p in parts), sum(p.residents or 0 for p in parts)
            theirs = counted.pop(code, (0, 0))
            if ours != theirs:
                message = (
                    f"{code} has {_counts(ours)} on {day}, but lsoas.csv has {_counts(theirs)}"
                )
                yield RowFault(PARTS, (("kind", SUB_ICB), ("code", code)), "lsoas", message)
        for code in counted:
            message = (
                f"LSOAs lie in the sub-ICB location {code} on {day}, but {NAMES} does not have it"
                " on that day"
            )
            yield RowFault("lsoas.csv", (("sub_icb", code),), "sub_icb", message)


def _counts(counts: tuple[int, int] | None) -> str:
    lsoas, residents = counts or (0, 0)
    return f"{lsoas:,} LSOAs and {residents:,} residents"


def _regions(data: Dataset) -> Iterator[RowFault]:
    """Check that each board is in the region of its record, for all its days."""
    rows: dict[str, list[tuple[str, NhsPart]]] = {}
    for area in data.nhs_areas.values():
        if area.kind == REGION:
            for part in area.parts:
                rows.setdefault(part.ods_code, []).append((area.code, part))
    for board in data.boards.values():
        periods = sorted(rows.get(board.ods_code, ()), key=lambda one: one[1].start)
        spans = [(region, part.start, part.end) for region, part in periods]
        if spans != [(board.region.ods_code, board.start, board.end)]:
            message = f"{board.ods_code} is not in {board.region.ods_code} for its whole life"
            yield RowFault(REGIONS, (("ods_code", board.ods_code),), "region_ods_code", message)


def _name_key(area: NhsArea) -> tuple[tuple[str, str], ...]:
    return (("kind", area.kind), ("ons_code", area.names[0].ons_code))
