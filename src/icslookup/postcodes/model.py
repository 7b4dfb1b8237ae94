"""What is known of postcodes and LSOAs, whatever it was read from.

Codes are as in the edition that they come from; an empty text where it gives none. Which board
that means on a day is for `icslookup.postcodes.assignment` to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from datetime import date

    from icslookup.ons.postcode_directory import Location


class Located(NamedTuple):
    """A postcode (`GU1 4QT`), its place, and the month (`2019-05`) in which it ended, if known.

    `terminated` is an empty text for a live postcode, None where the source does not tell.
    """

    postcode: str
    place: Location
    terminated: str | None


class Count(NamedTuple):
    """How many postcodes of a range lie in a place: live ones, and those that ended.

    Where the source does not tell them apart, all are counted as live.
    """

    place: Location
    live: int
    terminated: int


class Edition(NamedTuple):
    """What a directory of postcodes is.

    `product` is `ONSPD`, `NSPL` or the name of a package; `month` (`2025-11`) is that of the
    edition, empty where it is not known; `file` is what was imported, and `imported` the day.
    `postcodes` is how many it has, None where that is not known. `boards` are the ONS codes of the
    boards that it names, none where it names none.
    `tells_terminated` says whether it tells live postcodes from those that ended.
    """

    product: str
    month: str
    file: str
    imported: date | None
    postcodes: int | None
    boards: tuple[str, ...]
    tells_terminated: bool


class Directory(Protocol):
    """Postcodes that can be asked for, spelt with one space before the last three characters."""

    @property
    def edition(self) -> Edition:
        """What the directory is."""

    def one(self, postcode: str) -> Located | None:
        """Return a postcode; None where it is not in the directory."""

    def within(self, low: str, high: str) -> list[Count]:
        """Count the postcodes from `low` to before `high`, by place, in the order of places."""


class Lookup(NamedTuple):
    """An imported lookup of LSOAs: `census` is 2011 or 2021, `year` that of its boards."""

    census: int
    year: int
    file: str
    imported: date
    lsoas: int


class Lsoa(NamedTuple):
    """Where an LSOA lies according to one lookup: ODS code of its board, GSS code of district."""

    code: str
    census: int
    year: int
    ods_code: str
    gss_code: str
