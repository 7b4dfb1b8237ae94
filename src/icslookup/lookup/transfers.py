"""The territory that moved between boards on a day, computed from the memberships alone.

In each authority the parts before the day must become the parts after it. A board that ended
gives its part to its successors. A board that continues keeps its part, or gives some of it away
if a boundary changed. If only one set of moves is possible, the amounts are certain. If several
are possible, an amount is not known, and it is not guessed.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dates import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from icslookup.dataset.loader import Dataset


class Territory(NamedTuple):
    """A piece of territory: 2021 LSOAs and Census 2021 usual residents."""

    lsoas: int
    residents: int

    def minus(self, other: Territory) -> Territory:
        """Return what is left without another piece."""
        return Territory(self.lsoas - other.lsoas, self.residents - other.residents)


def sum_territories(pieces: Iterable[Territory]) -> Territory:
    """Return the sum of pieces of territory."""
    every = list(pieces)
    return Territory(sum(one.lsoas for one in every), sum(one.residents for one in every))


def sum_amounts(amounts: Mapping[str, Territory | None]) -> Territory | None:
    """Return the sum of the amounts of several authorities; None if one is not known."""
    known = [amount for amount in amounts.values() if amount is not None]
    if not known or len(known) < len(amounts):
        return None
    return sum_territories(known)


Move = tuple[str, str]
"""The ODS codes of the board that gave and of the board that took."""


def transfers(data: Dataset, day: date) -> dict[Move, dict[str, Territory | None]]:
    """Return what moved between each pair of boards on a day.

    `day` is the first day after the change. Returns, for each pair of boards, the authorities
    concerned by key, each with the amount, None if it is not known. Territory that stayed with
    its board is left out.
    """
    found: dict[Move, dict[str, Territory | None]] = {}
    for key, rows in data.memberships_by_area.items():
        before = {
            r.ods_code: Territory(r.lsoas, r.residents) for r in rows if r.exists_on(day - DAY)
        }
        after = {r.ods_code: Territory(r.lsoas, r.residents) for r in rows if r.exists_on(day)}
        for move, amount in moves_between(data, before, after, day).items():
            if move[0] != move[1]:
                found.setdefault(move, {})[key] = amount
    return found


def moves_between(
    data: Dataset, before: dict[str, Territory], after: dict[str, Territory], day: date
) -> dict[Move, Territory | None]:
    """Return how the parts of the boards in a territory before a day became those after it.

    Parameters: `before` and `after` have the part of each board, by ODS code, on the day before and
    on the day. Returns the amount of each move, None if the parts do not determine it. A board that
    keeps territory moves it to itself. If every board has the same part as before, nothing moved.
    """
    if before == after:
        return {(ods_code, ods_code): amount for ods_code, amount in after.items()}
    allowed = {
        (giver, taker)
        for giver in before
        for taker in after
        if giver == taker
        or taker in data.boards[giver].successors
        or data.boards[giver].exists_on(day)
    }
    return _forced_moves(before, after, allowed)


def _forced_moves(
    before: dict[str, Territory], after: dict[str, Territory], allowed: set[Move]
) -> dict[Move, Territory | None]:
    """Return the amount of each move, or None if the parts do not determine it."""
    left = [dict(before), dict(after)]
    moves = set(allowed)
    found: dict[Move, Territory | None] = {}
    while moves:
        forced = next(
            (
                (move, side)
                for move in sorted(moves)
                for side in (0, 1)
                if sum(other[side] == move[side] for other in moves) == 1
            ),
            None,
        )
        if forced is None:
            break
        move, side = forced
        moves.discard(move)
        amount = left[side][move[side]]
        remaining = left[1 - side][move[1 - side]].minus(amount)
        if min(remaining) < 0:
            return dict.fromkeys(allowed)
        left[side][move[side]] = Territory(0, 0)
        left[1 - side][move[1 - side]] = remaining
        if amount.residents:
            found[move] = amount
    found.update(dict.fromkeys(moves))
    balanced = moves or not any(any(amount) for parts in left for amount in parts.values())
    return found if balanced else dict.fromkeys(allowed)
