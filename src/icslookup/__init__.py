"""Which NHS Integrated Care Board covers which local authority of England, on any day.

Functions answer the questions: `area`, `board`, `boards`, `areas`, `splits`, `coverage`,
`changes`, `history` and `timeline`. `crosswalk` returns how the areas of one day divide between
those of another. `cite` returns how to cite the data. `postcode` and `lsoa`
find the board of a place, and `area_lsoas` the LSOAs of an authority. `match` answers for many
names or postcodes, and `annotate` for a whole frame. `rebase` carries the figures of a frame to
other boundaries. `export` writes every table for SQL, and `to_dict` turns an answer into plain
data. An unknown name is not an error: its answer has the status `not_found` or `ambiguous`, and
suggestions. Errors derive from `IcslookupError`.

>>> import icslookup
>>> [b.short_name for b in icslookup.area("Guildford", as_of="2024-06-01").boards]
['Surrey Heartlands', 'Frimley']
"""

from icslookup._lazy import lazy_attributes
from icslookup._typing import TYPE_CHECKING
from icslookup._version import __version__

if TYPE_CHECKING:
    from icslookup.bulk.match.dataframe import annotate
    from icslookup.bulk.match.iterable import match
    from icslookup.bulk.matcher import Matched
    from icslookup.bulk.rebase.dataframe import rebase
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
    from icslookup.formats.to_json import to_dict
    from icslookup.lookup.area import area
    from icslookup.lookup.board import board
    from icslookup.lookup.changes import changes
    from icslookup.lookup.cite import cite
    from icslookup.lookup.crosswalk import crosswalk
    from icslookup.lookup.history import history
    from icslookup.lookup.lists import areas, boards, coverage, splits
    from icslookup.lookup.timeline import timeline
    from icslookup.postcodes.lsoa import area_lsoas, lsoa
    from icslookup.postcodes.postcode import postcode

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
    "crosswalk",
    "export",
    "history",
    "lsoa",
    "match",
    "postcode",
    "rebase",
    "splits",
    "timeline",
    "to_dict",
]

_FROM = {
    "bulk.match.dataframe": ("annotate",),
    "bulk.match.iterable": ("match",),
    "bulk.matcher": ("Matched",),
    "bulk.rebase.dataframe": ("rebase",),
    "dataset.loader": ("Dataset",),
    "errors": (
        *("AmbiguousError", "DataError", "IcslookupError", "MissingSourceError", "NotFoundError"),
        "UsageError",
    ),
    "exports.export": ("export",),
    "formats.to_json": ("to_dict",),
    "lookup.area": ("area",),
    "lookup.board": ("board",),
    "lookup.changes": ("changes",),
    "lookup.cite": ("cite",),
    "lookup.crosswalk": ("crosswalk",),
    "lookup.history": ("history",),
    "lookup.lists": ("areas", "boards", "coverage", "splits"),
    "lookup.timeline": ("timeline",),
    "postcodes.lsoa": ("area_lsoas", "lsoa"),
    "postcodes.postcode": ("postcode",),
}
"""The names to take from each module. Python imports a module when one of its names is first used:
a question needs few modules, and each question on the command line starts a process."""

if not TYPE_CHECKING:  # a type checker would accept every name if it saw this
    __getattr__ = lazy_attributes(__name__, _FROM)
