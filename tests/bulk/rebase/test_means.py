"""Means are weighted by a column; rates are never added up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from icslookup.errors import DataError, UsageError
from tests.support import lsoa_oracle as oracle
from tests.support.lsoa_oracle import Area
from tests.support.rebased import code_of, rebased, refusal, results, table

HEADER = ("area", "mean_age", "pop")


def means(rows: list[tuple[object, ...]], **options: Any) -> dict[str, Decimal | None]:
    return results(rebased(table(rows, *HEADER), "mean_age", mean_by="pop", **options))


def test_a_mean_is_that_of_the_figures_behind_it() -> None:
    rows: list[tuple[object, ...]] = [
        ("QNQ", "10.5", 100),
        ("QU9", "20.1", 300),
        ("QXU", "31.25", 77),
        ("QRL", 40, 1000),
    ]
    found = means(rows, from_="2025-01-01")
    sums: dict[str, Fraction] = {}
    weights: dict[str, Fraction] = {}
    for code, mean, weight in rows:
        parts = oracle.shares(
            Area("board", str(code), "2025-01-01"), "board", "2026-11-22", "residents"
        )
        for key, share in parts.items():
            part = Fraction(str(weight)) * share
            weights[key] = weights.get(key, Fraction()) + part
            sums[key] = sums.get(key, Fraction()) + part * Fraction(str(mean))
    assert found.keys() == sums.keys()
    for key, value in found.items():
        assert abs(Fraction(value or 0) - sums[key] / weights[key]) <= Fraction(1, 2 * 10**6)


def test_a_mean_says_how_much_of_its_weight_is_estimated() -> None:
    answer = rebased(
        table([("QNQ", "10.5", 764343), ("QU9", "20.1", 436606)], *HEADER),
        "mean_age",
        mean_by="pop",
    )
    estimated = {code_of(area): area.estimated[0] for area in answer.areas}
    assert estimated == {"S0E4D": Decimal("0.5"), "QRL": 1, "S9B9J": 1}
    value, weight = answer.values
    assert (value.column, value.mean_by, weight.column, weight.mean_by) == (
        "mean_age",
        "pop",
        "pop",
        None,
    )
    assert value.total == Decimal("10.5") * 764343 + Decimal("20.1") * 436606
    assert weight.total == 764343 + 436606


@pytest.mark.parametrize(
    ("rows", "mean"),
    [
        ([("QNC", "10.5%", 100)], "10.5"),
        ([("QNC", "10 %", "1,000"), ("QNC", "20%", "3,000")], "17.5"),
        ([("QNC", 10, 1), ("QNC", "", 50)], "10"),
        ([("QNC", 10, 1), ("QNC", 99, "")], "10"),
        ([("QNC", 10, 1), ("QNC", "*", 50), ("QNC", 99, "[c]")], "10"),
        ([("QNC", 10, 0), ("QNC", 20, 5)], "20"),
        ([("QNC", 10, 0)], None),
        ([("QNC", 10, "")], None),
        ([("QNC", "-1.5", "2.5"), ("QNC", "0.5", "2.5")], "-0.5"),
        ([("QNC", "0.123456789", 3)], "0.123456789"),
    ],
)
def test_blanks_marks_and_zero_weights(rows: list[tuple[object, ...]], mean: str | None) -> None:
    assert means(rows) == {"QNC": None if mean is None else Decimal(mean)}


def test_marks_in_either_column_make_a_mean_incomplete() -> None:
    rows = [("QNC", 10, 1), ("QOC", "*", 5), ("QPM", 4, "[c]"), ("QT1", "", 5), ("QJ2", 4, "")]
    answer = rebased(table(rows, *HEADER), "mean_age", mean_by="pop")
    found = {area.ods_code: (area.complete, area.suppressed) for area in answer.areas}
    assert found["QNC"] == (True, 0)
    assert found["QOC"] == (False, 1)
    assert not any(complete for code, (complete, _) in found.items() if code != "QNC")
    value, weight = answer.values
    assert (value.figures, value.suppressed, value.blank) == (1, 2, 2)
    assert (weight.figures, weight.suppressed, weight.blank) == (3, 1, 1)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            [("QNC", 1, 2), ("QNC", 10, -1)],
            "row 2 below the header, column pop: '-1' is a negative weight",
        ),
        ([("QNC", 10, "5%")], "column pop: '5%' is a percentage"),
        ([("QNC", "old", 5)], "column mean_age: 'old' is no figure"),
    ],
)
def test_cells_that_give_no_mean_are_refused(rows: list[tuple[object, ...]], message: str) -> None:
    content = table(rows, *HEADER)
    assert message in refusal(DataError, content, "mean_age", mean_by="pop")


def test_a_rate_is_refused_without_weights() -> None:
    content = table([("QNQ", "10.5", 100)], *HEADER)
    message = refusal(UsageError, content, "mean_age")
    assert "'mean_age' seems to hold rates or means (mean)" in message
    assert "--mean-by" in message
    assert rebased(content, "mean_age", counts=True).values[0].placed == Decimal("10.5")
    content = table([("QNQ", 10, 1)], "area", "v", "percent")
    assert "'percent' seems" in refusal(UsageError, content, mean_by="percent")
    content = table([("QNQ", "10.5%", 100)], "area", "v", "pop")
    assert "is a percentage" in refusal(DataError, content)
