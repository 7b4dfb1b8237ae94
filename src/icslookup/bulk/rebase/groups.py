"""The areas of each group of a table, without those that would count twice."""

from __future__ import annotations

from decimal import Decimal

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.cells import text_of
from icslookup.bulk.rebase.double_counts import double_counts
from icslookup.bulk.rebase.source_areas import Refusal, SourceArea
from icslookup.errors import DataError
from icslookup.lookup.boundaries import size_of
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from icslookup.bulk.rebase.double_counts import DoubleCount
    from icslookup.bulk.rebase.source_areas import Answer
    from icslookup.bulk.rebase.tallies import FigureTable, Key
    from icslookup.dataset.loader import Dataset
    from icslookup.gazetteer.resolve import Suggestion

_MOST_NAMED = 5


class ValueTotals(NamedTuple):
    """The totals of one column of figures: `total` is `placed`, `unplaced` and `dropped` together.

    `figures` counts the cells with a figure, `suppressed` those with a mark, and `blank` the
    others. `estimated` is the part of `placed` that comes from divided areas. If the column has
    means, all of these are sums of the means times their weights, and `mean_by` has the weights.
    """

    column: str
    mean_by: str | None
    figures: int
    suppressed: int
    blank: int
    total: Decimal
    placed: Decimal
    unplaced: Decimal
    dropped: Decimal
    estimated: Decimal


class Unplaced(NamedTuple):
    """A spelling whose figures did not go to any area, with the sums of the figures.

    `reason` is that of `Refusal`. `query` is None for an empty cell.
    """

    query: str | None
    reason: str
    rows: int
    message: str | None
    suggestions: tuple[Suggestion, ...]
    figures: tuple[Decimal, ...]


class Dropped(NamedTuple):
    """An area that was left out because its parts are in the table, with the sums of its figures.

    `parts` are the names of the areas in it, and `covered` is the share, from 0 to 1, of its
    residents who live in them, None if it is not known, as for CCGs. A total that is named in words
    has no parts and no share.
    """

    query: str
    parts: tuple[str, ...]
    covered: float | None
    rows: int
    figures: tuple[Decimal, ...]


class Groups:
    """The areas of each group, with the keys of the table that name them."""

    def __init__(
        self,
        data: Dataset,
        table: FigureTable,
        answers: Mapping[tuple[object, ...], Answer],
        head: int,
    ) -> None:
        self.data, self.table, self.answers, self.head = data, table, answers, head
        self.placed: dict[Key, dict[SourceArea, list[Key]]] = {}
        self.refused: dict[tuple[str | None, str], list[tuple[Refusal, Key]]] = {}
        self.totals_in_words: dict[Key, list[tuple[Refusal, Key]]] = {}
        self.dropped: dict[object, Dropped] = {}
        for key in table.rows:
            answer, group = answers[key[:head]], key[head:]
            if isinstance(answer, SourceArea):
                self.placed.setdefault(group, {}).setdefault(answer, []).append(key)
            elif answer.reason == "total":
                self.totals_in_words.setdefault(group, []).append((answer, key))
            else:
                self._refuse(answer, key)

    def _refuse(self, refusal: Refusal, key: Key) -> None:
        query = None if refusal.reason == "blank" else text_of(key[0])
        self.refused.setdefault((query, refusal.reason), []).append((refusal, key))

    def leave_out_totals(self, *, drop: bool) -> None:
        """Leave out areas of a group that would count twice. Rows of other days are not compared.

        Raises `DataError` without `drop`, and for areas that lie in each other only in part.
        """
        found: dict[frozenset[SourceArea], list[DoubleCount]] = {}
        twice: dict[str, tuple[str, ...]] = {}
        for members in self.placed.values():
            for of_day in self._by_day(members):
                which = frozenset(of_day)
                if which not in found:
                    found[which] = double_counts(self.data, of_day)
                for double in found[which]:
                    names = tuple(part.name for part in double.parts)
                    if double.crossing:
                        raise DataError(_crossing(double.area.name, names), self.table.source.name)
                    twice[double.area.name] = names
                    if drop:
                        self._drop_area(members, double, of_day[double.area])
        twice.update(dict.fromkeys(self._leave_out_words(drop=drop), ()))
        if twice and not drop:
            raise DataError(_twice(twice), self.table.source.name)

    def _leave_out_words(self, *, drop: bool) -> list[str]:
        """Leave out rows such as England, and return their spellings.

        In a group without other areas, such a row is not placed.
        """
        found = []
        for group, refused in self.totals_in_words.items():
            for refusal, key in refused:
                if group not in self.placed:
                    self._refuse(refusal, key)
                    continue
                found.append(text_of(key[0]) or "")
                if drop:
                    self._drop(found[-1], Dropped(found[-1], (), None, 0, ()), [key])
        return found

    def _by_day(self, members: dict[SourceArea, list[Key]]) -> list[dict[SourceArea, list[Key]]]:
        """Return the areas of a group for each day; all together if the rows have no days."""
        days: dict[Key, dict[SourceArea, list[Key]]] = {}
        for area, keys in members.items():
            for key in keys:
                days.setdefault(key[1 : self.head], {}).setdefault(area, []).append(key)
        return list(days.values())

    def _covered(self, double: DoubleCount) -> float | None:
        """Return the share of the residents of an area who live in its parts, if it is known."""
        if not double.area.blocks or not all(part.blocks for part in double.parts):
            return None
        blocks = double.area.blocks
        inside = blocks & frozenset[int]().union(*(part.blocks or () for part in double.parts))
        part, whole = (size_of(self.data, some).residents for some in (inside, blocks))
        return round(part / whole, 6)

    def _drop_area(
        self, members: dict[SourceArea, list[Key]], double: DoubleCount, keys: list[Key]
    ) -> None:
        """Take some rows of an area out of a group."""
        area, names = double.area, tuple(part.name for part in double.parts)
        dropped = Dropped(area.name, names, self._covered(double), 0, ())
        self._drop((area.kind, area.key), dropped, keys)
        members[area] = [key for key in members[area] if key not in keys]
        if not members[area]:
            del members[area]

    def _drop(self, which: object, dropped: Dropped, keys: list[Key]) -> None:
        """Add the figures of some keys to what was left out of an area."""
        before = self.dropped.get(which)
        figures = self.figures(keys)
        rows = sum(self.table.rows[key] for key in keys)
        if before:
            figures = self._sums((before.figures, figures))
            rows += before.rows
            parts = tuple(dict.fromkeys((*before.parts, *dropped.parts)))
            shares = [one for one in (before.covered, dropped.covered) if one is not None]
            dropped = dropped._replace(parts=parts, covered=min(shares, default=None))
        self.dropped[which] = dropped._replace(rows=rows, figures=figures)

    def figures(self, keys: Iterable[Key]) -> tuple[Decimal, ...]:
        """Return the sums of the figures of some keys, one for each value."""
        keys = list(keys)
        return tuple(
            sum((Decimal(sums.get(key, 0)) for key in keys), Decimal(0)) for sums in self.table.sums
        )

    def keys_of_areas(self) -> dict[SourceArea, list[Key]]:
        """Return the keys of each area that was placed, in all groups."""
        found: dict[SourceArea, list[Key]] = {}
        for members in self.placed.values():
            for area, keys in members.items():
                found.setdefault(area, []).extend(keys)
        return found

    def unplaced(self) -> tuple[Unplaced, ...]:
        """Return what was not placed: the largest figures first, and empty cells last."""
        found = []
        for (query, reason), refused in self.refused.items():
            keys = [key for _, key in refused]
            first = refused[0][0]
            rows = sum(self.table.rows[key] for key in keys)
            found.append(
                Unplaced(query, reason, rows, first.message, first.suggestions, self.figures(keys))
            )
        return tuple(
            sorted(found, key=lambda u: (u.query is None, -abs(u.figures[0]), u.query or ""))
        )

    def several_rows(self) -> tuple[str, ...]:
        """Return the names of the areas that stand in several rows of one group."""
        found = {
            area.name: None
            for members in self.placed.values()
            for area, keys in members.items()
            if sum(self.table.rows[key] for key in keys) > 1
        }
        return tuple(found)

    def totals(
        self, areas: Mapping[SourceArea, list[Key]], unplaced: Iterable[Unplaced]
    ) -> tuple[ValueTotals, ...]:
        """Return the totals of each column of figures.

        `areas` are those of `keys_of_areas`, and `unplaced` is what `unplaced` returns.
        """
        table = self.table
        divided = [key for area, keys in areas.items() if not area.whole for key in keys]
        columns = zip(
            table.values,
            table.blank,
            table.suppressed,
            self.figures(table.rows),
            self.figures(key for keys in areas.values() for key in keys),
            self._sums(one.figures for one in unplaced),
            self._sums(one.figures for one in self.dropped.values()),
            self.figures(divided),
            strict=True,
        )
        rows = table.rows.total()
        return tuple(
            ValueTotals(
                value.name, value.weight, rows - blank.total() - marks.total(), marks.total(),
                blank.total(), *sums,
            )
            for value, blank, marks, *sums in columns
        )  # fmt: skip

    def _sums(self, rows: Iterable[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
        """Return the sum of each column of some rows of figures."""
        zeros = (Decimal(0),) * len(self.table.values)
        return tuple(sum(column, Decimal(0)) for column in zip(zeros, *rows, strict=True))


def _twice(areas: Mapping[str, tuple[str, ...]]) -> str:
    """Return the message for areas that would count twice."""
    shown = [
        f"{name} with {_first(parts)}" if parts else quote(name)
        for name, parts in list(areas.items())[:_MOST_NAMED]
    ]
    more = len(areas) - len(shown)
    return (
        f"has areas that count twice: {join_names([*shown, f'{more} more'] if more else shown)}."
        " Take the totals out of the table, or leave them out with --drop-totals"
    )


def _first(names: tuple[str, ...]) -> str:
    shown = list(names[:_MOST_NAMED])
    more = len(names) - len(shown)
    return join_names([*shown, f"{more} more"] if more else shown)


def _crossing(name: str, others: tuple[str, ...]) -> str:
    return (
        f"has areas that count twice, because they overlap: {name} and"
        f" {_first(others)}. Keep the areas of one kind and one"
        " day, or name the column with the day of each row with --as-of-column"
    )
