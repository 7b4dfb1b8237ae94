"""The predecessors and successors of a council or a board."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.lookup.succession import counterparts_on, day_of_answer, explain_absence

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

TODAY = date(2026, 11, 22)
LAST_DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("code", "named", "day"),
    [
        ("QRL", None, TODAY),
        ("QRL", date(2024, 1, 1), date(2024, 1, 1)),
        ("QNQ", None, LAST_DAY),
        ("QNQ", LAST_DAY, LAST_DAY),
        ("QNQ", date(2026, 4, 1), None),
        ("S9B9J", date(2024, 1, 1), None),
    ],
)
def test_the_day_of_an_answer(
    data: Dataset, code: str, named: date | None, day: date | None
) -> None:
    assert day_of_answer(data.boards[code], named, TODAY) == day


@pytest.mark.parametrize(
    ("code", "day", "counterparts"),
    [
        ("QNQ", date(2026, 4, 1), {"QRL", "S0E4D", "S9B9J"}),
        ("S9B9J", date(2026, 3, 31), {"QNQ", "QXU", "QNX"}),
        ("QRL", date(2024, 1, 1), {"QRL"}),
    ],
)
def test_the_counterparts_of_a_board(
    data: Dataset, code: str, day: date, counterparts: set[str]
) -> None:
    assert set(counterparts_on(data.boards, code, day)) == counterparts


def test_counterparts_are_found_over_several_steps(data: Dataset) -> None:
    """Taunton Deane became Somerset West and Taunton in 2019, and that Somerset in 2023."""
    taunton = next(a.gss_code for a in data.authorities.values() if a.name == "Taunton Deane")
    found = counterparts_on(data.authorities, taunton, date(2024, 1, 1))
    assert [data.authorities[key].name for key in found] == ["Somerset"]


def test_an_absence_names_the_counterparts(data: Dataset) -> None:
    message, suggestions = explain_absence(
        data.boards, "QNQ", date(2026, 4, 1), lambda code: data.boards[code].short_name
    )
    assert message.startswith("Frimley ended on 31 March 2026; in its place on 1 April 2026: ")
    assert {s.code for s in suggestions} == {"QRL", "S0E4D", "S9B9J"}
    assert {s.score for s in suggestions} == {None}


def test_an_absence_may_have_no_counterparts(data: Dataset) -> None:
    alone = {"S9B9J": data.boards["S9B9J"]._replace(predecessors=())}
    assert explain_absence(alone, "S9B9J", date(2024, 1, 1), str) == (
        "S9B9J did not exist on 1 January 2024: it was established on 1 April 2026",
        (),
    )
