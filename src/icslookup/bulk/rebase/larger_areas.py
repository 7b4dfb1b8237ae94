"""Rows of England, or of other areas that are larger than those whose figures are carried."""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING
from icslookup.gazetteer.indexes import PLACE_PREFIX, is_place
from icslookup.gazetteer.resolve import resolve_area
from icslookup.names.normalise import normalise

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

_CODE = re.compile(r"(?:E1[123]|E47|E92|K0[234])\d{6}|ENG|X24", re.IGNORECASE)
"""ONS codes of regions, metropolitan counties, Inner and Outer London, combined authorities, and
nations. NHS tables also have `ENG`, and `X24`, the ODS code of NHS England."""

_ENGLAND = re.compile(r"(?:nhs )?england\s*[-\u2013\u2014(\[,:;].*", re.IGNORECASE | re.DOTALL)
"""England with a remark, such as `ENGLAND (including independent sector providers)`."""

_WORDS = frozenset(
    "all overall total totals subtotal subtotals england english national nationally country grand"
    " sum of the for regions region boards board icbs icb sub locations location councils council"
    " areas area authorities authority local and wales uk united kingdom average nhs ccgs ccg stps"
    " stp las lads lsoas whole".split()
)
_SURE = frozenset(
    "all overall total totals subtotal subtotals england national country sum uk kingdom".split()
)
_REGION = re.compile(r"(?:commissioning )?region | (?:commissioning )?region")
"""What tables add to the name of a region: `North West region`, `Region: London`."""

_NOTE = re.compile(
    r"\s*(?:\[[^\]]*\]|\((?:notes? ?[\d, ]*|provisional|revised|[pr])\))\s*$", re.IGNORECASE
)
"""A note at the end of a name, as in the tables of ONS: `England [note 1]`."""

_NATIONS = ("england", "united kingdom", "great britain", "england and wales")


def is_larger_area(data: Dataset, text: str) -> bool:
    """Return whether a spelling names England, a total, or an area of several councils.

    Scotland, Wales and what lies there are not larger: they are elsewhere.
    """
    text = _NOTE.sub("", text).strip()
    if _CODE.fullmatch(text) or _ENGLAND.fullmatch(text):
        return True
    form = normalise(text)
    words = form.split()
    if form in _NATIONS or (words and _WORDS.issuperset(words) and not _SURE.isdisjoint(words)):
        return True
    from icslookup import dates

    name = _REGION.sub("", form)
    key = resolve_area(data, name, dates.today(), dated=False, suggest=False).key
    if key is None or not is_place(key):
        return False
    place = data.places[int(key.removeprefix(PLACE_PREFIX))]
    return place.nation == "England" and place.kind not in ("town", "place")
