"""Which NHS Integrated Care Board covers which local authority of England, on any day.

The questions are functions that return answers: `area`, `board`, `boards`, `areas`, `splits`,
`coverage`, `changes`, `history` and `timeline`, and `cite` for the data; `postcode` and
`lsoa`, and `area_lsoas` for those of an authority; `match` and `annotate` answer for many names or
postcodes and for whole frames; `export` writes every table for SQL; `to_dict` turns an answer into
plain data. A name that cannot be told is an answer too, with the status `not_found` or `ambiguous`
and suggestions. Errors derive from `IcslookupError`.

>>> import icslookup
>>> [b.short_name for b in icslookup.area("Guildford", as_of="2024-06-01").boards]
['Surrey Heartlands', 'Frimley']
"""

from icslookup._lazy import later
from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icslookup.bulk.match.dataframe import annotate
    from icslookup.bulk.matcher import Matched, match
    from icslookup.dataset.loader import Dataset
    from icslookup.errors import (
        AmbiguousError,
        DataError,
        IcslookupError,
        MissingSourceError,
        NotFoundError,
        UsageError,
    )
    from icslookup.exports.export import export
    from icslookup.lookup.answers import to_dict
    from icslookup.lookup.area import area
    from icslookup.lookup.board import board
    from icslookup.lookup.changes import changes
    from icslookup.lookup.data_info import cite
    from icslookup.lookup.history import history, timeline
    from icslookup.lookup.lists import areas, boards, coverage, splits
    from icslookup.postcodes.lsoa import area_lsoas, lsoa
    from icslookup.postcodes.postcode import postcode

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
    "export",
    "history",
    "lsoa",
    "match",
    "postcode",
    "splits",
    "timeline",
    "to_dict",
]

_FROM = {
    "bulk.match.dataframe": ("annotate",),
    "bulk.matcher": ("Matched", "match"),
    "dataset.loader": ("Dataset",),
    "errors": (
        *("AmbiguousError", "DataError", "IcslookupError", "MissingSourceError", "NotFoundError"),
        "UsageError",
    ),
    "exports.export": ("export",),
    "lookup.answers": ("to_dict",),
    "lookup.area": ("area",),
    "lookup.board": ("board",),
    "lookup.changes": ("changes",),
    "lookup.data_info": ("cite",),
    "lookup.history": ("history", "timeline"),
    "lookup.lists": ("areas", "boards", "coverage", "splits"),
    "postcodes.lsoa": ("area_lsoas", "lsoa"),
    "postcodes.postcode": ("postcode",),
}
"""The modules that the names come from. Each is imported when it is first used: no question needs
what the others need, and the command line is started for one."""

if not TYPE_CHECKING:  # or every name would be there for a type checker
    __getattr__ = later(__name__, _FROM)
