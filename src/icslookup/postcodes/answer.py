"""Turns who has a place into an answer: authorities, boards with shares, and what to say."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import UsageError
from icslookup.lookup import messages
from icslookup.model import NamedArea
from icslookup.postcodes.qlac_package import PACKAGE
from icslookup.text import join_names, join_notes, long_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icslookup.dataset.loader import Dataset
    from icslookup.gazetteer.resolve import Suggestion
    from icslookup.model import DataInfo, Region
    from icslookup.postcodes.assignment import Assignment
    from icslookup.postcodes.model import Edition, Lookup

ATTRIBUTION = "Contains Royal Mail data (c) Royal Mail copyright and database right."
"""What the licence of the postcode directories asks for besides that of the data."""

METHODS = ("authority", "directory", "lsoa")
"""How a board was found, the least exact way first."""


class Asker(Protocol):
    """Answers for one text at a time, on one day."""

    data: Dataset
    day: date

    def answer(self, query: str) -> PlaceAnswer:
        """Answer for a text without spaces around it."""


def asked(text: str, example: str) -> str:
    """Return what was asked for without spaces around it. Raises `UsageError` where it is blank."""
    if not isinstance(text, str):
        raise UsageError(f"a code is text, not {type(text).__name__}")
    if not any(char.isalnum() for char in text):
        raise UsageError(f"there is nothing to look up: give a code, such as {example}")
    return text.strip()


def nothing(data: Dataset, query: str, day: date) -> PlaceAnswer:
    """Return an answer that knows nothing yet."""
    return PlaceAnswer(
        query=query, status="not_found", message=None, suggestions=(), as_of=day, kind=None,
        postcode=None, live=None, terminated=None, postcodes=None, country=None, lsoa21=None,
        lsoa11=None, areas=(), boards=(), method=None, sources=(), data=data.info(day),
    )  # fmt: skip


def several(what: str, asker: Asker, texts: Iterable[str]) -> PlaceList:
    """Answer for several postcodes or LSOAs, which `what` says, in order."""
    data, day = asker.data, asker.day
    rows = tuple(asker.answer(text.strip()) for text in texts)
    return PlaceList(what, rows, day, data.info(day), messages.future_note(data, day))


def complete_answer(data: Dataset, begun: PlaceAnswer, held: Assignment) -> PlaceAnswer:
    """Complete the answer for one postcode or LSOA; `ambiguous` where boards share its area."""
    certain = len(held.boards) == 1
    one_area = len(held.authorities) == 1
    return begun._replace(
        status="found" if certain else "ambiguous",
        message=join_notes(
            None if certain else _undecided(data, begun, held),
            messages.future_note(data, begun.as_of),
        ),
        country="England",
        areas=tuple(
            area(data, key, begun.as_of, 1.0 if one_area else None) for key in held.authorities
        ),
        boards=tuple(
            board(data, ods_code, begun.as_of, share, (certain, not certain))
            for ods_code, share in held.boards
        ),
        method=held.method,
        sources=(*begun.sources, *_lookups([held])),
    )


def _lookups(parts: Iterable[Assignment]) -> list[PlaceSource]:
    """Return the lookups of LSOAs that told, each once."""
    return [source_of_lookup(one) for one in dict.fromkeys(held.lookup for held in parts) if one]


def complete_range(
    data: Dataset, begun: PlaceAnswer, parts: list[tuple[Assignment, int]], total: int
) -> PlaceAnswer:
    """Complete the answer for a range of postcodes: of `total`, so many are held so.

    Postcodes of an authority that is split count for each of its boards by its residents.
    """
    day = begun.as_of
    of_boards: dict[str, float] = {}
    of_areas: dict[str, float | None] = {}
    for held, size in parts:
        for ods_code, share in held.boards:
            of_boards[ods_code] = of_boards.get(ods_code, 0) + size * share
        for key in held.authorities:
            before = of_areas.get(key, 0)
            known = len(held.authorities) == 1 and before is not None
            of_areas[key] = (before or 0) + size if known else None
    sure = {held.boards[0][0] for held, _ in parts if len(held.boards) == 1}
    unsure = [held for held, _ in parts if len(held.boards) > 1]
    guessed = {ods_code for held in unsure for ods_code, _ in held.boards}
    boards = [
        board(data, code, day, _share(size, total), (code in sure, code in guessed))
        for code, size in of_boards.items()
    ]
    areas = [
        area(data, key, day, None if size is None else _share(size, total))
        for key, size in of_areas.items()
    ]
    return begun._replace(
        status="ambiguous" if unsure else "found",
        message=_estimated(data, begun, unsure) if unsure else None,
        areas=tuple(sorted(areas, key=lambda a: (-(a.share or 0), a.name))),
        boards=tuple(sorted(boards, key=lambda b: (-b.share, b.ods_code))),
        method=min((held.method for held, _ in parts), key=METHODS.index),
        sources=(*begun.sources, *_lookups(held for held, _ in parts)),
    )


def _estimated(data: Dataset, begun: PlaceAnswer, unsure: list[Assignment]) -> str:
    """Say for which authorities it is estimated which board a postcode lies in."""
    split = {held.authorities[0] for held in unsure if len(held.authorities) == 1}
    several = {key for held in unsure if len(held.authorities) > 1 for key in held.authorities}
    texts = []
    for keys, one, many in (
        (split, "is split between boards", "are split between boards"),
        (several, "", "stood there, and in which of them each postcode lay is not known"),
    ):
        names = sorted(data.authorities[key].name for key in keys)
        if names:
            texts.append(f"{join_names(names)} {one if len(names) == 1 else many}")
    return (
        f"{'; '.join(texts)}; the shares of their boards are estimated from residents;"
        f" {_exact(data, begun)}"
    )


def _share(size: float, total: int) -> float:
    return round(size / total, 6)


def area(data: Dataset, key: str, day: date, share: float | None) -> PlaceArea:
    """Describe an authority on a day."""
    found = data.authorities[key]
    county = NamedArea(found.county, data.authorities[found.county].name) if found.county else None
    return PlaceArea(found.gss_code_on(day), found.name, found.kind, county, found.region, share)


def board(
    data: Dataset, ods_code: str, day: date, share: float, known: tuple[bool, bool]
) -> PlaceBoard:
    """Describe a board on a day; `known` says whether it is certain, and its share estimated."""
    found = data.boards[ods_code]
    return PlaceBoard(
        ods_code, found.ons_code(day), found.name, found.short_name, found.region, share, *known
    )


def _undecided(data: Dataset, begun: PlaceAnswer, held: Assignment) -> str:
    names = join_names([data.authorities[key].name for key in held.authorities], "or")
    together = "which together are" if len(held.authorities) > 1 else "which is"
    parts = join_names(
        [f"part of {data.boards[code].short_name} ({_percent(s)})" for code, s in held.boards]
    )
    what = begun.postcode or begun.query.upper()
    return f"{what} is in {names}, {together} {parts}; {_exact(data, begun)}"


def _exact(data: Dataset, begun: PlaceAnswer) -> str:
    """Say how the exact board can be had."""
    newest = begun.as_of >= max(data.descriptor["boundaries"])
    fetch = "run icslookup data update" if newest else ""
    if any(source.product == PACKAGE for source in begun.sources):
        directory = "import the ONS Postcode Directory (icslookup data import FILE)"
        return f"for the exact board {' and '.join(filter(None, (directory, fetch)))}"
    year = data.info(begun.as_of).boundaries
    return f"for the exact board {fetch or f'import the lookup of LSOAs of {year and year.year}'}"


def _percent(share: float) -> str:
    return f"{min(max(share, 0.001), 0.999):.1%}"


def looked_in(begun: PlaceAnswer, edition: Edition) -> PlaceAnswer:
    """Say of an answer that it comes from a directory of postcodes, and what that asks for."""
    attribution = f"{begun.data.attribution} {ATTRIBUTION}"
    return begun._replace(
        sources=(source(edition),), data=begun.data._replace(attribution=attribution)
    )


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
    return long_date(date.fromisoformat(f"{month}-01")).removeprefix("1 ")


class PlaceArea(NamedTuple):
    """An authority in which a place lies, with its code on the day.

    `share` is that of the postcodes asked about, from 0 to 1; None where it is not known which of
    several authorities it is.
    """

    gss_code: str
    name: str
    kind: str
    county: NamedArea | None
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
