"""What the questions are answered with: immutable records whose fields are the keys of the JSON.

Unknown is `None`. Shares are numbers from 0 to 1, derived from Census 2021 usual residents and
rounded to six places; the counts they come from stand beside them.
"""

from __future__ import annotations

from datetime import date

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from icslookup.lookup.answers_about import About
    from icslookup.lookup.answers_of_places import OfPlace
    from icslookup.lookup.answers_of_tables import OfTable
    from icslookup.model import Code, DataInfo, Region
    from icslookup.names.resolution import Match


class Named(NamedTuple):
    """An authority, named."""

    gss_code: str
    name: str


class Suggestion(NamedTuple):
    """A record that may have been meant: `score` from 0 to 100, None where nothing was scored.

    `code` is None for a place that is no council of England.
    """

    name: str
    code: str | None
    score: float | None


class AreaSuccessor(NamedTuple):
    """A successor of an authority, the districts it took, and their residents where known."""

    gss_code: str
    name: str
    districts: tuple[Named, ...]
    residents: int | None


class AreaDetail(NamedTuple):
    """The authority that an answer is about."""

    gss_code: str
    name: str
    official_name: str
    kind: str
    county: Named | None
    region: str
    start: date | None
    end: date | None
    gss_codes: tuple[Code, ...]
    predecessors: tuple[Named, ...]
    successors: tuple[AreaSuccessor, ...]


class BoardShare(NamedTuple):
    """How much of an authority a board has, and since when."""

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region: Region
    coverage: str
    residents_share: float
    residents: int
    area_residents: int
    lsoas: int
    area_lsoas: int
    start: date
    end: date | None


class DistrictBoards(NamedTuple):
    """A district of a county and its boards, largest share first."""

    gss_code: str
    name: str
    boards: tuple[BoardShare, ...]


class PlannedChange(NamedTuple):
    """An announced change: `status` says how far it has come; it is not a fact."""

    date: date
    status: str
    what: str
    successors: tuple[str, ...]


class AreaAnswer(NamedTuple):
    """The answer to `area`: `status` is `found`, `not_found` or `ambiguous`."""

    query: str
    status: str
    match: Match | None
    suggestions: tuple[Suggestion, ...]
    message: str | None
    as_of: date
    area: AreaDetail | None
    boards: tuple[BoardShare, ...]
    previous_boards: tuple[BoardShare, ...]
    districts: tuple[DistrictBoards, ...]
    planned: tuple[PlannedChange, ...]
    data: DataInfo


class Transfer(NamedTuple):
    """A board that gave or took territory on a day, and how much where that is certain.

    `areas` are the authorities concerned, in whole or part. `residents_share` is the part of
    the territory of the board that the answer is about.
    """

    ods_code: str
    name: str
    short_name: str
    date: date
    residents: int | None
    residents_share: float | None
    lsoas: int | None
    areas: tuple[Named, ...]


class BoardDetail(NamedTuple):
    """The board that an answer is about."""

    ods_code: str
    ons_code: str | None
    ons_codes: tuple[Code, ...]
    name: str
    short_name: str
    region: Region
    start: date
    end: date | None
    predecessors: tuple[Transfer, ...]
    successors: tuple[Transfer, ...]


class AreaShare(NamedTuple):
    """How much of an authority the board has, and since when."""

    gss_code: str
    name: str
    kind: str
    county: Named | None
    region: str
    coverage: str
    residents_share: float
    residents: int
    area_residents: int
    lsoas: int
    area_lsoas: int
    start: date
    end: date | None


class BoardAnswer(NamedTuple):
    """The answer to `board`: `status` is `found`, `not_found` or `ambiguous`."""

    query: str
    status: str
    match: Match | None
    suggestions: tuple[Suggestion, ...]
    message: str | None
    as_of: date
    board: BoardDetail | None
    areas: tuple[AreaShare, ...]
    previous_areas: tuple[AreaShare, ...]
    residents: int | None
    lsoas: int | None
    data: DataInfo


class BoardRow(NamedTuple):
    """A board in the list of boards."""

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region_ods_code: str
    region: str
    start: date
    end: date | None
    areas: int
    residents: int
    lsoas: int


class MappingRow(NamedTuple):
    """A board and an authority: a row of the mapping."""

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
    """The answer to `boards` on a day; `note` is what is to be said besides."""

    what: str
    rows: tuple[BoardRow, ...]
    as_of: date
    data: DataInfo
    note: str | None


class MappingList(NamedTuple):
    """The answer to `areas` or `splits`, which `what` says, on a day."""

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


class Part(NamedTuple):
    """What a board has of an authority: `residents_share` from 0 to 1 of the authority."""

    ods_code: str
    short_name: str
    residents: int
    lsoas: int
    residents_share: float


class ChangeRow(NamedTuple):
    """One change between two days.

    `change` says which: a board was `board_made`, `board_abolished`, `board_rebounded` or
    `board_recoded`; an authority was `area_created`, `area_abolished`, `area_recoded` or
    `area_moved` (its boards or their shares changed); `territory_moved` from one board to
    another; `area_planned` is announced and not yet a fact; or a `note` tells of the day. `date`
    is the first day after the change. `code` and `name` are of the board or authority,
    `other_code` and `other_name` of the board to which territory moved. `residents` and `lsoas`
    are those concerned, None where not known. `before` and `after` are the boards of an
    authority. `predecessors` and `successors` are names. `certainty` is that of a note or a plan;
    all else is computed from the memberships.
    """

    change: str
    date: str
    code: str | None
    name: str
    other_code: str | None
    other_name: str | None
    old_code: str | None
    new_code: str | None
    residents: int | None
    lsoas: int | None
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    certainty: str | None


class ChangeList(NamedTuple):
    """The answer to `changes` between two days, both included."""

    what: str
    rows: tuple[ChangeRow, ...]
    since: date
    as_of: date
    data: DataInfo
    note: str | None


class HistoryNode(NamedTuple):
    """Something that happened, and what belongs to it.

    `date` is a day, a month or a year in ISO form, None where it lasts or is not known. `kind`
    is `designated`, `established`, `boundary`, `recoded`, `boards`, `abolished`, `cluster`,
    `planned`, `open`, `note`, `predecessor` or `successor`. `certainty` and `source` are those
    of the data, None where it is computed from the memberships.
    """

    date: str | None
    kind: str
    what: str
    certainty: str | None
    source: str | None
    children: tuple[HistoryNode, ...]


class HistoryAnswer(NamedTuple):
    """The answer to `history`: the line of a board (kind `board`) or an authority (`area`)."""

    query: str
    status: str
    match: Match | None
    suggestions: tuple[Suggestion, ...]
    message: str | None
    as_of: date
    kind: str | None
    code: str | None
    name: str | None
    line: tuple[HistoryNode, ...]
    data: DataInfo


class TimelineRow(NamedTuple):
    """An event: `date` in ISO form as far as it is known."""

    date: str
    kind: str
    what: str
    certainty: str
    source: str


class Timeline(NamedTuple):
    """The answer to `timeline`: events since 2017, earliest first."""

    what: str
    rows: tuple[TimelineRow, ...]
    as_of: date
    data: DataInfo
    note: str | None


Listing = BoardList | MappingList | CoverageList | ChangeList | Timeline
"""A list of rows that answers for a day; `what` is the name of the question."""

Answer: TypeAlias = "AreaAnswer | BoardAnswer | HistoryAnswer | Listing | About | OfTable | OfPlace"
"""Whatever a question is answered with."""


def to_dict(value: object) -> Any:  # noqa: ANN401 - as deep as the answer
    """Turn an answer, or a part of it, into what JSON has: dictionaries, lists and ISO dates.

    The keys are those of the JSON documents; a tuple of records becomes a list.
    """
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return [to_dict(item) for item in value]
        return {name: to_dict(item) for name, item in zip(fields, value, strict=True)}
    if value is None or isinstance(value, (str, int, float, dict)):
        return value
    return value.isoformat() if isinstance(value, date) else _number(value)


def _number(value: Any) -> int | float:  # noqa: ANN401 - only tables have decimals: not imported here
    """Return a decimal as JSON has it: an integer where it is whole."""
    return int(value) if value == int(value) else float(value)
