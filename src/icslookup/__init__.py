"""Which NHS Integrated Care Board covers which local authority of England, on any day.

The questions are functions that return answers: `area`, `board`, `boards`, `areas`, `splits`,
`coverage`, `changes`, `history` and `timeline`, and `cite` for the data; `postcode` and
`lsoa`, and `area_lsoas` for those of an authority; `match` and `annotate` answer for many names or
postcodes and for whole frames; `to_dict` turns an answer into plain data. A name that
cannot be told is an answer too, with the status `not_found` or `ambiguous` and suggestions.
Errors derive from `IcslookupError`.

>>> import icslookup
>>> [b.short_name for b in icslookup.area("Guildford", as_of="2024-06-01").boards]
['Surrey Heartlands', 'Frimley']
"""

from typing import TYPE_CHECKING

from icslookup.dataset import Dataset
from icslookup.errors import (
    AmbiguousError,
    DataError,
    IcslookupError,
    MissingSourceError,
    NotFoundError,
    UsageError,
)
from icslookup.lookup import (
    area,
    areas,
    board,
    boards,
    changes,
    cite,
    coverage,
    history,
    splits,
    timeline,
)
from icslookup.lookup.answers import to_dict

if TYPE_CHECKING:
    from icslookup.bulk.frames import annotate
    from icslookup.bulk.matching import Matched, match
    from icslookup.postcodes.of_lsoa import area_lsoas, lsoa
    from icslookup.postcodes.of_postcode import postcode

__version__ = "0.1.0"

__all__ = [
    "AmbiguousError",
    "DataError",
    "Dataset",
    "IcslookupError",
    "Matched",
    "MissingSourceError",
    "NotFoundError",
    "UsageError",
    "__version__",
    "annotate",
    "area",
    "area_lsoas",
    "areas",
    "board",
    "boards",
    "changes",
    "cite",
    "coverage",
    "history",
    "lsoa",
    "match",
    "postcode",
    "splits",
    "timeline",
    "to_dict",
]

_LATER = {
    "Matched": "bulk.matching",
    "annotate": "bulk.frames",
    "area_lsoas": "postcodes.of_lsoa",
    "lsoa": "postcodes.of_lsoa",
    "match": "bulk.matching",
    "postcode": "postcodes.of_postcode",
}
"""Where names are that are imported when first used: the question for one council needs none."""

if not TYPE_CHECKING:  # or every name would be there for a type checker

    def __getattr__(name: str) -> object:
        module = _LATER.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        return getattr(import_module(f"icslookup.{module}"), name)
