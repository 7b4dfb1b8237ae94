"""Why a place that people know has no answer of its own, and which command serves instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icslookup.lookup.asking import listed

if TYPE_CHECKING:
    from icslookup.dataset import Dataset
    from icslookup.model import Board, Place

_INSTEAD = {
    "Scotland": "the NHS boards of Scotland",
    "Wales": "the local health boards of Wales",
    "Northern Ireland": "the Health and Social Care trusts of Northern Ireland",
}
_FEW = 12


def refusal(data: Dataset, place: Place, board: Board | None) -> str:
    """Say what a place is, that it is no council of England, and what to type.

    `board` is the board of the same name, if there is one.
    """
    if place.nation in _INSTEAD:
        kind = "a nation" if place.kind == "nation" else f"in {place.nation}"
        return (
            f"{place.name} is {kind} and has no Integrated Care Board: those exist only in"
            f" England; {_INSTEAD[place.nation]} do their work there"
        )
    if place.kind == "crown dependency" or place.nation == "":
        return (
            f"{place.name} has no Integrated Care Board of its own: those cover councils of"
            " England; see `icslookup boards`"
        )
    if place.kind == "nation":
        return "all of England is covered: see `icslookup coverage`"
    article = "an" if place.kind.startswith("NHS") else "a"
    text = f"{place.name} is {article} {place.kind}"
    if board:
        text += f" and an Integrated Care Board: try `icslookup board {board.ods_code}`"
    else:
        text += ", not one council"
    regions = {b.region.name for b in data.boards.values()}
    if place.name in regions:
        text += f'; for its boards try `icslookup boards --region "{place.name}"`'
    if place.members and len(place.members) <= _FEW:
        names = [data.authorities[key].name for key in place.members]
        text += f"; its councils are {listed(names)}"
    return text


def board_given(board: Board) -> str:
    """Say that what was asked for as an authority is a board."""
    return (
        f"{board.short_name} is an Integrated Care Board, not a council:"
        f" try `icslookup board {board.ods_code}`"
    )
