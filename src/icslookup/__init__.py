"""Which NHS Integrated Care Board covers which local authority of England, on any day.

The questions are functions that return answers: `area`, `board`, `boards`, `areas`, `splits`,
`coverage`, `changes`, `history` and `timeline`, and `cite` for the data; `to_dict` turns an
answer into plain data. A name that cannot be told is an answer too, with the status `not_found` or
`ambiguous` and suggestions.
Errors derive from `IcslookupError`.

>>> import icslookup
>>> [b.short_name for b in icslookup.area("Guildford", as_of="2024-06-01").boards]
['Surrey Heartlands', 'Frimley']
"""

from icslookup.dataset import Dataset
from icslookup.errors import (
    AmbiguousError,
    DataError,
    IcslookupError,
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

__version__ = "0.1.0"

__all__ = [
    "AmbiguousError",
    "DataError",
    "Dataset",
    "IcslookupError",
    "NotFoundError",
    "UsageError",
    "__version__",
    "area",
    "areas",
    "board",
    "boards",
    "changes",
    "cite",
    "coverage",
    "history",
    "splits",
    "timeline",
    "to_dict",
]
