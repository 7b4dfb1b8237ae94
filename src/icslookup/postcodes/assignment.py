"""Assigns postcodes and LSOAs to boards on a day, by the most exact source available.

An imported lookup of LSOAs for the day comes first. For a postcode, its directory comes next, on
days on which the codes of its boards were in force. Then come the LSOAs of the data. All three are
exact. Otherwise the authority decides: it has one board, or several if it is split.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cached_property

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.lsoas import FILE
from icslookup.lookup.shares import shares_on
from icslookup.lookup.succession import counterparts_on
from icslookup.postcodes.model import Lookup

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.lsoas import LsoaPeriod
    from icslookup.ons.postcode_directory import Location
    from icslookup.postcodes.lsoa_store import LsoaStore
    from icslookup.postcodes.model import DirectoryEdition, Lsoa

CENSUSES = (2021, 2011)

MOST_KEPT = 10_000
"""The most places whose assignments are kept, so that memory does not grow with a table."""


class Assignment(NamedTuple):
    """The boards and authorities of a place on a day.

    `boards` are ODS codes with shares from 0 to 1 of the residents of the authority, largest
    first; a single board is certain. `authorities` are keys. The place lies in one of them; if
    there are several, it is not known which. `lookup` is the lookup of LSOAs that gave the
    board, None if another source did. `sub_icb` is the ODS code of the sub-ICB location, None if
    it is not known.
    """

    method: str
    boards: tuple[tuple[str, float], ...]
    authorities: tuple[str, ...]
    lookup: Lookup | None = None
    sub_icb: str | None = None


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
        codes = {
            census: code
            for census, code in zip(CENSUSES, (place.lsoa21, place.lsoa11), strict=True)
            if code
        }
        rows = {census: self._row_of_day(code, (census,)) for census, code in codes.items()}
        for row in filter(None, rows.values()):
            found = self._by_lookup(row)
            if found:
                return found
        by_data = (
            self._by_data(code, (census,)) for census, code in codes.items() if not rows[census]
        )
        known = next(filter(None, by_data), None)
        authorities = self._authorities(place.gss_code)
        if self._use_directory and place.ons_code:
            boards = ((self.data.board_keys[place.ons_code], 1.0),)
            sub_icb = known.sub_icb if known and known.boards == boards else None
            return Assignment("directory", boards, authorities, sub_icb=sub_icb)
        # A postcode may have moved to another authority. Then the board of its LSOA is not certain.
        if known and (not place.gss_code or set(known.authorities) <= set(authorities)):
            return known
        return self.assign_authority(place.gss_code)

    def assign_lsoa(self, code: str) -> Assignment | None:
        """Return the assignment of an LSOA; None if its board is not known.

        An imported lookup with the boundaries of the day comes before the data. If it names a board
        that did not exist on the day, the two disagree, and neither decides.
        """
        row = self._row_of_day(code, CENSUSES)
        return self._by_lookup(row) if row else self._by_data(code, CENSUSES)

    def censuses_of(self, code: str) -> set[int]:
        """Return the censuses that have an LSOA, by the data and the imported lookups."""
        known = {census for row in self.data.lsoa(code) for census in row.censuses}
        return known | {row.census for row in self._imported(code)}

    def assign_authority_of(self, code: str) -> Assignment | None:
        """Return the assignment of the authority of an LSOA; None if it is not known.

        It is the authority of the imported lookup whose year is nearest to the day. If there is
        none, it is the last one by the data, up to the day.
        """
        rows = self._imported(code)
        if rows:
            row = nearest_row(rows, self.day.year)
            found = self.assign_authority(row.gss_code)
            lookup = next(
                one
                for one in (self.lsoas.lookups() if self.lsoas else ())
                if (one.census, one.year) == row[1:3]
            )
            return found and found._replace(lookup=lookup)
        keys = [
            row.gss_code
            for row in self.data.lsoa(code)
            if row.gss_code and row.start and row.start <= self.day
        ]
        found = self.assign_authority(keys[-1]) if keys else None
        return found and found._replace(lookup=self.data_lookup)

    def _imported(self, code: str) -> tuple[Lsoa, ...]:
        """Return the rows of an LSOA in all imported lookups."""
        return self.lsoas.of(code) if self.lsoas else ()

    def _row_of_day(self, code: str, censuses: tuple[int, ...]) -> Lsoa | None:
        """Return the row of an LSOA in an imported lookup with the boundaries of the day."""
        if not self.lookups:
            return None
        rows = {(row.census, row.year): row for row in self._imported(code)}
        of_day = (
            rows.get((census, self.lookups[census].year))
            for census in censuses
            if census in self.lookups
        )
        return next(filter(None, of_day), None)

    def _by_lookup(self, row: Lsoa) -> Assignment | None:
        """Return the assignment by a row of an imported lookup, if its board exists on the day.

        The store has no sub-ICB locations. That of the data is right for the same board.
        """
        board = self.data.boards.get(row.ods_code)
        if board is None or not board.exists_on(self.day):
            return None
        boards, lookup = ((row.ods_code, 1.0),), self.lookups[row.census]
        period = self._period(row.code)
        sub_icb = period.sub_icb if period and period.ods_code == row.ods_code else None
        return Assignment("lsoa", boards, self._authorities(row.gss_code), lookup, sub_icb)

    def _by_data(self, code: str, censuses: tuple[int, ...]) -> Assignment | None:
        """Return the assignment of an LSOA by the data, None if they do not have its board."""
        period = self._period(code)
        if not period or not period.ods_code or set(censuses).isdisjoint(period.censuses):
            return None
        keys = (period.gss_code,) if period.gss_code else ()
        boards = ((period.ods_code, 1.0),)
        return Assignment("lsoa", boards, keys, self.data_lookup, period.sub_icb)

    def _period(self, code: str) -> LsoaPeriod | None:
        """Return where an LSOA lay on the day by the data, None if they do not have it."""
        return next((row for row in self.data.lsoa(code) if row.exists_on(self.day)), None)

    @cached_property
    def data_lookup(self) -> Lookup:
        """The LSOAs of the data as a lookup: its year is that of the boundaries of the day."""
        boundaries = self.data.info(self.day).boundaries or self.day
        return Lookup(CENSUSES[0], boundaries.year, FILE, None, 0)

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
    sub_icbs = {part.sub_icb for part in known}
    return known[0]._replace(
        boards=boards,
        authorities=authorities,
        sub_icb=sub_icbs.pop() if len(sub_icbs) == 1 and boards else None,
    )


def nearest_row(rows: Iterable[Lsoa], year: int) -> Lsoa:
    """Return the row of the lookup whose year is nearest to `year`, the later one of a tie."""
    return min(rows, key=lambda row: (abs(row.year - year), -row.year))
