"""Hints: why a text has no answer, and which command to try instead."""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING
from icslookup.gazetteer.nhs_areas import exact_nhs_area
from icslookup.gazetteer.resolve import exact_area, exact_board
from icslookup.lookup.code_kinds import (
    COUNCIL,
    NHS_AREA,
    ORGANISATION,
    code_kind,
    has_wrong_length,
)
from icslookup.lookup.nhs_area import AREA_KINDS
from icslookup.lookup.postcode_areas import OUTWARD, PSEUDO_AREA
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.lookup.code_kinds import CodeKind
    from icslookup.model import Board, Place

_INSTEAD = {
    "Scotland": "the NHS boards of Scotland",
    "Wales": "the local health boards of Wales",
    "Northern Ireland": "the Health and Social Care trusts of Northern Ireland",
}
_MOST_COUNCILS = 12
_POSTCODE = re.compile(rf"{OUTWARD}(?: ?[0-9](?:[A-Z]{{2}})?)?")
_LSOA = "E01"
_COUNCIL_OF_ENGLAND = "a council of England"
_HOLDERS = {
    COUNCIL: "local authority of England",
    NHS_AREA: "Integrated Care Board or other area of the NHS",
}


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


def text_hint(query: str, wanted: str | None = _COUNCIL_OF_ENGLAND) -> str | None:
    """Return what a postcode or a code of another kind is, and what to try; None for other texts.

    The code of another kind is that of an organisation, or of an area that is neither a council nor
    an area of the NHS. `wanted` is what the code is not the code of, if the hint should name it.
    """
    code, kind = _code_and_kind(query)
    if _POSTCODE.fullmatch(code):
        return _postcode_hint(code, kind)
    if kind is None or kind.holder in _HOLDERS:
        return None
    looks = f"{code} {'is' if kind.sure else 'looks like'} {kind.what}"
    if kind.holder == ORGANISATION:
        return (
            f"{looks}. Organisations are not areas: try `icslookup postcode` with the postcode of"
            " the organisation"
        )
    instead = f": try `icslookup lsoa {code}`" if code.startswith(_LSOA) else _used(kind)
    return f"{looks}{f', not of {wanted}' if wanted else ''}{instead}"


def unknown_code_hint(query: str) -> str | None:
    """Return what an unknown code looks like if it is that of a council or an area of the NHS.

    Returns None for other texts.
    """
    code, kind = _code_and_kind(query)
    if has_wrong_length(code):
        return (
            f"no area has or had the code {quote(code)}: it has {len(code)} characters, but an ONS"
            " code, such as E07000209, has nine"
        )
    if kind is None or kind.holder not in _HOLDERS:
        return None
    if kind.holder == COUNCIL and not kind.sure:
        return f"{code} looks like {kind.what}{_used(kind)}: try the name of the council"
    none = f"no {_HOLDERS[kind.holder]} has or had the code {quote(code)}"
    return f"{none}. It looks like {kind.what}{_used(kind)}"


def instead_hint(data: Dataset, query: str, day: date) -> str | None:
    """Return what a text is that is not a postcode or an LSOA, and what to try; None if unknown."""
    board = exact_board(data, query, day)
    if board:
        return f"for the board try `icslookup board {board.ods_code}`"
    if exact_area(data, query, day):
        return f"for the council try `icslookup area {query}`"
    other = exact_nhs_area(data, query, day)
    if other:
        return f"for the {AREA_KINDS[other.kind]} try `icslookup board {other.code}`"
    return text_hint(query, None) or unknown_code_hint(query)


def pseudo_postcode_hint(postcode: str) -> str:
    """Return that a code such as ZZ99 3VZ is not a real postcode."""
    return (
        f"{postcode} is a pseudo-postcode and has no board: NHS data use it if there is no real"
        " postcode, for example if the address is not known"
    )


def _postcode_hint(code: str, kind: CodeKind | None) -> str:
    if code.startswith(PSEUDO_AREA):
        return pseudo_postcode_hint(code)
    hint = f"{code} looks like a postcode: try `icslookup postcode {code}`"
    if kind and kind.holder == ORGANISATION:
        hint += f". It also looks like {kind.what}, which is an organisation and not an area"
    return hint


def _code_and_kind(query: str) -> tuple[str, CodeKind | None]:
    """Return a text as a code, and its kind. Letters alone are a code only in capitals."""
    code = " ".join(query.upper().split())
    word = code.isalpha() and not query.strip().isupper()
    return code, None if word else code_kind(code)


def _used(kind: CodeKind) -> str:
    return f". Such codes {kind.used}" if kind.used else ""


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
