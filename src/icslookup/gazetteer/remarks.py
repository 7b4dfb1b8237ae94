"""Remarks in brackets after a name: `(Pre LG)`, `(abolished)`, `(provisional)`.

A remark says something about time or about the figures. It is not a place, and every word of it
must be known, because other texts in brackets change the meaning: `Newcastle (Staffs)`.
"""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.names.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Container

ENDED = "ended"
"""The tense of a remark that is true only of a record that has ended: `abolished`."""

MAY_HAVE_ENDED = "may have ended"
"""The tense of a remark that is mostly made of such a record: `pre 2019`."""

OTHER = "other"
"""The tense of all other remarks."""

_ENDED = frozenset(
    "abolished dissolved ended closed defunct disbanded former formerly discontinued obsolete"
    " ceased inactive".split()
)
_MAY_HAVE_ENDED = frozenset(
    "pre until till before to old previous previously historic historical legacy merged replaced"
    " superseded ex up".split()
)
_OTHER = frozenset(
    "post after since from new current currently existing active now present today created"
    " established formed lg lgr lgreorg reorganisation reorganization restructure provisional"
    " revised revision estimated estimate estimates est prov rev draft final corrected updated"
    " suppressed unaudited audited projected projection forecast imputed modelled rounded"
    " unrounded unweighted weighted experimental interim adjusted unadjusted backdated".split()
)
_SAID = _ENDED | _MAY_HAVE_ENDED | _OTHER
_FILLERS = frozenset(
    "in on at by of the and as a an april apr march mar may june jun july jul august aug september"
    " sept sep october oct november nov december dec january jan february feb st nd rd th saint"
    " local government reform boundary boundaries figure figures data value values see note notes"
    " below above only year years mid end start basis version is was has been it this authority"
    " council".split()
)
_NUMBER = re.compile(r"\d{1,4}(?:st|nd|rd|th)?")


class Remark(NamedTuple):
    """A remark: its tense, and the words for the kind of body in it."""

    tense: str
    kinds: tuple[str, ...]

    def applied_to(self, name: str) -> str:
        """Return a name with the words for the kind of body in the remark."""
        return " ".join([name, *self.kinds])


def read_remark(text: str, kind_words: Container[str]) -> Remark | None:
    """Return a text in brackets as a remark, None if it may be something else.

    `kind_words` are words for the kind of body, which a remark may have: `(former county)`.
    """
    words = [word for word in normalise(text).split() if not _NUMBER.fullmatch(word)]
    said = [word for word in words if word in _SAID]
    others = [word for word in words if word not in said and word not in _FILLERS]
    if not said or not all(word in kind_words for word in others):
        return None
    if not _ENDED.isdisjoint(said):
        return Remark(ENDED, tuple(others))
    tense = OTHER if _MAY_HAVE_ENDED.isdisjoint(said) else MAY_HAVE_ENDED
    return Remark(tense, tuple(others))
