"""What must hold between the data files, whatever their vintage.

Each check returns its faults as sentences; a sound data set has none.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from icslookup.dataset import FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icslookup.dataset import Dataset
    from icslookup.model import Membership

RESIDENTS = 56_490_108
"""Usual residents of England on 21 March 2021 (ONS, Census 2021)."""

_DAY = timedelta(days=1)


def faults(data: Dataset) -> list[str]:
    """Return every fault of a data set. Raises `DataError` for a file that cannot be read."""
    data.read_all()
    return [
        *_coverage_of_all_days(data),
        *_overlaps(data),
        *_board_succession(data),
        *_authority_succession(data),
        *_codes(data),
        *_counties(data),
    ]


def turning_days(data: Dataset) -> list[date]:
    """Return every day since the first on which a membership began, and each day after an end."""
    starts = {m.start for m in data.memberships}
    ends = {m.end + _DAY for m in data.memberships if m.end}
    return sorted(starts | ends)


def coverage_faults(data: Dataset, day: date) -> list[str]:
    """Return the authorities that are not covered exactly once over on a day."""
    held: dict[str, list[Membership]] = {}
    for membership in data.memberships:
        if membership.alive(day):
            held.setdefault(membership.gss_code, []).append(membership)
    found = []
    for authority in data.authorities.values():
        if authority.kind == "county" or not authority.alive(day):
            continue
        code = authority.gss_code_on(day)
        rows = held.pop(code, [])
        if not rows:
            found.append(f"{authority.name} ({code}) has no board on {day}")
            continue
        for what, parts, wholes in (
            ("LSOAs", [m.lsoas for m in rows], {m.area_lsoas for m in rows}),
            ("residents", [m.residents for m in rows], {m.area_residents for m in rows}),
        ):
            if wholes != {sum(parts)}:
                found.append(
                    f"{authority.name} ({code}): the {what} of its boards on {day} sum to"
                    f" {sum(parts)}, not to {sorted(wholes)}"
                )
    found.extend(f"{code} has a board on {day} but does not exist then" for code in held)
    return found


def _coverage_of_all_days(data: Dataset) -> Iterator[str]:
    days = turning_days(data)
    if days[:1] != [FIRST_DAY]:
        yield f"memberships do not begin on {FIRST_DAY}"
    for day in days:
        yield from coverage_faults(data, day)
        residents = sum(m.residents for m in data.memberships if m.alive(day))
        if residents != RESIDENTS:
            yield f"residents on {day} sum to {residents}, not to {RESIDENTS}"


def _overlaps(data: Dataset) -> Iterator[str]:
    by_pair: dict[tuple[str, str], list[Membership]] = {}
    for membership in data.memberships:
        by_pair.setdefault(membership[:2], []).append(membership)
        board = data.boards[membership.ods_code]
        last = membership.end or board.end
        inside = board.alive(membership.start) and (
            board.end is None or (membership.end is not None and membership.end <= board.end)
        )
        if not inside:
            code = membership.gss_code
            yield f"{membership.ods_code} has {code} until {last}, longer than it exists"
    for (ods_code, gss_code), rows in by_pair.items():
        rows.sort(key=lambda row: row.start)
        for row in rows:
            if row.end is not None and row.end < row.start:
                yield f"{ods_code} and {gss_code}: a period ends on {row.end} before it begins"
        for first, second in pairwise(rows):
            if first.end is None or first.end >= second.start:
                yield f"{ods_code} and {gss_code}: two periods overlap on {second.start}"


def _board_succession(data: Dataset) -> Iterator[str]:
    boards = data.boards
    for board in boards.values():
        for code in board.successors:
            if board.ods_code not in boards[code].predecessors:
                yield f"board {code} does not name its predecessor {board.ods_code}"
        for code in board.predecessors:
            if board.ods_code not in boards[code].successors:
                yield f"board {code} does not name its successor {board.ods_code}"
        if bool(board.successors) is not bool(board.end):
            yield f"board {board.ods_code} has an end or successors, but not both"


def _authority_succession(data: Dataset) -> Iterator[str]:
    for authority in data.authorities.values():
        for code in authority.successors:
            start = data.authorities[code].start
            if authority.end is None or start != authority.end + _DAY:
                yield f"{code} does not begin on the day after {authority.gss_code}"
        if bool(authority.successors) is not bool(authority.end):
            yield f"authority {authority.gss_code} has an end or successors, but not both"


def _codes(data: Dataset) -> Iterator[str]:
    for board in data.boards.values():
        held = [code for code in board.ons_codes if code.start is not None]
        if not held or held[0].start != board.start or held[-1].end != board.end:
            yield f"the ONS codes of board {board.ods_code} do not span its life"
        for first, second in pairwise(held):
            if first.end is None or second.start != first.end + _DAY:
                yield f"the ONS codes {first.code} and {second.code} do not follow each other"
    for authority in data.authorities.values():
        for code in authority.gss_codes[:-1]:
            if code.code in data.authorities:
                yield f"{code.code} is a former code and an authority of its own"


def _counties(data: Dataset) -> Iterator[str]:
    for authority in data.authorities.values():
        if authority.county and authority.kind != "district":
            yield f"{authority.gss_code} is no district but lies in a county"
