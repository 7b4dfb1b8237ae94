"""The question `area`: which boards cover an authority, now, before and by plan."""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dataset.loader import districts
from icslookup.dates import FIRST_DAY, as_of_day
from icslookup.gazetteer.resolve import (
    Suggestion,
    area_suggestions,
    areas_named,
    board_named,
    place_of,
    require_name,
    resolve_area,
    similar_areas,
)
from icslookup.lookup import messages
from icslookup.lookup.shares import spells
from icslookup.lookup.succession import day_of_answer, outside_life
from icslookup.model import NamedArea
from icslookup.text import join_names, join_notes, long_date, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.shares import Spell
    from icslookup.model import Authority, Code, DataInfo, Plan, Region
    from icslookup.names.resolution import Match, Resolution


def area(name: str, as_of: date | str | None = None, *, data: Dataset | None = None) -> AreaAnswer:
    """Answer which Integrated Care Boards cover a local authority of England.

    Parameters: `name` is a name, an official name, an alias or a GSS code of any vintage.
    `as_of` is a date or text in the form YYYY-MM-DD; without it the answer is for today, and
    for an abolished authority for its last day. `data` is the data set to ask, the one in use
    without it.

    Returns an `AreaAnswer`; its status is `found`, `not_found` or `ambiguous`. `boards` are
    those on the day of the answer, the largest share of residents first. A county is answered
    from its districts. Raises `UsageError` for a blank name or an impossible date, `DataError`
    for a damaged data set.
    """
    data = data or in_use()
    query = require_name(name)
    named_day = as_of_day(as_of)
    day = named_day or dates.today()
    found = resolve_area(data, query, day, dated=named_day is not None)
    if found.key is None or found.match is None:
        return _unresolved(data, query, day, found)
    place = place_of(data, found.key)
    if place:
        board = board_named(data, query, day)
        members = [data.authorities[key] for key in place.members]
        suggestions = tuple(
            Suggestion(member.name, member.gss_code_on(day), None)
            for member in members
            if member.exists_on(day)
        ) or similar_areas(data, query, day)
        from icslookup.lookup.hints import refusal

        message = refusal(data, place, board)
        return _no_answer(data, query, "not_found", day, message, suggestions)
    authority = data.authorities[found.key]
    settled = day_of_answer(authority, named_day, day)
    if settled is None:
        message, suggestions = outside_life(
            data.authorities, authority.gss_code, day, lambda key: data.authorities[key].name
        )
        return _no_answer(data, query, "not_found", day, message, suggestions)
    return _answer(data, query, settled, authority, found.match)


def boards_of(data: Dataset, key: str, day: date) -> tuple[BoardShare, ...]:
    """Return the boards of an authority on a day, the largest share of residents first."""
    return _current(data, spells(data, districts(data, key)), day)


def _answer(data: Dataset, query: str, day: date, authority: Authority, match: Match) -> AreaAnswer:
    keys = districts(data, authority.gss_code)
    history = spells(data, keys)
    parts: tuple[DistrictBoards, ...] = ()
    if authority.kind == "county":
        parts = tuple(
            _district(data, key, day) for key in keys if data.authorities[key].exists_on(day)
        )
    return AreaAnswer(
        query=query,
        status="found",
        match=match,
        suggestions=(),
        message=join_notes(
            messages.guess_note(query, match, authority.name),
            _abolished(data, authority),
            _recoded(authority, match, day),
            messages.future_note(data, day),
        ),
        as_of=day,
        area=_detail(data, authority, day),
        boards=_current(data, history, day),
        previous_boards=tuple(
            board_share(data, spell_, day)
            for spell_ in sorted(
                (s for s in history if s.end is not None and s.end < day),
                key=lambda s: (s.end, s.figures.residents),
                reverse=True,
            )
        ),
        districts=tuple(sorted(parts, key=lambda part: part.name)),
        planned=planned(data, authority),
        data=data.info(day),
    )


def board_share(data: Dataset, spell_: Spell, day: date) -> BoardShare:
    """Describe what a board has of a territory, with its ONS code on a day in the spell."""
    board = data.boards[spell_.ods_code]
    within = spell_.end if spell_.end is not None and spell_.end < day else day
    return BoardShare(
        board.ods_code,
        board.ons_code(max(within, spell_.start)),
        board.name,
        board.short_name,
        board.region,
        spell_.figures.coverage,
        spell_.figures.share,
        spell_.figures.residents,
        spell_.figures.area_residents,
        spell_.figures.lsoas,
        spell_.figures.area_lsoas,
        spell_.start,
        spell_.end,
    )


def _current(data: Dataset, history: list[Spell], day: date) -> tuple[BoardShare, ...]:
    held = sorted(
        (s for s in history if s.exists_on(day)), key=lambda s: (-s.figures.residents, s.ods_code)
    )
    return tuple(board_share(data, spell_, day) for spell_ in held)


def _district(data: Dataset, key: str, day: date) -> DistrictBoards:
    authority = data.authorities[key]
    boards = _current(data, spells(data, (key,)), day)
    return DistrictBoards(authority.gss_code_on(day), authority.name, boards)


def named(data: Dataset, key: str) -> NamedArea:
    """Name an authority."""
    return NamedArea(key, data.authorities[key].name)


def _detail(data: Dataset, authority: Authority, day: date) -> AreaDetail:
    return AreaDetail(
        authority.gss_code_on(day),
        authority.name,
        authority.official_name,
        authority.kind,
        named(data, authority.county) if authority.county else None,
        authority.region,
        authority.start,
        authority.end,
        authority.gss_codes,
        tuple(named(data, key) for key in authority.predecessors),
        tuple(_successor(data, authority, key) for key in authority.successors),
    )


def _successor(data: Dataset, authority: Authority, successor: str) -> AreaSuccessor:
    """Say what a successor took: the authority itself, or the districts of it that went there."""
    parts = [
        key
        for key in districts(data, authority.gss_code)
        if data.authorities[key].end == authority.end
        and successor in data.authorities[key].successors
    ]
    residents = [
        spell_.figures.residents
        for key in parts
        for spell_ in spells(data, (key,))
        if authority.end is not None and spell_.exists_on(authority.end)
    ]
    listed_ = () if parts == [authority.gss_code] else tuple(named(data, key) for key in parts)
    name = data.authorities[successor].name
    return AreaSuccessor(successor, name, listed_, sum(residents) if residents else None)


def planned(data: Dataset, authority: Authority) -> tuple[PlannedChange, ...]:
    """Return the announced changes of an authority, earliest first.

    Those of a county are those of its districts, joined by day and status.
    """
    keys = districts(data, authority.gss_code)
    county = authority.kind == "county"
    merged: dict[tuple[date, str], list[str]] = {}
    found = []
    for plan in data.plans:
        if plan.gss_code not in keys:
            continue
        status = plan.status + ("; date expected" if plan.date_status == "expected" else "")
        if county:
            known = merged.setdefault((plan.date, status), [])
            known.extend(name for name in plan.successors if name not in known)
            continue
        found.append(PlannedChange(plan.date, status, _plan_text(plan), plan.successors))
    for (day, status), successors in merged.items():
        names = f" to {join_names(successors)}" if successors else ""
        found.append(PlannedChange(day, status, f"its districts go{names}", tuple(successors)))
    return tuple(found)


def _plan_text(plan: Plan) -> str:
    if not plan.successors:
        return "is to be replaced; by what is not known"
    names = join_names(plan.successors)
    text = {
        "whole": f"becomes part of {names}",
        "split": f"is divided between {names}",
        "unknown": f"is expected to go to {join_names(plan.successors, 'or')}",
    }[plan.extent]
    return f"{text} ({plan.note})" if plan.note else text


def _abolished(data: Dataset, authority: Authority) -> str | None:
    if authority.end is None:
        return None
    successors = [data.authorities[key] for key in authority.successors]
    names = join_names([successor.official_name for successor in successors])
    text = f"{authority.official_name} was abolished; its last day was {long_date(authority.end)}"
    if authority.end >= FIRST_DAY:
        return f"{text}; it was succeeded by {names}"
    tries = join_names([f"`icslookup area {s.gss_code}`" for s in successors])
    return f"{text}, before boards existed; it was succeeded by {names}: try {tries}"


def _recoded(authority: Authority, match: Match, day: date) -> str | None:
    code = authority.gss_code_on(day)
    if match.method != "code" or match.matched == code:
        return None
    return (
        f"{match.matched} is not the code of {authority.name} on {long_date(day)}: that is {code}"
    )


def _unresolved(data: Dataset, query: str, day: date, found: Resolution) -> AreaAnswer:
    from icslookup.lookup.hints import board_given, no_name

    hint = None
    if found.status == "not_found":
        several = [data.authorities[key] for key in areas_named(data, query, day)]
        if several:
            message = f"{quote(query)} names more than one authority: ask for each"
            suggestions = tuple(Suggestion(a.name, a.gss_code_on(day), None) for a in several)
            return _no_answer(data, query, "not_found", day, message, suggestions)
        board = board_named(data, query, day)
        hint = board_given(board) if board else no_name(data, query)
    message = messages.no_answer_message("local authority of England", query, found, hint)
    suggestions = () if hint else area_suggestions(data, found.candidates)
    return _no_answer(data, query, found.status, day, message, suggestions)


def _no_answer(
    data: Dataset,
    query: str,
    status: str,
    day: date,
    message: str,
    suggestions: tuple[Suggestion, ...],
) -> AreaAnswer:
    return AreaAnswer(
        query, status, None, suggestions, message, day, None, (), (), (), (), data.info(day)
    )


class AreaSuccessor(NamedTuple):
    """A successor of an authority, the districts it took, and their residents where known."""

    gss_code: str
    name: str
    districts: tuple[NamedArea, ...]
    residents: int | None


class AreaDetail(NamedTuple):
    """The authority that an answer is about."""

    gss_code: str
    name: str
    official_name: str
    kind: str
    county: NamedArea | None
    region: str
    start: date | None
    end: date | None
    gss_codes: tuple[Code, ...]
    predecessors: tuple[NamedArea, ...]
    successors: tuple[AreaSuccessor, ...]


class BoardShare(NamedTuple):
    """How much of an authority a board has, and since when."""

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region: Region
    coverage: str
    residents_share: float
    residents: int
    area_residents: int
    lsoas: int
    area_lsoas: int
    start: date
    end: date | None


class DistrictBoards(NamedTuple):
    """A district of a county and its boards, largest share first."""

    gss_code: str
    name: str
    boards: tuple[BoardShare, ...]


class PlannedChange(NamedTuple):
    """An announced change: `status` says how far it has come; it is not a fact."""

    date: date
    status: str
    what: str
    successors: tuple[str, ...]


class AreaAnswer(NamedTuple):
    """The answer to `area`: `status` is `found`, `not_found` or `ambiguous`."""

    query: str
    status: str
    match: Match | None
    suggestions: tuple[Suggestion, ...]
    message: str | None
    as_of: date
    area: AreaDetail | None
    boards: tuple[BoardShare, ...]
    previous_boards: tuple[BoardShare, ...]
    districts: tuple[DistrictBoards, ...]
    planned: tuple[PlannedChange, ...]
    data: DataInfo
