"""Merges the rows of `lsoas.csv` with the LSOAs of a lookup.

A row that lasts keeps its cells. A row that ends is closed, and the new place of the LSOA opens a
row. A lookup has the LSOAs of 2021: the later places of those of 2011 alone are inferred from them.
"""

from __future__ import annotations

import os

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import read_rows
from icslookup.dataset.lsoas import COLUMNS, FILE, LsoaPeriod
from icslookup.dates import DAY
from icslookup.refresh.merge import Evidence, csv_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.ons.lsoa_lookup import LookupRow

_INFERRED = "D"
"""The certainty of the row of an LSOA that the lookup does not have."""


class Position(NamedTuple):
    """The codes of the district, the sub-ICB location and the board of an LSOA.

    A code is an empty text if it is not known.
    """

    gss_code: str
    sub_icb: str
    ods_code: str


class LsoaRow(NamedTuple):
    """A row of `lsoas.csv`, and its cells."""

    period: LsoaPeriod
    cells: Mapping[str, str]

    @property
    def position(self) -> Position:
        """Where the LSOA lay."""
        return Position(*(code or "" for code in self.period[-3:]))


def read_lsoa_rows(data: Dataset) -> tuple[list[str], list[LsoaRow]]:
    """Return the columns of `lsoas.csv` and its rows."""
    path = os.path.join(data.folder, FILE)
    rows = read_rows(path, (*COLUMNS, *Evidence._fields))
    found = [LsoaRow(period, row.cells) for period, row in zip(data.lsoas, rows, strict=True)]
    if found:
        return list(found[0].cells), found
    return [*COLUMNS, *Evidence._fields], found


def lsoas_text(columns: list[str], rows: Iterable[LsoaRow]) -> str:
    """Return the rows as the text of the file."""
    return "".join([csv_line(columns), *(csv_line(row.cells.values()) for row in rows)])


def reopen_lsoas(rows: Iterable[LsoaRow], day: date) -> list[LsoaRow]:
    """Return the rows as they were before the boundaries of a day, to build these boundaries again.

    Rows that begin on the day or later are left out, and those that lasted until then are open
    again. An LSOA without an earlier row keeps one without a place.
    """
    found: dict[str, list[LsoaRow]] = {}
    for row in rows:
        of_lsoa = found.setdefault(row.period.lsoa, [])
        if row.period.start is None or row.period.start < day:
            of_lsoa.append(_until(row, None) if (row.period.end or day) >= day - DAY else row)
        elif not of_lsoa:
            of_lsoa.append(_with_position(row, None, Position("", "", "")))
    return [
        row
        for of_lsoa in found.values()
        for row in of_lsoa
        if row.period.start or row is of_lsoa[-1]
    ]


def merge_lsoas(
    data: Dataset,
    day: date,
    places: Mapping[str, LookupRow],
    residents: Mapping[str, int],
    evidence: Evidence,
) -> str:
    """Return the text of the new file: the old rows before a day, the lookup's places from it on.

    Parameters: `places` has the row of each LSOA in the lookup, and `residents` its residents.
    Rows of later boundaries, which the data do not have, are left out. An LSOA of 2011 alone keeps
    a first row of the day, because nothing before it can be continued.
    """
    columns, old = read_lsoa_rows(data)
    found: dict[str, list[LsoaRow]] = {}
    for row in reopen_lsoas(old, day):
        found.setdefault(row.period.lsoa, []).append(row)
    for row in old:
        lsoa = row.period.lsoa
        if lsoa not in places and row.period.start == day and not found[lsoa][-1].period.start:
            found[lsoa] = [_until(row, None)]
    moves: dict[Position, set[Position]] = {}
    takers = _boards_after(found, places)
    for lsoa, place in places.items():
        rows = found.setdefault(lsoa, [])
        before = rows[-1].position if rows else None
        position = Position(data.authority_keys[place.gss_code], place.sub_icb, place.ods_code)
        if before and not place.sub_icb:
            position = _keep_sub_icb(position, before, takers)
        if before and rows[-1].period.start:
            moves.setdefault(before, set()).add(position)
        template = rows[-1] if rows else _new_lsoa(columns, lsoa)
        rows[:] = [_with_residents(row, residents[lsoa]) for row in rows]
        _append(rows, _with_residents(template, residents[lsoa]), day, position, evidence)
    inferred = evidence._replace(certainty=_INFERRED)
    known: dict[Position, Position] = {}
    for lsoa, rows in found.items():
        if lsoa in places or (rows[-1].period.start or day) == day:
            continue
        before = rows[-1].position
        if before not in known:
            known[before] = _inferred(before, moves)
        _append(rows, rows[-1], day, known[before], inferred)
    return lsoas_text(columns, (row for lsoa in sorted(found) for row in found[lsoa]))


def _boards_after(
    found: Mapping[str, list[LsoaRow]], places: Mapping[str, LookupRow]
) -> dict[str, set[str]]:
    """Return the boards that a lookup gives to the LSOAs of each earlier sub-ICB location."""
    boards: dict[str, set[str]] = {}
    for lsoa, place in places.items():
        if lsoa in found:
            boards.setdefault(found[lsoa][-1].position.sub_icb, set()).add(place.ods_code)
    return boards


def _keep_sub_icb(position: Position, before: Position, takers: Mapping[str, set[str]]) -> Position:
    """Return a position with the earlier sub-ICB location, for a lookup that has none.

    The code of a sub-ICB location stays when it passes whole to another board. If it did not pass
    whole, it stays for LSOAs whose district and board stay, and is not known for the others.
    """
    stays = (before.gss_code, before.ods_code) == (position.gss_code, position.ods_code)
    whole = len(takers[before.sub_icb]) == 1
    return position._replace(sub_icb=before.sub_icb if stays or whole else "")


def _inferred(before: Position, moves: Mapping[Position, set[Position]]) -> Position:
    """Return where an LSOA of 2011 alone lies since the lookup.

    All LSOAs of 2021 that were in the same district, sub-ICB location and board determine it. If
    they went to several districts, sub-ICB locations or boards, that code is empty.
    """
    alike = {
        after
        for position, found in moves.items()
        if all(code in ("", other) for code, other in zip(before, position, strict=True))
        for after in found
    }
    codes = ({position[part] for position in alike} for part in range(len(Position._fields)))
    return Position(*(found.pop() if len(found) == 1 else "" for found in codes))


def _append(
    rows: list[LsoaRow], template: LsoaRow, day: date, position: Position, evidence: Evidence
) -> None:
    """Add the row of a new position to the rows of an LSOA, unless the last row has it."""
    if rows and rows[-1].period.start and rows[-1].position == position:
        return
    new = _with_position(template, day, position, evidence)
    if rows and rows[-1].period.start is None:
        rows[-1] = new
        return
    if rows:
        rows[-1] = _until(rows[-1], day - DAY)
    rows.append(new)


def _new_lsoa(columns: list[str], lsoa: str) -> LsoaRow:
    """Return the row of an LSOA of 2021 that the data did not have."""
    cells = {**dict.fromkeys(columns, ""), "lsoa": lsoa, "census": "2021"}
    return LsoaRow(LsoaPeriod(lsoa, (2021,), None, None, None, None, None, None), cells)


def _with_residents(row: LsoaRow, residents: int) -> LsoaRow:
    if row.period.residents == residents:
        return row
    cells = {**row.cells, "residents": str(residents)}
    return LsoaRow(row.period._replace(residents=residents), cells)


def _until(row: LsoaRow, end: date | None) -> LsoaRow:
    """Return a row with another last day, None to open it."""
    if row.period.end == end:
        return row
    return LsoaRow(row.period._replace(end=end), {**row.cells, "end": str(end or "")})


def _with_position(
    row: LsoaRow, start: date | None, position: Position, evidence: Evidence | None = None
) -> LsoaRow:
    """Return an open row of an LSOA that begins on a day."""
    period = row.period._replace(
        start=start,
        end=None,
        gss_code=position.gss_code or None,
        sub_icb=position.sub_icb or None,
        ods_code=position.ods_code or None,
    )
    changed = {"start": str(start or ""), "end": "", **position._asdict()}
    return LsoaRow(period, {**row.cells, **changed, **(evidence._asdict() if evidence else {})})
