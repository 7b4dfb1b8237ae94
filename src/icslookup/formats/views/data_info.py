"""How the answers about the data themselves are shown: citations, files, faults."""

from __future__ import annotations

import textwrap

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import Column, Report, Section
from icslookup.formats.values import counted, iso_date, number, said, short_date, visible
from icslookup.lookup.answers_about import (
    Certainty,
    Citation,
    DataFacts,
    DataFolder,
    DataImport,
    DataReset,
    DataUpdate,
    Export,
    ExportedTable,
    FileFacts,
    Validation,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.formats.report import Cells, Columns
    from icslookup.lookup.answers import Answer
    from icslookup.lookup.answers_about import About

_SHORT_HASH = 12
_CITATION = tuple(field for field in Citation._fields if field != "message")
_FILE = (
    *FileFacts._fields[:-1],
    *(f"certainty_{letter.lower()}" for letter in Certainty._fields),
)


def plain(answer: Answer, width: int | None = None) -> str | None:
    """Return the text of an answer that is no table, to be pasted whole; None for others.

    `width` is that of a terminal: lines are broken there, between words.
    """
    if isinstance(answer, DataFolder):
        return f"{answer.folder}\n"
    if isinstance(answer, Citation):
        lines = (_broken(visible(line), width) for line in answer.text.split("\n"))
        return "\n".join(lines) + "\n"
    if isinstance(answer, DataImport):
        return "".join(f"{line}\n" for line in _imported(answer))
    return None


def _imported(answer: DataImport) -> list[str]:
    from icslookup.formats.views.refresh import import_line

    return [import_line(found) for found in answer.imported]


def _broken(line: str, width: int | None) -> str:
    if width is None:
        return line
    indent = "    " if line.startswith(" ") else ""
    return textwrap.fill(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def plain_markdown(answer: Answer) -> str | None:
    """Return the Markdown of an answer that is no table; None for others."""
    if isinstance(answer, Citation) and answer.style == "bibtex":
        return f"```bibtex\n{plain(answer)}```\n"
    if isinstance(answer, Citation):
        return answer.text.replace("\n", "\n\n") + "\n"
    if isinstance(answer, DataImport):
        return "".join(f"- {line}\n" for line in _imported(answer))
    return f"`{answer.folder}`\n" if isinstance(answer, DataFolder) else None


def about(answer: DataFacts | Validation | DataUpdate | DataReset | Export) -> Report | None:
    """Make the report of the data; None for data with faults, which are told as errors."""
    if isinstance(answer, Export):
        from icslookup.formats.views.export import export_report

        return export_report(answer)
    if isinstance(answer, DataUpdate | DataReset):
        from icslookup.formats.views.refresh import reset_report, update_report

        return update_report(answer) if isinstance(answer, DataUpdate) else reset_report(answer)
    if isinstance(answer, Validation):
        facts = ("every file can be read, and every invariant holds",)
        return (
            Report("The data are valid", facts, None, (), answer.folder) if answer.valid else None
        )
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
                for letter, count in zip(Certainty._fields, file.certainty, strict=True)
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
    stores = (_stores(answer),) if answer.stores else ()
    return Report(
        answer.title,
        (
            f"Version {answer.version} of {short_date(answer.created)}, {_age(answer.age)}",
            f"Boundaries of {boundaries}",
            *_origin(answer),
        ),
        None,
        (
            Section(None, columns, rows),
            Section("Where they come from", origins, sources),
            *stores,
        ),
        answer.folder,
    )


def _stores(answer: DataFacts) -> Section:
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
    return f"{counted(days, 'day', 'days')} old" if days else "made today"


def _origin(answer: DataFacts) -> list[str]:
    """Say whether the data are those of the package, and what else there is."""
    found = answer.fetched
    facts = ["Those of the package"] if answer.kind == "bundled" else []
    if found and answer.kind == "refreshed":
        facts.append(f"Fetched on {short_date(found.fetched)} from {found.service}")
    elif found and not found.used:
        facts.append(
            f"What was fetched on {short_date(found.fetched)} is not used: it was built on the"
            f" data {found.built_on}, and the package has others since; run"
            " 'icslookup data update' again"
        )
    return facts


def flat_about(answer: About) -> tuple[tuple[str, ...], Sequence[tuple[object, ...]]]:
    """Return the columns and rows: of files, of faults, or the one row that there is."""
    if isinstance(answer, DataFacts):
        return _FILE, [
            (
                *file[:4], ";".join(file.sources), ";".join(file.licences), file.boundaries,
                *file.certainty,
            )
            for file in answer.files
        ]  # fmt: skip
    if isinstance(answer, Validation):
        return ("file", "line", "column", "message"), answer.faults
    if isinstance(answer, DataFolder):
        return DataFolder._fields, [answer]
    if isinstance(answer, DataUpdate | DataReset | DataImport):
        from icslookup.formats.views.refresh import flat_update

        return flat_update(answer)
    if isinstance(answer, Export):
        return ExportedTable._fields, answer.files
    names = ";".join(licence.name for licence in answer.licences)
    row = answer._replace(licences=())._asdict() | {"licences": names}
    return _CITATION, [tuple(row[column] for column in _CITATION)]


def faults(answer: Validation) -> str:
    """Return a line for each fault and one that counts them; nothing for sound data."""
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
        count = counted(len(lines), "fault", "faults")
        lines.append(f"{count} in {answer.folder}")
    return said(lines)
