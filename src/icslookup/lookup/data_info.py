"""Questions about the data themselves: what they are, where they are, and their faults."""

from __future__ import annotations

import os
from datetime import date

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset import active
from icslookup.dataset.active import bundled, in_use, is_current
from icslookup.dataset.csv_reader import iso_day, read_rows, semicolon_list
from icslookup.dataset.loader import Dataset
from icslookup.dates import DAY
from icslookup.errors import DataError
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from typing import Any

    from icslookup.dataset.csv_reader import Row
    from icslookup.dataset.integrity import Fault


def data_info(data: Dataset | None = None) -> DataFacts:
    """Return the facts about each data file. Raises `DataError` if one cannot be read.

    The stores of postcodes and LSOAs are left out: `icslookup.postcodes.inventory` adds them.
    """
    data = data or in_use()
    name, title, created = title_and_day(data)
    found = data.descriptor
    return DataFacts(
        name,
        title,
        found["version"],
        created,
        tuple(found["boundaries"]),
        data.folder,
        *_origin(data, created),
        tuple(_file(data, resource) for resource in found["resources"]),
        stores=(),
    )


def _origin(data: Dataset, created: date) -> tuple[str, int, FetchedData | None]:
    """Return the kind of a data set, its age in days, and any fetched data set, used or not."""
    age = max(0, (dates.today() - created).days)
    kind = "bundled" if data.folder == bundled().folder else "other"
    known = active.fetched_set()
    if known is None:
        return kind, age, None
    folder = user_dirs.data_path(known.folder)
    kind = "refreshed" if data.folder == folder else kind
    used = is_current(known)
    return kind, age, FetchedData(folder, known.fetched, known.service, known.bundled, used)


def data_folder(data: Dataset | None = None) -> DataFolder:
    """Return the folder of the data in use."""
    return DataFolder((data or in_use()).folder)


def validate(folder: str | None = None) -> Validation:
    """Return every fault in the data in use, or in the data of a folder.

    Raises `DataError` if there is no such folder.
    """
    from icslookup.dataset.integrity import validate

    data = Dataset(folder or in_use().folder)
    if not os.path.isdir(data.folder):
        raise DataError(f"{data.folder} is no folder: give one that holds data files")
    faults = tuple(validate(data))
    return Validation(data.folder, not faults, faults)


def title_and_day(data: Dataset) -> tuple[str, str, date]:
    """Return the name and the title of the data, and the day on which they were created.

    Raises `DataError` if the descriptor does not have them.
    """
    found = data.descriptor
    try:
        created = date.fromisoformat(found["created"][:10])
        return found["name"], found["title"], created
    except (KeyError, TypeError, ValueError) as error:
        path = os.path.join(data.folder, "datapackage.json")
        raise DataError(f"is not a description of the data: {error}", path) from None


def _file(data: Dataset, resource: dict[str, Any]) -> FileFacts:
    import hashlib

    path = os.path.join(data.folder, resource["path"])
    columns = tuple(field["name"] for field in resource["schema"]["fields"])
    rows = list(read_rows(path, columns))
    with open(path, "rb") as file:
        content = file.read()
    used = {name for row in rows for name in row.value("source", semicolon_list)}
    sources = [source for source in data.descriptor["sources"] if source["name"] in used]
    licences = {source["licence"]: None for source in sources if "licence" in source}
    letters = [row.cells["certainty"] for row in rows]
    return FileFacts(
        resource["path"],
        len(rows),
        len(content),
        hashlib.sha256(content).hexdigest(),
        tuple(source["name"] for source in sources),
        tuple(licences),
        max((day for row in rows for day in _changes(row)), default=None),
        CertaintyCounts(*map(letters.count, CertaintyCounts._fields)),
    )


def _changes(row: Row) -> list[date]:
    """Return the first day of a row, and the day after its last, if it has them."""
    days = [row.value("start", iso_day)] if row.cells.get("start") else []
    return [*days, row.value("end", iso_day) + DAY] if row.cells.get("end") else days


class CertaintyCounts(NamedTuple):
    """How many rows of a file have each letter of certainty."""

    A: int
    B: int
    C: int
    D: int


class FileFacts(NamedTuple):
    """A data file: its `size` in bytes, and its `boundaries`, the day of the last change in it.

    Plans are not changes; `boundaries` is None for a file without dates.
    """

    file: str
    rows: int
    size: int
    sha256: str
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    boundaries: date | None
    certainty: CertaintyCounts


class FetchedData(NamedTuple):
    """The data set that `data update` fetched: when, from where, and whether it is used.

    `built_on` is the version of the bundled data that it was built on. If the package now has
    another version, it is not used.
    """

    folder: str
    fetched: date
    service: str
    built_on: str
    used: bool


class StoreFacts(NamedTuple):
    """A store of postcodes or LSOAs; `kind` says which of the two.

    `path` is the file of the store, with its `size` in bytes, or the folder of an installed
    package. `product` and `edition` (a month, or the year of the boards) are those of its source,
    and `rows` is how many it has. `fault` is why it cannot be read, None if it can. An unknown
    value is None, an unknown edition is empty.
    """

    kind: str
    path: str
    size: int | None
    product: str | None
    edition: str
    imported: date | None
    rows: int | None
    fault: str | None


class DataFacts(NamedTuple):
    """The answer to `data info`.

    `kind` is `bundled` for the data of the package, `refreshed` for fetched data, and `other` for
    the data of another folder. `age` is in days since they were created, and `fetched` is None if
    nothing was fetched. `stores` are those of postcodes and LSOAs.
    """

    name: str
    title: str
    version: str
    created: date
    boundaries: tuple[date, ...]
    folder: str
    kind: str
    age: int
    fetched: FetchedData | None
    files: tuple[FileFacts, ...]
    stores: tuple[StoreFacts, ...]


class DataFolder(NamedTuple):
    """The answer to `data path`."""

    folder: str


class Validation(NamedTuple):
    """The answer to `data validate`: valid data have no faults."""

    folder: str
    valid: bool
    faults: tuple[Fault, ...]
