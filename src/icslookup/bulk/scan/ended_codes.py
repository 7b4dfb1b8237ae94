"""The codes that have ended by a day, with what took their place.

A code can end while its holder goes on: the ONS code of a board changes with its boundary. And a
code can go on while a holder ends: most sub-ICB locations have the codes of CCGs.
"""

from __future__ import annotations

from itertools import chain

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import CCG, REGION, STP
from icslookup.lookup.succession import counterparts_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea, NhsName
    from icslookup.model import Authority, Board

COUNCIL, BOARD = "council", "board"
"""The kinds of holders that are not areas of `NHS_KINDS`."""


class Successor(NamedTuple):
    """What has the place of an ended code on a day.

    `code` is of the same scheme as the ended code, or the ODS code if the ONS code is not known.
    `ods_code` is None for a council.
    """

    code: str
    ods_code: str | None
    name: str


class EndedCode(NamedTuple):
    """A code that has ended, with its last holder.

    `kind` is `council`, `board` or one of `NHS_KINDS`. `end` is the last day of the code. It is
    None if the day is not known; `last_seen` is then the year or month of the last code list that
    has it, or None. `holder_ended` is false if only the code changed.
    """

    code: str
    kind: str
    name: str
    end: date | None
    last_seen: str | None
    holder_ended: bool
    successors: tuple[Successor, ...]


class CodeBook(NamedTuple):
    """The codes on a day: `known` are all codes of any day, and `ended` those that have ended."""

    known: frozenset[str]
    ended: dict[str, EndedCode]


def code_book(data: Dataset, day: date) -> CodeBook:
    """Return the codes of councils, boards and other areas of the NHS, and which have ended."""
    in_force, ended = set[str](), dict[str, EndedCode]()
    lives = chain(_councils(data, day), _boards(data, day), _areas(data, day))
    for code, life in lives:
        if life is None:
            in_force.add(code)
        elif code not in ended or _last_day(life) > _last_day(ended[code]):
            ended[code] = life
    known = frozenset(in_force | ended.keys())
    return CodeBook(known, {code: life for code, life in ended.items() if code not in in_force})


def _last_day(life: EndedCode) -> str:
    return str(life.end or life.last_seen or "")


def _councils(data: Dataset, day: date) -> Iterator[tuple[str, EndedCode | None]]:
    """Yield each code of each council, with None if it has not ended."""
    for key, council in data.authorities.items():
        for code in council.gss_codes:
            recoded = code.code != key and council.gss_code_on(day) != code.code
            days = [end for end in (code.end, council.end) if end is not None]
            end = min(days, default=None)
            if (end is None and not recoded) or (end is not None and day <= end):
                yield code.code, None
                continue
            gone = council.end is not None and council.end < day
            keys = counterparts_on(data.authorities, key, day) if gone else [key]
            successors = tuple(_council(data.authorities[one], day) for one in keys)
            yield (
                code.code,
                EndedCode(code.code, COUNCIL, council.name, end, None, gone, successors),
            )


def _boards(data: Dataset, day: date) -> Iterator[tuple[str, EndedCode | None]]:
    """Yield the ODS code and the ONS codes of each board, with None if one has not ended."""
    for key, board in data.boards.items():
        gone = board.end is not None and board.end < day
        keys = counterparts_on(data.boards, key, day) if gone else [key]
        codes = [(key, board.end), *((code.code, code.end) for code in board.ons_codes)]
        for code, end in codes:
            if end is None or day <= end:
                yield code, None
                continue
            successors = tuple(_board(data.boards[one], day, like=code) for one in keys)
            yield code, EndedCode(code, BOARD, board.short_name, end, None, gone, successors)


def _areas(data: Dataset, day: date) -> Iterator[tuple[str, EndedCode | None]]:
    """Yield the codes of each CCG, STP, sub-ICB location and region, with None if not ended."""
    for area in data.nhs_areas.values():
        gone = area.kind in (CCG, STP) or (area.end is not None and area.end < day)
        for position, name in enumerate(area.names):
            for code in (name.ods_code, name.ons_code):
                if code is None or (code == name.ods_code and area.kind == STP):
                    continue  # the ODS code of an STP is that of the board that followed
                over = gone or _is_replaced(area, position, code, day)
                yield code, _ended_area(data, area, name, code, day) if over else None


def _is_replaced(area: NhsArea, position: int, code: str, day: date) -> bool:
    """Return whether an area that goes on has another code on a day than with an earlier name."""
    later = [name for name in area.names[position + 1 :] if name.begins_by(day)]
    return bool(later) and all(code not in (name.ods_code, name.ons_code) for name in later)


def _ended_area(data: Dataset, area: NhsArea, name: NhsName, code: str, day: date) -> EndedCode:
    gone = area.kind != REGION and (area.kind in (CCG, STP) or area.end is not None)
    successors = tuple(_successors(data, area, code, day)) if gone else (_area(area, day, code),)
    seen = name.last_seen if name.end is None else None
    return EndedCode(code, area.kind, name.name, name.end, seen, gone, successors)


def _successors(data: Dataset, area: NhsArea, code: str, day: date) -> Iterator[Successor]:
    """Yield what has the place of a CCG, an STP or a location that has ended."""
    keys = dict.fromkeys(
        key
        for first in area.successors
        for key in counterparts_on(data.boards if area.kind == STP else data.nhs_areas, first, day)
    )
    for key in keys:
        if area.kind == STP:
            yield _board(data.boards[key], day, like=code)
        else:
            yield _area(data.nhs_areas[key], day, code)


def _council(council: Authority, day: date) -> Successor:
    return Successor(council.gss_code_on(day), None, council.name)


def _board(board: Board, day: date, *, like: str) -> Successor:
    code = board.ods_code if is_ods(like) else board.ons_code(day) or board.ods_code
    return Successor(code, board.ods_code, board.short_name)


def _area(area: NhsArea, day: date, like: str) -> Successor:
    name = area.names_on(day)[-1]
    code = area.code if is_ods(like) else name.ons_code
    return Successor(code, name.ods_code, name.name)


def is_ods(code: str) -> bool:
    """Return whether a code is an ODS code, which is shorter than an ONS code."""
    return len(code) <= LONGEST_ODS


LONGEST_ODS = 5
"""The characters of the longest ODS code of a board, a CCG or a sub-ICB location."""
