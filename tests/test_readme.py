"""The examples in the README and the docs show what the program does."""

from __future__ import annotations

import csv
import doctest
import html
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import duckdb
import pytest

import icslookup
from icslookup.dataset.active import bundled, bundled_folder
from icslookup.formats import Terminal, render
from tests.support.program import TODAY, TOP, Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icslookup.formats.answers import Answer

README = (TOP / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
TABLES = [block for block in BLOCKS if "docs/visits.csv" in block]
EXPORTS = [block for block in BLOCKS if "icslookup export" in block]
CONSOLE = [block for block in BLOCKS if block not in (*TABLES, *EXPORTS)]
SQL = (TOP / "docs" / "sql.md").read_text(encoding="utf-8")
STATEMENTS = re.findall(r"```sql\n(.*?)```", SQL, re.DOTALL)
REBASE = (TOP / "docs" / "rebase.md").read_text(encoding="utf-8")
PIPELINES = [block for block in CONSOLE if "|" in block.splitlines()[0]]
IN_REBASE = re.findall(r"```console\n(.*?)```", REBASE, re.DOTALL)
CHECK = (TOP / "docs" / "check.md").read_text(encoding="utf-8")
IN_CHECK = re.findall(r"```console\n(.*?)```", CHECK, re.DOTALL)
MATCHING = (TOP / "docs" / "matching.md").read_text(encoding="utf-8")
IN_MATCHING = re.findall(r"```console\n(.*?)```", MATCHING, re.DOTALL)

on_exports = pytest.mark.xdist_group("exports of the README")
"""The mark of the tests that share the exports: one process runs them, and makes the exports once."""


def command_and_output(block: str) -> tuple[str, str]:
    """Return the command of a block, with its continuation lines, and its output."""
    first, *rest = block.splitlines()
    command = [first.removeprefix("$ ")]
    while rest and rest[0].startswith("> "):
        command.append(rest.pop(0).removeprefix("> "))
    return "\n".join(command), "\n".join(rest)


def test_there_are_examples() -> None:
    assert len(CONSOLE) == 12
    assert len(IN_REBASE) == 2
    assert len(IN_CHECK) == 2
    assert len(IN_MATCHING) == 1


@pytest.mark.parametrize("block", [b for b in CONSOLE if "|" not in b.splitlines()[0]])
def test_commands_print_what_the_readme_shows(block: str, cli: Callable[..., Result]) -> None:
    command, output = command_and_output(block)
    program, *arguments = command.split()
    assert program == "icslookup"
    result = cli(*arguments)
    assert (result.out + result.err).rstrip("\n") == output


@pytest.mark.parametrize("block", [*PIPELINES, *IN_REBASE, *IN_CHECK, *IN_MATCHING])
def test_pipelines_print_what_the_readme_shows(block: str, tmp_path: Path) -> None:
    command, output = command_and_output(block)
    if "jq " in command and not shutil.which("jq") and not os.environ.get("CI"):
        pytest.skip("jq is not installed")
    program = tmp_path / "icslookup"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m icslookup "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PATH": path, "ICSLOOKUP_AS_OF": "2026-11-22"},
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.rstrip("\n") == output


def test_the_recipe_for_a_table_leads_to_the_finished_table(tmp_path: Path) -> None:
    """Run the commands in a folder with the table, and fill in the codes in between."""
    assert len(TABLES) == 3
    shutil.copytree(TOP / "docs", tmp_path / "docs", ignore=lambda *_: ["schema"])
    program = tmp_path / "icslookup"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m icslookup "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    aliases = tmp_path / "aliases.csv"
    for block in TABLES:
        command, output = command_and_output(block)
        done = subprocess.run(
            ["bash", "-c", f"{command} 2>&1"], capture_output=True, encoding="utf-8", check=False,
            cwd=tmp_path, env={**os.environ, "PATH": path},
        )  # fmt: skip
        timed = re.compile(r"[\d.]+ seconds, [\d,]+ rows a second")
        assert timed.sub("", done.stdout.rstrip("\n")) == timed.sub("", output)
        if "--unmatched" in command:
            text = aliases.read_text(encoding="utf-8")
            for code, spelling in re.findall(r"`(E\d{8})` for `([^`]+)`", README):
                assert f"{spelling},," in text
                text = text.replace(f"{spelling},,", f"{spelling},{code},")
            aliases.write_text(text, encoding="utf-8")
    rows = list(csv.DictReader((tmp_path / "boards.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["ref"] for row in rows if row["icb_status"] != "found"] == ["A-011", "A-012"]


def test_the_frame_example_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOP)
    (block,) = [
        b for b in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "polars as pl" in b
    ]
    names: dict[str, object] = {"icslookup": icslookup}
    exec(block, names)  # noqa: S102 - the README tells its reader to run it
    assert icslookup.annotate(names["visits"], "Local authority").height == 12  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "examples"), [(README, 9), (REBASE, 5)])
def test_the_python_examples_hold(text: str, examples: int) -> None:
    blocks = re.findall(r"```pycon\n(.*?)```", text, re.DOTALL)
    (block,) = [block for block in blocks if "visits_by_day.csv" not in block]
    found = doctest.DocTestParser().get_doctest(block, {}, "README.md", None, None)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a frame of two boards lacks the others
        assert doctest.DocTestRunner().run(found) == (0, examples)


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the two exports that the recipes for SQL read, and return their folder."""
    folder = tmp_path_factory.mktemp("exports") / "out"
    for command in ("icslookup export out", "icslookup export out --format sqlite"):
        assert command in README
        icslookup.export(folder, *command.split()[4:], as_of=TODAY, data=bundled())
    return folder


@pytest.fixture
def out(exports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for one test, with the files that the recipes for SQL read."""
    shutil.copytree(TOP / "docs", tmp_path / "docs", ignore=lambda *_: ["schema"])
    shutil.copytree(exports, tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@on_exports
def test_an_export_prints_what_the_readme_shows(out: Path, cli: Callable[..., Result]) -> None:
    (block,) = EXPORTS
    command, output = command_and_output(block)
    assert command == "icslookup export out | head -8"
    shutil.rmtree(out / "out")
    assert cli("export", "out").out.splitlines()[:8] == output.splitlines()


@on_exports
@pytest.mark.parametrize("tool", ["duckdb", "csv, sqlite3", "pandas as pd", "polars as pl"])
@pytest.mark.usefixtures("out")
def test_the_recipes_for_sql_hold(tool: str) -> None:
    blocks = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 5
    (block,) = [block for block in blocks if block.startswith(f">>> import {tool}\n")]
    names: dict[str, object] = {}
    found = doctest.DocTestParser().get_doctest(block, names, "README.md", None, None)
    failed, tried = doctest.DocTestRunner().run(found)
    assert (failed, tried) == (0, block.count(">>> "))
    if "db" in found.globs:
        found.globs["db"].close()


@on_exports
@pytest.mark.usefixtures("out")
def test_the_statements_of_the_page_on_sql_give_the_same_in_both_databases() -> None:
    icslookup.export("out", "sqlite", as_of="2025-10-01")
    icslookup.export("out", "duckdb", as_of="2025-10-01")
    statements = [one for one in STATEMENTS if "board_crosswalk" not in one]
    assert len(statements) == 4
    with open("docs/visits_by_day.csv", encoding="utf-8", newline="") as file:
        visits = [tuple(row.values()) for row in csv.DictReader(file)]
    answers = []
    for connection, day in (
        (sqlite3.connect("out/icslookup.sqlite"), "TEXT"),
        (duckdb.connect("out/icslookup.duckdb"), "DATE"),
    ):
        connection.execute(f"CREATE TEMP TABLE visits (gss_code TEXT, day {day}, visits INTEGER)")
        connection.executemany("INSERT INTO visits VALUES (?, ?, ?)", visits)
        found = [connection.execute(statement).fetchall() for statement in statements]
        connection.close()
        assert all(found)
        answers.append([[tuple(map(str, row)) for row in rows] for rows in found])
    assert answers[0] == answers[1]


@pytest.mark.parametrize("patients", ["residents", "float", "Frimley"])
@pytest.mark.parametrize("tool", ["sqlite", "duckdb"])
def test_the_statements_for_a_crosswalk_keep_the_total(
    tmp_path: Path, tool: str, patients: str
) -> None:
    """Carry a figure by board of 2025 to the boards of 2026 with the statements of the page."""
    carry, look = (one for one in STATEMENTS if "board_crosswalk" in one)
    figures: list[tuple[str, float]] = [
        (row.ods_code, row.residents if patients == "residents" else row.residents / 7)
        for row in icslookup.boards("2025-06-01").rows
    ]
    if patients == "Frimley":
        figures = [("QNQ", 764_343)]
    icslookup.export(tmp_path, tool)
    path = tmp_path / f"icslookup.{tool}"
    connection = sqlite3.connect(path) if tool == "sqlite" else duckdb.connect(str(path))
    kind = "DOUBLE" if patients == "float" else "BIGINT"
    connection.execute(f"CREATE TEMP TABLE figures (ods_code TEXT, patients {kind})")
    connection.executemany("INSERT INTO figures VALUES (?, ?)", figures)
    rows = connection.execute(carry).fetchall()
    assert connection.execute(look).fetchall() == []
    connection.execute("INSERT INTO figures VALUES ('S0E4D', 5)")
    assert connection.execute(look).fetchall() == [("S0E4D", 5)]
    assert connection.execute(carry).fetchall() == rows
    connection.close()
    total = sum(figure for _, figure in figures)
    found = {code: (figure, estimated) for code, _, figure, estimated in rows}
    assert abs(sum(figure for figure, _ in found.values()) - total) <= 1e-9 * total
    expected: dict[str, list[float]] = {}
    for row in icslookup.crosswalk("2025-06-01", "2026-06-01").rows:
        figure = dict(figures).get(row.from_code, 0)
        part = figure * (row.residents or 0) / (row.from_residents or 1)
        sums = expected.setdefault(str(row.to_code), [0, 0])
        sums[0] += part
        sums[1] += part if row.coverage == "part" else 0
    for code, pair in found.items():
        assert pair == pytest.approx(expected.pop(code), rel=1e-9)
    if patients == "Frimley":
        assert {code: figure for code, (figure, _) in found.items()} == pytest.approx(
            {"S0E4D": 436_606, "QRL": 174_249, "S9B9J": 153_488}, rel=1e-9
        )
    else:
        assert not expected
        assert found["QOX"] == (dict(figures)["QOX"], 0)


def test_the_page_on_sql_names_every_table(tmp_path: Path) -> None:
    for file in icslookup.export(tmp_path, "csv").files:
        assert f"| `{file.table}` | " in SQL


def test_the_examples_in_the_modules_hold() -> None:
    assert doctest.testmod(icslookup) == (0, 2)


def test_every_command_and_exit_code_is_in_the_readme() -> None:
    for command in (
        *("area", "board", "boards", "areas", "splits", "coverage", "changes", "crosswalk"),
        *(
            "history",
            "rebase",
            "check",
            "scan",
            "timeline",
            "cite",
            "export",
            "data info",
            "data path",
            "data validate",
        ),
    ):
        assert f"| `icslookup {command}" in README
    for code in (0, 1, 2, 3, 4, 130):
        assert f"\n| {code} | " in README


def test_links_into_the_project_lead_somewhere() -> None:
    """A link leads to a file, and to a heading if it names one."""
    for page in (TOP / "README.md", *(TOP / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)h][^)]*)\)", page.read_text(encoding="utf-8")):
            name, _, anchor = target.partition("#")
            path = page.parent / name if name else page
            assert path.exists(), (page, target)
            if anchor:
                headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
                slugs = [re.sub(r"[^\w -]", "", one).lower().replace(" ", "-") for one in headings]
                assert anchor in slugs, (page, target)


@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("area.svg", lambda: icslookup.area("Guildford")),
        ("board.svg", lambda: icslookup.board("Frimley")),
        ("splits.svg", icslookup.splits),
        ("changes.svg", lambda: icslookup.changes("2022-07-01", "2023-04-01")),
        ("history.svg", lambda: icslookup.history("Thames Valley")),
    ],
)
def test_the_pictures_show_what_the_program_prints(name: str, ask: Callable[[], Answer]) -> None:
    svg = html.unescape((TOP / "docs" / name).read_text(encoding="utf-8")).replace("\u00a0", " ")
    drawn = re.sub(r"\s+", "", "".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))
    printed = re.sub(r"\s+", "", render(ask(), "table", Terminal(width=80)))
    assert printed in drawn


def test_the_own_aliases_of_the_readme_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (example,) = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    (tmp_path / "aliases.csv").write_text(example, encoding="utf-8")
    monkeypatch.setenv("ICSLOOKUP_CONFIG_DIR", str(tmp_path))
    data = icslookup.Dataset(bundled_folder())
    assert icslookup.area("our patch", data=data).status == "found"
    assert icslookup.board("head office", data=data).status == "found"
