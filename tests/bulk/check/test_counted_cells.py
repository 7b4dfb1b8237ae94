"""The distinct cells of a column are counted by day."""

from __future__ import annotations

import io
from collections import Counter
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from icslookup.bulk.check.counted_cells import DayCache, count_cells
from icslookup.tables import Batch, open_source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icslookup.tables import Source

DAY = date(2025, 3, 1)


class Cells:
    """A table in memory, whose batches have a few rows each."""

    def __init__(self, *rows: tuple[object, object]) -> None:
        self.rows = rows

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        for start in range(0, len(self.rows), 2):
            few = self.rows[start : start + 2]
            cells = tuple([row[column] for row in few] for column in columns)
            yield Batch(cells, None, list)


def counted(
    *rows: tuple[object, object], date_format: str | None = None
) -> dict[str, Counter[date | None]]:
    source: Source = Cells(*rows)  # type: ignore[assignment]
    return count_cells(source, 0, 1, date_format)


def test_rows_are_counted_by_text_and_day() -> None:
    found = counted(
        ("QRL", "2025-03-01"), ("QRL", DAY), ("QRL", "2025-03-01T09:00"), ("QRL", "soon"),
        ("QNQ", datetime(2025, 3, 1, 9, tzinfo=timezone.utc)), ("QNQ", None), ("QRL", "2021-01-01"),
    )  # fmt: skip
    assert found == {
        "QRL": Counter({DAY: 3, None: 1, date(2021, 1, 1): 1}),
        "QNQ": Counter({DAY: 1, None: 1}),
    }


def test_cells_of_any_type_are_counted() -> None:
    nan = float("nan")
    found = counted(
        (nan, nan), (float("nan"), ["x"]), (None, {"a": 1}), ("", DAY), (7, DAY), ("7", DAY),
        (["QRL"], DAY), (["QRL"], DAY),
    )  # fmt: skip
    assert found == {
        "": Counter({None: 3, DAY: 1}),
        "7": Counter({DAY: 2}),
        "['QRL']": Counter({DAY: 2}),
    }


def test_days_in_the_form_of_the_user() -> None:
    days = DayCache("%b-%y")
    assert [days["Mar-25"], days[" Apr-26 "], days["2025-03-01"], days[DAY]] == [
        DAY, date(2026, 4, 1), None, DAY,
    ]  # fmt: skip
    assert counted(("QRL", "2025-03"), date_format="%Y-%m") == {"QRL": Counter({DAY: 1})}


def test_without_a_column_of_days_no_row_has_a_day() -> None:
    source = open_source("-", stdin=io.BytesIO(b"code\nQRL\nQRL\n\nQNQ\n"))
    assert count_cells(source, 0, None) == {
        "QRL": Counter({None: 2}),
        "QNQ": Counter({None: 1}),
    }


@given(st.lists(st.tuples(st.sampled_from(["QRL", "QNQ", ""]), st.dates() | st.just("?"))))
def test_no_row_is_lost(rows: list[tuple[str, object]]) -> None:
    found = counted(*rows)
    expected = Counter((text, None if day == "?" else day) for text, day in rows)
    assert {(text, day): n for text, days in found.items() for day, n in days.items()} == expected
