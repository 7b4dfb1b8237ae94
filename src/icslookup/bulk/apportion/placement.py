"""The authorities that a table of figures names, and the spellings that could not be placed."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.apportion.tallies import SpellingSums
from icslookup.bulk.column_matcher import column_reading
from icslookup.bulk.explanation import MOST_EXPLAINED, explain
from icslookup.bulk.matcher import INEXACT_METHODS, Matcher
from icslookup.lookup.hints import board_hint
from icslookup.names.resolution import EXACT_METHODS
from icslookup.text import quote

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from icslookup.bulk.apportion.tallies import FigureTable
    from icslookup.bulk.matcher import Matched, MatchedBoard
    from icslookup.gazetteer.resolve import Suggestion


class Placement(NamedTuple):
    """The authorities that a table names, by key, its unplaced spellings, and its guesses.

    `kind_read` is `board` if the names of the column are those of boards, which are not placed.
    """

    areas: dict[str, PlacedArea]
    unplaced: tuple[Unplaced, ...]
    guesses: tuple[Guess, ...]
    kind_read: str | None


class PlacedArea(NamedTuple):
    """An authority that the table names, its boards on the day, and its figures."""

    key: str
    gss_code: str
    name: str
    boards: tuple[MatchedBoard, ...]
    tally: SpellingSums


class Unplaced(NamedTuple):
    """A spelling whose figures did not go to any board, and these figures.

    `reason` is `blank`, `not_found`, `ambiguous`, `board` for a board where a council should be,
    or `not_then` for an authority that did not exist on the day. `query` is None for an empty
    cell.
    """

    query: str | None
    reason: str
    rows: int
    message: str | None
    suggestions: tuple[Suggestion, ...]
    figures: tuple[Decimal, ...]


class Guess(NamedTuple):
    """A spelling that differs from the names of its authority; `score` is from 0 to 100."""

    query: str
    gss_code: str
    name: str
    method: str
    score: float
    rows: int


def place(matcher: Matcher, day: date, table: FigureTable) -> Placement:
    """Return the authorities that a table names on a day, and what could not be placed.

    Figures of several spellings of one authority are added up. Unplaced spellings with the largest
    figures come first, and empty cells last. In a column of boards no name is that of a council.
    """
    areas: dict[str, PlacedArea] = {}
    unplaced: list[Unplaced] = []
    guesses: list[Guess] = []
    blanks = SpellingSums(len(table.values))
    reasons = _Reasons(matcher, day)
    kind_read = column_reading(table.tallies, Matcher(data=matcher.data)).kind
    for cell, tally in table.tallies.items():
        match = matcher.one(cell)
        if match.status == "blank":
            blanks.add(tally.rows, tally.figures, tally.sums)
        elif kind_read == "board" and match.status != "not_found" and match.method != "code":
            unplaced.append(reasons.in_board_column(match, tally))
        elif match.kind != "area" or not match.gss_code or not match.name or not match.answered:
            unplaced.append(reasons.unplaced(match, tally))
        else:
            key = matcher.data.authority_keys[match.gss_code]
            new = PlacedArea(
                key, match.gss_code, match.name, match.boards, SpellingSums(len(table.values))
            )
            areas.setdefault(key, new).tally.add(tally.rows, tally.figures, tally.sums)
            if match.method in INEXACT_METHODS:
                guesses.append(_guess(match, tally))
    unplaced.sort(key=lambda one: (-abs(one.figures[0]), one.query or ""))
    if blanks.rows:
        unplaced.append(Unplaced(None, "blank", blanks.rows, None, (), tuple(blanks.sums)))
    return Placement(areas, tuple(unplaced), tuple(guesses), kind_read)


def _guess(match: Matched, tally: SpellingSums) -> Guess:
    return Guess(
        match.query or "", match.gss_code or "", match.name or "", match.method or "",
        match.score or 0, tally.rows,
    )  # fmt: skip


class _Reasons:
    """Finds out why spellings could not be placed, with a message for the first ones."""

    def __init__(self, matcher: Matcher, day: date) -> None:
        self._matcher, self._day = matcher, day
        self._undated = Matcher(kind="area", data=matcher.data)
        self._boards = Matcher(kind="board", data=matcher.data)
        self._explained = 0

    def unplaced(self, match: Matched, tally: SpellingSums) -> Unplaced:
        """Return a spelling without a council, with the reason and the message."""
        query = match.query or ""
        reason = "ambiguous" if match.answered else match.status  # two councils have no one code
        if reason == "not_found":
            board = self._boards.one(query)
            if self._undated.one(query).status == "found":
                reason = "not_then"
            elif board.answered and board.method in EXACT_METHODS:
                reason = "board"
        if self._explained == MOST_EXPLAINED:
            return Unplaced(query, reason, tally.rows, None, (), tuple(tally.sums))
        self._explained += 1
        message, suggestions = explain(self._matcher, query, self._day)
        return Unplaced(
            query, reason, tally.rows, message or None, tuple(suggestions[:3]), tuple(tally.sums)
        )

    def in_board_column(self, match: Matched, tally: SpellingSums) -> Unplaced:
        """Return the name of a council in a column of boards, which may be that of a board too."""
        query = match.query or ""
        board = self._boards.one(query)
        reason, message = "not_found", f"the column has boards, and {quote(query)} is not one"
        if board.answered:
            reason, message = (
                "board",
                board_hint(self._matcher.data.boards[board.boards[0].ods_code]),
            )
        return Unplaced(query, reason, tally.rows, message, (), tuple(tally.sums))
