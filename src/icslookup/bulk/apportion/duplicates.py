"""The authorities whose figures may count twice."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.apportion.tallies import SpellingSums
from icslookup.dataset.loader import districts
from icslookup.model import NamedArea

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal

    from icslookup.bulk.apportion.placement import PlacedArea
    from icslookup.dataset.loader import Dataset


class Duplicate(NamedTuple):
    """An authority whose figures may count twice.

    `reason` is `rows` if several rows name the authority; `figures` are then the sums of the rows.
    It is `county` if the table has a county and some of its `districts`; `figures` are then those
    of the districts, which count on top of the county's.
    """

    gss_code: str
    name: str
    reason: str
    rows: int
    districts: tuple[NamedArea, ...]
    figures: tuple[Decimal, ...]


def duplicates(data: Dataset, areas: Mapping[str, PlacedArea], values: int) -> Iterator[Duplicate]:
    """Yield the authorities that may count twice: counties with districts first, then by name.

    `areas` are by key. `values` is the number of figures of each authority.
    """
    by_name = sorted(areas.values(), key=lambda area: area.name)
    for area in by_name:
        if data.authorities[area.key].kind != "county":
            continue
        inside = [areas[key] for key in districts(data, area.key) if key in areas]
        if inside:
            sums = SpellingSums(values)
            for district in inside:
                sums.add(district.tally.rows, district.tally.figures, district.tally.sums)
            inside.sort(key=lambda district: district.name)
            named = tuple(NamedArea(district.gss_code, district.name) for district in inside)
            yield Duplicate(area.gss_code, area.name, "county", sums.rows, named, tuple(sums.sums))
    for area in by_name:
        tally = area.tally
        if tally.rows > 1:
            yield Duplicate(area.gss_code, area.name, "rows", tally.rows, (), tuple(tally.sums))
