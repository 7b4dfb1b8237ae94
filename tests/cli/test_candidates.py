"""The candidates for a word, and the completions for bash without Typer."""

from __future__ import annotations

import pytest

from icslookup.cli import candidates
from icslookup.cli.candidates import bash_completions, completions
from icslookup.cli.fast_path import run_without_typer
from icslookup.cli.run import run
from icslookup.errors import DataError

NAMES = [("Tower Hamlets", "E09000030"), ("Torbay", "E06000027"), ("King's Lynn", "E07000146")]


@pytest.mark.parametrize(
    ("words", "incomplete", "offered"),
    [
        ((), "To", ["Torbay", "Tower Hamlets"]),
        ((), "tow", ["tower Hamlets"]),
        (("tower",), "h", ["hamlets"]),
        (("Tower",), "", ["Hamlets"]),
        (("torbay",), "", []),
        ((), "kings", ["kings Lynn"]),
        ((), "x", []),
    ],
)
def test_names_are_continued_from_their_words(
    words: tuple[str, ...], incomplete: str, offered: list[str]
) -> None:
    assert [name for name, _ in completions(NAMES, words, incomplete)] == offered


@pytest.mark.parametrize("position", ["1", "2", "3", "x", ""])
@pytest.mark.parametrize(
    "line",
    [
        "icslookup area Guildf", "icslookup area tower h", "icslookup area tower ", "icslookup area",
        "icslookup board ", "icslookup board qn", "icslookup area zzz", "icslookup area --as",
        "icslookup area x -f js", "icslookup area 'tower", "icslookup boards S", "icslookup", "",
        "icslookup area king\\'s", "icslookup history Fr", "icslookup area \u00e9",
    ],
)  # fmt: skip
def test_both_routes_offer_the_same(
    line: str, position: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (
        ("_ICSLOOKUP_COMPLETE", "complete_bash"), ("COMP_WORDS", line), ("COMP_CWORD", position),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    code = run_without_typer([])
    plain = capsys.readouterr()
    if code is None:
        assert (plain.out, plain.err) == ("", "")
        return
    with pytest.raises(SystemExit) as end:
        run([])
    assert (end.value.code, capsys.readouterr()) == (code, plain)


def test_a_code_is_offered_once_something_is_typed() -> None:
    assert "E06000027" not in [text for text, _ in completions(NAMES, (), "")]
    assert list(completions(NAMES, (), "e06")) == [("e06000027", "Torbay")]


@pytest.mark.parametrize(
    ("instruction", "line", "position"),
    [
        ("complete_zsh", "icslookup area Guildf", "2"),
        ("complete_bash", "icslookup boards S", "2"),
        ("complete_bash", "icslookup area --as", "2"),
        ("complete_bash", "icslookup area 'tower", "2"),
        ("complete_bash", "icslookup area Guildf", "x"),
    ],
)
def test_typer_answers_other_questions(
    instruction: str, line: str, position: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", position)
    assert bash_completions(instruction) is None


def test_damaged_data_have_no_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DataError("damaged")

    monkeypatch.setattr(candidates, "in_use", fail)
    assert candidates.authorities() == candidates.boards() == []
    assert candidates.regions("") == []
