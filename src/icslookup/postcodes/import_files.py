"""Imports files that the user downloaded from ONS: postcode directories and lookups of LSOAs.

The header of a file shows which of them it is. The earlier store stays in use until the new one
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
    from collections.abc import Callable, Iterable
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

    A directory replaces the earlier one, a lookup the one of the same census and year.
    Parameters: `path`, a CSV file, which may be packed with gzip or zip; `progress`, called with
    the number of rows read from a directory, and their share of it; `waiting`, called if this
    process must wait for another one that writes to the folder.

    Raises `DataError`, with the line, if the file is neither or has faults, and `OutputError` if
    the folder cannot be written. After an error the earlier store remains.
    """
    with archive.open_csv(path, _is_known) as table:
        if is_directory(table):
            return _import_directory(table, progress, waiting)
        census = lsoa_lookup.census_of(table)
        if census is None:
            raise DataError(_explain_header(table), path, 1)
        return _import_lookup(table, census, waiting)


def import_files(
    paths: Iterable[str],
    import_one: Callable[[str], Imported],
    report_earlier: Callable[[Imported], None],
) -> DataImport:
    """Import files one after the other.

    Parameters: `import_one` imports a path, as `import_file` does. If it raises an
    exception, `import_files` calls `report_earlier` with each file imported before, and raises it.
    """
    done: list[Imported] = []
    try:
        for path in paths:
            done.append(import_one(path))  # noqa: PERF401 - an exception needs the earlier ones
    except BaseException:
        for imported in done:
            report_earlier(imported)
        raise
    return DataImport(user_dirs.data_folder(), tuple(done))


def import_fetched(path: str) -> str:
    """Import a fetched lookup of LSOAs, and return a line about it, even if the import fails.

    The line names the file without its folder and extension, because it will soon be removed.
    """
    try:
        found = import_file(path)
    except IcslookupError as error:
        name, _ = os.path.splitext(os.path.basename(path))
        return f"the LSOAs were not kept: {error}".replace(path, name)
    return f"the boards of {found.rows:,} LSOAs were kept in {found.path}"


def _is_known(table: CsvStream) -> bool:
    return is_directory(table) or lsoa_lookup.census_of(table) is not None


def _explain_header(table: CsvStream) -> str:
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
    directory, file = DirectoryFile(table), _storable_name(table.path)
    _check_not_partial(table)
    path = user_dirs.data_path(postcode_store.FILE_NAME)
    with lock.locked(waiting):
        replaced = _replaced_directory()
        with atomic_replace(postcode_store.FILE_NAME) as made:
            rows, live = postcode_store.write(made, directory, file, dates.today(), progress)
        size = os.path.getsize(path)
    product, month = directory.product, directory.month
    return Imported("postcodes", product, month, None, None, rows, live, file, path, size, replaced)


def _check_not_partial(table: CsvStream) -> None:
    """Raise `DataError` for a table of one postcode area; ONS offers these as well as the whole."""
    part = _PART.search(table.name) or _PART.search(table.path)
    if part:
        raise DataError(
            f"{table.path} holds the postcodes of {part[1].upper()} only, by its name: import the"
            " zip, or the table of the whole kingdom"
        )


def _replaced_directory() -> str | None:
    """Return the name and size of the directory imported before; None if there is none."""
    try:
        store = postcode_store.open_postcode_store()
    except DataError:
        return None
    if store is None:
        return None
    with closing(store):
        edition = store.edition
    return f"{edition.product} {edition.month}".strip() + f" of {edition.postcodes:,} postcodes"


def _import_lookup(table: CsvStream, census: int, waiting: Callable[[], None] | None) -> Imported:
    placed, file = lsoa_lookup.read_lookup(table, census), _storable_name(table.path)
    _check_lookup(table.path, placed)
    year, rows = placed.year, len(placed.places)
    path = user_dirs.data_path(lsoa_store.FILE_NAME)
    new = lsoa_store.LookupContents(
        Lookup(census, year, file, dates.today(), rows),
        [
            Lsoa(code, census, year, place.ods_code, place.gss_code)
            for code, place in placed.places.items()
        ],
    )
    with lock.locked(waiting):
        kept = [one for one in _earlier_lookups() if one.lookup[:2] != (census, year)]
        with atomic_replace(lsoa_store.FILE_NAME) as made:
            lsoa_store.write(made, [*kept, new])
        size = os.path.getsize(path)
    return Imported("lsoas", "", "", census, year, rows, rows, file, path, size, None)


def _earlier_lookups() -> list[lsoa_store.LookupContents]:
    store = lsoa_store.open_lsoa_store()
    if store is None:
        return []
    with closing(store):
        return store.contents()


def _check_lookup(path: str, placed: LsoaLookup) -> None:
    """Raise `DataError` for a lookup without all LSOAs of England, or with boards of other years.

    The year comes from the names of the columns, and decides for which days the lookup answers. A
    wrong year would give boards that had ended. The authorities need only be known, because ONS
    takes them from another month than the boards.
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
    """Return the day of the last boundaries in or before the year of a lookup."""
    days: list[date] = data.descriptor["boundaries"]
    found = [day for day in days if day.year <= year]
    if not found:
        raise DataError(
            f"the boards are of {year}, before the first boundaries, of {min(days)}", path, 1
        )
    return max(found)


def _storable_name(path: str) -> str:
    """Return the name of a file as text that can be stored, even if its bytes are not text."""
    return os.fsencode(os.path.basename(path)).decode("utf-8", "replace")


class Imported(NamedTuple):
    """An imported file: `rows` postcodes, `live` of them in use, or `rows` LSOAs.

    A directory has a `product` (`ONSPD`) and, if known, a `month` (`2025-11`). A lookup has a
    `census` and the `year` of its boards. The other fields are empty or None. `file` was imported
    into the store at `path`, of `size` bytes. `replaced` names the directory that it replaced, None
    if there was none.
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
    """The answer to `data import`: each file in order, and the user's folder."""

    folder: str
    imported: tuple[Imported, ...]
