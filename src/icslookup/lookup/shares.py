"""How much of a territory each board has had over time, summed over districts.

The territory of a district is the district. That of a county is the sum of its districts, each on
the days on which it existed. A period lasts until a count changes, so an authority that was only
recoded has one period, not two.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dates import DAY
from icslookup.model import covers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import TypeAlias

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Membership

    _Counts: TypeAlias = tuple[int, int, int, int]


class SharePeriod(NamedTuple):
    """How much of a territory a board has, in a period in which that did not change.

    `lsoas` and `area_lsoas` count 2021 LSOAs, `residents` and `area_residents` Census 2021 usual
    residents: of the part in the board, and of the whole territory. `coverage` is `whole` or
    `part`. `residents_share` is from 0 to 1, rounded to six places.
    """

    ods_code: str
    coverage: str
    residents_share: float
    residents: int
    area_residents: int
    lsoas: int
    area_lsoas: int
    start: date
    end: date | None

    @property
    def figures(self) -> tuple[str, float, int, int, int, int, date, date | None]:
        """The fields without the board, which end `BoardShare`, `AreaShare` and `MappingRow`."""
        return self[1:]

    def exists_on(self, day: date) -> bool:
        """Return whether the period contains a day."""
        return covers(self.start, self.end, day)


def share_periods(data: Dataset, keys: Iterable[str]) -> list[SharePeriod]:
    """Return the periods of every board in a territory, by first day, then the largest first.

    `keys` are the keys of the districts that make up the territory.
    """
    rows = [row for key in keys for row in data.memberships_by_area.get(key, ())]
    days = sorted({row.start for row in rows} | {row.end + DAY for row in rows if row.end})
    current: dict[str, tuple[date, _Counts]] = {}
    found: list[SharePeriod] = []
    for day in days:
        now = _count([row for row in rows if row.exists_on(day)])
        for ods_code, (start, counts) in list(current.items()):
            if now.get(ods_code) != counts:
                found.append(_period(ods_code, counts, start, day - DAY))
                del current[ods_code]
        for ods_code, counts in now.items():
            current.setdefault(ods_code, (day, counts))
    found.extend(_period(code, counts, start, None) for code, (start, counts) in current.items())
    return sorted(found, key=lambda p: (p.start, -p.residents, p.ods_code))


def shares_on(data: Dataset, keys: Iterable[str], day: date) -> list[SharePeriod]:
    """Return how much of a territory each board has on a day, the largest share first."""
    found = [period for period in share_periods(data, keys) if period.exists_on(day)]
    return sorted(found, key=lambda p: (-p.residents, p.ods_code))


def _period(ods_code: str, counts: _Counts, start: date, end: date | None) -> SharePeriod:
    residents, area_residents, lsoas, area_lsoas = counts
    coverage = "whole" if lsoas == area_lsoas else "part"
    share = round(residents / area_residents, 6)
    return SharePeriod(ods_code, coverage, share, *counts, start, end)


def _count(rows: list[Membership]) -> dict[str, _Counts]:
    """Return for each board its residents and LSOAs, each followed by that of the territory."""
    wholes = {row.gss_code: (row.area_residents, row.area_lsoas) for row in rows}
    area_residents = sum(residents for residents, _ in wholes.values())
    area_lsoas = sum(lsoas for _, lsoas in wholes.values())
    sums: dict[str, tuple[int, int]] = {}
    for row in rows:
        residents, lsoas = sums.get(row.ods_code, (0, 0))
        sums[row.ods_code] = (residents + row.residents, lsoas + row.lsoas)
    return {
        ods_code: (residents, area_residents, lsoas, area_lsoas)
        for ods_code, (residents, lsoas) in sums.items()
    }
