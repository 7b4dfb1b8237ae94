"""The answer to `data info` with the stores of postcodes and LSOAs."""

from __future__ import annotations

import os

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import DataError
from icslookup.lookup.data_info import StoreFacts, data_info
from icslookup.postcodes import lsoa_store, postcode_store, qlac_package, sqlite_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icslookup.lookup.data_info import DataFacts


def with_stores() -> DataFacts:
    """Return the facts about the data files in use, and about imported and installed stores.

    Raises `DataError` if a data file cannot be read. If a store cannot be read, its facts have a
    fault instead.
    """
    return data_info()._replace(stores=tuple(_stores()))


def _stores() -> Iterator[StoreFacts]:
    for name, kind, facts in (
        (postcode_store.FILE_NAME, "postcodes", _postcodes),
        (lsoa_store.FILE_NAME, "lsoas", _lsoas),
    ):
        if sqlite_file.exists(name):
            try:
                yield from facts()
            except DataError as error:
                yield StoreFacts(kind, error.file or "", None, None, "", None, None, error.what)
    found = qlac_package.open_package()
    if found:
        product = found.edition.product
        yield StoreFacts("postcodes", found.folder, None, product, "", None, None, None)


def _postcodes() -> list[StoreFacts]:
    found = postcode_store.open_postcode_store()
    if found is None:
        return []
    edition, path = found.edition, found.path
    found.close()
    return [
        StoreFacts(
            "postcodes", path, os.path.getsize(path), edition.product, edition.month,
            edition.imported, edition.postcodes, None,
        )
    ]  # fmt: skip


def _lsoas() -> list[StoreFacts]:
    found = lsoa_store.open_lsoa_store()
    if found is None:
        return []
    path, lookups = found.path, found.lookups()
    found.close()
    return [
        StoreFacts(
            "lsoas", path, os.path.getsize(path), f"lookup of {one.census} LSOAs", str(one.year),
            one.imported, one.lsoas, None,
        )
        for one in lookups
    ]  # fmt: skip
