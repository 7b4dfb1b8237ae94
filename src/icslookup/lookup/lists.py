"""Lists: the boards, the whole mapping, split authorities, and what each board covers."""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dataset.loader import districts
from icslookup.dates import as_of_day
from icslookup.errors import AmbiguousError, DataError, NotFoundError, UsageError
from icslookup.gazetteer.nhs_areas import area_codes
from icslookup.lookup import messages
from icslookup.lookup.area import board_share
from icslookup.lookup.board import area_share
from icslookup.lookup.board import board as answer_board
from icslookup.lookup.shares import shares_on
from icslookup.model import KINDS
from icslookup.names.normalise import normalise
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.area import AreaDetail, BoardShare
    from icslookup.lookup.board import AreaShare, BoardDetail
    from icslookup.model import DataInfo, Membership


def boards(
    as_of: date | str | None = None,
    *,
    region: str | None = None,
    every: bool = False,
    data: Dataset | None = None,
) -> BoardList:
    """Return the boards on a day, by name.

    Parameters: `region` is the name or ODS code of an NHS England region; `every` lists the
    boards of all days, a former board as on its last day; `as_of` and `data` as for
    `area`. Returns a `BoardList`. Raises `UsageError` for an unknown region.
    """
    data = data or in_use()
    day = as_of_day(as_of) or dates.today()
    wanted = _region_name(data, region)
    rows = []
    for record in data.boards.values():
        if wanted not in (None, record.region.name) or not (every or record.exists_on(day)):
            continue
        on = max(day, record.start)
        if record.end is not None:
            on = min(on, record.end)
        memberships = data.memberships_on(record.ods_code, on)
        rows.append(BoardRow(
            record.ods_code, record.ons_code(on), record.name, record.short_name,
            record.region.ods_code, record.region.name, record.start, record.end,
            len(memberships), _upper_tier(data, memberships),
            sum(m.residents for m in memberships), sum(m.lsoas for m in memberships),
        ))  # fmt: skip
    rows.sort(key=lambda row: row.short_name)
    return BoardList("boards", tuple(rows), day, data.info(day), messages.future_note(data, day))


def _upper_tier(data: Dataset, memberships: list[Membership]) -> int:
    """Return how many upper-tier authorities lie in a board, in whole or in part.

    They are counties, and districts that lie in no county: unitary authorities, metropolitan
    districts, London boroughs and the City.
    """
    keys = {data.authority_keys[membership.gss_code] for membership in memberships}
    return len({data.authorities[key].county or key for key in keys})


def areas(
    as_of: date | str | None = None,
    *,
    board: str | None = None,
    region: str | None = None,
    kind: str | None = None,
    data: Dataset | None = None,
) -> MappingList:
    """Return the whole mapping on a day: a row per authority and board, by authority.

    Parameters: `board` is the name or code of a board; `region` the name or ODS code of an NHS
    England region; `kind` a kind of authority. The rows are of districts, which tile England;
    for the kind `county` they are of county councils, summed over their districts. `as_of`
    and `data` as for `area`.

    Returns a `MappingList`. Raises `UsageError` for an unknown region or kind,
    `NotFoundError` or `AmbiguousError` if the name is not that of exactly one board.
    """
    data = data or in_use()
    day = as_of_day(as_of) or dates.today()
    wanted = _region_name(data, region)
    if kind not in (None, *KINDS):
        raise UsageError(f"there is no kind {quote(str(kind))}: the kinds are {join_names(KINDS)}")
    ods_code = _ods_code_of(data, board, as_of, day) if board is not None else None
    rows = [
        row
        for row in mapping(data, day, county=kind == "county")
        if kind in (None, row.kind)
        and ods_code in (None, row.ods_code)
        and wanted in (None, row.nhs_region)
    ]
    return MappingList("areas", tuple(rows), day, data.info(day), messages.future_note(data, day))


def splits(
    as_of: date | str | None = None, *, min_share: float = 0.0, data: Dataset | None = None
) -> MappingList:
    """Return the authorities that were split between boards on a day, with their shares.

    Parameters: `min_share`, from 0 to 0.5: an authority counts as split only if at least two
    boards have that share of its residents. `as_of` and `data` as for `area`. Returns a
    `MappingList`, a row per authority and board. Raises `UsageError` for a share
    out of its bounds.
    """
    if not 0 <= min_share <= 0.5:  # noqa: PLR2004 - two boards cannot both have more than half
        raise UsageError(f"a share of {min_share} is not from 0 to 0.5")
    data = data or in_use()
    day = as_of_day(as_of) or dates.today()
    parts: dict[str, list[MappingRow]] = {}
    for row in mapping(data, day):
        if row.coverage == "part":
            parts.setdefault(row.gss_code, []).append(row)
    rows = [
        row
        for area_rows in parts.values()
        if sum(row.residents_share >= min_share for row in area_rows) > 1
        for row in area_rows
    ]
    return MappingList("splits", tuple(rows), day, data.info(day), messages.future_note(data, day))


def coverage(as_of: date | str | None = None, *, data: Dataset | None = None) -> CoverageList:
    """Return what each board covered on a day, and check that nothing is left out.

    `as_of` and `data` as for `area`. Returns a `CoverageList`, by name. Raises
    `DataError` if an authority of England is not covered exactly once.
    """
    from icslookup.dataset.integrity import coverage_faults

    data = data or in_use()
    day = as_of_day(as_of) or dates.today()
    faults = coverage_faults(data, day)
    if faults:
        raise DataError(f"England is not covered exactly once: {faults[0].message}")
    whole = sum(m.residents for m in data.memberships if m.exists_on(day))
    rows = []
    for record in data.boards.values():
        memberships = data.memberships_on(record.ods_code, day)
        if not memberships:
            continue
        parts = sum(m.lsoas != m.area_lsoas for m in memberships)
        residents = sum(m.residents for m in memberships)
        rows.append(CoverageRow(
            record.ods_code, record.ons_code(day), record.name, record.short_name,
            record.region.name, len(memberships) - parts, parts,
            sum(m.lsoas for m in memberships), residents, round(residents / whole, 6),
        ))  # fmt: skip
    rows.sort(key=lambda row: row.short_name)
    return CoverageList(
        "coverage", tuple(rows), day, data.info(day), messages.future_note(data, day)
    )


def mapping(data: Dataset, day: date, *, county: bool = False) -> list[MappingRow]:
    """Return the mapping on a day: of the districts, or of the counties, by name."""
    rows = []
    for key, authority in data.authorities.items():
        if (authority.kind == "county") is not county or not authority.exists_on(day):
            continue
        for period in shares_on(data, districts(data, key), day):
            share = board_share(data, period, day)
            rows.append(mapping_row(area_share(data, key, period, day), share, share))
    return sorted(rows, key=lambda row: (row.area_name, row.gss_code, -row.residents))


def mapping_row(
    area: AreaDetail | AreaShare,
    board: BoardDetail | BoardShare,
    share: BoardShare | AreaShare,
) -> MappingRow:
    """Return the row of an authority, a board, and the share of the authority in the board."""
    return MappingRow(
        area.gss_code or "",
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
        *share[5:],  # both records end with the figures and the days
    )


def _region_name(data: Dataset, region: str | None) -> str | None:
    """Return the name of the NHS England region that a user named; None for None."""
    if region is None:
        return None
    known = {record.region.ods_code: record.region.name for record in data.boards.values()}
    codes = area_codes(data) if region.strip()[:1].upper() == "E" else {}
    wanted = normalise(region)
    meant = codes.get(region.strip().upper(), "").rpartition(":")[2].casefold() or wanted
    for code, name in known.items():
        if meant == code.casefold() or wanted in (normalise(name), f"{normalise(name)} region"):
            return name
    names = join_names(sorted(known.values()), "or")
    raise UsageError(f"there is no NHS England region {quote(region)}: give {names}")


def _ods_code_of(data: Dataset, name: str, as_of: date | str | None, day: date) -> str:
    """Return the ODS code of the board that a user named in a filter.

    Raises `NotFoundError` or `AmbiguousError` if the name is not that of exactly one board.
    """
    answer = answer_board(name, as_of, data=data)
    if answer.nhs_area is not None:
        name = answer.nhs_area.name
        raise NotFoundError(f'{name} is not a board: for its boards try `icslookup board "{name}"`')
    if answer.board is not None and answer.board.end is not None and answer.board.end < day:
        answer = answer_board(name, day, data=data)
    if answer.board is not None:
        return answer.board.ods_code
    if answer.status == "ambiguous":
        names = join_names([f"{s.name} ({s.code})" for s in answer.suggestions], "or")
        raise AmbiguousError(f"{answer.message}: {names}")
    raise NotFoundError(answer.message or "")


class BoardRow(NamedTuple):
    """A board in the list of boards.

    `areas` counts the councils that tile England: districts, unitary authorities, metropolitan
    districts, London boroughs and the City. `upper_tier_areas` counts a county in place of its
    districts. Both count authorities that lie in the board only in part.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region_ods_code: str
    region: str
    start: date
    end: date | None
    areas: int
    upper_tier_areas: int
    residents: int
    lsoas: int


class MappingRow(NamedTuple):
    """A board and an authority: a row of the mapping. Two councils in one row have no code."""

    gss_code: str
    area_name: str
    kind: str
    county_gss_code: str | None
    county: str | None
    region: str
    ods_code: str
    ons_code: str | None
    board_name: str
    board_short_name: str
    nhs_region: str
    coverage: str
    residents_share: float
    residents: int
    area_residents: int
    lsoas: int
    area_lsoas: int
    start: date
    end: date | None


class CoverageRow(NamedTuple):
    """What a board covers: authorities in whole and in part, LSOAs and residents."""

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region: str
    areas_whole: int
    areas_part: int
    lsoas: int
    residents: int
    england_share: float


class BoardList(NamedTuple):
    """The answer to `boards` on a day; `note` is None or a warning for the user."""

    what: str
    rows: tuple[BoardRow, ...]
    as_of: date
    data: DataInfo
    note: str | None


class MappingList(NamedTuple):
    """The answer to `areas` or `splits` on a day; `what` says which of the two."""

    what: str
    rows: tuple[MappingRow, ...]
    as_of: date
    data: DataInfo
    note: str | None


class CoverageList(NamedTuple):
    """The answer to `coverage` on a day."""

    what: str
    rows: tuple[CoverageRow, ...]
    as_of: date
    data: DataInfo
    note: str | None
