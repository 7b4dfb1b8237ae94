"""Checks the cells of data files against their descriptor.

The readers of `icslookup.dataset.loader` stop at the first error. This module checks every cell,
so that `data validate` can report all errors of a folder at once.
"""

from __future__ import annotations

import os
import re
from functools import partial

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import (
    CsvTable,
    Row,
    codes_in,
    iso_day,
    not_empty,
    one_of,
    positive_number,
    read_rows,
    require_unique,
    semicolon_list,
)
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    _Check = Callable[[str], None]

_AUTHORITIES = ("authorities.csv", "gss_code")
_FORMER = ("authority_codes.csv", "former_code")
_BOARDS = ("boards.csv", "ods_code")
_AREAS_BY_ODS = ("nhs_areas.csv", "ods_code")
_AREAS_BY_ONS = ("nhs_areas.csv", "ons_code")
_REGIONS = ("regions.csv", "ods_code")

REFERENCES = {
    ("aliases.csv", "code"): (_AUTHORITIES, _BOARDS),
    ("authorities.csv", "county_gss_code"): (_AUTHORITIES,),
    ("authorities.csv", "successors"): (_AUTHORITIES,),
    ("authority_codes.csv", "gss_code"): (_AUTHORITIES,),
    ("board_codes.csv", "ods_code"): (_BOARDS,),
    ("boards.csv", "predecessors"): (_BOARDS,),
    ("boards.csv", "region_ods_code"): (_REGIONS,),
    ("boards.csv", "successors"): (_BOARDS,),
    ("icb_areas.csv", "gss_code"): (_AUTHORITIES, _FORMER),
    ("icb_areas.csv", "ods_code"): (_BOARDS,),
    ("nhs_area_boards.csv", "code"): (_AREAS_BY_ODS, _AREAS_BY_ONS),
    ("nhs_area_boards.csv", "ods_code"): (_BOARDS,),
    ("nhs_areas.csv", "successors"): (_AREAS_BY_ODS, _BOARDS),
    ("places.csv", "members"): (_AUTHORITIES,),
    ("planned.csv", "gss_code"): (_AUTHORITIES,),
    ("region_boards.csv", "ods_code"): (_BOARDS,),
    ("region_boards.csv", "region_ods_code"): (_REGIONS,),
}
"""The columns whose cells hold one or more codes, and the columns that must have these codes.

The foreign keys of a descriptor cannot describe cells that hold several values.
"""
_IN_REFERENCES = {
    file for (path, _), targets in REFERENCES.items() for file in (path, *dict(targets))
}
"""The files whose rows are needed again, to look up codes."""


class _FileRows(NamedTuple):
    """The rows of a file. `whole` is False if a damaged line cut the reading short."""

    rows: list[Row]
    whole: bool


def schema_errors(folder: str, descriptor: dict[str, Any]) -> list[DataError]:
    """Return an error for each cell that is not as the descriptor says.

    Parameters: `folder` holds the files, `descriptor` is the content of `datapackage.json`. A file
    is read up to the first line that is not a row. A descriptor that does not describe files is
    an error too.
    """
    try:
        return list(_described(folder, descriptor))
    except (AttributeError, KeyError, TypeError, re.error) as error:
        path = os.path.join(folder, "datapackage.json")
        return [DataError(f"is not a description of the data: {error}", path)]


def _described(folder: str, descriptor: dict[str, Any]) -> Iterator[DataError]:
    """Yield the errors of all files, and then an error for each code that no record has."""
    sources = {source["name"] for source in descriptor["sources"]}
    tables: dict[str, _FileRows] = {}
    for resource in descriptor["resources"]:
        checks = {
            field["name"]: partial(_check, field, sources) for field in resource["schema"]["fields"]
        }
        rows: list[Row] = []
        seen: set[object] = set()
        key = resource["schema"].get("primaryKey", ())
        whole = True
        path = os.path.join(folder, resource["path"])
        try:
            if resource["path"] not in _IN_REFERENCES and _is_sound(path, checks, key):
                continue
            for row in read_rows(path, tuple(checks)):
                rows.append(row)
                yield from _cell_errors(row, checks)
                yield from _key_errors(row, key, seen)
        except DataError as error:
            whole = False
            yield error
        tables[resource["path"]] = _FileRows(rows, whole)
    yield from _reference_errors(tables)


def _is_sound(path: str, checks: Mapping[str, _Check], key: list[str]) -> bool:
    """Return whether all of a file is as described.

    This check reads whole columns, so it is fast for a file of many rows. If it returns False, read
    the rows to find the errors.
    """
    try:
        table = CsvTable(path, tuple(checks))
        for name, check in checks.items():
            table.column(name, check)
        if key:
            table.require_unique(*key)
    except DataError:
        return False
    return True


def _key_errors(row: Row, key: list[str], seen: set[object]) -> Iterator[DataError]:
    """Yield an error if an earlier row has the same key."""
    if key:
        try:
            require_unique(seen, row, key[-1], tuple(row.cells[column] for column in key))
        except DataError as error:
            yield error


def _cell_errors(row: Row, checks: Mapping[str, _Check]) -> Iterator[DataError]:
    """Yield an error for each cell that its check refuses."""
    for name, check in checks.items():
        try:
            row.value(name, check)
        except DataError as error:  # noqa: PERF203 - every cell is checked
            yield error


def _check(field: dict[str, Any], sources: set[str], cell: str) -> None:
    """Raise `ValueError` if a cell is not as the descriptor says."""
    limits = field.get("constraints", {})
    if limits.get("required"):
        not_empty(cell)
    if not cell:
        return
    if field.get("type") == "date":
        iso_day(cell)
    if field.get("type") == "integer":
        positive_number(cell)
    if "enum" in limits:
        one_of(tuple(limits["enum"]))(cell)
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        raise ValueError(f"{cell!r} is not a code of the right form")
    if field["name"] == "source":
        for source in semicolon_list(cell):
            if source not in sources:
                raise ValueError(f"there is no source {source!r}")


def _reference_errors(tables: dict[str, _FileRows]) -> Iterator[DataError]:
    """Yield an error for each code without a record, unless the file of records is damaged."""
    for (path, column), targets in REFERENCES.items():
        if path not in tables or not all(t in tables and tables[t].whole for t, _ in targets):
            continue
        known = {row.cells[name] for target, name in targets for row in tables[target].rows}
        for row in tables[path].rows:
            try:
                row.value(column, codes_in(known))
            except DataError as error:  # noqa: PERF203 - every row is checked
                yield error
