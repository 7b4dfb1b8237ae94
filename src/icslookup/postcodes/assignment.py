"""Which board has a postcode or an LSOA on a day, by the best of what is known of it.

A lookup of LSOAs that holds on the day is exact; so is the board that a directory of postcodes
gives, on days on which the codes of its boards were in force. Else the authority is known, and has
one board or, if it is split, several.
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
    from icslookup.postcodes.model import Edition, Lookup, Lsoa

CENSUSES = (2021, 2011)

MOST_KEPT = 10_000
"""How many places are remembered, so that memory does not grow with a table."""


class Assignment(NamedTuple):
    """Who has a place on a day.

    `boards` are ODS codes with shares from 0 to 1 of the residents of the authority, largest
    first; one alone is certain. `authorities` are keys; of several one is meant, and it is not
    known which. `lookup` is the lookup of LSOAs that told, if one did.
    """

    method: str
    boards: tuple[tuple[str, float], ...]
    authorities: tuple[str, ...]
    lookup: Lookup | None = None


class BoardAssigner:
    """Finds the boards of places on one day.

    Parameters: `edition` is the directory that the places come from, None where there is none;
    `lsoas` are the imported lookups, None where there are none.
    """

    def __init__(
        self, data: Dataset, day: date, edition: Edition | None, lsoas: LsoaStore | None
    ) -> None:
        self.data = data
        self.day = day
        self.lsoas = lsoas
        self.lookups: dict[int, Lookup] = {}
        for lookup in lsoas.lookups() if lsoas else ():
            if self._holds(lookup.year):
                self.lookups.setdefault(lookup.census, lookup)  # the newest is first
        self._directory = edition is not None and self._fits(edition)
        self._known: dict[Location, Assignment | None] = {}

    def of_place(self, place: Location) -> Assignment | None:
        """Return who has the place of a postcode; None where nothing is known of it."""
        if place not in self._known:
            if len(self._known) >= MOST_KEPT:
                self._known.clear()
            self._known[place] = self._of_place(place)
        return self._known[place]

    def _of_place(self, place: Location) -> Assignment | None:
        for census, code in zip(CENSUSES, (place.lsoa21, place.lsoa11), strict=True):
            rows = self.lsoas.of(code) if self.lsoas and code and census in self.lookups else ()
            found = self.of_rows(rows, (census,))
            if found:
                return found
        if self._directory and place.ons_code:
            ods_code = self.data.board_keys[place.ons_code]
            return Assignment("directory", ((ods_code, 1.0),), self._authorities(place.gss_code))
        return self.of_authority(place.gss_code)

    def of_rows(
        self, found: Iterable[Lsoa], censuses: Iterable[int] = CENSUSES
    ) -> Assignment | None:
        """Return who has an LSOA, of which the lookups say so, by one that holds on the day.

        Returns None where none does.
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

    def of_authority(self, gss_code: str) -> Assignment | None:
        """Return who has an authority, or what stood or stands in its place; None for no code.

        Where it is divided between several that stand in its place, their boards are joined.
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
        """Return the keys of what stood on the day where an authority lies."""
        key = self.data.authority_keys.get(gss_code)
        if key is None:
            return ()
        if self.data.authorities[key].exists_on(self.day):
            return (key,)
        found = counterparts_on(self.data.authorities, key, self.day)
        districts = [key for key in found if self.data.authorities[key].kind != "county"]
        return tuple(districts or found)

    def _holds(self, year: int) -> bool:
        """Say whether the boundaries of a lookup of a year are those of the day.

        One of a year after all boundaries that the data know has boundaries of its own.
        """
        if year > max(day.year for day in self.data.descriptor["boundaries"]):
            return self.day >= date(year, 4, 1)
        return self._boundaries(year) == self._boundaries_on_day()

    def _boundaries(self, year: int) -> int:
        return sum(day.year <= year for day in self.data.descriptor["boundaries"])

    def _boundaries_on_day(self) -> int:
        return bisect_right(self.data.descriptor["boundaries"], self.day)

    def _fits(self, edition: Edition) -> bool:
        """Say whether the boards of a directory are those of the day.

        That is so where all their codes were in force. A directory cut down to a few postcodes may
        name only boards whose codes outlast a change of boundaries: then its month decides.
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
    """Return who has several places: all boards of them, and no share of theirs but the whole.

    Where some of them has nobody, because they lie outside England, no board is certain, and none
    is given. Returns None where nobody has any.
    """
    held = [part for part in parts if part]
    if not held:
        return None
    codes = dict.fromkeys(code for part in held for code, _ in part.boards)
    boards = tuple((code, 1 / len(codes)) for code in codes) if len(held) == len(parts) else ()
    authorities = tuple(dict.fromkeys(key for part in held for key in part.authorities))
    return held[0]._replace(boards=boards, authorities=authorities)


def nearest(rows: Iterable[Lsoa], year: int) -> Lsoa:
    """Return the row of the lookup whose year is nearest to one; of two as near the later."""
    return min(rows, key=lambda row: (abs(row.year - year), -row.year))
