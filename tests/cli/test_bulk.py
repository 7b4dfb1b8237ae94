"""The commands `apportion` and `check`; see `tests/bulk` for what they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.table_files import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


@pytest.mark.parametrize(("council", "code"), [("Guildford", 0), ("Atlantis", 1), ("Newcastle", 1)])
def test_strict_makes_a_problem_a_failure(
    cli: Callable[..., Result], tmp_path: Path, council: str, code: int
) -> None:
    path = str(put(tmp_path, f"council\n{council}\n"))
    loose = cli("check", path, "-c", "council", "-q")
    strict = cli("check", path, "-c", "council", "-q", "--strict")
    assert (loose.code, strict.code) == (0, code)
    assert loose.out == strict.out


@pytest.mark.parametrize("command", [["check"], ["apportion", "--value", "homes"]])
def test_a_text_file_may_have_an_encoding_and_a_delimiter(
    cli: Callable[..., Result], tmp_path: Path, command: list[str]
) -> None:
    path = str(put(tmp_path, "council|homes\nGuildford|1\n".encode("utf-16-le")))
    result = cli(
        *command, path, "-c", "council", "--encoding", "utf-16-le", "--delimiter", "|", "-q"
    )
    assert (result.code, result.err) == (0, "")


def test_apportion_needs_a_column_of_figures(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("apportion", str(put(tmp_path, "council\nGuildford\n")))
    assert (result.code, result.out) == (2, "")
    assert "Missing option '--value'" in result.err
