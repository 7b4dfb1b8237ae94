"""The questions about LSOAs: which board has one, and which LSOAs an authority has."""

from __future__ import annotations

import re

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dataset.loader import districts
from icslookup.dates import as_of_day
from icslookup.errors import AmbiguousError, DataError, NotFoundError
from icslookup.gazetteer.resolve import Suggestion
from icslookup.lookup.area import area
from icslookup.names.typos import ratio
from icslookup.postcodes.answer import (
    PlaceAnswer,
    PlaceList,
    answer_all,
    complete_answer,
    empty_answer,
    lookup_source,
    require_code,
)
from icslookup.postcodes.assignment import BoardAssigner, nearest_row
from icslookup.postcodes.parse import parse_lsoa, parse_postcode, suggest_lsoa
from icslookup.postcodes.sources import missing_lookup, open_lookups
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.area import AreaAnswer, AreaDetail
    from icslookup.model import DataInfo
    from icslookup.postcodes.answer import PlaceSource
    from icslookup.postcodes.assignment import Assignment
    from icslookup.postcodes.lsoa_store import LsoaStore
    from icslookup.postcodes.sources import Sources

_NATIONS = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland", "9": "Northern Ireland"}
_OTHER_CODE = re.compile(r"[WS]01[0-9]{6}|95[A-Z0-9]{6}|N20[0-9]{6}")


def lsoa(
    code: str,
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> PlaceAnswer:
    """Return which Integrated Care Board has an LSOA of England, of the census of 2021 or 2011.

    Parameters: `code` is its ONS code (`E01030331`); `as_of` is the day to answer for, by
    default today; `data` is the data set to use; `sources` is the result of
    `icslookup.postcodes.sources.open_lookups`.

    Returns a `PlaceAnswer`. If no imported lookup has the boundaries of the day, the authority of
    the LSOA decides. The answer is then `ambiguous` if that authority is split. Raises
    `UsageError` for a blank text or an impossible date, `MissingSourceError` if no lookup is
    imported, and `DataError` for a damaged store.
    """
    day = as_of_day(as_of) or dates.today()
    return LsoaAnswerer(data or in_use(), day, sources).answer(require_code(code, "E01030331"))


def lsoas(
    codes: Iterable[str],
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> PlaceList:
    """Return the answers for several LSOAs, in order; see `lsoa`."""
    day = as_of_day(as_of) or dates.today()
    return answer_all("lsoa", LsoaAnswerer(data or in_use(), day, sources), codes)


class LsoaAnswerer:
    """Answers LSOAs for one day; see `lsoa`. It opens the store when it first needs it."""

    def __init__(self, data: Dataset, day: date, sources: Sources | None = None) -> None:
        self.data = data
        self.day = day
        self._sources = sources
        self._opened: tuple[LsoaStore, BoardAssigner] | None = None

    def _open(self) -> tuple[LsoaStore, BoardAssigner]:
        """Return the store and the assigner, made on first use. Raises `MissingSourceError`."""
        if self._opened is None:
            store = (self._sources or open_lookups()).lookups()
            self._opened = store, BoardAssigner(self.data, self.day, None, store)
        return self._opened

    def answer(self, query: str) -> PlaceAnswer:
        """Return the answer for a code; see `lsoa`."""
        draft = empty_answer(self.data, query, self.day)
        lsoa_code = parse_lsoa(query)
        if lsoa_code is None:
            return _explain_text(draft)
        store, boards = self._open()
        rows = store.of(lsoa_code)
        if not rows:
            years = ", ".join(f"{look.year} ({look.census} LSOAs)" for look in store.lookups())
            message = f"there is no LSOA {lsoa_code} in the lookups imported: {years}"
            return draft._replace(kind="lsoa", message=message)
        assignment = boards.assign_lsoa(rows)
        if assignment is None:
            row = nearest_row(rows, self.day.year)
            assignment = boards.assign_authority(row.gss_code)
            lookup = next(k for k in store.lookups() if (k.census, k.year) == row[1:3])
            draft = draft._replace(sources=(lookup_source(lookup),))
        censuses = {row.census for row in rows}
        draft = draft._replace(
            kind="lsoa",
            lsoa21=lsoa_code if 2021 in censuses else None,  # noqa: PLR2004 - the census
            lsoa11=lsoa_code if 2011 in censuses else None,  # noqa: PLR2004 - the census
        )
        if assignment is None:
            return draft._replace(message=f"no authority of {lsoa_code} is known")
        return complete_answer(self.data, draft, assignment)

    def assign(self, code: str) -> Assignment | None:
        """Return only the assignment of an LSOA, not a whole answer; None if there is none."""
        lsoa_code = parse_lsoa(code)
        if lsoa_code is None:
            return None
        store, boards = self._open()
        rows = store.of(lsoa_code)
        if not rows:
            return None
        return boards.assign_lsoa(rows) or boards.assign_authority(
            nearest_row(rows, self.day.year).gss_code
        )


def area_lsoas(
    name: str,
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> LsoaList:
    """Return the LSOAs of an authority, and the board of each on a day.

    Parameters: `name` is that of an authority, as for `icslookup.area`; the others as for `lsoa`.
    Raises `NotFoundError` or `AmbiguousError` if the name is not that of exactly one authority,
    and `MissingSourceError` if no lookup with the boundaries of the day is imported.
    """
    data = data or in_use()
    answer = area(name, as_of, data=data)
    if answer.area is None:
        error = AmbiguousError if answer.status == "ambiguous" else NotFoundError
        raise error(answer.message or f"no local authority of England is called {quote(name)}")
    return lsoas_of(answer, answer.area, data=data, sources=sources)


def lsoas_of(
    answer: AreaAnswer,
    authority: AreaDetail,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> LsoaList:
    """Return the LSOAs of the authority of an answer; see `area_lsoas`."""
    data = data or in_use()
    day = answer.as_of
    store = (sources or open_lookups()).lookups()
    boards = BoardAssigner(data, day, None, store)
    lookup = next(iter(boards.lookups.values()), None)
    if lookup is None:
        raise missing_lookup(data, day)
    parts = [authority.gss_code] if authority.gss_code else [d.gss_code for d in answer.districts]
    keys = [key for part in parts for key in districts(data, data.authority_keys[part])]
    codes = [code.code for key in keys for code in data.authorities[key].gss_codes]
    rows = []
    for row in store.within(codes, lookup.census, lookup.year):
        district = data.authorities[data.authority_keys[row.gss_code]]
        board = data.boards.get(row.ods_code)
        if board is None:
            raise DataError(
                f"the lookup of {lookup.year} names the board {row.ods_code}, which these data do"
                " not know: update icslookup, or run `icslookup data reset lsoas`"
            )
        rows.append(
            LsoaRow(
                row.code, row.census, district.gss_code_on(day), district.name,
                row.ods_code, board.ons_code(day), board.name, board.short_name,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (row.board_short_name, row.area_name, row.lsoa))
    return LsoaList(
        "lsoas", authority.name, tuple(rows), day, lookup_source(lookup),
        data.info(day), answer.message,
    )  # fmt: skip


def _explain_text(draft: PlaceAnswer) -> PlaceAnswer:
    """Return an answer for a text that is not the code of an LSOA of England."""
    query = draft.query
    code = query.upper()
    if _OTHER_CODE.fullmatch(code):
        where = _NATIONS[code[0]]
        message = f"{code} is in {where}, and only England has Integrated Care Boards"
        return draft._replace(message=message)
    message = f"{quote(query)} is not the code of an LSOA, such as E01030331"
    parsed = parse_postcode(query)
    if parsed and parsed.kind == "postcode":
        message += f": try `icslookup postcode {parsed.text}`"
    meant = suggest_lsoa(query)
    like = (Suggestion(meant, None, ratio(code, meant)),) if meant else ()
    return draft._replace(message=message, suggestions=like)


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
