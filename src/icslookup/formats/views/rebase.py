"""The view of `rebase`: the results by area, and the figures that were not placed."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.rebase.output_columns import output_columns, output_rows
from icslookup.bulk.rebase.rebase import Rebased
from icslookup.formats import REPORT_FORMATS
from icslookup.formats.area_names import NOUNS, everyday_name
from icslookup.formats.report import (
    AREA_COLUMN,
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
    plain_decimal,
    sheets_line,
    short_date,
    stderr_lines,
)
from icslookup.tables.cells import text_of
from icslookup.tables.records import RecordSource
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import Any

    from icslookup.bulk.rebase.groups import Unplaced, ValueTotals
    from icslookup.bulk.rebase.output_columns import OutputColumn
    from icslookup.bulk.rebase.results import DividedArea, RebasedArea
    from icslookup.formats.report import Cells, FlatTable

MOST_ROWS = 100
"""The most results of a column of figures on a terminal. No other output is cut."""

MOST_PROBLEMS = 20
"""The most rows of a problem in a table. JSON has them all."""

_LONGEST_TITLE = 14
"""A column of figures with a longer name has it as the heading of its table on a terminal."""

_MOST_NAMED = 5
_MOST_SOURCES = 4
_MOST_FOR_GROUPS = 26
"""The most characters of the groups in a row that are not wrapped."""

_ROOM_FOR_MARKS, _ROOM_FOR_SOURCES = 72, 110
"""The narrowest terminals with the last columns of a table."""

_REASONS = {
    "blank": "no name",
    "not_found": "not found",
    "ambiguous": "ambiguous",
    "not_then": "not on its day",
    "bad_date": "no day in its row",
    "undetermined": "not determined",
    "no_weight": "no weight",
    "total": "larger than the areas",
}
_MEASURES = {
    "residents": "Census 2021 residents",
    "lsoas": "2021 LSOAs",
    "file": "the weights of the file",
}
_WEIGHTED_BY = {**_MEASURES, "ccg_lsoas": "LSOAs of the CCG"}


def _columns(answer: Rebased) -> tuple[OutputColumn, ...]:
    return output_columns(answer.per, [value.column for value in answer.values])


def _rows(answer: Rebased) -> FlatTable:
    """Return a row for each result, with all digits of each figure."""
    return tuple(column.name for column in _columns(answer)), [
        tuple(_flat(cell) for cell in row) for row in output_rows(_with_days(answer))
    ]


def _with_days(answer: Rebased) -> tuple[RebasedArea, ...]:
    """Return the results for formats of text: a column of groups at midnight has only days.

    Parquet and Excel have times of midnight where a day is meant.
    """
    columns = list(zip(*(area.group for area in answer.areas), strict=True))
    at_midnight = [all(map(_is_midnight, column)) for column in columns]
    if not any(at_midnight):
        return answer.areas
    return tuple(
        area._replace(
            group=tuple(
                cell.date() if only_day and isinstance(cell, datetime) else cell
                for cell, only_day in zip(area.group, at_midnight, strict=True)
            )
        )
        for area in answer.areas
    )


def _is_midnight(cell: object) -> bool:
    return cell is None or (isinstance(cell, datetime) and cell.time() == time())


def _flat(cell: object) -> object:
    if isinstance(cell, Decimal):
        return plain_decimal(cell)
    return cell if isinstance(cell, bool | int) else text_of(cell)


def _records(answer: Rebased) -> RecordSource:
    """Return the same rows with numbers, for Parquet and Excel."""
    columns = _columns(answer)
    names, types = [column.name for column in columns], [column.kind for column in columns]
    return RecordSource(answer.file, names, types, output_rows(answer.areas))


def _document(answer: Rebased) -> dict[str, Any]:
    """Return the JSON document: the facts, and the rows with the columns of CSV as keys."""
    names = [column.name for column in _columns(answer)]
    facts = answer._asdict()
    del facts["rows"], facts["areas"], facts["data"]
    facts["divided"] = tuple(
        {
            **area._asdict(),
            "shares": tuple({"code": code, "share": share} for code, share in area.shares),
        }
        for area in answer.divided
    )
    rows = tuple(
        dict(zip(names, map(_without_nan, row), strict=True))
        for row in output_rows(_with_days(answer))
    )
    return {**facts, "rows_read": answer.rows, "rows": rows, "data": answer.data}


def _without_nan(cell: object) -> object:
    """Return a cell for JSON, which has no number for NaN."""
    return None if cell != cell else cell  # noqa: PLR0124 - NaN does not equal itself


def _report(answer: Rebased) -> Report:
    """Return the results with all their digits, then the problems."""
    return _made(answer, on_terminal=False)


def _short_report(answer: Rebased) -> Report:
    """Return the report for a terminal: not too many rows, and rounded figures."""
    return _made(answer, on_terminal=True)


def _made(answer: Rebased, *, on_terminal: bool) -> Report:
    answer = answer._replace(areas=_with_days(answer))
    sections = [
        _results(answer, index, on_terminal=on_terminal)
        for index in range(len(answer.values) if answer.areas else 0)
    ]
    sections += _divided_sections(answer)
    sections += _unplaced_sections(answer)
    sections += _dropped_sections(answer)
    sections += _missing_sections(answer)
    facts = [escape_invisible(line) for line in _lines(answer, with_names=False)]
    if on_terminal and answer.areas:
        facts += _shortening(answer)
    day = footer(answer.data, answer.to)
    return Report(_title(answer), tuple(facts), None, tuple(sections), day)


def _title(answer: Rebased) -> str:
    if not answer.valid:
        return "No figure was placed"
    places = {(area.ods_code, area.ons_code) for area in answer.areas}
    count = count_with_noun(len(places), *NOUNS[answer.to_geography])
    groups = f", {count_with_noun(answer.groups, 'group', 'groups')}" if answer.per else ""
    return f"Figures for {count} on {short_date(answer.to)}{groups}"


def _shortening(answer: Rebased) -> list[str]:
    """Return a line on what the report for a terminal leaves out."""
    every = [figure for area in answer.areas for figure in (*area.values, *area.estimated)]
    left_out = []
    if len(answer.areas) > MOST_ROWS:
        more = number(len(answer.areas) - MOST_ROWS)
        left_out.append(f"{more} more rows are left out here")
    if any(figure is not None and _rounded(figure) != decimal_text(figure) for figure in every):
        left_out.append("figures are rounded here")
    return [f"{', and '.join(left_out)}: -f csv and -o FILE have everything"] if left_out else []


def _rounded(figure: Decimal) -> str:
    """Return a figure with at most two decimals, or four if it is less than 1."""
    decimals = 2 if abs(figure) >= 1 else 4
    text = f"{figure:,.{decimals}f}".rstrip("0").rstrip(".")
    return decimal_text(figure) if len(text) >= len(decimal_text(figure)) else text


def _results(answer: Rebased, index: int, *, on_terminal: bool) -> Section:
    """Return the table of a column of figures."""
    value = answer.values[index]
    shown = _rounded if on_terminal else decimal_text
    marks = any(area.suppressed for area in answer.areas)
    name = escape_invisible(value.column)
    is_long = on_terminal and len(name) > _LONGEST_TITLE
    room = _ROOM_FOR_MARKS if len(answer.per) > 1 else 0
    columns = [
        *_group_columns(answer, on_terminal=on_terminal),
        Column(_target_title(answer), wrap=True),
        Column("Code"),
        Column("Figure" if is_long else name, right=True),
        Column("Estimated", right=True, least_width=room),
        Column("Complete", least_width=room),
        *([Column("Suppressed", right=True, least_width=_ROOM_FOR_MARKS)] if marks else []),
        Column("Sources", wrap=True, least_width=_ROOM_FOR_SOURCES),
    ]
    rows: list[Cells] = []
    for area in answer.areas[: MOST_ROWS if on_terminal else None]:
        figure, estimated = area.values[index], area.estimated[index]
        share = percent(float(estimated)) if value.mean_by and estimated else None
        sources = first_names(area.sources, _MOST_SOURCES if on_terminal else len(area.sources))
        rows.append(
            (
                *(escape_invisible(text_of(cell)) for cell in area.group),
                area.short_name,
                area.ods_code or area.ons_code or "",
                "-" if figure is None else shown(figure),
                share or (shown(estimated) if estimated else ""),
                _complete(area),
                *([number(area.suppressed) if area.suppressed else ""] if marks else []),
                sources,
            )
        )
    if not value.mean_by:
        figures = shown(value.placed), shown(value.estimated) if value.estimated else ""
        blanks = [""] * len(columns)
        start = len(answer.per)
        blanks[start] = "Total"
        blanks[start + 2 : start + 4] = figures
        rows.append(tuple(blanks))
    heading = name if len(answer.values) > 1 or is_long else None
    return Section(heading, tuple(columns), rows)


def _group_columns(answer: Rebased, *, on_terminal: bool) -> list[Column]:
    """Return the columns of the groups. They are not wrapped if all of them are narrow."""
    names = list(map(escape_invisible, answer.per))
    shown = answer.areas[: MOST_ROWS if on_terminal else None]
    cells = [(escape_invisible(text_of(cell)) for cell in area.group) for area in shown]
    widths = [max(map(len, column)) for column in zip(names, *cells, strict=True)]
    return [Column(name, wrap=sum(widths) > _MOST_FOR_GROUPS) for name in names]


def _target_title(answer: Rebased) -> str:
    noun = NOUNS[answer.to_geography][0]
    return noun[0].upper() + noun[1:]


def _complete(area: RebasedArea) -> str:
    if area.complete is None:
        return "not known"
    return "yes" if area.complete else "no"


def _divided_sections(answer: Rebased) -> list[Section]:
    names = _target_names(answer)
    rows: list[Cells] = [
        (everyday_name(area.name), area.code, names.get(code, code), code, Share(share))
        for area in answer.divided
        for code, share in area.shares
    ]
    columns = (
        AREA_COLUMN._replace(title="Area"), Column("Code"),
        Column(_target_title(answer), wrap=True), Column("Code"), Column("Share"),
    )  # fmt: skip
    return _section("Divided areas", columns, rows)


def _target_names(answer: Rebased) -> dict[str, str]:
    return {area.ods_code or area.ons_code or "": area.short_name for area in answer.areas}


def _section(heading: str, columns: tuple[Column, ...], rows: list[Cells]) -> list[Section]:
    """Return a section with the first rows of a problem, or nothing without a row."""
    more = f", the first {MOST_PROBLEMS} of {number(len(rows))}"
    heading += more if len(rows) > MOST_PROBLEMS else ""
    return [Section(heading, columns, rows[:MOST_PROBLEMS])] if rows else []


def _unplaced_sections(answer: Rebased) -> list[Section]:
    rows: list[Cells] = [
        (_spelling(row), _REASONS[row.reason], number(row.rows), *map(decimal_text, row.figures))
        for row in answer.unplaced
    ]
    columns = (
        Column("Spelling", wrap=True), Column("Reason", wrap=True), Column("Rows", right=True),
        *_value_columns(answer),
    )  # fmt: skip
    return _section("Not placed", columns, rows)


def _dropped_sections(answer: Rebased) -> list[Section]:
    rows: list[Cells] = [
        (
            escape_invisible(row.query),
            first_names(map(everyday_name, row.parts), 3) or "the areas of the table",
            "" if row.covered is None else percent(row.covered),
            number(row.rows),
            *map(decimal_text, row.figures),
        )
        for row in answer.dropped
    ]
    columns = (
        Column("Area", wrap=True), Column("Counted by", wrap=True), Column("Covered", right=True),
        Column("Rows", right=True),
        *_value_columns(answer),
    )  # fmt: skip
    return _section("Left out, because it would count twice", columns, rows)


def _value_columns(answer: Rebased) -> list[Column]:
    return [
        Column(escape_invisible(value.column), right=True, wrap=True) for value in answer.values
    ]


def _missing_sections(answer: Rebased) -> list[Section]:
    if len(answer.missing) > MOST_PROBLEMS:
        return []
    rows: list[Cells] = [
        (everyday_name(area.name), area.code, number(area.residents)) for area in answer.missing
    ]
    columns = (AREA_COLUMN._replace(title="Area"), Column("Code"), RESIDENTS_COLUMN)
    return _section("Missing from the table", columns, rows)


def _spelling(row: Unplaced) -> str:
    return "(blank)" if row.query is None else escape_invisible(row.query)


def _notes(answer: Rebased, format_: str) -> str:
    """Return lines on a guessed column, and on all facts unless the report shows them."""
    lines = []
    if answer.column_guessed:
        lines.append(f"the column with the areas is taken to be {quote(answer.column)}")
    if answer.other_sheets:
        lines.append(sheets_line(answer.sheet, answer.other_sheets))
    if format_ not in REPORT_FORMATS:
        lines += _lines(answer, with_names=True)
    return stderr_lines(lines)


def _errors(answer: Rebased) -> str:
    """Return the line on what was not placed."""
    if not answer.valid:
        reasons = _with_reasons(answer) if answer.unplaced else _without_figures(answer)
        return stderr_lines([f"nothing was placed: {reasons}"])
    rows = sum(row.rows for row in answer.unplaced)
    return stderr_lines([f"{number(rows)} of {_row_count(answer.rows)} not placed"])


def _without_figures(answer: Rebased) -> str:
    """Return why no figure was placed, though every spelling was."""
    if not answer.rows:
        return f"{answer.file} has no rows"
    columns = join_names([quote(value.column) for value in answer.values])
    return f"no row has a figure in {columns}"


def _with_reasons(answer: Rebased) -> str:
    """Return the spellings that were not placed. Those with the same reason stand together."""
    by_reason: dict[str, list[str]] = {}
    for row in answer.unplaced:
        by_reason.setdefault(_reason(row), []).append(_spelling(row))
    return first_names(
        f"{first_names(names, _MOST_NAMED)} ({reason})" for reason, names in by_reason.items()
    )


def _reason(row: Unplaced) -> str:
    return row.message or _REASONS[row.reason]


def _first(names: Iterable[str]) -> str:
    """Return the first names, with semicolons between them if names have commas."""
    every = list(names)
    shown, text = every[:_MOST_NAMED], first_names(every, _MOST_NAMED)
    more = text[len(", ".join(shown)) :]
    return "; ".join(shown) + more if any("," in name for name in shown) else text


def _row_count(count: int) -> str:
    return count_with_noun(count, "row", "rows")


def _lines(answer: Rebased, *, with_names: bool) -> list[str]:
    """Return a line for each fact; `with_names` adds the names that a report shows in tables."""
    lines = [_source_line(answer)]
    if answer.areas:
        measure = f"; divided areas by {_MEASURES[answer.by]}" if answer.divided else ""
        target = NOUNS[answer.to_geography][1]
        lines.append(f"carried to the {target} of {short_date(answer.to)}{measure}")
    lines += [_value_line(value) for value in answer.values]
    for value in answer.values:
        if value.suppressed or value.blank:
            lines.append(_empty_cells_line(value))
    if answer.divided and with_names:
        lines.append(f"divided: {first_names(map(_shares, answer.divided))}")
    if answer.unplaced and with_names and answer.valid:
        lines.append(f"not placed: {_with_reasons(answer)}")
    if answer.dropped and with_names:
        names = _first(
            everyday_name(row.query) if row.parts else row.query for row in answer.dropped
        )
        lines.append(f"left out, because it would count twice: {names}")
    lines += [
        f"{row.query} was left out, but its parts in the table have only {percent(row.covered)} of"
        " its residents"
        for row in answer.dropped
        if row.covered is not None and row.covered < 1
    ]
    if answer.guessed:
        read = first_names(
            f"{guess.query} as {everyday_name(guess.name)}" for guess in answer.guessed
        )
        lines.append(f"read as the closest names: {read}")
    if answer.several_rows:
        names = _first(map(everyday_name, answer.several_rows))
        lines.append(f"in several rows, which are added up unless --per keeps them apart: {names}")
    lines += _coverage_lines(answer, with_names=with_names)
    if answer.not_in_weights:
        codes = first_names(answer.not_in_weights)
        lines.append(f"not in the file of weights, but each whole in one area: {codes}")
    return lines


def _source_line(answer: Rebased) -> str:
    """Return what the column has, and of what time."""
    line = f"{answer.column} in {answer.file}: {_row_count(answer.rows)}"
    if not answer.kinds:
        return line
    counts = [count_with_noun(count, *NOUNS[kind]) for kind, count in answer.kinds.items()]
    line += f", {join_names(counts)}"
    if answer.as_of_column is not None:
        return f"{line}, each on the day in {answer.as_of_column}"
    if answer.boundaries:
        spans = join_names([_days(start, end) for start, end in answer.boundaries])
        return f"{line}, with the boundaries {spans}"
    if {"ccg", "stp"}.issuperset(answer.kinds):
        line += ", which ended before boards began"
    elif {"lsoa", "postcode"}.isdisjoint(answer.kinds):
        line += ", which do not all fit one date since boards began"
    return line


def _days(start: date, end: date | None) -> str:
    return f"of {short_date(start)} to {short_date(end)}" if end else f"since {short_date(start)}"


def _value_line(value: ValueTotals) -> str:
    """Return what became of the figures of a column."""
    figures = count_with_noun(value.figures, "figure", "figures")
    if value.mean_by:
        return f"{value.column}: means weighted by {value.mean_by}; {figures}"
    line = f"{value.column}: {decimal_text(value.placed)} of {decimal_text(value.total)} placed"
    for amount, what in ((value.unplaced, "not placed"), (value.dropped, "left out")):
        line += f", {decimal_text(amount)} {what}" if amount else ""
    if value.estimated:
        share = float(value.estimated / value.placed) if value.placed else -1
        part = f" ({percent(share)})" if 0 < share <= 1 else ""
        line += f"; {decimal_text(value.estimated)}{part} of it is an estimate"
    return f"{line}; {figures}"


def _empty_cells_line(value: ValueTotals) -> str:
    counts = [
        f"{count_with_noun(count, 'cell', 'cells')} {what}"
        for count, what in ((value.suppressed, "suppressed"), (value.blank, "empty"))
        if count
    ]
    return f"{value.column}: {join_names(counts)}; the areas there are not complete"


def _shares(area: DividedArea) -> str:
    shares = ", ".join(f"{percent(share)} {code}" for code, share in area.shares)
    return f"{everyday_name(area.name)} ({shares})"


def _coverage_lines(answer: Rebased, *, with_names: bool) -> list[str]:
    if not answer.missing:
        return []
    count = count_with_noun(len(answer.missing), *NOUNS[answer.missing[0].kind])
    share = percent(answer.missing_share)
    shown = with_names or len(answer.missing) > MOST_PROBLEMS
    names = f": {_first(everyday_name(area.name) for area in answer.missing)}" if shown else ""
    return [f"missing: {count} with {share} of the residents of England{names}"]


VIEWS = {
    Rebased: View(
        _rows, _report, _short_report, notes=_notes, errors=_errors, document=_document,
        records=_records,
    )
}  # fmt: skip
