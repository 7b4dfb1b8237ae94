"""Which files are scanned: in a checkout, in other folders, without Git, and by extension."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.scan.find_files import Unread, find_files
from icslookup.errors import DataError
from tests.support.scans import tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

GIT = shutil.which("git") or "git"

FILES: dict[str, str | bytes] = {
    ".gitignore": "*.log\nbuild/\n!keep.log\n/top.txt\n",
    "a.py": "",
    "a.log": "",
    "keep.log": "",
    "top.txt": "",
    "build/x.py": "",
    "sub/.gitignore": "*.tmp\n!a.log\n",
    "sub/a.log": "",
    "sub/b.log": "",
    "sub/c.tmp": "",
    "sub/top.txt": "",
    "sub/build/x.py": "",
    "sub/deep/c.tmp": "",
    "sub/deep/d.sql": "",
    ".hidden/e.sql": "",
}
KEPT = [
    *(".gitignore", ".hidden/e.sql", "a.py", "keep.log", "sub/.gitignore", "sub/a.log"),
    *("sub/deep/d.sql", "sub/top.txt"),
]


def found(folder: Path, *paths: str, ext: tuple[str, ...] = ()) -> list[str]:
    """Return the files that are found, from the folder, after a check that none has a fault."""
    faults: list[Unread] = []
    given = [str(folder / path) for path in paths] or [str(folder)]
    names = [os.path.relpath(path, folder) for path in find_files(given, ext, faults)]
    assert faults == []
    return names


def repository(folder: Path) -> None:
    subprocess.run([GIT, "init", "-q", str(folder)], check=True)


def without_git(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("PATH", str(folder))


@pytest.fixture(params=["checkout", "folder", "no Git", "checkout without Git"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tree(tmp_path / "here", FILES)
    if "checkout" in request.param:
        repository(folder)
    if "Git" in request.param:
        without_git(monkeypatch, tmp_path)
    return folder


def test_files_that_git_ignores_are_left_out(place: Path) -> None:
    assert sorted(found(place)) == KEPT


def test_a_part_of_a_folder_follows_its_own_rules(place: Path) -> None:
    wanted = ["sub/.gitignore", "sub/a.log", "sub/deep/d.sql", "sub/top.txt"]
    if not (place / ".git").exists():  # nothing shows that the rules above hold for it
        wanted = sorted([*wanted, "sub/b.log", "sub/build/x.py"])
    assert sorted(found(place, "sub")) == wanted


def test_a_file_that_the_user_names_is_read_even_if_git_ignores_it(place: Path) -> None:
    assert found(place, "a.log", "build/x.py") == ["a.log", "build/x.py"]


def test_an_ignored_folder_that_the_user_names_is_read(place: Path) -> None:
    assert found(place, "build") == ["build/x.py"]


def test_each_file_is_read_once(place: Path) -> None:
    names = found(place, "sub/deep/d.sql", ".", "sub/../a.py")
    assert names[0] == "sub/deep/d.sql"
    assert sorted(names) == KEPT


@pytest.mark.parametrize(
    ("ext", "wanted"),
    [
        (("sql",), [".hidden/e.sql", "sub/deep/d.sql"]),
        ((".SQL", "py"), [".hidden/e.sql", "a.py", "sub/deep/d.sql"]),
        (("ql",), []),
    ],
)
def test_only_files_of_the_extensions_are_read(
    place: Path, ext: tuple[str, ...], wanted: list[str]
) -> None:
    assert sorted(found(place, ext=ext)) == wanted
    assert found(place, "a.py", ext=("sql",)) == []


def test_a_checkout_within_another_has_its_own_rules(place: Path) -> None:
    inner = tree(place / "inner", {".gitignore": "*.py\n", "x.py": "", "y.log": "", "z.txt": ""})
    repository(inner)
    names = [name for name in found(place) if name.startswith("inner")]
    assert names == ["inner/.gitignore", "inner/y.log", "inner/z.txt"]


def test_git_lists_a_tracked_file_that_it_would_ignore(tmp_path: Path) -> None:
    folder = tree(tmp_path, FILES)
    repository(folder)
    subprocess.run(["git", "-C", str(folder), "add", "-f", "a.log", "a.py"], check=True)
    (folder / "a.py").unlink()
    assert sorted(found(folder)) == sorted({*KEPT, "a.log"} - {"a.py"})


def test_the_variables_of_a_hook_do_not_lead_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree(tmp_path / "here", FILES)
    repository(folder)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert sorted(found(folder)) == KEPT


@pytest.mark.parametrize("prepare", [repository, lambda _: None])
def test_links_are_not_followed(tmp_path: Path, prepare: Callable[[Path], None]) -> None:
    folder = tree(tmp_path / "here", {"a.py": "", "sub/b.py": ""})
    prepare(folder)
    (folder / "link.py").symlink_to("a.py")
    (folder / "loop").symlink_to(".")
    (folder / "broken").symlink_to("nothing")
    assert sorted(found(folder)) == ["a.py", "sub/b.py"]
    assert found(folder, "link.py") == ["link.py"]


@pytest.mark.parametrize("prepare", [repository, lambda _: None])
def test_names_of_any_characters_are_kept(tmp_path: Path, prepare: Callable[[Path], None]) -> None:
    names = ["a b.py", "\u00e9.py", 'q"uote.py', "tab\t.py", "line\n.py"]
    folder = tree(tmp_path / "here", dict.fromkeys(names, ""))
    prepare(folder)
    assert sorted(found(folder)) == sorted(names)


def test_the_present_folder_is_not_in_the_names(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    assert sorted(find_files(["."], (), [])) == KEPT
    assert list(find_files(["sub/deep"], ["sql"], [])) == ["sub/deep/d.sql"]


def test_standard_input_counts_whatever_the_extensions() -> None:
    assert list(find_files(["-", "-"], ["sql"], [])) == ["-"]


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.py").touch()
    with pytest.raises(DataError, match="there is no such file or folder") as error:
        list(find_files([str(tmp_path / "a.py"), "missing.py"], ["sql"], []))
    assert str(error.value).startswith("missing.py ")
    assert error.value.exit_code == 4


@pytest.mark.parametrize("prepare", [repository, lambda _: None])
def test_a_folder_that_cannot_be_read_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Callable[[Path], None]
) -> None:
    folder = tree(tmp_path / "here", {"a.py": "", "closed/b.py": ""})
    prepare(folder)
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("icslookup.bulk.scan.find_files.os.scandir", refuse)
    monkeypatch.setattr(
        "icslookup.bulk.scan.find_files._git",
        lambda *_: subprocess.CompletedProcess([], 0, b"a.py\0", b"warning: could not open"),
    )
    faults: list[Unread] = []
    assert list(find_files([str(folder)], (), faults)) == [str(folder / "a.py")]
    assert faults == [Unread(str(folder / "closed"), "cannot be read: Permission denied")]
