"""What is exported: every table with its columns, keys and rows, whatever it is written as.

The tables are those of the descriptor of the data, and a few that are made of them: the mapping
of a day and of all days, and where the data come from.
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

    `limits` are the constraints of its values as Frictionless names them, `required` among them
    where no cell is empty.
    """

    name: str
    type: str
    description: str
    limits: dict[str, Any]

    @property
    def required(self) -> bool:
        """Whether no cell is empty."""
        return bool(self.limits.get("required"))


class Reference(NamedTuple):
    """Columns whose values stand in the key of another table, where they are not empty."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


class ExportTable(NamedTuple):
    """A table: its rows have a text, a whole number, a number, a day or None for each column."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: Sequence[tuple[object, ...]]


def tables(data: Dataset, as_of: date | None, today: date) -> list[ExportTable]:
    """Return all tables but the mapping of a day.

    Parameters: `as_of` is the day that `about` tells, None where it is that of each question;
    `today` is that of the boundaries then. Raises `DataError`, with file, line and column, for
    data that are not as their descriptor says.
    """
    data.read_all()
    faults = schema_errors(data.folder, data.descriptor)
    if faults:
        raise faults[0]
    try:
        described = [_described(data, resource) for resource in data.descriptor["resources"]]
        return [_history(data), *described, *_provenance(data, as_of, today)]
    except (KeyError, TypeError, AttributeError) as error:
        path = os.path.join(data.folder, "datapackage.json")
        raise DataError(f"is not a description of the data: {error}", path) from None


def current(data: Dataset, day: date) -> ExportTable:
    """Return the mapping of a day: the rows and columns of `areas`."""
    return ExportTable(
        CURRENT,
        "Boards and authorities on a day",
        f"What icslookup areas answers for {day}: a row for each district and board.",
        _MAPPING,
        ("gss_code", "ods_code"),
        _MAPPED,
        mapping(data, day),
    )


def _history(data: Dataset) -> ExportTable:
    """Make the mapping of every day: a row for each period in which it did not change."""
    first: dict[MappingRow, date] = {}
    last: dict[MappingRow, date | None] = {}
    found: list[tuple[MappingRow, date, date | None]] = []
    for span in periods(data):
        now = mapping(data, span.start)
        over = first.keys() - now
        found += [(row, first.pop(row), last.pop(row)) for row in over]
        for row in now:
            first.setdefault(row, span.start)
            last[row] = span.end
    found += [(row, first[row], last[row]) for row in first]
    found.sort(key=lambda one: (one[0].area_name, one[0].gss_code, one[1], one[0].ods_code))
    return ExportTable(
        HISTORY,
        "Boards and authorities on every day",
        "What icslookup areas answers on every day since 1 July 2022: a row for each district,"
        " board and period in which the answer did not change.",
        (
            *_MAPPING,
            _column("valid_from", "date", "First day on which the row is the answer.", "!"),
            _column("valid_to", "date", "Last day of it; empty while it lasts."),
        ),
        ("gss_code", "ods_code", "valid_from"),
        _MAPPED,
        [(*row, since, until) for row, since, until in found],
    )


def _described(data: Dataset, resource: dict[str, Any]) -> ExportTable:
    """Read a table that the descriptor describes."""
    schema, name = resource["schema"], table_name(resource["name"])
    key = tuple(schema.get("primaryKey", ()))
    columns = tuple(
        Column(
            field["name"],
            _type(field),
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
        list(zip(*(_values(cells, column) for column in columns), strict=True)),
    )


def table_name(resource: str) -> str:
    """Return the name of a table: that of its resource, as SQL takes it without quotes."""
    return resource.replace("-", "_")


def _type(field: dict[str, Any]) -> str:
    found = field.get("type")
    return found if found in ("integer", "date") else "string"


def _values(cells: csv_reader.CsvTable, column: Column) -> Iterable[object]:
    if column.type == "date":
        return cells.day_or_none(column.name)
    kind = int if column.type == "integer" else str
    return [kind(cell) if cell else None for cell in cells.cells[column.name]]


def _provenance(data: Dataset, as_of: date | None, today: date) -> list[ExportTable]:
    """Make the tables that say where the data come from, so that it goes along with them."""
    found = cite(as_of or today, data=data)
    sources = [
        (one["name"], one.get("title", one["name"]), one.get("path"), one.get("licence"))
        for one in data.descriptor["sources"]
    ]
    about = (
        found.name, found.title, found.version, found.created, found.program_version, as_of,
        found.boundaries, data.descriptor["attribution"],
        ";".join(licence.name for licence in found.licences),
    )  # fmt: skip
    return [
        ExportTable(
            "sources",
            "Sources",
            "Where the rows come from: the names that stand in the columns source.",
            _SOURCES,
            ("name",),
            (Reference(("licence",), "licences", ("name",)),),
            sources,
        ),
        ExportTable(
            "licences",
            "Licences",
            "The licences of the data, and the attribution that each asks for.",
            _LICENCES,
            ("name",),
            (),
            found.licences,
        ),
        ExportTable(
            "about",
            "About the data",
            "One row: which data these are, and for which day.",
            _ABOUT,
            ("data_version",),
            (),
            [about],
        ),
    ]


def _column(name: str, type_: str, description: str, required: str = "") -> Column:
    return Column(name, type_, description, {"required": True} if required else {})


_MAPPING = (
    _column("gss_code", "string", "GSS code that the authority had on the day.", "!"),
    _column("area_name", "string", "Name of the authority.", "!"),
    _column("kind", "string", "Kind of authority.", "!"),
    _column("county_gss_code", "string", "GSS code of the county council, for a district."),
    _column("county", "string", "Name of the county, for a district."),
    _column("region", "string", "Region of England (not an NHS England region).", "!"),
    _column("ods_code", "string", "NHS ODS code of the board.", "!"),
    _column("ons_code", "string", "ONS code that the board had on the day."),
    _column("board_name", "string", "Full legal name of the board.", "!"),
    _column("board_short_name", "string", "Its name without NHS and Integrated Care Board.", "!"),
    _column("nhs_region", "string", "Name of the NHS England region.", "!"),
    _column("coverage", "string", "Whether the board has the whole authority or a part.", "!"),
    _column("residents_share", "number", "Its share of the residents, from 0 to 1.", "!"),
    _column("residents", "integer", "Census 2021 residents of the authority in the board.", "!"),
    _column("area_residents", "integer", "Census 2021 residents of the whole authority.", "!"),
    _column("lsoas", "integer", "2021 LSOAs of the authority in the board.", "!"),
    _column("area_lsoas", "integer", "2021 LSOAs of the whole authority.", "!"),
    _column("start", "date", "First day of the membership.", "!"),
    _column("end", "date", "Last day of the membership; empty while it lasts."),
)
_MAPPED = (
    Reference(("ods_code",), "boards", ("ods_code",)),
    Reference(("ons_code",), "board_codes", ("ons_code",)),
    Reference(("county_gss_code",), "authorities", ("gss_code",)),
)
_SOURCES = (
    _column("name", "string", "Name of the source, as it stands in the tables.", "!"),
    _column("title", "string", "What it is.", "!"),
    _column("url", "string", "Where it is, where known."),
    _column("licence", "string", "Name of its licence, where one is named."),
)
_LICENCES = (
    _column("name", "string", "Name of the licence.", "!"),
    _column("title", "string", "Its title.", "!"),
    _column("url", "string", "Where it stands.", "!"),
    _column("attribution", "string", "What it asks to be said.", "!"),
)
_ABOUT = (
    _column("name", "string", "Name of the data.", "!"),
    _column("title", "string", "Title of the data.", "!"),
    _column("data_version", "string", "Version of the data.", "!"),
    _column("created", "date", "Day on which the data were made.", "!"),
    _column("icslookup_version", "string", "Version of the program that exported them.", "!"),
    _column("as_of", "date", f"Day of {CURRENT}; empty where that is the day of the question."),
    _column("boundaries", "date", "Day since which the boundaries of that day held."),
    _column("attribution", "string", "What is to be said of the sources.", "!"),
    _column("licences", "string", "Names of the licences, separated by semicolons.", "!"),
)
