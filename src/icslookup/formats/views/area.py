"""The view of `area`: the boards of a council: today, in the past and as planned."""

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
    known_columns,
)
from icslookup.formats.values import known_number, number, percent, short_date
from icslookup.lookup.area import AreaAnswer

if TYPE_CHECKING:
    from datetime import date

    from icslookup.formats.report import Cells, Columns, FlatTable
    from icslookup.lookup.area import BoardShare
    from icslookup.model import Code

KIND_LABELS = {
    "county": "county council",
    "district": "district",
    "unitary": "unitary authority",
    "metropolitan": "metropolitan district",
    "london-borough": "London borough",
    "city-corporation": "City corporation",
    "combined": "two councils",
}


def _rows(answer: AreaAnswer) -> FlatTable:
    """Return rows of the mapping on the day of the answer, like `areas`."""
    from icslookup.lookup.lists import MappingRow, mapping_row

    area = answer.area
    rows = [mapping_row(area, board, board) for board in answer.boards] if area else []
    return MappingRow._fields, rows


def other_codes(codes: tuple[Code, ...], current: str | None) -> str:
    """Return all codes but the current one, each with its dates; an empty text if none."""
    former = []
    for code in codes:
        if code.code == current:
            continue
        start = f" from {short_date(code.start)}" if code.start else ""
        end = f" until {short_date(code.end)}" if code.end else ""
        former.append(f"{code.code}{start}{end}")
    return ", ".join(former)


def lifetime(start: date | None, end: date | None) -> str:
    """Return a period as text; an empty one if neither day is known."""
    if end:
        return f"{short_date(start)} to {short_date(end)}" if start else f"to {short_date(end)}"
    return f"since {short_date(start)}" if start else ""


def _report(answer: AreaAnswer) -> Report | None:
    area = answer.area
    if area is None:
        return None
    facts = [" · ".join(
        part
        for part in (
            area.official_name,
            KIND_LABELS[area.kind],
            f"in {area.county.name}" if area.county else "",
            area.region,
            lifetime(area.start, area.end),
        )
        if part
    )]  # fmt: skip
    others = other_codes(area.gss_codes, area.gss_code)
    if others:
        facts.append(f"Other codes: {others}")
    if area.predecessors:
        before = [named.name for named in area.predecessors if named.name != area.name]
        same = [f"the former {area.name}"] if len(before) < len(area.predecessors) else []
        facts.append(f"Replaced {', '.join((*before, *same))}")
    sections = [_board_shares(None, answer.boards)] if answer.boards else []
    if answer.districts and (len(answer.boards) > 1 or area.gss_code is None):
        sections.append(_districts(answer))
    if answer.today:
        from icslookup.formats.views.today import today_sections

        sections += today_sections(answer.today)
    if answer.previous_boards:
        sections.append(_board_shares("Before", answer.previous_boards, former=True))
    columns: Columns
    if area.successors:
        columns = (
            Column("Successor", wrap=True),
            Column("GSS"),
            RESIDENTS_COLUMN,
            Column("Took", wrap=True),
        )
        rows: list[Cells] = [
            (
                successor.name,
                successor.gss_code,
                known_number(successor.residents),
                ", ".join(named.name for named in successor.districts),
            )
            for successor in area.successors
        ]
        sections.append(known_columns("Succeeded by", columns, rows))
    if answer.planned:
        planned: list[Cells] = [
            (short_date(plan.date), plan.what, plan.status) for plan in answer.planned
        ]
        columns = (Column("Date"), Column("Plan", wrap=True), Column("Status", wrap=True))
        sections.append(Section("Planned, not yet in force", columns, planned))
    return Report(
        f"{area.name} · {area.gss_code}" if area.gss_code else area.name,
        tuple(facts),
        answer.message,
        tuple(sections),
        footer(answer.data, answer.as_of),
    )


def _board_shares(
    heading: str | None, boards: tuple[BoardShare, ...], *, former: bool = False
) -> Section:
    columns: Columns = (BOARD_COLUMN, Column("ODS"), Column("ONS"), SHARE_COLUMN, RESIDENTS_COLUMN)
    if former:
        columns = (*columns, Column("From"), Column("To"))
    else:
        columns = (*columns, LSOA_COLUMN, Column("Since"))
    rows: list[Cells] = []
    for board in boards:
        cells = (
            board.short_name,
            board.ods_code,
            board.ons_code or "",
            percent(board.residents_share) if former else Share(board.residents_share),
            number(board.residents),
        )
        if former:
            rows.append((*cells, short_date(board.start), short_date(board.end)))
        else:
            rows.append((*cells, number(board.lsoas), short_date(board.start)))
    return Section(heading, columns, rows, former)


def _districts(answer: AreaAnswer) -> Section:
    rows: list[Cells] = [
        (
            district.name if position == 0 else "",
            district.gss_code if position == 0 else "",
            board.short_name,
            board.ods_code,
            Share(board.residents_share),
        )
        for district in answer.districts
        for position, board in enumerate(district.boards)
    ]
    heading = "Districts" if answer.area and answer.area.gss_code else "Councils"
    return Section(
        heading, (AREA_COLUMN, Column("GSS"), BOARD_COLUMN, Column("ODS"), SHARE_COLUMN), rows
    )


VIEWS = {AreaAnswer: View(_rows, _report)}
