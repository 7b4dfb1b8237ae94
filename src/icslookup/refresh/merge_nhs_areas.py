"""Merges the rows of `nhs_area_boards.csv` with the sub-ICB locations of a lookup.

A location has the board, the LSOAs and the residents that the lookup gives it. The territory of an
area that ended, such as a CCG, follows the locations in which it lies if they pass whole. If they
do not, the boards that may have it are listed without figures.
"""

from __future__ import annotations

import os
from collections import Counter

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import read_rows
from icslookup.dataset.nhs_areas import SUB_ICB, area_key
from icslookup.dates import DAY
from icslookup.errors import DataError
from icslookup.refresh.merge import csv_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.refresh.merge import Evidence

    Cells = dict[str, str]

NHS_AREAS = "nhs_area_boards.csv"
_FIGURES = ("lsoas", "area_lsoas", "residents", "area_residents")


class Moved(NamedTuple):
    """An LSOA of 2021: its sub-ICB location and board before a day, and from that day on.

    A code is an empty text if it is not known.
    """

    location_before: str
    board_before: str
    location: str
    board: str
    residents: int


def reopen_nhs_areas(data: Dataset, day: date) -> str:
    """Return the text of the file as it was before the boundaries of a day."""
    columns, rows = _read(data)
    return _text(columns, _reopened(rows, day))


class Shipped(NamedTuple):
    """Data that have the boundaries of a lookup already, and what the lookup changes in them.

    `touched` are the boards that gain or lose an LSOA, or in which one changes its location.
    """

    data: Dataset
    touched: frozenset[str]


def merge_nhs_areas(
    data: Dataset,
    day: date,
    moved: Iterable[Moved],
    evidence: Evidence,
    shipped: Shipped | None = None,
) -> str:
    """Return the text of the file with the territory of each area from a day on.

    With `shipped`, an area other than a location keeps the rows there if the lookup touches none of
    its boards: a lookup of LSOAs knows less about it.

    Rows of later days are left out. If the data have no sub-ICB locations, no row changes. If the
    lookup has none, those before the day stay. Raises `DataError` if a location lies in two boards,
    if the data do not know it, or if only some LSOAs of the lookup have one.
    """
    columns, old = _read(data)
    rows = [*_reopened(old, day), *_first(old, day)]
    lsoas = list(moved)
    if all(area.kind != SUB_ICB for area in data.nhs_areas.values()):
        return _text(columns, rows)
    if not any(lsoa.location for lsoa in lsoas):
        lsoas = _in_locations_before(lsoas)
        if not lsoas:
            return _text(columns, rows)
    groups: dict[tuple[str, str], list[Cells]] = {}
    for row in rows:
        groups.setdefault((row["kind"], row["code"]), []).append(row)
    present = _locations(data, lsoas)
    for code in present:
        groups.setdefault((SUB_ICB, code), [])
    merged: list[Cells] = []
    known = _untouched(shipped) if shipped else {}
    for (kind, code), group in groups.items():
        if (kind, code) in known:
            merged += known[kind, code]
            continue
        open_rows = [row for row in group if not row["end"]]
        if kind == SUB_ICB and code in present:
            new = [present[code]]
        else:
            area = data.nhs_areas[area_key(kind, code)]
            new = _territory(area, open_rows, lsoas, _holders(data, area, day - DAY))
        merged += _continued(columns, (kind, code), group, new, day, evidence)
    return _text(columns, merged)


def _read(data: Dataset) -> tuple[list[str], list[Cells]]:
    """Return the columns of the file and its rows."""
    path = os.path.join(data.folder, NHS_AREAS)
    with open(path, encoding="utf-8-sig") as file:
        columns = file.readline().strip().split(",")
    return columns, [dict(row.cells) for row in read_rows(path, ("kind", "code", "ods_code"))]


def _text(columns: list[str], rows: Iterable[Cells]) -> str:
    lines = [csv_line(row[column] for column in columns) for row in rows]
    return "".join([csv_line(columns), *lines])


def _reopened(rows: list[Cells], day: date) -> list[Cells]:
    """Return the rows before a day; those that lasted until then are open."""
    last = str(day - DAY)
    kept = [row for row in rows if row["start"] < str(day)]
    return [{**row, "end": ""} if row["end"] >= last else row for row in kept]


def _untouched(shipped: Shipped) -> dict[tuple[str, str], list[Cells]]:
    """Return the rows of each area other than a location whose boards are not touched."""
    groups: dict[tuple[str, str], list[Cells]] = {}
    for row in _read(shipped.data)[1]:
        if row["kind"] != SUB_ICB:
            groups.setdefault((row["kind"], row["code"]), []).append(row)
    return {
        key: group
        for key, group in groups.items()
        if shipped.touched.isdisjoint(row["ods_code"] for row in group if not row["end"])
    }


def _first(rows: list[Cells], day: date) -> list[Cells]:
    """Return the rows that begin on a day and have none before, for the first boundaries.

    A lookup of LSOAs cannot tell where a CCG lay.
    """
    before = {(row["kind"], row["code"]) for row in rows if row["start"] < str(day)}
    return [
        {**row, "end": ""}
        for row in rows
        if row["start"] == str(day)
        and row["kind"] != SUB_ICB
        and (row["kind"], row["code"]) not in before
    ]


def _in_locations_before(lsoas: list[Moved]) -> list[Moved]:
    """Return the LSOAs that had a location, in that location, for a lookup that has none.

    Raises `DataError` for a location that did not pass whole: its LSOAs may be in new ones.
    """
    kept = [lsoa._replace(location=lsoa.location_before) for lsoa in lsoas if lsoa.location_before]
    boards: dict[str, set[str]] = {}
    for lsoa in kept:
        boards.setdefault(lsoa.location, set()).add(lsoa.board)
    for code, found in boards.items():
        if len(found) > 1:
            raise DataError(
                f"the lookup needs its column of sub-ICB locations (SICBL..CDH), because {code} is"
                f" now in several boards: {', '.join(sorted(found))}"
            )
    return kept


def _locations(data: Dataset, lsoas: list[Moved]) -> dict[str, Cells]:
    """Return the board and the figures of each location of the lookup, by ODS code."""
    boards: dict[str, dict[str, list[int]]] = {}
    for lsoa in lsoas:
        boards.setdefault(lsoa.location, {}).setdefault(lsoa.board, []).append(lsoa.residents)
    if "" in boards:
        number = sum(map(len, boards[""].values()))
        raise DataError(f"LSOAs of the lookup without a sub-ICB location: {number:,}")
    found = {}
    for code, parts in boards.items():
        if area_key(SUB_ICB, code) not in data.nhs_areas:
            raise DataError(f"the lookup has the sub-ICB location {code}, which is not in the data")
        if len(parts) > 1:
            raise DataError(f"the lookup has {code} in several boards: {', '.join(sorted(parts))}")
        ((board, residents),) = parts.items()
        figures = (len(residents), len(residents), sum(residents), sum(residents))
        found[code] = _cells(board, figures, "2021")
    return found


def _holders(data: Dataset, area: NhsArea, day: date) -> frozenset[str]:
    """Return the locations that had the territory of an area on a day; none if not known.

    An area that existed on the day is its own holder.
    """
    if area.kind == SUB_ICB and area.exists_on(day):
        return frozenset({area.code})
    found: set[str] = set()
    waiting, seen = list(area.successors), set[str]()
    while waiting:
        key = waiting.pop()
        successor = data.nhs_areas.get(key)
        if successor is None or key in seen:
            continue
        seen.add(key)
        if successor.exists_on(day):
            found.add(successor.code)
        else:
            waiting += successor.successors
    return frozenset(found)


def _territory(
    area: NhsArea, rows: list[Cells], lsoas: list[Moved], holders: frozenset[str]
) -> list[Cells]:
    """Return the boards of an area that has ended, from the rows before."""
    if holders == {area.code}:
        parts: dict[str, list[int]] = {}
        for lsoa in lsoas:
            if lsoa.location_before == area.code:
                parts.setdefault(lsoa.board, []).append(lsoa.residents)
        whole = sum(map(len, parts.values())), sum(map(sum, parts.values()))
        return [
            _cells(board, (len(part), whole[0], sum(part), whole[1]), "2021")
            for board, part in sorted(parts.items())
        ]
    takers = [_takers(row["ods_code"], lsoas, holders) for row in rows]
    if any(len(found) != 1 for found in takers) or not all(row["lsoas"] for row in rows):
        boards = sorted(set[str]().union(*takers))
        return [_cells(board, (None,) * len(_FIGURES), "") for board in boards]
    sums: dict[str, Counter[str]] = {}
    for row, found in zip(rows, takers, strict=True):
        (board,) = found
        for name in ("lsoas", "residents"):
            sums.setdefault(board, Counter())[name] += int(row[name] or 0)
    return [
        _cells(
            board,
            (
                counts["lsoas"],
                int(rows[0]["area_lsoas"]),
                counts["residents"] or None,
                int(rows[0]["area_residents"]) if rows[0]["area_residents"] else None,
            ),
            rows[0]["census"],
        )
        for board, counts in sums.items()
    ]


def _takers(board: str, lsoas: list[Moved], holders: frozenset[str]) -> set[str]:
    """Return the boards that have what a board had of the holders, or of all locations if none."""
    of_board = [lsoa for lsoa in lsoas if lsoa.board_before == board]
    held = [lsoa for lsoa in of_board if lsoa.location_before in holders]
    return {lsoa.board for lsoa in held or of_board}


def _cells(board: str, figures: Iterable[int | None], census: str) -> Cells:
    texts = ["" if figure is None else str(figure) for figure in figures]
    return {"ods_code": board, **dict(zip(_FIGURES, texts, strict=True)), "census": census}


def _continued(
    columns: list[str],
    key: tuple[str, str],
    group: list[Cells],
    new: list[Cells],
    day: date,
    evidence: Evidence,
) -> list[Cells]:
    """Return the rows of an area: those before, and new ones from a day on if they differ."""
    compared = ("ods_code", *_FIGURES)
    now = [tuple(row[name] for name in compared) for row in group if not row["end"]]
    if sorted(now) == sorted(tuple(row[name] for name in compared) for row in new):
        return group
    closed = [{**row, "end": str(day - DAY)} if not row["end"] else row for row in group]
    kind, code = key
    fixed = {"kind": kind, "code": code, "start": str(day), **evidence._asdict()}
    return [*closed, *({**dict.fromkeys(columns, ""), **fixed, **row} for row in new)]
