"""The view of a sub-ICB location, a CCG, an STP or a region, which `board` answers too."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.formats.report import (
    BOARD_COLUMN,
    LSOA_COLUMN,
    RESIDENTS_COLUMN,
    SHARE_COLUMN,
    Column,
    Report,
    Section,
    Share,
    footer,
)
from icslookup.formats.values import iso_date, number, percent, short_date
from icslookup.formats.views.area import lifetime
from icslookup.lookup.nhs_area import AREA_KINDS
from icslookup.model import covers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from icslookup.formats.report import Cells, Columns, FlatTable
    from icslookup.lookup.board import BoardAnswer
    from icslookup.lookup.nhs_area import (
        AreaCode,
        NhsAreaDetail,
        SubIcbLocation,
        TerritoryShare,
    )


class TerritoryRow(NamedTuple):
    """A board of the territory of an area: a row of CSV."""

    area_kind: str
    area_ods_code: str | None
    area_ons_code: str | None
    area_name: str
    ods_code: str
    ons_code: str | None
    board_name: str
    board_short_name: str
    nhs_region: str
    coverage: str | None
    share: float | None
    share_by: str | None
    residents: int | None
    area_residents: int | None
    lsoas: int | None
    area_lsoas: int | None
    start: date
    end: date | None


def area_rows(area: NhsAreaDetail) -> FlatTable:
    """Return a row for each board of an area on the day of the answer."""
    rows = [
        TerritoryRow(
            area.kind, area.ods_code, area.ons_code, area.name, one.ods_code, one.ons_code,
            one.name, one.short_name, one.region.name, one.coverage, one.share, one.share_by,
            one.residents, one.area_residents, one.lsoas, one.area_lsoas, one.start, one.end,
        )
        for one in area.boards
    ]  # fmt: skip
    return TerritoryRow._fields, rows


def area_report(answer: BoardAnswer, area: NhsAreaDetail) -> Report:
    """Return the report on an area."""
    kind = AREA_KINDS[area.kind]
    dates = lifetime(area.start, area.end) or _seen(area)
    facts = [" · ".join(part for part in (kind[0].upper() + kind[1:], dates) if part)]
    counts = [f"{number(area.residents)} residents"] if area.residents else []
    if area.lsoas:
        census = area.boards[0].census
        counts.append(f"{number(area.lsoas)} LSOAs{' of 2011' if census == '2011' else ''}")
    if counts:
        facts.append(" · ".join(counts))
    if area.successors and area.kind == "ccg":
        facts.append(f"Succeeded by {'; '.join(one.label for one in area.successors)}")
    if area.note:
        facts.append(area.note)
    sections = [_boards("Boards" if area.certain else "May lie in", area.boards)]
    later = area.later_boards
    today = answer.today
    if today and not all(covers(share.start, share.end, today.as_of) for share in area.boards):
        from icslookup.formats.views.today import today_sections

        sections += today_sections(today)
        later = tuple(share for share in later if not covers(share.start, share.end, today.as_of))
    if area.previous_boards:
        sections.append(_boards("Before", area.previous_boards, other_days=True))
    if later:
        sections.append(_boards("After", later, other_days=True))
    if len(area.codes) > 1:
        sections.append(_codes(area.codes))
    codes = " · ".join(code for code in (area.ods_code, area.ons_code) if code)
    return Report(
        f"{area.name} · {codes}",
        tuple(facts),
        answer.message,
        tuple(sections),
        footer(answer.data, answer.as_of),
    )


def location_section(locations: Sequence[SubIcbLocation]) -> Section:
    """Return the section with the sub-ICB locations of a board."""
    columns: Columns = (
        Column("Sub-ICB location", wrap=True),
        Column("ODS"),
        Column("ONS"),
        RESIDENTS_COLUMN,
        LSOA_COLUMN,
    )
    rows: list[Cells] = [
        (one.name, one.ods_code, one.ons_code, number(one.residents), number(one.lsoas))
        for one in locations
    ]
    return Section(None, columns, rows)


def _seen(area: NhsAreaDetail | AreaCode) -> str:
    """Return the years in which code lists have an area; for a region, which lasts, nothing."""
    if area.kind == "region" or not area.first_seen or not area.last_seen:
        return ""
    if area.first_seen == area.last_seen:
        return f"in the code lists of {iso_date(area.first_seen)}"
    return f"in the code lists of {iso_date(area.first_seen)} to {iso_date(area.last_seen)}"


def _boards(heading: str, shares: Sequence[TerritoryShare], *, other_days: bool = False) -> Section:
    by_lsoas = all(share.residents is None for share in shares)
    columns: Columns = (BOARD_COLUMN, Column("ODS"), SHARE_COLUMN)
    columns = (*columns, LSOA_COLUMN if by_lsoas else RESIDENTS_COLUMN)
    columns = (*columns, Column("Days") if other_days else Column("ONS"))
    rows: list[Cells] = [
        (
            share.short_name,
            share.ods_code,
            percent(share.share) if other_days else Share(share.share),
            number(share.lsoas if by_lsoas else share.residents),
            lifetime(share.start, share.end) if other_days else share.ons_code or "",
        )
        for share in shares
    ]
    return Section(heading, columns, rows, former=other_days)


def _codes(codes: Sequence[AreaCode]) -> Section:
    columns: Columns = (
        Column("Name", wrap=True),
        Column("ODS"),
        Column("ONS"),
        Column("From"),
        Column("To"),
    )
    in_use = codes[0] if codes[0].kind == "region" else None  # regions last
    rows: list[Cells] = [
        (
            code.name,
            code.ods_code or "",
            code.ons_code,
            short_date(code.start) or (code.first_seen and iso_date(code.first_seen)) or "",
            "" if code == in_use else short_date(code.end) or iso_date(code.last_seen or ""),
        )
        for code in codes
    ]
    return Section("Names and codes", columns, rows, former=True)
