"""The results for the target areas of a group, divided and rounded."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.rebase.division import largest_remainder
from icslookup.bulk.rebase.figures import DECIMALS
from icslookup.bulk.rebase.source_areas import POSTCODE
from icslookup.lookup.boundaries import LSOA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from icslookup.bulk.rebase.coverage import CoverageChecker
    from icslookup.bulk.rebase.source_areas import SourceArea
    from icslookup.bulk.rebase.tallies import FigureTable, Key
    from icslookup.lookup.boundaries import Boundaries, BoundaryArea


class RebasedArea(NamedTuple):
    """The results for a target area in a group.

    `ods_code` is None for a council, whose GSS code is the `ons_code`. `short_name` is the everyday
    name. `group` has the cells of the columns `per`. `values` are the results and `estimated` the
    parts of them that come from divided areas; of a mean, the share of its weight, from 0 to 1. A
    value is None if no figure falls on the area. `sources` has the codes of the areas that it comes
    from. `complete` is false if figures of some of its territory are missing, and None if that is
    not known. `suppressed` counts the cells with a mark that fall on it.
    """

    ods_code: str | None
    ons_code: str | None
    name: str
    short_name: str
    group: tuple[object, ...]
    values: tuple[Decimal | None, ...]
    estimated: tuple[Decimal | None, ...]
    sources: tuple[str, ...]
    complete: bool | None
    suppressed: int


class DividedArea(NamedTuple):
    """An area whose figures were divided: the share, from 0 to 1, of each target area."""

    code: str
    name: str
    kind: str
    weighted_by: str
    shares: tuple[tuple[str, float], ...]


class Divider:
    """Divides the sums of the areas of a group between the target areas, and rounds the results.

    Parameters: the `table`, the boundaries of the `target`, and what finds complete areas. With
    `rounds` the results have six decimals, or as many as the figures, else as many as the figures.
    """

    def __init__(
        self, table: FigureTable, target: Boundaries, coverage: CoverageChecker, *, rounds: bool
    ) -> None:
        self._table, self._target, self._coverage = table, target, coverage
        least = DECIMALS if rounds else 0
        self._decimals = [max(least, decimals) for decimals in table.decimals]

    def results(self, group: Key, members: Mapping[SourceArea, list[Key]]) -> list[RebasedArea]:
        """Return the results of the target areas of a group, in the order of their names."""
        count = len(self._table.values)
        reached: dict[str, list[SourceArea]] = {}
        for area in members:
            for key, _ in area.parts:
                reached.setdefault(key, []).append(area)
        columns = [self._column(index, members) for index in range(count)]
        marks = self._marks(members)
        complete = self._complete(len(group), members)
        found = []
        for key, at in self._target.areas.items():
            if key not in reached:
                continue
            values = tuple(values.get(key) for values, _ in columns)
            estimated = tuple(estimated.get(key) for _, estimated in columns)
            covered = None if complete is None else key in complete
            found.append(
                RebasedArea(
                    at.ods_code, at.ons_code, at.name, self._target.short_name(at), group, values,
                    estimated, _codes(reached[key]), covered, marks[key],
                )
            )  # fmt: skip
        return found

    def _column(
        self, index: int, members: Mapping[SourceArea, list[Key]]
    ) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        """Return the results of a column of figures and the estimated parts, by target area."""
        if self._table.values[index].weight is not None:
            return self._means(index, members)
        whole, parts = self._divide(self._table.sums[index], members, self._decimals[index])
        unit = Decimal(1).scaleb(-self._decimals[index])
        exact = {key: whole.get(key, 0) + parts.get(key, 0) for key in {**whole, **parts}}
        units = largest_remainder(exact)
        values = {key: number * unit for key, number in units.items()}
        estimated = {key: int(units[key] - whole.get(key, 0)) * unit for key in units}
        return values, estimated

    def _means(
        self,
        index: int,
        members: Mapping[SourceArea, list[Key]],
    ) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        """Return the means of target areas, and the shares of their weights that are estimated."""
        sums, parts = self._divide(self._table.sums[index], members)
        weights, divided = self._divide(self._table.weights[index], members)
        decimals = max(DECIMALS, self._decimals[index])
        values, estimated = {}, {}
        for key in {**sums, **parts}:
            weight = Fraction(weights.get(key, 0) + divided.get(key, 0))
            if weight:
                values[key] = _rounded((sums.get(key, 0) + parts.get(key, 0)) / weight, decimals)
                estimated[key] = _rounded(divided.get(key, 0) / weight, DECIMALS)
        return values, estimated

    def _divide(
        self,
        sums: Mapping[Key, int | Decimal],
        members: Mapping[SourceArea, list[Key]],
        decimals: int | None = None,
    ) -> tuple[dict[str, int | Fraction], dict[str, Fraction]]:
        """Return what each target area gets of whole areas, and of divided ones.

        With `decimals` the amounts are in units of the last decimal, and those of whole areas are
        whole numbers.
        """
        whole: dict[str, int | Fraction] = {}
        parts: dict[str, Fraction] = {}
        for area, keys in members.items():
            figures = [sums[key] for key in keys if key in sums]
            if not figures:
                continue
            total: Decimal | int = sum(figures)
            amount = Fraction(total) if decimals is None else int(Decimal(total).scaleb(decimals))
            if area.whole:
                key = area.parts[0][0]
                whole[key] = whole.get(key, 0) + amount
                continue
            every = sum(weight for _, weight in area.parts)
            for key, weight in area.parts:
                parts[key] = parts.get(key, Fraction(0)) + Fraction(amount * weight, every)
        return whole, parts

    def _marks(self, members: Mapping[SourceArea, list[Key]]) -> Counter[str]:
        """Return the number of cells with a mark that fall on each target area."""
        found: Counter[str] = Counter()
        for area, keys in members.items():
            count = sum(marks[key] for marks in self._table.suppressed for key in keys)
            if count:
                found.update({key: count for key, _ in area.parts})
        return found

    def _complete(
        self, groups: int, members: Mapping[SourceArea, list[Key]]
    ) -> frozenset[str] | None:
        """Return the target areas that are covered by areas with a figure in every row and column.

        If the rows have days, that must be so on each day of the group. `groups` is the number of
        cells of a key that are those of the group.
        """
        days: dict[Key, dict[SourceArea, bool]] = {}
        for area, keys in members.items():
            for key in keys:
                known = days.setdefault(key[1 : len(key) - groups], {})
                known[area] = known.get(area, True) and not self._lacks(key)
        found: frozenset[str] | None = None
        for of_day in days.values():
            complete = self._coverage.complete([area for area, known in of_day.items() if known])
            if complete is None:
                return None
            found = complete if found is None else found & complete
        return found

    def _lacks(self, key: Key) -> bool:
        """Return whether a row with this key has no figure in some column."""
        columns = zip(self._table.suppressed, self._table.blank, strict=True)
        return any(marks[key] or blank[key] for marks, blank in columns)


def _rounded(number: Fraction, decimals: int) -> Decimal:
    return Decimal(round(number * 10**decimals)).scaleb(-decimals)


def _codes(areas: list[SourceArea]) -> tuple[str, ...]:
    """Return the codes of areas. Of LSOAs and postcodes, return only how many there are."""
    many = [area for area in areas if area.kind in (LSOA, POSTCODE)]
    if many:
        noun = "LSOA" if many[0].kind == LSOA else "postcode"
        return (f"{len(many)} {noun}{'' if len(many) == 1 else 's'}",)
    return tuple(dict.fromkeys(area.code for area in areas))


def divided_area(area: SourceArea, targets: Mapping[str, BoundaryArea]) -> DividedArea:
    """Return how an area was divided between target areas, which are by key."""
    every = sum(weight for _, weight in area.parts)
    shares = tuple((targets[key].code, round(weight / every, 6)) for key, weight in area.parts)
    return DividedArea(area.code, area.name, area.kind, area.weighted_by, shares)
