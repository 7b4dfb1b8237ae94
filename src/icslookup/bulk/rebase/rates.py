"""Columns that hold rates, percentages or means, which cannot be added up."""

from __future__ import annotations

import re

_RATE = re.compile(
    r"%|(?:^|[^a-z])(?:rates?|percent(?:age|ile)?s?|per cent(?:age)?s?|pct|prop(?:ortion)?s?"
    r"|ratios?|means?(?! tested)|averages?|avg|medians?|shares?|indices"
    r"|index(?! (?:offences?|cases?|events?))|scores?|prevalence|incidence|smr|shmi|dsr"
    r"|expectanc(?:y|ies)|densit(?:y|ies)|deviations?|std dev|variances?|coefficients?|confidence"
    r"|[lu]ci|(?:lower|upper) (?:ci|cl|limit)"
    r"|(?:per|every) ?(?:head|capita|person|patient|\d[\d, ]*k?m?|thousand|million|hundred"
    r"|\d* ?population))(?:$|[^a-z])"
)
_COUNT = re.compile(r"\b(?:numerator|denominator)s?\b")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def rate_word(column: str) -> str | None:
    """Return the word in the name of a column that says that it is a rate, or None.

    The numerator or the denominator of a rate is a count.
    """
    name = re.sub(r"[\s_./-]+", " ", _CAPITAL.sub(" ", column)).strip().lower()
    found = None if _COUNT.search(name) else _RATE.search(name)
    return found.group().strip(" ()[]:,;") if found else None
