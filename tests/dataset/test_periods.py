"""The periods follow one another without a gap, and all days of one have the same answers."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset.periods import PeriodStarts, change_days, periods
from icslookup.dates import DAY, FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset


def test_the_periods_follow_one_another(data: Dataset) -> None:
    spans = periods(data)
    assert spans[0].start == FIRST_DAY
    assert spans[-1].end is None
    for span, following in pairwise(spans):
        assert span.end is not None
        assert span.start <= span.end == following.start - DAY


def test_a_period_begins_whenever_a_membership_changes(data: Dataset) -> None:
    starts = {span.start for span in periods(data)}
    assert set(change_days(data)) <= starts


def test_a_period_begins_if_only_a_code_changes(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    data = damaged("board_codes.csv", "QYG,E54000008,2022-07-01", "QYG,E54000008,2024-05-01")
    assert date(2024, 5, 1) in {span.start for span in periods(data)}
    assert date(2024, 5, 1) not in change_days(data)


def test_a_period_begins_if_a_code_list_may_change_the_code_of_a_region(data: Dataset) -> None:
    without = {span.start for span in periods(data)}
    starts = {span.start for span in periods(data, region_codes=True)}
    assert starts - without == {date(2023, 5, 1), date(2024, 4, 1)}


@pytest.mark.parametrize("number", [0, 1, -2])
def test_the_first_and_the_last_day_of_a_period_have_the_same_answers(
    data: Dataset, number: int
) -> None:
    span = periods(data)[number]
    assert span.end is not None
    first, last = (icslookup.areas(day.isoformat()).rows for day in (span.start, span.end))
    assert first == last


def test_each_day_has_the_first_day_of_its_period(data: Dataset) -> None:
    first_days = PeriodStarts(data)
    for span in periods(data, region_codes=True):
        assert first_days.of(span.start) == span.start
        assert first_days.of(span.end or span.start + 1000 * DAY) == span.start
