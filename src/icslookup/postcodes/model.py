"""The records of postcodes and LSOAs, of every source.

Codes are those of the source, or an empty text if it has none. `icslookup.postcodes.assignment`
decides which board they mean on a day.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from datetime import date

    from icslookup.ons.postcode_directory import Location


class PostcodeEntry(NamedTuple):
    """A postcode (`GU1 4QT`), its place, and the month (`2019-05`) in which it ended.

    `terminated` is an empty text for a live postcode, None if the source does not have it.
    """

    postcode: str
    place: Location
    terminated: str | None


class PlaceCount(NamedTuple):
    """The number of postcodes of a range in a place: live ones, and those that ended.

    If the source does not separate the two, all count as live.
    """

    place: Location
    live: int
    terminated: int


class DirectoryEdition(NamedTuple):
    """An edition of a directory of postcodes.

    `product` is `ONSPD`, `NSPL` or the name of a package; `month` (`2025-11`) is that of the
    edition, empty if it is not known; `file` is what the user imported, and `imported` the day.
    `postcodes` is the number of its postcodes, None if not known. `boards` are the ONS codes of the
    boards in it. `tells_terminated` is whether it separates live postcodes from those that ended.
    """

    product: str
    month: str
    file: str
    imported: date | None
    postcodes: int | None
    boards: tuple[str, ...]
    tells_terminated: bool


class Directory(Protocol):
    """A source of postcodes, which have one space before the last three characters."""

    @property
    def edition(self) -> DirectoryEdition:
        """The edition of the directory."""

    def one(self, postcode: str) -> PostcodeEntry | None:
        """Return a postcode; None if it is not in the directory."""

    def within(self, low: str, high: str) -> list[PlaceCount]:
        """Return the number of postcodes from `low` to before `high` by place, in order."""


class Lookup(NamedTuple):
    """A lookup of LSOAs: `census` is 2011 or 2021, `year` that of its boards.

    `imported` is the day on which the user imported it, None for the LSOAs of the data.
    """

    census: int
    year: int
    file: str
    imported: date | None
    lsoas: int


class Lsoa(NamedTuple):
    """An LSOA in one lookup: the ODS code of its board and the GSS code of its district."""

    code: str
    census: int
    year: int
    ods_code: str
    gss_code: str
