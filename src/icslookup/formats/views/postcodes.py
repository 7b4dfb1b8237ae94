"""The views of `postcode`, `lsoa` and `area --lsoas`: places with their boards."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats import REPORT_FORMATS
from icslookup.formats.report import (
    AREA_COLUMN,
    BOARD_COLUMN,
    SHARE_COLUMN,
    Column,
    Report,
    Section,
    Share,
    View,
    footer,
)
from icslookup.formats.values import count_with_noun, iso_date, number, percent, stderr_lines
from icslookup.postcodes.answer import PlaceAnswer, PlaceList
from icslookup.postcodes.lsoa import LsoaList, LsoaRow

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, Columns, FlatTable
    from icslookup.postcodes.answer import PlaceBoard, PlaceSource

COLUMNS = (
    "query", "status", "kind", "postcode", "terminated", "lsoa21", "lsoa11", "country", "gss_code",
    "area_name", "region", "ods_code", "ons_code", "board_name", "board_short_name", "share",
    "certain", "estimated", "method",
)  # fmt: skip
_METHODS = {
    "lsoa": "board by its LSOA",
    "directory": "board as in the directory",
    "authority": "board by its authority",
}
MOST_NOTES = 20
"""The most postcodes without a board to name on standard error."""


def _is_range(answer: PlaceAnswer) -> bool:
    """Return whether the answer is about a part of a postcode, and some of its boards are known."""
    return answer.kind in ("sector", "district", "area") and bool(answer.boards)


def _place_report(answer: PlaceAnswer) -> Report | None:
    if answer.status != "found" and not _is_range(answer):
        return None
    facts = [" · ".join(part for part in (_state(answer), _where(answer)) if part)]
    codes = [_METHODS[answer.method]] if answer.method else []
    codes += [
        f"{label} {code}"
        for label, code in (("LSOA 2021", answer.lsoa21), ("LSOA 2011", answer.lsoa11))
        if code and code != answer.query.upper()
    ]
    codes += [f"sub-ICB location {answer.sub_icb.ods_code}"] if answer.sub_icb else []
    facts.append(" · ".join(codes))
    columns: Columns = (BOARD_COLUMN, Column("ODS"), Column("ONS"), Column("Region", wrap=True))
    rows: list[Cells] = [
        (board.short_name, board.ods_code, board.ons_code or "", board.region.name)
        for board in answer.boards
    ]
    sections = []
    if _is_range(answer):
        rows = [
            (*row, Share(board.share), _certainty(board))
            for row, board in zip(rows, answer.boards, strict=True)
        ]
        columns = (*columns, SHARE_COLUMN, Column(""))
        if len(answer.areas) > 1:
            areas: list[Cells] = [
                (area.name, area.gss_code, percent(area.share)) for area in answer.areas
            ]
            heads: Columns = (AREA_COLUMN, Column("GSS"), Column("Share", right=True))
            sections.append(Section("Authorities", heads, areas))
    return Report(
        answer.postcode or answer.query.upper(),
        tuple(facts),
        answer.message,
        (Section(None, columns, rows), *sections),
        _footer(answer, (answer,)),
    )


def _certainty(board: PlaceBoard) -> str:
    if not board.certain:
        return "not certain"
    return "estimated" if board.estimated else ""


def _state(answer: PlaceAnswer) -> str:
    if answer.kind == "lsoa":
        codes = {"2021": answer.lsoa21, "2011": answer.lsoa11}
        return f"LSOA of {' and '.join(year for year, code in codes.items() if code)}"
    if answer.kind == "postcode":
        if answer.live is None:
            return "postcode"
        ended = iso_date(answer.terminated) if answer.terminated else ""
        return "live postcode" if answer.live else f"postcode that ended in {ended}"
    kind = "" if answer.live is None else "live " if answer.live else "ended "
    count = count_with_noun(answer.postcodes or 0, f"{kind}postcode", f"{kind}postcodes")
    return f"{answer.kind} of {count}" if answer.kind != "area" else f"postcode area of {count}"


def _where(answer: PlaceAnswer) -> str:
    if len(answer.areas) != 1:
        return ""
    (area,) = answer.areas
    county = f", {area.county.name}" if area.county else ""
    return f"in {area.name} ({area.gss_code}){county} · {area.region}"


def _footer(answer: PlaceAnswer | PlaceList, places: tuple[PlaceAnswer, ...]) -> str:
    sources = dict.fromkeys(_source(source) for place in places for source in place.sources)
    return " · ".join([footer(answer.data, answer.as_of), *(f"from {text}" for text in sources)])


def _source(source: PlaceSource) -> str:
    edition = f" of {iso_date(source.edition)}" if source.edition else ""
    return f"{source.product}{edition}"


def _places_report(answer: PlaceList) -> Report:
    rows: list[Cells] = []
    for row in answer.rows:
        area = ", ".join(area.name for area in row.areas[:2]) + (", ..." if row.areas[2:] else "")
        name = row.postcode or row.query
        if not row.boards:
            rows.append((name, row.country or "", "", "", row.status.replace("_", " ")))
        for position, board in enumerate(row.boards):
            share = "" if len(row.boards) == 1 else percent(board.share)
            ended = f"ended {iso_date(row.terminated)}" if row.terminated else ""
            note = " ".join(part for part in (share, _certainty(board), ended) if part)
            first = (name, area) if position == 0 else ("", "")
            rows.append((*first, board.short_name, board.ods_code, note))
    title = "Postcode" if answer.what == "postcode" else "LSOA"
    columns: Columns = (Column(title), AREA_COLUMN, BOARD_COLUMN, Column("ODS"), Column("Share"))
    found = sum(row.status == "found" for row in answer.rows)
    kind = "postcode" if answer.what == "postcode" else "LSOA"
    count = f"{number(found)} of {count_with_noun(len(answer.rows), kind, f'{kind}s')} answered"
    sections = (Section(None, columns, rows),) if rows else ()
    return Report(count, (), answer.note, sections, _footer(answer, answer.rows))


def _lsoas_report(answer: LsoaList) -> Report:
    counts: dict[tuple[str, str], int] = {}
    for row in answer.rows:
        key = row.board_short_name, row.ods_code
        counts[key] = counts.get(key, 0) + 1
    columns: Columns = (Column("LSOA"), AREA_COLUMN, BOARD_COLUMN, Column("ODS"))
    rows: list[Cells] = [
        (row.lsoa, row.area_name, row.board_short_name, row.ods_code) for row in answer.rows
    ]
    per_board = ", ".join(f"{number(n)} in {name} ({code})" for (name, code), n in counts.items())
    return Report(
        f"{answer.name} · {count_with_noun(len(rows), 'LSOA', 'LSOAs')}",
        (per_board,),
        answer.note,
        (Section(None, columns, rows),),
        f"{footer(answer.data, answer.as_of)} · from {_source(answer.source)}",
    )


def _lsoas_rows(answer: LsoaList) -> FlatTable:
    return LsoaRow._fields, answer.rows


def _places_rows(answer: PlaceList) -> FlatTable:
    return COLUMNS, [row for place in answer.rows for row in _place_rows(place)[1]]


def _place_rows(answer: PlaceAnswer) -> FlatTable:
    """Return a row for each board of a place, or one row without a board."""
    start = (
        answer.query, answer.status, answer.kind, answer.postcode, answer.terminated,
        answer.lsoa21, answer.lsoa11, answer.country,
        ";".join(area.gss_code for area in answer.areas),
        ";".join(area.name for area in answer.areas),
        ";".join(dict.fromkeys(area.region for area in answer.areas)),
    )  # fmt: skip
    rows: list[tuple[object, ...]] = [
        (
            *start, board.ods_code, board.ons_code, board.name, board.short_name, board.share,
            board.certain, board.estimated, answer.method,
        )
        for board in answer.boards
    ]  # fmt: skip
    return COLUMNS, rows or [(*start, *[None] * (len(COLUMNS) - len(start)))]


def _places_notes(answer: PlaceList, format_: str) -> str:
    """Return a line for each place without a certain board, and the note of the list."""
    without_board = [row for row in answer.rows if row.status != "found" and row.message]
    lines = [_message(row) for row in without_board[:MOST_NOTES]]
    if len(without_board) > MOST_NOTES:
        lines.append(f"and {number(len(without_board) - MOST_NOTES)} more without a certain board")
    note = [answer.note] if answer.note and format_ not in REPORT_FORMATS else []
    return stderr_lines([*lines, *note])


def _message(answer: PlaceAnswer) -> str:
    if not answer.suggestions:
        return answer.message or ""
    return f"{answer.message}; try {', '.join(found.name for found in answer.suggestions)}"


VIEWS = {
    LsoaList: View(_lsoas_rows, _lsoas_report),
    PlaceAnswer: View(_place_rows, _place_report),
    PlaceList: View(_places_rows, _places_report, notes=_places_notes),
}
