"""Turns who has a place into an answer: authorities, boards with shares, and what to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icslookup.lookup.answers import Named
from icslookup.lookup.answers_of_places import PlaceAnswer, PlaceArea, PlaceBoard, PlaceSource
from icslookup.lookup.asking import listed
from icslookup.postcodes.package import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.dataset import Dataset
    from icslookup.postcodes.boards import Held
    from icslookup.postcodes.records import Edition, Lookup

_MONTHS = "January February March April May June July August September October November December"


def nothing(data: Dataset, query: str, day: date) -> PlaceAnswer:
    """Return an answer that knows nothing yet."""
    return PlaceAnswer(
        query=query, status="not_found", message=None, suggestions=(), as_of=day, kind=None,
        postcode=None, live=None, terminated=None, postcodes=None, country=None, lsoa21=None,
        lsoa11=None, areas=(), boards=(), method=None, source=None, data=data.info(day),
    )  # fmt: skip


def settled(data: Dataset, begun: PlaceAnswer, held: Held) -> PlaceAnswer:
    """Complete the answer for one postcode or LSOA; `ambiguous` where boards share its area."""
    certain = len(held.boards) == 1
    one_area = len(held.authorities) == 1
    return begun._replace(
        status="found" if certain else "ambiguous",
        message=None if certain else _undecided(data, begun, held),
        country="England",
        areas=tuple(
            area(data, key, begun.as_of, 1.0 if one_area else None) for key in held.authorities
        ),
        boards=tuple(
            board(data, ods_code, begun.as_of, share, certain=certain)
            for ods_code, share in held.boards
        ),
        method=held.method,
    )


def summed(
    data: Dataset, begun: PlaceAnswer, parts: Iterable[tuple[Held, int]], total: int
) -> PlaceAnswer:
    """Complete the answer for a range of postcodes: of `total`, so many are held so.

    Postcodes of an authority that is split count for each of its boards by its residents.
    """
    day = begun.as_of
    of_boards: dict[str, float] = {}
    of_areas: dict[str, float | None] = {}
    certain: set[str] = set()
    split: dict[str, None] = {}
    methods: dict[str, None] = {}
    for held, size in parts:
        methods[held.method] = None
        for ods_code, share in held.boards:
            of_boards[ods_code] = of_boards.get(ods_code, 0) + size * share
        if len(held.boards) == 1:
            certain.add(held.boards[0][0])
        else:
            split.update(dict.fromkeys(held.authorities))
        for key in held.authorities:
            before = of_areas.get(key, 0)
            known = len(held.authorities) == 1 and before is not None
            of_areas[key] = (before or 0) + size if known else None
    boards = [
        board(data, code, day, _share(size, total), certain=code in certain)
        for code, size in of_boards.items()
    ]
    areas = [
        area(data, key, day, None if size is None else _share(size, total))
        for key, size in of_areas.items()
    ]
    message = None
    if split:
        names = listed(sorted(data.authorities[key].name for key in split))
        message = (
            f"{names} {'is' if len(split) == 1 else 'are'} split between boards, and which of them"
            f" a postcode lies in is estimated from residents; {_exact(begun.source)}"
        )
    status = "not_found" if not boards else "ambiguous" if split else "found"
    return begun._replace(
        status=status,
        message=message,
        areas=tuple(sorted(areas, key=lambda a: (-(a.share or 0), a.name))),
        boards=tuple(sorted(boards, key=lambda b: (-b.share, b.ods_code))),
        method=min(methods, key=("authority", "directory", "lsoa").index, default=None),
    )


def _share(size: float, total: int) -> float:
    return round(size / total, 6)


def area(data: Dataset, key: str, day: date, share: float | None) -> PlaceArea:
    """Describe an authority on a day."""
    found = data.authorities[key]
    county = Named(found.county, data.authorities[found.county].name) if found.county else None
    return PlaceArea(found.gss_code_on(day), found.name, found.kind, county, found.region, share)


def board(data: Dataset, ods_code: str, day: date, share: float, *, certain: bool) -> PlaceBoard:
    """Describe a board on a day."""
    found = data.boards[ods_code]
    return PlaceBoard(
        ods_code, found.ons_code(day), found.name, found.short_name, found.region, share, certain
    )


def _undecided(data: Dataset, begun: PlaceAnswer, held: Held) -> str:
    names = listed([data.authorities[key].name for key in held.authorities], "or")
    parts = listed(
        [f"part of {data.boards[code].short_name} ({_percent(s)})" for code, s in held.boards]
    )
    what = begun.postcode or begun.query
    return f"{what} is in {names}, which is {parts}; {_exact(begun.source)}"


def _exact(source: PlaceSource | None) -> str:
    if source is not None and source.product == PACKAGE:
        return "for the exact board import the ONS Postcode Directory: icslookup data import FILE"
    return "for the exact board import the lookup of LSOAs of that time: icslookup data import FILE"


def _percent(share: float) -> str:
    return f"{min(max(share, 0.001), 0.999):.1%}"


def source(edition: Edition) -> PlaceSource:
    """Say what a directory of postcodes is."""
    return PlaceSource(edition.product, edition.month, edition.file or None, edition.imported)


def source_of_lookup(lookup: Lookup) -> PlaceSource:
    """Say what a lookup of LSOAs is."""
    return PlaceSource("LSOA lookup", str(lookup.year), lookup.file, lookup.imported)


def edition_named(edition: Edition) -> str:
    """Name a directory of postcodes, for a sentence."""
    if edition.product == PACKAGE:
        return f"the package {PACKAGE}"
    return f"the {edition.product}{f' of {month_named(edition.month)}' if edition.month else ''}"


def month_named(month: str) -> str:
    """Write a month for people: `May 2019`."""
    year, _, number = month.partition("-")
    return f"{_MONTHS.split()[int(number) - 1]} {year}" if number else year
