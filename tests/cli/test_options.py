"""The options that every command takes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.cli.options import output_options
from icslookup.cli.streams import DEFAULT_OUTPUT, OutputOptions
from icslookup.errors import UsageError
from tests.support.program import Result

if TYPE_CHECKING:
    from collections.abc import Callable


def test_quiet_leaves_only_the_answer(cli: Callable[..., Result]) -> None:
    assert cli("area", "Newcastle", "-q") == Result(3, "", "")
    loud = cli("board", "Frimley", "--json")
    quiet = cli("board", "Frimley", "--json", "--quiet")
    assert "abolished" in loud.err
    assert quiet == Result(0, loud.out, "")
    assert cli("area", "...", "-q").err


def test_no_header(cli: Callable[..., Result]) -> None:
    full = cli("splits", "-f", "tsv").out
    assert cli("splits", "-f", "tsv", "--no-header").out == full.split("\n", 1)[1]
    assert full.startswith("gss_code\tarea_name\t")


def test_the_day_from_the_environment(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICSLOOKUP_AS_OF", "2024-06-01")
    assert json.loads(cli("area", "Guildford", "--json").out)["as_of"] == "2024-06-01"
    named = cli("area", "Guildford", "--json", "--as-of", "2022-07-01")
    assert json.loads(named.out)["as_of"] == "2022-07-01"
    monkeypatch.setenv("ICSLOOKUP_AS_OF", "soon")
    assert cli("boards").code == 2


def test_version_of_program_and_data(cli: Callable[..., Result]) -> None:
    for options in (["--version"], ["-V"], ["area", "-V"], ["splits", "--version"]):
        result = cli(*options)
        assert result.code == 0
        assert re.fullmatch(
            rf"icslookup {icslookup.__version__} \(data 2026\.11\.0\)\n", result.out
        )


def test_json_contradicts_other_formats_only() -> None:
    assert output_options(as_json=True) == OutputOptions("json", quiet=False, header=True)
    assert output_options("json", as_json=True).format == "json"
    assert output_options("csv", quiet=True, no_header=True) == ("csv", True, False)
    assert output_options() == DEFAULT_OUTPUT
    with pytest.raises(UsageError, match="--json and --format jsonl contradict each other"):
        output_options("jsonl", as_json=True)
