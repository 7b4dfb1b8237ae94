"""The estimates for boards, and the districts that they cover."""

from __future__ import annotations

from decimal import Decimal

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.apportion.division import largest_remainder
from icslookup.dataset.loader import districts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from icslookup.bulk.apportion.placement import PlacedArea
    from icslookup.bulk.matcher import MatchedBoard
    from icslookup.dataset.loader import Dataset


class SplitPart(NamedTuple):
    """A board's part of the figures of an authority that it shares with other boards.

    `share` is from 0 to 1, of residents or of LSOAs; `estimates` are in the order of the values.
    """

    gss_code: str
    name: str
    share: float
    estimates: tuple[Decimal, ...]


class BoardEstimate(NamedTuple):
    """The estimates for a board, in the order of the values.

    `from_split` is the amount of each estimate from authorities split between boards. `covered` is
    the share, from 0 to 1, of the board's residents who live in authorities with a figure: if it is
    less than 1, the estimate is too low.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    estimates: tuple[Decimal, ...]
    from_split: tuple[Decimal, ...]
    covered: tuple[float, ...]
    split_areas: tuple[SplitPart, ...]


class Division(NamedTuple):
    """How a figure is divided: by `residents` or `lsoas`, and to how many decimals."""

    by: str
    decimals: int

    def weights(self, boards: Iterable[MatchedBoard]) -> dict[str, int]:
        """Return the residents or LSOAs of an authority in each board, by ODS code."""
        return {
            board.ods_code: (board.residents if self.by == "residents" else board.lsoas) or 0
            for board in boards
        }


def estimates(
    data: Dataset, day: date, areas: Collection[PlacedArea], division: Division
) -> tuple[BoardEstimate, ...]:
    """Return the estimates for the boards of authorities on a day, by short name."""
    whole: dict[str, list[tuple[Decimal, ...]]] = {}
    split: dict[str, list[SplitPart]] = {}
    for area in sorted(areas, key=lambda area: area.name):
        weights = division.weights(area.boards)
        total = sum(weights.values())
        parts = [largest_remainder(sum_, weights, division.decimals) for sum_ in area.tally.sums]
        for code, weight in weights.items():
            figures = tuple(part[code] for part in parts)
            whole.setdefault(code, []).append(figures)
            if len(weights) > 1:
                share = round(weight / total, 6)
                part = SplitPart(area.gss_code, area.name, share, figures)
                split.setdefault(code, []).append(part)
    values = max((len(area.tally.sums) for area in areas), default=0)
    covered = [
        districts_of(data, (area for area in areas if area.tally.figures[i])) for i in range(values)
    ]
    zeros = (Decimal(0),) * values
    found = []
    for code, figures_of_areas in whole.items():
        board, of_split = data.boards[code], split.get(code, [])
        found.append(BoardEstimate(
            code, board.ons_code(day), board.name, board.short_name, _sums(figures_of_areas),
            _sums([zeros, *(part.estimates for part in of_split)]),
            tuple(_share(data, code, day, keys) for keys in covered), tuple(of_split),
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda row: row.short_name))


def districts_of(data: Dataset, areas: Iterable[PlacedArea]) -> set[str]:
    """Return the keys of the districts among some authorities, and of those in their counties."""
    return {key for area in areas for key in districts(data, area.key)}


def _share(data: Dataset, code: str, day: date, keys: set[str]) -> float:
    """Return the share, from 0 to 1, of a board's residents who live in some districts."""
    memberships = data.memberships_on(code, day)
    covered = sum(m.residents for m in memberships if data.authority_keys[m.gss_code] in keys)
    return round(covered / sum(m.residents for m in memberships), 6)


def _sums(figures: Iterable[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    return tuple(sum(column, Decimal(0)) for column in zip(*figures, strict=True))
