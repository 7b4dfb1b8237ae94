"""Exports all tables of the data into a folder, and returns what it wrote."""

from __future__ import annotations

import os

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.errors import MissingExtraError, OutputError, UsageError
from icslookup.exports import databases, files
from icslookup.exports.crosswalks import crosswalk_tables
from icslookup.exports.schema import mapping_of_day, tables
from icslookup.lookup import messages
from icslookup.storage.atomic import replace_files
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import DataInfo

FORMATS = ("parquet", "sqlite", "duckdb", "csv", "json")

_DATABASES = {"sqlite": databases.write_sqlite, "duckdb": databases.write_duckdb}
_LOG_ENDINGS = (".wal", "-wal", "-shm", "-journal")
"""Endings of files with changes that are not in a database yet, or would get into a new one."""
_EXTRAS = {"parquet": ("Parquet", "pyarrow"), "duckdb": ("DuckDB", "duckdb")}


def export(
    folder: str | os.PathLike[str],
    format_: str = "parquet",
    *,
    as_of: date | str | None = None,
    data: Dataset | None = None,
) -> Export:
    """Write every table of the data set into a folder, for use in SQL.

    Parameters: `folder` is created if it is missing. An earlier export in it is replaced, and its
    other files do not change. `format_` is one of `FORMATS`: `parquet`, `csv` and `json` are a file
    for each table and `datapackage.json`, which describes them; `sqlite` and `duckdb` are one
    database. `as_of` is the day of the table `icb_area_current`, which has the rows of `areas`.
    Without `as_of` the day is today, and in a database the table is a view of each query's day.

    Returns an `Export`, which names the tables. Raises `UsageError` for an unknown format or a day
    before boards existed, `MissingExtraError` without the package that a format needs, `DataError`
    for damaged data, and `OutputError` if the folder cannot be written or has files with these
    names that no export wrote. After an error the folder is as it was before.
    """
    if format_ not in FORMATS:
        raise UsageError(
            f"there is no format {quote(str(format_))}: the formats are {join_names(FORMATS)}"
        )
    if not os.fspath(folder):
        raise UsageError("the name of the folder is empty: name one, such as out")
    named, today = as_of_day(as_of), dates.today()
    _check_extra(format_)
    data = data or in_use()
    day = named or today
    path = os.fspath(folder)
    is_view = named is None and format_ in _DATABASES
    fixed_day = None if is_view else day
    stored = [*tables(data, fixed_day, today), *crosswalk_tables(data)]
    mapping = mapping_of_day(data, day)
    everything = [mapping, *stored]
    if format_ in _DATABASES:
        name = f"icslookup.{format_}"
        _check_database(os.path.join(path, name), format_, {table.name for table in stored})
        with replace_files(path, [name]) as made:
            _DATABASES[format_](os.path.join(made, name), stored, fixed_day)
        names = [name] * len(everything)
    else:
        names = [f"{table.name}.{format_}" for table in everything]
        formats = {*_earlier_formats(path, names, format_), format_}
        with replace_files(path, [*names, files.DESCRIPTOR]) as made:
            general = files.describe_data(data, day, formats)
            files.write_files(made, format_, everything, general)
    written = tuple(
        ExportedTable(table.name, os.path.join(path, name), len(table.rows))
        for table, name in zip(everything, names, strict=True)
    )
    note = messages.future_note(data, day)
    return Export(path, format_, fixed_day, written, data.info(day), note)


def _check_extra(format_: str) -> None:
    if format_ in _EXTRAS:
        what, package = _EXTRAS[format_]
        try:
            __import__(package)
        except ImportError:
            raise MissingExtraError(f"exporting {what}", package, format_) from None


def _check_database(path: str, format_: str, names: set[str]) -> None:
    """Raise `OutputError` if a file is open, is not from an export, or has other tables."""
    open_ = next((path + end for end in _LOG_ENDINGS if os.path.lexists(path + end)), None)
    if open_:
        raise OutputError(
            f"{open_} belongs to a database that is open, or was not closed: close it, or name"
            " another folder"
        )
    if not os.path.isfile(path):
        return
    present = databases.tables_in(path, format_)
    if databases.ABOUT not in present:
        raise OutputError(f"{path} is not of an earlier export: name another folder")
    own = sorted(present - names)
    if own:
        raise OutputError(
            f"{path} has tables of your own ({join_names(own)}): keep them in another"
            " database, and attach this one to it"
        )


def _earlier_formats(folder: str, names: list[str], format_: str) -> set[str]:
    """Return the formats of earlier exports into a folder.

    Raises `OutputError` if a file with one of the names is the user's own: `match` asks its users
    to fill in an `aliases.csv`.
    """
    formats = files.earlier_formats(folder)
    own = [files.DESCRIPTOR] if formats is None else [] if format_ in formats else names
    for path in (os.path.join(folder, name) for name in own):
        if os.path.isfile(path):
            raise OutputError(f"{path} is not of an earlier export: name another folder")
    return formats or set()


class ExportedTable(NamedTuple):
    """A table that was exported: its name, the path of its file, and the number of its rows."""

    table: str
    path: str
    rows: int


class Export(NamedTuple):
    """The answer to `export`: what was written into a folder.

    `format` is `parquet`, `sqlite`, `duckdb`, `csv` or `json`. `as_of` is the day of the table
    `icb_area_current`, or None if it is a view of the day of each query; the rows are then those of
    today. `message` is a note for the user, if there is one.
    """

    folder: str
    format: str
    as_of: date | None
    files: tuple[ExportedTable, ...]
    data: DataInfo
    message: str | None
