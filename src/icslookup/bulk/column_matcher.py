"""Matches the cells of one column, whose names are all councils, or all boards, and of one time.

The values of a column show which of the two, unless the user names the kind. A name alone can mean
either: Essex is a council and a board. The values also show the time. Boards whose names stand in
one column existed side by side, so names without a day are read for the boundaries that fit them
best.

`Matcher` reads each name on its own. The votes and the rule are all in `_vote` and `decide`.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk import cache
from icslookup.bulk.cells import text_of
from icslookup.bulk.matcher import NAME_KINDS, Matcher, nhs_area_of
from icslookup.dataset.nhs_areas import NHS_KINDS, SUB_ICB
from icslookup.dataset.periods import periods
from icslookup.gazetteer.indexes import is_place
from icslookup.names.index import LONGEST_QUERY
from icslookup.names.normalise import normalise
from icslookup.names.resolution import EXACT_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.bulk.matcher import Matched
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.dataset.periods import Span
    from icslookup.model import Authority, Board

_SURE_METHODS = {
    "area": EXACT_METHODS,
    "board": (*EXACT_METHODS, "words"),
    SUB_ICB: EXACT_METHODS,
}
"""How a name must match to show the time of a column. Boards also count by part of a name, because
tables seldom have them in full. CCGs and STPs do not count, because they ended before boards began.
"""

_MOST_UNKNOWN = 1000
"""The most unknown values to look up on other days. A column of boards has few values."""


class ColumnReading(NamedTuple):
    """How the names of a column are read.

    `kind` is `area` or `board`, or None if each name is read on its own, because the column has as
    many councils as boards. `areas` and `boards` count the distinct names that are one and not the
    other, or the codes if there are no such names; they are 0 if the user named the kind. `span` is
    the period for which names without a day are read, None for today; the answers are for its last
    day.
    """

    kind: str | None
    areas: int = 0
    boards: int = 0
    span: Span | None = None

    @property
    def as_of(self) -> date | None:
        """The day for which names without a day are read, None for today."""
        return self.span.end if self.span else None


ROW_BY_ROW = ColumnReading(None)
"""The reading of a column that was not decided: each name is read on its own."""


class _Vote(NamedTuple):
    """What a distinct value is like, see `_likeness`, and what it names on its own.

    `past` says that it names something only on the days of boards that have ended.
    """

    likeness: str | None
    alone: Matched
    past: bool


class ColumnMatcher(Matcher):
    """Matches the cells of one column, whose names are all councils or all boards.

    Parameters: `options` is a matcher with the same options. If its kind is `area` or `board`, the
    values decide only the time; if it is `auto`, they decide the kind too. With `dated`, each cell
    has a day of its own. `reading` is how the column is read, if that is known.

    With `auto`, codes are read row by row, whatever the names are. If `counting`, every cell that
    is matched counts for `decide`.
    """

    def __init__(
        self, options: Matcher, *, dated: bool = False, reading: ColumnReading = ROW_BY_ROW
    ) -> None:
        super().__init__(
            options.as_of,
            kind=options.kind,
            min_score=options.min_score,
            exact=options.exact,
            follow=options.follow,
            data=options.data,
            today=options.today,
        )
        self.reading = reading
        self.counting = False
        self._undated = self.as_of is None and not dated
        self._votes: dict[str, _Vote] = {}
        self._unknown: dict[str, str] = {}

    @property
    def _is_kind_named(self) -> bool:
        return self.kind != "auto"

    def read(self, cells: Iterable[object]) -> None:
        """Decide how the column is read by some of its cells, and by those before."""
        for cell in cells:
            text = text_of(cell)
            if text is not None:
                self._vote(_form(text), text)
        self.use(self.decide())

    def use(self, reading: ColumnReading) -> None:
        """Read the column in another way from now on."""
        self.reading = reading
        self._known.clear()

    def kind_of(self, text: str) -> str:
        """Return the kind that a text is read as: codes may be of either."""
        return self.kind if self.is_code(text) else self.reading.kind or self.kind

    def has_ended(self, found: Matched) -> bool:
        """Return whether the answer is that of a council or board that has ended."""
        ended = super().has_ended(found)
        if not ended or self.reading.span is None or found.kind not in _SURE_METHODS:
            return ended
        if found.method == "combined":  # two councils have no record of their own
            return super().has_ended(self._answer_as(found.kind, found.query or "", None))
        return not self._record(found).exists_on(self.today)

    def decide(self) -> ColumnReading:
        """Return how the column should be read, by the cells that were counted.

        Most distinct names decide. Codes are read row by row, so they count only if no name does:
        boards given by their codes must not take the answers from councils given by their names.
        Names that are also those of a region or of a combined authority count only if nothing else
        does, because a column of councils may have totals.
        """
        if self._is_kind_named:
            self._look_back()
            span = self._time(self.kind) if self._undated else None
            return ColumnReading(self.kind, span=span)
        votes = Counter(vote.likeness for vote in self._votes.values())
        if votes["area"] <= votes["board"] + len(self._unknown):
            self._look_back()
            votes = Counter(vote.likeness for vote in self._votes.values())
        areas, boards = votes["area"], votes["board"]
        if not areas and not boards:
            areas, boards = votes["area code"], votes["board code"]
        if not areas and not boards:
            boards = votes["total"]
        if areas == boards:
            return ColumnReading(None, areas, boards)
        kind = "area" if areas > boards else "board"
        return ColumnReading(kind, areas, boards, self._time(kind) if self._undated else None)

    def _answer(self, text: str, form: str, day: date | None) -> Matched:
        alone = self._alone(text, form or _form(text), day)
        kind = self.reading.kind
        named, is_found = alone.named, alone.status != "not_found"
        is_code = named is not None and named.method == "code"
        if kind is None or (not is_found and kind == "area" and (named is None or is_code)):
            return alone  # a name that is not found as either is not that of a council
        day_read = self.reading.as_of if day is None else None
        if is_code:
            then = self._answer_as(self.kind, text, day_read) if day_read else alone
            return then if then.status == "found" else alone
        if day_read:
            then = self._answer_as(kind, text, day_read)
            if then.status != "not_found":
                return then
        return alone if alone.kind == kind else self._answer_as(kind, text, day)

    def _alone(self, text: str, form: str, day: date | None) -> Matched:
        """Return what a text names on its own. Count it if the column is still to be decided."""
        vote = self._votes.get(form) if day is None else None
        if vote and vote.alone.query == text and not vote.past:
            return vote.alone
        alone = self._answer_as(self.kind, text, day)
        if self.counting:
            certain = day is None or alone.status == "found"
            self._vote(form, text, alone if certain else None)
        return alone

    def _vote(self, form: str, text: str, alone: Matched | None = None) -> None:
        """Count a distinct value by its form: what it names on its own, on any day."""
        if form in self._votes or len(self._votes) >= cache.MOST_KEPT:
            return
        alone = alone or self._answer_as(self.kind, text, None)
        if alone.status in ("found", "ambiguous"):
            self._votes[form] = _Vote(self._likeness(text, alone), alone, past=False)
        elif self._undated and self.kind != "area" and len(self._unknown) < _MOST_UNKNOWN:
            self._unknown[form] = text

    def _look_back(self) -> None:
        """Count the unknown values that named a board when there were other boards."""
        for form, text in self._unknown.items():
            found = self._past_board(text)
            if found and self._likeness(text, found) == "board":
                self._votes[form] = _Vote("board", found, past=True)
        self._unknown.clear()

    def _past_board(self, text: str) -> Matched | None:
        """Return the board that a text surely named when there were other boards, the latest one.

        A part of a name is not read as a board that has ended, unless a day says so.
        """
        answers = (self._answer_as("board", text, day) for day in self._past_days)
        return next((one for one in answers if one.method in _SURE_METHODS["board"]), None)

    @cached_property
    def _past_days(self) -> list[date]:
        """The last day of each set of boards before the present one, latest first."""
        ends = {board.end for board in self.data.boards.values() if board.end is not None}
        return sorted((end for end in ends if end < self.today), reverse=True)

    def _likeness(self, text: str, alone: Matched) -> str | None:
        """Return what a value votes for.

        It is `area` or `board`, `area code` or `board code` for a code, `total` for a board with
        the name of a region or of a combined authority, or None for a name that councils and boards
        share. If the user named the kind, it is that.
        """
        if self._is_kind_named:
            return self.kind
        if alone.status != "found":
            return None
        if alone.method == "code":
            return "area code" if alone.kind == "area" else "board code"
        if alone.kind == "area":
            shared = alone.method in EXACT_METHODS and self._key(alone) in self._namesakes
            return None if shared else "area"
        also = self._resolve_area(text, None)
        if also.key is None or not also.is_exact:
            return "board"
        return "total" if is_place(also.key) else None

    def _time(self, kind: str) -> Span | None:
        """Return the period whose boundaries fit the sure names best; None if it is the present.

        Most names are valid in it, and it is the latest such period. If boards fit none wholly,
        the best is still better than boards that never existed side by side. Councils must fit
        wholly: a council that has ended has the right answer for its last day, even in a column
        with councils of today.
        """
        spans = [span for span in periods(self.data) if span.start <= self.today]
        fits: list[list[bool]] = []
        names_fit_now, wholly = True, [True] * len(spans)
        for _, alone, _ in self._votes.values() if spans else ():
            found, text = alone, alone.query or ""
            if alone.method != "code" and alone.kind != kind and alone.kind not in NHS_KINDS:
                found = self._answer_as(kind, text, None)
                if kind == "board" and found.status == "not_found":
                    found = self._past_board(text) or found
            if found.method not in _SURE_METHODS.get(found.kind or "", ()):
                continue
            fits.append(self._validity(kind, text, found, spans))
            names_fit_now &= fits[-1][-1] or _is_code_alone(text, found)
            wholly = [both and one for both, one in zip(wholly, fits[-1], strict=True)]
            if kind == "area" and True not in wholly:
                return None
        if names_fit_now:
            return None
        counts = [sum(valid) for valid in zip(*fits, strict=True)]
        best = max(range(len(spans)), key=lambda i: (counts[i], i))
        return spans[best] if counts[best] > counts[-1] else None

    def _validity(self, kind: str, text: str, found: Matched, spans: list[Span]) -> list[bool]:
        """Return for each period whether a name, or what a code stands for, is valid in it."""
        if found.kind == SUB_ICB:
            return self._location_validity(text, found, spans)
        record = self._record(found)
        lives = [record.exists_on(span.start) for span in spans]
        if found.method == "code" or all(lives):
            return lives
        return [self._answer_as(kind, text, span.start).status == "found" for span in spans]

    def _location_validity(self, text: str, found: Matched, spans: list[Span]) -> list[bool]:
        """Return for each period whether a sub-ICB location existed, with this name if it has one.

        The name changes with the board: `NHS Sussex ICB - 70F` is older than April 2026.
        """
        area = nhs_area_of(self.data, found)
        form = normalise(text)
        names = [name for name in area.names if normalise(name.name) == form]
        return [
            any(name.exists_on(span.start) for name in names)
            if names
            else area.exists_on(span.start)
            for span in spans
        ]

    def _record(self, found: Matched) -> Authority | Board | NhsArea:
        """Return the council, board or sub-ICB location of an answer."""
        if found.kind == SUB_ICB:
            return nhs_area_of(self.data, found)
        if found.kind == "board":
            return self.data.boards[found.boards[0].ods_code]
        return self.data.authorities[self._key(found)]

    def _key(self, found: Matched) -> str:
        return self.data.authority_keys[found.gss_code or ""]


def _is_code_alone(text: str, found: Matched) -> bool:
    """Return whether a text is a code without a name."""
    return found.method == "code" and " " not in text.strip()


def _form(text: str) -> str:
    """Return what is equal for texts that differ only in case, spaces or punctuation."""
    return (normalise(text) if len(text) <= LONGEST_QUERY else "") or text


def matcher_of_column(options: Matcher, *, dated: bool) -> Matcher:
    """Return a `ColumnMatcher` if the values of a column decide how it is read, or the options.

    They decide the kind with `auto`, and the time of names without a day.
    """
    of_names = options.kind in NAME_KINDS
    undecided = options.kind == "auto" or (options.as_of is None and not dated)
    return ColumnMatcher(options, dated=dated) if of_names and undecided else options


def column_reading(cells: Iterable[object], options: Matcher) -> ColumnReading:
    """Return how a column is read by its cells; the time is left out."""
    matcher = ColumnMatcher(options, dated=True)
    matcher.read(cells)
    return matcher.reading
