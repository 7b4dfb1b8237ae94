"""The notes and messages that several questions share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.lookup import messages
from icslookup.names.resolution import Match, Resolution

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("method", "note"),
    [
        ("words", "'Guild' was read as Guildford (words, score 90)"),
        ("fuzzy", "'Guild' was read as Guildford (fuzzy, score 90)"),
        ("exact", None),
        ("alias", None),
        ("code", None),
    ],
)
def test_a_guess_has_a_note(method: str, note: str | None) -> None:
    assert messages.guess_note("Guild", Match(method, 90.0, "guildford"), "Guildford") == note


def test_a_code_of_another_day_has_a_note() -> None:
    old = Match("code", 100.0, "E08000016")
    codes = ("E08000038",)
    note = "E08000016 is not the code of Barnsley on 22 November 2026: that is E08000038"
    assert messages.recode_note(old, codes, "code of Barnsley", DAY) == note
    assert messages.recode_note(old._replace(matched=codes[0]), codes, "code", DAY) is None
    assert messages.recode_note(old._replace(method="exact"), codes, "code", DAY) is None


def test_an_end_names_the_successors() -> None:
    assert messages.end_note("Frimley", date(2026, 3, 31), ["A", "B"], ", as planned") == (
        "Frimley was abolished; its last day was 31 March 2026, as planned; it was succeeded by A"
        " and B"
    )


@pytest.mark.parametrize(
    ("query", "status", "hint", "message"),
    [
        ("Newcastle", "ambiguous", None, "'Newcastle' could be more than one board"),
        ("Newcastle", "ambiguous", "a hint", "'Newcastle' could be more than one board"),
        ("x", "not_found", "a hint", "a hint"),
        ("e99999999", "not_found", None, "no board has or had the code 'E99999999'"),
        ("E9", "not_found", None, "no board is called 'E9'"),
    ],
)
def test_why_a_name_has_no_answer(query: str, status: str, hint: str | None, message: str) -> None:
    found = Resolution(status, None, None, ())
    assert messages.no_answer_message("board", query, found, hint) == message


def test_only_a_day_ahead_is_in_the_future(data: Dataset) -> None:
    assert messages.future_note(data, DAY) is None
    note = messages.future_note(data, date(2026, 11, 23))
    assert note == (
        "23 November 2026 is in the future: this is what is in force since 1 April 2026; changes"
        " after today are plans"
    )


def test_a_day_ahead_says_what_is_not_yet_known() -> None:
    message = icslookup.area("Gloucester", "2027-05-01").message
    assert message is not None
    assert ". Announced for 1 April 2027: Further mergers of boards are due" in message
    before = icslookup.area("Gloucester", "2027-03-31").message
    assert before is not None
    assert "Announced for" not in before


@pytest.mark.parametrize("written", ["2027", "2027-03"])
def test_what_is_not_yet_known_may_have_a_month_or_a_year(
    damaged: Callable[[str, str, str], Dataset], written: str
) -> None:
    row = "2027-04-01,open,,Further mergers"
    data = damaged("events.csv", row, row.replace("2027-04-01", written))
    note = messages.future_note(data, date(2028, 1, 1)) or ""
    assert f". Announced for {written}: Further mergers of boards are due" in note
    assert "ministers" not in note
