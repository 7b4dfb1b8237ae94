"""The command `export`; see `tests/exports` for what it writes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_the_format_is_for_the_files_and_the_summary_is_a_table_or_json(
    cli: Callable[..., Result], tmp_path: Path, options: list[str]
) -> None:
    result = cli("export", str(tmp_path / "out"), "-f", "csv", *options)
    assert (result.code, result.err) == (0, "")
    if options:
        assert json.loads(result.out)["format"] == "csv"
    else:
        assert "icb_area_current" in result.out
    assert (tmp_path / "out" / "boards.csv").is_file()


def test_quiet_leaves_out_the_note(cli: Callable[..., Result], tmp_path: Path) -> None:
    options = ("export", str(tmp_path / "out"), "-f", "json", "--json", "--as-of", "2030-01-01")
    assert "in the future" in cli(*options).err
    assert cli(*options, "-q").err == ""
