"""Matches postcodes and codes of LSOAs: what a `Matcher` asks directories for, not names."""

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
"""For how many days what was found is remembered: a table has few, or comes in their order."""


class PlaceMatcher:
    """Finds who has a postcode or an LSOA; `kind` says which of them is asked for.

    The sources are opened at once. Raises `MissingSourceError` where there are none.
    """

    def __init__(self, data: Dataset, kind: str) -> None:
        self._data = data
        self._kind = kind
        if kind == "postcode":
            self._sources = open_sources()
            self._sources.postcodes()
        else:
            self._sources = open_lookups()
            self._sources.lookups()
        self._askers: dict[date, PostcodeAnswerer | LsoaAnswerer] = {}

    @property
    def told(self) -> tuple[str, ...]:
        """What is looked up: the editions of postcodes and LSOAs, for people to tell apart."""
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
        """Return the codes of all LSOAs that are known; none where postcodes are looked up."""
        return self._sources.lookups().codes() if self._kind == "lsoa" else []

    def held(self, text: str, day: date) -> Assignment | None:
        """Return who has what a cell names on a day; None where that is not known."""
        return self._asker(day).assign(text)

    def explain(self, text: str, day: date) -> tuple[str, list[Suggestion]]:
        """Say why a cell has no board, and what it may have meant."""
        answer = self._asker(day).answer(text.strip())
        if len(answer.boards) > 1 and answer.status == "found":
            names = join_names([board.short_name for board in answer.boards])
            return f"{answer.postcode} lies in more than one board: {names}", []
        return answer.message or "", list(answer.suggestions)

    def _asker(self, day: date) -> PostcodeAnswerer | LsoaAnswerer:
        asker = self._askers.get(day)
        if asker is None:
            if len(self._askers) >= MOST_DAYS:
                self._askers.clear()
            kind = PostcodeAnswerer if self._kind == "postcode" else LsoaAnswerer
            asker = self._askers[day] = kind(self._data, day, self._sources)
        return asker
