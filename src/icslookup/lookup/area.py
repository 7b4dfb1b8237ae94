"""The question `area`: which boards cover an authority: today, in the past and as planned."""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dataset.loader import districts
from icslookup.dates import FIRST_DAY, as_of_day
from icslookup.gazetteer.resolve import (
    Suggestion,
    place_of,
    require_name,
    resolve_area,
)
from icslookup.lookup import messages
from icslookup.lookup.shares import share_periods, shares_on
from icslookup.lookup.succession import counterparts_on, day_of_answer, explain_absence
from icslookup.model import NamedArea
from icslookup.text import join_names, join_notes

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.combined import Combination
    from icslookup.lookup.shares import SharePeriod
    from icslookup.lookup.today import TodayBoard
    from icslookup.model import Authority, Code, DataInfo, Plan, Region
    from icslookup.names.resolution import Match


def area(name: str, as_of: date | str | None = None, *, data: Dataset | None = None) -> AreaAnswer:
    """Return which Integrated Care Boards cover a local authority of England.

    Parameters: `name` is a name, an official name, an alias or a GSS code of any vintage.
    `as_of` is a date, or text in the form YYYY-MM-DD. Without it the answer is for today, or for
    the last day of an abolished authority. `data` is the data set to use, by default the active
    one.

    Returns an `AreaAnswer`; its status is `found`, `not_found` or `ambiguous`. `boards` are
    those on the day of the answer, the largest share of residents first. The boards of a county
    are those of its districts. If the authority has ended, `today` has the boards and authorities
    that have its territory today, whatever the day of the answer; else it is None. Raises
    `UsageError` for a blank name or an impossible date, and `DataError` for a damaged data set.
    """
    data = data or in_use()
    query = require_name(name)
    named_day = as_of_day(as_of)
    day = named_day or dates.today()
    status = "not_found"
    found = resolve_area(data, query, day, dated=named_day is not None)
    place = place_of(data, found.key) if found.key else None
    if found.key is None or found.match is None:
        from icslookup.lookup.area_unresolved import explain_unresolved
        from icslookup.lookup.combined import combination

        two = combination(data, query, named_day)
        if two and two.is_in_one_board:
            return _combined(data, two)
        status = "ambiguous" if two else found.status
        message, suggestions = (
            (two.explain(data), two.suggestions)
            if two
            else explain_unresolved(data, query, day, found)
        )
    elif place:
        from icslookup.lookup.area_unresolved import explain_place

        message, suggestions = explain_place(data, query, day, place)
    else:
        authority = data.authorities[found.key]
        answer_day = day_of_answer(authority, named_day, day)
        if answer_day:
            ended = [data.authorities[c.key].name for c in found.candidates]
            return _answer(data, query, answer_day, authority, found.match, ended)
        message, suggestions = explain_absence(
            data.authorities, found.key, day, lambda key: data.authorities[key].name
        )
    return AreaAnswer(
        query, status, None, suggestions, message, day, None, (), (), (), (), None, data.info(day)
    )


def boards_of(data: Dataset, key: str, day: date) -> tuple[BoardShare, ...]:
    """Return the boards of an authority on a day, the largest share of residents first."""
    return _current(data, districts(data, key), day)


def board_share(data: Dataset, period: SharePeriod, day: date) -> BoardShare:
    """Return how much of a territory a board has, and the board's ONS code on a day.

    If the day is outside the period, the code is that of the nearest day inside it.
    """
    board = data.boards[period.ods_code]
    within = period.end if period.end is not None and period.end < day else day
    ons_code = board.ons_code(max(within, period.start))
    return BoardShare(
        board.ods_code, ons_code, board.name, board.short_name, board.region, *period.figures
    )


def named_area(data: Dataset, key: str) -> NamedArea:
    """Return the code and the name of an authority."""
    return NamedArea(key, data.authorities[key].name)


def _answer(
    data: Dataset, query: str, day: date, authority: Authority, match: Match, ended: list[str]
) -> AreaAnswer:
    keys = districts(data, authority.gss_code)
    county_districts: list[DistrictBoards] = []
    if authority.kind == "county":
        county_districts = [
            _district(data, key, day) for key in keys if data.authorities[key].exists_on(day)
        ]
    code = authority.gss_code_on(day)
    today = _today(data, (authority.gss_code,))
    boards = _current(data, keys, day)
    return AreaAnswer(
        query=query,
        status="found",
        match=match,
        suggestions=(),
        message=join_notes(
            messages.guess_note(query, match, authority.name, ended),
            _abolished(data, authority),
            _today_note(authority.name, today, boards),
            messages.recode_note(match, (code,), f"code of {authority.name}", day),
            messages.future_note(data, day),
        ),
        as_of=day,
        area=_detail(data, authority, day),
        boards=boards,
        previous_boards=_previous(data, keys, day),
        districts=tuple(sorted(county_districts, key=lambda district: district.name)),
        planned=planned_changes(data, authority),
        today=today,
        data=data.info(day),
    )


def _combined(data: Dataset, two: Combination) -> AreaAnswer:
    """Return the answer for two councils in one board: the whole of them, and each as a district.

    The area has no code of its own.
    """
    first, second = two.councils
    day = two.day
    starts = [council.start for council in two.councils if council.start]
    ends = [council.end for council in two.councils if council.end]
    regions = dict.fromkeys((first.region, second.region))
    county = first.county if first.county == second.county else None
    planned = dict.fromkeys(p for council in two.councils for p in planned_changes(data, council))
    today = _today(data, tuple(council.gss_code for council in two.councils))
    boards = _current(data, two.territory, day)
    return AreaAnswer(
        query=two.query,
        status="found",
        match=two.match,
        suggestions=(),
        message=join_notes(
            two.note(), _today_note(two.name, today, boards), messages.future_note(data, day)
        ),
        as_of=day,
        area=AreaDetail(
            gss_code=None,
            name=two.name,
            official_name=join_names([first.official_name, second.official_name]),
            kind=two.match.method,
            county=named_area(data, county) if county else None,
            region=join_names(regions),
            start=max(starts, default=None),
            end=min(ends, default=None),
            gss_codes=(),
            predecessors=(),
            successors=(),
        ),
        boards=boards,
        previous_boards=_previous(data, two.territory, day),
        districts=tuple(
            DistrictBoards(
                council.gss_code_on(day), council.name, boards_of(data, council.gss_code, day)
            )
            for council in two.councils
        ),
        planned=tuple(sorted(planned)),
        today=today,
        data=data.info(day),
    )


def _previous(data: Dataset, keys: tuple[str, ...], day: date) -> tuple[BoardShare, ...]:
    """Return the boards that had some of the districts before a day, the latest first."""
    before = [p for p in share_periods(data, keys) if p.end is not None and p.end < day]
    before.sort(key=lambda p: (p.end, p.residents), reverse=True)
    return tuple(board_share(data, period, day) for period in before)


def _current(data: Dataset, keys: tuple[str, ...], day: date) -> tuple[BoardShare, ...]:
    return tuple(board_share(data, period, day) for period in shares_on(data, keys, day))


def _district(data: Dataset, key: str, day: date) -> DistrictBoards:
    authority = data.authorities[key]
    boards = _current(data, (key,), day)
    return DistrictBoards(authority.gss_code_on(day), authority.name, boards)


def _detail(data: Dataset, authority: Authority, day: date) -> AreaDetail:
    return AreaDetail(
        authority.gss_code_on(day),
        authority.name,
        authority.official_name,
        authority.kind,
        named_area(data, authority.county) if authority.county else None,
        authority.region,
        authority.start,
        authority.end,
        authority.gss_codes,
        tuple(named_area(data, key) for key in authority.predecessors),
        tuple(_successor(data, authority, key) for key in authority.successors),
    )


def _successor(data: Dataset, authority: Authority, successor: str) -> AreaSuccessor:
    """Return a successor of an authority, the districts it took, and their residents."""
    parts = [
        key
        for key in districts(data, authority.gss_code)
        if data.authorities[key].end == authority.end
        and successor in data.authorities[key].successors
    ]
    residents = [
        period.residents
        for key in parts
        if authority.end is not None
        for period in shares_on(data, (key,), authority.end)
    ]
    taken = () if parts == [authority.gss_code] else tuple(named_area(data, key) for key in parts)
    name = data.authorities[successor].name
    return AreaSuccessor(successor, name, taken, sum(residents) if residents else None)


def planned_changes(data: Dataset, authority: Authority) -> tuple[PlannedChange, ...]:
    """Return the announced changes of an authority, earliest first.

    The changes of a county are those of its districts, joined by day and status.
    """
    keys = districts(data, authority.gss_code)
    stages: dict[tuple[date, str], list[Plan]] = {}
    for plan in data.plans:
        if plan.gss_code in keys:
            stages.setdefault((plan.date, plan.stage), []).append(plan)
    found = []
    for (day, status), plans in stages.items():
        what = _county_plan_text(data, plans) if authority.kind == "county" else _plan_text(*plans)
        names = dict.fromkeys(name for plan in plans for name in plan.successors)
        found.append(PlannedChange(day, status, what, tuple(names)))
    return tuple(found)


def _plan_text(plan: Plan) -> str:
    if plan.successors:
        names = join_names(plan.successors, "or" if plan.extent == "unknown" else "and")
        text = {
            "whole": f"becomes part of {names}",
            "split": f"is divided between {names}",
            "unknown": f"is expected to go to {names}",
        }[plan.extent]
    else:
        text = {
            "whole": "stays whole",
            "split": "is to be divided",
            "unknown": "is to be replaced, but it is not known by which council",
        }[plan.extent]
    return f"{text} ({plan.note})" if plan.note else text


def _county_plan_text(data: Dataset, plans: list[Plan]) -> str:
    """Return where the districts of a county go, and which have no known successor."""
    names = dict.fromkeys(name for plan in plans for name in plan.successors)
    unknown = [plan for plan in plans if not plan.successors]
    parts = [f"its districts go to {join_names(names)}"] if names else []
    if unknown:
        places = join_names(sorted(data.authorities[plan.gss_code].name for plan in unknown))
        notes = dict.fromkeys(plan.note for plan in unknown if plan.note)
        note = f" ({'; '.join(notes)})" if notes else ""
        parts.append(f"it is not known what replaces {places}{note}")
    return "; ".join(parts)


def _abolished(data: Dataset, authority: Authority) -> str | None:
    if authority.end is None:
        return None
    successors = [data.authorities[key] for key in authority.successors]
    names = [successor.official_name for successor in successors]
    if authority.end >= FIRST_DAY:
        return messages.end_note(authority.official_name, authority.end, names)
    when = ", before boards existed"
    return messages.end_note(authority.official_name, authority.end, names, when)


def _today(data: Dataset, keys: tuple[str, ...]) -> AreaToday | None:
    """Return what became of the territory of authorities; None if all of them exist today."""
    if all(data.authorities[key].end is None for key in keys):
        return None
    from icslookup.lookup.today import territory_today

    today = territory_today(data, *keys)
    if today is None:
        return None
    now = {one for key in keys for one in counterparts_on(data.authorities, key, today.as_of)}
    areas = sorted((_district(data, key, today.as_of) for key in now), key=lambda a: a.name)
    return AreaToday(*today, tuple(areas))


def _today_note(name: str, today: AreaToday | None, boards: tuple[BoardShare, ...]) -> str | None:
    """Return where a territory is today, if that is not certain or the answer has no boards."""
    if today is None or not today.boards or (today.certain and boards):
        return None
    names = [board.short_name for board in today.boards]
    if not today.certain:
        where = f"each place in it is now in {join_names(names, 'or')}"
        return messages.unknown_boundary_note(name, where)
    return f"its territory is now in the {'boards' if names[1:] else 'board'} {join_names(names)}"


class AreaSuccessor(NamedTuple):
    """A successor of an authority, the districts it took, and their residents if known."""

    gss_code: str
    name: str
    districts: tuple[NamedArea, ...]
    residents: int | None


class AreaDetail(NamedTuple):
    """The authority of an answer. Two councils that are read as one area have no code."""

    gss_code: str | None
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


class AreaToday(NamedTuple):
    """The boards that have the territory of a former authority, the largest share first.

    `as_of` is the day of today. `areas` are the authorities that followed and exist today, each
    with the boards of all of it. `certain` is false if the boundary of the territory is not known:
    then each of `boards` may have some of it, and only `areas` have shares.
    """

    as_of: date
    certain: bool
    boards: tuple[TodayBoard, ...]
    areas: tuple[DistrictBoards, ...]


class PlannedChange(NamedTuple):
    """A change that is announced but not yet made; `status` says how far it has come."""

    date: date
    status: str
    what: str
    successors: tuple[str, ...]


class AreaAnswer(NamedTuple):
    """The answer to `area`: `status` is `found`, `not_found` or `ambiguous`.

    `today` says what became of the territory of an authority that has ended; None for others.
    """

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
    today: AreaToday | None
    data: DataInfo
