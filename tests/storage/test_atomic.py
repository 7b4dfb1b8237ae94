"""Files and folders: replaced when complete, and unchanged after every error."""

from __future__ import annotations

import os
import stat
from contextlib import nullcontext
from pathlib import Path

import pytest

from icslookup.errors import OutputError
from icslookup.storage import lock
from icslookup.storage.atomic import atomic_replace, remove


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
