"""The view of `crosswalk`: a row for each part, and the areas that could not be divided."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.nhs_areas import CCG
from icslookup.formats import REPORT_FORMATS
from icslookup.formats.area_names import NOUNS, everyday_name
from icslookup.formats.report import (
    LSOA_COLUMN,
    RESIDENTS_COLUMN,
    Column,
    Report,
    Section,
    Share,
    View,
    footer,
)
from icslookup.formats.values import count_with_noun, number, percent, short_date, stderr_lines
from icslookup.lookup.boundaries import LSOA
from icslookup.lookup.crosswalk import PART, UNKNOWN, Crosswalk, CrosswalkRow
from icslookup.text import long_date

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, Columns, FlatTable

_RESIDENTS_FROM, _COLUMNS_FROM = 72, 100
"""The least width for the residents, and for the columns that few people need at a prompt."""


def _rows(answer: Crosswalk) -> FlatTable:
    return CrosswalkRow._fields, answer.rows


def _report(answer: Crosswalk) -> Report:
    of_lsoas = answer.geography == LSOA
    counted = answer.geography != CCG
    cells: list[Cells] = []
    before = None
    for row in answer.rows:
        first = row.from_code != before
        before = row.from_code
        cells.append((
            *(() if of_lsoas else (everyday_name(row.from_name) if first else "",)),
            row.from_code if first else "",
            everyday_name(row.to_name) if row.to_name else "not known",
            row.to_code or "",
            number(row.residents if counted else row.lsoas),
            *(() if of_lsoas else (Share(row.share_of_from),)),
            *((percent(row.share_of_to),) if counted else ()),
            row.coverage,
            short_date(row.changed),
        ))  # fmt: skip
    columns: Columns = (
        *(() if of_lsoas else (Column("From", wrap=True),)),
        Column("Code"),
        Column("To", wrap=True),
        Column("Code"),
        (RESIDENTS_COLUMN if counted else LSOA_COLUMN)._replace(least_width=_RESIDENTS_FROM),
        *(() if of_lsoas else (Column("Share"),)),
        *((Column("Share of To", right=True, least_width=_COLUMNS_FROM),) if counted else ()),
        Column("Part", least_width=_COLUMNS_FROM),
        Column("Changed", least_width=_COLUMNS_FROM),
    )
    title = (
        f"From {NOUNS[answer.geography][1]} of {long_date(answer.from_day)}"
        f" to {NOUNS[answer.to_geography][1]} of {long_date(answer.to_day)}"
    )
    sections = (Section(None, columns, cells),)
    return Report(
        title, (_fact(answer),), answer.message, sections, footer(answer.data, answer.as_of)
    )


def _fact(answer: Crosswalk) -> str:
    """Return how many areas there are, and how many of them pass whole."""
    every = {row.from_code for row in answer.rows}
    unknown = {row.from_code for row in answer.rows if row.coverage == UNKNOWN}
    divided = {row.from_code for row in answer.rows if row.coverage == PART}
    targets = {row.to_code for row in answer.rows if row.to_code}
    sources = count_with_noun(len(every), *NOUNS[answer.geography])
    whole = f"{number(len(every) - len(divided) - len(unknown))} whole"
    not_known = f", {number(len(unknown))} not known" if unknown else ""
    return (
        f"{sources} to {count_with_noun(len(targets), *NOUNS[answer.to_geography])}:"
        f" {whole}, {number(len(divided))} divided{not_known}"
    )


def _notes(answer: Crosswalk, format_: str) -> str:
    """Return the message, unless a report shows it, and the areas without a target."""
    lines = [answer.message] if answer.message and format_ not in REPORT_FORMATS else []
    count, noun = len(answer.undetermined), NOUNS[answer.geography]
    if count:
        every = len({row.from_code for row in answer.rows})
        verb = "has" if count == 1 else "have"
        areas = count_with_noun(count, *noun)
        lines.append(f"{areas} of {number(every)} {verb} no target in this answer:")
    return stderr_lines((*lines, *answer.undetermined))


VIEWS = {Crosswalk: View(_rows, _report, notes=_notes)}
