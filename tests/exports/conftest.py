"""Fixtures for the tests of exports: finished exports, and data that are quick to export."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset.active import bundled
from icslookup.dataset.loader import Dataset
from icslookup.exports.export import FORMATS
from tests.support.exports import DATA, NAMED

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each format, with an export for a day."""
    folders = {name: tmp_path_factory.mktemp(name) / "out" / "here" for name in FORMATS}
    for name, folder in folders.items():
        icslookup.export(folder, name, as_of=NAMED, data=bundled())
    return folders


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The data with few LSOAs: nine of ten rows of the data are LSOAs."""
    folder = shutil.copytree(DATA, tmp_path_factory.mktemp("small") / "data")
    lines = (folder / "lsoas.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "lsoas.csv").write_text("".join(lines[:100]), encoding="utf-8")
    return Dataset(str(folder))


@pytest.fixture(autouse=True)
def quick(small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Export the small data unless a test names others, because there are many exports here."""
    monkeypatch.setattr("icslookup.exports.export.in_use", lambda: small)
