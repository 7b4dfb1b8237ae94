"""The view of `board`: what a board covers and covered, its predecessors and its successors."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import (
    AREA_COLUMN,
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
from icslookup.formats.views.area import lifetime, other_codes
from icslookup.formats.views.nhs_area import area_report, area_rows, location_section
from icslookup.lookup.board import BoardAnswer

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, Columns, FlatTable
    from icslookup.lookup.board import AreaShare, Transfer


def _rows(answer: BoardAnswer) -> FlatTable:
    """Return rows of the mapping on the day of the answer, like `areas`.

    For another area of the NHS, they are the boards of its territory.
    """
    if answer.nhs_area:
        return area_rows(answer.nhs_area)
    from icslookup.lookup.lists import MappingRow, mapping_row

    board = answer.board
    rows = [mapping_row(area, board, area) for area in answer.areas] if board else []
    return MappingRow._fields, rows


def _report(answer: BoardAnswer) -> Report | None:
    if answer.nhs_area:
        return area_report(answer, answer.nhs_area)
    board = answer.board
    if board is None:
        return None
    facts = [f"{board.name} · {board.region.name} · {lifetime(board.start, board.end)}"]
    others = other_codes(board.ons_codes, board.ons_code)
    if others:
        facts.append(f"Other ONS codes: {others}")
    areas = count_with_noun(len(answer.areas), "authority", "authorities")
    facts.append(f"{areas} · {number(answer.residents)} residents · {number(answer.lsoas)} LSOAs")
    sections = [_area_shares(None, answer.areas)]
    if answer.sub_icb_locations:
        sections.append(location_section(answer.sub_icb_locations))
    if answer.today:
        from icslookup.formats.views.today import today_sections

        sections += today_sections(answer.today)
    if answer.previous_areas:
        sections.append(_area_shares("Before", answer.previous_areas, former=True))
    if board.predecessors:
        sections.append(_transfers("Took over", "From", board.predecessors))
    if board.successors:
        sections.append(_transfers("Succeeded by", "To", board.successors))
    codes = f"{board.ods_code} · {board.ons_code}" if board.ons_code else board.ods_code
    return Report(
        f"{board.short_name} · {codes}",
        tuple(facts),
        answer.message,
        tuple(sections),
        footer(answer.data, answer.as_of),
    )


def _area_shares(
    heading: str | None, areas: tuple[AreaShare, ...], *, former: bool = False
) -> Section:
    columns: Columns = (
        AREA_COLUMN,
        Column("GSS"),
        Column("County", wrap=True),
        SHARE_COLUMN,
        RESIDENTS_COLUMN,
    )
    columns = (*columns, Column("To") if former else LSOA_COLUMN)
    rows: list[Cells] = [
        (
            area.name,
            area.gss_code,
            area.county.name if area.county else "",
            percent(area.residents_share) if former else Share(area.residents_share),
            number(area.residents),
            short_date(area.end) if former else number(area.lsoas),
        )
        for area in areas
    ]
    return Section(heading, columns, rows, former)


def _transfers(heading: str, way: str, transfers: tuple[Transfer, ...]) -> Section:
    columns: Columns = (
        Column(way, wrap=True),
        Column("ODS"),
        SHARE_COLUMN,
        RESIDENTS_COLUMN,
        Column("Authorities", wrap=True),
    )
    rows: list[Cells] = [
        (
            transfer.short_name,
            transfer.ods_code,
            Share(transfer.residents_share),
            number(transfer.residents),
            ", ".join(named.name for named in transfer.areas),
        )
        for transfer in transfers
    ]
    days = sorted({short_date(transfer.date) for transfer in transfers})
    return Section(f"{heading} on {', '.join(days)}", columns, rows)


VIEWS = {BoardAnswer: View(_rows, _report)}
