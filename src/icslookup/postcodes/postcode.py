"""The question `postcode`: the board of a postcode, or the boards of a sector or district."""

from __future__ import annotations

from collections import Counter

from icslookup import dates
from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.errors import MissingSourceError
from icslookup.gazetteer.resolve import Suggestion
from icslookup.lookup import messages
from icslookup.lookup.hints import instead_hint, pseudo_postcode_hint
from icslookup.names.typos import ratio
from icslookup.postcodes.answer import (
    answer_all,
    complete_answer,
    complete_range,
    edition_name,
    empty_answer,
    require_code,
    with_directory,
)
from icslookup.postcodes.assignment import BoardAssigner, combine_assignments
from icslookup.postcodes.parse import parse_lsoa, parse_postcode, suggest_postcode
from icslookup.postcodes.sources import open_sources
from icslookup.text import join_names, join_notes, quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.ons.postcode_directory import Location
    from icslookup.postcodes.answer import PlaceAnswer, PlaceList
    from icslookup.postcodes.assignment import Assignment
    from icslookup.postcodes.model import Directory
    from icslookup.postcodes.parse import ParsedPostcode
    from icslookup.postcodes.sources import Sources

ENGLAND = "England"
_COUNTRIES = {
    "E92000001": ENGLAND,
    "W92000004": "Wales",
    "S92000003": "Scotland",
    "N92000002": "Northern Ireland",
    "L93000001": "Channel Islands",
    "M83000003": "Isle of Man",
}
_COUNTRY_BY_AREA = {
    "BT": "Northern Ireland",
    "GY": "Guernsey",
    "JE": "Jersey",
    "IM": "Isle of Man",
}
"""The postcode areas outside England that need no directory."""


def postcode(
    text: str,
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> PlaceAnswer:
    """Return which Integrated Care Board has a postcode of England.

    Parameters: `text` is a postcode in any spacing and case, or a sector (`GU1 4`), district
    (`GU1`) or area (`GU`); their answer has all boards there, with their shares of the live
    postcodes. `as_of` is the day to answer for, by default today; `data` is the data set to use;
    `sources` is the result of `icslookup.postcodes.sources.open_sources`.

    Returns a `PlaceAnswer`. Its status is `ambiguous` if only the authority is known, and that
    authority is split between boards. Raises `UsageError` for a blank text or an impossible date,
    `MissingSourceError` if there is no directory of postcodes, and `DataError` for a damaged
    store.
    """
    day = as_of_day(as_of) or dates.today()
    return PostcodeAnswerer(data or in_use(), day, sources).answer(require_code(text, "GU1 4QT"))


def postcodes(
    texts: Iterable[str],
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> PlaceList:
    """Return the answers for several postcodes, in order; see `postcode`."""
    day = as_of_day(as_of) or dates.today()
    return answer_all("postcode", PostcodeAnswerer(data or in_use(), day, sources), texts)


class PostcodeAnswerer:
    """Answers postcodes for one day; see `postcode`. It opens the sources when it needs them."""

    def __init__(self, data: Dataset, day: date, sources: Sources | None = None) -> None:
        self.data = data
        self.day = day
        self._sources = sources
        self._opened: tuple[Directory, BoardAssigner] | None = None

    def _open(self) -> tuple[Directory, BoardAssigner]:
        """Return the directory and the assigner, made on first use. Raises `MissingSourceError`."""
        if self._opened is None:
            found = self._sources or open_sources()
            directory = found.postcodes()
            boards = BoardAssigner(self.data, self.day, directory.edition, found.lsoas)
            self._opened = directory, boards
        return self._opened

    def answer(self, query: str) -> PlaceAnswer:
        """Return the answer for a text; see `postcode`."""
        found = parse_postcode(query)
        if found is None:
            return self._explain_text(query)
        draft = empty_answer(self.data, query, self.day)
        draft = draft._replace(kind=found.kind, postcode=found.text)
        if found.pseudo:
            return draft._replace(message=pseudo_postcode_hint(found.text))
        country = _COUNTRY_BY_AREA.get(found.text[:2])
        if country:
            return _outside_england(draft, [country])
        directory, boards = self._open()
        draft = with_directory(draft, directory.edition)
        if found.kind == "postcode":
            return self._answer_postcode(draft, found, directory, boards)
        return self._answer_range(draft, found, directory, boards)

    def assign(self, text: str) -> Assignment | None:
        """Return the assignment of a postcode, or of all in a sector, district or area.

        Returns None if there is none. It takes less time than a whole answer, with messages and
        suggestions. See also `combine_assignments`.
        """
        found = parse_postcode(text)
        if found is None or found.pseudo or found.text[:2] in _COUNTRY_BY_AREA:
            return None
        directory, boards = self._open()
        if found.kind == "postcode":
            located = directory.one(found.text)
            return self._assign(boards, located.place) if located else None
        counts = directory.within(*found.span)
        places = [c.place for c in counts if c.live] or [c.place for c in counts]
        parts = [self._assign(boards, place) for place in places if any(place[:4])]
        return combine_assignments(list(dict.fromkeys(parts)))

    def _assign(self, boards: BoardAssigner, place: Location) -> Assignment | None:
        return boards.assign_place(place) if _country(place) in (ENGLAND, None) else None

    def _explain_text(self, query: str) -> PlaceAnswer:
        meant = suggest_postcode(query)
        like: tuple[Suggestion, ...] = ()
        if meant and self._may_exist(meant):
            like = (Suggestion(meant, None, ratio(query.upper(), meant)),)
        message: str | None = f"{quote(query)} is not a postcode"
        if parse_lsoa(query):
            message = f"{message}: try `icslookup lsoa {parse_lsoa(query)}`"
        elif not like:
            message = join_notes(message, instead_hint(self.data, query, self.day))
        return empty_answer(self.data, query, self.day)._replace(message=message, suggestions=like)

    def _may_exist(self, text: str) -> bool:
        """Return whether the directory has a postcode; True without a directory."""
        try:
            directory, _ = self._open()
        except MissingSourceError:
            return True
        return directory.one(text) is not None

    def _answer_postcode(
        self, draft: PlaceAnswer, found: ParsedPostcode, directory: Directory, boards: BoardAssigner
    ) -> PlaceAnswer:
        located = directory.one(found.text)
        if located is None:
            message = f"{found.text} is not in {edition_name(directory.edition)}"
            within = parse_postcode(found.sector)
            near = within and directory.within(*within.span)
            sector = (Suggestion(found.sector, None, None),) if near else ()
            return draft._replace(message=message, suggestions=sector)
        place = located.place
        ended = located.terminated
        draft = draft._replace(
            live=None if ended is None else not ended,
            terminated=ended or None,
            lsoa21=place.lsoa21 or None,
            lsoa11=place.lsoa11 or None,
        )
        assignment = self._assign(boards, place)
        if assignment is None:
            return self._without_board(draft, [place])
        return complete_answer(self.data, draft, assignment)

    def _without_board(self, draft: PlaceAnswer, places: list[Location]) -> PlaceAnswer:
        """Return the answer for places without a board, or without a known one."""
        codes = dict.fromkeys(place.gss_code for place in places if place.gss_code)
        known = self.data.authority_keys
        unknown = [code for code in codes if code[0] == "E" and code not in known]
        if unknown:
            return draft._replace(
                country=ENGLAND,
                message=f"{draft.postcode} is in {join_names(unknown)}, which these data do not"
                " know; a newer icslookup may",
            )
        return _outside_england(draft, map(_country, places))

    def _answer_range(
        self, draft: PlaceAnswer, found: ParsedPostcode, directory: Directory, boards: BoardAssigner
    ) -> PlaceAnswer:
        counts = directory.within(*found.span)
        if not counts:
            named = edition_name(directory.edition)
            return draft._replace(message=f"no postcode of {found.text} is in {named}")
        any_live = any(count.live for count in counts)
        sized = [(count.place, count.live if any_live else count.terminated) for count in counts]
        sizes = [(place, size) for place, size in sized if size]
        parts: list[tuple[Assignment, int]] = []
        others: Counter[str | None] = Counter()
        without: list[Location] = []
        for place, size in sizes:
            assignment = self._assign(boards, place)
            if assignment:
                parts.append((assignment, size))
            else:
                without.append(place)
                others[_country(place)] += size
        total = sum(size for _, size in sizes)
        draft = draft._replace(
            live=any_live if directory.edition.tells_terminated else None, postcodes=total
        )
        if not parts:
            return self._without_board(draft, without)
        summed = complete_range(self.data, draft, parts, total)
        if not others:
            summed = summed._replace(country=ENGLAND)
        ended = None if any_live else f"every postcode of {found.text} has ended"
        left = [
            f"{n:,} {'is' if n == 1 else 'are'} {_place_phrase(country)}"
            for country, n in others.most_common()
        ]
        rest = f"of its {total:,} postcodes {join_names(left)}" if left else None
        note = messages.future_note(self.data, self.day)
        return summed._replace(message=join_notes(ended, summed.message, rest, note))


def _country(place: Location) -> str | None:
    return _COUNTRIES.get(place.country)


def _place_phrase(country: str | None) -> str:
    if country in (None, ENGLAND):
        return "of no authority"
    return f"in the {country}" if country in ("Channel Islands", "Isle of Man") else f"in {country}"


def _outside_england(draft: PlaceAnswer, countries: Iterable[str | None]) -> PlaceAnswer:
    """Return the answer for a place that is outside England or has no known authority."""
    names = list(dict.fromkeys(countries))
    outside = [_place_phrase(name) for name in names if name not in (None, ENGLAND)]
    reason = "and only England has Integrated Care Boards" if outside else "so it has no board"
    where = join_names(outside) if outside else _place_phrase(None)
    return draft._replace(
        country=names[0] if len(names) == 1 else None,
        message=f"{draft.postcode} is {where}, {reason}",
    )
