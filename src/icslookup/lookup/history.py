"""The question `history`: what happened to a board, a system or an authority.

`icslookup.lookup.nhs_history` has the line of a sub-ICB location, a CCG, an STP or a region.
"""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dataset.loader import districts
from icslookup.dataset.periods import change_days
from icslookup.dates import DAY, FIRST_DAY, as_of_day
from icslookup.errors import UsageError
from icslookup.gazetteer.nhs_areas import is_nhs_area, resolve_board_or_area
from icslookup.gazetteer.resolve import Suggestion, require_name, resolve_area, resolve_board
from icslookup.gazetteer.systems import resolve_system
from icslookup.lookup import messages
from icslookup.lookup.area import planned_changes
from icslookup.lookup.hints import text_hint, unknown_code_hint
from icslookup.lookup.history_nodes import has_passed, history_node, in_order
from icslookup.lookup.nhs_history import nhs_area_line
from icslookup.lookup.planned_councils import explain_planned
from icslookup.lookup.shares import share_periods, shares_on
from icslookup.lookup.transfers import sum_amounts, transfers
from icslookup.names.resolution import NOT_FOUND
from icslookup.text import join_names, join_notes, long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.history_nodes import HistoryNode
    from icslookup.lookup.transfers import Territory
    from icslookup.model import Authority, Board, DataInfo
    from icslookup.names.resolution import Match, Resolution

RECORD_KINDS = ("board", "area")


def history(
    name: str,
    as_of: date | str | None = None,
    *,
    kind: str | None = None,
    data: Dataset | None = None,
) -> HistoryAnswer:
    """Return everything that happened to a board, a system or an authority.

    Parameters: `name` as for `board` and `area`, so that it may be a sub-ICB location, a CCG, an
    STP or a region too, or the name of a system before the boards;
    `as_of` is a day, which may be before the boards; what came later is left out. `kind` is
    `board` or `area`, needed only for a name of both, such as Essex. `data` is the data set to
    use, by default the active one.

    Returns a `HistoryAnswer` whose `line` is a tree of dated nodes, earliest first. Raises
    `UsageError` for a blank name or an unknown kind.
    """
    data = data or in_use()
    query = require_name(name)
    if kind not in (None, *RECORD_KINDS):
        raise UsageError(f"there is no kind {quote(str(kind))}: give board or area")
    named_day = as_of_day(as_of, before_boards=True)
    day = named_day or dates.today()
    found = _resolve(data, query, kind, day)
    sure = [(k, r) for k, r in found if r.is_exact]
    hits = sure or [(k, r) for k, r in found if r.match is not None]
    if len(hits) == 1:
        ((which, resolution),) = hits
        answer = _answer(data, query, which, resolution, day)
        if named_day is None:
            return answer
        line = tuple(n for n in answer.line if has_passed(n.date, named_day))
        if not line:
            message = f"nothing is known of {answer.name} until {long_date(named_day)}"
            return answer._replace(
                status="not_found",
                match=None,
                message=message,
                kind=None,
                code=None,
                name=None,
                line=(),
            )
        return answer._replace(line=line)
    suggestions = tuple(
        _suggestion(data, key) for _, resolution in found for key in _keys(data, resolution)
    )
    status = "ambiguous" if hits or any(r.status == "ambiguous" for _, r in found) else "not_found"
    planned = explain_planned(data, query, day) if status == "not_found" else None
    hint = None if status == "ambiguous" else text_hint(query) or unknown_code_hint(query)
    message = messages.no_answer_message("board or authority", query, found[0][1], hint)
    if planned:
        message, suggestions = planned
    if hits:
        message = f"{quote(query)} is a board and an authority: add --kind board or area"
    elif status == "ambiguous":
        message = f"{quote(query)} could be more than one board or authority"
    return HistoryAnswer(
        query, status, None, suggestions, message, day, None, None, None, (), data.info(day)
    )


def _resolve(
    data: Dataset, query: str, kind: str | None, day: date
) -> list[tuple[str, Resolution]]:
    found = []
    if kind in (None, "board"):
        board = resolve_board(data, query, day, dated=False)
        if not board.is_exact:
            system = resolve_system(data, query, day)
            area = resolve_board_or_area(data, query, day, dated=False)
            if system.status != "not_found":
                board = system
            elif is_nhs_area(area.key or "") or area.status == "ambiguous":
                board = area
        found.append(("board", board))
    if kind in (None, "area"):
        area = resolve_area(data, query, day, dated=False)
        is_area = area.key is None or area.key in data.authorities
        if is_area or kind == "area":
            found.append(("area", area if is_area else NOT_FOUND))
    return found


def _keys(data: Dataset, resolution: Resolution) -> list[str]:
    keys = [resolution.key] if resolution.key else [c.key for c in resolution.candidates]
    known = {**data.boards, **data.authorities, **data.nhs_areas}
    return [key for key in keys if key in known]


def _suggestion(data: Dataset, key: str) -> Suggestion:
    if is_nhs_area(key):
        area = data.nhs_areas[key]
        return Suggestion(area.names[-1].name, area.code, None)
    if key in data.boards:
        return Suggestion(f"{data.boards[key].short_name} (board)", key, None)
    return Suggestion(f"{data.authorities[key].name} (authority)", key, None)


def _answer(
    data: Dataset, query: str, kind: str, resolution: Resolution, day: date
) -> HistoryAnswer:
    key = resolution.key or ""
    if is_nhs_area(key):
        area = data.nhs_areas[key]
        kind, key, name = area.kind, area.code, area.name_on(day).name
        line = list(nhs_area_line(data, area, dates.today()))
    elif kind == "board":
        name = data.boards[key].name
        line = list(_board_line(data, data.boards[key], dates.today()))
    else:
        name = data.authorities[key].official_name
        key = data.authorities[key].gss_code_on(day)
        line = list(_area_line(data, data.authorities[resolution.key or ""]))
    match = resolution.match
    read_as = name
    if match and any(wave.name == match.matched for wave in data.waves):
        read_as = f"the system {match.matched}, whose board is {name}"
    message = join_notes(
        messages.guess_note(query, match, read_as) if match else None,
        messages.future_note(data, day),
    )
    return HistoryAnswer(
        query, "found", match, (), message, day, kind, key, name, in_order(line), data.info(day)
    )


def _board_line(data: Dataset, board: Board, today: date) -> Iterator[HistoryNode]:
    code = board.ods_code
    for wave in data.waves:
        if wave.ods_code == code:
            yield history_node(
                wave.date,
                "designated",
                f"{wave.name}: {wave.note}",
                certainty=wave.certainty,
                source=wave.source,
            )
    ons_code = board.ons_code(board.start)
    made = f"{board.name} established ({code}, {ons_code})"
    if board.start == FIRST_DAY:
        made += ", in place of clinical commissioning groups"
    yield history_node(
        board.start, "established", made, in_order(list(_predecessors(data, board, today)))
    )
    for day in change_days(data):
        if board.exists_on(day - DAY) and board.exists_on(day):
            yield from _boundary(data, board, day)
    for event in data.events:
        if code in event.codes and event.kind != "open":
            yield history_node(
                event.date, "note", event.what, certainty=event.certainty, source=event.source
            )
    yield from _end(data, board)
    if board.end is None:
        yield from _open_events(data, board, today)


def _end(data: Dataset, board: Board) -> Iterator[HistoryNode]:
    if board.end is None:
        return
    day = board.end + DAY
    moves = transfers(data, day)
    taken = []
    for other in board.successors:
        amounts = moves.get((board.ods_code, other), {})
        what = f"{_moved(amounts)} to {data.boards[other].short_name} ({other})"
        taken.append(history_node(None, "successor", what))
    yield history_node(day, "abolished", "abolished", tuple(taken))


def _open_events(data: Dataset, board: Board, today: date) -> Iterator[HistoryNode]:
    """Yield what is announced but open, and the boards that share a leadership with a board."""
    for event in data.events:
        concerned = board.ods_code in event.codes or (not event.codes and "boards" in event.what)
        ahead = event.date is None or not has_passed(event.date, today)
        if event.kind == "open" and ahead and concerned:
            yield history_node(
                event.date, "open", event.what, certainty=event.certainty, source=event.source
            )
    for cluster in data.clusters:
        if board.ods_code in cluster.ods_codes:
            others = [data.boards[c].short_name for c in cluster.ods_codes if c != board.ods_code]
            what = f"shares its leadership with {join_names(others)}; not merged"
            yield history_node(
                None, "cluster", what, certainty=cluster.certainty, source=cluster.source
            )


def _predecessors(data: Dataset, board: Board, today: date) -> Iterator[HistoryNode]:
    """Yield the boards that merged into a board, each with its own history."""
    for code in board.predecessors:
        giver = data.boards[code]
        if giver.end is None or giver.end + DAY != board.start:
            continue
        amounts = transfers(data, board.start).get((code, board.ods_code), {})
        what = f"{_moved(amounts)} from {giver.short_name} ({code})"
        line = [
            part
            for part in _board_line(data, giver, today)
            if part.kind not in ("abolished", "cluster", "open")
        ]
        yield history_node(None, "predecessor", what, in_order(line))


def _boundary(data: Dataset, board: Board, day: date) -> Iterator[HistoryNode]:
    code = board.ods_code
    for (giver, taker), amounts in sorted(transfers(data, day).items()):
        if taker == code:
            name = data.boards[giver].short_name
            yield history_node(day, "boundary", f"gained {_moved(amounts)} from {name} ({giver})")
        elif giver == code:
            name = data.boards[taker].short_name
            yield history_node(day, "boundary", f"lost {_moved(amounts)} to {name} ({taker})")
    codes = board.ons_code(day - DAY), board.ons_code(day)
    if codes[0] != codes[1]:
        yield history_node(day, "recoded", f"ONS code {codes[0]} became {codes[1]}")


def _moved(amounts: dict[str, Territory | None]) -> str:
    amount = sum_amounts(amounts)
    if amount is None:
        return "territory of unknown size"
    unit = "LSOA" if amount.lsoas == 1 else "LSOAs"
    return f"{amount.residents:,} residents ({amount.lsoas:,} {unit})"


def _area_line(data: Dataset, authority: Authority) -> Iterator[HistoryNode]:
    before = tuple(
        history_node(None, "predecessor", f"{data.authorities[key].official_name} ({key})")
        for key in authority.predecessors
    )
    if authority.start is not None:
        yield history_node(authority.start, "established", "established in place of others", before)
    for code, later in zip(authority.gss_codes, authority.gss_codes[1:], strict=False):
        day = code.end + DAY if code.end else None
        yield history_node(day, "recoded", f"GSS code {code.code} became {later.code}")
    yield from _periods(data, authority)
    codes = {authority.gss_code, *authority.predecessors}
    keys = districts(data, authority.gss_code)
    over = str(authority.end + DAY) if authority.end else None
    for event in data.events:
        replaced = event.date == over and set(authority.successors) & set(event.codes)
        moved = event.kind == "board" and set(keys) & set(event.codes)
        if replaced or moved or codes & set(event.codes):
            yield history_node(
                event.date, "note", event.what, certainty=event.certainty, source=event.source
            )
    if authority.end is not None:
        after = tuple(
            history_node(None, "successor", f"{data.authorities[key].official_name} ({key})")
            for key in authority.successors
        )
        yield history_node(authority.end + DAY, "abolished", "abolished and replaced", after)
    for plan in planned_changes(data, authority):
        evidence = [p for p in data.plans if p.gss_code in keys and p.date == plan.date]
        yield history_node(
            plan.date,
            "planned",
            f"{plan.what} ({plan.status})",
            certainty=max(p.certainty for p in evidence),
            source=";".join(sorted({p.source for p in evidence})),
        )


def _periods(data: Dataset, authority: Authority) -> Iterator[HistoryNode]:
    """Yield the boards of an authority for each period in which none of them changed."""
    keys = districts(data, authority.gss_code)
    periods = share_periods(data, keys)
    ends = {p.end + DAY for p in periods if p.end is not None}
    for day in sorted({p.start for p in periods} | ends):
        shares = shares_on(data, keys, day)
        parts = tuple(
            history_node(
                None,
                "boards",
                f"{data.boards[share.ods_code].short_name} ({share.ods_code}):"
                f" {share.residents:,} of {share.area_residents:,} residents",
            )
            for share in shares
        )
        if parts:
            names = join_names([data.boards[share.ods_code].short_name for share in shares])
            verb = "whole in" if len(shares) == 1 else "split between"
            yield history_node(day, "boards", f"{verb} {names}", parts if len(shares) > 1 else ())


class HistoryAnswer(NamedTuple):
    """The answer to `history`: the line of a board (kind `board`) or an authority (`area`).

    The kind is `sub-icb`, `ccg`, `stp` or `region` for another area of the NHS.
    """

    query: str
    status: str
    match: Match | None
    suggestions: tuple[Suggestion, ...]
    message: str | None
    as_of: date
    kind: str | None
    code: str | None
    name: str | None
    line: tuple[HistoryNode, ...]
    data: DataInfo
