"""The territory of every area of England on every day, to tell what an area gained and lost."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property, lru_cache

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.loader import districts
from icslookup.dataset.nhs_areas import CCG, REGION, STP
from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup.boundaries import BOARD, COUNCIL, Boundaries
from icslookup.lookup.transfers import Territory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.boundaries import Blocks


class Territories:
    """The blocks of England that each area had, by day since boards began.

    The key of an area is that of its record: the newest GSS code of a council or a county, the ODS
    code of a board, or the key of a sub-ICB location or a region. Parameters: `data` is the data
    set. Raises `DataError` if its file of LSOAs is missing or damaged.
    """

    def __init__(self, data: Dataset) -> None:
        self._data = data
        self._known: dict[tuple[str, date], Mapping[str, Blocks]] = {}

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which the territory of any area changed, in order."""
        starts = {period.start for block in self._data.blocks for period in block.periods}
        for area in self._data.nhs_areas.values():
            if area.kind == REGION:
                starts.update(part.start for part in area.parts)
                starts.update(part.end + DAY for part in area.parts if part.end)
        return tuple(sorted(day for day in starts if day > FIRST_DAY))

    def of(self, key: str, day: date) -> Blocks:
        """Return the blocks that an area had on a day; none if it did not exist."""
        kind, _, code = key.rpartition(":")
        if day < FIRST_DAY or kind in (CCG, STP):  # these ended when boards began
            return frozenset()
        authority = self._data.authorities.get(key)
        if authority is None:
            return self._by_key(kind or BOARD, day).get(code, frozenset())
        if not authority.exists_on(day):
            return frozenset()
        councils = self._by_key(COUNCIL, day)
        parts = (councils.get(one, frozenset()) for one in districts(self._data, key))
        return frozenset().union(*parts)

    def size(self, blocks: Blocks) -> Territory:
        """Return the 2021 LSOAs and the Census 2021 usual residents of some blocks."""
        found = [self._data.blocks[position] for position in blocks]
        return Territory(sum(one.lsoas for one in found), sum(one.residents for one in found))

    def _by_key(self, geography: str, day: date) -> Mapping[str, Blocks]:
        """Return the blocks of each area of a geography in the period of a day."""
        number = bisect_right(self.days, day)
        start = self.days[number - 1] if number else FIRST_DAY
        if (geography, start) not in self._known:
            found: dict[str, set[int]] = {}
            for position, key in enumerate(Boundaries(self._data, geography, start).keys):
                found.setdefault(key, set()).add(position)
            self._known[geography, start] = {key: frozenset(one) for key, one in found.items()}
        return self._known[geography, start]


@lru_cache(maxsize=4)
def territories(data: Dataset) -> Territories:
    """Return the territories of a data set. They are computed once."""
    return Territories(data)
