"""The view of `check`: the dates that fit a column, then the findings."""

from __future__ import annotations

import shlex

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.check.check import ColumnCheck
from icslookup.bulk.check.code_series import AFTER_END
from icslookup.formats import REPORT_FORMATS
from icslookup.formats.report import Column, Report, Section, View, footer
from icslookup.formats.values import (
    COLUMNS_OF,
    count_with_noun,
    escape_invisible,
    first_names,
    number,
    sheets_line,
    short_date,
    stderr_lines,
)
from icslookup.text import quote

if TYPE_CHECKING:
    from icslookup.bulk.check.breaks import AreaChange, MisdatedCode, SeriesBreaks
    from icslookup.bulk.check.check import ColumnCoverage, PeriodFit
    from icslookup.dataset.periods import Span
    from icslookup.formats.report import Cells, Columns, FlatTable

MOST_ROWS = 10
"""The most findings of a kind in a table. CSV and JSON have them all."""

FEWEST_MISSING = 20
"""The report names the missing authorities or boards if they are fewer than this."""

KINDS = {
    "district_code": "GSS code of a district",
    "unitary_code": "GSS code of a unitary authority",
    "metropolitan_code": "GSS code of a metropolitan district",
    "london_borough_code": "GSS code of a London borough",
    "city_corporation_code": "GSS code of the City of London",
    "county_code": "GSS code of a county",
    "ods_code": "ODS code of a board",
    "ons_code": "ONS code of a board",
    "area_name": "name of an authority",
    "board_name": "name of a board",
    "nhs_area_code": "code of a sub-ICB location, CCG, STP or region",
    "nhs_area_name": "name of a sub-ICB location, CCG, STP or region",
    "alias": "everyday name",
    "guessed": "guessed: words or typing errors",
    "other_code": "code of something else",
    "not_found": "not found",
    "ambiguous": "ambiguous",
    "blank": "blank",
}

_HEADINGS = {
    "not_found": "Not found",
    "ambiguous": "Ambiguous",
    "other_code": "Codes of something else",
    "guessed": "Guessed",
    "recoded": "Out of date: recoded",
    "abolished": "Out of date: abolished",
    "not_yet": "Not yet in force",
    "misfit": "Of another date than most",
    "county_and_districts": "A county and its own districts",
    "spellings": "Several spellings of one",
    "twins": "Near twins, both present",
    "repeated": "In several rows",
}


def _rows(answer: ColumnCheck) -> FlatTable:
    """Return a row for each finding; `codes` are those of the other records that it concerns."""
    return ("finding", "value", "rows", "detail", "codes"), [
        (
            finding.finding,
            escape_invisible(finding.value),
            finding.rows,
            escape_invisible(finding.detail),
            ";".join(other.code for other in finding.others),
        )
        for finding in answer.findings
    ]


def _report(answer: ColumnCheck) -> Report:
    """Return the verdict, the kinds of values, the periods and the findings."""
    kinds: list[Cells] = [
        (KINDS[count.kind], number(count.values), number(count.rows)) for count in answer.kinds
    ]
    columns: Columns = (
        Column("What the values are", wrap=True), Column("Distinct", right=True),
        Column("Rows", right=True),
    )  # fmt: skip
    sections = [Section(None, columns, kinds)]
    if any(fit.valid or fit.invalid for fit in answer.periods):
        rows: list[Cells] = [
            (_days(fit), number(fit.valid), number(fit.invalid)) for fit in answer.periods
        ]
        columns = (
            Column("Period"), Column("Valid", right=True), Column("Not valid", right=True),
        )  # fmt: skip
        sections.append(Section("When they are valid", columns, rows))
    sections += _break_sections(answer.breaks)
    sections += _finding_sections(answer)
    rows_ = count_with_noun(answer.rows, "row", "rows")
    distinct = count_with_noun(answer.distinct, "distinct value", "distinct values")
    facts = (
        f"{escape_invisible(answer.file)}: {rows_}, {distinct}",
        *_reading(answer),
        *_verdicts(answer),
        *map(_presence, answer.coverage),
        *_break_facts(answer),
    )
    title = f"The column {escape_invisible(answer.column)}"
    return Report(
        title,
        facts,
        None,
        tuple(sections),
        footer(answer.data, answer.as_of),
        command_title=_rebase_title(answer) if answer.breaks.rebase else None,
        command=answer.breaks.rebase,
    )


def _rebase_title(answer: ColumnCheck) -> str:
    return f"To carry the figures to the boundaries of {short_date(answer.as_of)}"


def _break_facts(answer: ColumnCheck) -> list[str]:
    """Return lines on the days of the rows, and on the boundary dates that lie between them."""
    facts, breaks = [], answer.breaks
    if breaks.date_column is not None:
        days = "no row has a readable day: name their form with --date-format, such as %d/%m/%Y"
        if breaks.likely_format:
            form = shlex.quote(breaks.likely_format)
            days = f"no row has a readable day: try --date-format {form}"
        if breaks.first:
            days = f"days from {short_date(breaks.first)} to {short_date(breaks.last)}"
            if breaks.rows_without_day:
                lost = count_with_noun(breaks.rows_without_day, "row has", "rows have")
                days += f"; {lost} no readable day"
        facts.append(days)
    if breaks.boundary_dates:
        shown = ", ".join(
            f"{short_date(found.day)} ({count_with_noun(len(found.areas), 'area', 'areas')})"
            for found in breaks.boundary_dates
        )
        crossed = breaks.date_column is not None
        facts.append(f"boundary dates {'crossed' if crossed else 'of these areas'}: {shown}")
    elif breaks.first:
        facts.append("no boundary date of these areas is crossed")
    if breaks.date_column is None and breaks.boundary_dates and not answer.fits:
        facts.append("if the rows have days, name their column with --date")
    return facts


def _break_sections(breaks: SeriesBreaks) -> list[Section]:
    """Return the sections on codes that break a series."""
    dated = breaks.date_column is not None
    columns: Columns = (
        Column("Code or name", wrap=True), Column("Area", wrap=True, least_width=72),
        Column("Changed on"), Column("LSOAs", right=True), Column("Residents", right=True),
    )  # fmt: skip
    if dated:
        columns += (Column("Before", right=True), Column("After", right=True))
    heading = (
        "The area changed, the code stayed: rows before and after"
        if dated
        else "Codes with two meanings"
    )
    changes = [_change_cells(change) for change in breaks.area_changes]
    sections = [_capped(heading, columns, changes)]
    columns = (
        Column("Code or name", wrap=True), Column("Area", wrap=True, least_width=72),
        Column("Rows", right=True), Column("From"), Column("To"), Column("What", wrap=True),
    )  # fmt: skip
    misdated = [_misdated_cells(one) for one in breaks.misdated]
    sections.append(_capped("Used outside the life of the code", columns, misdated))
    columns = (
        Column("Code or name", wrap=True), Column("Area", wrap=True, least_width=72),
        Column("Rows", right=True), Column("First"), Column("Last"),
    )  # fmt: skip
    partial: list[Cells] = [
        (
            escape_invisible(code.value),
            escape_invisible(code.name or "?"),
            number(code.rows),
            short_date(code.first),
            short_date(code.last),
        )
        for code in breaks.codes
        if (code.first, code.last) != (breaks.first, breaks.last)
    ]
    sections.append(_capped("Not in the whole series", columns, partial))
    return [section for section in sections if section.rows]


def _capped(heading: str, columns: Columns, rows: list[Cells]) -> Section:
    """Return a section with the first rows, whose heading says how many there are."""
    more = f", the first {MOST_ROWS} of {number(len(rows))}" if len(rows) > MOST_ROWS else ""
    return Section(heading + more, columns, rows[:MOST_ROWS])


def _change_cells(change: AreaChange) -> Cells:
    cells = (
        escape_invisible(change.value),
        change.name,
        short_date(change.day),
        _gain_and_loss(change.lsoas_gained, change.lsoas_lost),
        _gain_and_loss(change.residents_gained, change.residents_lost),
    )
    if change.rows_before is None:
        return cells
    return (*cells, number(change.rows_before), number(change.rows_after))


def _gain_and_loss(gained: int, lost: int) -> str:
    """Return what an area gained and lost, such as `+105`, `-4` or `+12 -3`."""
    parts = (f"{sign}{amount:,}" for sign, amount in (("+", gained), ("-", lost)) if amount)
    return " ".join(parts)


def _misdated_cells(one: MisdatedCode) -> Cells:
    after = one.use == AFTER_END
    what = "after it ended" if after else "before it began"
    if one.limit:
        what = f"{'ended' if after else 'began'} {short_date(one.limit)}"
    return (
        escape_invisible(one.value),
        one.name,
        number(one.rows),
        short_date(one.first),
        short_date(one.last),
        what,
    )


def _finding_sections(answer: ColumnCheck) -> list[Section]:
    columns: Columns = (
        Column("Value", wrap=True), Column("Rows", right=True), Column("What", wrap=True),
    )  # fmt: skip
    sections = []
    for kind, heading in _HEADINGS.items():
        findings = [finding for finding in answer.findings if finding.finding == kind]
        rows: list[Cells] = [
            (
                escape_invisible(finding.value),
                number(finding.rows),
                escape_invisible(finding.detail),
            )
            for finding in findings
        ]
        if rows:
            sections.append(_capped(heading, columns, rows))
    return sections


def _notes(answer: ColumnCheck, format_: str) -> str:
    """Return lines on a guessed column, and on the verdict unless the report shows it."""
    lines = []
    if answer.column_guessed:
        lines.append(f"the column to check is taken to be {quote(answer.column)}")
    if answer.other_sheets:
        lines.append(sheets_line(answer.sheet, answer.other_sheets))
    if format_ not in REPORT_FORMATS:
        lines += [*_reading(answer), *_verdicts(answer), *map(_presence, answer.coverage)]
        lines += _break_facts(answer)
        if answer.breaks.rebase:
            lines.append(f"{_rebase_title(answer)}: {answer.breaks.rebase}")
    return stderr_lines(lines)


def _reading(answer: ColumnCheck) -> list[str]:
    """Return a line on what the values decided, if the user did not name a kind."""
    if answer.kind != "auto" or answer.kind_read is None:
        return []
    return [f"read as a column of {COLUMNS_OF[answer.kind_read]}"]


def _verdicts(answer: ColumnCheck) -> list[str]:
    """Return how many values are valid on the day that the user named, and the days that fit."""
    if not any(fit.valid or fit.invalid for fit in answer.periods):
        return ["no value is an authority or a board"]
    fits = "no date fits all values"
    if answer.fits:
        fits = f"all values with an answer are valid {', and '.join(map(_days, answer.fits))}"
    if not answer.as_of_named:
        return [fits]
    fit = [fit for fit in answer.periods if fit.start <= answer.as_of][-1]
    values = count_with_noun(fit.valid + fit.invalid, "value", "values")
    return [f"valid on {short_date(answer.as_of)}: {number(fit.valid)} of {values}", fits]


def _days(span: Span | PeriodFit) -> str:
    if span.end is None:
        return f"since {short_date(span.start)}"
    return f"{short_date(span.start)} to {short_date(span.end)}"


def _presence(presence: ColumnCoverage) -> str:
    what = "districts of England" if presence.kind == "area" else "boards"
    day = short_date(presence.day)
    if not presence.missing:
        return f"coverage on {day}: all {presence.of} {what}"
    text = f"coverage on {day}: {presence.present} of {presence.of} {what}"
    if len(presence.missing) < FEWEST_MISSING:
        names = first_names((other.name for other in presence.missing), FEWEST_MISSING)
        text += f"; missing: {names}"
    return text


VIEWS = {ColumnCheck: View(_rows, _report, notes=_notes)}
