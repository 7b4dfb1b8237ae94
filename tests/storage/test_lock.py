"""The lock of the user's folder lets one writer in at a time, and a killed writer frees it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import OutputError
from icslookup.storage import lock
from tests.support.program import HOLDER

if TYPE_CHECKING:
    from pathlib import Path


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


def test_a_killed_writer_holds_no_lock_and_its_remains_are_removed(folder: Path) -> None:
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


def test_a_folder_that_cannot_be_used_is_reported(
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
def test_a_read_only_folder_is_reported(folder: Path) -> None:
    folder.mkdir(mode=0o500)
    with pytest.raises(OutputError, match="cannot be written"), lock.locked():
        pass
