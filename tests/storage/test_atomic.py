"""Files and folders are replaced only if complete, and unchanged after every error."""

from __future__ import annotations

import os
import stat
from contextlib import nullcontext
from pathlib import Path

import pytest

from icslookup.errors import OutputError
from icslookup.storage import lock
from icslookup.storage.atomic import (
    AtomicFile,
    atomic_replace,
    output_errors,
    remove,
    replace_files,
    replace_folder,
)


def test_a_finished_output_replaces_the_old_one(folder: Path) -> None:
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


def test_a_failed_output_leaves_the_old_one(folder: Path) -> None:
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


def test_a_mount_that_cannot_sync_a_folder_does_no_harm(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what is written before the file is renamed has to be on the disk."""
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


def contents(folder: Path) -> dict[str, str]:
    """Return the text of every file in a folder and below, by its path in it."""
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }


def make(folder: str, **texts: str) -> None:
    """Write files with some texts into a folder."""
    for name, text in texts.items():
        (Path(folder) / name).write_text(text, encoding="utf-8")


def replace_all(folder: Path, **texts: str) -> None:
    """Replace files of a folder with some texts, in their order."""
    with replace_files(str(folder), list(texts)) as made:
        make(made, **texts)


def stop_at(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    """Raise an error when a file or folder is renamed to a name for the first time."""
    replace = os.replace
    left = [error]

    def stop(source: str, target: str) -> None:
        if os.path.basename(target) == name and left:
            raise left.pop()
        replace(source, target)

    monkeypatch.setattr("icslookup.storage.atomic.os.replace", stop)


FULL = OSError(28, "No space left on device")


def test_errors_of_writing_name_the_output() -> None:
    with pytest.raises(OutputError, match=r"^out cannot be written: No space left on device$"):
        fail_in_writing(FULL)
    with pytest.raises(OutputError, match=r"^out cannot be written: no reason$"):
        fail_in_writing(OSError("no reason"))
    with pytest.raises(BrokenPipeError):
        fail_in_writing(BrokenPipeError())


def fail_in_writing(error: OSError) -> None:
    with output_errors("out"):
        raise error


def test_a_link_in_the_folder_is_removed_and_not_what_it_points_to(folder: Path) -> None:
    (folder / "real").mkdir(parents=True)
    (folder / "link").symlink_to("real")
    assert remove("link")
    assert os.listdir(folder) == ["real"]


def test_files_are_replaced_together_and_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "out"
    replace_all(folder, a="1", b="1")
    make(str(folder), own="mine")
    replace_all(folder, b="2", c="2")
    assert contents(folder) == {"a": "1", "b": "2", "c": "2", "own": "mine"}
    assert len(os.listdir(folder)) == 4


@pytest.mark.parametrize("name", ["a", "b", "c"])
@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
def test_files_that_cannot_all_be_moved_are_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    replace_all(tmp_path, a="1", b="1")
    stop_at(monkeypatch, name, error)
    with pytest.raises(OutputError if error is FULL else KeyboardInterrupt):
        replace_all(tmp_path, a="2", b="2", c="2")
    assert contents(tmp_path) == {"a": "1", "b": "1"}


def test_files_need_a_folder_without_folders_of_their_names(tmp_path: Path) -> None:
    make(str(tmp_path), file="")
    with pytest.raises(OutputError, match="file is a file: name a folder"):
        replace_all(tmp_path / "file", a="1")
    with pytest.raises(OutputError, match="in cannot be written: Not a directory"):
        replace_all(tmp_path / "file" / "in", a="1")
    (tmp_path / "a").mkdir()
    with pytest.raises(OutputError, match="a is a folder, where a file is to be written"):
        replace_all(tmp_path, a="1")


def replace_whole(folder: Path, **texts: str) -> None:
    """Replace a folder with files with some texts, `a` after the others."""
    with replace_folder(str(folder), last="a") as made:
        make(made, **texts)


def test_a_new_or_empty_folder_is_made_in_one_step(tmp_path: Path) -> None:
    for name in ("new", "empty"):
        folder = tmp_path / name
        if name == "empty":
            folder.mkdir()
        old = os.umask(0o027)
        try:
            replace_whole(folder, a="1", b="1")
        finally:
            os.umask(old)
        assert contents(folder) == {"a": "1", "b": "1"}
        assert folder.stat().st_mode & 0o777 == 0o750
    assert sorted(os.listdir(tmp_path)) == ["empty", "new"]


def test_the_last_file_of_a_folder_is_moved_after_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    replace_whole(folder, a="1", own="mine")
    moved = []
    replace = os.replace

    def watch(source: str, target: str) -> None:
        moved.append(os.path.basename(target))
        replace(source, target)

    monkeypatch.setattr("icslookup.storage.atomic.os.replace", watch)
    replace_whole(folder, a="2", b="2", c="2")
    assert moved == ["b", "c", "a"]
    assert contents(folder) == {"a": "2", "b": "2", "c": "2", "own": "mine"}


@pytest.mark.parametrize("name", ["a", "b"])
@pytest.mark.parametrize("existing", [False, True])
def test_a_folder_that_cannot_be_moved_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, existing: bool
) -> None:
    folder = tmp_path / "out"
    if existing:
        replace_whole(folder, a="1", b="1")
    before = contents(tmp_path)
    stop_at(monkeypatch, name if existing else "out", FULL)
    with pytest.raises(OutputError, match="out cannot be written: No space left on device"):
        replace_whole(folder, a="2", b="2")
    assert contents(tmp_path) == before
    assert os.listdir(tmp_path) == (["out"] if existing else [])


def test_the_folder_above_must_exist(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="out cannot be written: No such file or directory"):
        replace_whole(tmp_path / "no" / "out", a="1")


def test_a_file_is_in_its_place_after_commit_only(tmp_path: Path) -> None:
    make(str(tmp_path), out="old")
    new = AtomicFile(str(tmp_path / "out"))
    new.file.write(b"new")
    assert contents(tmp_path)["out"] == "old"
    new.commit()
    assert contents(tmp_path) == {"out": "new"}
    new.discard()
    assert contents(tmp_path) == {"out": "new"}


def test_a_file_that_is_discarded_leaves_nothing(tmp_path: Path) -> None:
    make(str(tmp_path), out="old")
    for _ in range(2):
        new = AtomicFile(str(tmp_path / "out"))
        new.file.write(b"new")
        new.discard()
        new.discard()
    assert contents(tmp_path) == {"out": "old"}
