"""Which boundaries a column has: the values decide, or the user is asked."""

from __future__ import annotations

import pytest

import icslookup
from icslookup.errors import AmbiguousError
from tests.support.rebased import rebased, refusal, results

BEFORE = [row.ods_code for row in icslookup.boards("2025-06-01").rows]
AFTER = [row.ods_code for row in icslookup.boards("2026-05-01").rows]
NAMES = [row.name for row in icslookup.boards("2025-06-01").rows]


@pytest.mark.parametrize(
    "name", ["QRL", "Hampshire and Isle of Wight", "NHS Hampshire and Isle of Wight ICB"]
)
def test_a_board_whose_area_changed_needs_a_day(name: str) -> None:
    message = refusal(AmbiguousError, {name: 1}, to="2024-01-01")
    assert "--from 2022-07-01 for the boundaries until 31 March 2026" in message
    assert "--from 2026-04-01 for those since 1 April 2026" in message
    assert name in message
    assert results(rebased({name: 1}, to="2024-01-01", from_="2024-01-01")) == {"QRL": 1}
    assert len(rebased({name: 1}, to="2024-01-01", from_="2026-05-01").areas) == 2


@pytest.mark.parametrize(
    ("names", "start", "end"),
    [
        (BEFORE, "2022-07-01", "2026-03-31"), (NAMES, "2022-07-01", "2026-03-31"), (AFTER, "2026-04-01", "None"),
        (["QNQ", "QRL"], "2022-07-01", "2026-03-31"), (["QRL", "S0E4D"], "2026-04-01", "None"), (["QNC", "QOC"], "2022-07-01", "None"),
        (["QNQ", "Atlantis", ""], "2022-07-01", "2026-03-31"), (["E54000042"], "2022-07-01", "2026-03-31"),
        (["E54000067"], "2026-04-01", "None"), (["Allerdale", "Leeds"], "2022-07-01", "2023-03-31"), (["Cumberland", "Leeds"], "2023-04-01", "None"),
        (["E08000016"], "2022-07-01", "2025-03-31"), (["E08000038"], "2025-04-01", "None"),
    ],
)  # fmt: skip
def test_the_values_show_their_time(names: list[str], start: str, end: str) -> None:
    answer = rebased(dict.fromkeys(names, 1), to="2026-05-01")
    assert (str(answer.boundaries[0].start), str(answer.boundaries[-1].end)) == (start, end)


@pytest.mark.parametrize("names", [["Atlantis", "Utopia"], [""], ["England"], ["S12000036"]])
def test_values_without_an_answer_have_no_time(names: list[str]) -> None:
    answer = rebased(dict.fromkeys(names, 1))
    assert (answer.boundaries, answer.areas, answer.valid, answer.missing) == ((), (), False, ())


def test_values_of_several_times_with_one_meaning_each() -> None:
    answer = rebased({"QHG": 1, "S0E4D": 2, "QNC": 4})
    assert answer.boundaries == ()
    assert results(answer) == {"S1Y5D": 1, "S0E4D": 2, "QNC": 4}


def test_an_area_that_only_grew_on_the_way_needs_no_day() -> None:
    """Surrey Heartlands changed in 2023, and passed whole to one board at any time."""
    answer = rebased({"QXU": 1, "S0E4D": 2})
    assert results(answer) == {"S9B9J": 1, "S0E4D": 2}


def test_values_of_several_times_with_several_meanings_need_a_day() -> None:
    message = refusal(AmbiguousError, {"QNX": 1, "QRL": 2, "S0E4D": 3})
    assert "no one day fits all values of 'area'" in message
    assert "'QRL' had other boundaries" in message
    assert "--as-of-column" in message


@pytest.mark.parametrize("to", ["2022-07-01", "2024-01-01", "2026-05-01"])
def test_no_day_is_asked_for_if_the_figures_are_the_same(to: str) -> None:
    answer = rebased({"QNC": 1, "QF7": 2}, to=to)
    assert results(answer) == {"QNC": 1, "QF7": 2}


@pytest.mark.parametrize(
    "name", ["Corby", "Northampton", "Aylesbury Vale", "Bournemouth", "Poole", "Taunton Deane"]
)
def test_councils_that_ended_before_boards_pass_to_what_followed(name: str) -> None:
    answer = rebased({name: 7}, integer=True)
    assert answer.passed
    assert answer.boundaries == ()
    assert rebased({name: 7}, from_="2016-05-01", integer=True).areas == answer.areas
    late = rebased({name: 7}, from_="2024-01-01")
    assert [one.reason for one in late.unplaced] == ["not_then"]
