"""The kinds of areas of a column, and what a spelling names: a source area, or a refusal."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import CCG, REGION, STP, SUB_ICB
from icslookup.lookup.boundaries import (
    BOARD,
    COUNCIL,
    LSOA,
    Blocks,
)
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from icslookup.gazetteer.resolve import Suggestion

    Answer: TypeAlias = "SourceArea | Refusal"

AUTO, POSTCODE = "auto", "postcode"
MATCHER_KINDS = {
    AUTO: AUTO,
    COUNCIL: "area",
    BOARD: "board",
    SUB_ICB: "board",
    CCG: "board",
    STP: "board",
    REGION: "board",
    LSOA: LSOA,
    POSTCODE: POSTCODE,
}
"""The kind of `Matcher` that reads each kind of column."""

KINDS = tuple(MATCHER_KINDS)
BEFORE_BOARDS = -1
"""Stands for the time before boards began, where a number stands for a period."""


class SourceArea(NamedTuple):
    """An area that a spelling names, and how it divides between the target areas.

    `kind` is `council`, `board`, `sub-icb`, `region`, `ccg`, `stp`, `lsoa` or `postcode`. `key` is
    unique among the areas of a kind, and `code` is what tables have. `blocks` are those of the area
    on its day, None if they are not known. `proxy` has the councils of 1 July 2022 that stand for a
    council that ended before. `parts` has the target areas by key with their weights, the largest
    first; a single part is exact. `weighted_by` is `residents`, `lsoas`, `ccg_lsoas` or `file`.
    """

    kind: str
    key: str
    code: str
    name: str
    blocks: Blocks | None
    proxy: tuple[str, ...]
    parts: tuple[tuple[str, int], ...]
    weighted_by: str

    @property
    def whole(self) -> bool:
        """True if the whole area lies in one target area, so that its figures are exact."""
        return len(self.parts) == 1


class Refusal(NamedTuple):
    """Why the figures of a spelling are not placed.

    `reason` is `blank`, `not_found`, `ambiguous`, `not_then`, `bad_date`, `undetermined`,
    `no_weight`, or `total` for a row of England or of another area that is larger than a source.
    """

    reason: str
    message: str | None = None
    suggestions: tuple[Suggestion, ...] = ()


def total_refusal(text: str) -> Refusal:
    """Return the refusal of a row such as England."""
    return Refusal("total", f"{quote(text.strip())} is larger than any area that can be carried")


KIND_NOUNS = {
    COUNCIL: "a council",
    BOARD: "a board",
    SUB_ICB: "a sub-ICB location",
    CCG: "a CCG",
    STP: "an STP",
    REGION: "an NHS England region",
    LSOA: "an LSOA",
    POSTCODE: "a postcode",
}
"""What to call an area of each kind."""


def kinds_of(areas: Iterable[SourceArea]) -> dict[str, int]:
    """Return how many areas there are of each kind, the most frequent first."""
    counts: dict[str, int] = {}
    for area in areas:
        counts[area.kind] = counts.get(area.kind, 0) + 1
    return dict(sorted(counts.items(), key=lambda one: -one[1]))
