"""The fixtures that the tests share: the data, the command line, and a server like that of ONS."""

from __future__ import annotations

import gc
import os
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from icslookup.cli.run import run
from icslookup.dataset.active import bundled, bundled_folder, reload
from icslookup.dataset.loader import Dataset
from icslookup.gazetteer.indexes import area_resolver, board_resolver
from tests.support.ons_server import QUICK, ROWS, Server, rows_of
from tests.support.program import TODAY, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST_NAME = 60


def pytest_collection_finish() -> None:
    """Run the garbage collector rarely, without imported objects. It took a third of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1_000)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Return a short name for a case that is a long text. Some texts are files of several megabytes."""
    if isinstance(val, (str, bytes)) and len(val) > LONGEST_NAME:
        return f"{ascii(val[:LONGEST_NAME])[1:-1]}... ({len(val)} long)"
    return None


@pytest.fixture
def data() -> Dataset:
    return bundled()


@pytest.fixture(autouse=True)
def fixed_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Run each test on the same day and without the settings of the developer.

    The aliases of one test do not stay in memory for the next.
    """
    monkeypatch.setattr("icslookup.dates.today", lambda: TODAY)
    for name in ("ICSLOOKUP_AS_OF", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-configuration"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in (
        "ICSLOOKUP_CONFIG_DIR",
        "ICSLOOKUP_DATA_DIR",
        "ICSLOOKUP_ONS_URL",
        "XDG_DATA_HOME",
    ):
        monkeypatch.delenv(name, raising=False)
    yield
    if "ICSLOOKUP_CONFIG_DIR" in os.environ:
        area_resolver.cache_clear()
        board_resolver.cache_clear()


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Return a function that runs a command line in this process."""

    def call(*arguments: str) -> Result:
        code = run(arguments)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[str, str, str], Dataset]:
    """Return a function that copies the data, changes a text in one file, and opens the copy."""

    def make(name: str, old: str, new: str) -> Dataset:
        folder = tmp_path / "data"
        shutil.copytree(bundled_folder(), folder, dirs_exist_ok=True)
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return Dataset(str(folder))

    return make


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run the service of ONS on this machine, with the boundaries of the small data."""
    with Server({}) as found:
        found.give(rows_of(ROWS))
        thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        monkeypatch.setenv("ICSLOOKUP_ONS_URL", found.address)
        monkeypatch.setattr("icslookup.ons.http_client.RETRY_LIMITS", QUICK)
        yield found
        found.over.set()
        found.shutdown()
        thread.join()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], None]]:
    """Return a function that replaces the data of the package and gives the user a new folder."""
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(tmp_path / "own"))

    def use(folder: Path) -> None:
        monkeypatch.setattr("icslookup.dataset.active.bundled_folder", lambda: str(folder))
        bundled.cache_clear()
        reload()

    yield use
    monkeypatch.undo()
    bundled.cache_clear()
    reload()
