"""The data in use are the fetched ones, or else those of the package."""

from __future__ import annotations

import ast
import inspect
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset import active, loader
from icslookup.dataset.active import bundled, bundled_folder, in_use, reload
from icslookup.dataset.loader import Dataset
from icslookup.errors import DataError
from icslookup.lookup.data_info import data_info
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

NAME = "refreshed-20261122-abc"
VERSION = "2026.11.0+ons2026.20261122"


class Own:
    """A user's folder with a fetched set that gives a board of Guildford another name."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.set = folder, folder / NAME
        shutil.copytree(bundled_folder(), self.set)
        self.edit("boards.csv", ",Surrey and Sussex,", ",Surrey with Sussex,")
        self.edit("datapackage.json", '"2026.11.0"', f'"{VERSION}"')
        self.point()

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.set / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        reload()

    def point(self, **other: object) -> None:
        found = {
            "folder": NAME,
            "bundled": bundled().descriptor["version"],
            "fetched": "2026-11-22",
            "service": "https://example.org/FeatureServer/0",
        }
        (self.folder / "refreshed").write_text(json.dumps(found | other), encoding="utf-8")
        reload()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Own:
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(tmp_path / "own"))
    return Own(tmp_path / "own")


def test_without_a_fetched_set_the_bundled_one_is_in_use() -> None:
    assert in_use() is bundled()


def test_a_fetched_set_answers_everywhere(own: Own, cli: Callable[..., Result]) -> None:
    assert in_use() is in_use()
    assert in_use().folder == str(own.set)
    assert cli("--version").out.endswith(f"(data {VERSION})\n")
    assert "Surrey with Sussex" in cli("area", "Guildford").out
    assert "Surrey with Sussex" in cli("changes").out
    assert [m.boards[0].short_name for m in icslookup.match(["Guildford"])] == [
        "Surrey with Sussex"
    ]
    assert cli("data", "path").out == f"{own.set}\n"
    assert VERSION in icslookup.cite().text


def test_a_set_for_other_bundled_data_is_reported_and_not_used(
    own: Own, cli: Callable[..., Result]
) -> None:
    own.point(bundled="2026.10.0")
    assert in_use() is bundled()
    said = " ".join(cli("data", "info").out.split())
    assert "What was fetched on 22 Nov 2026 is not used: it was built on the data 2026.10.0" in said
    assert "run 'icslookup data update' again" in said
    found = json.loads(cli("data", "info", "--json").out)
    check(found, "data-info")
    assert (found["kind"], found["fetched"]["used"]) == ("bundled", False)
    assert found["fetched"]["built_on"] == "2026.10.0"


def test_the_data_in_use_are_named_with_their_age(own: Own, cli: Callable[..., Result]) -> None:
    own.edit("datapackage.json", '"created": "2026-11-22', '"created": "2026-11-01')
    found = json.loads(cli("data", "info", "--json").out)
    check(found, "data-info")
    assert (found["kind"], found["age"], found["folder"]) == ("refreshed", 21, str(own.set))
    assert found["fetched"] == {
        "folder": str(own.set), "fetched": "2026-11-22", "built_on": "2026.11.0", "used": True,
        "service": "https://example.org/FeatureServer/0",
    }  # fmt: skip
    said = cli("data", "info").out
    assert f"Version {VERSION} of 1 Nov 2026, 21 days old\n" in said
    assert "\nFetched on 22 Nov 2026 from https://example.org/FeatureServer/0\n" in said
    (own.folder / "refreshed").unlink()
    reload()
    assert "of 22 Nov 2026, made today\n" in cli("data", "info").out
    assert "\nThose of the package\n" in cli("data", "info").out
    found = json.loads(cli("data", "info", "--json").out)
    assert (found["kind"], found["age"], found["fetched"]) == ("bundled", 0, None)
    assert data_info(Dataset(str(own.set))).kind == "other"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "refreshed does not name a set of data"),
        ("{", "does not name a set of data"),
        ("[]", "does not name a set of data"),
        ("[" * 9_000, "does not name a set of data"),
        ('{"folder": "refreshed-1"}', "does not name a set of data"),
        ("\udcff", "refreshed cannot be read"),
    ],
)
def test_a_damaged_pointer_is_named(
    own: Own, cli: Callable[..., Result], text: str, message: str
) -> None:
    (own.folder / "refreshed").write_text(text, encoding="utf-8", errors="surrogateescape")
    reload()
    result = cli("area", "Guildford")
    assert (result.code, result.out) == (4, "")
    assert message in result.err
    assert "icslookup data reset" in result.err


@pytest.mark.parametrize("name", ["../data", "refreshed", "refreshed-/../..", "refreshed-none"])
def test_a_pointer_to_somewhere_else_is_refused(own: Own, name: str) -> None:
    own.point(folder=name)
    with pytest.raises(DataError, match=r"refreshed names .*; 'icslookup data reset' goes back"):
        in_use()


def test_a_pointer_that_is_a_folder_is_named(own: Own) -> None:
    (own.folder / "refreshed").unlink()
    (own.folder / "refreshed").mkdir()
    reload()
    with pytest.raises(DataError, match="refreshed cannot be read: Is a directory"):
        in_use()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda own: (own.set / "boards.csv").unlink(), "boards.csv is missing"),
        (lambda own: own.edit("boards.csv", ",South West,", ",,"), "column region: is empty"),
        (lambda own: own.edit("datapackage.json", "{", "["), "is not a description of the data"),
        (lambda own: (own.set / "datapackage.json").unlink(), "datapackage.json is missing"),
    ],
)
def test_a_damaged_set_is_an_error_that_says_how_to_remove_it(
    own: Own, cli: Callable[..., Result], damage: Callable[[Own], None], message: str
) -> None:
    """Answers from data that the user replaced would be wrong without a warning."""
    damage(own)
    reload()
    result = cli("area", "Guildford", "--json")
    assert result.code == 4
    said = json.loads(result.out)["message"]
    assert message in said
    assert said.count("icslookup data reset") == 1
    assert "install icslookup again" not in said


def test_a_set_does_not_know_which_set_is_in_use() -> None:
    """`active` opens data sets, so the loader of one must not import it."""
    tree = ast.parse(inspect.getsource(loader))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "icslookup.errors" in imported
    assert "icslookup.dataset.active" not in imported


def test_a_lookup_imports_only_what_it_needs(own: Own) -> None:
    """A lookup imports neither SQLite nor platformdirs nor httpx, with a fetched set or without."""
    code = (
        "import sys; before = set(sys.modules); import icslookup; icslookup.area('Guildford');"
        " heavy = {'httpx', 'platformdirs', 'shutil', 'sqlite3'};"
        " print(sorted(heavy & set(sys.modules) - before))"
    )
    for folder in (own.folder, own.folder / "none"):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={**os.environ, "ICSLOOKUP_DATA_DIR": str(folder)},
        )  # fmt: skip
        assert done.stdout == "[]\n"


def test_the_bundled_data_are_found_in_a_wheel_and_in_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a wheel, `data/` is in the package. In a checkout, it is two folders above the package."""
    package = tmp_path / "icslookup"
    (package / "data").mkdir(parents=True)
    monkeypatch.setattr(active, "__file__", str(package / "dataset" / "active.py"))
    assert bundled_folder() == str(package / "data")
    monkeypatch.setattr(
        active, "__file__", os.path.join(tmp_path, "src", "x", "dataset", "active.py")
    )
    assert bundled_folder() == str(tmp_path / "data")
