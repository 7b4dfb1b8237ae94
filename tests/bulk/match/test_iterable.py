"""The names of an iterable, each with its answer in order."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import icslookup
from icslookup.bulk import cache, matcher
from icslookup.bulk.match.iterable import AnswerCache, match
from icslookup.bulk.matcher import NAME_KINDS, Matcher
from icslookup.errors import UsageError

if TYPE_CHECKING:
    from icslookup.bulk.matcher import Matched


def test_a_day_for_all_or_for_each() -> None:
    names = ["Guildford", "Guildford", "Allerdale", "Allerdale", "", "Guildford", "Guildford"]
    days: list[Any] = [
        "2024-06-01",
        date(2026, 11, 1),
        "2022-07-01",
        "2026-11-01",
        "x",
        "2020-01-01",
        None,
    ]
    found = list(match(names, days))
    assert [f.status for f in found] == [
        "found", "found", "found", "not_found", "blank", "bad_date", "bad_date",
    ]  # fmt: skip
    assert [len(f.boards) for f in found] == [2, 1, 1, 0, 0, 0, 0]
    assert [f.as_of for f in found[:2]] == [date(2024, 6, 1), date(2026, 11, 1)]
    assert [f.boards[0].ods_code for f in match(["Guildford"] * 2, "2024-06-01")] == ["QXU"] * 2


def test_there_must_be_as_many_days_as_names() -> None:
    with pytest.raises(ValueError, match=r"shorter|longer"):
        list(match(["Guildford"], ["2024-06-01", "2024-06-01"]))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kind": "ward"}, "there is no kind 'ward': name one of auto, area, board"),
        ({"min_score": 101}, "a score is from 0 to 100, not 101"),
        ({"as_of": "tomorrow"}, "'tomorrow' is not a date"),
        ({"as_of": "2020-01-01"}, "Integrated Care Boards did not exist before"),
    ],
)
def test_bad_arguments_are_refused_at_once(options: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        match([], **options)


def test_one_text_is_not_a_list_of_names() -> None:
    with pytest.raises(UsageError, match="not one text"):
        match("Guildford")


def test_each_spelling_is_resolved_once_and_few_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    matched: list[object] = []
    once = Matcher.one

    def counted(self: Matcher, value: object, day: date | None = None) -> Matched:
        matched.append(value)
        return once(self, value, day)

    monkeypatch.setattr(Matcher, "one", counted)
    assert len(list(match(["Guildford", "Woking"] * 1000))) == 2000
    assert matched == ["Guildford", "Woking"]
    monkeypatch.setattr(cache, "MOST_KEPT", 3)
    answers = AnswerCache(Matcher())
    for number in range(50):
        assert answers[f"Guildford {number % 5}"].query == f"Guildford {number % 5}"
        assert len(answers) <= 3


PARTS = st.sampled_from(
    ["Guildford", "guildford", "Surrey", "Hull", "City", "QNQ", "q n q", "E54000022", "Essex", "and",
     "Cornwall", "Isles of Scilly", "W", "hampton", "1. ", "12) ", "North", "Somerset", "BC"]
)  # fmt: skip


JOINTS = st.sampled_from(
    [" ", "", "; ", ", ", ": ", " - ", " > ", "'", "-", "|", " & ", ".", "\u2019", "  "]
)


@settings(deadline=None)
@given(
    st.lists(st.tuples(PARTS, JOINTS, PARTS).map("".join), max_size=8), st.sampled_from(NAME_KINDS)
)
def test_earlier_names_do_not_change_an_answer(names: list[str], kind: str) -> None:
    """The matcher remembers normalised forms, but punctuation and case can change an answer."""
    alone = [Matcher(kind=kind).one(name) for name in names]
    assert list(match(names, kind=kind)) == alone
    assert list(match(names[::-1], kind=kind)) == alone[::-1]


def test_public_names_are_imported_when_they_are_used() -> None:
    assert icslookup.match is match
    assert icslookup.Matched is matcher.Matched
    with pytest.raises(AttributeError, match="no attribute 'no_match'"):
        _ = icslookup.no_match  # type: ignore[attr-defined]
