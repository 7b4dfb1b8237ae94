"""A name with what a published table writes next to it: its code, a footnote or a remark.

`QJK: NHS Devon ICB`, `Kent [note 10]` and `Poole (Pre LG)` are read for councils and boards alike.
The place where a council lies is in `icslookup.gazetteer.qualified`.
"""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING
from icslookup.gazetteer.remarks import ENDED, MAY_HAVE_ENDED, read_remark
from icslookup.names.codes import codes_in, is_surely_meant
from icslookup.names.index import LONGEST_QUERY
from icslookup.names.marks import without_marks, without_number
from icslookup.names.normalise import normalise
from icslookup.names.resolution import (
    Candidate,
    Resolution,
    one_record,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import TypeAlias

    from icslookup.model import Authority, Board
    from icslookup.names.index import Index
    from icslookup.names.resolution import Vocabulary

    Records: TypeAlias = Mapping[str, Authority | Board]
    Again: TypeAlias = Callable[[str, Callable[[str], bool]], Resolution]

_SIGNS = re.compile(r"[\d(\[{*^#~]|[^\x00-\x7f]")
_REMARK = re.compile(r"\s*[(\[{]([^()\[\]{}]+)[)\]}]")
_RELATION = re.compile(
    r"(?i)^(?:now|formerly|previously|was|ex|aka|also known as|part of|now part of|merged into)\s+"
)
LEAST_LIKENESS = 75.0
"""The lowest `ratio` at which the text next to a code is the misspelt name of its record."""


def resolve_annotated(
    index: Index, records: Records, spelling: str, exists: Callable[[str], bool], again: Again
) -> Resolution | None:
    """Resolve a name with its code, with marks of footnotes, or with a remark in brackets.

    `again(text, exists)` resolves the text without them. Returns None for any other text, and for a
    text that as a whole is a name.
    """
    if len(spelling) > LONGEST_QUERY or index.knows(spelling):
        return None
    if not _SIGNS.search(spelling):  # no mark, no remark and no code with a digit
        return _resolve_with_code(index, records, spelling, again)
    bare = without_marks(spelling)
    if bare != spelling and any(map(str.isalnum, bare)):
        return again(bare, exists)
    bare = without_number(spelling)
    found = again(bare, exists) if bare != spelling else None
    if found and found.is_exact:
        return found
    return _resolve_with_code(index, records, spelling, again) or _resolve_with_remark(
        index, records, spelling, exists, again
    )


def related(records: Records, key: str) -> set[str]:
    """Return the keys of a record, of all that came before it, and of all that followed."""
    found = {key}
    for direction in ("predecessors", "successors"):
        waiting = [key]
        while waiting:
            for other in getattr(records[waiting.pop()], direction):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
    return found


def _resolve_with_code(
    index: Index, records: Records, spelling: str, again: Again
) -> Resolution | None:
    """Resolve a code with the name of its record, or with punctuation only.

    If they disagree, or if there are codes of two records, the answer is `ambiguous`.
    """
    pairs = codes_in(spelling, index.codes)
    if not pairs or spelling.strip().upper() in index.codes:
        return None
    keys = list(dict.fromkeys(index.codes[code] for code, _ in pairs))
    code, rest = pairs[0]
    sure = all(is_surely_meant(code, spelling) for code, _ in pairs)
    if len(keys) > 1:
        return _ambiguous(index, keys) if sure else None
    (key,) = keys
    of_code = one_record(key, "code", code)
    if not rest or _is_only_kind(index, key, rest):
        return of_code
    named = again(rest, lambda _key: True)
    others = [named.key] if named.key else [c.key for c in named.candidates]
    if key in others or any(_are_one(index, records, key, other) for other in others):
        return of_code
    if others and named.status != "not_found":
        return _ambiguous(index, [key, *others]) if sure else None
    return of_code if sure and _is_like(index, key, rest) else None


def _ambiguous(index: Index, keys: Iterable[str]) -> Resolution:
    names = {entry.key: entry.spelling for _, entry in index.primary}
    found = tuple(Candidate(key, names[key], 100.0) for key in dict.fromkeys(keys))
    return Resolution("ambiguous", None, None, found)


def _is_only_kind(index: Index, key: str, text: str) -> bool:
    """Return whether a text has only words for the kind of body, which fit a record."""
    words = frozenset(normalise(text).split())
    return words <= _kind_words(index.vocabulary) and index.fits(key, words)


def _kind_words(vocabulary: Vocabulary) -> frozenset[str]:
    """Return every word that only says what kind of body a record is."""
    return vocabulary.suffixes.union(*(prefix.split() for prefix in vocabulary.prefixes))


def _are_one(index: Index, records: Records, key: str, other: str) -> bool:
    """Return whether two records have one name, or one came before the other."""
    if other not in records:
        return False
    return other in related(records, key) or any(
        key in keys and other in keys for keys in index.names.values()
    )


def _is_like(index: Index, key: str, text: str) -> bool:
    """Return whether a text next to a code is a misspelling of a name of its record."""
    from icslookup.names.typos import ratio

    core, _ = index.affixes.core(index.expand(normalise(text)))
    return any(
        key in keys and ratio(core, form) >= LEAST_LIKENESS for form, keys in index.names.items()
    )


def _resolve_with_remark(
    index: Index, records: Records, spelling: str, exists: Callable[[str], bool], again: Again
) -> Resolution | None:
    """Resolve a name with a remark in brackets, or with what it was or became.

    A remark that a record has ended chooses between namesakes. It is wrong of a record that has
    not ended.
    """
    for rest, text in remarks_in(spelling):
        other = related_name(text)
        if other:
            found = again(rest, exists)
            if found.key and _is_relation(records, found.key, other, again):
                return found
        remark = read_remark(text, _kind_words(index.vocabulary))
        if remark is None:
            continue
        whole = remark.applied_to(rest)
        found = again(whole, _choice(records, exists, remark.tense))
        if found.status == "ambiguous":
            followed = again(whole, exists)
            keys = {candidate.key for candidate in found.candidates}
            if followed.key in records and keys <= related(records, followed.key or ""):
                return followed  # all that ended became one record
        if remark.tense == ENDED and found.key and not _has_ended(records, found.key):
            candidate = Candidate(found.key, found.match.matched if found.match else "", 100.0)
            return Resolution("not_found", None, None, (candidate,))
        return found
    return None


def remarks_in(spelling: str) -> Iterator[tuple[str, str]]:
    """Yield each text in brackets, after the rest of the spelling, which has a letter."""
    for brackets in _REMARK.finditer(spelling):
        rest = (spelling[: brackets.start()] + " " + spelling[brackets.end() :]).strip()
        if any(map(str.isalpha, rest)):
            yield rest, brackets.group(1)


def related_name(text: str) -> str | None:
    """Return the name in a remark that says what a record was or became: `now Kent`."""
    return _RELATION.sub("", text) if _RELATION.match(text) else None


def _choice(records: Records, exists: Callable[[str], bool], tense: str) -> Callable[[str], bool]:
    """Return which of several namesakes a remark means: those that have ended, or any."""
    if tense in (ENDED, MAY_HAVE_ENDED):
        return lambda key: _has_ended(records, key)
    return exists


def _has_ended(records: Records, key: str) -> bool:
    return key in records and records[key].end is not None


def _is_relation(records: Records, key: str, text: str, again: Again) -> bool:
    """Return whether a text names a record, or one that came before or after it."""
    other = again(text, lambda _key: True)
    keys = [other.key] if other.key else [c.key for c in other.candidates]
    sure = other.match is None or other.is_exact
    return key in records and sure and not related(records, key).isdisjoint(keys)
