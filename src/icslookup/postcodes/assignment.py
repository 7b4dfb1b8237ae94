"""Assigns postcodes and LSOAs to boards on a day, by the most exact source available.

A lookup of LSOAs for the day is exact. A directory of postcodes is exact too, on days on which the
codes of its boards were in force. Otherwise the authority decides: it has one board, or several
if it is split.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.lookup.shares import shares_on
from icslookup.lookup.succession import counterparts_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icslookup.dataset.loader import Dataset
    from icslookup.ons.postcode_directory import Location
    from icslookup.postcodes.lsoa_store import LsoaStore
    from icslookup.postcodes.model import DirectoryEdition, Lookup, Lsoa

CENSUSES = (2021, 2011)

MOST_KEPT = 10_000
"""The most places whose assignments are kept, so that memory does not grow with a table."""


class Assignment(NamedTuple):
    """The boards and authorities of a place on a day.

    `boards` are ODS codes with shares from 0 to 1 of the residents of the authority, largest
    first; a single board is certain. `authorities` are keys. The place lies in one of them; if
    there are several, it is not known which. `lookup` is the lookup of LSOAs that gave the
    board, None if another source did.
    """

    method: str
    boards: tuple[tuple[str, float], ...]
    authorities: tuple[str, ...]
    lookup: Lookup | None = None


class BoardAssigner:
    """Finds the boards of places on one day.

    Parameters: `edition` is that of the directory that the places come from, `lsoas` are the
    imported lookups; each is None if there is none.
    """

    def __init__(
        self, data: Dataset, day: date, edition: DirectoryEdition | None, lsoas: LsoaStore | None
    ) -> None:
        self.data = data
        self.day = day
        self.lsoas = lsoas
        self.lookups: dict[int, Lookup] = {}
        for lookup in lsoas.lookups() if lsoas else ():
            if self._has_boundaries_of_day(lookup.year):
                self.lookups.setdefault(lookup.census, lookup)  # the newest is first
        self._use_directory = edition is not None and self._is_of_day(edition)
        self._known: dict[Location, Assignment | None] = {}

    def assign_place(self, place: Location) -> Assignment | None:
        """Return the assignment of the place of a postcode; None if the place is not known."""
        if place not in self._known:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[place] = self._assign_place(place)
        return self._known[place]

    def _assign_place(self, place: Location) -> Assignment | None:
        for census, code in zip(CENSUSES, (place.lsoa21, place.lsoa11), strict=True):
            rows = self.lsoas.of(code) if self.lsoas and code and census in self.lookups else ()
            found = self.assign_lsoa(rows, (census,))
            if found:
                return found
        if self._use_directory and place.ons_code:
            ods_code = self.data.board_keys[place.ons_code]
            return Assignment("directory", ((ods_code, 1.0),), self._authorities(place.gss_code))
        return self.assign_authority(place.gss_code)

    def assign_lsoa(
        self, found: Iterable[Lsoa], censuses: Iterable[int] = CENSUSES
    ) -> Assignment | None:
        """Return the assignment of an LSOA by a lookup with the boundaries of the day, or None.

        `found` are the rows of the LSOA in all lookups, `censuses` those to use, in this order.
        """
        rows = {(row.census, row.year): row for row in found}
        for census in censuses:
            lookup = self.lookups.get(census)
            row = rows.get((census, lookup.year)) if lookup else None
            board = self.data.boards.get(row.ods_code) if row else None
            if row and board and board.exists_on(self.day):
                authorities = self._authorities(row.gss_code)
                return Assignment("lsoa", ((row.ods_code, 1.0),), authorities, lookup)
        return None

    def assign_authority(self, gss_code: str) -> Assignment | None:
        """Return the assignment of an authority, or of its counterparts on the day.

        The boards of several counterparts are joined. Returns None for an unknown code.
        """
        keys = self._authorities(gss_code)
        if not keys:
            return None
        shares = tuple(
            (share.ods_code, share.residents_share)
            for share in shares_on(self.data, keys, self.day)
        )
        return Assignment("authority", shares, keys) if shares else None

    def _authorities(self, gss_code: str) -> tuple[str, ...]:
        """Return the key of an authority if it existed on the day, else of its counterparts."""
        key = self.data.authority_keys.get(gss_code)
        if key is None:
            return ()
        if self.data.authorities[key].exists_on(self.day):
            return (key,)
        found = counterparts_on(self.data.authorities, key, self.day)
        districts = [key for key in found if self.data.authorities[key].kind != "county"]
        return tuple(districts or found)

    def _has_boundaries_of_day(self, year: int) -> bool:
        """Return whether a lookup of a year has the boundaries of the day.

        If its year is after all boundaries in the data, it applies from 1 April of that year.
        """
        if year > max(day.year for day in self.data.descriptor["boundaries"]):
            return self.day >= date(year, 4, 1)
        return self._boundaries(year) == self._boundaries_on_day()

    def _boundaries(self, year: int) -> int:
        return sum(day.year <= year for day in self.data.descriptor["boundaries"])

    def _boundaries_on_day(self) -> int:
        return bisect_right(self.data.descriptor["boundaries"], self.day)

    def _is_of_day(self, edition: DirectoryEdition) -> bool:
        """Return whether the boards of a directory are those of the day.

        They are if all their codes were in force. If a directory is cut down to a few postcodes,
        its codes may all outlast a change of boundaries: then its month decides.
        """
        spans = [
            number
            for number, start in enumerate(self.data.descriptor["boundaries"], start=1)
            if edition.boards and all(self._in_force(code, start) for code in edition.boards)
        ]
        if len(spans) > 1 and edition.month:
            first = edition.month + "-01"
            made = sum(str(start) <= first for start in self.data.descriptor["boundaries"])
            spans = [number for number in spans if number <= made][-1:]
        return spans == [self._boundaries_on_day()]

    def _in_force(self, ons_code: str, day: date) -> bool:
        board = self.data.boards.get(self.data.board_keys.get(ons_code, ""))
        return board is not None and board.ons_code(day) == ons_code


def combine_assignments(parts: list[Assignment | None]) -> Assignment | None:
    """Return one assignment for several places: all their boards, in equal shares.

    If a place has no assignment, because it lies outside England, no board is certain and the
    result has none. Returns None if no place has an assignment.
    """
    known = [part for part in parts if part]
    if not known:
        return None
    codes = dict.fromkeys(code for part in known for code, _ in part.boards)
    boards = tuple((code, 1 / len(codes)) for code in codes) if len(known) == len(parts) else ()
    authorities = tuple(dict.fromkeys(key for part in known for key in part.authorities))
    return known[0]._replace(boards=boards, authorities=authorities)


def nearest_row(rows: Iterable[Lsoa], year: int) -> Lsoa:
    """Return the row of the lookup whose year is nearest to `year`, the later one of a tie."""
    return min(rows, key=lambda row: (abs(row.year - year), -row.year))
