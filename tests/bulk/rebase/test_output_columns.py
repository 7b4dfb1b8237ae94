"""The columns of the results, which are the same in every format."""

from __future__ import annotations

from decimal import Decimal

import pytest

from icslookup.bulk.rebase.output_columns import output_columns, output_rows
from icslookup.errors import UsageError
from tests.support.table_files import rebased


def test_the_columns_are_those_of_the_area_the_group_and_the_values() -> None:
    columns = output_columns(["month"], ["homes", "people"])
    assert [column.name for column in columns] == [
        "ods_code", "ons_code", "name", "month", "homes", "homes_estimated", "people",
        "people_estimated", "sources", "complete", "suppressed",
    ]  # fmt: skip
    kinds = {column.name: column.kind for column in columns}
    assert (kinds["name"], kinds["month"], kinds["homes_estimated"]) == (str, None, Decimal)
    assert (kinds["complete"], kinds["suppressed"]) == (bool, int)


@pytest.mark.parametrize(("per", "values", "name"), [
    (["name"], ["homes"], "name"),
    ([], ["sources"], "sources"),
    (["homes_estimated"], ["homes"], "homes_estimated"),
    ([], ["homes", "homes_estimated"], "homes_estimated"),
])  # fmt: skip
def test_two_columns_of_one_name_are_refused(per: list[str], values: list[str], name: str) -> None:
    with pytest.raises(UsageError, match=f"the results would have two columns '{name}'"):
        output_columns(per, values)


def test_a_row_has_a_cell_for_each_column() -> None:
    content = b"board,month,homes\nQNQ,2026-01,1.5\nQU9,2026-01,2\nQU9,2026-02,*\n"
    rows = output_rows(rebased(content, "homes", per=("month",)).areas)
    assert [len(row) for row in rows] == [9, 9, 9, 9]
    by_area = {(row[0], row[3]): row[4:] for row in rows}
    assert by_area["S0E4D", "2026-01"] == (
        Decimal("2.856826"), Decimal("0.856826"), "QNQ;QU9", True, 0
    )  # fmt: skip
    assert by_area["S0E4D", "2026-02"] == (None, None, "QU9", False, 1)
