"""How the column of a file is read is decided by all its values, that of a pipe by the first rows."""

from __future__ import annotations

import json
import subprocess
import threading
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest

import icslookup
from icslookup.bulk.match.first_rows import FIRST_ROWS
from tests.support.program import PROGRAM, environment
from tests.support.schemas import check
from tests.support.table_files import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

BOARDS = ["Frimley", "NHS Sussex ICB", "Black Country", "Norfolk ICB"]
COUNCILS = ["Leeds", "Guildford", "Hart", "Camden", "Hackney", "Essex"]
LATE = ["Essex"] * (FIRST_ROWS - 2) + ["Frimley", "Black Country", *COUNCILS]
"""A column of councils whose first rows are of boards."""


def report_of(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    check(document, "match-report")
    return document


def kinds(text: str) -> set[tuple[str, str]]:
    """Return the names of a matched table that were found, with their boards."""
    return {(row["name"], row["icb_board_ods"]) for row in rows_of(text)}


EXPECTED = {
    ("Essex", "D7T5G"), ("Frimley", ""), ("Black Country", ""), ("Leeds", "QWO"),
    ("Guildford", "S9B9J"), ("Hart", "QRL"), ("Camden", "Z9B2Z"), ("Hackney", "QMF"),
}  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "jsonl", "csv.gz", "lines", "parquet", "xlsx"])
@pytest.mark.parametrize("piped", [False, True])
def test_a_file_is_read_as_all_its_values_say(
    cli: Callable[..., Result], tmp_path: Path, form: str, *, piped: bool
) -> None:
    """The result is the same in a file and in a pipe, and every row is there once."""
    path, report = tmp_path / f"in.{form}", tmp_path / "report.json"
    frame = pd.DataFrame({"name": LATE})
    if form == "parquet":
        frame.to_parquet(path)
    elif form == "xlsx":
        frame.to_excel(path, index=False)
    elif form == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    else:
        frame.to_csv(path, index=False, header=form != "lines")
    out = tmp_path / "out.csv"
    options = ["--lines"] if form == "lines" else ["-c", "name"]
    options += ["--to", "csv", "--report", str(report), *(() if piped else ("-o", str(out)))]
    result = cli("match", str(path), *options)
    assert result.code == 0
    text = result.out if piped else out.read_text(encoding="utf-8")
    assert [row["name"] for row in rows_of(text)] == LATE
    assert kinds(text) == EXPECTED
    written = report_of(report)
    assert (written["kind"], written["kind_read"], written["rows"]) == ("auto", "area", len(LATE))
    assert (written["values_as_area"], written["values_as_board"]) == (5, 2)
    assert (
        "read as a column of councils: of the distinct values, 5 are councils and 2 are boards"
        in result.err
    )


def test_frames_are_read_as_all_their_values_say() -> None:
    for frame in (pd.DataFrame({"name": LATE}), pl.DataFrame({"name": LATE})):
        annotated: Any = icslookup.annotate(frame, "name")
        rows = (
            annotated.to_dicts()
            if isinstance(frame, pl.DataFrame)
            else annotated.to_dict("records")
        )
        found = {
            (row["name"], row["icb_board_ods"] or "")
            for row in rows
            if row["icb_status"] == "found"
        }
        assert found == {pair for pair in EXPECTED if pair[1]}


def test_an_iterable_is_read_row_by_row() -> None:
    """Nothing is read ahead, so a board is found next to councils."""
    names = iter(LATE[-len(COUNCILS) - 2 :])
    found = icslookup.match(names)
    assert next(found).boards[0].ods_code == "QNQ"
    assert next(names) == "Black Country"


def test_a_pipe_is_read_as_its_first_rows_say() -> None:
    done = subprocess.run(
        [*PROGRAM, "match", "-", "-c", "name"], input="\n".join(["name", *LATE, ""]),
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert "read as a column of boards\n" in done.stderr
    assert [row["name"] for row in rows_of(done.stdout)] == LATE
    assert kinds(done.stdout) == {
        ("Essex", "D7T5G"), ("Frimley", "QNQ"), ("Black Country", "QUA"),
        *((name, "") for name in COUNCILS[:-1]),
    }  # fmt: skip


def test_a_pipe_is_not_read_to_its_end_before_rows_come_out() -> None:
    seen = threading.Event()
    with subprocess.Popen(
        [*PROGRAM, "match", "-", "-c", "name", "-q"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, env=environment(),
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        given = process.stdin

        def feed() -> None:
            given.write(b"name\n" + b"Leeds\n" * 300_000)
            given.flush()
            seen.wait(60)
            given.close()

        feeder = threading.Thread(target=feed)
        feeder.start()
        assert process.stdout.readline().startswith(b"name,")
        assert process.stdout.readline().startswith(b"Leeds,found")
        seen.set()
        assert process.stdout.read().count(b"Leeds,found") == 300_000 - 1
        feeder.join()


@pytest.mark.parametrize("out", ["file", "pipe"])
def test_damage_after_the_first_rows_is_an_error(
    cli: Callable[..., Result], tmp_path: Path, out: str
) -> None:
    path = tmp_path / "in.csv"
    rows = ["name", *COUNCILS * 1000, "Leeds,too,many"]
    path.write_text("\n".join(rows), encoding="utf-8")
    options = ["-o", str(tmp_path / "out.csv")] if out == "file" else []
    result = cli("match", str(path), "-c", "name", *options)
    assert result.code == 4
    assert f"in.csv, line {len(rows)}: there are 3 fields where the header has 1" in result.err
    assert [file.name for file in tmp_path.iterdir()] == ["in.csv"]
    lines = result.out.splitlines()
    assert out == "file" or lines[1].startswith("Leeds,found")


def test_cells_that_are_lists_are_read(cli: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    lines = [json.dumps({"name": [name]}) for name in LATE]
    path.write_text("\n".join(lines), encoding="utf-8")
    rows = [
        json.loads(line) for line in cli("match", str(path), "-c", "name", "-q").out.splitlines()
    ]
    assert {(row["name"][0], row["icb_board_ods"] or "") for row in rows} == EXPECTED


def test_more_values_than_are_remembered_are_not_all_counted(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icslookup.bulk.cache.MOST_KEPT", 2)
    path = tmp_path / "in.csv"
    path.write_text("\n".join(["name", *LATE]), encoding="utf-8")
    assert kinds(cli("match", str(path), "-c", "name", "-q").out) >= {("Frimley", "QNQ")}


@pytest.mark.parametrize("piped", [False, True])
def test_names_without_a_day_are_read_for_one_time(
    cli: Callable[..., Result], tmp_path: Path, *, piped: bool
) -> None:
    path, report, out = (tmp_path / name for name in ("in.csv", "report.json", "out.csv"))
    names = ["Norfolk ICB"] * FIRST_ROWS + ["Suffolk ICB", "Hertfordshire ICB"]
    path.write_text("\n".join(["name", *names]), encoding="utf-8")
    options = ["--report", str(report), *(() if piped else ("-o", str(out)))]
    result = cli("match", str(path), "-c", "name", *options)
    text = result.out if piped else out.read_text(encoding="utf-8")
    assert kinds(text) == {
        ("Norfolk ICB", "QMM"),
        ("Suffolk ICB", "QJG"),
        ("Hertfordshire ICB", "QM7"),
    }
    assert "the names fit the boundaries of 31 March 2026 best, so they are read" in result.err
    written = report_of(report)
    assert (written["as_of"], written["as_of_read"]) == (None, "2026-03-31")
    assert (written["boundaries_start"], written["boundaries_end"]) == ("2025-04-01", "2026-03-31")
    assert (written["kind_read"], written["one_time"]) == ("board", True)


@pytest.mark.parametrize(
    ("names", "options", "one_time"),
    [
        (["Frimley", "Thames Valley"], ["--kind", "board"], False),
        (["Frimley", "Thames Valley"], [], False),
        (["Frimley", "Sussex"], [], True),
        (["Leeds", "Craven"], [], None),
        (["NHS Dorset CCG", "Leeds"], ["--kind", "board"], True),
        (["NHS Sussex ICB - 70F", "Frimley", "Thames Valley"], ["--kind", "board"], False),
        (["99M", "QNQ"], ["--kind", "board"], False),
        (["E38000118", "QNQ"], ["--kind", "board"], False),
        (["Frimley", "Thames Valley"], ["--as-of", "2024-06-01"], None),
    ],
)
def test_boards_that_never_existed_side_by_side_are_mentioned(
    cli: Callable[..., Result],
    tmp_path: Path,
    names: list[str],
    options: list[str],
    one_time: bool | None,
) -> None:
    path, report = tmp_path / "in.csv", tmp_path / "report.json"
    path.write_text("\n".join(["name", *names]), encoding="utf-8")
    result = cli("match", str(path), "-c", "name", "--report", str(report), *options)
    assert report_of(report)["one_time"] is one_time
    assert ("these boards never all existed on one day" in result.err) is (one_time is False)


@pytest.mark.parametrize("kind", ["auto", "board"])
def test_boards_of_one_time_have_one_answer_with_any_kind(
    cli: Callable[..., Result], tmp_path: Path, kind: str
) -> None:
    """A file, a result in a pipe, standard input and frames are read for March 2026."""
    names = ["Surrey ICB", *["Kent and Medway"] * FIRST_ROWS, "Sussex ICB", "Cambridgeshire ICB"]
    expected = {
        ("Surrey ICB", "QXU"), ("Kent and Medway", "QKS"), ("Sussex ICB", "QNX"),
        ("Cambridgeshire ICB", "QUE"),
    }  # fmt: skip
    path, out, report = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "report.json"
    path.write_text("\n".join(["name", *names]), encoding="utf-8")
    options = ["-c", "name", "--kind", kind, "--report", str(report)]
    written = cli("match", str(path), *options, "-o", str(out))
    assert kinds(out.read_text(encoding="utf-8")) == expected
    piped = cli("match", str(path), *options)
    assert kinds(piped.out) == expected
    short = [names[0], *names[-3:]]
    done = subprocess.run(
        [*PROGRAM, "match", "-", *options], input="\n".join(["name", *short, ""]),
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    assert kinds(done.stdout) == expected
    for said in (written.err, piped.err, done.stderr):
        assert "the names fit the boundaries of 31 March 2026 best, so they are read" in said
    document = report_of(report)
    assert (document["kind_read"], document["as_of_read"]) == ("board", "2026-03-31")
    for frame in (pd.DataFrame({"name": names}), pl.DataFrame({"name": names})):
        annotated: Any = icslookup.annotate(frame, "name", kind=kind)
        assert set(zip(annotated["name"], annotated["icb_board_ods"], strict=True)) == expected


@pytest.mark.parametrize("kind", ["area", "board", "code"])
def test_a_kind_that_the_user_names_is_not_decided(
    cli: Callable[..., Result], tmp_path: Path, kind: str
) -> None:
    path, report = tmp_path / "in.csv", tmp_path / "report.json"
    path.write_text("\n".join(["name", *BOARDS, *COUNCILS]), encoding="utf-8")
    result = cli("match", str(path), "-c", "name", "--kind", kind, "--report", str(report))
    day = "2026-03-31" if kind == "board" else None
    names = [*BOARDS, *COUNCILS]
    then, now = icslookup.match(names, day, kind=kind), icslookup.match(names, kind=kind)
    expected = [
        a.status if a.status == "found" else b.status for a, b in zip(then, now, strict=True)
    ]
    assert [row["icb_status"] for row in rows_of(result.out)] == expected
    written = report_of(report)
    assert (written["kind"], written["kind_read"]) == (kind, None if kind == "code" else kind)
    assert (written["values_as_area"], written["as_of_read"]) == (None, day)
    assert "read as a column" not in result.err


def test_what_has_no_answer_is_explained_as_what_the_column_has(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path, unmatched = tmp_path / "in.csv", tmp_path / "unmatched.csv"
    path.write_text("\n".join(["name", *COUNCILS, "West Yorkshire", "Frimley"]), encoding="utf-8")
    cli("match", str(path), "-c", "name", "--unmatched", str(unmatched))
    notes = {row["alias"]: row["note"] for row in rows_of(unmatched.read_text(encoding="utf-8"))}
    assert "is a combined authority and an Integrated Care Board" in notes["West Yorkshire"]
    assert notes["Frimley"].startswith("Frimley is an Integrated Care Board, not a council")
