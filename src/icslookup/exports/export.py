"""Exports the tables of the data set into a folder of the user's."""

from __future__ import annotations

import os

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.errors import MissingExtraError, OutputError, UsageError
from icslookup.exports import databases, files
from icslookup.exports.schema import current, tables
from icslookup.lookup import messages
from icslookup.storage.atomic import replace_files
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import DataInfo

FORMATS = ("parquet", "sqlite", "duckdb", "csv", "json")

_DATABASES = {"sqlite": databases.write_sqlite, "duckdb": databases.write_duckdb}
_UNCLOSED = (".wal", "-wal", "-shm", "-journal")
"""Beside a database these hold what is not in it yet, and would be taken for the new one's."""
_NEEDED = {"parquet": ("Parquet", "pyarrow"), "duckdb": ("DuckDB", "duckdb")}


def export(
    folder: str | os.PathLike[str],
    format_: str = "parquet",
    *,
    as_of: date | str | None = None,
    data: Dataset | None = None,
) -> Export:
    """Write every table of the data set into a folder, to be joined in SQL.

    Parameters: `folder` is made where it is missing; an earlier export in it is replaced, other
    files are let be. `format_` is one of `FORMATS`: `parquet`, `csv` and `json` are a file for
    each table and `datapackage.json`, which describes them; `sqlite` and `duckdb` are one
    database. The table `icb_area_current` has what `areas` answers for the day `as_of`, without
    which it is that of today, and in a database a view of the day of each question.

    Returns an `Export`, which names the tables. Raises `UsageError` for another format or a day
    before boards, `MissingExtraError` without the package that a format needs, `DataError` for
    data that are damaged, and `OutputError` where the folder cannot be written or has files of
    these names that no export wrote; then what was there is still there.
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
    place = os.fspath(folder)
    followed = named is None and format_ in _DATABASES
    shown = None if followed else day
    found, now = tables(data, shown, today), current(data, day)
    everything = [now, *found]
    if format_ in _DATABASES:
        name = f"icslookup.{format_}"
        _check_database(os.path.join(place, name), format_, {table.name for table in found})
        with replace_files(place, [name]) as made:
            _DATABASES[format_](os.path.join(made, name), found, shown)
        paths = [name] * len(everything)
    else:
        paths = [f"{table.name}.{format_}" for table in everything]
        earlier = _earlier(place, paths, format_)
        with replace_files(place, [*paths, files.DESCRIPTOR]) as made:
            about = files.about(data, day, {*earlier, format_})
            files.write_files(made, format_, everything, about)
    written = tuple(
        ExportedTable(table.name, os.path.join(place, path), len(table.rows))
        for table, path in zip(everything, paths, strict=True)
    )
    note = messages.future_note(data, day)
    return Export(place, format_, shown, written, data.info(day), note)


def _check_extra(format_: str) -> None:
    if format_ in _NEEDED:
        what, package = _NEEDED[format_]
        try:
            __import__(package)
        except ImportError:
            raise MissingExtraError(f"exporting {what}", package, format_) from None


def _check_database(path: str, format_: str, names: set[str]) -> None:
    """Refuse to replace a file that no export wrote, or that has tables of the user's own."""
    open_ = next((path + end for end in _UNCLOSED if os.path.lexists(path + end)), None)
    if open_:
        raise OutputError(
            f"{open_} belongs to a database that is open, or was not closed: close it, or name"
            " another folder"
        )
    if not os.path.isfile(path):
        return
    there = databases.tables_in(path, format_)
    if databases.ABOUT not in there:
        raise OutputError(f"{path} is not of an earlier export: name another folder")
    own = sorted(there - names)
    if own:
        raise OutputError(
            f"{path} has tables of your own ({join_names(own)}): keep them in another"
            " database, and attach this one to it"
        )


def _earlier(folder: str, paths: list[str], format_: str) -> set[str]:
    """Return the formats of earlier exports into a folder.

    Refuses files of the user's own: `aliases.csv` is one that `match` has them fill in.
    """
    found = files.earlier_formats(folder)
    own = [files.DESCRIPTOR] if found is None else [] if format_ in found else paths
    for path in (os.path.join(folder, name) for name in own):
        if os.path.isfile(path):
            raise OutputError(f"{path} is not of an earlier export: name another folder")
    return found or set()


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
