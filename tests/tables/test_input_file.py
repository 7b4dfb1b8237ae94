"""The input of tables: files, pipes and standard input."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError
from icslookup.tables import open_source
from icslookup.tables.input_file import HEAD_BYTES, Input, identity_of, seekable
from tests.support.program import TOP
from tests.support.table_files import put, refused

if TYPE_CHECKING:
    from pathlib import Path


def test_a_path_that_is_not_a_file_is_refused(tmp_path: Path) -> None:
    assert str(refused(tmp_path / "no.csv")) == f"{tmp_path / 'no.csv'} is missing"
    assert str(refused(tmp_path)) == f"{tmp_path} cannot be read: Is a directory"
    path = put(tmp_path, b"a\n1\n", "in.csv.gz")
    assert str(refused(path)) == f"{path} is not a gzip file"
    with pytest.raises(DataError, match="standard input is closed"):
        subprocess_source_without_stdin()


def subprocess_source_without_stdin() -> None:
    kept, sys.stdin = sys.stdin, None
    try:
        open_source("-")
    finally:
        sys.stdin = kept


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, b"a\n1\n")
    path.chmod(0)
    assert str(refused(path)) == f"{path} cannot be read: Permission denied"


def test_only_a_file_knows_how_much_of_it_was_read(tmp_path: Path) -> None:
    content = b"a\n" + b"xyz\n" * 100_000
    for path in (put(tmp_path, content), put(tmp_path, gzip.compress(content), "x.gz")):
        source = open_source(str(path))
        shares = [source.share_read() for _ in source.batches([0])]
        assert shares == sorted(shares, key=lambda share: share or 0)
        assert shares[-1] == 1
        source.close()
    stream = open_source("-", stdin=io.BytesIO(content))
    assert {stream.share_read() for _ in stream.batches([])} == {None}


def test_a_pipe_is_read_as_a_file_is(tmp_path: Path) -> None:
    """Process substitution gives a path that can be read once."""
    program = "from tests.support.table_files import read; import sys; print(read(sys.argv[1]))"
    path = put(tmp_path, "a;b\n1;é\n")
    done = subprocess.run(
        ["bash", "-c", f'"$0" -c "{program}" <(cat "{path}")', sys.executable],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "tests"]), "PYTHONUTF8": "1"},
        cwd=TOP,
    )  # fmt: skip
    assert done.stdout == "[('a', 'b'), ('1', 'é')]\n"


@pytest.mark.parametrize("compressed", [False, True])
def test_a_file_can_be_read_twice(tmp_path: Path, compressed: bool) -> None:
    content = bytes(range(256)) * (HEAD_BYTES // 128)
    path = put(tmp_path, gzip.compress(content) if compressed else content, "in")
    source = Input(str(path))
    assert (source.head, source.whole, source.plain) == (
        content[:HEAD_BYTES],
        False,
        not compressed,
    )
    for _ in range(2):
        assert b"".join(source.chunks()) == content
    assert source.stream().read() == content
    with seekable(source) as file:
        file.seek(300)
        assert file.read(3) == content[300:303]
    source.close()


@pytest.mark.parametrize("compressed", [False, True])
def test_only_the_head_of_a_stream_is_read_before_its_rows(compressed: bool) -> None:
    content = b"x" * (HEAD_BYTES + 5)
    source = Input("-", io.BytesIO(gzip.compress(content) if compressed else content))
    assert (source.name, source.whole, source.plain) == ("standard input", False, False)
    assert (source.identity, source.share_read()) == (None, None)
    assert b"".join(source.chunks()) == content[:HEAD_BYTES]
    assert source.stream().read() == content


def test_two_names_of_a_file_have_one_identity(tmp_path: Path) -> None:
    path = put(tmp_path, b"a\n")
    (tmp_path / "link").symlink_to(path)
    assert identity_of(path.stat()) == identity_of((tmp_path / "link").stat()) is not None
    assert identity_of(tmp_path.stat()) is None
