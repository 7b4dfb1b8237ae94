"""What questions about the data themselves are answered with: fields are the keys of the JSON."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from typing import Literal

    from icslookup.dataset.integrity import Fault
    from icslookup.lookup.answers import ChangeRow
    from icslookup.model import DataInfo


class Licence(NamedTuple):
    """A licence of the data, and the attribution that it asks for."""

    name: str
    title: str
    url: str
    attribution: str


class Citation(NamedTuple):
    """The answer to `cite`: `text` is the citation in the style asked for."""

    name: str
    title: str
    version: str
    created: date
    boundaries: date | None
    as_of: date
    program_version: str
    licences: tuple[Licence, ...]
    style: str
    text: str
    message: str | None


class Certainty(NamedTuple):
    """How many rows of a file have each letter of certainty."""

    A: int
    B: int
    C: int
    D: int


class FileFacts(NamedTuple):
    """A data file: `size` in bytes, `boundaries` the last day on which anything in it changed.

    Plans are not changes; `boundaries` is None for a file without dates.
    """

    file: str
    rows: int
    size: int
    sha256: str
    sources: tuple[str, ...]
    licences: tuple[str, ...]
    boundaries: date | None
    certainty: Certainty


class Fetched(NamedTuple):
    """The set that `data update` fetched: when, from where, and whether it is used.

    It is not where the package has other data than those on which it was `built_on`, a version.
    """

    folder: str
    fetched: date
    service: str
    built_on: str
    used: bool


class StoreFacts(NamedTuple):
    """Postcodes or LSOAs that can be asked for, which `kind` says.

    `path` is the file that was imported into, with its `size` in bytes, or the folder of a package
    that is installed. `product` and `edition` (a month or the year of the boards) say what they
    are, `rows` how many there are; `fault` says why they cannot be read, None where they can. What
    is not known is None, or an empty edition.
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

    `kind` is `bundled` for the data of the package, `refreshed` for those that were fetched, and
    `other` for those of another folder. `age` is in days since they were made, `fetched` None
    where nothing was fetched. `stores` are what is there of postcodes and LSOAs.
    """

    name: str
    title: str
    version: str
    created: date
    boundaries: tuple[date, ...]
    folder: str
    kind: str
    age: int
    fetched: Fetched | None
    files: tuple[FileFacts, ...]
    stores: tuple[StoreFacts, ...]


class DataFolder(NamedTuple):
    """The answer to `data path`."""

    folder: str


class Validation(NamedTuple):
    """The answer to `data validate`: sound data have no faults."""

    folder: str
    valid: bool
    faults: tuple[Fault, ...]


class DataUpdate(NamedTuple):
    """The answer to `data update`.

    `status` is `current` where the newest lookup says what the data say, `updated` where other
    data are in use now, `to_update` where they would be without `--dry-run`, and `ahead` where
    the data have later boundaries than the lookup, which was then not fetched. `lookup` is its
    name, `service` its address, `boundaries` its day and `lsoas` their number, None where it was
    not fetched. `version` is that of the data before and `new_version` that of the new ones.
    """

    status: str
    checked: date
    lookup: str
    service: str
    boundaries: date
    lsoas: int | None
    version: str
    new_version: str | None
    changes: tuple[ChangeRow, ...]
    message: str | None


class Removed(NamedTuple):
    """A file or folder of the user's data that was removed, and the part it belonged to."""

    part: str
    name: str


class DataReset(NamedTuple):
    """The answer to `data reset`: what was removed from the user's folder."""

    folder: str
    removed: tuple[Removed, ...]


class Imported(NamedTuple):
    """What was imported: `rows` postcodes, `live` of them not ended, or as many LSOAs.

    A directory has a `product` (`ONSPD`) and, if known, a `month` (`2025-11`), a lookup its
    `census` and the `year` of its boards; the others are empty or None. `file` was imported into
    the store at `path`, which has so many bytes. `replaced` names the directory that stood there
    before, None where none did.
    """

    kind: Literal["postcodes", "lsoas"]
    product: str
    month: str
    census: int | None
    year: int | None
    rows: int
    live: int
    file: str
    path: str
    size: int
    replaced: str | None


class DataImport(NamedTuple):
    """The answer to `data import`: what each file was, in their order, in the user's folder."""

    folder: str
    imported: tuple[Imported, ...]


class ExportedTable(NamedTuple):
    """A table that was exported: the file in which it stands, and its rows."""

    table: str
    path: str
    rows: int


class Export(NamedTuple):
    """The answer to `export`: what was written into a folder.

    `format` is `parquet`, `sqlite`, `duckdb`, `csv` or `json`. `as_of` is the day of the table
    `icb_area_current`, None where that is a view of the day on which it is asked; it counts the
    rows of today then. `message` is what is to be said besides.
    """

    folder: str
    format: str
    as_of: date | None
    files: tuple[ExportedTable, ...]
    data: DataInfo
    message: str | None


About = (
    Citation | DataFacts | DataFolder | Validation | DataUpdate | DataReset | DataImport | Export
)
"""Answers about the data themselves."""
