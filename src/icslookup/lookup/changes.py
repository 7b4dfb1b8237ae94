"""The question `changes`: the differences between two days, computed from the memberships."""

from __future__ import annotations

import os

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dataset.periods import change_days
from icslookup.dates import DAY, as_of_day
from icslookup.errors import DataError, UsageError
from icslookup.lookup import messages
from icslookup.lookup.area import boards_of
from icslookup.lookup.shares import share_periods
from icslookup.lookup.transfers import sum_amounts, transfers
from icslookup.text import long_date

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Authority, Board, DataInfo

ORDER = (
    "board_made",
    "board_abolished",
    "board_rebounded",
    "board_recoded",
    "territory_moved",
    "area_created",
    "area_abolished",
    "area_recoded",
    "area_moved",
    "area_planned",
    "note",
)
"""The kinds of change, in the order of an answer."""


class DaysCompared(NamedTuple):
    """The two days: what existed on `first` against what exists on `last`."""

    first: date
    last: date


def changes(
    from_: date | str | None = None,
    to: date | str | None = None,
    *,
    data: Dataset | None = None,
) -> ChangeList:
    """Return what changed from one day to another.

    Parameters: `from_` and `to` are days as for `area`. `to` is by default today, and `from_` the
    day of the boundaries before those in force on `to`. `data` is the data set to use, by default
    the active one.

    Returns a `ChangeList`: boards made, abolished, re-bounded and recoded, the territory that
    moved between boards, authorities created, abolished and recoded, every authority whose
    boards or shares changed, and dated notes. Raises `UsageError` for an impossible day, one
    before 1 July 2022, or `from_` after `to`.
    """
    data = data or in_use()
    last = as_of_day(to) or dates.today()
    first = as_of_day(from_) or previous_boundaries(data, last)
    if first > last:
        raise UsageError(
            f"{long_date(first)} is after {long_date(last)}: give the earlier day first"
        )
    span = DaysCompared(first, last)
    rows = [
        *_boards(data, span),
        *_territory(data, span),
        *_authorities(data, span),
        *_moved_districts(data, span),
        *_planned(data, span),
        *_notes(data, span),
    ]
    rows.sort(key=lambda row: ORDER.index(row.change))
    return ChangeList(
        "changes", tuple(rows), first, last, data.info(last), messages.future_note(data, last)
    )


def differences(before: Dataset, after: Dataset, day: date) -> tuple[ChangeRow, ...]:
    """Return how a newer data set differs from an older one for the boundaries of a day.

    If the older data set does not have these boundaries, the differences are all changes of the
    day. Otherwise they are the authorities whose boards or shares on the day differ, and the
    boards that differ in size. Both data sets must have the same boards and authorities.
    """
    if day not in before.descriptor["boundaries"]:
        return changes(day - DAY, day, data=after).rows
    rows = []
    for board in sorted(after.boards.values(), key=lambda b: b.short_name):
        was, now = _size(before, board, day), _size(after, board, day)
        if was != now:
            rows.append(_rebounded_row(board, day, was, now))
    for authority in sorted(after.authorities.values(), key=lambda a: (a.name, a.gss_code)):
        old, new = _boards_on(before, authority, day), _boards_on(after, authority, day)
        if authority.kind != "county" and old != new:
            known = change_row("area_moved", day, authority.gss_code_on(day), authority.name)
            rows.append(_moved_row(known, old, new))
    return tuple(rows)


def previous_boundaries(data: Dataset, day: date) -> date:
    """Return the date of the boundaries before those in force on a day, or the first date.

    Raises `DataError` if the data have no boundaries on or before the day, such as data that
    others are built from.
    """
    boundaries: list[date] = [found for found in data.descriptor["boundaries"] if found <= day]
    if not boundaries:
        path = os.path.join(data.folder, "datapackage.json")
        raise DataError(f"has no boundaries up to {long_date(day)}: say from which day on", path)
    return boundaries[-2] if len(boundaries) > 1 else boundaries[0]


def change_row(change: str, day: date | str, code: str | None, name: str, **more: Any) -> ChangeRow:  # noqa: ANN401 - any field
    """Return a row with the given fields; the others are None or empty."""
    empty = ChangeRow(
        change, str(day), code, name, None, None, None, None, None, None, (), (), (), (), None
    )
    return empty._replace(**more)


def _starts_in(start: date | None, span: DaysCompared) -> bool:
    return start is not None and span.first < start <= span.last


def _ends_in(end: date | None, span: DaysCompared) -> bool:
    return end is not None and span.first <= end < span.last


def _size(data: Dataset, board: Board, day: date) -> tuple[int, int]:
    memberships = data.memberships_on(board.ods_code, day)
    return sum(m.residents for m in memberships), sum(m.lsoas for m in memberships)


def _boards(data: Dataset, span: DaysCompared) -> Iterator[ChangeRow]:
    boards = data.boards
    moved = {
        day: {code for move in transfers(data, day) for code in move} for day in _days(data, span)
    }
    for board in sorted(boards.values(), key=lambda b: b.short_name):
        code, name = board.ods_code, board.short_name
        if _starts_in(board.start, span):
            residents, lsoas = _size(data, board, board.start)
            names = tuple(boards[other].short_name for other in board.predecessors)
            yield change_row(
                "board_made",
                board.start,
                code,
                name,
                new_code=board.ons_code(board.start),
                residents=residents,
                lsoas=lsoas,
                predecessors=names,
            )
        if board.end is not None and _ends_in(board.end, span):
            residents, lsoas = _size(data, board, board.end)
            names = tuple(boards[other].short_name for other in board.successors)
            yield change_row(
                "board_abolished",
                board.end + DAY,
                code,
                name,
                old_code=board.ons_code(board.end),
                residents=residents,
                lsoas=lsoas,
                successors=names,
            )
        for day, codes in moved.items():
            if board.exists_on(day - DAY) and board.exists_on(day):
                yield from _same_board(data, board, day, rebounded=code in codes)


def _same_board(data: Dataset, board: Board, day: date, *, rebounded: bool) -> Iterator[ChangeRow]:
    """Yield the changes on a day of a board that existed before and after it."""
    codes = {"old_code": board.ons_code(day - DAY), "new_code": board.ons_code(day)}
    if rebounded:
        before, after = _size(data, board, day - DAY), _size(data, board, day)
        yield _rebounded_row(board, day, before, after)
    if codes["old_code"] != codes["new_code"]:
        yield change_row("board_recoded", day, board.ods_code, board.short_name, **codes)


def _rebounded_row(
    board: Board, day: date, before: tuple[int, int], after: tuple[int, int]
) -> ChangeRow:
    """Return the row of a board whose size changes; a size is its residents and its LSOAs."""
    return change_row(
        "board_rebounded",
        day,
        board.ods_code,
        board.short_name,
        residents=after[0] - before[0],
        lsoas=after[1] - before[1],
    )


def _days(data: Dataset, span: DaysCompared) -> list[date]:
    return [day for day in change_days(data) if span.first < day <= span.last]


def _territory(data: Dataset, span: DaysCompared) -> Iterator[ChangeRow]:
    for day in _days(data, span):
        moves = transfers(data, day)
        for (giver, taker), amounts in sorted(moves.items()):
            amount = sum_amounts(amounts)
            yield change_row(
                "territory_moved",
                day,
                giver,
                data.boards[giver].short_name,
                other_code=taker,
                other_name=data.boards[taker].short_name,
                residents=amount.residents if amount else None,
                lsoas=amount.lsoas if amount else None,
            )


def _authorities(data: Dataset, span: DaysCompared) -> Iterator[ChangeRow]:
    authorities = data.authorities
    for authority in sorted(authorities.values(), key=lambda a: (a.name, a.gss_code)):
        code, name = authority.gss_code, authority.official_name
        if authority.start is not None and _starts_in(authority.start, span):
            after = _boards_on(data, authority, authority.start)
            names = tuple(authorities[key].official_name for key in authority.predecessors)
            yield change_row(
                "area_created",
                authority.start,
                code,
                name,
                after=after,
                predecessors=names,
                **_sum(after),
            )
        if authority.end is not None and _ends_in(authority.end, span):
            before = _boards_on(data, authority, authority.end)
            names = tuple(authorities[key].official_name for key in authority.successors)
            yield change_row(
                "area_abolished",
                authority.end + DAY,
                code,
                name,
                before=before,
                successors=names,
                **_sum(before),
            )
        for former in authority.gss_codes[:-1]:
            if former.end is not None and _ends_in(former.end, span):
                day = former.end + DAY
                yield change_row(
                    "area_recoded",
                    day,
                    authority.gss_code_on(day),
                    name,
                    old_code=former.code,
                    new_code=authority.gss_code_on(day),
                )


def _moved_districts(data: Dataset, span: DaysCompared) -> Iterator[ChangeRow]:
    """Yield the districts whose boards or shares differ between the two days."""
    for authority in sorted(data.authorities.values(), key=lambda a: (a.name, a.gss_code)):
        both = authority.exists_on(span.first) and authority.exists_on(span.last)
        if authority.kind == "county" or not both:
            continue
        before = _boards_on(data, authority, span.first)
        after = _boards_on(data, authority, span.last)
        if before != after:
            code = authority.gss_code_on(span.last)
            day = _changed_on(data, authority, span)
            yield _moved_row(change_row("area_moved", day, code, authority.name), before, after)


def _moved_row(
    known: ChangeRow, before: tuple[BoardPart, ...], after: tuple[BoardPart, ...]
) -> ChangeRow:
    """Return a row with the boards of an authority before and after, and the amount that moved."""
    kept = {part.ods_code: part for part in after}
    left = [(p, kept.get(p.ods_code, p._replace(residents=0, lsoas=0))) for p in before]
    return known._replace(
        residents=sum(max(0, old.residents - new.residents) for old, new in left),
        lsoas=sum(max(0, old.lsoas - new.lsoas) for old, new in left),
        before=before,
        after=after,
    )


def _changed_on(data: Dataset, authority: Authority, span: DaysCompared) -> date:
    periods = share_periods(data, (authority.gss_code,))
    days = {p.start for p in periods} | {p.end + DAY for p in periods if p.end is not None}
    return max(day for day in days if _starts_in(day, span))


def _boards_on(data: Dataset, authority: Authority, day: date) -> tuple[BoardPart, ...]:
    """Return the boards of an authority on a day, the largest first."""
    return tuple(
        BoardPart(
            share.ods_code, share.short_name, share.residents, share.lsoas, share.residents_share
        )
        for share in boards_of(data, authority.gss_code, day)
    )


def _sum(parts: tuple[BoardPart, ...]) -> dict[str, int | None]:
    if not parts:
        return {"residents": None, "lsoas": None}
    return {
        "residents": sum(part.residents for part in parts),
        "lsoas": sum(part.lsoas for part in parts),
    }


def _planned(data: Dataset, span: DaysCompared) -> Iterator[ChangeRow]:
    """Yield the changes of authorities in the span that are announced but not yet made."""
    for plan in data.plans:
        if span.first < plan.date <= span.last:
            name = data.authorities[plan.gss_code].official_name
            yield change_row(
                "area_planned",
                plan.date,
                plan.gss_code,
                name,
                successors=plan.successors,
                certainty=plan.certainty,
            )


def _notes(data: Dataset, span: DaysCompared) -> Iterator[ChangeRow]:
    for event in data.events:
        if event.date and span.first.isoformat() < event.date <= span.last.isoformat():
            yield change_row("note", event.date, None, event.what, certainty=event.certainty)


class BoardPart(NamedTuple):
    """The part of an authority in a board: `residents_share` from 0 to 1 of the authority."""

    ods_code: str
    short_name: str
    residents: int
    lsoas: int
    residents_share: float


class ChangeRow(NamedTuple):
    """One change between two days.

    `change` is its kind: a board was `board_made`, `board_abolished`, `board_rebounded` or
    `board_recoded`; an authority was `area_created`, `area_abolished`, `area_recoded` or
    `area_moved` (its boards or their shares changed); `territory_moved` from one board to
    another; `area_planned` is announced but not yet made; or it is a `note` on the day. `date`
    is the first day after the change. `code` and `name` are of the board or authority,
    `other_code` and `other_name` of the board that gained territory. `residents` and `lsoas`
    count those concerned, None if not known. `before` and `after` are the boards of an
    authority. `predecessors` and `successors` are names. `certainty` is that of a note or a plan;
    the other kinds are computed from the memberships.
    """

    change: str
    date: str
    code: str | None
    name: str
    other_code: str | None
    other_name: str | None
    old_code: str | None
    new_code: str | None
    residents: int | None
    lsoas: int | None
    before: tuple[BoardPart, ...]
    after: tuple[BoardPart, ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    certainty: str | None


class ChangeList(NamedTuple):
    """The answer to `changes` between two days, both included."""

    what: str
    rows: tuple[ChangeRow, ...]
    since: date
    as_of: date
    data: DataInfo
    note: str | None
