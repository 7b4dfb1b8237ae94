"""The blocks of England: the pieces from which the areas of every day are put together.

All 2021 LSOAs of a block have lain in the same district, sub-ICB location and board in every period
since boards began. So a council, a sub-ICB location, a board or a region is some of the blocks on
any day, and its part in another area is the blocks that both have.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import iso_day, optional
from icslookup.dataset.lsoas import CENSUSES, COLUMNS, FILE
from icslookup.errors import DataError
from icslookup.model import covers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from icslookup.dataset.csv_reader import CsvTable

_CENSUS = 2021
_Cells = tuple[str, str, str, str, str]


class BlockPeriod(NamedTuple):
    """Where a block lay in a period: the key of its district, and the ODS codes of its areas."""

    start: date
    end: date | None
    gss_code: str
    sub_icb: str
    ods_code: str


class Block(NamedTuple):
    """A piece of England: its 2021 LSOAs, their Census 2021 usual residents, and where it lay.

    `periods` are in order of time, without a gap, and the last one has no end.
    """

    lsoas: int
    residents: int
    periods: tuple[BlockPeriod, ...]

    def on(self, day: date) -> BlockPeriod:
        """Return where the block lay on a day; before boards began, as on their first day."""
        found = (one for one in self.periods if covers(one.start, one.end, day))
        return next(found, self.periods[0])


def read_blocks(table: CsvTable, authority_keys: Mapping[str, str]) -> tuple[Block, ...]:
    """Return the blocks, those with the most residents first.

    Parameters: `table` is `lsoas.csv`, and `authority_keys` has the key of the authority for each
    GSS code. Raises `DataError` if an LSOA of 2021 has no residents or an unknown place.
    """
    sums: dict[tuple[_Cells, ...], list[int]] = {}
    for history, residents in _histories(table):
        total = sums.setdefault(history, [0, 0])
        total[0] += 1
        total[1] += residents
    blocks = [
        Block(lsoas, residents, tuple(_period(cells, authority_keys) for cells in history))
        for history, (lsoas, residents) in sums.items()
    ]
    return tuple(sorted(blocks, key=lambda block: (-block.residents, str(block.periods))))


def _histories(table: CsvTable) -> Iterable[tuple[tuple[_Cells, ...], int]]:
    """Yield the cells of the periods of each 2021 LSOA, and its residents."""
    counted = {cell for cell, censuses in CENSUSES.items() if _CENSUS in censuses}
    lsoas, censuses, starts, ends, residents, *places = (table.cells[name] for name in COLUMNS)
    history: list[_Cells] = []
    before = number = ""
    rows = zip(lsoas, censuses, residents, zip(starts, ends, *places, strict=True), strict=True)
    for lsoa, census, figure, cells in rows:
        if census not in counted:
            continue
        if lsoa != before and history:
            yield tuple(history), _number(before, number)
            history = []
        history.append(cells)
        before, number = lsoa, figure
    if history:
        yield tuple(history), _number(before, number)


def _number(lsoa: str, cell: str) -> int:
    if not cell.isdigit():
        raise DataError(f"the residents of {lsoa} are not known", FILE)
    return int(cell)


def _period(cells: _Cells, authority_keys: Mapping[str, str]) -> BlockPeriod:
    start, end, gss_code, sub_icb, ods_code = cells
    try:
        key = authority_keys[gss_code]
        return BlockPeriod(iso_day(start), optional(iso_day)(end), key, sub_icb, ods_code)
    except (KeyError, ValueError) as error:
        raise DataError(f"a row has a place or a day that is not known: {error}", FILE) from None
