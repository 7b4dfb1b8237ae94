"""Flat rows: an answer as a table of one kind of record, for CSV and TSV."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.lookup.answers import (
    AreaAnswer,
    BoardAnswer,
    BoardList,
    BoardRow,
    ChangeList,
    ChangeRow,
    CoverageList,
    CoverageRow,
    HistoryAnswer,
    Listing,
    MappingList,
    MappingRow,
    Timeline,
    TimelineRow,
)
from icslookup.lookup.answers_about import About
from icslookup.lookup.answers_of_places import OfPlace
from icslookup.lookup.answers_of_tables import OfTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.lookup.answers import Answer, AreaDetail, AreaShare, BoardDetail, BoardShare


_COLUMNS = {
    BoardList: BoardRow._fields,
    MappingList: MappingRow._fields,
    CoverageList: CoverageRow._fields,
    ChangeList: ChangeRow._fields,
    Timeline: TimelineRow._fields,
}


def flat(answer: Answer) -> tuple[tuple[str, ...], Sequence[tuple[object, ...]]]:
    """Return the columns and the rows of an answer.

    `area` and `board` give rows of the mapping on the day of the answer, like `areas`.
    """
    if isinstance(answer, HistoryAnswer):
        from icslookup.formats.views.history import HistoryRow, flat_history

        return HistoryRow._fields, flat_history(answer)
    if isinstance(answer, Listing):
        return _COLUMNS[type(answer)], answer.rows
    if isinstance(answer, About):
        from icslookup.formats.views.data_info import flat_about

        return flat_about(answer)
    if isinstance(answer, OfTable):
        from icslookup.formats.of_tables import flat_table

        return flat_table(answer)
    if isinstance(answer, OfPlace):
        from icslookup.formats.views.postcodes import flat_places

        return flat_places(answer)
    rows: list[MappingRow] = []
    if isinstance(answer, AreaAnswer) and answer.area:
        rows = [_row(answer.area, board, board) for board in answer.boards]
    elif isinstance(answer, BoardAnswer) and answer.board:
        rows = [_row(area, answer.board, area) for area in answer.areas]
    return MappingRow._fields, rows


def _row(
    area: AreaDetail | AreaShare,
    board: BoardDetail | BoardShare,
    figures: BoardShare | AreaShare,
) -> MappingRow:
    return MappingRow(
        area.gss_code,
        area.name,
        area.kind,
        area.county.gss_code if area.county else None,
        area.county.name if area.county else None,
        area.region,
        board.ods_code,
        board.ons_code,
        board.name,
        board.short_name,
        board.region.name,
        figures.coverage,
        figures.residents_share,
        figures.residents,
        figures.area_residents,
        figures.lsoas,
        figures.area_lsoas,
        figures.start,
        figures.end,
    )
