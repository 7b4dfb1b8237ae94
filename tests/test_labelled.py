"""The labelled spellings of `benchmarks/spellings/`: precision before recall."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import icslookup

FOLDER = Path(__file__).parents[1] / "benchmarks" / "spellings"
FILES = ("forms.csv", "errors.csv", "refusals.csv", "kinds.csv")

pytestmark = [
    pytest.mark.skipif(
        not FOLDER.is_dir(), reason="the source distribution does not include the benchmark"
    ),
    pytest.mark.xdist_group("labelled"),  # one process answers the rows once for all tests
]


@cache
def judged(files: tuple[str, ...] = FILES) -> tuple[tuple[dict[str, str], str], ...]:
    """Return every labelled row, and whether its answer is right, wrong or refused."""
    found = []
    for file in files:
        with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
            found += [(row, outcome(row)) for row in csv.DictReader(lines)]
    return tuple(found)


def outcome(row: dict[str, str]) -> str:
    try:
        if row["kind"] == "area":
            found = icslookup.area(row["spelling"])
            keys = [code.code for code in found.area.gss_codes] if found.area else []
            if found.area and not keys:  # two councils in one answer
                keys = ["+".join(sorted(council.gss_code for council in found.districts))]
        else:
            answer = icslookup.board(row["spelling"])
            shares = answer.nhs_area.boards if answer.nhs_area else ()
            keys = [share.ods_code for share in shares]
            keys = [answer.board.ods_code] if answer.board else keys
    except icslookup.UsageError:
        return "refused"
    if not keys:
        return "refused"
    return "wrong" if set(row["expected"].split(";")).isdisjoint(keys) else "right"


def test_there_are_enough_rows() -> None:
    wants = [row["want"] for row, _ in judged()]
    assert wants.count("answer") >= 7300
    assert wants.count("refuse") >= 2700


def test_no_labelled_spelling_is_answered_wrongly() -> None:
    """The contract requires 99.9 % of the answers to be right; here all are."""
    assert [row["spelling"] for row, was in judged() if was == "wrong"] == []


def test_nearly_every_clear_spelling_has_an_answer() -> None:
    wanted = [was for row, was in judged() if row["want"] == "answer"]
    assert wanted.count("right") / len(wanted) >= 0.979


@pytest.mark.parametrize(
    ("cls", "least"),
    [("official", 1), ("everyday", 0.99), ("code", 1), ("body-word", 0.99), ("same-stem", 0.99),
     ("with-place", 0.97), ("former", 0.97), ("swapped", 0.99), ("doubled", 0.99), ("neighbour", 0.96),
     ("code-beside", 1), ("footnote", 1), ("remark", 1), ("entity", 1), ("system", 1), ("combined", 1),
     ("any-letter", 0.98)],
)  # fmt: skip
def test_each_class_has_its_own_floor(cls: str, least: float) -> None:
    wanted = [was for row, was in judged() if row["want"] == "answer" and row["class"] == cls]
    assert wanted.count("right") / len(wanted) >= least


def test_no_held_out_spelling_is_answered_wrongly() -> None:
    """Another person wrote rougher rows. Many are refused, but none has a wrong answer."""
    rows = judged(("heldout.csv",))
    assert [row["spelling"] for row, was in rows if was == "wrong"] == []
    wanted = [was for row, was in rows if row["want"] == "answer"]
    assert wanted.count("right") / len(wanted) >= 0.894


@pytest.mark.parametrize("program", ["check.py", "make_errors.py", "make_kinds.py"])
def test_the_labels_hold_together_and_are_made_again(program: str, tmp_path: Path) -> None:
    """`check.py` finds no problem, and the seeds make the same rows."""
    copy = tmp_path / "benchmarks" / "spellings"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(FOLDER.parents[1] / "data", tmp_path / "data")
    run = subprocess.run(
        [sys.executable, copy / program], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    for made in ("errors.csv", "kinds.csv"):
        assert (copy / made).read_bytes() == (FOLDER / made).read_bytes()
