"""How much of a territory each board has had over time, summed over districts.

A district is its own territory; a county is the sum of its districts, on the days on which
each of them existed. Spells of unchanged figures are joined, so that an authority that was
only recoded has one spell and not two.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dates import DAY
from icslookup.model import covers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Membership


class Figures(NamedTuple):
    """What a board has of a territory, and the whole: 2021 LSOAs and Census 2021 residents."""

    lsoas: int
    area_lsoas: int
    residents: int
    area_residents: int

    @property
    def whole(self) -> bool:
        """Whether the board has all of it."""
        return self.lsoas == self.area_lsoas

    @property
    def coverage(self) -> str:
        """Say `whole` or `part`."""
        return "whole" if self.whole else "part"

    @property
    def share(self) -> float:
        """The share of the residents, from 0 to 1, rounded to six places."""
        return round(self.residents / self.area_residents, 6)


class Spell(NamedTuple):
    """A period in which what a board had of a territory did not change."""

    ods_code: str
    start: date
    end: date | None
    figures: Figures

    def exists_on(self, day: date) -> bool:
        """Say whether the spell contains a day."""
        return covers(self.start, self.end, day)


def spells(data: Dataset, keys: Iterable[str]) -> list[Spell]:
    """Return the spells of every board in a territory, earliest first, largest first in a day.

    `keys` are the keys of the districts that make up the territory.
    """
    rows = [row for key in keys for row in data.memberships_by_area.get(key, ())]
    starts = {row.start for row in rows} | {row.end + DAY for row in rows if row.end}
    days = sorted(starts)
    open_: dict[str, tuple[date, Figures]] = {}
    found: list[Spell] = []
    for day in days:
        now = _figures([row for row in rows if row.exists_on(day)])
        for ods_code, (start, figures) in list(open_.items()):
            if now.get(ods_code) != figures:
                found.append(Spell(ods_code, start, day - DAY, figures))
                del open_[ods_code]
        for ods_code, figures in now.items():
            open_.setdefault(ods_code, (day, figures))
    found.extend(Spell(code, start, None, figures) for code, (start, figures) in open_.items())
    return sorted(found, key=lambda s: (s.start, -s.figures.residents, s.ods_code))


def _figures(rows: list[Membership]) -> dict[str, Figures]:
    wholes = {row.gss_code: (row.area_lsoas, row.area_residents) for row in rows}
    area_lsoas = sum(lsoas for lsoas, _ in wholes.values())
    area_residents = sum(residents for _, residents in wholes.values())
    sums: dict[str, tuple[int, int]] = {}
    for row in rows:
        lsoas, residents = sums.get(row.ods_code, (0, 0))
        sums[row.ods_code] = (lsoas + row.lsoas, residents + row.residents)
    return {
        ods_code: Figures(lsoas, area_lsoas, residents, area_residents)
        for ods_code, (lsoas, residents) in sums.items()
    }
