"""A table as a stream: how its rows are counted, and how little is remembered."""

from __future__ import annotations

import gc
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk import cache
from icslookup.bulk.match.file import ReadOptions, WriteOptions, match_file
from icslookup.bulk.match.table import TableMatcher
from icslookup.bulk.matcher import Matcher
from tests.support.table_files import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


def test_each_row_is_answered_for_its_own_day(
    cli: Callable[..., Result], table: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(
        "2024-06-01,Guildford", "2026-11-01,Guildford", "1.6.24,Guildford", header="Day,Council"
    )
    monkeypatch.setenv("ICSLOOKUP_AS_OF", "2023-01-01")
    rows = rows_of(cli("match", str(path), "-c", "Council", "--as-of-column", "day").out)
    assert [(r["icb_status"], r["icb_board_ods"]) for r in rows] == [
        ("found", "QXU;QNQ"),
        ("found", "S9B9J"),
        ("bad_date", ""),
    ]
    written = table(
        "01/06/2024,Guildford",
        "2024-06-01,Guildford",
        " 1/11/2026 ,Guildford",
        header="Day,Council",
    )
    british = ["-c", "Council", "--as-of-column", "day", "--date-format", "%d/%m/%Y"]
    rows = rows_of(cli("match", str(written), *british).out)
    assert [r["icb_board_ods"] for r in rows] == ["QXU;QNQ", "", "S9B9J"]
    both = cli("match", str(path), "--as-of", "2023-01-01", "--as-of-column", "Day")
    assert both.code == 2
    assert "not both" in both.err


def test_spellings_are_counted_beyond_those_kept(
    table: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_KEPT", 10)
    monkeypatch.setattr("icslookup.tables.delimited._HEAD", 64)
    names = [f"Nowhere {n}" for n in range(9000)] + ["Guildford"] * 9000
    path = table(*(f"{n},{name}" for n, name in enumerate(names)))
    out = tmp_path / "out.csv"
    report = match_file(str(path), Matcher(), ReadOptions("council"), WriteOptions(str(out)))
    assert report.statuses == {"found": 9000, "not_found": 9000}
    assert (report.distinct, report.more_unmatched, report.unmatched) == (None, True, 10)
    rows = rows_of(out.read_text(encoding="utf-8"))
    assert [r["icb_board_ods"] for r in rows] == [""] * 9000 + ["S9B9J"] * 9000


@pytest.mark.parametrize("threshold", [(700, 10, 10), (0, 10, 10), (200_000, 5, 5)])
def test_the_threshold_of_the_garbage_collector_is_restored(
    table: Callable[..., Path], tmp_path: Path, threshold: tuple[int, int, int]
) -> None:
    usual = gc.get_threshold()
    try:
        gc.set_threshold(*threshold)
        match_file(
            str(table("1,Leeds")),
            Matcher(),
            ReadOptions("council"),
            WriteOptions(str(tmp_path / "out.csv")),
        )
        assert gc.get_threshold() == threshold
    finally:
        gc.set_threshold(*usual)


def test_days_and_long_cells_do_not_fill_the_memory() -> None:
    """Days of one period share an answer. So do texts that begin alike and are too long for a name."""
    matcher = Matcher()
    days = TableMatcher(matcher, "list", dated=True)
    names: list[object] = ["Guildford", "Leeds"] * 5000
    dates: list[object] = [date(2022, 7, 1) + timedelta(days=n // 7) for n in range(10_000)]
    days.answer_numbers((names, dates))
    assert len(days.cells) <= 2 * 10
    long = TableMatcher(matcher, "list", dated=False)
    numbers = long.answer_numbers(([f"{'x' * 1000}{n}" for n in range(1000)],))
    assert (len(set(numbers)), len(long.cells)) == (1, 1)
    (only,) = long.counts().unmatched
    assert (len(only.spelling), only.rows) == (201, 1000)


def test_an_abolished_council_is_counted(
    cli: Callable[..., Result], table: Callable[..., Path]
) -> None:
    path = table("1,Allerdale", "2,QNQ", "3,Leeds")
    assert (
        "2 rows of former councils or boards, each answered for its last day"
        in cli("match", str(path)).err
    )
    assert "former" not in cli("match", str(path), "--as-of", "2022-08-01").err


def test_mixed_names_and_codes_of_every_vintage(
    cli: Callable[..., Result], table: Callable[..., Path]
) -> None:
    path = table(
        "1,E07000209", "2,e08000016", "3,LB Camden", "4,QRL", "5,E54000052", "6,Gilford", "7,Hove"
    )
    rows = rows_of(cli("match", str(path), "-q").out)
    assert [(r["icb_method"], r["icb_area_code"], r["icb_board_ods"]) for r in rows] == [
        ("code", "E07000209", "S9B9J"),
        ("code", "E08000038", "QF7"),
        ("exact", "E09000007", "Z9B2Z"),
        ("code", "", "QRL"),
        ("code", "", "QXU"),
        ("fuzzy", "E07000209", "S9B9J"),
        ("alias", "E06000043", "S9B9J"),
    ]
