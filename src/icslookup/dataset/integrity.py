"""Checks that the data files fit together, whatever their vintage.

Each check yields a fault with the key of its row. A sound data set has no faults. The line of a row
is looked up only for a fault, so the checks stay fast.
"""

from __future__ import annotations

import os
from functools import partial
from itertools import pairwise

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset import lsoa_integrity
from icslookup.dataset.csv_reader import read_rows
from icslookup.dataset.lsoa_integrity import RESIDENTS
from icslookup.dataset.nhs_integrity import nhs_faults
from icslookup.dataset.periods import change_days
from icslookup.dataset.row_fault import RowFault
from icslookup.dates import DAY, FIRST_DAY
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from icslookup.dataset.csv_reader import Row
    from icslookup.dataset.loader import Dataset
    from icslookup.model import Authority, Board, Code, Membership


class Fault(NamedTuple):
    """Something wrong in the data.

    `file` is a name in the folder of the data. `line` is None if a whole file or column is wrong,
    `column` is None if a whole file or line is.
    """

    file: str
    line: int | None
    column: str | None
    message: str


def faults(data: Dataset, until: date | None = None) -> list[Fault]:
    """Return every fault between the files. Raise `DataError` if a file cannot be read.

    With `until`, memberships are known only up to that day, although boards that end later may
    already be known. A row without an end is then taken to last until that day. Coverage is also
    checked on that day and on the day before, even if nothing changed on them.
    """
    data.read_all()
    return _with_lines(data, (fault for check in _checks(until) for fault in check(data)))


def validate(data: Dataset) -> list[Fault]:
    """Return every fault of a data set, with those of unreadable files and cells, by file and line.

    Cells are checked against the descriptor of the data or, if that descriptor is damaged, of the
    bundled data. A check that needs a damaged file is left out.
    """
    from icslookup.dataset.active import bundled
    from icslookup.dataset.schema import schema_errors

    errors: list[DataError] = []
    for part in data.TABLES:
        try:
            getattr(data, part)
        except DataError as error:  # noqa: PERF203 - every part is tried
            errors.append(error)
    errors.extend(schema_errors(data.folder, _descriptor(data, bundled())))
    row_faults: list[RowFault] = []
    for check in _checks():
        try:
            row_faults.extend(check(data))
        except DataError:  # noqa: PERF203 - it was found above, when the parts were read
            continue
    by_cell: dict[tuple[str, int | None, str | None], Fault] = {}
    for fault in map(_fault, errors):
        by_cell.setdefault(fault[:3], fault)
    found = {*by_cell.values(), *_with_lines(data, row_faults)}
    return sorted(found, key=lambda f: (f.file, f.line or 0, f.column or "", f.message))


def _descriptor(data: Dataset, other: Dataset) -> dict[str, object]:
    try:
        return data.descriptor
    except DataError:
        return other.descriptor


def _fault(error: DataError) -> Fault:
    return Fault(os.path.basename(error.file or ""), error.line, error.column, error.what)


def _with_lines(data: Dataset, found: Iterable[RowFault]) -> list[Fault]:
    """Return the faults with their lines. Each file that has a fault is read once."""
    rows: dict[str, list[Row]] = {}
    faults = []
    for file, key, column, message in found:
        if file not in rows:
            rows[file] = list(read_rows(os.path.join(data.folder, file), ()))
        line = _line(rows[file], dict(key))
        faults.append(Fault(file, line, column, message))
    return faults


def _line(rows: list[Row], key: Mapping[str, str]) -> int | None:
    """Return the line of the first row with these cells, None if there are no cells or no row."""
    if not key:
        return None
    return next((r.line for r in rows if key.items() <= r.cells.items()), None)


def _board_fault(board: Board, column: str, message: str) -> RowFault:
    return RowFault("boards.csv", (("ods_code", board.ods_code),), column, message)


def _authority_fault(authority: Authority, column: str, message: str) -> RowFault:
    return RowFault("authorities.csv", (("gss_code", authority.gss_code),), column, message)


def _membership_fault(row: Membership, column: str, message: str) -> RowFault:
    key = zip(("ods_code", "gss_code"), row[:2], strict=True)
    return RowFault("icb_areas.csv", (*key, ("start", row.start.isoformat())), column, message)


def coverage_faults(data: Dataset, day: date) -> list[Fault]:
    """Return a fault for each authority that is not covered exactly once on a day."""
    return _with_lines(data, _uncovered(data, day))


def _uncovered(data: Dataset, day: date) -> Iterator[RowFault]:
    by_code: dict[str, list[Membership]] = {}
    for membership in data.memberships:
        if membership.exists_on(day):
            by_code.setdefault(membership.gss_code, []).append(membership)
    for authority in data.authorities.values():
        if authority.kind == "county" or not authority.exists_on(day):
            continue
        code = authority.gss_code_on(day)
        rows = by_code.pop(code, [])
        if not rows:
            yield _gap(data, authority, day, f"{authority.name} ({code}) has no board on {day}")
            continue
        for what, parts, wholes in (
            ("LSOAs", [m.lsoas for m in rows], {m.area_lsoas for m in rows}),
            ("residents", [m.residents for m in rows], {m.area_residents for m in rows}),
        ):
            if wholes != {sum(parts)}:
                yield _membership_fault(
                    rows[0],
                    what.lower(),
                    f"{authority.name} ({code}): the {what} of its boards on {day} sum to"
                    f" {sum(parts)}, not to {sorted(wholes)}",
                )
    for code, rows in by_code.items():
        yield _membership_fault(
            rows[0], "gss_code", f"{code} has a board on {day} but does not exist then"
        )


def _gap(data: Dataset, authority: Authority, day: date, message: str) -> RowFault:
    """Return a fault in the membership that ends early or begins late, or else in the authority."""
    rows = data.memberships_by_area.get(authority.gss_code, ())
    before = [row for row in rows if row.end is not None and row.end < day]
    after = [row for row in rows if row.start > day]
    if before:
        return _membership_fault(max(before, key=lambda row: row.end or day), "end", message)
    if after:
        return _membership_fault(min(after, key=lambda row: row.start), "start", message)
    return _authority_fault(authority, "gss_code", message)


def _coverage_of_all_days(data: Dataset, until: date | None) -> Iterator[RowFault]:
    """Yield each fault of coverage once, for the first day on which it shows."""
    days = change_days(data)
    if days[:1] != [FIRST_DAY]:
        message = f"memberships do not begin on {FIRST_DAY}"
        yield RowFault("icb_areas.csv", (), "start", message)
    if until:
        days = sorted({*days, until, max(until - DAY, FIRST_DAY)})
    expected = data.descriptor.get("residents", RESIDENTS)
    seen = set()
    for day in days:
        found = list(_uncovered(data, day))
        residents = sum(m.residents for m in data.memberships if m.exists_on(day))
        if residents != expected:
            message = f"residents on {day} sum to {residents}, not to {expected}"
            found.append(RowFault("icb_areas.csv", (), "residents", message))
        for fault in found:
            if fault[:3] not in seen:
                seen.add(fault[:3])
                yield fault


def _overlaps(data: Dataset, until: date | None) -> Iterator[RowFault]:
    by_pair: dict[tuple[str, str], list[Membership]] = {}
    for membership in data.memberships:
        by_pair.setdefault(membership[:2], []).append(membership)
        board = data.boards[membership.ods_code]
        last = membership.end or board.end
        end = membership.end or until
        inside = board.exists_on(membership.start) and (
            board.end is None or (end is not None and end <= board.end)
        )
        if not inside:
            code = membership.gss_code
            yield _membership_fault(
                membership,
                "end" if board.exists_on(membership.start) else "start",
                f"{membership.ods_code} has {code} until {last}, longer than it exists",
            )
    for (ods_code, gss_code), rows in by_pair.items():
        rows.sort(key=lambda row: row.start)
        for row in rows:
            if row.end is not None and row.end < row.start:
                message = f"{ods_code} and {gss_code}: a period ends on {row.end} before it begins"
                yield _membership_fault(row, "end", message)
        for first, second in pairwise(rows):
            if first.end is None or first.end >= second.start:
                message = f"{ods_code} and {gss_code}: two periods overlap on {second.start}"
                yield _membership_fault(first, "end", message)


def _board_succession(data: Dataset) -> Iterator[RowFault]:
    boards = data.boards
    for board in boards.values():
        for code in board.successors:
            if board.ods_code not in boards[code].predecessors:
                message = f"board {code} does not name its predecessor {board.ods_code}"
                yield _board_fault(boards[code], "predecessors", message)
        for code in board.predecessors:
            if board.ods_code not in boards[code].successors:
                message = f"board {code} does not name its successor {board.ods_code}"
                yield _board_fault(boards[code], "successors", message)
        if bool(board.successors) is not bool(board.end):
            message = f"board {board.ods_code} has an end or successors, but not both"
            yield _board_fault(board, "successors" if board.end else "end", message)
        if _succeeds_itself(board.ods_code, boards):
            message = f"board {board.ods_code} is among its own successors"
            yield _board_fault(board, "successors", message)


def _authority_succession(data: Dataset) -> Iterator[RowFault]:
    for authority in data.authorities.values():
        for code in authority.successors:
            start = data.authorities[code].start
            if authority.end is None or start != authority.end + DAY:
                message = f"{code} does not begin on the day after {authority.gss_code}"
                yield _authority_fault(authority, "end", message)
        if bool(authority.successors) is not bool(authority.end):
            message = f"authority {authority.gss_code} has an end or successors, but not both"
            yield _authority_fault(authority, "successors" if authority.end else "end", message)
        if _succeeds_itself(authority.gss_code, data.authorities):
            message = f"authority {authority.gss_code} is among its own successors"
            yield _authority_fault(authority, "successors", message)


def _succeeds_itself(code: str, records: Mapping[str, Board] | Mapping[str, Authority]) -> bool:
    """Return whether the successors of a record lead back to it."""
    seen: set[str] = set()
    ahead = [*records[code].successors]
    while ahead:
        following = ahead.pop()
        if following not in seen:
            seen.add(following)
            ahead.extend(records[following].successors)
    return code in seen


def _code_fault(code: Code, column: str, message: str) -> RowFault:
    return RowFault("board_codes.csv", (("ons_code", code.code),), column, message)


def _codes(data: Dataset) -> Iterator[RowFault]:
    for board in data.boards.values():
        dated = [code for code in board.ons_codes if code.start is not None]
        if not dated or dated[0].start != board.start or dated[-1].end != board.end:
            message = f"the ONS codes of board {board.ods_code} do not span its life"
            if not dated:
                yield _board_fault(board, "ods_code", message)
            elif dated[0].start != board.start:
                yield _code_fault(dated[0], "start", message)
            else:
                yield _code_fault(dated[-1], "end", message)
        for first, second in pairwise(dated):
            if first.end is None or second.start != first.end + DAY:
                message = f"the ONS codes {first.code} and {second.code} do not follow each other"
                yield _code_fault(second, "start", message)
    for authority in data.authorities.values():
        for code in authority.gss_codes[:-1]:
            if code.code in data.authorities:
                message = f"{code.code} is a former code and an authority of its own"
                key = (("former_code", code.code),)
                yield RowFault("authority_codes.csv", key, "former_code", message)


def _counties(data: Dataset) -> Iterator[RowFault]:
    for authority in data.authorities.values():
        if authority.county and authority.kind != "district":
            message = f"{authority.gss_code} is no district but lies in a county"
            yield _authority_fault(authority, "county_gss_code", message)


def _checks(until: date | None = None) -> list[Callable[[Dataset], Iterator[RowFault]]]:
    """Return the checks of a data set. Memberships are known `until` a day, or for all days."""
    return [
        partial(_coverage_of_all_days, until=until),
        partial(_overlaps, until=until),
        _board_succession,
        _authority_succession,
        _codes,
        _counties,
        _clusters,
        _boundaries,
        *lsoa_integrity.CHECKS,
        partial(nhs_faults, until=until),
    ]


def _clusters(data: Dataset) -> Iterator[RowFault]:
    """Check that a cluster has several boards, which still exist and are in no other cluster."""
    last = max(data.descriptor["boundaries"], default=FIRST_DAY)
    seen: set[str] = set()
    for cluster in data.clusters:
        key = (("ods_codes", ";".join(cluster.ods_codes)),)
        if len(cluster.ods_codes) == 1:
            yield RowFault("clusters.csv", key, "ods_codes", "a cluster needs two boards or more")
        for code in cluster.ods_codes:
            if not data.boards[code].exists_on(last):
                message = f"board {code} does not exist on {last}"
                yield RowFault("clusters.csv", key, "ods_codes", message)
            if code in seen:
                message = f"board {code} is in two clusters"
                yield RowFault("clusters.csv", key, "ods_codes", message)
            seen.add(code)


def _boundaries(data: Dataset) -> Iterator[RowFault]:
    """Check that each day on which memberships change, and not only codes, is a boundary."""
    recoded = {
        code.end + DAY for a in data.authorities.values() for code in a.gss_codes[:-1] if code.end
    }
    for day in set(change_days(data)) - recoded - set(data.descriptor["boundaries"]):
        message = f"memberships change on {day}, which is not among the boundaries"
        yield RowFault("icb_areas.csv", (("start", str(day)),), "start", message)
