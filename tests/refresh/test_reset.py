"""`data reset` removes what was fetched or imported, even if it is damaged."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled, in_use
from icslookup.storage import lock
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

FILES = {
    "data": ["fetched-pages.jsonl", "refreshed", "refreshed-1", "refreshed-2"],
    "postcodes": ["postcodes.sqlite", "postcodes.sqlite-journal"],
    "lsoas": ["lsoas.sqlite"],
}
OTHERS = ["aliases.csv", "lock", "postcodes.csv"]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's folder with every possible file, all of them damaged."""
    folder = tmp_path / "own"
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(folder))
    with lock.locked():
        pass
    for names in (*FILES.values(), OTHERS[::2]):
        for name in names:
            if name.startswith("refreshed-"):
                (folder / name).mkdir()
                (folder / name / "boards.csv").write_bytes(b"\xff")
            else:
                (folder / name).write_bytes(b"\xff")
    return folder


@pytest.mark.parametrize(
    "parts", [(), ("data",), ("postcodes",), ("lsoas",), ("lsoas", "data"), ("data", "data")]
)
def test_only_the_named_parts_are_removed(
    own: Path, cli: Callable[..., Result], parts: tuple[str, ...]
) -> None:
    gone = {name: part for part in parts or FILES for name in FILES[part]}
    before = set(os.listdir(own))
    result = cli("data", "reset", *parts, "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    check(found, "data-reset")
    assert found["folder"] == str(own)
    assert {removed["name"]: removed["part"] for removed in found["removed"]} == gone
    assert before - set(os.listdir(own)) == set(gone)


def test_the_data_of_the_package_are_in_use_again(own: Path, cli: Callable[..., Result]) -> None:
    assert cli("area", "Guildford").code == 4
    said = cli("data", "reset").out
    assert said.startswith("Removed 7 files or folders\n")
    assert "data       refreshed\n" in said
    assert "postcodes  postcodes.sqlite-journal\n" in said
    assert sorted(os.listdir(own)) == OTHERS
    assert in_use() is bundled()
    assert cli("area", "Guildford").code == 0


@pytest.mark.parametrize("there", [True, False])
def test_a_reset_may_find_nothing_to_remove(
    own: Path, cli: Callable[..., Result], *, there: bool
) -> None:
    cli("data", "reset")
    if not there:
        for name in OTHERS:
            (own / name).unlink()
        own.rmdir()
    result = cli("data", "reset")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("There was nothing to remove\n")
    assert own.exists() is there
    assert cli("data", "reset", "-f", "csv").out == "part,name\n"


def test_an_unknown_part_is_refused(own: Path, cli: Callable[..., Result]) -> None:
    result = cli("data", "reset", "boards")
    assert (result.code, result.out) == (2, "")
    assert "there is no part 'boards': the parts are data, postcodes, lsoas" in result.err
    assert (own / "refreshed").exists()


def test_a_file_that_cannot_be_removed_is_reported(
    own: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: str) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("icslookup.storage.user_dirs.os.unlink", refuse)
        result = cli("data", "reset")
    assert result.code == 4
    assert f"{own / 'refreshed'} cannot be removed: Permission denied" in result.err
