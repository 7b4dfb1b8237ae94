"""The file of the spellings without a board, and how it becomes a file of aliases."""

from __future__ import annotations

import csv
import subprocess
from typing import TYPE_CHECKING

from tests.support.program import PROGRAM, environment
from tests.support.table_files import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


def test_filling_in_the_unmatched_makes_the_next_run_complete(tmp_path: Path) -> None:
    """Every kind of spelling without a board is answered once its code is filled in."""
    names = ["Guildford", "Our patch", "Our patch", "Newcastle", "Glasgow", "Unknown", "Stratford",
             "Guildford and Walsall", "Aylesbury Vale", "St Thomas Hospital", "=1+1", "Ünbekannt"]  # fmt: skip
    path, filled = tmp_path / "in.txt", tmp_path / "own" / "aliases.csv"
    filled.parent.mkdir()
    path.write_text("\n".join(names), encoding="utf-8")
    match = [*PROGRAM, "match", str(path), "--lines", "-o", str(tmp_path / "out.csv"), "--strict"]
    first = subprocess.run([*match, "--unmatched", filled], check=False, capture_output=True)
    assert first.returncode == 1
    text = filled.read_text(encoding="utf-8")
    rows = rows_of(text)
    assert [(r["alias"], r["rows"]) for r in rows[:1]] == [("Our patch", "2")]
    assert {r["alias"] for r in rows} == set(names) - {"Guildford"}
    newcastle = next(r for r in rows if r["alias"] == "Newcastle")
    assert newcastle["code_1"] == "E08000021"
    assert float(newcastle["score_1"]) > 0
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "code": row["code_1"] or "E09000025"} for row in rows)
    own = environment(ICSLOOKUP_CONFIG_DIR=str(filled.parent))
    second = subprocess.run(match, check=False, capture_output=True, env=own)
    assert second.returncode == 0, second.stderr
    again = subprocess.run(
        [*match, "--unmatched", filled], check=False, capture_output=True, text=True, env=own
    )
    assert again.returncode == 2
    assert "has codes that were filled in" in again.stderr


def test_the_unmatched_of_dated_rows_name_the_council_of_that_day(
    cli: Callable[..., Result], table: Callable[..., Path], tmp_path: Path
) -> None:
    path = table("2024-01-01,Eden", header="day,council")
    out = tmp_path / "un.csv"
    cli("match", str(path), "-c", "council", "--as-of-column", "day", "--unmatched", str(out), "-q")
    (row,) = rows_of(out.read_text(encoding="utf-8"))
    assert (row["candidate_1"], row["code_1"]) == ("Westmorland and Furness", "E06000064")
