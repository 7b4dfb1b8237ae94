"""Which target areas the areas of a table cover completely, and which areas are missing."""

from __future__ import annotations

from collections import Counter

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import CCG, STP
from icslookup.dates import FIRST_DAY
from icslookup.lookup.boundaries import COUNCIL, LSOA, blocks_within

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from icslookup.bulk.rebase.source_areas import SourceArea
    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.boundaries import Boundaries

_UNKNOWN = frozenset({"postcode"})
"""The kinds of sources that cannot show whether they cover an area."""


class MissingArea(NamedTuple):
    """An area of the boundaries of the table that the table does not have, with its residents."""

    kind: str
    code: str
    name: str
    residents: int


class CoverageChecker:
    """Finds the target areas that sources cover completely."""

    def __init__(self, data: Dataset, target: Boundaries) -> None:
        self._data, self._target = data, target
        self._known: dict[frozenset[SourceArea], frozenset[str] | None] = {}
        self._lsoas: dict[int, Counter[str]] = {}

    def complete(self, areas: Collection[SourceArea]) -> frozenset[str] | None:
        """Return the keys of the target areas that some areas cover; None if it is not known."""
        key = frozenset(areas)
        if key not in self._known:
            self._known[key] = self._complete(key)
        return self._known[key]

    def _complete(self, areas: frozenset[SourceArea]) -> frozenset[str] | None:
        kinds = {area.kind for area in areas}
        if kinds & _UNKNOWN:
            return None
        covered = self.covered(areas)
        found = {key for key, area in self._target.areas.items() if area.blocks <= covered}
        if kinds & {CCG, STP}:
            found |= self._by_count((a for a in areas if a.weighted_by == "ccg_lsoas"), 2011)
        if LSOA in kinds:
            lsoas = [area for area in areas if area.kind == LSOA]
            census = self.census(area.code for area in lsoas)
            of_census = (area for area in lsoas if self._is_of(area.code, census))
            found |= self._by_count(of_census, census)
        return frozenset(found)

    def covered(self, areas: Iterable[SourceArea]) -> set[int]:
        """Return the blocks that some areas cover.

        The successor of councils that ended before boards began is covered if all of them are
        there, or the counties that had them, because their own territory is not known.
        """
        covered: set[int] = set()
        stood_for: dict[str, set[str]] = {}
        for area in areas:
            for successor in area.proxy:
                stood_for.setdefault(successor, set()).add(area.key)
            if not area.proxy:
                covered |= area.blocks or frozenset()
        authorities = self._data.authorities
        for successor, present in stood_for.items():
            before = map(authorities.__getitem__, authorities[successor].predecessors)
            districts = (council for council in before if council.kind != "county")
            if all(one.gss_code in present or one.county in present for one in districts):
                covered |= blocks_within(self._data, COUNCIL, [successor], FIRST_DAY)
        return covered

    def census(self, codes: Iterable[str]) -> int:
        """Return the census of some LSOAs: 2011 if more of them are of 2011 alone."""
        only: Counter[int] = Counter()
        for code in codes:
            rows = self._data.lsoa(code)
            if rows and len(rows[0].censuses) == 1:
                only[rows[0].censuses[0]] += 1
        return 2011 if only[2011] > only[2021] else 2021

    def _is_of(self, code: str, census: int) -> bool:
        return any(census in row.censuses for row in self._data.lsoa(code))

    def _by_count(self, areas: Iterable[SourceArea], census: int) -> set[str]:
        """Return the target areas whose LSOAs of a census are all among some areas."""
        counts: Counter[str] = Counter()
        for area in areas:
            counts.update(dict(area.parts))
        return {key for key, count in counts.items() if count == self.lsoas(census)[key]}

    def lsoas(self, census: int) -> Counter[str]:
        """Return the number of LSOAs of a census in each target area."""
        if census not in self._lsoas:
            self._lsoas[census] = Counter(
                self._target.key_of(row)
                for row in self._data.lsoas
                if census in row.censuses and row.exists_on(self._target.day)
            )
        return self._lsoas[census]
