"""The parts of a report, which shows an answer with a title, sections and a footer.

`to_table` and `to_markdown` draw the same report. The modules of `views` have a `View` for each
class of answer.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.formats.values import short_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import Any

    from icslookup.model import DataInfo
    from icslookup.tables.records import RecordSource


class Share(NamedTuple):
    """A share from 0 to 1, None if not known. `to_table` draws it as a percentage and a bar."""

    value: float | None


Cells = tuple[str | Share, ...]
"""The cells of one row."""


class Column(NamedTuple):
    """A column: `right` for numbers, `wrap` for names, which may take several lines.

    Widths are in characters. If the terminal is narrower than `narrow_below`, the column is as wide
    as its longest word. If it is narrower than `least_width`, the column is left out.
    """

    title: str
    right: bool = False
    wrap: bool = False
    least_width: int = 0
    narrow_below: int = 0


Columns = tuple[Column, ...]

FlatTable = tuple[tuple[str, ...], "Sequence[tuple[object, ...]]"]
"""The names of columns and the rows, for CSV."""


class Section(NamedTuple):
    """A table under a heading; `former` dims it, for rows that are no longer in force."""

    heading: str | None
    columns: Columns
    rows: list[Cells]
    former: bool = False


class Branch(NamedTuple):
    """A line of a tree, with the lines below it; `ahead` marks an event that has not happened yet.

    `when` is a date as text, or empty. `certainty` is a letter or None.
    """

    when: str
    what: str
    certainty: str | None
    ahead: bool
    children: tuple[Branch, ...]


class Report(NamedTuple):
    """An answer for people to read. Each of `facts` is a line; `tree` is empty for most answers.

    `command` is a command to paste. It stands on one line, however narrow the terminal is, after a
    line with `command_title`, which says what it does.
    """

    title: str
    facts: tuple[str, ...]
    note: str | None
    sections: tuple[Section, ...]
    footer: str
    tree: tuple[Branch, ...] = ()
    command_title: str | None = None
    command: str | None = None


BOARD_COLUMN = Column("Board", wrap=True)
AREA_COLUMN = Column("Authority", wrap=True)
SHARE_COLUMN = Column("Share")
RESIDENTS_COLUMN = Column("Residents", right=True)
LSOA_COLUMN = Column("LSOAs", right=True)


def known_columns(heading: str, columns: Columns, rows: list[Cells]) -> Section:
    """Return a section without the columns in which nothing is known."""
    empty = ("", Share(None))
    kept = [
        position
        for position in range(len(columns))
        if any(row[position] not in empty for row in rows)
    ]
    return Section(
        heading,
        tuple(columns[position] for position in kept),
        [tuple(row[position] for position in kept) for row in rows],
    )


def footer(info: DataInfo, day: date) -> str:
    """Return the last line of most reports: the day, and the version and boundaries of the data."""
    boundaries = f", boundaries of {short_date(info.boundaries)}" if info.boundaries else ""
    return f"As of {short_date(day)} · data {info.version}{boundaries}"


def _no_report(_answer: object) -> None:
    """Return None, for an answer that is written as text."""


class View(NamedTuple):
    """The functions that show one class of answer.

    `rows` returns the columns and the rows for CSV. `report` returns the report for tables and
    Markdown, or None if nothing was found. `short_report` returns a shorter one for a terminal,
    which may leave out rows and digits. `text(answer, width)` and `markdown(answer)` replace
    the report of an answer that is not a table. `document(answer)` returns the members of
    the JSON document, if it has other keys than the answer; its `rows` are those of JSON Lines.
    `records(answer)` returns the table for Parquet and Excel.
    `notes(answer, format)` returns the lines for standard error, if they are more than the message
    of the answer. `errors(answer)` returns the lines that --quiet does not silence.
    """

    rows: Callable[[Any], FlatTable]
    report: Callable[[Any], Report | None] = _no_report
    short_report: Callable[[Any], Report] | None = None
    text: Callable[[Any, int | None], str] | None = None
    markdown: Callable[[Any], str] | None = None
    document: Callable[[Any], dict[str, Any]] | None = None
    records: Callable[[Any], RecordSource] | None = None
    notes: Callable[[Any, str], str] | None = None
    errors: Callable[[Any], str] | None = None
