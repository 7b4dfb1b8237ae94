"""The view of `crosswalk`."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.formats import Terminal, render
from icslookup.formats.views.registry import errors, notes
from icslookup.lookup.crosswalk import CrosswalkRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Result


@pytest.mark.parametrize(
    ("width", "left_out"),
    [
        (40, "Residents, Share of To, Part, Changed"),
        (60, "Residents, Share of To, Part, Changed"),
        (80, "Share of To, Part, Changed"),
        (200, None),
        (None, None),
    ],
)
@pytest.mark.parametrize("geography", ["board", "sub-icb", "region"])
def test_a_table_has_every_code_and_no_broken_word(
    width: int | None, left_out: str | None, geography: str
) -> None:
    answer = icslookup.crosswalk("2022-07-01", geography=geography)
    text = render(answer, "table", Terminal(width=width))
    lines = text.splitlines()
    assert max(map(len, lines)) <= max(width or 1000, 60)
    assert [line for line in lines if line.startswith("No space for")] == (
        [f"No space for: {left_out}"] if left_out else []
    )
    shown = set(text.split())
    for row in answer.rows:
        assert {row.from_code, row.to_code} <= shown
        assert set(row.from_name.partition(" ICB - ")[0].split()[1:-3]) <= shown


def test_a_divided_area_is_named_once() -> None:
    text = render(icslookup.crosswalk("2025-04-01", "2026-04-01"), "markdown")
    assert text.startswith("## From boards of 1 April 2025 to boards of 1 April 2026\n")
    assert "\n42 boards to 36 boards: 39 whole, 3 divided\n" in text
    assert (
        "| Frimley | QNQ | Thames Valley | S0E4D | 436,606 | 57.1% | 19.7% | part | 1 Apr 2026 |\n"
        "|  |  | Hampshire and Isle of Wight | QRL | 174,249 | 22.8% | 8.7% | part | 1 Apr 2026 |\n"
        "|  |  | Surrey and Sussex | S9B9J | 153,488 | 20.1% | 5.3% | part | 1 Apr 2026 |\n"
    ) in text


def test_csv_has_every_column() -> None:
    answer = icslookup.crosswalk("2025-04-01", "2026-04-01")
    rows = list(csv.DictReader(io.StringIO(render(answer, "csv"))))
    assert tuple(rows[0]) == CrosswalkRow._fields
    assert len(rows) == len(answer.rows)
    (row,) = [row for row in rows if (row["from_code"], row["to_code"]) == ("QNQ", "S9B9J")]
    assert (row["residents"], row["share_of_from"], row["changed"]) == (
        "153488", "0.20081", "2026-04-01",
    )  # fmt: skip


def test_lsoas_are_named_by_their_codes_only() -> None:
    answer = icslookup.crosswalk(geography="lsoa")
    few = answer._replace(rows=answer.rows[:3])
    assert "| Code | To | Code | Residents | Share of To | Part | Changed |" in render(
        few, "markdown"
    )


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv", "tsv", "markdown"])
def test_ccgs_without_a_target_are_named_in_every_format(
    format_: str, cli: Callable[..., Result]
) -> None:
    result = cli(
        "crosswalk", "2021-04-01", "2026-04-01", "--geography", "ccg", "--to-geography", "sub-icb",
        "-f", format_,
    )  # fmt: skip
    assert result.code == 0
    assert result.err.splitlines() == [
        "icslookup: 2 CCGs of 106 have no target in this answer:",
        "icslookup: how NHS Frimley CCG divides between sub-ICB locations is not known",
        "icslookup: how NHS Surrey Heartlands CCG divides between sub-ICB locations is not known",
    ]


def test_a_table_of_ccgs_says_what_is_not_known() -> None:
    answer = icslookup.crosswalk(
        "2021-04-01", "2026-04-01", geography="ccg", to_geography="sub-icb"
    )
    text = render(answer, "markdown")
    assert "| Frimley | D4U1Y | not known |  | 440 | 100% | unknown |  |" in text
    assert ", 2 not known\n" in text
    assert errors(icslookup.crosswalk()) == ""


def test_a_note_stands_in_the_table_or_on_standard_error() -> None:
    answer = icslookup.crosswalk("2024-01-01", "2030-01-01")
    assert "Note: 1 January 2030 is in the future" in render(answer, "table")
    assert notes(answer, "table") == ""
    assert "in the future" in notes(answer, "csv")
