"""A fixture for the tests of storage: each test has its own folder of data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "own data"
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(path))
    return path
