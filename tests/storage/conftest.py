"""What the tests of storage share: a folder of data of its own for each test."""

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
