"""The views of `boards`, `areas`, `splits` and `coverage`."""

from __future__ import annotations

import icslookup
from icslookup.formats import render


def test_boards_have_dates_only_if_one_of_them_has_ended() -> None:
    current = render(icslookup.boards(), "markdown")
    assert "| Board | ODS | ONS | Region | Areas | Residents |\n" in current
    assert "\non 22 November 2026\n" in current
    every = render(icslookup.boards(every=True), "markdown")
    assert "| Areas | Residents | From | To |\n" in every
    assert "\nas on 22 November 2026, or on their last or first day\n" in every


def test_a_split_authority_is_named_once_and_counted_once() -> None:
    lines = render(icslookup.splits(), "markdown").splitlines()
    assert lines[0] == "## 5 authorities split between boards"
    first = lines.index("| Buckinghamshire | E06000060 | Thames Valley | S0E4D | 98.7% | 546,080 |")
    assert lines[first + 1] == "|  |  | Central East | S1Y5D | 1.3% | 6,989 |"


def test_the_mapping_names_the_authority_in_every_row() -> None:
    lines = render(icslookup.areas(), "markdown").splitlines()
    assert lines[0] == "## 296 authorities, 302 rows"
    assert sum(line.startswith("| Buckinghamshire | E06000060 |") for line in lines) == 2


def test_coverage_ends_with_the_sum_for_england() -> None:
    answer = icslookup.coverage()
    lines = render(answer, "markdown").splitlines()
    last = [line for line in lines if line.startswith("|")][-1]
    residents = sum(row.residents for row in answer.rows)
    assert last == f"| England |  |  |  | 33,755 | {residents:,} | 100% |"
