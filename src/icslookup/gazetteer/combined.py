"""Two councils that a table publishes as one area: `Cornwall and Isles of Scilly`."""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING
from icslookup.gazetteer.indexes import area_resolver
from icslookup.names.index import LONGEST_QUERY
from icslookup.names.marks import unescape, without_marks

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset

_JOINER = re.compile(r"\s*[,/&]\s*(?:and\s+|&\s*)?|\s+and\s+", re.IGNORECASE)
"""What joins two names. Other signs, as in `Leeds; Wigan`, separate the items of a list."""


def two_councils(data: Dataset, spelling: str, day: date, *, dated: bool) -> list[str]:
    """Return the keys of the two councils that a text joins, in its order; empty for other texts.

    Each side of the joining word or sign must surely name a council. A county and its own district
    are not two areas. After a comma, a county is where the other lies: `Guildford, Essex` is wrong.
    """
    if len(spelling) > LONGEST_QUERY:
        return []
    found: dict[tuple[str, str], None] = {}
    text = without_marks(unescape(spelling))
    for joiner in _JOINER.finditer(text):
        sides = text[: joiner.start()], text[joiner.end() :]
        keys = [_council(data, side, day, dated=dated) for side in sides]
        first, second = keys
        if not first or not second or first == second or _contains(data, first, second):
            continue
        if joiner.group().strip() != "," or not _is_county(data, second):
            found[first, second] = None
    return list(*found) if len(found) == 1 else []


def _council(data: Dataset, text: str, day: date, *, dated: bool) -> str | None:
    """Return the key of the council that a text surely names, without the place where it lies."""
    authorities = data.authorities

    def exists(key: str) -> bool:
        return key in authorities and authorities[key].exists_on(day)

    found = area_resolver(data).resolve(text, exists, dated=dated, suggest=False)
    return found.key if found.is_exact and found.key in authorities else None


def _contains(data: Dataset, one: str, other: str) -> bool:
    """Return whether one of two councils is the county of the other."""
    return data.authorities[one].county == other or data.authorities[other].county == one


def _is_county(data: Dataset, key: str) -> bool:
    """Return whether a council has the name of a county, so that others may lie in it."""
    council = data.authorities[key]
    return council.kind == "county" or any(
        other.ceremonial_county == council.name for other in data.authorities.values()
    )
