"""The user's own folder of data: found, held by one writer, and never half written."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from contextlib import nullcontext
from pathlib import Path

import platformdirs
import pytest

from icslookup.errors import OutputError
from icslookup.storage import lock, user_dirs
from icslookup.storage.atomic import atomic_replace, remove
from tests.support.program import HOLDER


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "own data"
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(path))
    return path


@pytest.mark.parametrize("base", [None, "", " ", "/somewhere/else"])
def test_the_folder_is_where_platformdirs_says(
    base: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if base is not None:
        monkeypatch.setenv("XDG_DATA_HOME", base)
    assert user_dirs.folder() == platformdirs.user_data_dir("icslookup", appauthor=False)


def test_other_systems_are_left_to_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert user_dirs.folder() == platformdirs.user_data_dir("icslookup", appauthor=False)


def test_a_folder_that_is_named_goes_before(folder: Path) -> None:
    assert user_dirs.folder() == str(folder)


def test_what_is_made_takes_the_place_of_what_was_there(folder: Path) -> None:
    for text in ("old", "new"):
        with lock.locked(), atomic_replace("store") as made:
            assert not os.path.exists(made)
            with open(made, "w", encoding="utf-8") as file:
                file.write(text)
        assert (folder / "store").read_text(encoding="utf-8") == text
    assert sorted(os.listdir(folder)) == ["lock", "store"]


def test_a_folder_can_be_made_too(folder: Path) -> None:
    with lock.locked(), atomic_replace("set") as made:
        os.mkdir(made)
        with open(os.path.join(made, "a.csv"), "w", encoding="utf-8") as file:
            file.write("a\n")
    assert (folder / "set" / "a.csv").read_text(encoding="utf-8") == "a\n"
    assert remove("set")
    assert not remove("set")


def test_what_fails_leaves_what_was_there(folder: Path) -> None:
    folder.mkdir()
    (folder / "store").write_text("old", encoding="utf-8")

    def fail(error: BaseException) -> None:
        with lock.locked(), atomic_replace("store") as made:
            with open(made, "w", encoding="utf-8") as file:
                file.write("half")
            raise error

    with pytest.raises(KeyboardInterrupt):
        fail(KeyboardInterrupt())
    with pytest.raises(OutputError, match="store cannot be written: No space left on device"):
        fail(OSError(28, "No space left on device"))
    assert (folder / "store").read_text(encoding="utf-8") == "old"
    assert sorted(os.listdir(folder)) == ["lock", "store"]


def test_a_mount_that_cannot_settle_a_folder_does_no_harm(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is written before the replacing has to be on the disk."""
    settle = os.fsync

    def refuse(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode) is folders:
            raise OSError(22, "Invalid argument")
        settle(number)

    monkeypatch.setattr("icslookup.storage.user_dirs.os.fsync", refuse)
    for folders, text in ((True, "new"), (False, "never")):
        said = pytest.raises(OutputError, match="store cannot be written: Invalid argument")
        with (
            nullcontext() if folders else said,
            lock.locked(),
            atomic_replace("store") as made,
        ):
            Path(made).write_text(text, encoding="utf-8")
        assert (folder / "store").read_text(encoding="utf-8") == "new"


def test_permissions_follow_the_umask(folder: Path) -> None:
    old = os.umask(0o027)
    try:
        with lock.locked(), atomic_replace("store") as made, open(made, "wb"):
            pass
    finally:
        os.umask(old)
    assert (folder / "store").stat().st_mode & 0o777 == 0o640
    assert folder.stat().st_mode & 0o777 == 0o750


@pytest.mark.usefixtures("folder")
def test_a_second_writer_waits_for_the_first() -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        told: list[str] = []
        with (
            pytest.raises(OutputError, match="in use by another import or update"),
            lock.locked(lambda: told.append("waiting"), patience=0.2),
        ):
            pytest.fail("two hold it")
        assert told == ["waiting"]
        assert first.stdin is not None
        threading.Timer(0.3, first.stdin.close).start()
        with lock.locked(lambda: told.append("waiting"), patience=60):
            assert told == ["waiting", "waiting"]
    assert first.returncode == 0


def test_a_killed_writer_holds_nothing_and_its_rest_is_removed(folder: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        (folder / ".unfinished-store").write_text("half", encoding="utf-8")
        first.kill()
    with lock.locked(lambda: pytest.fail("nobody holds it")):
        assert ".unfinished-store" not in os.listdir(folder)


def test_a_folder_that_cannot_be_used_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(tmp_path / "file"))
    with pytest.raises(OutputError, match="file cannot be written: File exists"), lock.locked():
        pass
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(tmp_path / "folder"))
    (tmp_path / "folder" / "lock").mkdir(parents=True)
    with pytest.raises(OutputError, match="cannot be written: unable to open"), lock.locked():
        pass
    (tmp_path / "folder" / "lock").rmdir()
    (tmp_path / "folder" / "lock").write_text(
        "no database, but longer than its header" * 9, encoding="utf-8"
    )
    with (
        pytest.raises(OutputError, match="lock cannot be used: file is not a database"),
        lock.locked(),
    ):
        pass


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_folder_is_said(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot be written"), lock.locked():
        pass
