"""The views of `data info`, `data path` and `data validate`: files, their folder, their faults."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import Column, Report, Section, View
from icslookup.formats.values import count_with_noun, iso_date, number, short_date, stderr_lines
from icslookup.lookup.data_info import CertaintyCounts, DataFacts, DataFolder, FileFacts, Validation

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, Columns, FlatTable

_SHORT_HASH = 12
_FILE_COLUMNS = (
    *FileFacts._fields[:-1],
    *(f"certainty_{letter.lower()}" for letter in CertaintyCounts._fields),
)


def _info_rows(answer: DataFacts) -> FlatTable:
    """Return a row for each file."""
    return _FILE_COLUMNS, [
        (
            *file[:4], ";".join(file.sources), ";".join(file.licences), file.boundaries,
            *file.certainty,
        )
        for file in answer.files
    ]  # fmt: skip


def _info_report(answer: DataFacts) -> Report:
    columns: Columns = (
        Column("File"), Column("Rows", right=True), Column("Bytes", right=True),
        Column("SHA-256"), Column("Reaches"), Column("Certainty", wrap=True),
    )  # fmt: skip
    rows: list[Cells] = [
        (
            file.file,
            number(file.rows),
            number(file.size),
            file.sha256[:_SHORT_HASH],
            short_date(file.boundaries),
            ", ".join(
                f"{letter} {count}"
                for letter, count in zip(CertaintyCounts._fields, file.certainty, strict=True)
                if count
            ),
        )
        for file in answer.files
    ]
    origins: Columns = (
        Column("File"), Column("Sources", wrap=True), Column("Licences", wrap=True),
    )  # fmt: skip
    sources: list[Cells] = [
        (file.file, ", ".join(file.sources), ", ".join(file.licences)) for file in answer.files
    ]
    boundaries = ", ".join(short_date(day) for day in answer.boundaries)
    stores = (_store_section(answer),) if answer.stores else ()
    return Report(
        answer.title,
        (
            f"Version {answer.version} of {short_date(answer.created)}, {_age(answer.age)}",
            f"Boundaries of {boundaries}",
            *_origin(answer),
        ),
        _lookups_note(answer),
        (
            Section(None, columns, rows),
            Section("Where they come from", origins, sources),
            *stores,
        ),
        answer.folder,
    )


def _store_section(answer: DataFacts) -> Section:
    columns: Columns = (
        Column("What", wrap=True), Column("Edition"), Column("Rows", right=True),
        Column("Imported"), Column("Bytes", right=True),
    )  # fmt: skip
    rows: list[Cells] = [
        (
            store.fault or store.product or "",
            iso_date(store.edition) if store.edition else "",
            number(store.rows) if store.rows else "",
            short_date(store.imported),
            number(store.size) if store.size else "",
        )
        for store in answer.stores
    ]
    return Section("Postcodes and LSOAs", columns, rows)


def _age(days: int) -> str:
    return f"{count_with_noun(days, 'day', 'days')} old" if days else "made today"


def _origin(answer: DataFacts) -> list[str]:
    """Return lines about the origin of the data, and about a download that is not used."""
    fetched = answer.fetched
    facts = ["Those of the package"] if answer.kind == "bundled" else []
    if fetched and answer.kind == "refreshed":
        facts.append(f"Fetched on {short_date(fetched.fetched)} from {fetched.service}")
    elif fetched and not fetched.used:
        facts.append(
            f"What was fetched on {short_date(fetched.fetched)} is not used: it was built on the"
            f" data {fetched.built_on}, and the package has others since; run"
            " 'icslookup data update' again"
        )
    return facts


def _lookups_note(answer: DataFacts) -> str | None:
    """Return a note on imported lookups of LSOAs, None if there are none."""
    if all(store.kind != "lsoas" for store in answer.stores):
        return None
    return (
        "on the days that an imported lookup of LSOAs covers, icslookup uses it instead of"
        " lsoas.csv"
    )


def _folder_rows(answer: DataFolder) -> FlatTable:
    return DataFolder._fields, [answer]


def _validation_rows(answer: Validation) -> FlatTable:
    return ("file", "line", "column", "message"), answer.faults


def _validation_report(answer: Validation) -> Report | None:
    """Return the report of valid data, or None for data with faults, which are errors."""
    facts = ("every file can be read, and every invariant holds",)
    return Report("The data are valid", facts, None, (), answer.folder) if answer.valid else None


def _validation_errors(answer: Validation) -> str:
    """Return a line for each fault, and one with their number; an empty text for valid data."""
    lines = []
    for file, line, column, message in answer.faults:
        where = [
            file,
            *([f"line {line}"] if line else []),
            *([f"column {column}"] if column else []),
        ]
        gap = ": " if len(where) > 1 else " "
        lines.append(", ".join(where) + gap + message)
    if lines:
        count = count_with_noun(len(lines), "fault", "faults")
        lines.append(f"{count} in {answer.folder}")
    return stderr_lines(lines)


VIEWS = {
    DataFacts: View(_info_rows, _info_report),
    DataFolder: View(
        _folder_rows,
        text=lambda answer, _width: f"{answer.folder}\n",
        markdown=lambda answer: f"`{answer.folder}`\n",
    ),
    Validation: View(_validation_rows, _validation_report, errors=_validation_errors),
}
