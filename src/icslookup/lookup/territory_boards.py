"""The boards that have the territory of a council, board or sub-ICB location that is not there.

A record may have ended by a day, or not have begun. Its territory is still there. On that day it
lies in the boards that came after, or that came before. How the boards are found, in order:

1. The parts of a sub-ICB location, if the data have them for the day.
2. The memberships of the last (or first) day, carried through each change of boards and councils.
3. The boards of the records that came after (or before), if they all lie in one board, or if they
   have just the same territory.
4. The LSOAs that the record had.
5. For a council, the shares of the councils that came after (or before). This is an estimate.

`lsoas.csv` is large, so it is read only if the first three do not give an answer.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.loader import districts
from icslookup.dataset.periods import change_days
from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup.succession import record_of
from icslookup.lookup.transfers import Territory, moves_between, sum_territories

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import TypeAlias

    from icslookup.dataset.blocks import BlockPeriod
    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.succession import DatedRecord
    from icslookup.model import Membership

    _Holding: TypeAlias = tuple[frozenset[str], str]


class TerritoryBoard(NamedTuple):
    """A board that has some of a territory.

    `share` is from 0 to 1, of the Census 2021 usual residents, rounded to six places. `residents`
    and `lsoas` (of 2021) are those of the part. They are None if the data do not have them.
    """

    ods_code: str
    share: float
    residents: int | None
    lsoas: int | None


class BoardsOfTerritory(NamedTuple):
    """The boards of a territory on a day, the largest share first.

    `is_estimate` is true if the boards and their shares are those of the councils that came after
    (or before), because the data do not say where the territory itself lies.
    """

    boards: tuple[TerritoryBoard, ...]
    is_estimate: bool


def boards_of_territory(data: Dataset, key: str, day: date) -> BoardsOfTerritory | None:
    """Return the boards that have the territory of a record on a day.

    Parameters: `key` is the key of an authority (a county too), the ODS code of a board, or the key
    of a sub-ICB location in `data.nhs_areas`. The record may have ended before the day, or begin
    after it. If it exists on the day, its own boards are returned; a board has all of itself.

    Returns None if no board is known. Raises `KeyError` for another key.
    """
    record = record_of(data, key)
    parts = _own_parts(data, key, day)
    if parts or record.exists_on(day):
        return _answer(parts) if parts else None
    forward = _has_ended(record, day)
    edge = record.end if forward else record.start
    own = _own_parts(data, key, edge) if edge else {}
    carried = _carry(data, _memberships(data, key, edge), edge, day) if edge else None
    if carried:
        return _answer(carried)
    nearest = _nearest(data, key, day, forward=forward)
    others = [boards_of_territory(data, one, day) for one in nearest]
    known = [other for other in others if other]
    if known and len(known) == len(others) and not any(other.is_estimate for other in known):
        codes = {row.ods_code for other in known for row in other.boards}
        if len(codes) == 1:
            return _only(codes.pop(), sum_territories(own.values()))
        if _is_same_territory(data, key, nearest, forward=forward):
            return _answer(_amounts(known))
    counted = _of_blocks(data, key, edge, day) if edge and edge >= FIRST_DAY else {}
    if counted:
        return _answer(counted)
    return _estimate(known) if known and key in data.authorities else None


def _has_ended(record: DatedRecord, day: date) -> bool:
    return record.end is not None and record.end < day


def _memberships(data: Dataset, key: str, day: date) -> list[Membership]:
    """Return the memberships that make up a board or a council on a day."""
    if key in data.boards:
        return data.memberships_on(key, day)
    if key not in data.authorities:
        return []
    rows = (row for one in districts(data, key) for row in data.memberships_by_area.get(one, ()))
    return [row for row in rows if row.exists_on(day)]


def _own_parts(data: Dataset, key: str, day: date) -> dict[str, Territory]:
    """Return the boards that the data give for a record on a day, none if it did not exist.

    The parts of a sub-ICB location are known after its end too.
    """
    if key in data.authorities or key in data.boards:
        if not record_of(data, key).exists_on(day):
            return {}
        return _by_board(
            (row.ods_code, Territory(row.lsoas, row.residents))
            for row in _memberships(data, key, day)
        )
    parts = data.nhs_areas[key].parts_on(day)
    found = _by_board(
        (part.ods_code, Territory(part.lsoas or 0, part.residents or 0)) for part in parts
    )
    whole = sum_territories(found.values())
    complete = all((part.lsoas, part.residents) != (None, None) for part in parts)
    is_whole = all(whole == (part.area_lsoas, part.area_residents) for part in parts)
    return found if complete and is_whole else {}


def _by_board(parts: Iterable[tuple[str, Territory]]) -> dict[str, Territory]:
    """Return the sum of the pieces of each board."""
    found: dict[str, list[Territory]] = {}
    for ods_code, part in parts:
        found.setdefault(ods_code, []).append(part)
    return {ods_code: sum_territories(pieces) for ods_code, pieces in found.items()}


def _answer(parts: Mapping[str, Territory]) -> BoardsOfTerritory:
    residents = sum_territories(parts.values()).residents
    rows = [
        TerritoryBoard(ods_code, round(part.residents / residents, 6), part.residents, part.lsoas)
        for ods_code, part in parts.items()
    ]
    return BoardsOfTerritory(_sorted(rows), is_estimate=False)


def _sorted(rows: Iterable[TerritoryBoard]) -> tuple[TerritoryBoard, ...]:
    return tuple(sorted(rows, key=lambda row: (-(row.residents or 0), -row.share, row.ods_code)))


def _carry(
    data: Dataset, rows: list[Membership], edge: date, day: date
) -> dict[str, Territory] | None:
    """Return the boards of memberships of one day on another day, None if they are not determined.

    Each piece is known by its authorities and its board, from change to change.
    """
    pieces: dict[_Holding, Territory] = {
        (frozenset({data.authority_keys[row.gss_code]}), row.ods_code): Territory(
            row.lsoas, row.residents
        )
        for row in rows
    }
    forward = edge < day
    if forward:
        changes = [change for change in change_days(data) if edge < change <= day]
    else:
        changes = [change for change in reversed(change_days(data)) if day < change <= edge]
    for change in changes:
        moved = _through(data, pieces, change, forward=forward)
        if moved is None:
            return None
        pieces = moved
    return _by_board((ods_code, part) for (_, ods_code), part in pieces.items())


def _through(
    data: Dataset, pieces: dict[_Holding, Territory], change: date, *, forward: bool
) -> dict[_Holding, Territory] | None:
    """Return the pieces after a change of boards or councils, or before it if not `forward`."""
    whole: dict[_Holding, list[Territory]] = {}
    groups: dict[frozenset[str], tuple[frozenset[str], frozenset[str]]] = {}
    for (keys, ods_code), piece in pieces.items():
        if keys not in groups:
            groups[keys] = _group(data, keys, change, forward=forward)
        whole.setdefault((groups[keys][0], ods_code), []).append(piece)
    targets = dict(groups.values())
    found: dict[_Holding, list[Territory]] = {}
    for (keys, ods_code), parts in whole.items():
        piece, to = sum_territories(parts), targets[keys]
        days = (change - DAY, change) if forward else (change, change - DAY)
        here, there = _boards_on(data, keys, days[0]), _boards_on(data, to, days[1])
        before, after = (here, there) if forward else (there, here)
        moves = moves_between(data, before, after, change)
        side = 0 if forward else 1
        out = {move[1 - side]: amount for move, amount in moves.items() if move[side] == ods_code}
        known = {taker: amount for taker, amount in out.items() if amount is not None}
        if not out or len(known) < len(out):
            return None
        if len(known) == 1:
            known = dict.fromkeys(known, piece)
        elif sum_territories(known.values()) != piece:
            return None
        for taker, amount in known.items():
            found.setdefault((to, taker), []).append(amount)
    return {holding: sum_territories(parts) for holding, parts in found.items()}


def _group(
    data: Dataset, keys: frozenset[str], change: date, *, forward: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the authorities of a territory on both sides of a change, its own side first.

    It has the given ones, and all with which they exchanged territory on that day.
    """
    days = (change - DAY, change) if forward else (change, change - DAY)
    sides: tuple[set[str], set[str]] = (set(), set())
    waiting = [(0, key) for key in keys]
    while waiting:
        side, key = waiting.pop()
        if key in sides[side]:
            continue
        sides[side].add(key)
        is_before = (side == 0) == forward
        authority = data.authorities[key]
        related = authority.successors if is_before else authority.predecessors
        waiting += [
            (1 - side, one) for one in (key, *related) if _boards_on(data, {one}, days[1 - side])
        ]
    return frozenset(sides[0]), frozenset(sides[1])


def _boards_on(data: Dataset, keys: Iterable[str], day: date) -> dict[str, Territory]:
    """Return how much of some authorities each board has on a day."""
    return _by_board(
        (row.ods_code, Territory(row.lsoas, row.residents))
        for key in keys
        for row in data.memberships_by_area.get(key, ())
        if row.exists_on(day)
    )


def _nearest(data: Dataset, key: str, day: date, *, forward: bool) -> list[str]:
    """Return the records after (or before) a record that had boards of their own.

    They are the first ones of each branch with boards on the day, or on the day of their own that
    is nearest to it. A county is left out if its districts are there.
    """
    waiting, seen = [key], {key}
    found: list[str] = []
    while waiting:
        record = record_of(data, waiting.pop(0))
        for one in record.successors if forward else record.predecessors:
            if one in seen:
                continue
            seen.add(one)
            other = record_of(data, one)
            edge = other.end if _has_ended(other, day) else max(other.start or day, day)
            (found if edge and _own_parts(data, one, edge) else waiting).append(one)
    inside = {data.authorities[one].county for one in found if one in data.authorities}
    return [one for one in found if one not in inside]


def _only(ods_code: str, own: Territory) -> BoardsOfTerritory:
    """Return the board that has all of a territory; it may be that the amount is not known."""
    row = TerritoryBoard(ods_code, 1.0, own.residents or None, own.lsoas or None)
    return BoardsOfTerritory((row,), is_estimate=False)


def _is_same_territory(data: Dataset, key: str, nearest: list[str], *, forward: bool) -> bool:
    """Return whether councils were made of another one, or of its districts, and nothing else.

    If not `forward`, it was made of the councils.
    """
    if key not in data.authorities:
        return False
    own = {key, *districts(data, key)}
    others = [data.authorities[other] for other in nearest]
    ties = [
        one for other in others for one in (other.predecessors if forward else other.successors)
    ]
    return bool(ties) and own.issuperset(ties)


def _amounts(known: list[BoardsOfTerritory]) -> dict[str, Territory]:
    """Return how much each board has of several territories whose amounts are known."""
    return _by_board(
        (row.ods_code, Territory(row.lsoas or 0, row.residents or 0))
        for other in known
        for row in other.boards
    )


def _of_blocks(data: Dataset, key: str, edge: date, day: date) -> dict[str, Territory]:
    """Return the boards of the LSOAs of a record on a day; none if no LSOA is known to be in it."""
    inside = (block for block in data.blocks if _is_of(data, block.on(edge), key))
    return _by_board(
        (block.on(day).ods_code, Territory(block.lsoas, block.residents)) for block in inside
    )


def _is_of(data: Dataset, place: BlockPeriod, key: str) -> bool:
    """Return whether the LSOAs at a place were part of a record."""
    if key in data.authorities:
        return place.gss_code in districts(data, key)
    if key in data.boards:
        return place.ods_code == key
    return place.sub_icb == data.nhs_areas[key].code


def _estimate(known: list[BoardsOfTerritory]) -> BoardsOfTerritory:
    """Return the boards of the records after (or before), with their shares of all of these.

    The residents are not known: those of the other records are more than those of the record.
    """
    amounts = _amounts(known)
    residents = sum_territories(amounts.values()).residents
    rows = (
        [
            TerritoryBoard(ods_code, round(part.residents / residents, 6), None, None)
            for ods_code, part in amounts.items()
        ]
        if residents
        else []
    )
    return BoardsOfTerritory(_sorted(rows), is_estimate=True)
