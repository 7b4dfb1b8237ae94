"""The tables that are exported, with their columns, keys and rows, for every format.

Most are the tables that the descriptor of the data names. icslookup makes the others from them: the
mapping of one day, the mapping of all days, and the sources of the data. `crosswalks` adds those
that lead from one set of boundaries to another.
"""

from __future__ import annotations

import os

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset import csv_reader
from icslookup.dataset.periods import periods
from icslookup.dataset.schema import schema_errors
from icslookup.errors import DataError
from icslookup.lookup.cite import cite
from icslookup.lookup.lists import mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import Any

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.lists import MappingRow

CURRENT = "icb_area_current"
HISTORY = "icb_area_history"


class Column(NamedTuple):
    """A column: its type is `string`, `integer`, `number` or `date`.

    `limits` are the constraints of its values, under their names in Frictionless. They include
    `required` if no cell is empty.
    """

    name: str
    type: str
    description: str
    limits: dict[str, Any]

    @property
    def required(self) -> bool:
        """True if no cell is empty."""
        return bool(self.limits.get("required"))


class Reference(NamedTuple):
    """A foreign key: columns whose values, unless empty, are in columns of another table."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


class ExportTable(NamedTuple):
    """A table. For each column a row has a text, a whole number, a number, a day or None."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: Sequence[tuple[object, ...]]


def tables(data: Dataset, as_of: date | None, today: date) -> list[ExportTable]:
    """Return all tables except the mapping of a day and those of `crosswalks`.

    Parameters: `as_of` is the day that the table `about` names, or None for the day of each query;
    `about` then has the boundaries of `today`. Raises `DataError`, with file, line and column, if
    the data are not as their descriptor says.
    """
    data.read_all()
    faults = schema_errors(data.folder, data.descriptor)
    if faults:
        raise faults[0]
    try:
        data_tables = [_data_table(data, resource) for resource in data.descriptor["resources"]]
        return [_history(data), *data_tables, *_provenance(data, as_of, today)]
    except (KeyError, TypeError, AttributeError) as error:
        path = os.path.join(data.folder, "datapackage.json")
        raise DataError(f"is not a description of the data: {error}", path) from None


def mapping_of_day(data: Dataset, day: date) -> ExportTable:
    """Return the mapping of a day: the rows and columns of `icslookup areas`."""
    return ExportTable(
        CURRENT,
        "Boards and authorities on a day",
        f"What icslookup areas answers for {day}: a row for each district and board.",
        _MAPPING_COLUMNS,
        ("gss_code", "ods_code"),
        _MAPPING_REFERENCES,
        mapping(data, day),
    )


def _history(data: Dataset) -> ExportTable:
    """Return the mapping of every day, with a row for each period in which it did not change."""
    first: dict[MappingRow, date] = {}
    last: dict[MappingRow, date | None] = {}
    rows: list[tuple[MappingRow, date, date | None]] = []
    for span in periods(data):
        present = mapping(data, span.start)
        ended = first.keys() - present
        rows += [(row, first.pop(row), last.pop(row)) for row in ended]
        for row in present:
            first.setdefault(row, span.start)
            last[row] = span.end
    rows += [(row, first[row], last[row]) for row in first]
    rows.sort(key=lambda one: (one[0].area_name, one[0].gss_code, one[1], one[0].ods_code))
    return ExportTable(
        HISTORY,
        "Boards and authorities on every day",
        "What icslookup areas answers on every day since 1 July 2022: a row for each district,"
        " board and period in which the answer did not change.",
        (
            *_MAPPING_COLUMNS,
            required_column("valid_from", "date", "First day on which the row is the answer."),
            optional_column("valid_to", "date", "Last day of it; empty while it lasts."),
        ),
        ("gss_code", "ods_code", "valid_from"),
        _MAPPING_REFERENCES,
        [(*row, since, until) for row, since, until in rows],
    )


def _data_table(data: Dataset, resource: dict[str, Any]) -> ExportTable:
    """Return a table of the data, with the columns and keys in their descriptor."""
    schema, name = resource["schema"], table_name(resource["name"])
    key = tuple(schema.get("primaryKey", ()))
    columns = tuple(
        Column(
            field["name"],
            _type_of(field),
            field.get("description", ""),
            {
                **field.get("constraints", {}),
                **({"required": True} if field["name"] in key else {}),
            },
        )
        for field in schema["fields"]
    )
    path = os.path.join(data.folder, resource["path"])
    cells = csv_reader.CsvTable(path, tuple(column.name for column in columns))
    return ExportTable(
        name,
        resource.get("title", name),
        resource.get("description", ""),
        columns,
        key,
        tuple(
            Reference(
                tuple(found["fields"]),
                table_name(found["reference"]["resource"]),
                tuple(found["reference"]["fields"]),
            )
            for found in schema.get("foreignKeys", ())
        ),
        list(zip(*(_typed_values(cells, column) for column in columns), strict=True)),
    )


def table_name(resource: str) -> str:
    """Return the name of a table: that of its resource, made valid in SQL without quotes."""
    return resource.replace("-", "_")


def _type_of(field: dict[str, Any]) -> str:
    type_ = field.get("type")
    return type_ if type_ in ("integer", "date") else "string"


def _typed_values(cells: csv_reader.CsvTable, column: Column) -> Iterable[object]:
    if column.type == "date":
        return cells.column(column.name, csv_reader.optional(csv_reader.iso_day))
    kind = int if column.type == "integer" else str
    return [kind(cell) if cell else None for cell in cells.cells[column.name]]


def _provenance(data: Dataset, as_of: date | None, today: date) -> list[ExportTable]:
    """Return the tables that say where the data come from."""
    citation = cite(as_of or today, data=data)
    sources = [
        (one["name"], one.get("title", one["name"]), one.get("path"), one.get("licence"))
        for one in data.descriptor["sources"]
    ]
    about = (
        citation.name, citation.title, citation.version, citation.created,
        citation.program_version, as_of, citation.boundaries, data.descriptor["attribution"],
        ";".join(licence.name for licence in citation.licences),
    )  # fmt: skip
    return [
        ExportTable(
            "sources",
            "Sources",
            "Where the rows come from: the names that stand in the columns source.",
            _SOURCES_COLUMNS,
            ("name",),
            (Reference(("licence",), "licences", ("name",)),),
            sources,
        ),
        ExportTable(
            "licences",
            "Licences",
            "The licences of the data, and the attribution that each asks for.",
            _LICENCES_COLUMNS,
            ("name",),
            (),
            citation.licences,
        ),
        ExportTable(
            "about",
            "About the data",
            "One row: which data these are, and for which day.",
            _ABOUT_COLUMNS,
            ("data_version",),
            (),
            [about],
        ),
    ]


def required_column(name: str, type_: str, description: str, **limits: object) -> Column:
    """Return a column without empty cells; `limits` are its other constraints."""
    return Column(name, type_, description, {"required": True, **limits})


def optional_column(name: str, type_: str, description: str) -> Column:
    """Return a column that can have empty cells."""
    return Column(name, type_, description, {})


_MAPPING_COLUMNS = (
    required_column("gss_code", "string", "GSS code that the authority had on the day."),
    required_column("area_name", "string", "Name of the authority."),
    required_column("kind", "string", "Kind of authority."),
    optional_column("county_gss_code", "string", "GSS code of the county council, for a district."),
    optional_column("county", "string", "Name of the county, for a district."),
    required_column("region", "string", "Region of England (not an NHS England region)."),
    required_column("ods_code", "string", "NHS ODS code of the board."),
    optional_column("ons_code", "string", "ONS code that the board had on the day."),
    required_column("board_name", "string", "Full legal name of the board."),
    required_column("board_short_name", "string", "Name without NHS and Integrated Care Board."),
    required_column("nhs_region", "string", "Name of the NHS England region."),
    required_column("coverage", "string", "Whether the board has the whole authority or a part."),
    required_column("residents_share", "number", "Its share of the residents, from 0 to 1."),
    required_column("residents", "integer", "Census 2021 residents of the authority in the board."),
    required_column("area_residents", "integer", "Census 2021 residents of the whole authority."),
    required_column("lsoas", "integer", "2021 LSOAs of the authority in the board."),
    required_column("area_lsoas", "integer", "2021 LSOAs of the whole authority."),
    required_column("start", "date", "First day of the membership."),
    optional_column("end", "date", "Last day of the membership; empty while it lasts."),
)
_MAPPING_REFERENCES = (
    Reference(("ods_code",), "boards", ("ods_code",)),
    Reference(("ons_code",), "board_codes", ("ons_code",)),
    Reference(("county_gss_code",), "authorities", ("gss_code",)),
)
_SOURCES_COLUMNS = (
    required_column("name", "string", "Name of the source, as it stands in the tables."),
    required_column("title", "string", "What it is."),
    optional_column("url", "string", "Where it is, where known."),
    optional_column("licence", "string", "Name of its licence, where one is named."),
)
_LICENCES_COLUMNS = (
    required_column("name", "string", "Name of the licence."),
    required_column("title", "string", "Its title."),
    required_column("url", "string", "Where it stands."),
    required_column("attribution", "string", "What it asks to be said."),
)
_ABOUT_COLUMNS = (
    required_column("name", "string", "Name of the data."),
    required_column("title", "string", "Title of the data."),
    required_column("data_version", "string", "Version of the data."),
    required_column("created", "date", "Day on which the data were made."),
    required_column("icslookup_version", "string", "Version of the program that exported them."),
    optional_column("as_of", "date", f"Day of {CURRENT}; empty if it is the day of each query."),
    optional_column("boundaries", "date", "Day since which the boundaries of that day held."),
    required_column("attribution", "string", "What is to be said of the sources."),
    required_column("licences", "string", "Names of the licences, separated by semicolons."),
)
