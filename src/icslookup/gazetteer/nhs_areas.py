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
from icslookup.dates import FIRST_DAY
from icslookup.gazetteer.resolve import exact_area, resolve_board
from icslookup.gazetteer.vocabulary import BOARD_VOCABULARY, COMPASS
from icslookup.model import Authority
from icslookup.names.codes import codes_in, is_surely_meant
from icslookup.names.index import LONGEST_QUERY, Index
from icslookup.names.normalise import normalise
from icslookup.names.resolution import (
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
        "accountable care systems?",
        "(?:ic[ps]|acs|hs?cp)s?",
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

_NO_NAME = "x"
"""Stands for a name where a text has only a word for a kind."""

_KIND_NEXT_TO_CODE = {_BOARD: SUB_ICB, _SYSTEM: STP}
"""For the word for a board or a system, the kind of area whose code may have it: `93C ICB`."""

_KIND_WORDS = frozenset(
    "ccg stp clinical commissioning group sustainability transformation plan partnership sub icb"
    " location".split()
)
"""Words for kinds of areas that a remark may have: `Leeds (former CCG)`."""

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
    if found.status != "not_found" or spelling.isalpha() or len(spelling) > LONGEST_QUERY:
        return found
    from icslookup.names.marks import unescape, without_marks, without_number

    plain = without_marks(unescape(spelling))
    for text in dict.fromkeys((plain, without_number(plain))):
        if text != spelling and any(map(str.isalnum, text)):
            again = _resolve(data, text, day, dated=dated, suggest=False)
            if is_nhs_area(again.key or "") or again.status == "ambiguous":
                return again
    return _by_remark(data, plain, day, dated=dated) or _by_board_code(data, plain, day) or found


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
    if _is_sure(board) and board.key:
        record = data.boards[board.key]
        if name.kind == _SYSTEM and dated and not record.exists_on(day):
            return _by_name_alone(data, name, spelling, day) or board
        began_later = name.kind == STP and record.start != FIRST_DAY
        return _not_an_stp(data, asked, board.key) if began_later else board
    if form and name.kind in (None, _SYSTEM):
        return _by_name_alone(data, name, spelling, day) or board
    unsure = asked is not None and asked.status != "not_found"
    return asked if asked and (unsure or not board.key) else board


def _not_an_stp(data: Dataset, asked: Resolution | None, board: str) -> Resolution:
    """Return what the name of an STP may mean that is that of a board which no STP became."""
    if asked and asked.key:
        return _ask(data, [asked.key, board])
    return Resolution("not_found", None, None, _ask(data, [board]).candidates)


def _is_sure(found: Resolution) -> bool:
    """Return whether a text has all words of a name, or is a code.

    The words may have another order, but not those for directions: `West and North London`.
    """
    match = found.match
    if match is None or found.is_exact:
        return found.is_exact
    return match.score == _WHOLE and COMPASS.isdisjoint(normalise(match.matched).split())


def exact_nhs_area(data: Dataset, spelling: str, day: date) -> NhsArea | None:
    """Return the area other than a board that has exactly this name or code, or None."""
    found = resolve_board_or_area(data, spelling, day, dated=False, suggest=False)
    key = found.key if found.is_exact else None
    return data.nhs_areas[key] if key and is_nhs_area(key) else None


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
    return _agreed(data, codes[code], code, rest, day)


def _agreed(data: Dataset, key: str, code: str, rest: str, day: date) -> Resolution | None:
    """Resolve a code of an area and the text with it."""
    area = data.nhs_areas[key]
    line = [one for one in data.nhs_areas.values() if _line_of(one) == _line_of(area)]
    form = normalise(rest)
    name = split_kind(form)
    alone = split_kind(f"{_NO_NAME} {form}")
    if name.core in ("", "nhs"):
        return one_record(key, "code", code)
    if alone.core == _NO_NAME:  # 'CCG 15E'
        return _of_kind(line, key, code, alone.kind or "")
    named = resolve_board_or_area(
        data, f"{rest} region" if area.kind == REGION else rest, day, dated=False, suggest=False
    )
    keys = [named.key] if named.key else [candidate.key for candidate in named.candidates]
    boards = {part.ods_code for part in area.parts}
    for other in keys:
        if other in boards:
            return one_record(key, "code", code)
        if is_nhs_area(other) and data.nhs_areas[other] in line:
            ccg = data.nhs_areas[other].kind == CCG
            return one_record(other if ccg else key, "code", code)
    of_board = name.kind == SUB_ICB and (
        resolve_board(data, name.core, day, dated=False, suggest=False).key in boards
    )
    if of_board or name.core in _cores(line):
        return one_record(key, "code", code)
    council = exact_area(data, rest, day)
    others = keys if named.status != "not_found" else []
    if isinstance(council, Authority):
        others = [*others, council.gss_code]
    return _ask(data, [key, *others]) if others else None


def _of_kind(line: list[NhsArea], key: str, code: str, kind: str) -> Resolution | None:
    """Resolve a code and a word for a kind, if an area with this code was ever of the kind."""
    kinds = {area.kind for area in line}
    if kind == CCG and CCG in kinds:
        ccgs = sorted((area for area in line if area.kind == CCG), key=_newest_last)
        return one_record(ccgs[-1].key, "code", code)
    fits = _KIND_NEXT_TO_CODE.get(kind, kind) in kinds
    return one_record(key, "code", code) if fits else None


def _cores(line: list[NhsArea]) -> set[str]:
    """Return the names that areas had, without the words for their kind."""
    return {
        split_kind(normalise(spelling)).core
        for area in line
        for name in area.names
        for spelling in (name.name, *name.also)
    }


def _by_board_code(data: Dataset, spelling: str, day: date) -> Resolution | None:
    """Ask about the code of a board next to the name of a council."""
    pairs = codes_in(spelling, data.board_keys)
    if len(pairs) != 1 or not is_surely_meant(pairs[0][0], spelling):
        return None
    code, rest = pairs[0]
    council = exact_area(data, rest, day) if any(map(str.isalnum, rest)) else None
    if not isinstance(council, Authority):
        return None
    return _ask(data, [data.board_keys[code], council.gss_code])


def _by_remark(data: Dataset, spelling: str, day: date, *, dated: bool) -> Resolution | None:
    """Resolve an area with a remark in brackets: `(abolished)`, `(now West Yorkshire ICB)`."""
    if "(" not in spelling and "[" not in spelling and "{" not in spelling:
        return None
    from icslookup.gazetteer.annotated import related_name, remarks_in
    from icslookup.gazetteer.remarks import ENDED, read_remark

    for rest, text in remarks_in(spelling):
        remark = read_remark(text, _KIND_WORDS)
        whole = remark.applied_to(rest) if remark else rest
        found = _resolve(data, whole, day, dated=dated, suggest=False)
        if not found.key or not is_nhs_area(found.key):
            continue
        area = data.nhs_areas[found.key]
        if remark and (area.ended or remark.tense != ENDED):
            return found
        other = related_name(text)
        if other:
            named = resolve_board_or_area(data, other, day, dated=False, suggest=False)
            if named.key and _is_related(data, area, named.key):
                return found
    return None


def _is_related(data: Dataset, area: NhsArea, key: str) -> bool:
    """Return whether a board or an area has territory of an area, or came before or after it."""
    if not is_nhs_area(key):
        return key in {part.ods_code for part in area.parts}
    other = data.nhs_areas[key]
    return _line_of(other) == _line_of(area) or key in (*area.successors, *area.predecessors)


def _line_of(area: NhsArea) -> str:
    """Return the code that an area shares with what it became, or what it was before."""
    return area.names[-1].ods_code or area.code


def _ask(data: Dataset, keys: list[str]) -> Resolution:
    """Return the areas, boards and councils with these keys as candidates."""
    found = tuple(Candidate(key, _name_of(data, key), 100.0) for key in dict.fromkeys(keys))
    return Resolution("ambiguous", None, None, found)


def _name_of(data: Dataset, key: str) -> str:
    if is_nhs_area(key):
        return data.nhs_areas[key].names[-1].name
    return data.boards[key].short_name if key in data.boards else data.authorities[key].name


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
    if ccg.key and ccg.is_exact:
        line = area_key(SUB_ICB, _line_of(data.nhs_areas[ccg.key]))
        keys = [line] if line in data.nhs_areas else keys
    if len(keys) == 1:
        return one_record(keys[0], "exact", data.nhs_areas[keys[0]].names[-1].name)
    return _ask(data, keys) if keys else NOT_FOUND


def _by_name_alone(data: Dataset, name: KindOfName, spelling: str, day: date) -> Resolution | None:
    """Resolve the exact name of an STP or a CCG that no council has, and no two councils have."""
    kinds = [kind for kind in (STP, CCG) if kind == STP or name.kind is None]
    resolvers = [_resolver(data, kind) for kind in kinds]
    known = [resolver for resolver in resolvers if name.core in resolver.index.names]
    if not known:
        return None
    if name.kind is None:
        from icslookup.gazetteer.combined import two_councils

        if exact_area(data, spelling, day) or two_councils(data, spelling, day, dated=False):
            return None
    return known[0].resolve(name.core, lambda _key: True, suggest=False)


@lru_cache(maxsize=12)
def _resolver(data: Dataset, kind: str) -> Resolver:
    """Return the resolver of the names of one kind, without the words for the kind.

    If several had one name, it is that of the last one: they were recoded. The main name of an area
    goes before another name of a later one.
    """

    def entries() -> Iterator[Entry]:
        areas = [area for area in data.nhs_areas.values() if area.kind == kind]
        areas.sort(key=_newest_last)
        spellings = [(text, a) for a in areas for name in a.names for text in name.also]
        spellings += [(name.name, a) for a in areas for name in a.names]
        keys = {split_kind(normalise(text)).core: area.key for text, area in spellings}
        for core, key in keys.items():
            yield Entry(core, key, primary=True)

    return Resolver(Index({}, entries(), tuple, _VOCABULARY))
