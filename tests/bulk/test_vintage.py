"""The periods in which the values of a column are valid."""

from __future__ import annotations

from datetime import date

import pytest

import icslookup
from icslookup.bulk.vintage import merge_spans
from icslookup.dataset.periods import Span
from tests.support.table_files import checked, column, fits


@pytest.mark.parametrize(
    ("values", "spans"),
    [
        (["Guildford", "E07000209"], ["2022-07-01"]),
        (["E07000026"], ["2022-07-01 2023-03-31"]),
        (["E06000063", "Cumberland"], ["2023-04-01"]),
        (["Allerdale", "Cumberland"], []),
        (["E08000016"], ["2022-07-01 2025-03-31"]),
        (["e08000038 "], ["2025-04-01"]),
        (["E08000016", "E08000038"], []),
        (["Barnsley", "E06000063", "E08000016"], ["2023-04-01 2025-03-31"]),
        (["QNQ"], ["2022-07-01 2026-03-31"]),
        (["E54000042", "QRL"], ["2022-07-01 2026-03-31"]),
        (["E54000067"], ["2026-04-01"]),
        (["S9B9J"], ["2026-04-01"]),
        (["E54000007"], []),
        (["Aylesbury Vale"], []),
        (["E06000048"], []),
        (["Atlantis"], []),
        (["Guildford", "Atlantis", ""], ["2022-07-01"]),
        (["Somerset"], ["2022-07-01"]),
        (["Y61"], ["2022-07-01"]),
        (["E40000007"], ["2022-07-01 2024-03-31"]),
        (["E40000013", "Y61"], ["2023-05-01"]),
        (["E40000007", "E40000010 North West"], ["2022-07-01 2024-03-31"]),
    ],
)
def test_the_dates_on_which_every_value_is_valid(values: list[str], spans: list[str]) -> None:
    answer = checked(column(*values))
    assert fits(answer) == spans
    assert answer.passed is (bool(spans) and "Atlantis" not in values)


def test_every_day_agrees_with_the_mapping_of_that_day() -> None:
    for period in checked(column("Guildford")).periods:
        codes = sorted({row.gss_code for row in icslookup.areas(period.start).rows})
        boards = [row.ons_code or "" for row in icslookup.boards(period.start).rows]
        answer = checked(column(*codes))
        assert any(
            span.start <= period.start and (span.end is None or span.end >= period.start)
            for span in answer.fits
        )
        assert [(p.present, p.of) for p in answer.coverage] == [(len(codes), len(codes))]
        of_boards = checked(column(*boards), kind="board")
        assert of_boards.passed
        assert [p.missing for p in of_boards.coverage] == [()]
        assert any(span.start == period.start for span in of_boards.fits) or period.start.year in (
            2023,
            2025,
        )


def test_a_cell_may_have_a_code_and_its_name() -> None:
    answer = checked(column("E08000016 Barnsley", "E07000209: Guildford"))
    assert fits(answer) == fits(checked(column("E08000016", "E07000209")))
    assert {finding.finding for finding in answer.findings} == {"recoded"}


def test_spans_that_follow_each_other_become_one() -> None:
    first, second, third = (
        Span(date(2022, 7, 1), date(2023, 3, 31)),
        Span(date(2023, 4, 1), date(2026, 3, 31)),
        Span(date(2026, 4, 1), None),
    )
    spans = (first, second, third)
    assert merge_spans(spans, [True, True, True]) == (Span(first.start, None),)
    assert merge_spans(spans, [True, False, True]) == (first, third)
    assert merge_spans(spans, [False, False, False]) == ()
