"""Carries what a cell names to a day on which it did not exist: the boards of its territory."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dates import FIRST_DAY
from icslookup.lookup.succession import record_of
from icslookup.lookup.territory_boards import TerritoryBoard, boards_of_territory
from icslookup.text import join_names

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset


class AbsentRecord(NamedTuple):
    """A council, a board or a sub-ICB location that did not exist on a day.

    `gss_code` and `name` are those of its last day if it had ended, else those of its first day.
    The code is the GSS code of a council, the ONS code of a sub-ICB location, None for a board.
    `label` has the name, and the code by which the record is known: the GSS or ODS code.
    """

    gss_code: str | None
    name: str
    label: str


class Following(NamedTuple):
    """The boards of what a cell names, on a day on which some of it did not exist.

    `boards` are the largest first. `gss_code` and `name` are those of an answer. `followed_from`
    describes the records that did not exist. `is_estimate` is that of `BoardsOfTerritory`.
    """

    gss_code: str | None
    name: str | None
    boards: tuple[TerritoryBoard, ...]
    followed_from: str
    is_estimate: bool


def follow(data: Dataset, keys: tuple[str, ...], day: date) -> Following | None:
    """Return the boards of a record, or of two councils, on a day; None if they are not known.

    `keys` are those of `boards_of_territory`. At least one of them did not exist on the day. Two
    councils must lie in one board.
    """
    found = [boards_of_territory(data, key, day) for key in keys]
    known = [one for one in found if one]
    if len(known) < len(found):
        return None
    records = [_absent_record(data, key, day) for key in keys]
    boards = known[0].boards
    if len(keys) > 1:
        if len({board.ods_code for one in known for board in one.boards}) > 1:
            return None
        boards = (_sum([one.boards[0] for one in known]),)
    is_estimate = any(one.is_estimate for one in known)
    absent = [
        one.label
        for key, one in zip(keys, records, strict=True)
        if not record_of(data, key).exists_on(day)
    ]
    is_board = keys[0] in data.boards
    return Following(
        records[0].gss_code if len(records) == 1 else None,
        None if is_board else join_names([one.name for one in records]),
        boards,
        join_names(absent) + (", estimate" if is_estimate else ""),
        is_estimate,
    )


def _absent_record(data: Dataset, key: str, day: date) -> AbsentRecord:
    """Return the codes and the name of a record on its day nearest to a day."""
    record = record_of(data, key)
    ended = record.end is not None and record.end < day
    then = (record.end if ended else max(record.start or day, day)) or FIRST_DAY
    if key in data.boards:
        name = data.boards[key].name
        return AbsentRecord(None, name, f"{name} ({key})")
    if key in data.authorities:
        authority = data.authorities[key]
        gss_code = authority.gss_code_on(then)
        return AbsentRecord(gss_code, authority.name, f"{authority.name} ({gss_code})")
    area = data.nhs_areas[key]
    name = area.name_on(then).name
    label = name if name.endswith(area.code) else f"{name} ({area.code})"
    return AbsentRecord(area.ons_code_on(then), name, label)


def _sum(parts: list[TerritoryBoard]) -> TerritoryBoard:
    """Return the one board of several territories, with the sum of the amounts if all are known."""
    residents = [part.residents for part in parts if part.residents is not None]
    lsoas = [part.lsoas for part in parts if part.lsoas is not None]
    return TerritoryBoard(
        parts[0].ods_code,
        1.0,
        sum(residents) if len(residents) == len(parts) else None,
        sum(lsoas) if len(lsoas) == len(parts) else None,
    )
