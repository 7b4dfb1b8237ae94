"""The vocabulary of a report: an answer as a title, sections and a last line, not yet drawn.

Tables on a terminal and Markdown draw the same report.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.formats.values import short_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from typing import Any

    from icslookup.model import DataInfo


class Share(NamedTuple):
    """A share from 0 to 1, shown as a percentage with a bar; None where it is not known."""

    value: float | None


Cells = tuple[str | Share, ...]
"""The cells of one row."""


class Column(NamedTuple):
    """A column: `right` for numbers, `wrap` for names, which may take several lines."""

    title: str
    right: bool = False
    wrap: bool = False


Columns = tuple[Column, ...]


class Section(NamedTuple):
    """A table under a heading; `former` ones are shown dimmed."""

    heading: str | None
    columns: Columns
    rows: list[Cells]
    former: bool = False


class Branch(NamedTuple):
    """A line of a tree, with what belongs to it; `ahead` marks what has not happened yet.

    `when` is a date for people, empty if there is none. `certainty` is a letter or None.
    """

    when: str
    what: str
    certainty: str | None
    ahead: bool
    children: tuple[Branch, ...]


class Report(NamedTuple):
    """An answer to be shown: title, facts, a note, sections, a last line, and perhaps a tree."""

    title: str
    facts: tuple[str, ...]
    note: str | None
    sections: tuple[Section, ...]
    footer: str
    tree: tuple[Branch, ...] = ()


BOARD_COLUMN = Column("Board", wrap=True)
AREA_COLUMN = Column("Authority", wrap=True)
SHARE_COLUMN = Column("Share")
RESIDENTS_COLUMN = Column("Residents", right=True)
LSOA_COLUMN = Column("LSOAs", right=True)


def footer(info: DataInfo, day: date) -> str:
    """Return the last line of every table: the day, and what the data are."""
    boundaries = f", boundaries of {short_date(info.boundaries)}" if info.boundaries else ""
    return f"As of {short_date(day)} · data {info.version}{boundaries}"


def _no_report(_answer: object) -> None:
    """Return no report: the answer is written as text, or nothing was found."""


class View(NamedTuple):
    """How one kind of answer is shown.

    `rows` returns the columns and the rows for CSV. `report` returns what tables and Markdown
    draw; None if nothing was found. `text(answer, width)` and `markdown(answer)` are for answers
    that are not tables. `notes(answer, format)` returns what goes to standard error, where that is
    more than the message of the answer, and `errors(answer)` what goes there even with --quiet.
    """

    rows: Callable[[Any], tuple[tuple[str, ...], Sequence[tuple[object, ...]]]]
    report: Callable[[Any], Report | None] = _no_report
    text: Callable[[Any, int | None], str] | None = None
    markdown: Callable[[Any], str] | None = None
    notes: Callable[[Any, str], str] | None = None
    errors: Callable[[Any], str] | None = None
