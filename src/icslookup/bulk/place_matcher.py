"""Matches postcodes and LSOA codes, for `Matcher`."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.postcodes.lsoa import LsoaAnswerer
from icslookup.postcodes.postcode import PostcodeAnswerer
from icslookup.postcodes.sources import open_lookups, open_sources
from icslookup.text import join_names

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.gazetteer.resolve import Suggestion
    from icslookup.postcodes.assignment import Assignment


MOST_DAYS = 16
"""The most days to remember answers for: a table has few days, or is sorted by day."""


class PlaceMatcher:
    """Finds the board of a postcode or an LSOA; `kind` is `postcode` or `lsoa`.

    It opens the sources at once, and raises `MissingSourceError` if there are no postcodes.
    """

    def __init__(self, data: Dataset, kind: str) -> None:
        self._data = data
        self._kind = kind
        if kind == "postcode":
            self._sources = open_sources()
            self._sources.postcodes()
        else:
            self._sources = open_lookups()
        self._finders: dict[date, PostcodeAnswerer | LsoaAnswerer] = {}

    @property
    def source_names(self) -> tuple[str, ...]:
        """The names of the editions of postcodes and LSOAs that were imported or installed.

        Each edition has another name. The LSOAs of the data have none.
        """
        directory, lsoas = self._sources
        found = []
        if directory:
            edition = directory.edition
            count = "" if edition.postcodes is None else f" of {edition.postcodes:,} postcodes"
            found.append(f"{edition.product} {edition.month}".rstrip() + count)
        if lsoas:
            which = [f"of {one.census} LSOAs of {one.year}" for one in lsoas.lookups()]
            found.append(f"lookups {join_names(which)} ({lsoas.contents_mark()})")
        return tuple(found)

    def codes(self) -> list[str]:
        """Return the codes of all known LSOAs; none for postcodes."""
        if self._kind == "postcode":
            return []
        imported = self._sources.lsoas.codes() if self._sources.lsoas else []
        return sorted({*self._data.lsoa_finder.codes(), *imported})

    def assignment(self, text: str, day: date) -> Assignment | None:
        """Return the boards of a postcode or an LSOA on a day, None if they are not known."""
        return self._finder(day).assign(text)

    def explain(self, text: str, day: date) -> tuple[str, list[Suggestion]]:
        """Return why a cell has no board, and what it may mean."""
        answer = self._finder(day).answer(text.strip())
        if len(answer.boards) > 1 and answer.status == "found":
            names = join_names([board.short_name for board in answer.boards])
            return f"{answer.postcode} lies in more than one board: {names}", []
        return answer.message or "", list(answer.suggestions)

    def _finder(self, day: date) -> PostcodeAnswerer | LsoaAnswerer:
        finder = self._finders.get(day)
        if finder is None:
            if len(self._finders) >= MOST_DAYS:
                self._finders.clear()
            kind = PostcodeAnswerer if self._kind == "postcode" else LsoaAnswerer
            finder = self._finders[day] = kind(self._data, day, self._sources)
        return finder
