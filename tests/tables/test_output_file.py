"""Output files appear only when complete, and streams are written to directly."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from icslookup.errors import OutputError
from icslookup.tables import BATCH_ROWS, open_source, open_target
from tests.support.program import TOP
from tests.support.table_files import ADDED, FOUND, add_columns


def test_a_file_system_without_permissions_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchmod", refuse)
    assert add_columns(b"a\n", tmp_path / "out.csv") == b"a,status,share,count\n"


def test_standard_output_can_be_named() -> None:
    program = "from tests.support.table_files import add_columns; from pathlib import Path; add_columns(b'a\\n', Path('/dev/stdout'))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "tests"])},
        cwd=TOP,
    )  # fmt: skip
    assert done.stdout == b"a,status,share,count\n"


def leave(out: Path, error: BaseException | None) -> None:
    source = open_source("-", stdin=io.BytesIO(b"a\n1\n"))
    with open_target(source, str(out), ADDED) as target:
        (batch,) = source.batches([0])
        target.write(batch, [0], [[FOUND]])
        if error:
            raise error


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.jsonl", "out.parquet", "out.xlsx"])
@pytest.mark.parametrize("old", [None, b"old"])
def test_an_interrupt_leaves_what_was_there(tmp_path: Path, name: str, old: bytes | None) -> None:
    out = tmp_path / name
    if old:
        out.write_bytes(old)
    with pytest.raises(KeyboardInterrupt):
        leave(out, KeyboardInterrupt())
    assert [path.read_bytes() for path in tmp_path.iterdir()] == ([old] if old else [])
    leave(out, None)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert out.read_bytes() != old


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.jsonl", "out.parquet", "out.xlsx"])
def test_a_step_into_place_that_fails_leaves_nothing(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError) as caught:
        leave(tmp_path / name, None)
    assert str(caught.value) == f"{tmp_path / name} cannot be written: No space left on device"
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_full_disk_is_reported_for_a_packed_table(tmp_path: Path, form: str) -> None:
    out = tmp_path / "link.gz"
    out.symlink_to("/dev/full")
    content = b"a\n" + b"".join(b"%x\n" % (n**9) for n in range(20 * BATCH_ROWS))
    with pytest.raises(OutputError, match=r"link\.gz cannot be written: No space left on device"):
        add_columns(content, out, form=form)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "xlsx"])
def test_a_full_disk_is_reported(tmp_path: Path, form: str) -> None:
    content = b"a\n" + b"x\n" * 2 * BATCH_ROWS
    with pytest.raises(OutputError) as caught:
        add_columns(content, Path("/dev/full"), form=form)
    assert str(caught.value) == "/dev/full cannot be written: No space left on device"
    (tmp_path / "link").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="link cannot be written: No space left on device"):
        add_columns(content, tmp_path / "link", form=form)
    with Path("/dev/full").open("wb", buffering=0) as full:
        source = open_source("-", stdin=io.BytesIO(content))
        with (
            pytest.raises(OutputError, match="standard output cannot be written: No space left"),
            open_target(source, None, ADDED, format=form, stdout=full) as target,
        ):
            target.write(next(source.batches([0])), [0] * BATCH_ROWS, [[FOUND]])


def test_a_target_that_is_not_a_file_is_written_to_directly(tmp_path: Path) -> None:
    assert add_columns(b"a\n1\n", Path("/dev/null")) == b""
    assert add_columns(b"a\n1\n", Path("/dev/null"), form="xlsx") == b""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        add_columns(b"a\n1\n", pipe)
        assert reader.communicate()[0] == b"a,status,share,count\n1,found,0.5,3\n"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_broken_pipe_is_passed_to_the_caller() -> None:
    inner, outer = os.pipe()
    os.close(inner)
    with open(outer, "wb", buffering=0) as stdout:
        source = open_source("-", stdin=io.BytesIO(b"a\n1\n"))
        with pytest.raises(BrokenPipeError):
            open_target(source, None, ADDED, stdout=stdout)


@pytest.mark.parametrize("old", [None, 0o640, 0o600, 0o755])
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_permissions_are_those_of_the_target_or_of_a_new_file(
    tmp_path: Path, old: int | None, mask: int
) -> None:
    out = tmp_path / "out.csv"
    if old is not None:
        out.touch()
        out.chmod(old)
    before = os.umask(mask)
    try:
        add_columns(b"a\n1\n", out)
    finally:
        os.umask(before)
    expected = 0o666 & ~mask if old is None else old
    assert stat.S_IMODE(out.stat().st_mode) == expected


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to("folder/real.csv")
    add_columns(b"a\n", link)
    assert link.is_symlink()
    assert (tmp_path / "folder" / "real.csv").read_bytes() == b"a,status,share,count\n"


def test_a_target_that_cannot_be_written_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def message(out: Path) -> str:
        with pytest.raises(OutputError) as caught:
            add_columns(b"a\n", out)
        return str(caught.value)

    assert message(tmp_path) == f"{tmp_path} is a folder: name a file in it"
    out = tmp_path / "no" / "out.csv"
    assert message(out) == f"{out} cannot be written: there is no such folder"
    out = tmp_path / "out.csv"
    out.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write everything
    assert message(out) == f"{out} cannot be written: Permission denied"
    assert out.read_bytes() == b"old"


def test_a_folder_that_takes_no_file_is_reported() -> None:
    if not Path("/sys/kernel").is_dir():
        pytest.skip("there is no /sys here")
    with pytest.raises(OutputError, match="cannot be written: "):
        add_columns(b"a\n", Path("/sys/kernel/out.csv"))


def test_standard_output_can_be_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    source = open_source("-", stdin=io.BytesIO(b"a\n"))
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError, match="standard output is closed"):
        open_target(source, None, ADDED)


def test_standard_streams_are_those_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a\n1\n")))
    source = open_source("-")
    with open_target(source, "-", [("x", str)]) as target:
        (batch,) = source.batches([0])
        target.write(batch, [0], [[("y",)]])
    assert capsysbinary.readouterr().out == b"a,x\n1,y\n"
    assert sys.stdin.read() == ""
