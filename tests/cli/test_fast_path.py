"""The fast path gives the same answers as Typer, with few imports."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from icslookup.cli import main
from icslookup.cli.fast_path import parse_simple_command, run_without_typer
from icslookup.cli.run import run

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAMES = (
    "Guildford", "guildford bc", "tower", "hamlets", "Newcastle", "Atlantis", "Gilford", "Frimley",
    "QNQ", "E07000209", "E54000042", "S&S", "Essex", "", " ", "...", "\u00e9\u202e", "area", "json",
    "E01030331", "e01000010", "E01999999", "W01000001",
)  # fmt: skip
OPTIONS = (
    ("--json",), ("-f", "json"), ("-f", "JSONL"), ("-f", "csv"), ("--format", "tsv"),
    ("--format=markdown",), ("-f", "table"), ("--as-of", "2024-06-01"), ("--as-of=2026-04-01",),
    ("--as-of", "2020-01-01"), ("--as-of", "yesterday"), ("--as-of", ""), ("--as-of=",),
    ("-f", "xml"), ("-f",), ("--as-of",), ("-q",), ("--no-header",), ("--", "-x"), ("-fjson",),
    ("--js",), ("-",), ("--format", "--json"), ("--region", "London"), ("--all",), ("-h",),
)  # fmt: skip
QUESTIONS = (
    "area", "area", "board", "board", "boards", "splits", "coverage", "timeline", "changes",
    "areas", "history", "cite", "data", "Guildford", "AREA", "lsoa", "lsoa",
)  # fmt: skip
LINES = st.builds(
    lambda question, parts: [question, *(word for part in parts for word in part)],
    st.sampled_from(QUESTIONS),
    st.lists(
        st.sampled_from(NAMES).map(lambda name: (name,)) | st.sampled_from(OPTIONS), max_size=5
    ),
)

MANY = "typer rich rapidfuzz pydantic platformdirs importlib.metadata dataclasses inspect typing sqlite3"
"""The modules that take longer to import than an answer takes, or that import one of those."""


def seen(
    act: Callable[[Sequence[str]], int | None], arguments: Sequence[str]
) -> tuple[object, str, str]:
    """Return the exit code of a command line, and what it writes."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = act(arguments)
    return code, out.getvalue(), err.getvalue()


@settings(deadline=None, max_examples=300)
@given(LINES, st.sampled_from([None, "", "2023-01-01", "nonsense"]))
@example(["area", "Guildford", "--json"], None)
@example(["area", "Gilford", "--json"], None)
@example(["area", "Newcastle", "-f", "csv"], "2023-01-01")
@example(["lsoa", "E01030331", "--json"], "2023-01-01")
@example(["--version"], None)
@example(["-V"], None)
@example([], None)
def test_both_routes_write_the_same(arguments: list[str], as_of: str | None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if as_of is not None:
            patch.setenv("ICSLOOKUP_AS_OF", as_of)
        plain = seen(run_without_typer, arguments)
        if plain[0] is None:
            assert plain == (None, "", "")
        else:
            assert plain == seen(run, arguments)


@pytest.mark.parametrize(
    ("line", "simple"),
    [
        ("area Guildford", True),
        ("area tower hamlets --json", True),
        ("board Frimley -f CSV --as-of 2024-06-01", True),
        ("lsoa E01030331 --json", True),
        ("lsoa E01030331 E01030332", False),
        ("lsoa", False),
        ("lsoa -", False),
        ("boards --format csv", True),
        ("areas", True),
        ("changes", True),
        ("changes 2024-01-01", False),
        ("area", False),
        ("boards London", False),
        ("area Guildford -q", False),
        ("area Guildford --json -f csv", False),
        ("area Guildford -f", False),
        ("area Guildford --lsoas", False),
        ("match table.csv", False),
        ("", False),
    ],
)
def test_which_lines_are_simple(line: str, *, simple: bool) -> None:
    assert (parse_simple_command(line.split()) is not None) is simple


def test_typer_completes_for_other_shells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_ICSLOOKUP_COMPLETE", "complete_zsh")
    monkeypatch.setenv("COMP_WORDS", "icslookup area Guildf")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert run_without_typer(["area", "Guildford"]) is None


@pytest.mark.parametrize("arguments", [["area", "Guildford", "--json"], ["area"]])
def test_the_program_takes_the_route_that_fits(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told_gc: list[str] = []
    for name in ("disable", "enable", "freeze"):
        monkeypatch.setattr(f"gc.{name}", partial(told_gc.append, name))
    monkeypatch.setattr("sys.argv", ["icslookup", *arguments])
    with pytest.raises(SystemExit) as end:
        main()
    assert told_gc == ["disable", "freeze" if len(arguments) > 1 else "enable"]
    told = capsys.readouterr()
    assert end.value.code == (0 if len(arguments) > 1 else 2)
    assert (told.out == "") is (len(arguments) == 1)


@pytest.mark.parametrize(
    ("arguments", "allowed"),
    [
        (["area", "Guildford", "--json"], ""),
        (["area", "Guildford", "-f", "csv"], ""),
        (["board", "Frimley", "--json"], ""),
        (["lsoa", "E01030331", "--json"], ""),
        (["lsoa", "E01999999", "--json", "--as-of", "2024-06-01"], ""),
        (["--version"], ""),
        (["area", "Newcastle", "--json"], ""),
        (["area", "Gilford", "--json"], "rapidfuzz typing"),
        (["area", "Atlantis", "--json"], "rapidfuzz typing"),
        (["area", "Guildford"], "rich typing dataclasses inspect importlib.metadata"),
    ],
)
def test_a_simple_command_imports_little(arguments: list[str], allowed: str) -> None:
    """Nobody would notice one more import, so this test counts them."""
    code = (
        "import sys, json; from icslookup.cli.fast_path import run_without_typer;"
        "run_without_typer(json.loads(sys.argv[1]));"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code, json.dumps(arguments)],
        capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    imported = set(json.loads(done.stderr.splitlines()[-1]))
    assert imported & set(MANY.split()) <= set(allowed.split())
    if "Frimley" not in arguments:
        followed = {"icslookup.lookup.today", "icslookup.lookup.territory_boards"}
        assert not imported & {*followed, "icslookup.formats.views.today"}


def test_the_parts_of_a_simple_command(monkeypatch: pytest.MonkeyPatch) -> None:
    line = ["board", "Frimley", "-f", "CSV", "ICB", "--as-of=2024-06-01"]
    assert parse_simple_command(line) == ("board", ("Frimley", "ICB"), "csv", "2024-06-01")
    monkeypatch.setenv("ICSLOOKUP_AS_OF", "2023-01-01")
    assert parse_simple_command(["boards", "--json"]) == ("boards", (), "json", "2023-01-01")
