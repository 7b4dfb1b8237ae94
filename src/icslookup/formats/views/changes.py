"""The view of `changes`: a summary, then a table for each kind of change."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import (
    AREA_COLUMN,
    BOARD_COLUMN,
    LSOA_COLUMN,
    RESIDENTS_COLUMN,
    Column,
    Report,
    Section,
    View,
    footer,
)
from icslookup.formats.values import count_with_noun, iso_date, number, percent
from icslookup.lookup.changes import ChangeList, ChangeRow
from icslookup.text import long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from icslookup.formats.report import Cells, Columns, FlatTable
    from icslookup.lookup.changes import BoardPart

_ON = Column("On")
_CODE = Column("Code")

_KINDS: dict[str, tuple[str, str, str]] = {
    "board_made": ("Boards made", "board made", "boards made"),
    "board_abolished": ("Boards abolished", "board abolished", "boards abolished"),
    "board_rebounded": ("Boards re-bounded", "board re-bounded", "boards re-bounded"),
    "board_recoded": ("Boards recoded", "board recoded", "boards recoded"),
    "territory_moved": ("Territory that moved", "move of territory", "moves of territory"),
    "area_created": ("Authorities created", "authority created", "authorities created"),
    "area_abolished": ("Authorities abolished", "authority abolished", "authorities abolished"),
    "area_recoded": ("Authorities recoded", "authority recoded", "authorities recoded"),
    "area_moved": (
        "Authorities whose boards changed",
        "authority whose boards changed",
        "authorities whose boards changed",
    ),
    "area_planned": (
        "Planned, not yet in force",
        "authority to change by plan",
        "authorities to change by plan",
    ),
    "note": ("Notes", "note", "notes"),
}
"""For each kind of change, its heading, and its noun in singular and plural."""


def _rows(answer: ChangeList) -> FlatTable:
    return flat_changes(answer.rows)


def _report(answer: ChangeList) -> Report:
    return Report(
        f"Changes from {long_date(answer.since)} to {long_date(answer.as_of)}",
        (counts_of(answer.rows) or "nothing changed",),
        answer.note,
        sections_of(answer.rows),
        footer(answer.data, answer.as_of),
    )


def flat_changes(
    rows: Iterable[ChangeRow],
) -> FlatTable:
    """Return the columns and the rows; the cell of a board is its code and its residents."""
    return ChangeRow._fields, [
        row._replace(before=_residents(row.before), after=_residents(row.after)) for row in rows
    ]


def _residents(parts: tuple[BoardPart, ...]) -> Any:  # noqa: ANN401 - a cell of text in place of records
    return tuple(f"{part.ods_code}:{part.residents}" for part in parts)


def counts_of(rows: Iterable[ChangeRow]) -> str:
    """Return the number of changes of each kind except notes; an empty text if there are none."""
    return ", ".join(
        count_with_noun(len(changes), *_KINDS[kind][1:])
        for kind, changes in _by_kind(rows).items()
        if kind != "note"
    )


def sections_of(rows: Iterable[ChangeRow]) -> tuple[Section, ...]:
    """Return a table of the changes of each kind."""
    sections = []
    for kind, changes in _by_kind(rows).items():
        columns, cells = _TABLES[kind]
        sections.append(Section(_KINDS[kind][0], columns, [cells(row) for row in changes]))
    return tuple(sections)


def _by_kind(rows: Iterable[ChangeRow]) -> dict[str, list[ChangeRow]]:
    by_kind: dict[str, list[ChangeRow]] = {}
    for row in rows:
        by_kind.setdefault(row.change, []).append(row)
    return by_kind


def _signed(value: int | None) -> str:
    return f"{value:+,}" if value is not None else "?"


def _shares(parts: tuple[BoardPart, ...]) -> str:
    return ", ".join(
        part.ods_code
        if part.residents_share == 1
        else f"{part.ods_code} {percent(part.residents_share)}"
        for part in parts
    )


def _on(row: ChangeRow) -> str:
    return iso_date(row.date)


_TABLES: dict[str, tuple[Columns, Callable[[ChangeRow], Cells]]] = {
    "board_made": (
        (_ON, BOARD_COLUMN, _CODE, RESIDENTS_COLUMN, Column("Took over from", wrap=True)),
        lambda r: (_on(r), r.name, r.code or "", number(r.residents), ", ".join(r.predecessors)),
    ),
    "board_abolished": (
        (_ON, BOARD_COLUMN, _CODE, RESIDENTS_COLUMN, Column("Succeeded by", wrap=True)),
        lambda r: (_on(r), r.name, r.code or "", number(r.residents), ", ".join(r.successors)),
    ),
    "board_rebounded": (
        (_ON, BOARD_COLUMN, _CODE, RESIDENTS_COLUMN, LSOA_COLUMN),
        lambda r: (_on(r), r.name, r.code or "", _signed(r.residents), _signed(r.lsoas)),
    ),
    "board_recoded": (
        (_ON, BOARD_COLUMN, _CODE, Column("Old ONS"), Column("New ONS")),
        lambda r: (_on(r), r.name, r.code or "", r.old_code or "", r.new_code or ""),
    ),
    "territory_moved": (
        (_ON, Column("From", wrap=True), Column("To", wrap=True), RESIDENTS_COLUMN, LSOA_COLUMN),
        lambda r: (_on(r), r.name, r.other_name or "", number(r.residents), number(r.lsoas)),
    ),
    "area_created": (
        (_ON, AREA_COLUMN, _CODE, RESIDENTS_COLUMN, Column("Replaced", wrap=True)),
        lambda r: (_on(r), r.name, r.code or "", number(r.residents), ", ".join(r.predecessors)),
    ),
    "area_abolished": (
        (_ON, AREA_COLUMN, _CODE, RESIDENTS_COLUMN, Column("Succeeded by", wrap=True)),
        lambda r: (_on(r), r.name, r.code or "", number(r.residents), ", ".join(r.successors)),
    ),
    "area_recoded": (
        (_ON, AREA_COLUMN, Column("Old code"), Column("New code")),
        lambda r: (_on(r), r.name, r.old_code or "", r.new_code or ""),
    ),
    "area_moved": (
        (
            AREA_COLUMN,
            _CODE,
            Column("Before", wrap=True),
            Column("After", wrap=True),
            Column("Moved", right=True),
        ),
        lambda r: (r.name, r.code or "", _shares(r.before), _shares(r.after), number(r.residents)),
    ),
    "area_planned": (
        (_ON, AREA_COLUMN, _CODE, Column("To go to", wrap=True), Column("Certainty")),
        lambda r: (
            *(_on(r), r.name, r.code or ""),
            " or ".join(r.successors) or "not known",
            r.certainty or "",
        ),
    ),
    "note": (
        (_ON, Column("What happened", wrap=True), Column("Certainty")),
        lambda r: (_on(r), r.name, r.certainty or ""),
    ),
}
"""For each kind of change, the columns of its table and the function that returns its cells."""

VIEWS = {ChangeList: View(_rows, _report)}
