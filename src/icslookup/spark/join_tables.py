"""The tables that Spark joins with to carry figures to other boundaries.

The driver reads every code as `icslookup.rebase` reads it, so that a plan has the same answers. A
plan cannot look at the values of a column. The codes are therefore those of every kind of area.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import lcm

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.rebase.area_division import Weights
from icslookup.bulk.rebase.area_reader import AreaReader
from icslookup.bulk.rebase.coverage import CoverageChecker
from icslookup.bulk.rebase.source_areas import AUTO, SourceArea
from icslookup.dataset.nhs_areas import CCG, SUB_ICB
from icslookup.dates import DAY, FIRST_DAY
from icslookup.gazetteer.nhs_areas import area_codes
from icslookup.lookup.boundaries import COUNCIL, Boundaries
from icslookup.lookup.ccgs import APRIL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icslookup.bulk.rebase.source_areas import Answer
    from icslookup.dataset.loader import Dataset

_CCG_YEARS = range(2013, FIRST_DAY.year + 1)
"""The years of CCGs: a code may mean another CCG from 1 April of each."""


class CodeRow(NamedTuple):
    """A code, and the area that it names from the first to the last day, both in ISO form.

    If the days are None, the code names the area on every day that is asked for.
    """

    code: str
    first: str | None
    last: str | None
    area: int


class PartRow(NamedTuple):
    """A part of an area, which lies in a target area: `weight` of the `every` of the whole area.

    `leading` is true for one part of each area. `source` is the code of the area, None for an LSOA.
    `blocks`, `lsoas_2011` and `lsoas_2021` are what the part covers of the target area; see
    `TargetRow`.
    """

    area: int
    target: str
    weight: int
    every: int
    leading: bool
    source: str | None
    blocks: int
    lsoas_2011: int
    lsoas_2021: int


class TargetRow(NamedTuple):
    """A target area by key. It is complete if its blocks, or its LSOAs of a census, are covered.

    Blocks are in a unit that is so small that the share of a former council is a whole number.
    """

    target: str
    ods_code: str | None
    ons_code: str | None
    name: str
    blocks: int
    lsoas_2011: int
    lsoas_2021: int


class JoinTables(NamedTuple):
    """The tables that a plan joins with, one after the other."""

    codes: list[CodeRow]
    parts: list[PartRow]
    targets: list[TargetRow]


@lru_cache(maxsize=4)
def join_tables(data: Dataset, geography: str, to: date, from_: date | None, by: str) -> JoinTables:
    """Return the tables that lead from every code to the areas of a geography on a day.

    Parameters: `geography` and `to` are those of the target. `from_` is the day of the codes, None
    if each row has a day of its own. `by` is `residents` or `lsoas`. The codes are those of
    councils, boards, sub-ICB locations, CCGs, STPs, regions and LSOAs. A code without an answer has
    no row.
    """
    target = Boundaries(data, geography, to)
    spellings = [*data.authority_keys, *data.board_keys, *area_codes(data)]
    reader = AreaReader(data, AUTO, dict.fromkeys(spellings, 1), target, Weights(by))
    numbers: dict[SourceArea, int] = {}
    codes = []
    for code in dict.fromkeys(spellings):
        for first, last, area in _answers(reader, code, from_):
            codes.append(CodeRow(code, first, last, numbers.setdefault(area, len(numbers))))
    covers = _Covers(data, target)
    shares = {area: covers.blocks(area) for area in numbers}
    unit = lcm(*(share.denominator for found in shares.values() for share in found.values()))
    parts = [row for area, at in numbers.items() for row in _parts(area, at, shares[area], unit)]
    for code, key, censuses in _lsoas(target):
        number = len(numbers) + len(codes)
        codes.append(CodeRow(code, None, None, number))
        in_2011, in_2021 = (int(census in censuses) for census in (2011, 2021))
        parts.append(
            PartRow(
                number,
                key,
                1,
                1,
                leading=True,
                source=None,
                blocks=0,
                lsoas_2011=in_2011,
                lsoas_2021=in_2021,
            )
        )
    coverage = CoverageChecker(data, target)
    targets = [
        TargetRow(
            key, area.ods_code, area.ons_code, area.name, len(area.blocks) * unit,
            coverage.lsoas(2011)[key], coverage.lsoas(2021)[key],
        )
        for key, area in target.areas.items()
    ]  # fmt: skip
    return JoinTables(codes, parts, targets)


def _answers(
    reader: AreaReader, code: str, from_: date | None
) -> Iterator[tuple[str | None, str | None, SourceArea]]:
    """Yield the areas that a code names, each with its first and last day in ISO form."""
    if from_ is not None:
        answer = reader.on_day(code, from_)
        if isinstance(answer, SourceArea):
            yield None, None, answer
        return
    found: list[tuple[date, Answer]] = []
    for first in _days_of_change(reader, code):
        answer = reader.on_day(code, first)
        if not found or found[-1][1] != answer:
            found.append((first, answer))
    ends = [first - DAY for first, _ in found[1:]]
    for (first, answer), last in zip(found, [*ends, date.max], strict=True):
        if isinstance(answer, SourceArea):
            yield first.isoformat(), last.isoformat(), answer


def _days_of_change(reader: AreaReader, code: str) -> list[date]:
    """Return the days from which a code may name something else, the earliest first."""
    value = reader.values[code]
    days = {date.min, *(span.start for span in reader.spans)}
    if value.match.kind in (SUB_ICB, CCG):
        days.update(date(year, APRIL, 1) for year in _CCG_YEARS)
    authority = reader.data.authorities.get(value.key or "")
    if authority is not None:
        ends = [] if authority.end is None else [authority.end + DAY]
        days.update(day for day in (authority.start, *ends) if day is not None)
    return sorted(days)


def _parts(
    area: SourceArea, number: int, shares: dict[str, Fraction], unit: int
) -> Iterator[PartRow]:
    every = sum(weight for _, weight in area.parts)
    for at, (key, weight) in enumerate(area.parts):
        blocks = int(shares.get(key, Fraction(0)) * unit)
        lsoas = weight if area.weighted_by == "ccg_lsoas" else 0
        yield PartRow(number, key, weight, every, at == 0, area.code, blocks, lsoas, 0)


class _Covers:
    """Finds how many blocks of each target area an area has."""

    def __init__(self, data: Dataset, target: Boundaries) -> None:
        self._data, self._target = data, target
        self._first = Boundaries(data, COUNCIL, FIRST_DAY)

    def blocks(self, area: SourceArea) -> dict[str, Fraction]:
        """Return the number of blocks by the keys of the target areas.

        Of the blocks of a council that followed several, each of these has an equal share: they
        cover it if all of them are there.
        """
        found: dict[str, Fraction] = {}
        if not area.proxy:
            self._add(found, area.blocks or (), Fraction(1))
        for successor in area.proxy:
            share = self._share(area.key, successor)
            self._add(found, self._first.areas[successor].blocks, share)
        return found

    def _add(self, found: dict[str, Fraction], blocks: Iterable[int], share: Fraction) -> None:
        for block in blocks:
            key = self._target.keys[block]
            found[key] = found.get(key, Fraction(0)) + share

    def _share(self, key: str, successor: str) -> Fraction:
        authorities = self._data.authorities
        before = [
            one for one in authorities[successor].predecessors if authorities[one].kind != "county"
        ]
        own = [one for one in before if key in (one, authorities[one].county)]
        return Fraction(len(own), len(before)) if before else Fraction(1)


def _lsoas(target: Boundaries) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """Yield the code of each LSOA, the key of its target area, and the censuses that have it."""
    for row in target.data.lsoas:
        key = target.key_of(row) if row.exists_on(target.day) else ""
        if key:
            yield row.lsoa, key, row.censuses
