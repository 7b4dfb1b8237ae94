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
from icslookup.lookup.hints import instead_hint
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
from icslookup.postcodes.assignment import CENSUSES, BoardAssigner
from icslookup.postcodes.parse import parse_lsoa, parse_postcode, suggest_lsoa
from icslookup.postcodes.sources import open_lookups
from icslookup.text import join_notes, quote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.lookup.area import AreaAnswer, AreaDetail
    from icslookup.model import DataInfo
    from icslookup.postcodes.answer import PlaceSource
    from icslookup.postcodes.assignment import Assignment
    from icslookup.postcodes.lsoa_store import LsoaStore
    from icslookup.postcodes.model import Lookup
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

    Returns a `PlaceAnswer`, by an imported lookup with the boundaries of the day, else by the data.
    If neither knows the board of an LSOA of 2011, its authority decides. The answer is then
    `ambiguous` if that authority is split. Raises `UsageError` for a blank text or an impossible
    date, and `DataError` for a damaged store or damaged data.
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
        self._boards: BoardAssigner | None = None

    def _open(self) -> BoardAssigner:
        """Return the assigner, made on first use."""
        if self._boards is None:
            store = (self._sources or open_lookups()).lsoas
            self._boards = BoardAssigner(self.data, self.day, None, store)
        return self._boards

    def answer(self, query: str) -> PlaceAnswer:
        """Return the answer for a code; see `lsoa`."""
        draft = empty_answer(self.data, query, self.day)
        lsoa_code = parse_lsoa(query)
        if lsoa_code is None:
            return _explain_text(self.data, draft)
        boards = self._open()
        draft = draft._replace(kind="lsoa")
        censuses = boards.censuses_of(lsoa_code)
        if not censuses:
            message = f"there is no LSOA {lsoa_code} of the census of 2021 or 2011"
            return draft._replace(message=message)
        draft = draft._replace(
            lsoa21=lsoa_code if 2021 in censuses else None,  # noqa: PLR2004 - the census
            lsoa11=lsoa_code if 2011 in censuses else None,  # noqa: PLR2004 - the census
        )
        assignment = boards.assign_lsoa(lsoa_code) or boards.assign_authority_of(lsoa_code)
        if assignment is None:
            return draft._replace(message=f"no authority of {lsoa_code} is known")
        return complete_answer(self.data, draft, assignment)

    def assign(self, code: str) -> Assignment | None:
        """Return only the assignment of an LSOA, not a whole answer; None if there is none."""
        lsoa_code = parse_lsoa(code)
        if lsoa_code is None:
            return None
        boards = self._open()
        return boards.assign_lsoa(lsoa_code) or boards.assign_authority_of(lsoa_code)


def area_lsoas(
    name: str,
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> LsoaList:
    """Return the LSOAs of an authority, and the board of each on a day.

    Parameters: `name` is that of an authority, as for `icslookup.area`; the others as for `lsoa`.
    Raises `NotFoundError` or `AmbiguousError` if the name is not that of exactly one authority.
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
    store = (sources or open_lookups()).lsoas
    boards = BoardAssigner(data, day, None, store)
    parts = [authority.gss_code] if authority.gss_code else [d.gss_code for d in answer.districts]
    keys = tuple(key for part in parts for key in districts(data, data.authority_keys[part]))
    lookup = next(iter(boards.lookups.values()), None)
    if store and lookup:
        rows = _imported_rows(data, store, lookup, keys, day)
    else:
        lookup = boards.data_lookup
        rows = _rows_of_data(data, keys, day)
    rows.sort(key=lambda row: (row.board_short_name, row.area_name, row.lsoa))
    return LsoaList(
        "lsoas", authority.name, tuple(rows), day, lookup_source(lookup),
        data.info(day), answer.message,
    )  # fmt: skip


def _imported_rows(
    data: Dataset, store: LsoaStore, lookup: Lookup, keys: Iterable[str], day: date
) -> list[LsoaRow]:
    """Return the LSOAs of districts in an imported lookup."""
    codes = [code.code for key in keys for code in data.authorities[key].gss_codes]
    rows = []
    for row in store.within(codes, lookup.census, lookup.year):
        if row.ods_code not in data.boards:
            raise DataError(
                f"the lookup of {lookup.year} names the board {row.ods_code}, which these data do"
                " not know: update icslookup, or run `icslookup data reset lsoas`"
            )
        key = data.authority_keys[row.gss_code]
        rows.append(_lsoa_row(data, day, row.code, row.census, key, row.ods_code))
    return rows


def _rows_of_data(data: Dataset, keys: Iterable[str], day: date) -> list[LsoaRow]:
    """Return the 2021 LSOAs of districts, by the data."""
    census, wanted = CENSUSES[0], set(keys)
    return [
        _lsoa_row(data, day, row.lsoa, census, row.gss_code, row.ods_code)._replace(
            sub_icb=row.sub_icb
        )
        for row in data.lsoas
        if row.gss_code in wanted and row.ods_code and census in row.censuses and row.exists_on(day)
    ]


def _lsoa_row(data: Dataset, day: date, code: str, census: int, key: str, ods_code: str) -> LsoaRow:
    """Return an LSOA with its district and board as they were on a day, without its location."""
    district, board = data.authorities[key], data.boards[ods_code]
    return LsoaRow(
        code, census, district.gss_code_on(day), district.name,
        ods_code, board.ons_code(day), board.name, board.short_name, None,
    )  # fmt: skip


def _explain_text(data: Dataset, draft: PlaceAnswer) -> PlaceAnswer:
    """Return an answer for a text that is not the code of an LSOA of England."""
    query = draft.query
    code = query.upper()
    if _OTHER_CODE.fullmatch(code):
        where = _NATIONS[code[0]]
        outside = f"{code} is in {where}, and only England has Integrated Care Boards"
        return draft._replace(message=outside)
    meant = suggest_lsoa(query)
    like = (Suggestion(meant, None, ratio(code, meant)),) if meant else ()
    parsed = parse_postcode(query)
    message: str | None = f"{quote(query)} is not the code of an LSOA, such as E01030331"
    if parsed and parsed.kind == "postcode" and not parsed.pseudo:
        message = f"{message}: try `icslookup postcode {parsed.text}`"
    elif not like:
        message = join_notes(message, instead_hint(data, query, draft.as_of))
    return draft._replace(message=message, suggestions=like)


class LsoaRow(NamedTuple):
    """An LSOA of an authority, and its board; `census` is 2021 or 2011.

    `sub_icb` is the ODS code of its sub-ICB location, None if an imported lookup gave the board.
    """

    lsoa: str
    census: int
    gss_code: str
    area_name: str
    ods_code: str
    ons_code: str | None
    board_name: str
    board_short_name: str
    sub_icb: str | None


class LsoaList(NamedTuple):
    """The answer to `area --lsoas`: the LSOAs of an authority, by board and code."""

    what: str
    name: str
    rows: tuple[LsoaRow, ...]
    as_of: date
    source: PlaceSource
    data: DataInfo
    note: str | None
