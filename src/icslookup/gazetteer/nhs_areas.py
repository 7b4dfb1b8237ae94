"""Finds the board, or another area of the NHS, that a text means.

The areas are sub-ICB locations, CCGs, STPs and NHS England regions. Their names often equal those
of boards or councils, so a text names one by a code, by a word for its kind ('CCG'), or because no
board and no council has the name. `docs/matching.md` has the order.
"""

from __future__ import annotations

import re
from functools import lru_cache

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import CCG, REGION, STP, SUB_ICB, area_key
from icslookup.gazetteer.resolve import exact_area, resolve_board
from icslookup.gazetteer.vocabulary import BOARD_VOCABULARY
from icslookup.names.codes import codes_in
from icslookup.names.index import LONGEST_QUERY, Index
from icslookup.names.normalise import normalise
from icslookup.names.resolution import (
    EXACT_METHODS,
    NOT_FOUND,
    Candidate,
    Entry,
    Resolution,
    Vocabulary,
    one_record,
)
from icslookup.names.resolver import Resolver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea

_BOARD, _SYSTEM = "board", "system"
_OTHER_KINDS = (REGION, SUB_ICB, CCG, STP)
_WORDS = {
    REGION: ("(?:nhs england |commissioning )?region(?: of nhs england)?",),
    SUB_ICB: ("sub ?icb(?: location)?s?", "sub locations?", "sicbls?"),
    CCG: ("clinical commissioning groups?", "ccgs?"),
    STP: ("stps?", "sustainability (?:and )?transformation (?:partnership|plan|footprint)s?"),
    _SYSTEM: (
        "integrated care (?:system|partnership)s?",
        "ic[ps]s?",
        "health and (?:social )?care(?: partnerships?)?",
    ),
    _BOARD: ("integrated care boards?", "icbs?"),
}
"""The words for each kind of area, in a normalised name. The first that fits is the kind."""

_AT_ENDS = {
    kind: re.compile(rf"^(?:{'|'.join(words)})(?: for| of)? (?=.)|(?<=.) (?:{'|'.join(words)})$")
    for kind, words in _WORDS.items()
}
_AT_START = re.compile(r"(?:the |nhs england |nhs )+(?=.)")
_NHS_ENGLAND = "nhs england "
"""Before the name of a region it has the same use as the word region after it."""

_WHOLE = 100.0
"""The score of a match of all words of a name, in another order."""

_VOCABULARY = Vocabulary((), frozenset(), BOARD_VOCABULARY.abbreviations, BOARD_VOCABULARY.generic)


class KindOfName(NamedTuple):
    """A normalised name without the words for its kind, and that kind, None without such words."""

    core: str
    kind: str | None


def is_nhs_area(key: str) -> bool:
    """Return whether a key of a resolution is that of an area that is not a board."""
    return ":" in key


def split_kind(form: str) -> KindOfName:
    """Return a normalised name without the words for a kind of area at its ends.

    If the words for several kinds are there, as in `sub icb location`, the most exact kind counts.
    """
    core = _AT_START.sub("", form, count=1)
    found = REGION if form.startswith(_NHS_ENGLAND) else None
    changed = True
    while changed:
        changed = False
        for kind, words in _AT_ENDS.items():
            shorter = words.sub("", core)
            if shorter != core:
                core, changed = shorter, True
                found = found if found in _OTHER_KINDS else kind
                break
    return KindOfName(_AT_START.sub("", core, count=1), found)


@lru_cache(maxsize=4)
def area_codes(data: Dataset) -> dict[str, str]:
    """Return the key of the area for each code that is not that of a board.

    If an ODS code had several owners, it is that of the sub-ICB location, or else of the CCG that
    was the last to have it. An ONS code that outlived its CCG is that of the sub-ICB location.
    """
    found: dict[str, str] = {}
    areas = sorted(data.nhs_areas.values(), key=_newest_last)
    for area in areas:
        for name in area.names:
            found[name.ons_code] = area.key
            if name.ods_code and area.kind != STP:
                found[name.ods_code] = area.key
    return {code: key for code, key in found.items() if code not in data.board_keys}


def _newest_last(area: NhsArea) -> tuple[bool, str]:
    return area.kind != CCG, area.names[-1].last_seen or ""


def resolve_board_or_area(
    data: Dataset, spelling: str, day: date, *, dated: bool, suggest: bool = True
) -> Resolution:
    """Resolve the name or code of a board or of another area of the NHS.

    The key of an area has its kind before its code; see `is_nhs_area`. A name of both a board and
    an area is that of the board, unless a word for another kind stands with it.
    """
    found = _resolve(data, spelling, day, dated=dated, suggest=suggest)
    if found.key or spelling.isalpha() or len(spelling) > LONGEST_QUERY:
        return found
    from icslookup.names.marks import unescape, without_marks, without_number

    plain = without_marks(unescape(spelling))
    for text in dict.fromkeys((plain, without_number(plain))):
        if text != spelling and any(map(str.isalnum, text)):
            again = _resolve(data, text, day, dated=dated, suggest=False)
            if is_nhs_area(again.key or "") or again.status == "ambiguous":
                return again
    return found


def _resolve(data: Dataset, spelling: str, day: date, *, dated: bool, suggest: bool) -> Resolution:
    form = normalise(spelling) if len(spelling) <= LONGEST_QUERY else ""
    name = split_kind(form)
    asked = None
    if form and spelling.strip().upper() not in data.board_keys:
        found = _by_code(data, spelling, day)
        if found:
            return found
        if name.kind in _OTHER_KINDS:
            asked = _by_kind(data, name, day, dated=dated, suggest=suggest)
            if _is_sure(asked):
                return asked
    board = resolve_board(data, spelling, day, dated=dated, suggest=suggest)
    if _is_sure(board):
        return board
    if form and name.kind in (None, _SYSTEM):
        return _by_name_alone(data, name, spelling, day) or board
    unsure = asked is not None and asked.status != "not_found"
    return asked if asked and (unsure or not board.key) else board


def _is_sure(found: Resolution) -> bool:
    """Return whether a text has all words of a name, or is a code."""
    match = found.match
    return match is not None and (match.method in EXACT_METHODS or match.score == _WHOLE)


def exact_nhs_area(data: Dataset, spelling: str, day: date) -> NhsArea | None:
    """Return the area other than a board that has exactly this name or code, or None."""
    found = resolve_board_or_area(data, spelling, day, dated=False, suggest=False)
    sure = found.match is not None and found.match.method in EXACT_METHODS
    return data.nhs_areas[found.key] if sure and found.key and is_nhs_area(found.key) else None


def _by_code(data: Dataset, spelling: str, day: date) -> Resolution | None:
    """Resolve a code, alone or with a name that agrees with it.

    Returns None if the text has no code of an area, or if what stands with it names nothing. If the
    two disagree, both are candidates.
    """
    codes = area_codes(data)
    written = spelling.strip().upper()
    if written in codes:
        return one_record(codes[written], "code", written)
    pairs = [pair for pair in codes_in(spelling, codes) if not pair[0].isalpha()]
    if not pairs:
        return None
    if len({_line_of(data.nhs_areas[codes[code]]) for code, _ in pairs}) > 1:
        return _ask(data, [codes[code] for code, _ in pairs])
    code, rest = pairs[0]
    key = codes[code]
    name = split_kind(normalise(rest))
    if name.core in ("", "nhs"):
        return one_record(key, "code", code)
    return _agreed(data, key, code, rest, day)


def _agreed(data: Dataset, key: str, code: str, rest: str, day: date) -> Resolution | None:
    """Resolve a code of an area and the text with it."""
    area = data.nhs_areas[key]
    if area.kind == REGION:
        rest = f"{rest} region"
    named = resolve_board_or_area(data, rest, day, dated=False, suggest=False)
    keys = [named.key] if named.key else [candidate.key for candidate in named.candidates]
    boards = {part.ods_code for part in area.parts}
    for other in keys:
        if other in boards:
            return one_record(key, "code", code)
        if is_nhs_area(other) and _line_of(data.nhs_areas[other]) == _line_of(area):
            ccg = data.nhs_areas[other].kind == CCG
            return one_record(other if ccg else key, "code", code)
    return _ask(data, [key, *keys]) if named.key else None


def _line_of(area: NhsArea) -> str:
    """Return the code that an area shares with what it became, or what it was before."""
    return area.names[-1].ods_code or area.code


def _ask(data: Dataset, keys: list[str]) -> Resolution:
    """Return the areas and boards with these keys as candidates."""
    candidates = [
        Candidate(
            key,
            data.nhs_areas[key].names[-1].name if is_nhs_area(key) else data.boards[key].short_name,
            100.0,
        )
        for key in dict.fromkeys(keys)
        if is_nhs_area(key) or key in data.boards
    ]
    return Resolution("ambiguous", None, None, tuple(candidates))


def _by_kind(
    data: Dataset, name: KindOfName, day: date, *, dated: bool, suggest: bool
) -> Resolution:
    """Resolve a name with a word for the kind of area, such as 'CCG'."""
    if name.kind == SUB_ICB:
        return _location_of(data, name.core, day)
    resolver = _resolver(data, name.kind or STP)
    return resolver.resolve(name.core, lambda _key: True, dated=dated, suggest=suggest)


def _location_of(data: Dataset, core: str, day: date) -> Resolution:
    """Resolve the name of a sub-ICB location without its code: the only one of its board."""
    board = resolve_board(data, core, day, dated=False, suggest=False)
    ccg = _resolver(data, CCG).resolve(core, lambda _key: True, suggest=False)
    keys = [
        area.key
        for area in data.nhs_areas.values()
        if area.kind == SUB_ICB
        and any(part.ods_code == board.key and area.exists_on(part.start) for part in area.parts)
    ]
    if ccg.key and ccg.match and ccg.match.method in EXACT_METHODS:
        line = area_key(SUB_ICB, _line_of(data.nhs_areas[ccg.key]))
        keys = [line] if line in data.nhs_areas else keys
    if len(keys) == 1:
        return one_record(keys[0], "exact", data.nhs_areas[keys[0]].names[-1].name)
    return _ask(data, keys) if keys else NOT_FOUND


def _by_name_alone(data: Dataset, name: KindOfName, spelling: str, day: date) -> Resolution | None:
    """Resolve the exact name of an STP or a CCG that no council has, and no two councils have."""
    if name.kind is None and exact_area(data, spelling, day):
        return None
    if name.kind is None:
        from icslookup.gazetteer.combined import two_councils

        if two_councils(data, spelling, day, dated=False):
            return None
    for kind in (STP, CCG) if name.kind is None else (STP,):
        resolver = _resolver(data, kind)
        if name.core in resolver.index.names:
            return resolver.resolve(name.core, lambda _key: True, suggest=False)
    return None


@lru_cache(maxsize=12)
def _resolver(data: Dataset, kind: str) -> Resolver:
    """Return the resolver of the names of one kind, without the words for the kind.

    If several had one name, it is that of the last one: they were recoded.
    """

    def entries() -> Iterator[Entry]:
        keys: dict[str, str] = {}
        for area in sorted(data.nhs_areas.values(), key=_newest_last):
            if area.kind == kind:
                for name in area.names:
                    for spelling in (*name.also, name.name):
                        keys[split_kind(normalise(spelling)).core] = area.key
        for core, key in keys.items():
            yield Entry(core, key, primary=True)

    return Resolver(Index({}, entries(), tuple, _VOCABULARY))
