"""Two councils that a table publishes as one area, and the boards in which they lie."""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.loader import districts
from icslookup.gazetteer.combined import two_councils
from icslookup.gazetteer.indexes import board_resolver
from icslookup.gazetteer.resolve import Suggestion
from icslookup.lookup.shares import shares_on
from icslookup.lookup.succession import day_of_answer
from icslookup.names.normalise import normalise
from icslookup.names.resolution import Match
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.shares import SharePeriod
    from icslookup.model import Authority

COMBINED = "combined"
"""The method of a match of two councils, and the kind of the area that they make."""


LIKE_A_BOARD = 85.0
"""The lowest `ratio` at which a text may be the misspelt name of a board."""


def combination(
    data: Dataset, query: str, named_day: date | None, *, of_board: bool = False
) -> Combination | None:
    """Return the two councils that a text joins, None if it is any other text.

    `named_day` is the day that the user named. Without it, the answer is for today, or for the last
    day of two councils that ended together. `of_board` says that the user asks for a board: a text
    that may be the misspelt name of one is then not two councils.
    """
    keys = councils_in(data, query, named_day, of_board=of_board)
    return combine(data, query, keys, named_day) if keys else None


def councils_in(
    data: Dataset, query: str, named_day: date | None, *, of_board: bool = False
) -> list[str]:
    """Return the keys of the two councils that a text joins, none if it is any other text.

    The parameters are those of `combination`.
    """
    day = named_day or dates.today()
    keys = two_councils(data, query, day, dated=named_day is not None)
    return [] if of_board and keys and _is_like_a_board(data, query) else keys


def combine(
    data: Dataset, query: str, keys: list[str], named_day: date | None
) -> Combination | None:
    """Return two councils by their keys; None if they did not exist on one day of the boards."""
    today = named_day or dates.today()
    councils = tuple(data.authorities[key] for key in keys)
    days = {day_of_answer(council, named_day, today) for council in councils}
    day = days.pop()
    if days or day is None:
        return None
    territory = tuple(district for key in keys for district in districts(data, key))
    boards = tuple(shares_on(data, territory, day))
    return Combination(query, councils, territory, boards, day) if boards else None


def _is_like_a_board(data: Dataset, query: str) -> bool:
    alike = board_resolver(data).inexact.typos.alike([normalise(query)])
    return any(candidate.score >= LIKE_A_BOARD for candidate in alike)


class Combination(NamedTuple):
    """Two councils, the districts that make them up, and their boards on a day, largest first."""

    query: str
    councils: tuple[Authority, ...]
    territory: tuple[str, ...]
    boards: tuple[SharePeriod, ...]
    day: date

    @property
    def name(self) -> str:
        """The names of both."""
        return join_names([council.name for council in self.councils])

    @property
    def match(self) -> Match:
        """How the text was read."""
        return Match(COMBINED, 100.0, self.name)

    @property
    def is_in_one_board(self) -> bool:
        """Whether both lie in one board, so that they can have one answer."""
        return len(self.boards) == 1

    @property
    def suggestions(self) -> tuple[Suggestion, ...]:
        """The two councils."""
        return tuple(Suggestion(c.name, c.gss_code_on(self.day), None) for c in self.councils)

    def board_suggestions(self, data: Dataset) -> tuple[Suggestion, ...]:
        """Return the boards of the two councils."""
        boards = [data.boards[period.ods_code] for period in self.boards]
        return tuple(Suggestion(board.short_name, board.ods_code, None) for board in boards)

    def note(self) -> str:
        """Return that the text was read as two councils."""
        return f"{quote(self.query)} was read as two councils: {self.name}"

    def explain(self, data: Dataset) -> str:
        """Return that two councils lie in several boards, with the boards of each."""
        parts = []
        for council in self.councils:
            found = shares_on(data, districts(data, council.gss_code), self.day)
            boards = join_names([data.boards[period.ods_code].short_name for period in found])
            parts.append(f"{council.name} is in {boards}")
        return (
            f"{quote(self.query)} names two councils that are not in one board:"
            f" {', and '.join(parts)}. Ask for each on its own"
        )
