"""The command `match`; see `tests/bulk/match` for what it does."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.support.program import PROGRAM, environment
from tests.support.table_files import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

CSV = "council,day\nGuildford,2024-06-01\nAtlantis,2024-06-01\n"


def test_a_column_of_days_takes_the_place_of_the_day_in_the_environment(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(put(tmp_path, CSV))
    options = ("match", path, "-c", "council", "--as-of-column", "day", "-q")
    monkeypatch.setenv("ICSLOOKUP_AS_OF", "2026-11-22")
    result = cli(*options)
    assert result.code == 0
    assert "QXU;QNQ" in result.out
    named = cli(*options, "--as-of", "2026-11-22")
    assert (named.code, named.out) == (2, "")
    assert "not both" in named.err


def test_the_report_and_the_rows_without_a_board_have_their_own_files(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path, report = str(put(tmp_path, CSV)), tmp_path / "report.json"
    result = cli("match", path, "-c", "council", "--strict", "-q", "--report", str(report))
    assert (result.code, result.err) == (1, "icslookup: 1 of 2 rows without a board\n")
    assert len(result.out.splitlines()) == 3
    assert json.loads(report.read_text(encoding="utf-8"))["statuses"] == {
        "found": 1,
        "not_found": 1,
    }


@pytest.mark.parametrize("report", ["-", "in.csv"])
def test_a_report_that_would_replace_another_file_is_refused(
    cli: Callable[..., Result], tmp_path: Path, report: str
) -> None:
    path = put(tmp_path, CSV)
    place = report if report == "-" else str(tmp_path / report)
    result = cli("match", str(path), "-c", "council", "--report", place)
    assert (result.code, result.out) == (2, "")
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]
    assert path.read_text(encoding="utf-8") == CSV


@pytest.mark.parametrize("options", [["-o", os.devnull], []])
def test_a_closed_pipe_is_an_error_for_the_report_only(tmp_path: Path, options: list[str]) -> None:
    path = str(put(tmp_path, CSV))
    reader, report = os.pipe()
    os.close(reader)
    arguments = ["match", path, "-c", "council", "-q", *options, "--report", f"/dev/fd/{report}"]
    done = subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, check=False, pass_fds=[report],
        env=environment(),
    )  # fmt: skip
    os.close(report)
    assert done.returncode == 4
    assert done.stderr == f"icslookup: /dev/fd/{report} cannot be written: Broken pipe\n"


def test_a_report_is_not_left_behind_if_the_table_cannot_be_read(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    result = cli("match", str(tmp_path / "none.csv"), "--report", str(tmp_path / "report.json"))
    assert result.code == 4
    assert list(tmp_path.iterdir()) == []
