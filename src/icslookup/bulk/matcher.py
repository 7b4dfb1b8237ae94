"""Matches many names: each distinct spelling is resolved once, with the answers of a lookup.

Nothing here knows of files or frames; `match_table` and `frames` do. What takes time when one name
is asked for (what a name may have meant, the message why it has no answer) is left out, and asked
for afterwards where it is wanted: see `explain`.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.cells import LONGEST_LETTER_CODE, is_blank, is_plain, text_of
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.errors import UsageError
from icslookup.gazetteer.indexes import board_resolver, is_place
from icslookup.gazetteer.resolve import areas_named, resolve_area, resolve_board
from icslookup.lookup.area import boards_of
from icslookup.lookup.succession import day_of_answer
from icslookup.names.normalise import normalise
from icslookup.names.resolution import SURE
from icslookup.text import quote

if TYPE_CHECKING:
    from datetime import date
    from typing import TypeAlias

    from icslookup.bulk.place_matcher import PlaceMatcher
    from icslookup.dataset.loader import Dataset
    from icslookup.gazetteer.resolve import Suggestion
    from icslookup.lookup.area import AreaAnswer, BoardShare
    from icslookup.lookup.board import BoardAnswer
    from icslookup.model import DataInfo
    from icslookup.names.resolution import Match, Resolution

NAME_KINDS = ("auto", "area", "board")
PLACE_KINDS = ("postcode", "lsoa")
KINDS = (*NAME_KINDS, "code", *PLACE_KINDS)
GUESSED = ("words", "fuzzy")
"""The methods by which a name is read that is not written as it is known."""

MOST_KEPT = 50_000
"""How many distinct spellings are remembered, so that memory does not grow with a table."""

MOST_EXPLAINED = 200
"""For how many spellings it is asked why they have no answer, which takes time."""


Day: TypeAlias = "date | str | None"
Kept = TypeVar("Kept")
Held = TypeVar("Held")
_Area: TypeAlias = "tuple[str, str, tuple[MatchedBoard, ...], date]"


class Matched(NamedTuple):
    """What became of one spelling.

    `status` is `found`, `not_found`, `ambiguous`, `blank` for a cell without a name, or `bad_date`
    for one whose day has no answer. `query` is the spelling as text, None for a null. `kind` is
    what was found, `area`, `board`, `postcode` or `lsoa`; `method` and `score` (0 to 100) say how;
    `gss_code` and `name` are those of the authority on the day `as_of`. `boards` are those on that
    day, largest share first, as `icslookup.area` gives them; the one board itself where a board, a
    postcode or an LSOA was found. An authority that was abolished before boards existed is found
    and has no boards.
    """

    query: str | None
    status: str
    kind: str | None
    method: str | None
    score: float | None
    gss_code: str | None
    name: str | None
    boards: tuple[MatchedBoard, ...]
    as_of: date | None

    @property
    def answered(self) -> bool:
        """Whether there is a board."""
        return bool(self.boards)


class MatchedBoard(NamedTuple):
    """A board of a match, and what it has of the authority; None where a board was asked for.

    `residents_share` is from 0 to 1; `residents` are Census 2021 usual residents, `lsoas` are of
    2021.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    residents_share: float | None
    residents: int | None
    lsoas: int | None


class Matcher:
    """Matches spellings for one data set and one way of asking.

    Parameters: `as_of` is the day to answer for where none is given with the spelling; `kind` is
    what the spellings name, `area`, `board`, or `auto` for either, `code` for the codes of either
    and no names, or `postcode` or `lsoa` for those; `min_score` (0 to 100) refuses
    what was read by words or with typing errors at a lower score; `exact` refuses all of that;
    `data` is the data set, the one in use without it; `today` the day of today, where that is not
    the one of this computer.

    In `auto` an authority goes before a board; where the two would give different boards
    (`Essex`), the spelling is ambiguous. Of postcodes also sectors and districts are found, if all
    of one has one board. Raises `UsageError` for a parameter that cannot be, and
    `MissingSourceError` where there are no postcodes or LSOAs to look in.
    """

    def __init__(
        self,
        as_of: Day = None,
        *,
        kind: str = "auto",
        min_score: float = 0,
        exact: bool = False,
        data: Dataset | None = None,
        today: date | None = None,
    ) -> None:
        if kind not in KINDS:
            raise UsageError(f"there is no kind {kind!r}: name one of {', '.join(KINDS)}")
        if not 0 <= min_score <= 100:  # noqa: PLR2004 - scores are out of a hundred
            raise UsageError(f"a score is from 0 to 100, not {min_score:g}")
        self.data = data or in_use()
        self.as_of = as_of_day(as_of)
        self.today = today or dates.today()
        self._day = self.as_of or self.today
        self.kind = kind
        self.min_score = min_score
        self.exact = exact
        self._areas: dict[tuple[str, date | None], _Area | None] = {}
        self._known: Bounded[tuple[str, date | None], tuple[Any, ...]] = Bounded()
        self._places = _places(self.data, kind) if kind in PLACE_KINDS else None

    def one(self, value: object, day: date | None = None) -> Matched:
        """Match one cell, for a day or the day of the matcher; never raises, whatever the cell."""
        text = text_of(value)
        if text is None:
            return nothing(None, "blank")
        day = day or self.as_of
        if self._places:
            return self._placed(self._places, text, day or self._day)
        if self.kind == "code" and not self._is_code(text):
            return nothing(text, "blank" if is_blank(text) else "not_found")
        form = normalise(text) if is_plain(text) else ""
        known = self._known.get((form, day)) if form else None
        if known:
            return Matched(text, *known)
        found = self._resolved(text, day)
        if found.status == "not_found" and is_blank(text):
            return nothing(text, "blank")
        plain = len(form) > LONGEST_LETTER_CODE
        if plain and found.status == "found" and found.method != "code":
            self._known[form, day] = found[1:]
        return found

    def _resolved(self, text: str, day: date | None) -> Matched:
        if self.kind == "area":
            return self._area(text, day, self._resolve_area(text, day))
        if self.kind == "board" or self._is_board_code(text):
            return self._board(text, day, self._resolve_board(text, day))
        return self._either(text, day)

    def _is_code(self, text: str) -> bool:
        return self._is_board_code(text) or text.strip().upper() in self.data.authority_keys

    def _is_board_code(self, text: str) -> bool:
        return text.strip().upper() in self.data.board_keys

    @property
    def places(self) -> tuple[str, ...]:
        """What postcodes or LSOAs are looked up in; nothing for names."""
        return self._places.told if self._places else ()

    def spellings(self) -> list[str]:
        """Return what surely has an answer that depends on nothing else: codes, and known names.

        The names are in their own letters and in capitals. There are no postcodes among them: they
        are too many.
        """
        if self._places:
            return self._places.codes()
        codes = [*self.data.authority_keys, *self.data.board_keys]
        if self.kind == "code":
            return codes
        areas, boards = self.data.authorities.values(), self.data.boards.values()
        names = [name for area in areas for name in (area.name, area.official_name)]
        names += [name for board in boards for name in (board.name, board.short_name)]
        names += [alias.alias for alias in self.data.aliases]
        return list(dict.fromkeys([*codes, *names, *map(str.upper, names)]))

    def info(self) -> DataInfo:
        """Describe the data that answer, on the day of the matcher or today."""
        return self.data.info(self._day)

    def is_over(self, found: Matched) -> bool:
        """Say whether what was found is over, and was answered for its last day."""
        return self.as_of is None and found.as_of is not None and found.as_of < self.today

    def explain(self, text: str, day: date | None = None) -> tuple[str, list[Suggestion]]:
        """Say why a spelling has no board, and what it may have meant, the likeliest first.

        The text must be a name, that is, its status must not be `blank`. Only records with a
        code are suggested.
        """
        from icslookup.gazetteer.resolve import Suggestion
        from icslookup.lookup.area import AreaAnswer, area
        from icslookup.lookup.board import board

        as_of = day or self.as_of
        if self._places:
            return self._places.explain(text, as_of or self._day)
        if self.kind == "code" and not self._is_code(text):
            return self._no_code(text, as_of)
        answers: list[AreaAnswer | BoardAnswer] = []
        if self.kind != "board":
            answers.append(area(text, as_of, data=self.data))
        if self.kind != "area":
            answers.append(board(text, as_of, data=self.data))
        suggestions = {s.code: s for answer in answers for s in answer.suggestions if s.code}
        for answer in answers:
            if isinstance(answer, AreaAnswer) and answer.area and not answer.boards:
                for successor in answer.area.successors:
                    code = successor.gss_code
                    suggestions[code] = Suggestion(successor.name, code, None)
        ranked = sorted(suggestions.values(), key=lambda s: -(100 if s.score is None else s.score))
        return answers[-1 if self._is_board_code(text) else 0].message or "", ranked

    def _no_code(self, text: str, day: date | None) -> tuple[str, list[Suggestion]]:
        """Say that a text is no code, and which code the name has that it may be."""
        from icslookup.gazetteer.resolve import Suggestion

        named = [
            Matcher(day, kind=kind, data=self.data, today=self.today).one(text)
            for kind in ("area", "board")
        ]
        named.sort(key=lambda one: one.method not in SURE)
        suggestions = [
            Suggestion(one.name or one.boards[0].name, one.gss_code or one.boards[0].ods_code, None)
            for one in named
            if one.status == "found"
        ]
        message = f"{quote(text)} is no code of a council or board"
        if suggestions:
            return message, suggestions
        note, suggestions = Matcher(day, data=self.data, today=self.today).explain(text)
        like_a_code = any(map(str.isdigit, text))
        return note if like_a_code and note else message, suggestions

    def _placed(self, places: PlaceMatcher, text: str, day: date) -> Matched:
        """Match a postcode or the code of an LSOA."""
        held = None if is_blank(text) else places.held(text, day)
        if held is None or len(held.boards) != 1:
            status = "blank" if is_blank(text) else "ambiguous" if held else "not_found"
            return nothing(text, status)
        gss_code = name = None
        if len(held.authorities) == 1:
            authority = self.data.authorities[held.authorities[0]]
            gss_code, name = authority.gss_code_on(day), authority.name
        row = self._board_row(held.boards[0][0], day)
        return Matched(text, "found", self.kind, held.method, 100.0, gss_code, name, (row,), day)

    def _board_row(self, ods_code: str, day: date) -> MatchedBoard:
        """Return a board that was found itself, or that has all of a place."""
        board = self.data.boards[ods_code]
        return MatchedBoard(
            ods_code, board.ons_code(day), board.name, board.short_name, None, None, None
        )

    def _resolve_area(self, text: str, day: date | None) -> Resolution:
        return resolve_area(
            self.data, text, day or self.today, dated=day is not None, suggest=False
        )

    def _resolve_board(self, text: str, day: date | None) -> Resolution:
        return resolve_board(
            self.data, text, day or self.today, dated=day is not None, suggest=False
        )

    def _either(self, text: str, day: date | None) -> Matched:
        found = self._resolve_area(text, day)
        key, match = found.key, found.match
        sure = match is not None and match.method in SURE
        if key and not is_place(key):
            area = self._area(text, day, found)
            if sure and key in self._namesakes:
                other = self._board(text, day, self._resolve_board(text, day))
                if other.answered and not area.answered:
                    return other
                if other.answered and _codes(other) != _codes(area):
                    return nothing(text, "ambiguous")
            return area
        board = self._resolve_board(text, day)
        if board.match is not None and board.match.method in SURE:
            return self._board(text, day, board)
        if key or found.status != "not_found" or areas_named(self.data, text, self._day):
            return self._area(text, day, found)
        return self._board(text, day, board)

    @cached_property
    def _namesakes(self) -> frozenset[str]:
        """The authorities whose name is also one of a board."""
        index = board_resolver(self.data).index
        areas = [self._resolve_area(form, None) for form in (*index.names, *index.aliases)]
        return frozenset(a.key for a in areas if a.key and a.match and a.match.method in SURE)

    def _area(self, text: str, day: date | None, found: Resolution) -> Matched:
        key, match = found.key, found.match
        if key is None or match is None or is_place(key) or self._refuses(match):
            return nothing(text, "ambiguous" if found.status == "ambiguous" else "not_found")
        try:
            area = self._areas[key, day]
        except KeyError:
            area = self._areas[key, day] = self._area_on(key, day)
        if area is None:
            return nothing(text, "not_found")
        return Matched(text, "found", "area", match.method, match.score, *area)

    def _area_on(self, key: str, day: date | None) -> _Area | None:
        """Return code, name and boards of an authority and the day they are of, if it has one."""
        authority = self.data.authorities[key]
        as_of = day_of_answer(authority, day, self.today)
        if as_of is None:
            return None
        boards = tuple(map(_of_area, boards_of(self.data, key, as_of)))
        return authority.gss_code_on(as_of), authority.name, boards, as_of

    def _board(self, text: str, day: date | None, found: Resolution) -> Matched:
        key, match = found.key, found.match
        if key is None or match is None or self._refuses(match):
            return nothing(text, "ambiguous" if found.status == "ambiguous" else "not_found")
        board = self.data.boards[key]
        as_of = day_of_answer(board, day, self.today)
        if as_of is None:
            return nothing(text, "not_found")
        row = self._board_row(key, as_of)
        return Matched(text, "found", "board", match.method, match.score, None, None, (row,), as_of)

    def _refuses(self, match: Match) -> bool:
        return match.method in GUESSED and (self.exact or match.score < self.min_score)


class Bounded(dict[Kept, Held]):
    """A dict that is emptied when it holds `MOST_KEPT`, so that memory does not grow with a table.

    Only what is set by index is counted.
    """

    def __setitem__(self, key: Kept, value: Held) -> None:
        if len(self) >= MOST_KEPT:
            self.clear()
        super().__setitem__(key, value)


def _places(data: Dataset, kind: str) -> PlaceMatcher:
    from icslookup.bulk.place_matcher import PlaceMatcher

    return PlaceMatcher(data, kind)


def nothing(text: str | None, status: str) -> Matched:
    """Return the answer for a cell in which nothing was found."""
    return Matched(text, status, None, None, None, None, None, (), None)


def _codes(found: Matched) -> set[str]:
    return {board.ods_code for board in found.boards}


def _of_area(share: BoardShare) -> MatchedBoard:
    return MatchedBoard(*share[:4], share.residents_share, share.residents, share.lsoas)
