"""The view of `apportion`: estimates by board, and the figures that were not placed."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.apportion.apportion import Apportionment
from icslookup.formats import REPORT_FORMATS
from icslookup.formats.report import (
    AREA_COLUMN,
    BOARD_COLUMN,
    RESIDENTS_COLUMN,
    Column,
    Report,
    Section,
    Share,
    View,
    footer,
)
from icslookup.formats.values import (
    count_with_noun,
    decimal_text,
    escape_invisible,
    first_names,
    number,
    percent,
    stderr_lines,
)
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from icslookup.bulk.apportion.placement import Unplaced
    from icslookup.formats.report import Cells, Columns, FlatTable

MOST_ROWS = 20
"""The most rows of a problem in a table. JSON has them all."""

_REASONS = {
    "blank": "no name",
    "not_found": "not found",
    "ambiguous": "ambiguous",
    "board": "a board, not a council",
    "not_then": "not on this day",
}


def _rows(answer: Apportionment) -> FlatTable:
    """Return a row for each board. A cell names a split authority by its code and the share."""
    columns = ["ods_code", "ons_code", "name", "short_name"]
    for value in answer.values:
        name = escape_invisible(value.column)
        columns += [f"{name}_estimate", f"{name}_from_split", f"{name}_covered"]
    rows: list[tuple[object, ...]] = []
    for board in answer.boards:
        cells: list[object] = [*board[:4]]
        of_values = zip(board.estimates, board.from_split, board.covered, strict=True)
        for estimate, part, covered in of_values:
            cells += [_plain(estimate), _plain(part), covered]
        shares = ";".join(f"{part.gss_code}:{part.share}" for part in board.split_areas)
        rows.append((*cells, shares))
    return (*columns, "split_areas"), rows


def _plain(value: Decimal) -> str:
    return decimal_text(value).replace(",", "")


def _report(answer: Apportionment) -> Report:
    """Return a table for each column of figures, then tables of the problems."""
    sections = []
    for index, value in enumerate(answer.values):
        columns: Columns = (
            BOARD_COLUMN, Column("ODS"), Column("Estimate", right=True),
            Column("From splits", right=True), Column("Covered", right=True),
        )  # fmt: skip
        rows: list[Cells] = [
            (
                board.short_name,
                board.ods_code,
                decimal_text(board.estimates[index]),
                decimal_text(board.from_split[index]) if board.split_areas else "",
                percent(board.covered[index]) if board.covered[index] else "0%",
            )
            for board in answer.boards
        ]
        rows.append(("All boards", "", decimal_text(value.placed), "", ""))
        sections.append(Section(escape_invisible(value.column), columns, rows))
    sections += _split_sections(answer)
    sections += _unplaced_sections(answer)
    sections += _missing_sections(answer)
    way = "Census 2021 residents" if answer.by == "residents" else "2021 LSOAs"
    column, file = escape_invisible(answer.column), escape_invisible(answer.file)
    facts = [f"from the column {column} of {file}, split by {way}"]
    facts += [escape_invisible(line) for line in _lines(answer, with_names=False)]
    title = f"Estimates for {count_with_noun(len(answer.boards), 'board', 'boards')}"
    return Report(title, tuple(facts), None, tuple(sections), footer(answer.data, answer.as_of))


def _split_sections(answer: Apportionment) -> list[Section]:
    rows: list[Cells] = [
        (part.name, part.gss_code, board.short_name, board.ods_code, Share(part.share))
        for board in answer.boards
        for part in board.split_areas
    ]
    rows.sort(key=lambda row: str(row[0]))
    columns: Columns = (AREA_COLUMN, Column("GSS"), BOARD_COLUMN, Column("ODS"), Column("Share"))
    return [Section("Split authorities", columns, rows)] if rows else []


def _unplaced_sections(answer: Apportionment) -> list[Section]:
    shown = answer.unplaced[:MOST_ROWS]
    rows: list[Cells] = [
        (_spelling(row), _REASONS[row.reason], number(row.rows), _figures(row.figures))
        for row in shown
    ]
    columns: Columns = (
        Column("Spelling", wrap=True), Column("Reason", wrap=True), Column("Rows", right=True),
        Column("Lost", right=True, wrap=True),
    )  # fmt: skip
    more = f", the first {MOST_ROWS}" if len(answer.unplaced) > MOST_ROWS else ""
    return [Section(f"Not placed{more}", columns, rows)] if rows else []


def _spelling(row: Unplaced) -> str:
    return "(blank)" if row.query is None else escape_invisible(row.query)


def _missing_sections(answer: Apportionment) -> list[Section]:
    if not 0 < len(answer.missing) <= MOST_ROWS:
        return []
    columns: Columns = (AREA_COLUMN, Column("GSS"), RESIDENTS_COLUMN)
    rows: list[Cells] = [
        (area.name, area.gss_code, number(area.residents)) for area in answer.missing
    ]
    return [Section("Missing from the table", columns, rows)]


def _notes(answer: Apportionment, format_: str) -> str:
    """Return lines on a guessed column, and on the problems unless the report shows them."""
    lines = []
    if answer.column_guessed:
        lines.append(f"the column with the councils is taken to be {quote(answer.column)}")
    if format_ not in REPORT_FORMATS:
        lines += _lines(answer, with_names=True)
    return stderr_lines(lines)


def _lines(answer: Apportionment, *, with_names: bool) -> list[str]:
    """Return a line for each problem; `with_names` adds the names that a report shows in tables."""
    lines = []
    if answer.kind_read == "board":
        lines.append("the column has boards, not councils: figures of boards are not divided")
    rows = count_with_noun(answer.rows, "row", "rows")
    for value in answer.values:
        line = f"{value.column}: {decimal_text(value.placed)} of {decimal_text(value.total)} placed"
        if value.unplaced:
            line += f", {decimal_text(value.unplaced)} lost"
        line += f"; {rows}, {count_with_noun(value.figures, 'figure', 'figures')}"
        if value.without:
            names = first_names(area.name for area in value.without)
            line += f"; no figure for {names}"
        lines.append(line)
    if answer.unplaced and with_names:
        spellings = first_names(
            f"{_spelling(row)} ({_REASONS[row.reason]})" for row in answer.unplaced
        )
        lines.append(f"not placed: {spellings}")
    if answer.guessed:
        read = first_names(f"{guess.query} as {guess.name}" for guess in answer.guessed)
        lines.append(f"read, though not written so: {read}")
    if answer.missing:
        count = count_with_noun(len(answer.missing), "authority", "authorities")
        share = percent(answer.missing_share)
        names = first_names(area.name for area in answer.missing) if with_names else ""
        lines.append(
            f"missing: {count} of England, with {share} of its residents"
            + (f": {names}" if names else "")
        )
    return lines + _duplicates(answer)


def _duplicates(answer: Apportionment) -> list[str]:
    lines = [
        f"doubled: {one.name} and {first_names((d.name for d in one.districts), 5)}, which it"
        f" contains: {_figures(one.figures)} counted twice"
        for one in answer.doubled
        if one.reason == "county"
    ]
    several = [one for one in answer.doubled if one.reason == "rows"]
    if several:
        names = first_names(
            f"{one.name} ({one.rows} rows, {_figures(one.figures)})" for one in several
        )
        lines.append(f"in several rows, which are added up: {names}")
    return lines


def _figures(figures: Sequence[Decimal]) -> str:
    return " / ".join(map(decimal_text, figures))


VIEWS = {Apportionment: View(_rows, _report, notes=_notes)}
