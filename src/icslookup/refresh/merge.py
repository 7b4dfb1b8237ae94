"""Merges the rows of `icb_areas.csv` with the memberships of a lookup.

A row that lasts keeps its text, byte for byte. A row that ends is closed, and a new membership
opens a row. A row whose authority was recoded goes on under the new code.
"""

from __future__ import annotations

import csv
import io
import os

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import not_empty, one_of, read_rows
from icslookup.dates import DAY
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Membership

AREAS = "icb_areas.csv"
CERTAINTIES = ("A", "B", "C", "D")
FIGURES = "lsoa21-history"
"""The source of the figures of a row that only a recode opened."""


class Evidence(NamedTuple):
    """The sources of new rows, joined by semicolons, and their certainty."""

    source: str
    certainty: str


class MembershipRow(NamedTuple):
    """A row of `icb_areas.csv`, with its text. The text changes only if the row does."""

    membership: Membership
    evidence: Evidence
    cells: Mapping[str, str]
    text: str


class Recode(NamedTuple):
    """The end of a former code of an authority, and the code that follows on the next day."""

    gss_code: str
    end: date
    evidence: Evidence


def csv_line(cells: Iterable[str]) -> str:
    """Return the cells of a row as a line of CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def read_membership_rows(data: Dataset) -> tuple[list[str], list[MembershipRow]]:
    """Return the columns of `icb_areas.csv` and its rows, each with its text."""
    path = os.path.join(data.folder, AREAS)
    memberships = data.memberships
    with open(path, encoding="utf-8-sig", newline="") as file:
        texts = file.readlines()
    columns = next(csv.reader(texts[:1]), [])
    missing = [name for name in Evidence._fields if name not in columns]
    if missing:
        raise DataError(f"{path}, line 1: there is no column {missing[0]}")
    rows, done = [], 1
    for membership, row in zip(memberships, read_rows(path, ()), strict=True):
        # A row has the number of its last line. All lines since the row before belong to it.
        text = "".join(texts[done : row.line]).strip("\r\n")
        evidence = Evidence(row.cells["source"], row.cells["certainty"])
        rows.append(MembershipRow(membership, evidence, row.cells, f"{text}\n"))
        done = row.line
    return columns, rows


def new_row(columns: list[str], membership: Membership, evidence: Evidence) -> MembershipRow:
    """Return the row of a new membership, in the columns of the file."""
    values = {**membership._asdict(), **evidence._asdict(), "end": membership.end or ""}
    cells = {column: str(values.get(column, "")) for column in columns}
    return MembershipRow(membership, evidence, cells, csv_line(cells.values()))


def _close_row(row: MembershipRow, end: date) -> MembershipRow:
    """Return a row that ends on a day."""
    cells = {**row.cells, "end": str(end)}
    return row._replace(
        membership=row.membership._replace(end=end), cells=cells, text=csv_line(cells.values())
    )


def _recodes(data: Dataset) -> dict[str, Recode]:
    """Return the recode that ended each former code of an authority, if its last day is known."""
    path = os.path.join(data.folder, "authority_codes.csv")
    rows = {
        row.value("former_code", not_empty): Evidence(
            row.value("source", not_empty), row.value("certainty", one_of(CERTAINTIES))
        )
        for row in read_rows(path, ("former_code", "source", "certainty"))
    }
    found = {}
    for authority in data.authorities.values():
        *former, newest = authority.gss_codes
        known = sorted((code.end, code.code) for code in former if code.end)
        following = [*(code for _, code in known[1:]), newest.code]
        for (end, code), after in zip(known, following, strict=False):
            found[code] = Recode(after, end, rows[code])
    return found


def _continue_row(
    columns: list[str], row: MembershipRow, recodes: Mapping[str, Recode], day: date
) -> Iterator[MembershipRow]:
    """Yield a lasting row as one row for each code of its authority up to a day.

    All but the last row are closed. A later row has the recode as its source and the figures of the
    former row, so it is not more certain than the former row.
    """
    while (recode := recodes.get(row.membership.gss_code)) and recode.end < day:
        yield _close_row(row, recode.end)
        evidence = Evidence(
            f"{recode.evidence.source};{FIGURES}",
            max(recode.evidence.certainty, row.evidence.certainty),
        )
        membership = row.membership._replace(gss_code=recode.gss_code, start=recode.end + DAY)
        row = new_row(columns, membership, evidence)
    yield row


def reopen_rows(
    columns: list[str], rows: Iterable[MembershipRow], day: date
) -> list[MembershipRow]:
    """Return the rows as they were before the boundaries of a day, to build these boundaries again.

    Rows that begin on the day or later are left out. Rows that lasted until then are open again. If
    one of them ended with its code, its authority or its board, `merge_rows` will close it again.
    """
    return [
        _reopened(columns, row) if (row.membership.end or day) >= day - DAY else row
        for row in rows
        if row.membership.start < day
    ]


def _reopened(columns: list[str], row: MembershipRow) -> MembershipRow:
    """Return a row without a last day. A row that has none keeps its text."""
    if row.membership.end is None:
        return row
    return new_row(columns, row.membership._replace(end=None), row.evidence)


def merge_rows(
    data: Dataset,
    day: date,
    columns: list[str],
    rows: Iterable[MembershipRow],
    wanted: Iterable[MembershipRow],
) -> list[MembershipRow]:
    """Return the rows of the new file: the old `rows` before the day, those `wanted` from it on.

    Raises `DataError` if an old row begins or ends on the day or after it.
    """
    left = {(*row.membership[:2], *row.membership[4:]): row for row in wanted}
    recodes = _recodes(data)
    found = []
    for old in rows:
        membership = old.membership
        if max(membership.start, membership.end or membership.start) >= day:
            what = (
                f"{membership.ods_code} and {membership.gss_code} begins or ends on {day} or later"
            )
            raise DataError(f"{os.path.join(data.folder, AREAS)}: the row of {what}")
        if membership.end:
            found.append(old)
            continue
        *former, last = _continue_row(columns, old, recodes, day)
        found.extend(former)
        membership = last.membership
        if left.pop((*membership[:2], *membership[4:]), None):
            found.append(last)
        elif membership.start < day:
            found.append(_close_row(last, day - DAY))
    found.extend(left.values())
    return sorted(found, key=_place_in_file)


def _place_in_file(row: MembershipRow) -> tuple[str, date, str]:
    """Return the key that orders the rows of the file."""
    return row.membership.gss_code, row.membership.start, row.membership.ods_code
