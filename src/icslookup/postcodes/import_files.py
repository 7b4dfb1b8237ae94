"""Imports what the user downloaded from ONS: a postcode directory, or a lookup of LSOAs.

Which of them a file is, its header tells. What is already there stays in use until the new store
is complete.
"""

from __future__ import annotations

import os
import re
from contextlib import closing

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.errors import DataError, IcslookupError
from icslookup.ons import archive, lsoa_lookup
from icslookup.ons.lsoa_lookup import check_codes
from icslookup.ons.postcode_directory import DirectoryFile, is_directory
from icslookup.postcodes import lsoa_store, postcode_store
from icslookup.postcodes.model import Lookup, Lsoa
from icslookup.storage import lock, user_dirs
from icslookup.storage.atomic import atomic_replace

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from typing import Literal

    from icslookup.dataset.loader import Dataset
    from icslookup.ons.archive import CsvStream
    from icslookup.ons.lsoa_lookup import LsoaLookup

_SHOWN = 12
_PART = re.compile(r"_UK_([A-Z]{1,2})\.csv(\.gz)?$", re.IGNORECASE)


def import_file(
    path: str,
    progress: Callable[[int, float | None], None] | None = None,
    waiting: Callable[[], None] | None = None,
) -> Imported:
    """Import a postcode directory or a lookup of LSOAs into the user's folder of data.

    A directory replaces the one that was there, a lookup that of the same census and year.
    Parameters: `path`, a CSV file, packed with gzip or zip or not; `progress`, told how many rows
    of a directory are read, and the share of it; `waiting`, called where another process writes
    to the folder, for whose end this one waits.

    Raises `DataError` for a file that is neither or is not as it should be, with its line, and
    `OutputError` where the folder cannot be written. Then what was there is still there.
    """
    with archive.open_csv(path, _is_known) as table:
        if is_directory(table):
            return _import_directory(table, progress, waiting)
        census = lsoa_lookup.census_of(table)
        if census is None:
            raise DataError(_neither(table), path, 1)
        return _import_lookup(table, census, waiting)


def keep(path: str) -> str:
    """Import a lookup of LSOAs that was fetched, and say so in a line without an end.

    That it cannot be imported is said too: what it was fetched for has been done.
    """
    try:
        found = import_file(path)
    except IcslookupError as error:
        return f"the LSOAs were not kept: {error}"
    return f"the boards of {found.rows:,} LSOAs were kept in {found.path}"


def _is_known(table: CsvStream) -> bool:
    return is_directory(table) or lsoa_lookup.census_of(table) is not None


def _neither(table: CsvStream) -> str:
    names = [name for name in table.header if name.strip()]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    found = f"{', '.join(names[:_SHOWN])}{more}" if names else "none"
    return (
        "this is neither a postcode directory, with columns such as pcds and oslaua, laua or"
        " lad25cd, nor a lookup of LSOAs, with LSOA21CD or LSOA11CD, ICB23CD, ICB23CDH and LAD23CD;"
        f" its columns are: {found}"
    )


def _import_directory(
    table: CsvStream,
    progress: Callable[[int, float | None], None] | None,
    waiting: Callable[[], None] | None,
) -> Imported:
    directory, file = DirectoryFile(table), _name(table.path)
    _refuse_part(table)
    path = user_dirs.path_of(postcode_store.FILE_NAME)
    with lock.locked(waiting):
        replaced = _replaced()
        with atomic_replace(postcode_store.FILE_NAME) as made:
            rows, live = postcode_store.write(made, directory, file, dates.today(), progress)
        size = os.path.getsize(path)
    product, month = directory.product, directory.month
    return Imported("postcodes", product, month, None, None, rows, live, file, path, size, replaced)


def _refuse_part(table: CsvStream) -> None:
    """Refuse one of the tables of one postcode area each that ONS puts beside the whole one."""
    part = _PART.search(table.name) or _PART.search(table.path)
    if part:
        raise DataError(
            f"{table.path} holds the postcodes of {part[1].upper()} only, by its name: import the"
            " zip, or the table of the whole kingdom"
        )


def _replaced() -> str | None:
    """Name the directory that was imported before, if there is one that can be read."""
    try:
        held = postcode_store.open_postcode_store()
    except DataError:
        return None
    if held is None:
        return None
    with closing(held):
        edition = held.edition
    return f"{edition.product} {edition.month}".strip() + f" of {edition.postcodes:,} postcodes"


def _import_lookup(table: CsvStream, census: int, waiting: Callable[[], None] | None) -> Imported:
    placed, file = lsoa_lookup.read_lookup(table, census), _name(table.path)
    _check(table.path, placed)
    year, rows = placed.year, len(placed.places)
    path = user_dirs.path_of(lsoa_store.FILE_NAME)
    new = lsoa_store.Contents(
        Lookup(census, year, file, dates.today(), rows),
        [
            Lsoa(code, census, year, place.ods_code, place.gss_code)
            for code, place in placed.places.items()
        ],
    )
    with lock.locked(waiting):
        kept = [one for one in _held() if one.lookup[:2] != (census, year)]
        with atomic_replace(lsoa_store.FILE_NAME) as made:
            lsoa_store.write(made, [*kept, new])
        size = os.path.getsize(path)
    return Imported("lsoas", "", "", census, year, rows, rows, file, path, size, None)


def _held() -> list[lsoa_store.Contents]:
    held = lsoa_store.open_lsoa_store()
    if held is None:
        return []
    with closing(held):
        return held.contents()


def _check(path: str, placed: LsoaLookup) -> None:
    """Refuse a lookup with boards that are not those of its year, or not all LSOAs of England.

    The year is only that in the names of its columns, and days are answered by it: a file with
    the year of others would answer boards that were gone. Its authorities must only be known:
    ONS gives them in the vintage of another month than the boards.
    """
    data = in_use()
    check_codes(path, data, placed.places, _boundaries(path, data, placed.year), None)
    wanted, found = lsoa_lookup.LSOA_COUNTS[placed.census], len(placed.places)
    if found != wanted:
        what = "missing" if found < wanted else "too many"
        raise DataError(
            f"{path}: {abs(wanted - found):,} LSOAs are {what}: England has {wanted:,} of"
            f" {placed.census}, and this file {found:,}"
        )


def _boundaries(path: str, data: Dataset, year: int) -> date:
    """Return the day of the last boundaries that a lookup of a year can have."""
    days: list[date] = data.descriptor["boundaries"]
    found = [day for day in days if day.year <= year]
    if not found:
        raise DataError(
            f"the boards are of {year}, before the first boundaries, of {min(days)}", path, 1
        )
    return max(found)


def _name(path: str) -> str:
    """Return the name of a file as text that can be kept, whatever bytes it has."""
    return os.fsencode(os.path.basename(path)).decode("utf-8", "replace")


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
