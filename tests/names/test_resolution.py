"""The choice of one record, or the candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icslookup.names.resolution import (
    Candidate,
    Match,
    one_or_candidates,
    one_record,
    rescored,
    share,
)
from tests.support.names import everyone

if TYPE_CHECKING:
    from collections.abc import Callable

BOTH = {"b": "Newham", "a": "Barnet"}


def test_the_only_record_is_the_answer_even_if_it_has_ended() -> None:
    found = one_or_candidates({"a": "Barnet"}, "exact", lambda _key: False)
    assert found == one_record("a", "exact", "Barnet")


def test_the_only_one_of_several_that_exists_is_the_answer() -> None:
    found = one_or_candidates(BOTH, "alias", lambda key: key == "b")
    assert (found.key, found.match) == ("b", Match("alias", 100.0, "Newham"))


@pytest.mark.parametrize("exists", [everyone, lambda _key: False])
def test_if_several_or_none_exist_all_are_candidates_by_name(
    exists: Callable[[str], bool],
) -> None:
    found = one_or_candidates(BOTH, "alias", exists)
    assert (found.status, found.key) == ("ambiguous", None)
    assert found.candidates == (Candidate("a", "Barnet", 100.0), Candidate("b", "Newham", 100.0))


def test_on_any_day_a_record_that_has_ended_is_a_candidate() -> None:
    assert (
        one_or_candidates(BOTH, "alias", lambda key: key == "b", any_day=True).status == "ambiguous"
    )


def test_a_match_by_words_has_the_share_of_the_name_as_its_score() -> None:
    found = one_or_candidates({"a": "Tunbridge Wells"}, "words", everyone, core="tunbridge")
    assert found.match == Match("words", 64.3, "Tunbridge Wells")


@pytest.mark.parametrize(
    ("core", "name", "percent"),
    [(None, "Hull", 100.0), ("hull", "Hull", 100.0), ("the whole hull", "Hull", 100.0)],
)
def test_a_share_is_at_most_100(core: str | None, name: str, percent: float) -> None:
    assert share(core, name) == percent


def test_a_match_gets_another_method_and_score() -> None:
    assert rescored(one_record("a", "exact", "Hull"), "fuzzy", 75.0).match == Match(
        "fuzzy", 75.0, "Hull"
    )
    nothing = one_or_candidates(BOTH, "exact", everyone)
    assert rescored(nothing, "fuzzy", 75.0) == nothing
