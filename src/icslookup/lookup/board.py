"""The question `board`: what a board covers and covered, its predecessors and its successors.

`icslookup.lookup.nhs_area` answers for sub-ICB locations, CCGs, STPs and regions.
"""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dates import DAY, as_of_day
from icslookup.gazetteer.nhs_areas import is_nhs_area, resolve_board_or_area
from icslookup.gazetteer.resolve import (
    Suggestion,
    exact_area,
    require_name,
)
from icslookup.lookup import messages, nhs_area
from icslookup.lookup.area import named_area
from icslookup.lookup.shares import share_periods
from icslookup.lookup.succession import day_of_answer, explain_absence
from icslookup.lookup.transfers import sum_amounts, transfers
from icslookup.model import Place
from icslookup.text import join_names, join_notes

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.lookup.nhs_area import NhsAreaDetail, SubIcbLocation
    from icslookup.lookup.shares import SharePeriod
    from icslookup.lookup.today import TerritoryToday
    from icslookup.model import Board, Code, DataInfo, NamedArea, Region
    from icslookup.names.resolution import Match, Resolution


def board(
    name: str, as_of: date | str | None = None, *, data: Dataset | None = None
) -> BoardAnswer:
    """Return what an Integrated Care Board covers.

    Parameters: `name` is a name, an everyday name, an ODS code or an ONS code of any vintage. It
    may also be that of a sub-ICB location, a CCG, an STP or an NHS England region. `as_of` is a
    date, or text in the form YYYY-MM-DD. Without it the answer is for today, or for the last day of
    a board or sub-ICB location that has ended. `data` is the data set to use, by default the active
    one.

    Returns a `BoardAnswer`; its status is `found`, `not_found` or `ambiguous`. `areas` are the
    authorities on the day of the answer, by name. If the board or area has ended, `today` has the
    boards that have its territory today, whatever the day of the answer; else it is None. Raises
    `UsageError` for a blank name or an impossible date, `DataError` for a damaged data set.
    """
    data = data or in_use()
    query = require_name(name)
    named_day = as_of_day(as_of)
    day = named_day or dates.today()
    status = "not_found"
    found = resolve_board_or_area(data, query, day, dated=named_day is not None)
    if found.key is None or found.match is None:
        from icslookup.lookup.combined import combination

        two = combination(data, query, named_day, of_board=True)
        if two and two.is_in_one_board:
            record = data.boards[two.boards[0].ods_code]
            answer = _answer(data, query, two.day, record, two.match, [])
            return answer._replace(message=join_notes(two.note(), answer.message))
        status = "ambiguous" if two else found.status
        message, suggestions = (
            (two.explain(data), two.board_suggestions(data))
            if two
            else _explain_unresolved(data, query, day, found)
        )
    elif is_nhs_area(found.key):
        area = data.nhs_areas[found.key]
        area_day = nhs_area.area_day(area, named_day, day)
        if area_day:
            return _area_answer(data, query, area_day, area, found.match)
        message, suggestions = nhs_area.absence(data, found.key, day)
    else:
        record = data.boards[found.key]
        answer_day = day_of_answer(record, named_day, day)
        if answer_day:
            ended = [data.boards[c.key].short_name for c in found.candidates]
            return _answer(data, query, answer_day, record, found.match, ended)
        message, suggestions = explain_absence(
            data.boards, found.key, day, lambda code: data.boards[code].short_name
        )
    return BoardAnswer(
        query, status, None, suggestions, message, day, None, None, (), (), (), None, None, None,
        data.info(day),
    )  # fmt: skip


def area_share(data: Dataset, key: str, period: SharePeriod, day: date) -> AreaShare:
    """Return how much of an authority a board has, and the authority's code on a day."""
    authority = data.authorities[key]
    county = named_area(data, authority.county) if authority.county else None
    code = authority.gss_code_on(day)
    return AreaShare(
        code, authority.name, authority.kind, county, authority.region, *period.figures
    )


def _answer(
    data: Dataset, query: str, day: date, record: Board, match: Match, ended: list[str]
) -> BoardAnswer:
    periods = [
        (key, period)
        for key, rows in data.memberships_by_area.items()
        if any(row.ods_code == record.ods_code for row in rows)
        for period in share_periods(data, (key,))
        if period.ods_code == record.ods_code
    ]
    now = [area_share(data, key, period, day) for key, period in periods if period.exists_on(day)]
    before = [
        area_share(data, key, period, period.end)
        for key, period in periods
        if period.end is not None and period.end < day
    ]
    codes = (record.ods_code, record.ons_code(day))
    return BoardAnswer(
        query=query,
        status="found",
        match=match,
        suggestions=(),
        message=join_notes(
            messages.guess_note(query, match, record.short_name, ended),
            _abolished(data, record),
            messages.recode_note(match, codes, f"ONS code of {record.short_name}", day),
            messages.future_note(data, day),
        ),
        as_of=day,
        board=_detail(data, record, day),
        nhs_area=None,
        sub_icb_locations=nhs_area.sub_icb_locations(data, record.ods_code, day),
        areas=tuple(sorted(now, key=lambda row: (row.name, row.gss_code))),
        previous_areas=tuple(
            sorted(before, key=lambda row: (-(row.end or day).toordinal(), row.name))
        ),
        residents=sum(row.residents for row in now),
        lsoas=sum(row.lsoas for row in now),
        today=_today(data, record),
        data=data.info(day),
    )


def _area_answer(data: Dataset, query: str, day: date, area: NhsArea, match: Match) -> BoardAnswer:
    """Return the answer for a sub-ICB location, a CCG, an STP or a region."""
    detail = nhs_area.area_detail(data, area, day)
    only = detail.boards[0].ods_code if len(detail.boards) == 1 else None
    return BoardAnswer(
        query=query,
        status="found" if detail.certain else "ambiguous",
        match=match,
        suggestions=(),
        message=nhs_area.area_message(data, area, match, query, day),
        as_of=day,
        board=_detail(data, data.boards[only], day) if only else None,
        nhs_area=detail,
        sub_icb_locations=(),
        areas=(),
        previous_areas=(),
        residents=detail.residents,
        lsoas=detail.lsoas,
        today=_area_today(data, area),
        data=data.info(day),
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
    """Return what moved between `record` and the board `other` on a day."""
    amounts = transfers(data, day).get(moved, {})
    amount = sum_amounts(amounts)
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
        tuple(sorted((named_area(data, key) for key in amounts), key=lambda area: area.name)),
    )


def _abolished(data: Dataset, record: Board) -> str | None:
    if record.end is None:
        return None
    names = [data.boards[code].short_name for code in record.successors]
    return messages.end_note(record.name, record.end, names)


def _today(data: Dataset, record: Board) -> TerritoryToday | None:
    if record.end is None:
        return None
    from icslookup.lookup.today import territory_today

    return territory_today(data, record.ods_code)


def _area_today(data: Dataset, area: NhsArea) -> TerritoryToday | None:
    if not area.ended:
        return None
    from icslookup.lookup.today import nhs_area_today

    return nhs_area_today(data, area)


def _explain_unresolved(
    data: Dataset, query: str, day: date, found: Resolution
) -> tuple[str, tuple[Suggestion, ...]]:
    """Return why a text does not name exactly one board, and what it may mean."""
    from icslookup.lookup.hints import place_hint, text_hint, unknown_code_hint
    from icslookup.lookup.planned_councils import explain_planned

    hint = None
    if found.status == "not_found":
        other = exact_area(data, query, day)
        if isinstance(other, Place):
            hint = place_hint(data, other, None)
        elif other:
            hint = (
                f"{other.name} is a local authority, not an Integrated Care Board:"
                f' try `icslookup area "{other.name}"`'
            )
        else:
            planned = explain_planned(data, query, day)
            if planned:
                return planned
            hint = text_hint(query, "an Integrated Care Board") or unknown_code_hint(query)
    kinds = ["Integrated Care Board"]
    if any(is_nhs_area(candidate.key) for candidate in found.candidates):
        kinds.append("other area of the NHS")
    if any(candidate.key in data.authorities for candidate in found.candidates):
        kinds.append("council")
    what = join_names(kinds, "or")
    message = messages.no_answer_message(what, query, found, hint)
    return message, () if hint else _suggestions(data, day, found)


def _suggestions(data: Dataset, day: date, found: Resolution) -> tuple[Suggestion, ...]:
    """Return the candidates as suggestions: those that exist on the day first."""
    ranked: list[tuple[bool, float, Suggestion]] = []
    for one in found.candidates:
        if is_nhs_area(one.key):
            area = data.nhs_areas[one.key]
            of_day = area.name_on(day)
            code = of_day.ods_code if area.kind != "stp" else of_day.ons_code
            suggestion = Suggestion(of_day.name, code or area.code, one.score)
            ranked.append((area.ended, -one.score, suggestion))
        else:
            board = data.boards.get(one.key)
            record = board or data.authorities[one.key]
            name = board.short_name if board else record.name
            suggestion = Suggestion(name, one.key, one.score)
            ranked.append((not record.exists_on(day), -one.score, suggestion))
    return tuple(row[2] for row in sorted(ranked, key=lambda row: row[:2]))


class Transfer(NamedTuple):
    """A board that gave or took territory on a day, and the amount if it is certain.

    `areas` are the authorities concerned, in whole or part. `residents_share` is the share of
    the residents of the board of the answer, from 0 to 1.
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
    """The board of an answer."""

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
    """The answer to `board`: `status` is `found`, `not_found` or `ambiguous`.

    For a board, `sub_icb_locations` and `areas` are those on the day. For another area of the NHS,
    such as a sub-ICB location, `nhs_area` has the answer; `board` is then its board if it has
    one only, and `residents` and `lsoas` are those of the area. `today` says what became of the
    territory of a board or an area that has ended; None for others.
    """

    query: str
    status: str
    match: Match | None
    suggestions: tuple[Suggestion, ...]
    message: str | None
    as_of: date
    board: BoardDetail | None
    nhs_area: NhsAreaDetail | None
    sub_icb_locations: tuple[SubIcbLocation, ...]
    areas: tuple[AreaShare, ...]
    previous_areas: tuple[AreaShare, ...]
    residents: int | None
    lsoas: int | None
    today: TerritoryToday | None
    data: DataInfo
