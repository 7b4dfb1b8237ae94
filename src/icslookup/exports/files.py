"""Writes each table as a Parquet, CSV or JSON file, and a descriptor of all tables."""

from __future__ import annotations

import csv
import json
import os

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from typing import Any

    from icslookup.dataset.loader import Dataset
    from icslookup.exports.schema import Column, ExportTable

DESCRIPTOR = "datapackage.json"
NAME = "icslookup-export"
"""The name in the descriptor. If a descriptor lacks it, no export wrote the files."""

_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
_KEPT = ("title", "description", "version", "created", "attribution", "licenses", "sources")


def write_files(
    folder: str, format_: str, tables: Sequence[ExportTable], general: dict[str, Any]
) -> None:
    """Write tables and their descriptor into a folder, as `parquet`, `csv` or `json`.

    `general` is what the descriptor says about all tables: see `describe_data`. The same tables
    give the same bytes.
    """
    write = {"parquet": _write_parquet, "csv": _write_csv, "json": _write_json}[format_]
    for table in tables:
        write(os.path.join(folder, f"{table.name}.{format_}"), table)
    described = {**general, "resources": [_resource(table, format_) for table in tables]}
    with open(os.path.join(folder, DESCRIPTOR), "w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(described, indent=2) + "\n")


def describe_data(data: Dataset, day: date, formats: Collection[str]) -> dict[str, Any]:
    """Return what a descriptor says about all tables: their title, and the data they come from.

    `formats` are those of all table files in the folder: a later export replaces these files.
    """
    found = {key: data.descriptor[key] for key in _KEPT if key in data.descriptor}
    return {
        "name": NAME,
        "profile": "data-package",
        "as_of": str(day),
        "formats": sorted(formats),
        **found,
    }


def earlier_formats(folder: str) -> set[str] | None:
    """Return the formats of earlier exports into a folder; None if its descriptor is not ours."""
    try:
        with open(os.path.join(folder, DESCRIPTOR), encoding="utf-8") as file:
            found = json.load(file)
        formats = {str(format_) for format_ in found["formats"]}
        return formats if found["name"] == NAME else None
    except FileNotFoundError:
        return set()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _resource(table: ExportTable, format_: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.references:
        schema["foreignKeys"] = [
            {
                "fields": list(reference.columns),
                "reference": {"resource": reference.table, "fields": list(reference.targets)},
            }
            for reference in table.references
        ]
    return {
        "name": table.name,
        "path": f"{table.name}.{format_}",
        "profile": "data-resource" if format_ == "parquet" else "tabular-data-resource",
        "title": table.title,
        "description": table.description,
        "format": format_,
        "mediatype": _MEDIA[format_],
        **({} if format_ == "parquet" else {"encoding": "utf-8"}),
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type}
    field["description"] = column.description
    return {**field, "constraints": column.limits} if column.limits else field


def _write_csv(path: str, table: ExportTable) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in table.columns)
        writer.writerows(table.rows)


def _write_json(path: str, table: ExportTable) -> None:
    """Write a JSON array with one object a line, as `icslookup areas --json` does."""
    names = [column.name for column in table.columns]
    lines = (json.dumps(dict(zip(names, row, strict=True)), default=str) for row in table.rows)
    text = ",\n".join(lines)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(f"[\n{text}\n]\n" if text else "[]\n")


def _write_parquet(path: str, table: ExportTable) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
    }
    schema = pa.schema(
        [
            pa.field(column.name, types[column.type], nullable=not column.required)
            for column in table.columns
        ]
    )
    columns = list(zip(*table.rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path)
