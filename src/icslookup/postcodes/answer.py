"""The answer for a postcode or an LSOA: authorities, boards with shares, and a message."""

from __future__ import annotations

from datetime import date

from icslookup._typing import TYPE_CHECKING, NamedTuple, Protocol
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
    from icslookup.postcodes.model import DirectoryEdition, Lookup

ATTRIBUTION = "Contains Royal Mail data (c) Royal Mail copyright and database right."
"""The attribution for postcode directories, which their licence requires after that of the data."""

METHODS = ("authority", "directory", "lsoa")
"""The ways to find a board, the least exact first."""


class PlaceAnswerer(Protocol):
    """Answers one text at a time, for one day."""

    data: Dataset
    day: date

    def answer(self, query: str) -> PlaceAnswer:
        """Return the answer for a text without spaces around it."""


def require_code(text: str, example: str) -> str:
    """Return a text without spaces around it. Raises `UsageError` if it is blank or not text."""
    if not isinstance(text, str):
        raise UsageError(f"a code is text, not {type(text).__name__}")
    if not any(char.isalnum() for char in text):
        raise UsageError(f"there is nothing to look up: give a code, such as {example}")
    return text.strip()


def empty_answer(data: Dataset, query: str, day: date) -> PlaceAnswer:
    """Return an answer without any findings, with the status `not_found`."""
    return PlaceAnswer(
        query=query, status="not_found", message=None, suggestions=(), as_of=day, kind=None,
        postcode=None, live=None, terminated=None, postcodes=None, country=None, lsoa21=None,
        lsoa11=None, areas=(), boards=(), sub_icb=None, method=None, sources=(),
        data=data.info(day),
    )  # fmt: skip


def answer_all(what: str, answerer: PlaceAnswerer, texts: Iterable[str]) -> PlaceList:
    """Return the answers for several texts, in order; `what` is `postcode` or `lsoa`."""
    data, day = answerer.data, answerer.day
    rows = tuple(answerer.answer(text.strip()) for text in texts)
    return PlaceList(what, rows, day, data.info(day), messages.future_note(data, day))


def complete_answer(data: Dataset, draft: PlaceAnswer, assignment: Assignment) -> PlaceAnswer:
    """Return the answer for one postcode or LSOA: `ambiguous` if several boards may have it."""
    certain = len(assignment.boards) == 1
    one_area = len(assignment.authorities) == 1
    return draft._replace(
        status="found" if certain else "ambiguous",
        message=join_notes(
            None if certain else _ambiguity_note(data, draft, assignment),
            messages.future_note(data, draft.as_of),
        ),
        country="England",
        areas=tuple(
            _place_area(data, key, draft.as_of, 1.0 if one_area else None)
            for key in assignment.authorities
        ),
        boards=tuple(
            _place_board(data, ods_code, draft.as_of, share, (certain, not certain))
            for ods_code, share in assignment.boards
        ),
        sub_icb=SubIcb(assignment.sub_icb) if assignment.sub_icb else None,
        method=assignment.method,
        sources=(*draft.sources, *_lookup_sources([assignment])),
    )


def _lookup_sources(assignments: Iterable[Assignment]) -> list[PlaceSource]:
    """Return the lookups of LSOAs that the boards came from, each once."""
    lookups = dict.fromkeys(assignment.lookup for assignment in assignments)
    return [lookup_source(lookup) for lookup in lookups if lookup]


def complete_range(
    data: Dataset, draft: PlaceAnswer, parts: list[tuple[Assignment, int]], total: int
) -> PlaceAnswer:
    """Return the answer for a range of `total` postcodes.

    `parts` are the assignments of its places, each with the number of its postcodes. The
    postcodes of a split authority are divided between its boards by residents.
    """
    day = draft.as_of
    of_boards: dict[str, float] = {}
    of_areas: dict[str, float | None] = {}
    for assignment, size in parts:
        for ods_code, share in assignment.boards:
            of_boards[ods_code] = of_boards.get(ods_code, 0) + size * share
        for key in assignment.authorities:
            before = of_areas.get(key, 0)
            known = len(assignment.authorities) == 1 and before is not None
            of_areas[key] = (before or 0) + size if known else None
    certain = {assignment.boards[0][0] for assignment, _ in parts if len(assignment.boards) == 1}
    unsure = [assignment for assignment, _ in parts if len(assignment.boards) > 1]
    estimated = {ods_code for assignment in unsure for ods_code, _ in assignment.boards}
    boards = [
        _place_board(data, code, day, _share(size, total), (code in certain, code in estimated))
        for code, size in of_boards.items()
    ]
    areas = [
        _place_area(data, key, day, None if size is None else _share(size, total))
        for key, size in of_areas.items()
    ]
    return draft._replace(
        status="ambiguous" if unsure else "found",
        message=_estimate_note(data, draft, unsure) if unsure else None,
        areas=tuple(sorted(areas, key=lambda a: (-(a.share or 0), a.name))),
        boards=tuple(sorted(boards, key=lambda b: (-b.share, b.ods_code))),
        method=min((assignment.method for assignment, _ in parts), key=METHODS.index),
        sources=(*draft.sources, *_lookup_sources(assignment for assignment, _ in parts)),
    )


def _estimate_note(data: Dataset, draft: PlaceAnswer, unsure: list[Assignment]) -> str:
    """Return a note on the authorities whose postcodes have estimated boards."""
    split = {part.authorities[0] for part in unsure if len(part.authorities) == 1}
    several = {key for part in unsure if len(part.authorities) > 1 for key in part.authorities}
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
        f" {_exact_hint(data, draft)}"
    )


def _share(size: float, total: int) -> float:
    return round(size / total, 6)


def _place_area(data: Dataset, key: str, day: date, share: float | None) -> PlaceArea:
    """Return an authority as it was on a day."""
    found = data.authorities[key]
    county = NamedArea(found.county, data.authorities[found.county].name) if found.county else None
    return PlaceArea(found.gss_code_on(day), found.name, found.kind, county, found.region, share)


def _place_board(
    data: Dataset, ods_code: str, day: date, share: float, known: tuple[bool, bool]
) -> PlaceBoard:
    """Return a board as it was on a day; `known` is its `certain` and its `estimated`."""
    found = data.boards[ods_code]
    return PlaceBoard(
        ods_code, found.ons_code(day), found.name, found.short_name, found.region, share, *known
    )


def _ambiguity_note(data: Dataset, draft: PlaceAnswer, assignment: Assignment) -> str:
    names = join_names([data.authorities[key].name for key in assignment.authorities], "or")
    together = "which together are" if len(assignment.authorities) > 1 else "which is"
    parts = join_names(
        [f"part of {data.boards[code].short_name} ({_percent(s)})" for code, s in assignment.boards]
    )
    what = draft.postcode or draft.query.upper()
    return f"{what} is in {names}, {together} {parts}; {_exact_hint(data, draft)}"


def _exact_hint(data: Dataset, draft: PlaceAnswer) -> str:
    """Return what to import or which command to run to get the exact board."""
    if any(source.product == PACKAGE for source in draft.sources):
        return "for the exact board import the ONS Postcode Directory (icslookup data import FILE)"
    if draft.kind == "lsoa":
        return "it is not known which board has this LSOA: ask about an LSOA of 2021"
    if draft.kind == "postcode" and not (draft.lsoa21 or draft.lsoa11):
        return "for the exact board import a directory with the LSOA of each postcode"
    if draft.as_of >= max(data.descriptor["boundaries"]):
        return "for the exact board run icslookup data update"
    year = data.info(draft.as_of).boundaries
    return f"for the exact board import the lookup of LSOAs of {year and year.year}"


def _percent(share: float) -> str:
    return f"{min(max(share, 0.001), 0.999):.1%}"


def with_directory(draft: PlaceAnswer, edition: DirectoryEdition) -> PlaceAnswer:
    """Return an answer with a directory of postcodes as its source, and both attributions."""
    source = PlaceSource(edition.product, edition.month, edition.file or None, edition.imported)
    attribution = f"{draft.data.attribution} {ATTRIBUTION}"
    return draft._replace(sources=(source,), data=draft.data._replace(attribution=attribution))


def lookup_source(lookup: Lookup) -> PlaceSource:
    """Return a lookup of LSOAs as the source of an answer."""
    return PlaceSource("LSOA lookup", str(lookup.year), lookup.file, lookup.imported)


def edition_name(edition: DirectoryEdition) -> str:
    """Return the name of a directory of postcodes, for use in a sentence."""
    if edition.product == PACKAGE:
        return f"the package {PACKAGE}"
    return f"the {edition.product}{f' of {month_name(edition.month)}' if edition.month else ''}"


def month_name(month: str) -> str:
    """Return a month such as `2019-05` as text: `May 2019`."""
    return long_date(date.fromisoformat(f"{month}-01")).removeprefix("1 ")


class PlaceArea(NamedTuple):
    """An authority in which a place lies, with its code on the day.

    `share` is its share of the postcodes, from 0 to 1. It is None if the place lies in one of
    several authorities, and it is not known which.
    """

    gss_code: str
    name: str
    kind: str
    county: NamedArea | None
    region: str
    share: float | None


class PlaceBoard(NamedTuple):
    """A board of a place, and its share of the place.

    `share` is the board's share of the postcodes, from 0 to 1. `certain` is whether the board is
    sure to have at least one of them. If an authority is split, the share is `estimated`, in part
    or in whole, from the board's share of the residents.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    region: Region
    share: float
    certain: bool
    estimated: bool


class SubIcb(NamedTuple):
    """A sub-ICB location; the ODS code is its stable key."""

    ods_code: str


class PlaceSource(NamedTuple):
    """A source of the boards of a place.

    `product` is `ONSPD`, `NSPL`, `LSOA lookup` or the name of a package; `edition` is a month
    (`2025-11`) or a year, empty if it is not known; `imported` is None if nothing was imported,
    and `file` is then None or the name of a file of the data.
    """

    product: str
    edition: str
    file: str | None
    imported: date | None


class PlaceAnswer(NamedTuple):
    """The answer to `postcode` and to `lsoa`.

    `status` is `found`, `ambiguous` if the board is not certain, or `not_found`. `kind` is
    `postcode`, `sector`, `district`, `area` or `lsoa`. `postcode` is the query in its official
    spelling; None for an LSOA. `live` is whether a postcode is in use, and `terminated` the month
    in which it ended; both are None if the source does not have it. `postcodes` counts the live
    postcodes of a sector, district or area, or all if the source does not separate them.
    `country` is a nation or a Crown dependency. `lsoa21` and `lsoa11` are codes of the censuses
    of 2021 and 2011. `sub_icb` is the sub-ICB location of a postcode or an LSOA on the day, None if
    it is not known. `method` is how the board was found: `lsoa` by the LSOA, `directory` by the
    board that the directory gives, `authority` by the authority. `sources` are a directory, a
    lookup of LSOAs, or both.
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
    sub_icb: SubIcb | None
    method: str | None
    sources: tuple[PlaceSource, ...]
    data: DataInfo


class PlaceList(NamedTuple):
    """The answers for several postcodes or LSOAs, in the order given; `what` says which."""

    what: str
    rows: tuple[PlaceAnswer, ...]
    as_of: date
    data: DataInfo
    note: str | None

    @property
    def status(self) -> str:
        """The status of the list: `found` only if every row has it."""
        found = {row.status for row in self.rows}
        return next((s for s in ("not_found", "ambiguous") if s in found), "found")
