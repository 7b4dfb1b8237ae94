"""Areas whose figures count twice: a county and its districts, a board and its locations."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import CCG, REGION, STP, SUB_ICB
from icslookup.dates import FIRST_DAY
from icslookup.lookup.boundaries import BOARD, COUNCIL, blocks_within

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from icslookup.bulk.rebase.source_areas import SourceArea
    from icslookup.dataset.loader import Dataset

_RANKS = (COUNCIL, SUB_ICB, CCG, STP, BOARD, REGION)
"""The kinds of areas, the larger ones last. It decides which of two equal areas is the total."""

_OF_CCGS = (STP, BOARD, REGION)
"""The kinds of areas that tables have as totals of CCGs."""


class DoubleCount(NamedTuple):
    """An area, and other areas of the same group that lie in it.

    If `crossing` is true, they lie in it only in part, or are the same area at another time. So
    none of them is the total of the others.
    """

    area: SourceArea
    parts: tuple[SourceArea, ...]
    crossing: bool


def double_counts(data: Dataset, areas: Collection[SourceArea]) -> list[DoubleCount]:
    """Return the areas of a group that other areas of it lie in, the largest first.

    The blocks of CCGs and STPs are not known: their boards are compared. Postcodes and LSOAs are
    not compared.
    """
    known = [area for area in areas if area.blocks or area.kind in (CCG, STP)]
    exact = [area for area in known if not area.proxy]
    union = frozenset[int]().union(*(area.blocks or () for area in exact))
    has_ccgs = any(area.kind in (CCG, STP) for area in known)
    apart = len(exact) == len(known) and sum(len(a.blocks or ()) for a in exact) == len(union)
    if apart and not (has_ccgs and any(area.kind in _OF_CCGS for area in known)):
        return []
    boards = {area: _boards(data, area) for area in known} if has_ccgs else {}
    ranked = sorted(known, key=lambda area: (-len(area.blocks or ()), -_rank(data, area), area.key))
    found = []
    for at, area in enumerate(ranked):
        others = [other for other in ranked[at + 1 :] if _overlap(data, boards, area, other)]
        inside = [other for other in others if _is_within(other, area)]
        if inside:
            found.append(DoubleCount(area, tuple(inside), crossing=False))
        crossing = [other for other in others if other not in inside]
        if crossing:
            found.append(DoubleCount(area, tuple(crossing), crossing=True))
    return found


def _is_within(part: SourceArea, area: SourceArea) -> bool:
    """Return whether an area lies in another; not if it is that area at another time.

    A CCG or an STP has no blocks, so it lies in each area with which it has territory in common.
    """
    same = (part.kind, part.key) == (area.kind, area.key)
    return not same and (part.blocks or frozenset()) <= (area.blocks or frozenset())


def _overlap(
    data: Dataset,
    boards: Mapping[SourceArea, frozenset[str]],
    area: SourceArea,
    other: SourceArea,
) -> bool:
    """Return whether two areas have territory in common.

    Councils that ended before boards began are known only by what followed them. Two of them have
    territory in common only if one is the county of the other. A CCG or an STP has territory in
    common only with a larger area that has all its boards.
    """
    if other.kind in (CCG, STP):
        larger = area.kind in _OF_CCGS and area.kind != other.kind
        return larger and bool(boards[other]) and boards[other] <= boards[area]
    if area.proxy and other.proxy:
        authorities = data.authorities
        return area.key in authorities and authorities[other.key].county == area.key
    return not (area.blocks or frozenset()).isdisjoint(other.blocks or ())


def _boards(data: Dataset, area: SourceArea) -> frozenset[str]:
    """Return the boards of 1 July 2022 in an area, or those that have some of a CCG or an STP."""
    if area.kind in (CCG, STP):
        return frozenset(part.ods_code for part in data.nhs_areas[area.key].parts_on(FIRST_DAY))
    return frozenset(
        ods_code
        for ods_code, board in data.boards.items()
        if board.exists_on(FIRST_DAY)
        and blocks_within(data, BOARD, [ods_code], FIRST_DAY) <= (area.blocks or frozenset())
    )


def _rank(data: Dataset, area: SourceArea) -> int:
    """Return a number that is greater for an area that is the total of one with the same blocks."""
    if area.kind == COUNCIL:
        authority = data.authorities.get(area.key)
        county = authority is not None and authority.kind == "county"
        return 2 if county else int(not area.proxy)
    return 2 + _RANKS.index(area.kind)
