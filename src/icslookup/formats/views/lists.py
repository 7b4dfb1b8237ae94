"""The views of the lists: `boards`, `areas`, `splits` and `coverage`."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import (
    AREA_COLUMN,
    BOARD_COLUMN,
    LSOA_COLUMN,
    RESIDENTS_COLUMN,
    SHARE_COLUMN,
    Column,
    Report,
    Section,
    Share,
    View,
    footer,
)
from icslookup.formats.values import count_with_noun, number, percent, short_date
from icslookup.lookup.lists import (
    BoardList,
    BoardRow,
    CoverageList,
    CoverageRow,
    MappingList,
    MappingRow,
)
from icslookup.model import covers
from icslookup.text import long_date

if TYPE_CHECKING:
    from icslookup.formats.answers import Listing
    from icslookup.formats.report import Cells, Columns, FlatTable


def _boards_rows(answer: BoardList) -> FlatTable:
    return BoardRow._fields, answer.rows


def _boards_report(answer: BoardList) -> Report:
    listed = answer.rows
    any_ended = any(row.end for row in listed)
    all_exist = all(covers(row.start, row.end, answer.as_of) for row in listed)
    day = long_date(answer.as_of)
    fact = None if all_exist else f"as on {day}, or on their last or first day"
    rows: list[Cells] = [
        (
            row.short_name,
            row.ods_code,
            row.ons_code or "",
            row.region,
            number(row.areas),
            number(row.upper_tier_areas),
            number(row.residents),
            *((short_date(row.start), short_date(row.end)) if any_ended else ()),
        )
        for row in listed
    ]
    wider = len("1 Jul 2022  31 Mar 2026  ") if any_ended else 0
    columns: Columns = (
        BOARD_COLUMN,
        Column("ODS"),
        Column("ONS", least_width=100 + wider),
        Column("NHS region", wrap=True, narrow_below=128 + wider),
        Column("Councils", right=True, least_width=52 + wider),
        Column("Upper tier", right=True, least_width=60 + wider),
        Column("Residents", right=True, least_width=72 + wider),
        *((Column("From"), Column("To")) if any_ended else ()),
    )
    title = count_with_noun(len(rows), "Integrated Care Board", "Integrated Care Boards")
    return _list_report(answer, title, columns, rows, fact)


def _mapping_rows(answer: MappingList) -> FlatTable:
    return MappingRow._fields, answer.rows


def _mapping_report(answer: MappingList) -> Report:
    return _splits_report(answer) if answer.what == "splits" else _areas_report(answer)


def _areas_report(answer: MappingList) -> Report:
    listed = answer.rows
    rows: list[Cells] = [
        (
            row.area_name,
            row.gss_code,
            row.board_short_name,
            row.ods_code,
            percent(row.residents_share),
        )
        for row in listed
    ]
    count = len({row.gss_code for row in listed})
    columns: Columns = (
        AREA_COLUMN,
        Column("GSS"),
        BOARD_COLUMN,
        Column("ODS"),
        Column("Share", right=True),
    )
    return _list_report(
        answer,
        f"{count_with_noun(count, 'authority', 'authorities')},"
        f" {count_with_noun(len(rows), 'row', 'rows')}",
        columns,
        rows,
    )


def _splits_report(answer: MappingList) -> Report:
    listed = answer.rows
    rows: list[Cells] = []
    before = None
    for row in listed:
        first = row.gss_code != before
        before = row.gss_code
        rows.append((
            row.area_name if first else "",
            row.gss_code if first else "",
            row.board_short_name,
            row.ods_code,
            Share(row.residents_share),
            number(row.residents),
        ))  # fmt: skip
    count = len({row.gss_code for row in listed})
    columns: Columns = (
        AREA_COLUMN,
        Column("GSS"),
        BOARD_COLUMN,
        Column("ODS"),
        SHARE_COLUMN,
        RESIDENTS_COLUMN,
    )
    return _list_report(
        answer,
        f"{count_with_noun(count, 'authority', 'authorities')} split between boards",
        columns,
        rows,
    )


def _coverage_rows(answer: CoverageList) -> FlatTable:
    return CoverageRow._fields, answer.rows


def _coverage_report(answer: CoverageList) -> Report:
    listed = answer.rows
    rows: list[Cells] = [
        (
            row.short_name,
            row.ods_code,
            number(row.areas_whole),
            number(row.areas_part),
            number(row.lsoas),
            number(row.residents),
            percent(row.england_share),
        )
        for row in listed
    ]
    rows.append((
        "England", "", "", "", number(sum(row.lsoas for row in listed)),
        number(sum(row.residents for row in listed)), "100%",
    ))  # fmt: skip
    columns: Columns = (
        BOARD_COLUMN, Column("ODS"), Column("Whole", right=True), Column("Part", right=True),
        LSOA_COLUMN, RESIDENTS_COLUMN, Column("Share", right=True),
    )  # fmt: skip
    title = "What each board covers: every authority of England exactly once"
    return _list_report(answer, title, columns, rows)


def _list_report(
    answer: Listing,
    title: str,
    columns: Columns,
    rows: list[Cells],
    fact: str | None = None,
) -> Report:
    facts = (fact or f"on {long_date(answer.as_of)}",)
    sections = (Section(None, columns, rows),)
    return Report(title, facts, answer.note, sections, footer(answer.data, answer.as_of))


VIEWS = {
    BoardList: View(_boards_rows, _boards_report),
    CoverageList: View(_coverage_rows, _coverage_report),
    MappingList: View(_mapping_rows, _mapping_report),
}
