"""What a worker of a cluster needs to answer as the machine does that asked: data, options, day.

The data are those of the one who asks, with their own aliases; nothing is read on a worker but the
postcodes and LSOAs, which are too large to be sent along.
"""

from __future__ import annotations

import pickle
import zlib
from datetime import date
from functools import cached_property, lru_cache

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.match.output_columns import added_cells, added_columns
from icslookup.bulk.match.table import TableMatcher
from icslookup.bulk.matcher import Matcher
from icslookup.dataset.loader import Dataset
from icslookup.dataset.periods import periods
from icslookup.errors import DataError
from icslookup.gazetteer.aliases import user_aliases
from icslookup.text import join_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import pyarrow as pa

    from icslookup.model import Alias

COLUMNS = added_columns("list", "")
"""What a worker answers for each row; how split authorities are shown is made of it after."""

BETWEEN = "\x1f"
"""Between the cells of an answer; no name has it."""

_LEFT_OUT = "lsoa_residents"
"""The largest part of the data, of which no answer is made."""


class WorkerConfig(NamedTuple):
    """How many cells are to be matched elsewhere; the fields are those of a `Matcher`.

    `version` is that of icslookup, `data` a data set as `packed` makes it, `today` the day of the
    one who asks. `dated` says that each cell has a day of its own. `places` names the postcodes or
    LSOAs that the one who asks looks in, empty for names.
    """

    version: str
    data: bytes
    as_of: date | None
    today: date
    kind: str
    min_score: float
    exact: bool
    dated: bool
    places: tuple[str, ...]

    def matcher(self) -> Matcher:
        """Make the matcher again that this is of.

        Raises `DataError` where this machine cannot answer as the one that asks does: it has
        another icslookup, or other postcodes or LSOAs; `MissingSourceError` where it has none.
        """
        from icslookup._version import __version__

        if self.version != __version__:
            raise DataError(
                f"a worker has icslookup {__version__}, and icslookup {self.version} asks: install"
                " the same on both"
            )
        made = Matcher(
            self.as_of,
            kind=self.kind,
            min_score=self.min_score,
            exact=self.exact,
            data=unpack_data(self.data),
            today=self.today,
        )
        if made.places != self.places:
            there, asked = join_names(made.places or ["nothing"]), join_names(self.places)
            raise DataError(
                f"a worker looks in {there}, and {asked} is asked for: import or install the same"
                " on both"
            )
        return made


def config_of(matcher: Matcher, *, dated: bool) -> WorkerConfig:
    """Return what another machine needs to answer as a matcher does."""
    from icslookup._version import __version__

    return WorkerConfig(
        __version__,
        pack_data(matcher.data),
        matcher.as_of,
        matcher.today,
        matcher.kind,
        matcher.min_score,
        matcher.exact,
        dated,
        matcher.places,
    )


def pack_data(data: Dataset) -> bytes:
    """Return a data set, as it was read, with the aliases that this user has now, as bytes."""
    return _packed(data, user_aliases(data) if data.own_aliases is None else data.own_aliases)


@lru_cache(maxsize=2)
def _packed(data: Dataset, aliases: tuple[Alias, ...]) -> bytes:
    whole = Dataset("")  # what is not in it is on no disk
    for part in Dataset.TABLES:
        if part != _LEFT_OUT:
            vars(whole)[part] = getattr(data, part)
    whole.own_aliases = aliases
    return zlib.compress(pickle.dumps(whole))


@lru_cache(maxsize=2)
def unpack_data(packed_: bytes) -> Dataset:
    """Return the data set that was packed, one for all that is asked of it."""
    data: Dataset = pickle.loads(zlib.decompress(packed_))  # noqa: S301 - from one's own session
    return data


def known(sent: WorkerConfig) -> Iterator[tuple[str, str | None, tuple[object, ...]]]:
    """Yield the answers of codes, and of names as they stand in the data.

    Each is the text, the first day of the period if cells have days of their own, and its cells.
    They are what a `Matcher` answers for that very text, and no others have them.
    """
    if sent.places and sent.dated:  # LSOAs of every period are too many
        return
    matcher = sent.matcher()
    spellings = matcher.spellings()
    for first in firsts(sent) if sent.dated else (None,):
        day = date.fromisoformat(first) if first else None
        for spelling in spellings:
            yield spelling, first, added_cells(matcher.one(spelling, day), "list")[0]


def firsts(sent: WorkerConfig) -> list[str]:
    """Return the first day of each period in which nothing changed, in ISO form."""
    return [span.start.isoformat() for span in periods(unpack_data(sent.data))]


class Worker:
    """Answers batches of cells on another machine, each distinct cell once as long as it lives.

    It is made ready by the first cell; see `Shipped.matcher` for what it may raise.
    """

    def __init__(self, sent: WorkerConfig) -> None:
        self._sent = sent
        self._cells: list[list[tuple[object, ...]]] = []
        self._answers: pa.Array | None = None

    @cached_property
    def _table(self) -> TableMatcher:
        return TableMatcher(self._sent.matcher(), "list", dated=self._sent.dated)

    def answer(self, *columns: list[Any]) -> pa.Array:
        """Return the answers of a batch, a text for each cell as `joined` writes it.

        `columns` are the cells and, where each has a day of its own, their days.
        """
        import pyarrow as pa

        numbers = self._table.numbers(columns)
        cells = self._table.cells
        if self._answers is None or cells is not self._cells or len(cells) != len(self._answers):
            self._answers = pa.array([pack_cells(rows[0]) for rows in cells], pa.string())
            self._cells = cells
        return self._answers.take(pa.array(numbers, pa.int64()))


def pack_cells(cells: tuple[object, ...]) -> str:
    """Write the cells of an answer as one text, a null as nothing: none of them is empty."""
    return BETWEEN.join("" if cell is None else str(cell) for cell in cells)
