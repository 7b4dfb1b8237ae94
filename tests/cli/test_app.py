"""The command line in one process: options, messages and exit codes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.cli.exit_codes import wants_json
from tests.support.program import Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Cli = "Callable[..., Result]"


@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        ("area Guildford", 0, "Guildford \u00b7 E07000209", ""),
        ("area tower hamlets", 0, "Tower Hamlets \u00b7 E09000030", ""),
        ("area E08000016 --as-of 2024-01-01", 0, "Barnsley \u00b7 E08000016", ""),
        ("area Newcastle", 3, "", "could be more than one local authority"),
        ("area Gilfrod", 1, "", "Did you mean"),
        ("area Glasgow", 1, "", "has no Integrated Care Board"),
        ("area ...", 2, "", "the name is blank"),
        ("area", 2, "", "Missing argument 'NAME...'"),
        ("area Guildford --as-of 2026-02-30", 2, "", "there is no such day as '2026-02-30'"),
        ("area Guildford --as-of 2020-01-01", 2, "", "did not exist before 1 July 2022"),
        ("area Guildford -f xml", 2, "", "'xml' is not one of"),
        ("area Guildford --json -f csv", 2, "", "--json and --format csv contradict each other"),
        ("area Guildford --jsn", 2, "", "No such option: --jsn"),
        ("board Frimley", 0, "Frimley \u00b7 QNQ \u00b7 E54000034", ""),
        ("board Atlantis", 1, "", "no Integrated Care Board is called 'Atlantis'"),
        ("board S&S", 3, "", "Which one?"),
        ("boards", 0, "36 Integrated Care Boards", ""),
        ("boards --all", 0, "48 Integrated Care Boards", ""),
        ("boards --region south-east", 0, "4 Integrated Care Boards", ""),
        ("boards --region Mars", 2, "", "there is no NHS England region 'Mars'"),
        ("areas --board HIOW", 0, "14 authorities, 14 rows", ""),
        ("areas --kind COUNTY -f Table", 0, "21 authorities, 22 rows", ""),
        ("areas --kind parish", 2, "", "'parish' is not one of"),
        ("areas --board Frimley", 1, "", "in its place on 22 November 2026"),
        (
            "areas --board S&S",
            3,
            "",
            "more than one Integrated Care Board: Staffordshire and Stoke-on-Trent (QNC) or",
        ),
        ("splits", 0, "5 authorities split between boards", ""),
        ("splits --min-share 0.2", 0, "1 authority split", ""),
        ("splits --min-share 2", 2, "", "a share of 2.0 is not from 0 to 0.5"),
        ("splits --min-share x", 2, "", "'x' is not a valid float"),
        (
            "changes 2026-03-31 2026-04-01",
            0,
            "6 boards made, 12 boards abolished, 1 board re-bou",
            "",
        ),
        ("changes", 0, "Changes from 1 April 2023 to 22 November 2026", ""),
        ("changes 2024-01-01 --as-of 2024-02-01", 0, "nothing changed", ""),
        ("changes 2026-04-01 2026-03-31", 2, "", "1 April 2026 is after 31 March 2026"),
        ("changes 2020-01-01", 2, "", "did not exist before 1 July 2022"),
        ("changes 2024-13-01", 2, "", "there is no such day as '2024-13-01'"),
        ("history Thames Valley", 0, "436,606 residents (255 LSOAs) from Frimley (QNQ)", ""),
        ("history Essex", 3, "", "is a board and an authority: add --kind board or area"),
        ("history Essex --kind area", 0, "Essex County Council", ""),
        ("history Frimley --as-of 2018-01-01", 0, "Frimley Health and Care", ""),
        ("history Atlantis", 1, "", "no board or authority is called 'Atlantis'"),
        ("timeline", 0, "42 Integrated Care Boards were established", ""),
        ("timeline --as-of 2017-12-31", 0, "8 systems designated", ""),
        ("coverage", 0, "every authority of England exactly once", ""),
        ("Guildford", 2, "", "To look up a council: icslookup area NAME"),
    ],
)
def test_commands(
    cli: Callable[..., Result], arguments: str, code: int, out: str, err: str
) -> None:
    result = cli(*arguments.split())
    assert result.code == code
    assert out in result.out
    assert err in result.err
    assert bool(result.out) is (code == 0 or "--json" in arguments)
    assert bool(result.err) is (code != 0)


@pytest.mark.parametrize("command", ["area", "board"])
@pytest.mark.parametrize(
    ("name", "code", "status"),
    [("Newcastle", 3, "ambiguous"), ("Atlantis", 1, "not_found"), ("Hampshire", 0, "found")],
)
def test_json_is_one_document_whatever_the_code(
    cli: Callable[..., Result], command: str, name: str, code: int, status: str
) -> None:
    name = name if command == "area" else name.replace("Newcastle", "S&S")
    result = cli(command, name, "--json")
    assert (result.code, json.loads(result.out)["status"]) == (code, status)


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        ("area ... --json", 2, "error"),
        ("area Guildford --as-of yesterday --json", 2, "error"),
        ("area Guildford -f json --bogus", 2, "error"),
        ("boards -fjson --region Mars", 2, "error"),
        ("areas --format=json --board Atlantis", 1, "not_found"),
        ("areas --format jsonl --board S&S", 3, "ambiguous"),
    ],
)
def test_json_stands_for_an_error_too(
    cli: Callable[..., Result], arguments: str, code: int, status: str
) -> None:
    result = cli(*arguments.split())
    document = json.loads(result.out)
    assert (result.code, document["status"]) == (code, status)
    assert document["message"] in result.err


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["area", "x", "--json"], True),
        (["area", "x", "-f", "json"], True),
        (["area", "x", "-fjsonl"], True),
        (["area", "x", "--format=json"], True),
        (["area", "x", "-qf", "json"], True),
        (["area", "x", "-qfjson"], True),
        (["area", "x", "-f", "JSON"], True),
        (["area", "json"], False),
        (["area", "--", "--json"], False),
        (["area", "x", "-f", "jsonx"], False),
        (["area", "x", "-f", "csv"], False),
        (["export", "x", "--format", "json"], False),
        (["export", "x", "-fjson"], False),
        (["export", "x", "-f", "json", "--json"], True),
        (["area", "export", "-f", "json"], True),
        ([], False),
    ],
)
def test_asking_for_json(arguments: list[str], wanted: bool) -> None:
    assert wants_json(arguments) is wanted


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


def test_without_a_command_there_is_help(cli: Callable[..., Result]) -> None:
    result = cli()
    assert result.code == 0
    assert "Usage: icslookup" in result.out
    assert cli("-h").out.split() == result.out.split()


COMMANDS = (
    "area",
    "board",
    "boards",
    "areas",
    "splits",
    "changes",
    "history",
    "timeline",
    "coverage",
    "cite",
    "apportion",
    "check",
)
"""Those that take the options that all share; `match` and `export` have formats of their own."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_the_shared_options(
    cli: Callable[..., Result], command: str
) -> None:
    assert command in cli().out
    for option in ("-h", "--help"):
        result = cli(command, option)
        assert result.code == 0
        for shared in ("--as-of", "ICSLOOKUP_AS_OF", "--format", "-f", "--json", "--quiet", "-q",
                       "--no-header", "--help"):  # fmt: skip
            assert shared in result.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["table", "json", "jsonl", "csv", "tsv", "markdown"])
def test_every_command_writes_every_format(
    cli: Callable[..., Result], command: str, name: str, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("council,homes\nGuildford,1\nGuildford,1\n", encoding="utf-8")
    names = {
        "area": ["Guildford"], "board": ["Essex"], "history": ["Frimley"],
        "apportion": [str(table), "-c", "council", "--value", "homes", "-q"],
        "check": [str(table), "-c", "council", "-q"],
    }.get(command, [])  # fmt: skip
    result = cli(command, *names, "-f", name)
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("\n")


def test_bad_own_aliases_end_with_4_and_the_line(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICSLOOKUP_CONFIG_DIR", str(tmp_path))
    monkeypatch.setattr("icslookup.lookup.area.in_use", fresh_data)
    (tmp_path / "aliases.csv").write_text("alias,code\nOurs,E07999999\n", encoding="utf-8")
    result = cli("area", "Guildford", "--json")
    assert result.code == 4
    assert "aliases.csv, line 2, column code: no authority and no board" in result.err
    assert json.loads(result.out)["status"] == "error"


def test_what_the_system_refuses_is_told_in_json_too(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("icslookup.lookup.data_info.data_folder", refuse)
    result = cli("data", "path", "--json")
    assert (result.code, result.err) == (4, "icslookup: Permission denied\n")
    found = json.loads(result.out)
    assert (found["status"], found["message"]) == ("error", "Permission denied")


def fresh_data() -> icslookup.Dataset:
    from icslookup.dataset.active import bundled_folder

    return icslookup.Dataset(bundled_folder())


def test_control_characters_are_never_echoed(cli: Callable[..., Result]) -> None:
    foreign = "\x1b[31m\u202ered\x07"
    for code, arguments in (
        (1, ["area", foreign]),
        (2, ["area", "Guildford", "--as-of", foreign]),
        (2, ["boards", "--region", foreign]),
        (1, ["areas", "--board", foreign]),
        (2, ["areas", "--kind", foreign]),
        (2, [f"--{foreign}"]),
        (2, [foreign]),
    ):
        for more in ([], ["--json"]):
            result = cli(*arguments, *more)
            assert result.code == code
            assert r"\x1b[31m\u202ered\x07" in result.err
            assert not set("\x1b\x07\u202e") & set(result.out + result.err)


def test_a_name_of_ten_thousand_characters(cli: Callable[..., Result]) -> None:
    result = cli("area", "x" * 10_000)
    assert (result.code, result.out) == (1, "")
    shown = "x" * 60
    assert result.err == f"icslookup: no local authority of England is called '{shown}\u2026'\n"
