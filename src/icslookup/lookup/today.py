"""The boards that have the territory of a record today, if it has ended.

`area` and `board` answer for the last day of what has ended. Their key `today` says what became of
its territory since. Answers for records that exist do not import this module.
"""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import CCG, STP
from icslookup.lookup.nhs_area import is_certain, territory_shares
from icslookup.lookup.succession import record_of
from icslookup.lookup.territory_boards import boards_of_territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.lookup.nhs_area import TerritoryShare
    from icslookup.lookup.territory_boards import TerritoryBoard
    from icslookup.model import Region


class TodayBoard(NamedTuple):
    """A board that has some of the territory today.

    `residents_share` is from 0 to 1. It, `residents` and `lsoas` are those of the territory that
    the board has; `area_residents` and `area_lsoas` are those of the whole territory. `census` is
    that of the LSOAs. What is not known is None.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region: Region
    coverage: str | None
    residents_share: float | None
    residents: int | None
    area_residents: int | None
    lsoas: int | None
    area_lsoas: int | None
    census: str | None


class TerritoryToday(NamedTuple):
    """The boards that have the territory of what has ended, the largest share first.

    `as_of` is the day of today. `certain` is false if the boards are only those that may have some
    of the territory.
    """

    as_of: date
    certain: bool
    boards: tuple[TodayBoard, ...]


def territory_today(data: Dataset, *keys: str) -> TerritoryToday | None:
    """Return which boards have the territory of records today; None if all of them exist today.

    `keys` are those of one board, authority or sub-ICB location, or of two authorities that are
    read as one area.
    """
    day = dates.today()
    ends = [record_of(data, key).end for key in keys]
    if not any(end is not None and end < day for end in ends):
        return None
    return TerritoryToday(day, *_boards(data, keys, day))


def nhs_area_today(data: Dataset, area: NhsArea) -> TerritoryToday | None:
    """Return which boards have the territory of another area of the NHS; None if it exists today.

    CCGs and STPs have all ended. The data have the boards of their territory for every day.
    """
    if area.kind not in (CCG, STP):
        return territory_today(data, area.key)
    day = dates.today()
    shares = territory_shares(data, area, day)
    return TerritoryToday(day, is_certain(shares), tuple(map(_of_nhs_area, shares)))


def _boards(data: Dataset, keys: Sequence[str], day: date) -> tuple[bool, tuple[TodayBoard, ...]]:
    """Return whether the boards of a territory are certain, and the boards."""
    answers = [boards_of_territory(data, key, day) for key in keys]
    known = [answer for answer in answers if answer]
    certain = bool(known) and len(known) == len(answers)
    certain = certain and not any(answer.is_estimate for answer in known)
    parts: dict[str, list[TerritoryBoard]] = {}
    for answer in known:
        for part in answer.boards:
            parts.setdefault(part.ods_code, []).append(part)
    residents = {code: _total(part.residents for part in found) for code, found in parts.items()}
    lsoas = {code: _total(part.lsoas for part in found) for code, found in parts.items()}
    area_residents, area_lsoas = _total(residents.values()), _total(lsoas.values())
    rows = []
    for code in sorted(parts, key=lambda code: -(residents[code] or 0)):
        row = _without_figures(data, code, day)
        if certain:
            row = row._replace(
                coverage="whole" if len(parts) == 1 else "part",
                residents_share=1.0 if len(parts) == 1 else _share(residents[code], area_residents),
                residents=residents[code],
                area_residents=area_residents,
                lsoas=lsoas[code],
                area_lsoas=area_lsoas,
                census=None if lsoas[code] is None else "2021",
            )
        rows.append(row)
    return certain, tuple(rows)


def _without_figures(data: Dataset, ods_code: str, day: date) -> TodayBoard:
    board = data.boards[ods_code]
    return TodayBoard(
        ods_code=ods_code,
        ons_code=board.ons_code(day),
        name=board.name,
        short_name=board.short_name,
        region=board.region,
        coverage=None,
        residents_share=None,
        residents=None,
        area_residents=None,
        lsoas=None,
        area_lsoas=None,
        census=None,
    )


def _of_nhs_area(share: TerritoryShare) -> TodayBoard:
    """Return a share of a CCG or an STP, whose LSOAs may be those of 2011 without residents."""
    return TodayBoard(
        share.ods_code,
        share.ons_code,
        share.name,
        share.short_name,
        share.region,
        share.coverage,
        share.share if share.share_by == "residents" or share.coverage == "whole" else None,
        share.residents,
        share.area_residents,
        share.lsoas,
        share.area_lsoas,
        share.census,
    )


def _total(numbers: Iterable[int | None]) -> int | None:
    """Return the sum of numbers; None if one of them is not known, or if there are none."""
    every = list(numbers)
    known = [number for number in every if number is not None]
    return sum(known) if known and len(known) == len(every) else None


def _share(part: int | None, whole: int | None) -> float | None:
    return round(part / whole, 6) if part is not None and whole else None
