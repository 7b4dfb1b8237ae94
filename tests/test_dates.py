"""Days that users give, and the days around a period."""

from __future__ import annotations

from datetime import date, datetime

import pytest

import icslookup
from icslookup import dates
from icslookup.errors import UsageError


@pytest.mark.parametrize(
    ("given", "day"),
    [
        (None, None),
        ("2022-07-01", dates.FIRST_DAY),
        (" 2024-02-29 ", date(2024, 2, 29)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (datetime(2026, 4, 1, 23, 59), date(2026, 4, 1)),  # noqa: DTZ001 - a user may have one
    ],
)
def test_a_day_is_text_a_date_or_nothing(given: date | str | None, day: date | None) -> None:
    assert dates.as_of_day(given) == day


def test_only_some_questions_have_answers_before_the_boards() -> None:
    before = dates.FIRST_DAY - dates.DAY
    assert dates.as_of_day(str(before), before_boards=True) == date(2022, 6, 30)
    with pytest.raises(UsageError, match="did not exist before 1 July 2022"):
        dates.as_of_day(str(before))


def test_a_number_is_not_a_day() -> None:
    with pytest.raises(UsageError, match="a day is a date or text in the form YYYY-MM-DD, not 5"):
        dates.as_of_day(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "as_of",
    ["2024-06-01", date(2024, 6, 1), datetime(2024, 6, 1, 12), " 2024-06-01 "],  # noqa: DTZ001
)
def test_a_day_may_be_text_or_a_date(as_of: date | str) -> None:
    assert icslookup.area("Guildford", as_of).as_of == date(2024, 6, 1)


@pytest.mark.parametrize(
    ("as_of", "message"),
    [
        ("2026-02-30", "there is no such day as '2026-02-30'"),
        ("01/04/2026", "'01/04/2026' is not a date: write it as YYYY-MM-DD"),
        ("20260401", "is not a date"),
        ("2026-W14-3", "is not a date"),
        ("\u0662\u0660\u0662\u0664-01-01", "is not a date"),
        ("", "is not a date"),
        ("2022-06-30", "boards did not exist before 1 July 2022"),
        (date(2020, 1, 1), "there is no answer for 1 January 2020"),
    ],
)
def test_a_bad_day_is_refused(as_of: date | str, message: str) -> None:
    with pytest.raises(UsageError, match="(?i)" + message):
        icslookup.area("Guildford", as_of)
