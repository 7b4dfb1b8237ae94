"""The code that answers on the workers of a cluster, and what the driver sends to them.

The driver, the user's machine, sends its options, its day, and its data with the user's own
aliases. For postcodes and LSOAs it also sends the LSOAs of the data, so that nothing has to be
imported on a worker. To follow what has ended, it sends the blocks of LSOAs that never divided.
Postcodes and imported lookups are too large to send: if the driver has them, each worker reads its
own copy.
"""

from __future__ import annotations

import pickle
import zlib
from datetime import date
from functools import cached_property, lru_cache

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.match.output_columns import added_cells, added_columns
from icslookup.bulk.match.table import TableMatcher
from icslookup.bulk.matcher import PLACE_KINDS, Matcher
from icslookup.dataset.loader import Dataset
from icslookup.dataset.periods import periods
from icslookup.errors import DataError
from icslookup.gazetteer.nhs_areas import area_codes
from icslookup.gazetteer.user_aliases import user_aliases
from icslookup.text import join_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import pyarrow as pa

    from icslookup.dataset.blocks import Block
    from icslookup.model import Alias

CELL_SEPARATOR = "\x1f"
"""The separator of the cells of an answer; no name contains it."""

_LEFT_OUT = "lsoas"
"""The largest part of the data, which the driver does not send as records: see `pack_data`."""


class WorkerConfig(NamedTuple):
    """The driver's matcher, in a form that Spark can send; most fields are those of `Matcher`.

    `version` is the driver's version of icslookup, `today` its day, and `data` its data set as
    `pack_data` returns it. With `dated`, each cell has a day of its own. `place_sources` names the
    driver's postcodes and imported lookups of LSOAs, and is empty for names.
    """

    version: str
    data: bytes
    as_of: date | None
    today: date
    kind: str
    min_score: float
    exact: bool
    follow: bool
    dated: bool
    place_sources: tuple[str, ...]

    def matcher(self) -> Matcher:
        """Return a matcher with the same answers as the driver's.

        Raises `DataError` if this machine has another version of icslookup or other postcodes or
        imported LSOAs than the driver, and `MissingSourceError` if it has no postcodes.
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
            follow=self.follow,
            data=unpack_data(self.data),
            today=self.today,
        )
        if made.place_sources != self.place_sources:
            own = join_names(made.place_sources or ["only the bundled data"])
            wanted = join_names(self.place_sources or ["only the bundled data"])
            raise DataError(
                f"a worker has {own}, but the driver has {wanted}: import or install the same on"
                " both"
            )
        return made


def answer_columns(config: WorkerConfig) -> tuple[tuple[str, type], ...]:
    """Return the columns of a worker's answers. `annotate` turns them into the user's form."""
    return added_columns("list", "", follow=config.follow)


def worker_config(matcher: Matcher, *, dated: bool) -> WorkerConfig:
    """Return what a worker needs to give the same answers as a matcher."""
    from icslookup._version import __version__

    return WorkerConfig(
        __version__,
        pack_data(matcher.data, lsoas=matcher.kind in PLACE_KINDS, blocks=matcher.follow),
        matcher.as_of,
        matcher.today,
        matcher.kind,
        matcher.min_score,
        matcher.exact,
        matcher.follow,
        dated,
        matcher.place_sources,
    )


def pack_data(data: Dataset, *, lsoas: bool = False, blocks: bool = False) -> bytes:
    """Return a data set with the aliases that the user has now, as bytes.

    With `lsoas`, the data set can look up LSOAs. They make it about ten times as large. With
    `blocks`, it has the blocks of LSOAs, which are small.
    """
    aliases = user_aliases(data) if data.own_aliases is None else data.own_aliases
    content = data.lsoa_finder.content() if lsoas else None
    return _packed(data, aliases, content, data.blocks if blocks else None)


@lru_cache(maxsize=2)
def _packed(
    data: Dataset,
    aliases: tuple[Alias, ...],
    lsoas: bytes | None,
    blocks: tuple[Block, ...] | None,
) -> bytes:
    whole = Dataset("")  # without a folder, nobody can read a part that is left out
    for part in Dataset.TABLES:
        if part != _LEFT_OUT:
            vars(whole)[part] = getattr(data, part)
    whole.own_aliases = aliases
    whole.lsoa_content = lsoas
    if blocks is not None:
        vars(whole)["blocks"] = blocks
    return zlib.compress(pickle.dumps(whole))


@lru_cache(maxsize=2)
def unpack_data(packed: bytes) -> Dataset:
    """Return the data set of `pack_data`; equal bytes give the same object."""
    data: Dataset = pickle.loads(zlib.decompress(packed))  # noqa: S301 - from the user's own session
    return data


def known_answers(config: WorkerConfig) -> Iterator[tuple[str, str | None, tuple[object, ...]]]:
    """Yield the answers for codes, and for names as the data spell them.

    Each answer has three parts: a text; the first day of a period, or None if cells have no days of
    their own; and the added cells for exactly this text.
    """
    if config.kind in PLACE_KINDS and config.dated:  # there are too many LSOAs for every period
        return
    matcher = config.matcher()
    spellings = _known_spellings(matcher)
    for first in period_starts(config) if config.dated else (None,):
        day = date.fromisoformat(first) if first else None
        for spelling in spellings:
            found = matcher.one(spelling, day)
            yield spelling, first, added_cells(found, "list", follow=config.follow)[0]


def _known_spellings(matcher: Matcher) -> list[str]:
    """Return the codes and names in the data, but not postcodes: there are too many.

    The names are both as the data spell them and in capitals.
    """
    if matcher.place_matcher:
        return matcher.place_matcher.codes()
    data = matcher.data
    codes = [*data.authority_keys, *data.board_keys, *area_codes(data)]
    if matcher.kind == "code":
        return codes
    names = [name for area in data.authorities.values() for name in (area.name, area.official_name)]
    names += [name for board in data.boards.values() for name in (board.name, board.short_name)]
    names += [name.name for area in data.nhs_areas.values() for name in area.names]
    names += [alias.alias for alias in data.aliases]
    return list(dict.fromkeys([*codes, *names, *map(str.upper, names)]))


def period_starts(config: WorkerConfig) -> list[str]:
    """Return the first day of each period without changes, in ISO form."""
    return [span.start.isoformat() for span in periods(unpack_data(config.data), region_codes=True)]


class Worker:
    """Answers batches of cells on a worker, each distinct cell once.

    The first batch makes the matcher, and raises what `WorkerConfig.matcher` raises.
    """

    def __init__(self, config: WorkerConfig) -> None:
        self._config = config
        self._cells: list[list[tuple[object, ...]]] = []
        self._answers: pa.Array | None = None

    @cached_property
    def _table(self) -> TableMatcher:
        return TableMatcher(self._config.matcher(), "list", dated=self._config.dated)

    def answer(self, *columns: list[Any]) -> pa.Array:
        """Return the answers of a batch, a text from `pack_cells` for each cell.

        `columns` are the cells and, if each has a day of its own, their days.
        """
        import pyarrow as pa

        numbers = self._table.answer_numbers(columns)
        cells = self._table.cells
        if self._answers is None or cells is not self._cells or len(cells) != len(self._answers):
            self._answers = pa.array([pack_cells(rows[0]) for rows in cells], pa.string())
            self._cells = cells
        return self._answers.take(pa.array(numbers, pa.int64()))


def pack_cells(cells: tuple[object, ...]) -> str:
    """Return the cells of an answer as one text; a null becomes empty, which no cell is."""
    return CELL_SEPARATOR.join("" if cell is None else str(cell) for cell in cells)
