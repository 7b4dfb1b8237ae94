"""Databases of all tables with their keys: SQLite or DuckDB.

A view has the mapping of a day: that of the query, or the one that the user named.
"""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import DataError, OutputError
from icslookup.exports.schema import CURRENT, HISTORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.exports.schema import ExportTable

SQLITE_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "date": "TEXT"}
DUCKDB_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}

SQLITE_TODAY = "date('now', 'localtime')"
DUCKDB_TODAY = "CAST(current_timestamp AS DATE)"
"""The day in the time zone of the computer. In DuckDB 1.1 `current_date` is the day in UTC."""

_INDEXED = ("gss_code", "ods_code")

ABOUT = "about"
"""The table that describes an export. If a database lacks it, no export wrote it."""


def tables_in(path: str, format_: str) -> set[str]:
    """Return the names of the tables in a database; none if the file is not one of `format_`."""
    if format_ == "sqlite":
        import sqlite3

        address = f"{Path(path).absolute().as_uri()}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True)) as file:
                found = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                return {name for (name,) in found}
        except sqlite3.Error:
            return set()
    import duckdb

    try:
        with duckdb.connect(path, read_only=True) as file:
            file.execute("SELECT table_name FROM duckdb_tables()")
            return {name for (name,) in file.fetchall()}
    except duckdb.Error:
        return set()


def write_sqlite(path: str, tables: Sequence[ExportTable], as_of: date | None) -> None:
    """Write tables into a new SQLite file. Days are text in ISO form.

    `as_of` is the day of the view, or None for the day of each query. Raises `DataError` for rows
    that break a key, and `OutputError` if the file cannot be written.
    """
    import sqlite3

    with open(path, "xb"):
        pass  # SQLite sets fewer permissions than the umask allows
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            for table in _referenced_first(tables):
                connection.execute(_create(table, SQLITE_TYPES))
                connection.executemany(
                    f"INSERT INTO {_quoted(table.name)} VALUES"  # noqa: S608 - a name in quotes
                    f" ({', '.join('?' for _ in table.columns)})",
                    ([_sqlite_value(cell) for cell in row] for row in table.rows),
                )
                for statement in _indexes(table):
                    connection.execute(statement)
            day = SQLITE_TODAY if as_of is None else f"'{as_of}'"
            connection.execute(_view(tables, day))
            connection.execute("COMMIT")
    except sqlite3.IntegrityError as error:
        raise _key_error(error) from None
    except sqlite3.Error as error:
        raise OutputError(f"the database cannot be written: {error}") from None


def write_duckdb(path: str, tables: Sequence[ExportTable], as_of: date | None) -> None:
    """Write tables into a new DuckDB file, which every DuckDB since 1.0 reads.

    See `write_sqlite`.
    """
    import duckdb

    try:
        with closing(
            duckdb.connect(path, config={"storage_compatibility_version": "v1.0.0"})
        ) as connection:
            connection.execute("BEGIN")
            for table in _referenced_first(tables):
                connection.execute(_create(table, DUCKDB_TYPES))
                names = [column.name for column in table.columns]
                rows = [dict(zip(names, row, strict=True)) for row in table.rows]
                connection.execute(_insert(table), [json.dumps(rows, default=str)])
            day = DUCKDB_TODAY if as_of is None else f"DATE '{as_of}'"
            connection.execute(_view(tables, day))
            connection.execute("COMMIT")
    except duckdb.ConstraintException as error:
        raise _key_error(error) from None
    except duckdb.Error as error:
        raise OutputError(f"the database cannot be written: {error}") from None


def _insert(table: ExportTable) -> str:
    """Return the statement that inserts the rows of a table, which DuckDB gets as JSON.

    Some versions of DuckDB take many seconds to insert row by row, others to insert columns.
    """
    types = {column.name: DUCKDB_TYPES[column.type] for column in table.columns}
    rows = f"unnest(from_json(?, {_literal(json.dumps([types]))}))"
    source = f"SELECT row.* FROM (SELECT {rows} AS row)"  # noqa: S608 - a text in quotes
    return f"INSERT INTO {_quoted(table.name)} {source}"


def _key_error(error: Exception) -> DataError:
    return DataError(f"the data do not hold together: {error}")


def _referenced_first(tables: Sequence[ExportTable]) -> list[ExportTable]:
    """Return the tables in an order in which each comes after the tables it refers to."""
    known = {table.name: table for table in tables}
    referred = {
        name: [one.table for one in table.references if one.table != name]
        for name, table in known.items()
    }
    try:
        return [known[name] for name in TopologicalSorter(referred).static_order()]
    except (KeyError, CycleError) as error:
        raise DataError(f"the foreign keys of the data lead nowhere: {error}") from None


def _sqlite_value(cell: object) -> object:
    return str(cell) if isinstance(cell, date) else cell


def _create(table: ExportTable, types: dict[str, str]) -> str:
    """Return the statement that creates a table."""
    parts = []
    for column in table.columns:
        part = f"{_quoted(column.name)} {types[column.type]}"
        if column.required:
            part += " NOT NULL"
        if "enum" in column.limits:
            values = ", ".join(_literal(value) for value in column.limits["enum"])
            part += f" CHECK ({_quoted(column.name)} IN ({values}))"
        parts.append(part)
    if table.key:
        parts.append(f"PRIMARY KEY ({_quoted_names(table.key)})")
    parts += [
        f"FOREIGN KEY ({_quoted_names(reference.columns)})"
        f" REFERENCES {_quoted(reference.table)} ({_quoted_names(reference.targets)})"
        for reference in table.references
    ]
    lines = ",\n    ".join(parts)
    return f"CREATE TABLE {_quoted(table.name)} (\n    {lines}\n)"


def _indexes(table: ExportTable) -> list[str]:
    """Return the statements that index the codes of a table, unless its key begins with one."""
    names = {column.name for column in table.columns} - set(table.key[:1])
    return [
        f"CREATE INDEX {_quoted(f'{table.name}_{code}')} ON {_quoted(table.name)} ({code})"
        for code in _INDEXED
        if code in names
    ]


def _view(tables: Sequence[ExportTable], day: str) -> str:
    history = next(table for table in tables if table.name == HISTORY)
    columns = [column.name for column in history.columns][:-2]  # valid_from and valid_to
    return (
        f"CREATE VIEW {_quoted(CURRENT)} AS\n"
        f"SELECT {_quoted_names(columns)}\nFROM {_quoted(HISTORY)}\n"
        f"WHERE valid_from <= {day} AND (valid_to IS NULL OR valid_to >= {day})"
    )


def _quoted_names(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    """Return a name in quotes, because it can be a keyword, such as `end`."""
    return '"' + name.replace('"', '""') + '"'


def _literal(value: object) -> str:
    return "'" + str(value).replace("'", "''") + "'"
