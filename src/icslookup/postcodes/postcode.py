"""The question `postcode`: which board a postcode lies in, or those of a sector or district."""

from __future__ import annotations

from collections import Counter

from icslookup import dates
from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.errors import MissingSourceError
from icslookup.gazetteer.resolve import Suggestion, area_named
from icslookup.lookup import messages
from icslookup.names.typos import ratio
from icslookup.postcodes import answer, parse
from icslookup.postcodes.assignment import BoardAssigner, combine_assignments
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
_BY_AREA = {
    "BT": "Northern Ireland",
    "GY": "Guernsey",
    "JE": "Jersey",
    "IM": "Isle of Man",
}
"""The areas whose letters say where they lie, so that no directory is needed."""


def postcode(
    text: str,
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> PlaceAnswer:
    """Answer which Integrated Care Board has a postcode of England.

    Parameters: `text` is a postcode in any spacing and case, or the sector (`GU1 4`), district
    (`GU1`) or area (`GU`) of one, which is answered with the boards found there and their share
    of its live postcodes. `as_of` is the day to answer for, today without it; `data` is the data
    set to ask; `sources` are what `icslookup.postcodes.sources.open_sources` returns.

    Returns a `PlaceAnswer`; its status is `ambiguous` where only the authority is known and it is
    split between boards. Raises `UsageError` for a blank text or an impossible date,
    `MissingSourceError` where there are no postcodes to look in, and `DataError` for a store that
    is damaged.
    """
    day = as_of_day(as_of) or dates.today()
    return Postcodes(data or in_use(), day, sources).answer(answer.asked(text, "GU1 4QT"))


def postcodes(
    texts: Iterable[str],
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> PlaceList:
    """Answer for several postcodes, in order; see `postcode`."""
    day = as_of_day(as_of) or dates.today()
    return answer.several("postcode", Postcodes(data or in_use(), day, sources), texts)


class Postcodes:
    """Answers for postcodes on one day; see `postcode`.

    What is to be looked in is opened when it is first needed.
    """

    def __init__(self, data: Dataset, day: date, sources: Sources | None = None) -> None:
        self.data = data
        self.day = day
        self._sources = sources
        self._opened: tuple[Directory, BoardAssigner] | None = None

    def _looked_in(self) -> tuple[Directory, BoardAssigner]:
        """Return the directory, and who has what. Raises `MissingSourceError`."""
        if self._opened is None:
            found = self._sources or open_sources()
            directory = found.postcodes()
            boards = BoardAssigner(self.data, self.day, directory.edition, found.lsoas)
            self._opened = directory, boards
        return self._opened

    def answer(self, query: str) -> PlaceAnswer:
        """Answer for a text; see `postcode`."""
        found = parse.parse_postcode(query)
        if found is None:
            return self._no_postcode(query)
        begun = answer.nothing(self.data, query, self.day)
        begun = begun._replace(kind=found.kind, postcode=found.text)
        country = _BY_AREA.get(found.text[:2])
        if country:
            return _elsewhere(begun, [country])
        directory, boards = self._looked_in()
        begun = answer.looked_in(begun, directory.edition)
        if found.kind == "postcode":
            return self._of_one(begun, found, directory, boards)
        return self._of_several(begun, found, directory, boards)

    def held(self, text: str) -> Assignment | None:
        """Return who has a postcode, or the postcodes of a part of one; see `joined`.

        Returns None where that is not known. For many: nothing is said, and nothing is suggested.
        """
        found = parse.parse_postcode(text)
        if found is None or found.text[:2] in _BY_AREA:
            return None
        directory, boards = self._looked_in()
        if found.kind == "postcode":
            located = directory.one(found.text)
            return self._held(boards, located.place) if located else None
        counts = directory.within(*found.span)
        places = [c.place for c in counts if c.live] or [c.place for c in counts]
        held = [self._held(boards, place) for place in places if any(place[:4])]
        return combine_assignments(list(dict.fromkeys(held)))

    def _held(self, boards: BoardAssigner, place: Location) -> Assignment | None:
        return boards.of_place(place) if _country(place) in (ENGLAND, None) else None

    def _no_postcode(self, query: str) -> PlaceAnswer:
        meant = parse.suggest_postcode(query)
        like: tuple[Suggestion, ...] = ()
        if meant and self._may_be(meant):
            like = (Suggestion(meant, None, ratio(query.upper(), meant)),)
        message = f"{quote(query)} is not a postcode"
        if parse.parse_lsoa(query):
            message += f": try `icslookup lsoa {parse.parse_lsoa(query)}`"
        elif area_named(self.data, query, self.day):
            message += f"; for the council try `icslookup area {query}`"
        return answer.nothing(self.data, query, self.day)._replace(
            message=message, suggestions=like
        )

    def _may_be(self, text: str) -> bool:
        """Say whether a postcode is one that is known, as far as any are."""
        try:
            directory, _ = self._looked_in()
        except MissingSourceError:
            return True
        return directory.one(text) is not None

    def _of_one(
        self, begun: PlaceAnswer, found: ParsedPostcode, directory: Directory, boards: BoardAssigner
    ) -> PlaceAnswer:
        located = directory.one(found.text)
        if located is None:
            message = f"{found.text} is not in {answer.edition_named(directory.edition)}"
            within = parse.parse_postcode(found.sector)
            near = within and directory.within(*within.span)
            sector = (Suggestion(found.sector, None, None),) if near else ()
            return begun._replace(message=message, suggestions=sector)
        place = located.place
        ended = located.terminated
        begun = begun._replace(
            live=None if ended is None else not ended,
            terminated=ended or None,
            lsoa21=place.lsoa21 or None,
            lsoa11=place.lsoa11 or None,
        )
        held = self._held(boards, place)
        if held is None:
            return self._without(begun, [place])
        return answer.complete_answer(self.data, begun, held)

    def _without(self, begun: PlaceAnswer, places: list[Location]) -> PlaceAnswer:
        """Answer for places that have no board, or none that is known."""
        codes = dict.fromkeys(place.gss_code for place in places if place.gss_code)
        known = self.data.authority_keys
        unknown = [code for code in codes if code[0] == "E" and code not in known]
        if unknown:
            return begun._replace(
                country=ENGLAND,
                message=f"{begun.postcode} is in {join_names(unknown)}, which these data do not"
                " know; a newer icslookup may",
            )
        return _elsewhere(begun, map(_country, places))

    def _of_several(
        self, begun: PlaceAnswer, found: ParsedPostcode, directory: Directory, boards: BoardAssigner
    ) -> PlaceAnswer:
        counts = directory.within(*found.span)
        if not counts:
            named = answer.edition_named(directory.edition)
            return begun._replace(message=f"no postcode of {found.text} is in {named}")
        alive = any(count.live for count in counts)
        sized = [(count.place, count.live if alive else count.terminated) for count in counts]
        sizes = [(place, size) for place, size in sized if size]
        parts: list[tuple[Assignment, int]] = []
        others: Counter[str | None] = Counter()
        without: list[Location] = []
        for place, size in sizes:
            held = self._held(boards, place)
            if held:
                parts.append((held, size))
            else:
                without.append(place)
                others[_country(place)] += size
        total = sum(size for _, size in sizes)
        begun = begun._replace(
            live=alive if directory.edition.tells_terminated else None, postcodes=total
        )
        if not parts:
            return self._without(begun, without)
        summed = answer.complete_range(self.data, begun, parts, total)
        if not others:
            summed = summed._replace(country=ENGLAND)
        over = None if alive else f"every postcode of {found.text} has ended"
        left = [
            f"{n:,} {'is' if n == 1 else 'are'} {_where(country)}"
            for country, n in others.most_common()
        ]
        rest = f"of its {total:,} postcodes {join_names(left)}" if left else None
        note = messages.future_note(self.data, self.day)
        return summed._replace(message=join_notes(over, summed.message, rest, note))


def _country(place: Location) -> str | None:
    return _COUNTRIES.get(place.country)


def _where(country: str | None) -> str:
    if country in (None, ENGLAND):
        return "of no authority"
    return f"in the {country}" if country in ("Channel Islands", "Isle of Man") else f"in {country}"


def _elsewhere(begun: PlaceAnswer, countries: Iterable[str | None]) -> PlaceAnswer:
    """Answer for what has no board: it lies outside England, or nowhere that is known."""
    names = list(dict.fromkeys(countries))
    outside = [_where(name) for name in names if name not in (None, ENGLAND)]
    reason = "and only England has Integrated Care Boards" if outside else "so it has no board"
    return begun._replace(
        country=names[0] if len(names) == 1 else None,
        message=f"{begun.postcode} is {join_names(outside) if outside else _where(None)}, {reason}",
    )
