"""CSV and TSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import icslookup
from icslookup.formats import render
from tests.support.answers import ANSWERS

if TYPE_CHECKING:
    from icslookup.formats.answers import Answer


def test_csv_of_an_area_is_the_rows_of_the_mapping() -> None:
    def rows(answer: Answer) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(render(answer, "csv"))))

    for day in ("2022-07-01", "2025-04-01", "2026-11-22"):
        mapping = rows(icslookup.areas(day)) + rows(icslookup.areas(day, kind="county"))
        by_area = [
            row
            for code in {m["gss_code"] for m in mapping}
            for row in rows(icslookup.area(code, day))
        ]
        key = lambda row: sorted(row.items())  # noqa: E731
        assert sorted(by_area, key=key) == sorted(mapping, key=key)
        boards = [
            row
            for b in icslookup.boards(day).rows
            for row in rows(icslookup.board(b.ods_code, day))
        ]
        districts = [row for row in mapping if row["kind"] != "county"]
        assert sorted(boards, key=key) == sorted(districts, key=key)


def test_cells_are_iso_dates_lower_case_booleans_and_joined_by_semicolons() -> None:
    place = next(csv.DictReader(io.StringIO(render(ANSWERS["postcode"](), "csv"))))
    assert (place["certain"], place["estimated"]) == ("true", "false")
    assert place["terminated"] == ""
    changes = list(csv.DictReader(io.StringIO(render(icslookup.changes(), "csv"))))
    made = next(row for row in changes if row["code"] == "D7T5G")
    assert made["date"] == "2026-04-01"
    assert made["predecessors"].startswith("Mid and South Essex;Suffolk and North East Essex;")
