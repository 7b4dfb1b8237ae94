"""Collects the rows of a lookup from its pages, and refuses what is no whole lookup."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import ServiceError
from icslookup.refresh import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icslookup.ons.arcgis import Cells, Layer, Service


class UnsoundLookupError(ServiceError):
    """A lookup was read to its end, and is not what it should be."""


def collected(asked: Service, layer: Layer, progress: Callable[[int, float], None]) -> list[Cells]:
    """Return every row of a lookup, of which pages may be left from an earlier time.

    `progress` is called after each page with the rows so far and their share. Raises
    `ServiceError` where the server gives no answer; the pages are kept then, to go on from. They
    are not where they are no lookup: too few or too many rows, an empty cell, an LSOA twice, or
    another edition put in its place meanwhile.
    """
    count = asked.count(layer)
    kept = pages.Pages(layer, count)
    rows = kept.rows()
    try:
        for page in _pages(asked, layer, count, len(rows)):
            rows += page
            kept.add(page)
            progress(len(rows), len(rows) / count)
        _check(layer, count, rows)
        _check_edition(asked, layer)
    except UnsoundLookupError:
        pages.forget()
        raise
    except ServiceError as error:
        if not rows:
            raise
        raise ServiceError(
            f"{error}; {len(rows):,} of {count:,} rows are kept: run it again to go on"
        ) from None
    return rows


def _pages(asked: Service, layer: Layer, count: int, done: int) -> Iterator[list[Cells]]:
    """Yield what is left of a lookup; a page may be shorter than the server says they are."""
    more = True
    while done < count and more:
        page = asked.page(layer, done)
        more = bool(page.rows) and (page.more or len(page.rows) >= layer.page)
        done += len(page.rows)
        yield page.rows


def _check(layer: Layer, count: int, rows: list[Cells]) -> None:
    where = layer.address
    if len(rows) != count:
        raise UnsoundLookupError(f"{where} counts {count:,} rows, and gave {len(rows):,}")
    seen: set[str] = set()
    for row in rows:
        for column, cell in zip(layer.columns, row, strict=True):
            if not cell:
                raise UnsoundLookupError(f"{where}: {row[0] or 'an LSOA'} has no {column}")
        if row[0] in seen:
            raise UnsoundLookupError(f"{where}: {row[0]} stands there twice")
        seen.add(row[0])


def _check_edition(asked: Service, layer: Layer) -> None:
    again = asked.again(layer)
    if again is None or again.edited != layer.edited:
        raise UnsoundLookupError(f"{layer.address} was changed while it was read: run it again")
