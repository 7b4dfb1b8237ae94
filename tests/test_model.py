"""The records of the data set, and the days on which they existed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.model import covers

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

FIRST, LAST = date(2022, 7, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("start", "end", "day", "inside"),
    [
        (FIRST, LAST, FIRST, True),
        (FIRST, LAST, LAST, True),
        (FIRST, LAST, date(2022, 6, 30), False),
        (FIRST, LAST, date(2026, 4, 1), False),
        (None, LAST, date(1974, 4, 1), True),
        (FIRST, None, date(2099, 1, 1), True),
        (None, None, FIRST, True),
    ],
)
def test_a_period_has_its_first_and_last_day(
    start: date | None, end: date | None, day: date, inside: bool
) -> None:
    assert covers(start, end, day) is inside


def test_a_board_has_the_ons_code_of_the_day(data: Dataset) -> None:
    hampshire = data.boards["QRL"]
    assert hampshire.ons_code(LAST) == "E54000042"
    assert hampshire.ons_code(date(2026, 4, 1)) == "E54000067"
    assert hampshire.ons_code(date(2022, 6, 30)) is None
    assert [hampshire.exists_on(day) for day in (date(2022, 6, 30), FIRST)] == [False, True]


def test_an_authority_has_the_gss_code_of_the_day(data: Dataset) -> None:
    barnsley = data.authorities["E08000038"]
    assert barnsley.gss_code_on(date(2025, 3, 31)) == "E08000016"
    assert barnsley.gss_code_on(date(2025, 4, 1)) == "E08000038"
    assert barnsley.exists_on(FIRST)
