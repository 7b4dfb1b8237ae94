"""The territory that moved between boards on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.lookup.transfers import Territory, _forced_moves, sum_amounts, transfers

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

MERGERS = date(2026, 4, 1)


def test_a_sum_is_known_if_every_amount_is() -> None:
    one, two = Territory(1, 10), Territory(2, 25)
    assert sum_amounts({"a": one, "b": two}) == Territory(3, 35)
    assert sum_amounts({"a": one, "b": None}) is None
    assert sum_amounts({}) is None


def test_the_lsoas_of_chichester_moved_to_sussex(data: Dataset) -> None:
    assert transfers(data, date(2023, 4, 1))["QXU", "QNX"] == {"E07000225": Territory(4, 6_714)}


def test_boards_took_every_resident_of_the_boards_that_ended(data: Dataset) -> None:
    """On 1 April 2026 other boards took every resident of the twelve boards that ended."""
    moved = transfers(data, MERGERS)
    for board in data.boards.values():
        if board.end is None:
            continue
        held = sum(m.residents for m in data.memberships if m.ods_code == board.ods_code
                   and m.exists_on(board.end))  # fmt: skip
        given = [a for (giver, _), areas in moved.items() if giver == board.ods_code
                 for a in areas.values()]  # fmt: skip
        assert all(amount is not None for amount in given)
        assert sum(amount.residents for amount in given if amount) == held
        takers = {taker for giver, taker in moved if giver == board.ods_code}
        assert takers == set(board.successors)


def test_nothing_moves_on_an_ordinary_day(data: Dataset) -> None:
    assert transfers(data, date(2024, 1, 1)) == {}
    assert transfers(data, date(2025, 4, 1)) == {}


@pytest.mark.parametrize(
    ("before", "after", "allowed", "moves"),
    [
        ({"a": (3, 30)}, {"b": (1, 10), "c": (2, 20)}, "ab ac", {"ab": (1, 10), "ac": (2, 20)}),
        ({"a": (1, 10), "b": (2, 20)}, {"c": (3, 30)}, "ac bc", {"ac": (1, 10), "bc": (2, 20)}),
        (  # two boards gave and two took, so several sets of moves are possible
            {"a": (1, 10), "b": (1, 12)}, {"c": (1, 11), "d": (1, 11)}, "ac ad bc bd",
            {"ac": None, "ad": None, "bc": None, "bd": None},
        ),
        (  # only one set of moves is possible after the forced move
            {"a": (3, 30), "b": (1, 10)}, {"c": (2, 20), "d": (2, 20)}, "ac ad bd",
            {"ac": (2, 20), "ad": (1, 10), "bd": (1, 10)},
        ),
        ({"a": (1, 10)}, {"b": (2, 20)}, "ab", {"ab": None}),  # more taken than given
        ({"a": (3, 30)}, {"b": (2, 20)}, "ab", {"ab": None}),  # more given than taken
    ],
)  # fmt: skip
def test_only_forced_moves_are_certain(
    before: dict[str, tuple[int, int]],
    after: dict[str, tuple[int, int]],
    allowed: str,
    moves: dict[str, tuple[int, int] | None],
) -> None:
    found = _forced_moves(
        {k: Territory(*v) for k, v in before.items()},
        {k: Territory(*v) for k, v in after.items()},
        {(move[0], move[1]) for move in allowed.split()},
    )
    assert {giver + taker: amount for (giver, taker), amount in found.items()} == moves
