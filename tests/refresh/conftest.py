"""A maintainer of the data, and the folder of a user, for the tests of building and updating."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.loader import Dataset
from tests.support.maintainer import Maintainer
from tests.support.ons_server import small_data

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.ons_server import Server
    from tests.support.program import Result
    from tests.support.updates import Use


@pytest.fixture
def maintainer(
    tmp_path: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> Maintainer:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setattr("icslookup.cli.data.bundled", lambda: Dataset(str(folder / "data")))
    return Maintainer(folder, cli)


@pytest.fixture
def own(package: Use, tmp_path: Path, server: Server) -> Path:
    """The folder of a user of the small data. The user has not fetched any data yet."""
    assert server.lookups
    package(small_data(tmp_path / "small"))
    return tmp_path / "own"
