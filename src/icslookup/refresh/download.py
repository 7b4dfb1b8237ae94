"""Downloads the rows of a lookup page by page, and checks that they are a whole lookup."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icslookup.ons.arcgis import Cells, OnlineLookup, Service


def download(
    service: Service, layer: OnlineLookup, progress: Callable[[int, float], None]
) -> list[Cells]:
    """Return every row of a lookup.

    `progress` is called after each page with the rows so far and their share. Raises
    `ServiceError` if the server gives no answer, or if the rows are not a whole lookup: too few or
    too many rows, an empty cell, an LSOA twice, or a lookup that was changed meanwhile.
    """
    count = service.count(layer)
    rows: list[Cells] = []
    for page in _pages(service, layer, count):
        rows += page
        progress(len(rows), len(rows) / count)
    _check(layer, count, rows)
    _check_edition(service, layer)
    return rows


def _pages(service: Service, layer: OnlineLookup, count: int) -> Iterator[list[Cells]]:
    """Yield the pages of a lookup. A page may be shorter than the server says."""
    done, more = 0, True
    while done < count and more:
        page = service.page(layer, done)
        more = bool(page.rows) and (page.more or len(page.rows) >= layer.page)
        done += len(page.rows)
        yield page.rows


def _check(layer: OnlineLookup, count: int, rows: list[Cells]) -> None:
    """Raise `ServiceError` for a wrong number of rows, an empty cell or an LSOA twice."""
    where = layer.address
    if len(rows) != count:
        raise ServiceError(f"{where} counts {count:,} rows, and gave {len(rows):,}")
    seen: set[str] = set()
    for row in rows:
        for column, cell in zip(layer.columns, row, strict=True):
            if not cell:
                raise ServiceError(f"{where}: {row[0] or 'an LSOA'} has no {column}")
        if row[0] in seen:
            raise ServiceError(f"{where}: {row[0]} stands there twice")
        seen.add(row[0])


def _check_edition(service: Service, layer: OnlineLookup) -> None:
    """Raise `ServiceError` if the lookup was changed or removed since the download began."""
    now = service.reload(layer)
    if now is None or now.edited != layer.edited:
        raise ServiceError(f"{layer.address} was changed while it was read: run it again")
