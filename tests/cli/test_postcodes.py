"""The commands `postcode` and `lsoa`; see `tests/postcodes` for what they answer."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from icslookup.postcodes import lsoa, postcode
from tests.support.answers import LOOKED_IN
from tests.support.places import NORTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Result


@pytest.fixture(autouse=True)
def looked_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer from the sources of the tests."""
    monkeypatch.setattr(postcode, "open_sources", lambda: LOOKED_IN)
    monkeypatch.setattr(lsoa, "open_lookups", lambda: LOOKED_IN)


@pytest.mark.parametrize(
    ("words", "queries"),
    [
        (["postcode", "GU1 4QT"], "GU1 4QT"),
        (["postcode", "GU1", "4QT"], "GU1 4QT"),
        (["postcode", "GU1", "4QT", "GU12"], ["GU1 4QT", "GU12"]),
        (["lsoa", NORTH], NORTH),
        (["lsoa", NORTH, NORTH], [NORTH, NORTH]),
    ],
)
def test_one_place_is_an_object_and_several_are_a_list(
    cli: Callable[..., Result], words: list[str], queries: str | list[str]
) -> None:
    found = json.loads(cli(*words, "--json").out)
    assert queries == (
        [row["query"] for row in found] if isinstance(found, list) else found["query"]
    )


@pytest.mark.parametrize("words", [["-"], []])
@pytest.mark.parametrize(("command", "text"), [("postcode", "GU1 4QT"), ("lsoa", NORTH)])
def test_lines_of_standard_input_are_a_list_even_if_there_is_one(
    cli: Callable[..., Result],
    command: str,
    text: str,
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\n{text}\n  \n"))
    found = json.loads(cli(command, *words, "--json").out)
    assert [row["query"] for row in found] == [text]


@pytest.mark.parametrize(("command", "name"), [("postcode", "POSTCODE"), ("lsoa", "CODE")])
def test_an_empty_input_is_a_missing_argument_unless_it_was_named(
    cli: Callable[..., Result], command: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    missing = cli(command)
    assert (missing.code, missing.out) == (2, "")
    assert missing.err.startswith(f"icslookup: Missing argument '{name}...': name one, or - for")
    assert cli(command, "-", "--json").out == "[]\n"
    monkeypatch.setattr("sys.stdin", None)
    assert cli(command, "-").code == 2


def test_a_command_does_not_wait_for_input_from_a_terminal(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = io.StringIO("GU1 4QT\n")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert cli("postcode").code == 2
    assert terminal.tell() == 0


def test_area_lists_its_lsoas_if_it_is_found(cli: Callable[..., Result]) -> None:
    on = ("--lsoas", "--as-of", "2024-01-01", "--json")
    found = json.loads(cli("area", "Guildford", *on).out)
    assert [row["area_name"] for row in found] == ["Guildford", "Guildford"]
    missing = cli("area", "Atlantis", *on)
    assert (missing.code, json.loads(missing.out)["status"]) == (1, "not_found")
