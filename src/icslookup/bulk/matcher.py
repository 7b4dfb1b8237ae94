"""Matches one cell: returns the council or board that a text names, with its boards.

The answers are those of `icslookup area` and `icslookup board`, without messages and suggestions,
which take time: `explanation` has those. `match` applies the matcher to files and frames.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.cache import BoundedCache
from icslookup.bulk.cells import LONGEST_LETTER_CODE, is_blank, is_defined_by_form, text_of
from icslookup.bulk.following import follow
from icslookup.dataset.active import in_use
from icslookup.dataset.nhs_areas import CCG, REGION, STP, area_key
from icslookup.dates import as_of_day
from icslookup.errors import UsageError
from icslookup.gazetteer.indexes import board_resolver, is_place
from icslookup.gazetteer.nhs_areas import area_codes, is_nhs_area, resolve_board_or_area
from icslookup.gazetteer.resolve import areas_in_list, resolve_area
from icslookup.lookup.area import board_share, boards_of
from icslookup.lookup.nhs_area import area_day, is_certain, territory_shares
from icslookup.lookup.succession import day_of_answer
from icslookup.names.normalise import normalise
from icslookup.names.resolution import Match

if TYPE_CHECKING:
    from datetime import date
    from typing import TypeAlias

    from icslookup.bulk.following import Following
    from icslookup.bulk.place_matcher import PlaceMatcher
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.lookup.area import BoardShare
    from icslookup.model import DataInfo
    from icslookup.names.resolution import Resolution

NAME_KINDS = ("auto", "area", "board")
PLACE_KINDS = ("postcode", "lsoa")
KINDS = (*NAME_KINDS, "code", *PLACE_KINDS)
INEXACT_METHODS = ("words", "fuzzy")
"""The methods for a name that is not spelt like any known name."""

Day: TypeAlias = "date | str | None"
_Area: TypeAlias = "tuple[str, str, tuple[MatchedBoard, ...], date]"


class Matched(NamedTuple):
    """The answer for one spelling.

    `status` is `found`, `not_found`, `ambiguous`, `blank` for a cell without a name, or `bad_date`
    if the cell's own day has no answer. `query` is the spelling as text, None for a null. `kind` is
    what it names: `area`, `board`, `sub-icb`, `ccg`, `stp`, `region`, `postcode` or `lsoa`.
    `method` and `score` (0 to 100) say how it was found. `gss_code` and `name` are those of the
    authority, or of the sub-ICB location, CCG, STP or region, on the day `as_of`. `boards` are its
    boards on that day, largest share first. A board, a postcode or an LSOA has one board. Two
    councils in one cell that lie in one board have the method `combined`, both names and no code.
    An authority that was abolished before boards existed is `found`, but has no boards.

    `named` is what the spelling names, also if it did not exist on the day: then it is `not_found`,
    and `Matcher` with `follow` carries it to the boards of its territory. `followed_from` describes
    what was carried so, with its name and code, and is None for other answers. `is_estimate` says
    that the shares are an estimate; `followed_from` then ends with `, estimate`.
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
    named: NamedRecords | None = None
    followed_from: str | None = None
    is_estimate: bool = False

    @property
    def answered(self) -> bool:
        """True if the spelling has a board."""
        return bool(self.boards)


class NamedRecords(NamedTuple):
    """What a spelling names: a record, or two councils, by their keys in the data.

    `kind`, `method` and `score` are those of `Matched`.
    """

    kind: str
    keys: tuple[str, ...]
    method: str
    score: float


class MatchedBoard(NamedTuple):
    """A board of a match, and its part of the authority.

    `residents_share` is from 0 to 1, `residents` are Census 2021 usual residents, and `lsoas` are
    those of 2021. The three are None if the spelling names a board, a postcode or an LSOA. If the
    answer was followed, the last two are None if they are not known.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    residents_share: float | None
    residents: int | None
    lsoas: int | None


class Matcher:
    """Matches spellings, with one data set and one set of options.

    Parameters: `as_of` is the day to answer for if a spelling has no day of its own. `kind` is
    what the spellings name: `area`, `board`, or `auto` for either; `code` for codes of either but
    no names; `postcode` or `lsoa`. A name matched by words or despite typing errors is not found
    if its score is below `min_score` (0 to 100), or if `exact` is true. With `follow`, a council, a
    board or a sub-ICB location that did not exist on the day has the boards of its territory on
    that day, or today if no day is named. `data` is the data set, by default the active one.
    `today` is by default this computer's day.

    With `auto`, each spelling is read on its own, and an authority comes before a board. If the two
    have different boards (`Essex`), the spelling is ambiguous. `ColumnMatcher` reads a column as
    councils or as boards. A sector or district of postcodes is found if one board has all of it.
    Raises `UsageError` for an invalid parameter, and `MissingSourceError` if there are no
    postcodes on this computer.
    """

    def __init__(  # noqa: PLR0913 - the options of `icslookup match`
        self,
        as_of: Day = None,
        *,
        kind: str = "auto",
        min_score: float = 0,
        exact: bool = False,
        follow: bool = False,
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
        self.day = self.as_of or self.today
        self.kind = kind
        self.min_score = min_score
        self.exact = exact
        self.follow = follow
        self._followings: dict[tuple[tuple[str, ...], date], Following | None] = {}
        self._areas: dict[tuple[str, date | None], _Area | None] = {}
        self._known: BoundedCache[tuple[str, date | None], tuple[Any, ...]] = BoundedCache()
        self.place_matcher = _open_places(self.data, kind) if kind in PLACE_KINDS else None

    def one(self, value: object, day: date | None = None) -> Matched:
        """Return the answer for a cell, on a day or the matcher's day; every cell has an answer."""
        text = text_of(value)
        if text is None:
            return no_match(None, "blank")
        day = day or self.as_of
        if self.place_matcher:
            return self._match_place(self.place_matcher, text, day or self.day)
        if self.kind == "code" and not self.is_code(text):
            return no_match(text, "blank" if is_blank(text) else "not_found")
        form = normalise(text) if is_defined_by_form(text) else ""
        known = self._known.get((form, day)) if form else None
        if known:
            return Matched(text, *known)
        found = self._answer(text, form, day)
        if self.follow:
            found = self.followed(found, day or self.day)
        if found.status == "not_found" and is_blank(text):
            return no_match(text, "blank")
        plain = len(form) > LONGEST_LETTER_CODE
        if plain and found.status == "found" and found.method != "code":
            self._known[form, day] = found[1:]
        return found

    def followed(self, found: Matched, day: date) -> Matched:
        """Return an answer for a day, with the boards of the territory if it has none for that day.

        It is `not_found` if its territory then is not known, and `ambiguous` if two councils then
        are in several boards. An answer for the day is not changed.
        """
        named, text = found.named, found.query
        if named is None or text is None or (found.answered and found.as_of == day):
            return found
        if len(named.keys) == 1 and (there := self._answer_about(text, named, day)):
            return there
        try:
            following = self._followings[named.keys, day]
        except KeyError:
            following = self._followings[named.keys, day] = follow(self.data, named.keys, day)
        if following is None:
            return no_match(text, "not_found" if len(named.keys) == 1 else "ambiguous")
        rows = tuple(
            self._board_row(board.ods_code, day)._replace(
                residents_share=board.share, residents=board.residents, lsoas=board.lsoas
            )
            for board in following.boards
        )
        return Matched(
            text, "found", named.kind, named.method, named.score, following.gss_code,
            following.name, rows, day, named, following.followed_from, following.is_estimate,
        )  # fmt: skip

    def can_follow(self, found: Matched, day: date | None = None) -> bool:
        """Return whether `follow` would find boards for an answer without a board.

        `day` is the day of the spelling, by default the matcher's day.
        """
        return found.named is not None and self.followed(found, day or self.day).answered

    def _answer_about(self, text: str, named: NamedRecords, day: date) -> Matched | None:
        """Return the answer about a record on a day, None if it did not exist then."""
        key, match = named.keys[0], Match(named.method, named.score, text)
        if key in self.data.authorities:
            found = self._about_area(text, day, key, match)
        elif is_nhs_area(key):
            found = self._nhs_area(text, day, key, match)
        else:
            found = self._about_board(text, day, key, match)
        return None if found.status == "not_found" else found

    def kind_of(self, _text: str) -> str:
        """Return the kind that a text is read as."""
        return self.kind

    def _answer(self, text: str, _form: str, day: date | None) -> Matched:
        return self._answer_as(self.kind, text, day)

    def _answer_as(self, kind: str, text: str, day: date | None) -> Matched:
        """Return the answer for a text that is read as a kind."""
        if kind == "area":
            area = self._resolve_area(text, day)
            return self._combined(kind, text, day, area) or self._area(text, day, area)
        if kind == "board" or self.is_board_code(text):
            board = self._resolve_board(text, day)
            return self._combined(kind, text, day, board) or self._board(text, day, board)
        return self._area_or_board(text, day)

    def is_code(self, text: str) -> bool:
        """Return whether a text is the code of a council or a board, of any vintage."""
        return self.is_board_code(text) or text.strip().upper() in self.data.authority_keys

    def is_board_code(self, text: str) -> bool:
        """Return whether a text is a code of a board, or of another area of the NHS."""
        code = text.strip().upper()
        return code in self.data.board_keys or code in area_codes(self.data)

    @property
    def place_sources(self) -> tuple[str, ...]:
        """The names of the editions of postcodes or LSOAs in use; empty for names."""
        return self.place_matcher.source_names if self.place_matcher else ()

    def info(self) -> DataInfo:
        """Return the description of the data on the matcher's day, or today."""
        return self.data.info(self.day)

    def has_ended(self, found: Matched) -> bool:
        """Return whether the answer is for the last day of a council or board that has ended."""
        return self.as_of is None and found.as_of is not None and found.as_of < self.today

    def _match_place(self, places: PlaceMatcher, text: str, day: date) -> Matched:
        """Return the answer for a postcode or the code of an LSOA."""
        if is_blank(text):
            return no_match(text, "blank")
        found = places.assignment(text, day)
        if found is None or len(found.boards) != 1:
            return no_match(text, "ambiguous" if found else "not_found")
        gss_code = name = None
        if len(found.authorities) == 1:
            authority = self.data.authorities[found.authorities[0]]
            gss_code, name = authority.gss_code_on(day), authority.name
        row = self._board_row(found.boards[0][0], day)
        return Matched(text, "found", self.kind, found.method, 100.0, gss_code, name, (row,), day)

    def _board_row(self, ods_code: str, day: date) -> MatchedBoard:
        """Return a board that a spelling names, or that has all of a postcode or an LSOA."""
        board = self.data.boards[ods_code]
        return MatchedBoard(
            ods_code, board.ons_code(day), board.name, board.short_name, None, None, None
        )

    def _resolve_area(self, text: str, day: date | None) -> Resolution:
        return resolve_area(
            self.data, text, day or self.today, dated=day is not None, suggest=False
        )

    def _resolve_board(self, text: str, day: date | None) -> Resolution:
        return resolve_board_or_area(
            self.data, text, day or self.today, dated=day is not None, suggest=False
        )

    def _area_or_board(self, text: str, day: date | None) -> Matched:
        found = self._resolve_area(text, day)
        key = found.key
        if key and not is_place(key):
            area = self._area(text, day, found)
            if found.is_exact and key in self._namesakes:
                other = self._board(text, day, self._resolve_board(text, day))
                if other.answered and (other.method == "code" or not area.answered):
                    return other
                if other.answered and _ods_codes(other) != _ods_codes(area):
                    return no_match(text, "ambiguous")
            return area
        board = self._resolve_board(text, day)
        total = key is not None and (board.key or "").startswith(f"{REGION}:")
        as_board = self._board(text, day, board)
        if board.is_exact and not total and as_board.status == "found":
            return as_board
        combined = None if total else self._combined("auto", text, day, found)
        if combined and combined.status != "not_found":
            return combined
        is_area = key or found.status != "not_found"
        is_area = is_area or bool(areas_in_list(self.data, text, self.day))
        other = self._area(text, day, found) if is_area else as_board
        absent = as_board if board.is_exact and as_board.named else combined
        return absent if absent and other.status == "not_found" and not other.named else other

    @cached_property
    def _namesakes(self) -> frozenset[str]:
        """The authorities whose name is also one of a board."""
        index = board_resolver(self.data).index
        areas = [self._resolve_area(form, None) for form in (*index.names, *index.aliases)]
        return frozenset(area.key for area in areas if area.key and area.is_exact)

    def _area(self, text: str, day: date | None, found: Resolution) -> Matched:
        key, match = found.key, found.match
        if key is None or match is None or is_place(key) or self._refuses(match):
            return no_match(text, _status(found))
        return self._about_area(text, day, key, match)

    def _about_area(self, text: str, day: date | None, key: str, match: Match) -> Matched:
        """Return the answer about an authority."""
        named = NamedRecords("area", (key,), match.method, match.score)
        try:
            area = self._areas[key, day]
        except KeyError:
            area = self._areas[key, day] = self._area_on(key, day)
        if area is None:
            return no_match(text, "not_found", named)
        return Matched(text, "found", "area", match.method, match.score, *area, named)

    def _area_on(self, key: str, day: date | None) -> _Area | None:
        """Return the code, name, boards and day of an authority; None if there is no such day."""
        authority = self.data.authorities[key]
        as_of = day_of_answer(authority, day, self.today)
        if as_of is None:
            return None
        boards = tuple(map(_of_area, boards_of(self.data, key, as_of)))
        return authority.gss_code_on(as_of), authority.name, boards, as_of

    def _board(self, text: str, day: date | None, found: Resolution) -> Matched:
        key, match = found.key, found.match
        if key is None or match is None or self._refuses(match):
            return no_match(text, _status(found))
        if is_nhs_area(key):
            return self._nhs_area(text, day, key, match)
        return self._about_board(text, day, key, match)

    def _about_board(self, text: str, day: date | None, key: str, match: Match) -> Matched:
        """Return the answer about a board."""
        named = NamedRecords("board", (key,), match.method, match.score)
        board = self.data.boards[key]
        as_of = day_of_answer(board, day, self.today)
        if as_of is None:
            return no_match(text, "not_found", named)
        rows = (self._board_row(key, as_of),)
        return Matched(
            text, "found", "board", match.method, match.score, None, None, rows, as_of, named
        )

    def _nhs_area(self, text: str, day: date | None, key: str, match: Match) -> Matched:
        """Return the answer for a sub-ICB location, a CCG, an STP or a region."""
        area = self.data.nhs_areas[key]
        named = NamedRecords(area.kind, (key,), match.method, match.score)
        as_of = area_day(area, day, day or self.today)
        if as_of is None:
            return no_match(text, "not_found", named)
        shares = territory_shares(self.data, area, as_of)
        if not is_certain(shares):
            return no_match(text, "ambiguous")
        code, name = area.ons_code_on(as_of), area.name_on(as_of).name
        rows = tuple(MatchedBoard(*one[:4], one.share, one.residents, one.lsoas) for one in shares)
        if len(rows) == 1:
            rows = (self._board_row(rows[0].ods_code, as_of),)
        return Matched(
            text, "found", area.kind, match.method, match.score, code, name, rows, as_of, named
        )

    def _combined(
        self, kind: str, text: str, day: date | None, found: Resolution
    ) -> Matched | None:
        """Return the answer for two councils in one cell, None for any other text."""
        letters = text.replace(" ", "").isalpha()
        if found.key or (letters and " and " not in text.lower()):
            return None
        from icslookup.lookup.combined import COMBINED, combine, councils_in

        keys = councils_in(self.data, text, day, of_board=kind == "board")
        if not keys:
            return None
        kind = "board" if kind == "board" else "area"
        named = NamedRecords(kind, tuple(keys), COMBINED, 100.0)
        two = combine(self.data, text, keys, day)
        if two is None:
            return no_match(text, _status(found), named)
        if not two.is_in_one_board:
            return no_match(text, "ambiguous", named if two.day != (day or self.today) else None)
        rows = (_of_area(board_share(self.data, two.boards[0], two.day)),)
        return Matched(text, "found", kind, COMBINED, 100.0, None, two.name, rows, two.day, named)

    def _refuses(self, match: Match) -> bool:
        return match.method in INEXACT_METHODS and (self.exact or match.score < self.min_score)


def _open_places(data: Dataset, kind: str) -> PlaceMatcher:
    from icslookup.bulk.place_matcher import PlaceMatcher

    return PlaceMatcher(data, kind)


def no_match(text: str | None, status: str, named: NamedRecords | None = None) -> Matched:
    """Return the answer for a cell without a board, with its status.

    `named` is what the cell names, if it did not exist on the day.
    """
    return Matched(text, status, None, None, None, None, None, (), None, named)


def _status(found: Resolution) -> str:
    return "ambiguous" if found.status == "ambiguous" else "not_found"


def _ods_codes(found: Matched) -> set[str]:
    return {board.ods_code for board in found.boards}


def _of_area(share: BoardShare) -> MatchedBoard:
    return MatchedBoard(*share[:4], share.residents_share, share.residents, share.lsoas)


def nhs_area_of(data: Dataset, found: Matched) -> NhsArea:
    """Return the sub-ICB location, CCG, STP or region of an answer."""
    kind, code = found.kind or "", found.gss_code or ""
    if kind == REGION:  # its code is not known on every day
        regions = (area for area in data.nhs_areas.values() if area.kind == REGION)
        return next(area for area in regions if area.names[-1].name == found.name)
    return data.nhs_areas[area_key(kind, code) if kind in (CCG, STP) else area_codes(data)[code]]
