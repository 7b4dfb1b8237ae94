"""Hints: why a text has no answer, and which command to try instead."""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING
from icslookup.lookup.nhs_area import AREA_KINDS
from icslookup.names.normalise import normalise
from icslookup.text import join_names, long_date

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.model import Board, Place

_INSTEAD = {
    "Scotland": "the NHS boards of Scotland",
    "Wales": "the local health boards of Wales",
    "Northern Ireland": "the Health and Social Care trusts of Northern Ireland",
}
_MOST_COUNCILS = 12
_CODE = re.compile(r"[A-Z][0-9]{8}")
_CODE_KINDS = {
    "E00": "the code of an output area",
    "E01": "the code of an LSOA",
    "E02": "the code of an MSOA",
    "E05": "the code of a ward",
    "E12": "the code of a region",
    "E14": "the code of a constituency",
    "E38": "the code of a sub-ICB location",
    "E40": "the code of an NHS England region",
    "E47": "the code of a combined authority",
}
_NATION_CODES = {
    "S": "a code of Scotland",
    "W": "a code of Wales",
    "N": "a code of Northern Ireland",
}
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?( ?[0-9]([A-Z]{2})?)?")


def place_hint(data: Dataset, place: Place, board: Board | None) -> str:
    """Return what a place is if it is not a council of England, and what to type instead.

    `board` is the board of the same name, None if there is none.
    """
    if place.nation in _INSTEAD:
        kind = "a nation" if place.kind == "nation" else f"in {place.nation}"
        return (
            f"{place.name} is {kind} and has no Integrated Care Board: those exist only in"
            f" England; {_INSTEAD[place.nation]} do their work there"
        )
    if place.kind in ("crown dependency", "nation") and place.nation == "":
        return (
            f"{place.name} has no Integrated Care Board of its own: those cover councils of"
            " England; see `icslookup boards`"
        )
    if place.kind == "nation":
        return "all of England is covered: see `icslookup coverage`"
    if place.kind in ("town", "place"):
        names = [data.authorities[key].name for key in place.members]
        where = f"; its council is {join_names(names)}" if names else ""
        return f"{place.name} is a {place.kind}, not a council{where}"
    article = "an" if place.kind.startswith("NHS") else "a"
    text = f"{place.name} is {article} {place.kind}"
    if board:
        text += f" and an Integrated Care Board: try `icslookup board {board.ods_code}`"
    else:
        text += ", not one authority"
    regions = {b.region.name for b in data.boards.values()}
    if place.name in regions:
        text += f'; for its boards try `icslookup boards --region "{place.name}"`'
    if place.members and len(place.members) <= _MOST_COUNCILS:
        names = [data.authorities[key].name for key in place.members]
        text += f"; its councils are {join_names(names)}"
    return text


def text_hint(data: Dataset, query: str) -> str | None:
    """Return what a text is: a postcode, a planned name or another code; None for other texts."""
    code = query.strip().upper()
    if _CODE.fullmatch(code):
        kind = _CODE_KINDS.get(code[:3]) or _NATION_CODES.get(code[:1])
        instead = f": try `icslookup lsoa {code}`" if code.startswith("E01") else ""
        return f"{code} is {kind}, not of a council of England{instead}" if kind else None
    if _POSTCODE.fullmatch(code):
        return f"{code} looks like a postcode: try `icslookup postcode {code}`"
    form = normalise(query)
    plans = [p for p in data.plans if form in map(normalise, p.successors)]
    if not plans:
        return None
    names = join_names([data.authorities[plan.gss_code].name for plan in plans])
    name = next(s for s in plans[0].successors if normalise(s) == form)
    return (
        f"{name} is planned for {long_date(plans[0].date)} ({plans[0].status}), from {names};"
        " it does not exist yet"
    )


def board_hint(board: Board) -> str:
    """Return that a name is the name of a board and not of a council."""
    return (
        f"{board.short_name} is an Integrated Care Board, not a council:"
        f" try `icslookup board {board.ods_code}`"
    )


def nhs_area_hint(area: NhsArea, day: date) -> str:
    """Return that a name or a code is that of another area of the NHS and not of a council."""
    name, kind = area.name_on(day).name, AREA_KINDS[area.kind]
    article = "an" if kind.startswith("NHS") else "a"
    verb = "was" if area.ended else "is"
    return f"{name} {verb} {article} {kind}, not a council: try `icslookup board {area.code}`"
