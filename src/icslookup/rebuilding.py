"""Takes the last boundaries out of a data set, to be built again from a better source.

The boundaries of a day may be known before ONS publishes its lookup: computed from a change
summary, say. `icslookup.refresh.build` only ever goes on from the last boundaries; this goes back.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.loader import Dataset
from icslookup.refresh import merge
from icslookup.refresh.build import read_descriptor, write_files
from icslookup.refresh.merge import reopened

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any


def before(data: Dataset, day: date, folder: str, described: Mapping[str, Any]) -> Dataset:
    """Write a data set as it was before the boundaries of a day, and return it.

    Parameters: `data`, which stays as it is; `day`, from which on nothing is to be known of
    memberships; `folder`, an empty one to write into; `described`, what `datapackage.json` is to
    say otherwise. Raises `DataError` for data that cannot be read, and `OSError` where the
    folder cannot be written.
    """
    columns, lines = merge.read_lines(data)
    rows = reopened(columns, lines, day)
    areas = "".join([merge.text_of(columns), *(row.text for row in rows)])
    held = [str(found) for found in data.descriptor["boundaries"] if found < day]
    descriptor = {**read_descriptor(data), "boundaries": held, **described}
    write_files(data, descriptor, areas, folder)
    return Dataset(folder)
