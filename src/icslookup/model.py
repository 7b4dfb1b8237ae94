"""The immutable records of the data set.

They are named tuples, not dataclasses: an import of `dataclasses` takes half as long again as one
of `typing`, and each question on the command line starts a process.

Every period is closed: `start` is the first day and `end` the last. `end` is None while the
period lasts, and `start` is None if the first day is not known.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

KINDS = ("county", "district", "unitary", "metropolitan", "london-borough", "city-corporation")
"""Kinds of authority; all but `county` are districts in the sense of ONS, which tile England."""


def covers(start: date | None, end: date | None, day: date) -> bool:
    """Return whether a closed period contains a day."""
    return (start is None or start <= day) and (end is None or day <= end)


class Code(NamedTuple):
    """A code of a board or an authority, and its first and last day."""

    code: str
    start: date | None
    end: date | None


class Region(NamedTuple):
    """An NHS England region."""

    ods_code: str
    name: str


class Board(NamedTuple):
    """An Integrated Care Board; the ODS code is its stable key."""

    ods_code: str
    name: str
    short_name: str
    region: Region
    start: date
    end: date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    ons_codes: tuple[Code, ...]

    def exists_on(self, day: date) -> bool:
        """Return whether the board existed on a day."""
        return covers(self.start, self.end, day)

    def ons_code(self, day: date) -> str | None:
        """Return the ONS code in force on a day; it changes with the boundary."""
        return next((c.code for c in self.ons_codes if covers(c.start, c.end, day)), None)


class Authority(NamedTuple):
    """A local authority of England; the newest GSS code is its key."""

    gss_code: str
    name: str
    official_name: str
    kind: str
    county: str | None
    region: str
    start: date | None
    end: date | None
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    gss_codes: tuple[Code, ...]
    ceremonial_county: str = ""

    def exists_on(self, day: date) -> bool:
        """Return whether the authority existed on a day, as far as the data show."""
        return covers(self.start, self.end, day)

    def gss_code_on(self, day: date) -> str:
        """Return the GSS code in force on a day; it changes when ONS recodes the authority."""
        known = (c for c in self.gss_codes if c.start is not None or c.end is not None)
        return next((c.code for c in known if covers(c.start, c.end, day)), self.gss_code)


class Membership(NamedTuple):
    """How much of an authority a board had, in a period in which that did not change.

    `lsoas` and `area_lsoas` count 2021 LSOAs, `residents` and `area_residents` Census 2021
    usual residents: of the part in the board, and of the whole authority.
    """

    ods_code: str
    gss_code: str
    start: date
    end: date | None
    lsoas: int
    area_lsoas: int
    residents: int
    area_residents: int

    def exists_on(self, day: date) -> bool:
        """Return whether the period contains a day."""
        return covers(self.start, self.end, day)


class Alias(NamedTuple):
    """Another name of an authority (kind `area`) or a board (kind `board`)."""

    alias: str
    kind: str
    code: str


class Plan(NamedTuple):
    """A change of an authority that is announced but not yet made."""

    gss_code: str
    date: date
    date_status: str
    status: str
    extent: str
    successors: tuple[str, ...]
    note: str
    source: str
    certainty: str

    @property
    def stage(self) -> str:
        """The status, and whether the day is only expected."""
        return f"{self.status}; date expected" if self.date_status == "expected" else self.status


class Place(NamedTuple):
    """A place that is not a council of England, with the authorities of England in it."""

    name: str
    kind: str
    nation: str
    also: tuple[str, ...]
    members: tuple[str, ...]


class Wave(NamedTuple):
    """A system designated before the boards; `date` is a day, a month or a year in ISO form."""

    date: str
    wave: str
    name: str
    ods_code: str
    note: str
    source: str
    certainty: str


class Cluster(NamedTuple):
    """The ODS codes of boards that share a leadership but have not merged."""

    ods_codes: tuple[str, ...]
    source: str
    certainty: str


class Event(NamedTuple):
    """A note on what happened, or on what is announced.

    `date` is a day, a month or a year in ISO form, None if it is not known. `kind` is `system` for
    the time before the boards, `board`, `area`, or `open` if details are still unknown.
    """

    date: str | None
    kind: str
    codes: tuple[str, ...]
    what: str
    source: str
    certainty: str


class DataInfo(NamedTuple):
    """What to cite: the data version, the date of the boundaries, the attribution."""

    version: str
    boundaries: date | None
    attribution: str


class NamedArea(NamedTuple):
    """The code and the name of an authority."""

    gss_code: str
    name: str
