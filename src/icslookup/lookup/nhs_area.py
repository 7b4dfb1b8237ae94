"""What `board` answers for a sub-ICB location, a CCG, an STP or an NHS England region.

CCGs and STPs ended when boards began. Their answer has the boards of their territory on the day.
"""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.nhs_areas import CCG, REGION, STP, SUB_ICB
from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup import messages
from icslookup.lookup.succession import day_of_answer, explain_absence
from icslookup.text import join_names, join_notes, long_date

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea, NhsName, NhsPart
    from icslookup.gazetteer.resolve import Suggestion
    from icslookup.model import Region
    from icslookup.names.resolution import Match

AREA_KINDS = {
    SUB_ICB: "sub-ICB location",
    CCG: "clinical commissioning group",
    STP: "sustainability and transformation partnership",
    REGION: "NHS England region",
}
"""What to call each kind of area in a sentence."""


class AreaCode(NamedTuple):
    """A name of an area with its codes; the days are None if they are not known."""

    kind: str
    ods_code: str | None
    ons_code: str
    name: str
    start: date | None
    end: date | None
    first_seen: str | None
    last_seen: str | None
    certainty: str
    source: str


class RelatedArea(NamedTuple):
    """An area or a board that followed an area, or came before it; the code is its key."""

    kind: str
    code: str
    name: str

    @property
    def label(self) -> str:
        """The name, with the code if the name does not have it."""
        return self.name if self.name.endswith(self.code) else f"{self.name} ({self.code})"


class TerritoryShare(NamedTuple):
    """How much of the territory of an area a board has, in a period.

    `share` is from 0 to 1, of the residents or of the LSOAs, as `share_by` says. All figures are
    None if they are not known; the board then may have some of the territory. `census` is that of
    the LSOAs.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region: Region
    coverage: str | None
    share: float | None
    share_by: str | None
    residents: int | None
    area_residents: int | None
    lsoas: int | None
    area_lsoas: int | None
    census: str | None
    start: date
    end: date | None
    certainty: str
    source: str


class NhsAreaDetail(NamedTuple):
    """A sub-ICB location, CCG, STP or region, and the boards of its territory.

    `kind` is `sub-icb`, `ccg`, `stp` or `region`. `codes` has all its names and codes, and those of
    CCGs that had its ODS code, latest first. `boards` are those on the day of the answer,
    the largest share first, `previous_boards` and `later_boards` those of other days. `certain` is
    false if the boards are only those that may have some of it.
    """

    kind: str
    ods_code: str | None
    ons_code: str | None
    name: str
    start: date | None
    end: date | None
    first_seen: str | None
    last_seen: str | None
    codes: tuple[AreaCode, ...]
    predecessors: tuple[RelatedArea, ...]
    successors: tuple[RelatedArea, ...]
    boards: tuple[TerritoryShare, ...]
    previous_boards: tuple[TerritoryShare, ...]
    later_boards: tuple[TerritoryShare, ...]
    residents: int | None
    lsoas: int | None
    certain: bool
    note: str | None


class SubIcbLocation(NamedTuple):
    """A sub-ICB location of a board, on the day of the answer."""

    ods_code: str
    ons_code: str
    name: str
    residents: int | None
    lsoas: int | None
    start: date | None
    end: date | None


def area_day(area: NhsArea, named_day: date | None, day: date) -> date | None:
    """Return the day to answer for; None if a sub-ICB location did not exist on the named day."""
    return day_of_answer(area, named_day, day) if area.kind == SUB_ICB else day


def absence(data: Dataset, key: str, day: date) -> tuple[str, tuple[Suggestion, ...]]:
    """Return why a sub-ICB location has no answer for a day, and its counterparts."""
    areas = data.nhs_areas
    message, suggestions = explain_absence(areas, key, day, lambda one: areas[one].names[-1].name)
    return message, tuple(s._replace(code=areas[s.code or ""].code) for s in suggestions)


def area_detail(data: Dataset, area: NhsArea, day: date) -> NhsAreaDetail:
    """Return an area as it was on a day, with the boards of its territory."""
    name = area.name_on(day)
    now = territory_shares(data, area, day)
    line = area_line(data, area)
    notes = dict.fromkeys(part.note for part in area.parts_on(day) if part.note)
    return NhsAreaDetail(
        kind=area.kind,
        ods_code=name.ods_code,
        ons_code=area.ons_code_on(day),
        name=name.name,
        start=area.start,
        end=area.end,
        first_seen=name.first_seen,
        last_seen=name.last_seen,
        codes=line,
        predecessors=related_areas(data, area.predecessors, area.start),
        successors=related_areas(data, area.successors, area.end),
        boards=now,
        previous_boards=_of_other_days(data, area, day, later=False),
        later_boards=_of_other_days(data, area, day, later=True),
        residents=_total([share.residents for share in now]),
        lsoas=_total([share.lsoas for share in now]),
        certain=is_certain(now),
        note=" ".join(f"{note}." for note in notes) or None,
    )


def area_message(data: Dataset, area: NhsArea, match: Match, query: str, day: date) -> str | None:
    """Return the notes to an answer about an area; None if there are none."""
    name = area.name_on(day)
    codes = (name.ods_code, area.ons_code_on(day))
    known = {one.ons_code for one in area_line(data, area)}
    recoded = (
        messages.recode_note(match, codes, f"ONS code of {name.name}", day)
        if match.matched in known and codes[1] and area.kind in (SUB_ICB, REGION)
        else None
    )
    return join_notes(
        messages.guess_note(query, match, name.name),
        _ended(data, area, day),
        recoded,
        _uncertain(data, area, day),
        messages.future_note(data, day),
    )


def sub_icb_locations(data: Dataset, ods_code: str, day: date) -> tuple[SubIcbLocation, ...]:
    """Return the sub-ICB locations of a board on a day, by name."""
    found = []
    for area in data.nhs_areas.values():
        if area.kind != SUB_ICB or not area.exists_on(day):
            continue
        for part in area.parts_on(day):
            if part.ods_code == ods_code:
                name = area.name_on(day)
                found.append(
                    SubIcbLocation(
                        area.code, name.ons_code, name.name, part.residents, part.lsoas,
                        area.start, area.end,
                    )
                )  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.name))


def ended_note(area: NhsArea) -> str:
    """Return until when a CCG or an STP existed, as far as that is known."""
    name = area.names[-1]
    last = (
        f" until {long_date(area.end)}" if area.end else f" and was last listed in {name.last_seen}"
    )
    return f"{name.name} was a {AREA_KINDS[area.kind]}{last}"


def is_certain(shares: tuple[TerritoryShare, ...]) -> bool:
    """Return whether the boards of a territory are sure, not only ones that may have some of it."""
    return len(shares) == 1 or all(share.share is not None for share in shares)


def territory_shares(data: Dataset, area: NhsArea, day: date) -> tuple[TerritoryShare, ...]:
    """Return the boards that have the territory of an area on a day, the largest share first."""
    parts = area.parts_on(day)
    if area.kind == REGION:
        parts = _of_region(data, parts, day)
    shares = [_share(data, part, day) for part in parts]
    return tuple(sorted(shares, key=lambda s: (-(s.share or 0), s.ods_code)))


def _of_region(data: Dataset, parts: list[NhsPart], day: date) -> list[NhsPart]:
    """Return the parts of a region with the residents and the LSOAs of its boards."""
    sums: list[tuple[int, int]] = []
    for part in parts:
        rows = data.memberships_on(part.ods_code, day)
        sums.append((sum(row.lsoas for row in rows), sum(row.residents for row in rows)))
    lsoas, residents = (sum(column) for column in zip(*sums, strict=True)) if sums else (0, 0)
    return [
        part._replace(
            lsoas=one[0], area_lsoas=lsoas, residents=one[1], area_residents=residents,
            census="2021",
        )
        for part, one in zip(parts, sums, strict=True)
    ]  # fmt: skip


def _share(data: Dataset, part: NhsPart, day: date) -> TerritoryShare:
    board = data.boards[part.ods_code]
    share = share_by = coverage = None
    if part.residents is not None and part.area_residents:
        share, share_by = round(part.residents / part.area_residents, 6), "residents"
    elif part.lsoas is not None and part.area_lsoas:
        share, share_by = round(part.lsoas / part.area_lsoas, 6), "lsoas"
    if part.lsoas is not None:
        coverage = "whole" if part.lsoas == part.area_lsoas else "part"
    within = min(day, part.end) if part.end else day
    return TerritoryShare(
        board.ods_code,
        board.ons_code(max(within, part.start)),
        board.name,
        board.short_name,
        board.region,
        coverage,
        share,
        share_by,
        part.residents,
        part.area_residents,
        part.lsoas,
        part.area_lsoas,
        part.census,
        part.start,
        part.end,
        part.certainty,
        part.source,
    )


def _of_other_days(
    data: Dataset, area: NhsArea, day: date, *, later: bool
) -> tuple[TerritoryShare, ...]:
    """Return the boards of an area after a day, or before it with the latest first."""
    if later:
        days = sorted({part.start for part in area.parts if part.start > day})
    else:
        ends = {part.end for part in area.parts if part.end is not None and part.end < day}
        days = sorted(ends, reverse=True)
    found: dict[TerritoryShare, None] = {}
    for one in days:
        for share in territory_shares(data, area, one):
            if (share.start == one) if later else (share.end == one):
                found.setdefault(share)
    return tuple(found)


def area_line(data: Dataset, area: NhsArea) -> tuple[AreaCode, ...]:
    """Return the names and codes of an area and of all with the same ODS code, latest first."""
    code = area.names[-1].ods_code
    found: list[tuple[str, NhsName]] = [(area.kind, name) for name in area.names]
    if area.kind in (SUB_ICB, CCG) and code:
        found = [
            (other.kind, name)
            for other in data.nhs_areas.values()
            if other.kind in (SUB_ICB, CCG)
            for name in other.names
            if name.ods_code == code
        ]
    found.sort(key=lambda one: (one[1].start is None, _age(one[1])))
    rows = [
        AreaCode(kind, n.ods_code, n.ons_code, n.name, *n[4:8], n.certainty, n.source)
        for kind, n in found
    ]
    return tuple(rows)


def _age(name: NhsName) -> int:
    """Return a number that is the smaller the later a name was in use."""
    if name.start is not None:
        return -name.start.toordinal()
    return -int((name.last_seen or "0").replace("-", ""))


def related_areas(
    data: Dataset, keys: tuple[str, ...], day: date | None
) -> tuple[RelatedArea, ...]:
    """Return the areas and boards with these keys, with their names of the day after a day."""
    found = []
    for key in dict.fromkeys(keys):
        if key in data.boards:
            found.append(RelatedArea("board", key, data.boards[key].name))
        else:
            area = data.nhs_areas[key]
            name = area.name_on(max(day or FIRST_DAY, FIRST_DAY) + DAY)
            found.append(RelatedArea(area.kind, name.ods_code or area.code, name.name))
    return tuple(sorted(found, key=lambda one: (one.name, one.code)))


def _total(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None


def _ended(data: Dataset, area: NhsArea, day: date) -> str | None:
    """Return a note that an area has ended; None for one that exists."""
    name = area.names[-1]
    if area.kind == SUB_ICB:
        if area.end is None:
            return None
        names = [one.name for one in related_areas(data, area.successors, area.end)]
        return messages.end_note(name.name, area.end, names)
    if area.kind == REGION:
        return None
    one = len(territory_shares(data, area, day)) == 1
    boards = "this board covers" if one else "these boards cover"
    return f"{ended_note(area)}; {boards} its territory on {long_date(day)}"


def _uncertain(data: Dataset, area: NhsArea, day: date) -> str | None:
    shares = territory_shares(data, area, day)
    if is_certain(shares):
        return None
    names = join_names([share.short_name for share in shares], "or")
    today = dates.today()
    if day == today:
        where = f"each place in it is now in {names}"
    else:
        verb = "was" if day < today else "is"
        where = f"on {long_date(day)}, each place in it {verb} in {names}"
    return messages.unknown_boundary_note(area.name_on(day).name, where)
