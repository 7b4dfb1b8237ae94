"""The commands of `icslookup data`; see `tests/refresh` and `tests/postcodes` for their work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import directories

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(tmp_path / "own"))
    return tmp_path / "own"


def test_build_replaces_nothing_without_a_folder(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    result = cli("data", "build", "--lookup", str(tmp_path / "none"), "--date", "2027-04-01")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "icslookup: say with --out where to write: nothing is replaced unless you name it\n"
    )


def test_import_names_the_files_before_an_error_unless_quiet(
    cli: Callable[..., Result], tmp_path: Path, own: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_text(directories.directory(), encoding="utf-8")
    files = (str(path), str(tmp_path / "none.csv"))
    loud = cli("data", "import", *files)
    assert (loud.code, loud.out) == (4, "")
    first, second = loud.err.splitlines()
    assert first.startswith("icslookup: a.csv: ")
    assert first.endswith(f"; {own / 'postcodes.sqlite'}, 1 MB")
    assert "none.csv" in second
    quiet = cli("data", "import", *files, "-q")
    assert quiet.err == f"{second}\n"


def test_a_group_without_a_command_shows_its_help(cli: Callable[..., Result]) -> None:
    result = cli("data")
    assert result.code == 0
    assert result.out.split() == cli("data", "-h").out.split()
