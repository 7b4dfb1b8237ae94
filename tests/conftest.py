"""What the tests share: the data, the command line, and the compiled facts where they are."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from icslookup.cli.run import run
from icslookup.dataset import Dataset, bundled, bundled_folder

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 22)
TOP = Path(__file__).parents[1]

Cli = "Callable[..., Result]"


class Result(NamedTuple):
    """What a user sees of a command."""

    code: int
    out: str
    err: str


@pytest.fixture
def data() -> Dataset:
    return bundled()


@pytest.fixture(autouse=True)
def fixed_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Answer as on one day, without the settings of whoever runs the tests."""
    monkeypatch.setattr("icslookup.lookup.asking.today", lambda: TODAY)
    for name in ("ICSLOOKUP_AS_OF", "NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "no-configuration"))
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("ICSLOOKUP_CONFIG_DIR", "ICSLOOKUP_DATA_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run a command line in this process."""

    def call(*arguments: str) -> Result:
        code = run(arguments)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


@pytest.fixture(scope="session")
def reference() -> Path:
    """The compiled facts that the data were written from; not on every machine."""
    folder = TOP.parent / "shared" / "reference"
    if not folder.is_dir():
        pytest.skip("the compiled facts are not on this machine")
    return folder


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[str, str, str], Dataset]:
    """Copy the data, change a text in one file, and open the copy."""

    def make(name: str, old: str, new: str) -> Dataset:
        folder = tmp_path / "data"
        shutil.copytree(bundled_folder(), folder, dirs_exist_ok=True)
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return Dataset(str(folder))

    return make
