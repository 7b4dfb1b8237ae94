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
from icslookup.postcodes import answer, parse
from icslookup.postcodes.answer import PlaceAnswer, PlaceList, source_of_lookup
from icslookup.postcodes.assignment import BoardAssigner, nearest
from icslookup.postcodes.sources import no_lookup, open_lookups
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

_OTHERS = {"W": "Wales", "S": "Scotland", "N": "Northern Ireland", "9": "Northern Ireland"}
_OTHER = re.compile(r"[WS]01[0-9]{6}|95[A-Z0-9]{6}|N20[0-9]{6}")


def lsoa(
    code: str,
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> PlaceAnswer:
    """Answer which Integrated Care Board has an LSOA of England, of the census of 2021 or 2011.

    Parameters: `code` is its ONS code (`E01030331`); `as_of` is the day to answer for, today
    without it; `data` is the data set to ask; `sources` are what
    `icslookup.postcodes.sources.open_lookups` returns.

    Returns a `PlaceAnswer`. Where no lookup that was imported holds on the day, the LSOA is
    answered by its authority, and is `ambiguous` if that is split. Raises `UsageError` for a blank
    text or an impossible date, `MissingSourceError` where no lookup is imported, and `DataError`
    for a store that is damaged.
    """
    day = as_of_day(as_of) or dates.today()
    return LsoaCodes(data or in_use(), day, sources).answer(answer.asked(code, "E01030331"))


def lsoas(
    codes: Iterable[str],
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> PlaceList:
    """Answer for several LSOAs, in order; see `lsoa`."""
    day = as_of_day(as_of) or dates.today()
    return answer.several("lsoa", LsoaCodes(data or in_use(), day, sources), codes)


class LsoaCodes:
    """Answers for LSOAs on one day; see `lsoa`. The store is opened when it is first needed."""

    def __init__(self, data: Dataset, day: date, sources: Sources | None = None) -> None:
        self.data = data
        self.day = day
        self._sources = sources
        self._opened: tuple[LsoaStore, BoardAssigner] | None = None

    def _looked_in(self) -> tuple[LsoaStore, BoardAssigner]:
        if self._opened is None:
            store = (self._sources or open_lookups()).lookups()
            self._opened = store, BoardAssigner(self.data, self.day, None, store)
        return self._opened

    def answer(self, query: str) -> PlaceAnswer:
        """Answer for a code; see `lsoa`."""
        begun = answer.nothing(self.data, query, self.day)
        written = parse.parse_lsoa(query)
        if written is None:
            return _no_lsoa(begun)
        store, boards = self._looked_in()
        rows = store.of(written)
        if not rows:
            years = ", ".join(f"{look.year} ({look.census} LSOAs)" for look in store.lookups())
            message = f"there is no LSOA {written} in the lookups imported: {years}"
            return begun._replace(kind="lsoa", message=message)
        held = boards.of_rows(rows)
        if held is None:
            row = nearest(rows, self.day.year)
            held = boards.of_authority(row.gss_code)
            lookup = next(k for k in store.lookups() if (k.census, k.year) == row[1:3])
            begun = begun._replace(sources=(answer.source_of_lookup(lookup),))
        censuses = {found.census for found in rows}
        begun = begun._replace(
            kind="lsoa",
            lsoa21=written if 2021 in censuses else None,  # noqa: PLR2004 - the census
            lsoa11=written if 2011 in censuses else None,  # noqa: PLR2004 - the census
        )
        if held is None:
            return begun._replace(message=f"no authority of {written} is known")
        return answer.complete_answer(self.data, begun, held)

    def held(self, code: str) -> Assignment | None:
        """Return who has an LSOA; None where that is not known. For many: nothing is said."""
        written = parse.parse_lsoa(code)
        if written is None:
            return None
        store, boards = self._looked_in()
        rows = store.of(written)
        if not rows:
            return None
        return boards.of_rows(rows) or boards.of_authority(nearest(rows, self.day.year).gss_code)


def area_lsoas(
    name: str,
    as_of: date | str | None = None,
    *,
    data: Dataset | None = None,
    sources: Sources | None = None,
) -> LsoaList:
    """List the LSOAs of an authority, and the board of each on a day.

    Parameters: `name` is that of an authority, as for `icslookup.area`; the others as for `lsoa`.
    Raises `NotFoundError` and `AmbiguousError` for the name, and `MissingSourceError` where no
    lookup that holds on the day is imported.
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
    """List the LSOAs of the authority that an answer is about; see `area_lsoas`."""
    data = data or in_use()
    day = answer.as_of
    store = (sources or open_lookups()).lookups()
    boards = BoardAssigner(data, day, None, store)
    lookup = next(iter(boards.lookups.values()), None)
    if lookup is None:
        raise no_lookup(data, day)
    keys = districts(data, data.authority_keys[authority.gss_code])
    codes = [code.code for key in keys for code in data.authorities[key].gss_codes]
    rows = []
    for row in store.within(codes, lookup.census, lookup.year):
        held = data.authorities[data.authority_keys[row.gss_code]]
        board = data.boards.get(row.ods_code)
        if board is None:
            raise DataError(
                f"the lookup of {lookup.year} names the board {row.ods_code}, which these data do"
                " not know: update icslookup, or run `icslookup data reset lsoas`"
            )
        rows.append(
            LsoaRow(
                row.code, row.census, held.gss_code_on(day), held.name,
                row.ods_code, board.ons_code(day), board.name, board.short_name,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (row.board_short_name, row.area_name, row.lsoa))
    return LsoaList(
        "lsoas", authority.name, tuple(rows), day, source_of_lookup(lookup),
        data.info(day), answer.message,
    )  # fmt: skip


def _no_lsoa(begun: PlaceAnswer) -> PlaceAnswer:
    """Say what a text is that is no code of an LSOA of England."""
    query = begun.query
    code = query.upper()
    if _OTHER.fullmatch(code):
        where = _OTHERS[code[0]]
        message = f"{code} is in {where}, and only England has Integrated Care Boards"
        return begun._replace(message=message)
    message = f"{quote(query)} is not the code of an LSOA, such as E01030331"
    written = parse.parse_postcode(query)
    if written and written.kind == "postcode":
        message += f": try `icslookup postcode {written.text}`"
    meant = parse.suggest_lsoa(query)
    like = (Suggestion(meant, None, ratio(code, meant)),) if meant else ()
    return begun._replace(message=message, suggestions=like)


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
