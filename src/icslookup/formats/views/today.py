"""The section `Today` of a former council, board or other area of the NHS."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import (
    BOARD_COLUMN,
    LSOA_COLUMN,
    RESIDENTS_COLUMN,
    SHARE_COLUMN,
    Column,
    Share,
    known_columns,
)
from icslookup.formats.values import known_number

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, Section
    from icslookup.lookup.area import AreaToday, DistrictBoards
    from icslookup.lookup.today import TerritoryToday, TodayBoard

_MAY_LIE_IN = Column("May lie in", wrap=True)
_ODS = Column("ODS")
_ONS = Column("ONS")
_ONS_BESIDE_COUNCIL = Column("ONS", least_width=72)
_COUNCIL = Column("Council", wrap=True)


def today_sections(today: AreaToday | TerritoryToday | None) -> list[Section]:
    """Return the section of a record that has ended; none if it exists or no board is known.

    The boards of a territory whose boundary is not known are under `May lie in`. Their shares are
    then those of the councils that followed, under `Share of council`.
    """
    if today is None or not today.boards:
        return []
    areas: tuple[DistrictBoards, ...] = getattr(today, "areas", ())
    make = _certain if today.certain else _uncertain
    return [make(today.boards, areas, _ONS_BESIDE_COUNCIL if areas else _ONS)]


def _certain(
    boards: tuple[TodayBoard, ...], areas: tuple[DistrictBoards, ...], ons: Column
) -> Section:
    columns = (
        BOARD_COLUMN, _ODS, ons, SHARE_COLUMN, RESIDENTS_COLUMN, LSOA_COLUMN, _COUNCIL,
    )  # fmt: skip
    rows: list[Cells] = [
        (
            *_names(board),
            Share(_share(board)),
            known_number(board.residents),
            known_number(board.lsoas),
            ", ".join(name for name, _ in _councils(areas, board.ods_code)),
        )
        for board in boards
    ]
    return known_columns("Today", columns, rows)


def _uncertain(
    boards: tuple[TodayBoard, ...], areas: tuple[DistrictBoards, ...], ons: Column
) -> Section:
    rows: list[Cells] = [
        (*_names(board), name, Share(share))
        for board in boards
        for name, share in _councils(areas, board.ods_code) or [("", None)]
    ]
    columns = (_MAY_LIE_IN, _ODS, ons, _COUNCIL, Column("Share of council"))
    return known_columns("Today", columns, rows)


def _names(board: TodayBoard) -> tuple[str, str, str]:
    return board.short_name, board.ods_code, board.ons_code or ""


def _share(board: TodayBoard) -> float | None:
    """Return the share of residents, or that of LSOAs if the residents are not known."""
    if board.residents_share is None and board.lsoas is not None and board.area_lsoas:
        return board.lsoas / board.area_lsoas
    return board.residents_share


def _councils(areas: tuple[DistrictBoards, ...], ods_code: str) -> list[tuple[str, float | None]]:
    """Return the councils of today of which a board has some, each with its share."""
    return [
        (area.name, board.residents_share)
        for area in areas
        for board in area.boards
        if board.ods_code == ods_code
    ]
