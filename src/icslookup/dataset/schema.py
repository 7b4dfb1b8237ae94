"""Holds the cells of data files against the descriptor that goes with them.

The readers of `icslookup.dataset.loader` stop at the first fault, as an answer must; here every
cell is looked at, so that all faults of a folder can be named at once.
"""

from __future__ import annotations

import os
import re

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import CsvTable, Row, read_rows, require_unique
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    _Field = tuple[dict[str, Any], set[str]]

_AUTHORITIES = ("authorities.csv", "gss_code")
_FORMER = ("authority_codes.csv", "former_code")
_BOARDS = ("boards.csv", "ods_code")

REFERENCES = {
    ("aliases.csv", "code"): (_AUTHORITIES, _BOARDS),
    ("authorities.csv", "county_gss_code"): (_AUTHORITIES,),
    ("authorities.csv", "successors"): (_AUTHORITIES,),
    ("authority_codes.csv", "gss_code"): (_AUTHORITIES,),
    ("board_codes.csv", "ods_code"): (_BOARDS,),
    ("boards.csv", "predecessors"): (_BOARDS,),
    ("boards.csv", "successors"): (_BOARDS,),
    ("icb_areas.csv", "gss_code"): (_AUTHORITIES, _FORMER),
    ("icb_areas.csv", "ods_code"): (_BOARDS,),
    ("places.csv", "members"): (_AUTHORITIES,),
    ("planned.csv", "gss_code"): (_AUTHORITIES,),
}
"""The columns that hold codes, one or several, and where the codes must stand.

The foreign keys of a descriptor cannot say this of cells that hold several values.
"""
_IN_REFERENCES = {
    file for (path, _), targets in REFERENCES.items() for file in (path, *dict(targets))
}
"""The files whose rows are needed again, to look for codes."""


class _FileRows(NamedTuple):
    rows: list[Row]
    whole: bool


def schema_errors(folder: str, descriptor: dict[str, Any]) -> list[DataError]:
    """Return an error for each cell that is not as the descriptor says.

    Parameters: `folder` holds the files, `descriptor` is what `datapackage.json` holds. A file
    is read up to the first line that is no row. A descriptor that does not describe files is an
    error too.
    """
    try:
        return list(_described(folder, descriptor))
    except (AttributeError, KeyError, TypeError, re.error) as error:
        path = os.path.join(folder, "datapackage.json")
        return [DataError(f"is not a description of the data: {error}", path)]


def _described(folder: str, descriptor: dict[str, Any]) -> Iterator[DataError]:
    sources = {source["name"] for source in descriptor["sources"]}
    tables: dict[str, _FileRows] = {}
    for resource in descriptor["resources"]:
        fields = [(field, set[str]()) for field in resource["schema"]["fields"]]
        columns = tuple(field["name"] for field, _ in fields)
        rows: list[Row] = []
        seen: set[object] = set()
        key = resource["schema"].get("primaryKey", ())
        whole = True
        path = os.path.join(folder, resource["path"])
        try:
            if resource["path"] not in _IN_REFERENCES and _sound(path, fields, key, sources):
                continue
            for row in read_rows(path, columns):
                rows.append(row)
                yield from _cells(row, fields, sources)
                yield from _repeated(row, key, seen)
        except DataError as error:
            whole = False
            yield error
        tables[resource["path"]] = _FileRows(rows, whole)
    yield from _references(tables)


def _sound(path: str, fields: list[_Field], key: list[str], sources: set[str]) -> bool:
    """Tell whether all of a file is as described, by its columns: for a file of many rows.

    Of one that is not, the rows say where.
    """
    row = Row(path, 0, {})
    try:
        table = CsvTable(path, tuple(field["name"] for field, _ in fields))
        for field, _ in fields:
            for value in set(table.cells[field["name"]]):
                row.cells[field["name"]] = value
                _cell(row, field, sources)
    except DataError:
        return False
    keys = list(zip(*(table.cells[column] for column in key), strict=True))
    return len(set(keys)) == len(keys)


def _repeated(row: Row, key: list[str], seen: set[object]) -> Iterator[DataError]:
    if key:
        try:
            require_unique(seen, row, key[-1], tuple(row.cells[column] for column in key))
        except DataError as error:
            yield error


def _cells(row: Row, fields: list[_Field], sources: set[str]) -> Iterator[DataError]:
    """Yield the faults of a row; with each field stand the values that were found to be right."""
    for field, right in fields:
        value = row.cells[field["name"]]
        if value not in right:
            try:
                _cell(row, field, sources)
                right.add(value)
            except DataError as error:
                yield error


def _cell(row: Row, field: dict[str, Any], sources: set[str]) -> None:
    name, limits = field["name"], field.get("constraints", {})
    value = row.cells[name]
    if limits.get("required"):
        row.text(name)
    if not value:
        return
    if field.get("type") == "date":
        row.day(name)
    if field.get("type") == "integer":
        row.count(name)
    if "enum" in limits:
        row.choice(name, tuple(limits["enum"]))
    if "pattern" in limits and not re.fullmatch(limits["pattern"], value):
        raise row.error_at(name, f"{value!r} is not a code of the right form")
    if name == "source":
        for source in row.texts(name):
            if source not in sources:
                raise row.error_at(name, f"there is no source {source!r}")


def _references(tables: dict[str, _FileRows]) -> Iterator[DataError]:
    """Yield the codes that stand nowhere, unless the file they should stand in is damaged."""
    for (path, column), targets in REFERENCES.items():
        if path not in tables or not all(t in tables and tables[t].whole for t, _ in targets):
            continue
        known = {row.cells[name] for target, name in targets for row in tables[target].rows}
        for row in tables[path].rows:
            try:
                row.known(column, row.texts(column), known)
            except DataError as error:  # noqa: PERF203 - every row is looked at
                yield error
