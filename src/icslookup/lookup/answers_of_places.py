"""What questions about postcodes and LSOAs are answered with: fields are the keys of the JSON.

The records stand with the other answers, and not beside the code in `postcodes` that makes them,
so that a format can tell them without importing what reads directories.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from icslookup.lookup.answers import Named, Suggestion
    from icslookup.model import DataInfo, Region


class PlaceArea(NamedTuple):
    """An authority in which a place lies, with its code on the day.

    `share` is that of the postcodes asked about, from 0 to 1; None where it is not known which of
    several authorities it is.
    """

    gss_code: str
    name: str
    kind: str
    county: Named | None
    region: str
    share: float | None


class PlaceBoard(NamedTuple):
    """A board of a place, and how much of it.

    `share` is from 0 to 1: of the postcodes asked about. `certain` says that at least one is surely
    the board's. Where only the authority is known, and that is split, the share is `estimated`, in
    part or in whole, from the board's share of the authority's residents.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region: Region
    share: float
    certain: bool
    estimated: bool


class PlaceSource(NamedTuple):
    """What a place was looked up in.

    `product` is `ONSPD`, `NSPL`, `LSOA lookup` or the name of a package; `edition` is a month
    (`2025-11`) or a year, empty where it is not known; `file` and `imported` are None where nothing
    was imported.
    """

    product: str
    edition: str
    file: str | None
    imported: date | None


class PlaceAnswer(NamedTuple):
    """The answer to `postcode` and to `lsoa`.

    `status` is `found`, `ambiguous` where the board is not certain, or `not_found`. `kind` is
    `postcode`, `sector`, `district`, `area` or `lsoa`. `postcode` is what was asked, as it is
    spelt; None for an LSOA. `live` says whether a postcode is in use, and `terminated` the month
    in which it ended; both are None where the source does not tell. `postcodes` counts the live
    ones of a sector, district or area, or all where the source does not tell them apart.
    `country` is a nation or a Crown dependency. `lsoa21` and `lsoa11` are codes of the censuses
    of 2021 and 2011. `method` says how the board was found: `lsoa` by a lookup of LSOAs for the
    day, `directory` by the board that the directory gives, `authority` by the authority. `sources`
    are what was looked in: a directory, a lookup of LSOAs, or both.
    """

    query: str
    status: str
    message: str | None
    suggestions: tuple[Suggestion, ...]
    as_of: date
    kind: str | None
    postcode: str | None
    live: bool | None
    terminated: str | None
    postcodes: int | None
    country: str | None
    lsoa21: str | None
    lsoa11: str | None
    areas: tuple[PlaceArea, ...]
    boards: tuple[PlaceBoard, ...]
    method: str | None
    sources: tuple[PlaceSource, ...]
    data: DataInfo


class PlaceList(NamedTuple):
    """The answers for several postcodes or LSOAs, in the order asked; `what` says which."""

    what: str
    rows: tuple[PlaceAnswer, ...]
    as_of: date
    data: DataInfo
    note: str | None

    @property
    def status(self) -> str:
        """The status of all: `found` only if every one was."""
        found = {row.status for row in self.rows}
        return next((s for s in ("not_found", "ambiguous") if s in found), "found")


class LsoaRow(NamedTuple):
    """An LSOA of an authority, and its board; `census` is 2021 or 2011."""

    lsoa: str
    census: int
    gss_code: str
    area_name: str
    ods_code: str
    ons_code: str | None
    board_name: str
    board_short_name: str


class LsoaList(NamedTuple):
    """The answer to `area --lsoas`: the LSOAs of an authority, by board and code."""

    what: str
    name: str
    rows: tuple[LsoaRow, ...]
    as_of: date
    source: PlaceSource
    data: DataInfo
    note: str | None


OfPlace = PlaceAnswer | PlaceList | LsoaList
"""An answer about where postcodes or LSOAs lie."""
