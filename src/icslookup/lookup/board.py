"""The question `board`: what a board covers and covered, and who came before and after."""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dates import DAY, as_of_day
from icslookup.gazetteer.resolve import Suggestion, area_named, require_name, resolve_board
from icslookup.lookup import messages
from icslookup.lookup.area import named
from icslookup.lookup.hints import refusal
from icslookup.lookup.shares import spells
from icslookup.lookup.succession import day_of_answer, outside_life
from icslookup.lookup.transfers import total, transfers
from icslookup.model import Place
from icslookup.text import join_names, join_notes, long_date, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.shares import Spell
    from icslookup.model import Board, Code, DataInfo, NamedArea, Region
    from icslookup.names.resolution import Match, Resolution


def board(
    name: str, as_of: date | str | None = None, *, data: Dataset | None = None
) -> BoardAnswer:
    """Answer what an Integrated Care Board covers.

    Parameters: `name` is a name, an everyday name, an ODS code or an ONS code of any vintage.
    `as_of` is a date or text in the form YYYY-MM-DD; without it the answer is for today, and
    for an abolished board for its last day. `data` is the data set to ask, the one in use
    without it.

    Returns a `BoardAnswer`; its status is `found`, `not_found` or `ambiguous`. `areas` are the
    authorities on the day of the answer, by name. Raises `UsageError` for a blank name or an
    impossible date, `DataError` for a damaged data set.
    """
    data = data or in_use()
    query = require_name(name)
    named_day = as_of_day(as_of)
    day = named_day or dates.today()
    found = resolve_board(data, query, day, dated=named_day is not None)
    if found.key is None or found.match is None:
        return _unresolved(data, query, day, found)
    record = data.boards[found.key]
    settled = day_of_answer(record, named_day, day)
    if settled is None:
        message, suggestions = outside_life(
            data.boards, record.ods_code, day, lambda code: data.boards[code].short_name
        )
        return _no_answer(data, query, "not_found", day, message, suggestions)
    return _answer(data, query, settled, record, found.match)


def _answer(data: Dataset, query: str, day: date, record: Board, match: Match) -> BoardAnswer:
    keys = {
        key
        for key, rows in data.memberships_by_area.items()
        if any(row.ods_code == record.ods_code for row in rows)
    }
    held = [
        (key, spell_)
        for key in keys
        for spell_ in spells(data, (key,))
        if spell_.ods_code == record.ods_code
    ]
    now = [area_share(data, key, spell_, day) for key, spell_ in held if spell_.exists_on(day)]
    before = [
        area_share(data, key, spell_, spell_.end)
        for key, spell_ in held
        if spell_.end is not None and spell_.end < day
    ]
    return BoardAnswer(
        query=query,
        status="found",
        match=match,
        suggestions=(),
        message=join_notes(
            messages.guess_note(query, match, record.short_name),
            _abolished(data, record),
            _recoded(record, match, day),
            messages.future_note(data, day),
        ),
        as_of=day,
        board=_detail(data, record, day),
        areas=tuple(sorted(now, key=lambda row: (row.name, row.gss_code))),
        previous_areas=tuple(
            sorted(before, key=lambda row: (-(row.end or day).toordinal(), row.name))
        ),
        residents=sum(row.residents for row in now),
        lsoas=sum(row.lsoas for row in now),
        data=data.info(day),
    )


def area_share(data: Dataset, key: str, spell_: Spell, day: date) -> AreaShare:
    """Describe what a board has of an authority, with the authority's code on a day."""
    authority = data.authorities[key]
    return AreaShare(
        authority.gss_code_on(day),
        authority.name,
        authority.kind,
        named(data, authority.county) if authority.county else None,
        authority.region,
        spell_.figures.coverage,
        spell_.figures.share,
        spell_.figures.residents,
        spell_.figures.area_residents,
        spell_.figures.lsoas,
        spell_.figures.area_lsoas,
        spell_.start,
        spell_.end,
    )


def _detail(data: Dataset, record: Board, day: date) -> BoardDetail:
    predecessors = []
    for code in record.predecessors:
        end = data.boards[code].end
        if end is not None and end < day:
            predecessors.append(_transfer(data, code, (code, record.ods_code), end + DAY, record))
    successors = []
    if record.end is not None:
        for code in record.successors:
            moved = (record.ods_code, code)
            successors.append(_transfer(data, code, moved, record.end + DAY, record))
    return BoardDetail(
        record.ods_code,
        record.ons_code(day),
        record.ons_codes,
        record.name,
        record.short_name,
        record.region,
        record.start,
        record.end,
        tuple(sorted(predecessors, key=lambda t: -(t.residents or 0))),
        tuple(sorted(successors, key=lambda t: -(t.residents or 0))),
    )


def _transfer(
    data: Dataset, other: str, moved: tuple[str, str], day: date, record: Board
) -> Transfer:
    """Describe what moved from one board to another on a day, seen from `record`."""
    amounts = transfers(data, day).get(moved, {})
    amount = total(amounts)
    before = day - DAY if record.end is not None and record.end < day else day
    whole = sum(row.residents for row in data.memberships_on(record.ods_code, before))
    partner = data.boards[other]
    return Transfer(
        other,
        partner.name,
        partner.short_name,
        day,
        amount.residents if amount else None,
        round(amount.residents / whole, 6) if amount and whole else None,
        amount.lsoas if amount else None,
        tuple(sorted((named(data, key) for key in amounts), key=lambda area: area.name)),
    )


def _abolished(data: Dataset, record: Board) -> str | None:
    if record.end is None:
        return None
    names = join_names([data.boards[code].short_name for code in record.successors])
    return (
        f"{record.name} was abolished; its last day was {long_date(record.end)};"
        f" it was succeeded by {names}"
    )


def _recoded(record: Board, match: Match, day: date) -> str | None:
    code = record.ons_code(day)
    if match.method != "code" or match.matched in (record.ods_code, code):
        return None
    name = record.short_name
    return f"{match.matched} is not the ONS code of {name} on {long_date(day)}: that is {code}"


def _unresolved(data: Dataset, query: str, day: date, found: Resolution) -> BoardAnswer:
    hint = None
    if found.status == "not_found":
        other = area_named(data, query, day)
        if "ccg" in query.casefold().split():
            hint = (
                f"{quote(query)} is no Integrated Care Board: clinical commissioning"
                " groups ended when boards began on 1 July 2022"
            )
        elif isinstance(other, Place):
            hint = refusal(data, other, None)
        elif other:
            hint = (
                f"{other.name} is a local authority, not an Integrated Care Board:"
                f' try `icslookup area "{other.name}"`'
            )
    message = messages.no_answer_message("Integrated Care Board", query, found, hint)
    boards = sorted(
        found.candidates, key=lambda c: (not data.boards[c.key].exists_on(day), -c.score)
    )
    suggestions = tuple(
        Suggestion(data.boards[c.key].short_name, c.key, c.score) for c in (() if hint else boards)
    )
    return _no_answer(data, query, found.status, day, message, suggestions)


def _no_answer(
    data: Dataset,
    query: str,
    status: str,
    day: date,
    message: str,
    suggestions: tuple[Suggestion, ...],
) -> BoardAnswer:
    return BoardAnswer(
        query, status, None, suggestions, message, day, None, (), (), None, None, data.info(day)
    )


class Transfer(NamedTuple):
    """A board that gave or took territory on a day, and how much where that is certain.

    `areas` are the authorities concerned, in whole or part. `residents_share` is the part of
    the territory of the board that the answer is about.
    """

    ods_code: str
    name: str
    short_name: str
    date: date
    residents: int | None
    residents_share: float | None
    lsoas: int | None
    areas: tuple[NamedArea, ...]


class BoardDetail(NamedTuple):
    """The board that an answer is about."""

    ods_code: str
    ons_code: str | None
    ons_codes: tuple[Code, ...]
    name: str
    short_name: str
    region: Region
    start: date
    end: date | None
    predecessors: tuple[Transfer, ...]
    successors: tuple[Transfer, ...]


class AreaShare(NamedTuple):
    """How much of an authority the board has, and since when."""

    gss_code: str
    name: str
    kind: str
    county: NamedArea | None
    region: str
    coverage: str
    residents_share: float
    residents: int
    area_residents: int
    lsoas: int
    area_lsoas: int
    start: date
    end: date | None


class BoardAnswer(NamedTuple):
    """The answer to `board`: `status` is `found`, `not_found` or `ambiguous`."""

    query: str
    status: str
    match: Match | None
    suggestions: tuple[Suggestion, ...]
    message: str | None
    as_of: date
    board: BoardDetail | None
    areas: tuple[AreaShare, ...]
    previous_areas: tuple[AreaShare, ...]
    residents: int | None
    lsoas: int | None
    data: DataInfo
