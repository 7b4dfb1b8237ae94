"""What a person is shown: an answer as a title, sections and a last line, not yet drawn.

Tables on a terminal and Markdown draw the same report.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.formats.values import counted, number, percent, short_date
from icslookup.lookup.answers import AreaAnswer, BoardAnswer, HistoryAnswer, Listing
from icslookup.lookup.answers_about import Citation, DataFolder, DataImport
from icslookup.lookup.answers_of_places import OfPlace
from icslookup.lookup.answers_of_tables import OfTable

if TYPE_CHECKING:
    from datetime import date

    from icslookup.lookup.answers import Answer, AreaShare, BoardShare, Transfer
    from icslookup.model import Code, DataInfo


class Share(NamedTuple):
    """A share from 0 to 1, shown as a percentage with a bar; None where it is not known."""

    value: float | None


Cells = tuple[str | Share, ...]
"""The cells of one row."""


class Column(NamedTuple):
    """A column: `right` for numbers, `wrap` for names, which may take several lines."""

    title: str
    right: bool = False
    wrap: bool = False


Columns = tuple[Column, ...]


class Section(NamedTuple):
    """A table under a heading; `former` ones are shown dimmed."""

    heading: str | None
    columns: Columns
    rows: list[Cells]
    former: bool = False


class Report(NamedTuple):
    """An answer to be shown: title, facts under it, notes, sections, a last line."""

    title: str
    facts: tuple[str, ...]
    note: str | None
    sections: tuple[Section, ...]
    footer: str


KIND_LABELS = {
    "county": "county council",
    "district": "district",
    "unitary": "unitary authority",
    "metropolitan": "metropolitan district",
    "london-borough": "London borough",
    "city-corporation": "City corporation",
}

BOARD = Column("Board", wrap=True)
AREA = Column("Authority", wrap=True)
SHARE = Column("Share")
RESIDENTS = Column("Residents", right=True)
LSOAS = Column("LSOAs", right=True)


def report(answer: Answer) -> Report | None:
    """Make the report of an answer; None where nothing was found."""
    if isinstance(answer, AreaAnswer):
        return _area(answer)
    if isinstance(answer, BoardAnswer):
        return _board(answer)
    return _other(answer)


def _other(answer: Answer) -> Report | None:
    """Make the report of an answer that is rarer, in the module of its kind."""
    if isinstance(answer, HistoryAnswer):
        from icslookup.formats.views.history import history_report

        return history_report(answer)
    if isinstance(answer, Listing):
        from icslookup.formats.views.lists import listing

        return listing(answer)
    if isinstance(answer, OfTable):
        from icslookup.formats.of_tables import table_report

        return table_report(answer)
    if isinstance(answer, OfPlace):
        from icslookup.formats.views.postcodes import places_report

        return places_report(answer)
    if isinstance(answer, AreaAnswer | BoardAnswer | Citation | DataFolder | DataImport):
        return None
    from icslookup.formats.views.data_info import about

    return about(answer)


def footer(info: DataInfo, day: date) -> str:
    """Return the last line of every table: the day, and what the data are."""
    boundaries = f", boundaries of {short_date(info.boundaries)}" if info.boundaries else ""
    return f"As of {short_date(day)} · data {info.version}{boundaries}"


def _codes(codes: tuple[Code, ...], current: str | None) -> str:
    former = []
    for code in codes:
        if code.code == current:
            continue
        start = f" from {short_date(code.start)}" if code.start else ""
        end = f" until {short_date(code.end)}" if code.end else ""
        former.append(f"{code.code}{start}{end}")
    return ", ".join(former)


def _life(start: date | None, end: date | None) -> str:
    if end:
        return f"{short_date(start)} to {short_date(end)}" if start else f"to {short_date(end)}"
    return f"since {short_date(start)}" if start else ""


def _area(answer: AreaAnswer) -> Report | None:
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
            _life(area.start, area.end),
        )
        if part
    )]  # fmt: skip
    others = _codes(area.gss_codes, area.gss_code)
    if others:
        facts.append(f"Other codes: {others}")
    if area.predecessors:
        before = [named.name for named in area.predecessors if named.name != area.name]
        same = [f"the former {area.name}"] if len(before) < len(area.predecessors) else []
        facts.append(f"Replaced {', '.join((*before, *same))}")
    sections = [_board_shares(None, answer.boards)] if answer.boards else []
    if answer.districts and len(answer.boards) > 1:
        sections.append(_districts(answer))
    if answer.previous_boards:
        sections.append(_board_shares("Before", answer.previous_boards, former=True))
    columns: Columns
    if area.successors:
        columns = (
            Column("Successor", wrap=True),
            Column("GSS"),
            RESIDENTS,
            Column("Took", wrap=True),
        )
        rows: list[Cells] = [
            (
                successor.name,
                successor.gss_code,
                number(successor.residents),
                ", ".join(named.name for named in successor.districts),
            )
            for successor in area.successors
        ]
        sections.append(Section("Succeeded by", columns, rows))
    if answer.planned:
        planned: list[Cells] = [
            (short_date(plan.date), plan.what, plan.status) for plan in answer.planned
        ]
        columns = (Column("Date"), Column("Plan", wrap=True), Column("Status", wrap=True))
        sections.append(Section("Planned, not yet in force", columns, planned))
    return Report(
        f"{area.name} · {area.gss_code}",
        tuple(facts),
        answer.message,
        tuple(sections),
        footer(answer.data, answer.as_of),
    )


def _board_shares(
    heading: str | None, boards: tuple[BoardShare, ...], *, former: bool = False
) -> Section:
    columns: Columns = (BOARD, Column("ODS"), Column("ONS"), SHARE, RESIDENTS)
    if former:
        columns = (*columns, Column("From"), Column("To"))
    else:
        columns = (*columns, LSOAS, Column("Since"))
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
    return Section("Districts", (AREA, Column("GSS"), BOARD, Column("ODS"), SHARE), rows)


def _board(answer: BoardAnswer) -> Report | None:
    board = answer.board
    if board is None:
        return None
    facts = [f"{board.name} · {board.region.name} · {_life(board.start, board.end)}"]
    others = _codes(board.ons_codes, board.ons_code)
    if others:
        facts.append(f"Other ONS codes: {others}")
    areas = counted(len(answer.areas), "authority", "authorities")
    facts.append(f"{areas} · {number(answer.residents)} residents · {number(answer.lsoas)} LSOAs")
    sections = [_area_shares(None, answer.areas)]
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
    columns: Columns = (AREA, Column("GSS"), Column("County", wrap=True), SHARE, RESIDENTS)
    columns = (*columns, Column("To") if former else LSOAS)
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
        SHARE,
        RESIDENTS,
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
