"""The command `match`: it reads whole tables, and writes the same rows with boards."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import jsonschema
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from icslookup.bulk.match.output_columns import added_columns
from tests.support.program import PROGRAM, TOP, environment, in_terminal
from tests.support.table_files import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


ADDED = [name for name, _ in added_columns("list")]


HEADER = ",".join(ADDED)


GUILDFORD = "found,exact,100.0,E07000209,Guildford,1,S9B9J,E54000069,NHS Surrey and Sussex Integrated Care Board,1.0"


NOTHING = ",,,,,0,,,,"
ABSENT = "councils or boards that did not exist on the day"


def test_every_row_comes_out_with_its_own_bytes(
    cli: Callable[..., Result], table: Callable[..., Path]
) -> None:
    path = table("1,Guildford", '2,"Guildford"', '"3", Guildford ', "4,=cmd|' /C calc'!A0", "5,")
    result = cli("match", str(path), "-c", "council", "-q")
    assert (result.code, result.err) == (0, "")
    assert result.out.split("\n") == [
        f"id,council,{HEADER}",
        f"1,Guildford,{GUILDFORD}",
        f'2,"Guildford",{GUILDFORD}',
        f'"3", Guildford ,{GUILDFORD}',
        f"4,=cmd|' /C calc'!A0,not_found{NOTHING}",
        f"5,,blank{NOTHING}",
        "",
    ]


def test_the_summary_and_the_report_count_the_rows(
    cli: Callable[..., Result], table: Callable[..., Path], tmp_path: Path
) -> None:
    path = table(
        "1,Guildford", "2,Guildford", "3,Newcastle", "4,Atlantis", "5,Aylesbury Vale", "6,", "7"
    )
    out, report = tmp_path / "out.csv", tmp_path / "report.json"
    result = cli("match", str(path), "-c", "council", "-o", str(out), "--report", str(report))
    assert (result.code, result.out) == (0, "")
    assert result.err.splitlines()[:-1] == [
        "icslookup: read as a column of councils",
        "icslookup: 7 rows: 3 found, 2 blank, 1 ambiguous, 1 not found (5 distinct spellings)",
        "icslookup: found by 3 exact name",
        "icslookup: 1 row of authorities that ended before boards began",
        f"icslookup: 1 row of {ABSENT}: --follow would place them",
        "icslookup: 1 row with fewer fields than the header, filled up",
        "icslookup: 3 spellings without a board: see --unmatched FILE",
    ]
    written = json.loads(report.read_text(encoding="utf-8"))
    assert written["rows"] == len(rows_of(out.read_text(encoding="utf-8"))) == 7
    assert written["statuses"] == {"found": 3, "blank": 2, "ambiguous": 1, "not_found": 1}
    schema = json.loads((TOP / "docs/schema/match-report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(written)
    assert written["data"]["version"] not in out.read_text(encoding="utf-8")
    assert cli("match", str(path), "-c", "council", "-q", "-o", str(out)).err == ""


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (["1,Guildford"], 0),
        (["1,Atlantis"], 1),
        (["1,Newcastle"], 1),
        (["1,"], 1),
        (["1,Aylesbury Vale"], 1),
    ],
)
def test_strict_asks_for_a_board_in_every_row(
    cli: Callable[..., Result], table: Callable[..., Path], rows: list[str], code: int
) -> None:
    path = table(*rows)
    strict = cli("match", str(path), "-c", "council", "--strict", "-q")
    assert strict.code == code
    assert strict.err == ("icslookup: 1 of 1 row without a board\n" if code else "")
    assert cli("match", str(path), "-c", "council").code == 0


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "parquet", "xlsx"])
def test_every_format_has_the_same_answers(
    cli: Callable[..., Result], table: Callable[..., Path], tmp_path: Path, form: str
) -> None:
    path = table("1,Guildford", "2,Hart", "3,Atlantis")
    out = tmp_path / f"out.{form}"
    assert (
        cli("match", str(path), "-c", "council", "-o", str(out), "--as-of", "2024-01-01").code == 0
    )
    found: list[dict[str, Any]]
    if form in ("csv", "tsv"):
        text = io.StringIO(out.read_text(encoding="utf-8"))
        found = list(csv.DictReader(text, delimiter="\t" if form == "tsv" else ","))
    elif form == "jsonl":
        found = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    elif form == "parquet":
        found = pq.read_table(out).to_pylist()
    else:
        header, *rows = openpyxl.load_workbook(out).active.iter_rows(values_only=True)  # type: ignore[union-attr]
        found = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    assert [r["icb_board_ods"] or None for r in found] == ["QXU;QNQ", "QNQ;QRL", None]
    assert [float(r["icb_score"]) if r["icb_score"] else None for r in found] == [100, 100, None]
    assert [int(r["icb_board_count"]) for r in found] == [2, 2, 0]


def test_parquet_and_excel_are_read(cli: Callable[..., Result], tmp_path: Path) -> None:
    parquet, excel = tmp_path / "in.parquet", tmp_path / "in.xlsx"
    pq.write_table(pa.table({"n": [1, 2], "council": ["Guildford", None]}), parquet)
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (("n", "council"), (1, "Guildford"), (2, None)):
        book.active.append(row)
    book.save(excel)
    for path in (parquet, excel):
        rows = rows_of(cli("match", str(path), "-q").out)
        assert [(r["n"], r["icb_status"]) for r in rows] == [("1", "found"), ("2", "blank")]


def test_sheets_that_are_not_read_are_named(cli: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "in.xlsx"
    book = openpyxl.Workbook()
    for title in ("2022", "2023", "2024"):
        sheet = book.create_sheet(title)
        sheet.append(["council"])
        sheet.append(["Leeds"])
    book.save(path)
    err = cli("match", str(path), "-c", "council").err
    assert "icslookup: only sheet '2022' was read; 3 others in the workbook not copied\n" in err


def test_names_one_a_line_from_a_pipe() -> None:
    done = subprocess.run(
        [*PROGRAM, "match", "-", "--lines", "-q"], input="Guildford\nHull, Kingston upon\n\n",
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    rows = rows_of(done.stdout)
    assert [(r["name"], r["icb_area_name"]) for r in rows[:2]] == [
        ("Guildford", "Guildford"),
        ("Hull, Kingston upon", "Kingston upon Hull"),
    ]


@pytest.mark.parametrize(
    ("content", "options", "code", "message"),
    [
        (None, [], 4, "in.csv"),
        (b"", [], 4, "in.csv is empty"),
        (b"id,council\n1,x,y\n", ["-c", "council"], 4, "there are 3 fields where the header has 2"),
        (
            b'id,council\n1,"x\n',
            ["-c", "council"],
            4,
            "a quote is opened here that is never closed",
        ),
        (b"id,council\n1,x\0y\n", ["-c", "council"], 4, "line 2"),
        (b"id,council\n1,M\x81n\n", ["-c", "council"], 4, "--encoding"),
        (
            b"id,council\n1,x\n",
            ["-c", "town"],
            2,
            "has no column 'town'; its columns are 'id' and 'council'",
        ),
        (b"a,council,Council\n1,x,y\n", ["-c", "COUNCIL"], 2, "has the column 'COUNCIL' 2 times"),
        (b"a,council,council\n1,x,y\n", ["-c", "council"], 2, "has the column 'council' 2 times"),
        (b"id,council\n1,x\n", ["-c", "council", "--encoding", "latin-99"], 2, "latin-99"),
        (b"id,council\n1,x\n", ["-c", "council", "--delimiter", "::"], 2, "one character"),
        (b"id,council\n1,x\n", ["-c", "council", "-o", "in.csv"], 2, "is what is being read"),
        (
            b"id,council\n1,x\n",
            ["-c", "council", "-o", "no/such/out.csv"],
            4,
            "there is no such folder",
        ),
        (b"id,council\n1,x\n", ["-c", "council", "-o", "."], 4, "folder"),
        (
            b"id,council\n1,x\n",
            ["-c", "council", "--unmatched", "no/such.csv"],
            4,
            "there is no such folder",
        ),
        (
            b"id,council\n1,x\n",
            ["-c", "council", "--report", "no/such.json"],
            4,
            "there is no such folder",
        ),
        (b"id,council\n1,x\n", ["-c", "council", "-o", "/dev/full"], 4, "No space left on device"),
        (
            b"id,council\n1,x\n",
            ["-c", "council", "--min-score", "200"],
            2,
            "a score is from 0 to 100",
        ),
        (
            b"id,council\n1,x\n",
            ["-c", "council", "--as-of-column", "day"],
            2,
            "has no column 'day'",
        ),
    ],
)
def test_bad_input_is_named_and_nothing_is_lost(  # noqa: PLR0913 - what it is given
    cli: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes | None,
    options: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "in.csv").write_bytes(content)
    before = {path.name for path in tmp_path.iterdir()}
    result = cli("match", "in.csv", *options)
    assert result.code == code
    assert message in result.err
    assert {path.name for path in tmp_path.iterdir()} == before
    if content is not None:
        assert (tmp_path / "in.csv").read_bytes() == content


@pytest.mark.parametrize(
    "options",
    [
        ["--unmatched", "in.csv"],
        ["--report", "in.csv"],
        ["-o", "in.csv"],
        ["-o", "z.csv", "--unmatched", "z.csv"],
        ["-o", "z.csv", "--report", "./z.csv"],
        ["-o", "z.csv", "--unmatched", "link.csv"],
        ["-o", "z.csv", "--unmatched", "u.csv", "--report", "u.csv"],
    ],
)
def test_no_output_replaces_an_input_or_another_output(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.csv").write_text("council\nAtlantis\n", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to("in.csv")
    result = cli("match", "in.csv", "-c", "council", *options)
    assert result.code == 2
    assert "write to another file" in result.err
    assert (tmp_path / "in.csv").read_text(encoding="utf-8") == "council\nAtlantis\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "link.csv"]


def test_a_folder_is_not_a_table(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("match", str(tmp_path))
    assert (result.code, result.out) == (4, "")


def test_a_header_alone_has_no_rows(cli: Callable[..., Result], table: Callable[..., Path]) -> None:
    result = cli("match", str(table()), "-c", "council")
    assert (result.code, result.out) == (0, f"id,council,{HEADER}\n")
    assert "icslookup: 0 rows (0 distinct spellings)\n" in result.err
    guessing = cli("match", str(table()))
    assert guessing.code == 2
    assert "has no rows to guess a column from: name it with -c" in guessing.err


@pytest.mark.parametrize(("suffix", "extra"), [("parquet", "parquet"), ("xlsx", "excel")])
def test_a_missing_extra_is_named(
    cli: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    suffix: str,
    extra: str,
) -> None:
    for name in ("pyarrow", "pyarrow.parquet", "openpyxl"):
        monkeypatch.setitem(sys.modules, name, None)
    path = tmp_path / f"in.{suffix}"
    path.write_bytes(b"PAR1")
    result = cli("match", str(path))
    assert result.code == 4
    assert f'pip install "icslookup[{extra}]"' in result.err


def stopped(out: Path, number: signal.Signals) -> int:
    """Send a signal to a match that writes to `out`, and return the exit code.

    Standard input stays open, so that the program is still at work when the signal comes.
    """
    before = len(list(out.parent.iterdir()))
    with subprocess.Popen(
        [*PROGRAM, "match", "-", "-c", "council", "-o", str(out)], stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=environment(),
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(b"council\n" + b"Guildford\n" * 300_000)
        process.stdin.flush()
        deadline = time.monotonic() + 60
        while len(list(out.parent.iterdir())) <= before and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(number)
        return process.wait(60)


def test_an_interrupt_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before", encoding="utf-8")
    assert stopped(out, signal.SIGINT) == 130
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert out.read_text(encoding="utf-8") == "before"


def test_the_end_of_a_session_leaves_nothing_behind(tmp_path: Path) -> None:
    """SIGTERM, which the system sends, ends the work like an interrupt."""
    assert stopped(tmp_path / "out.csv", signal.SIGTERM) == 143
    assert list(tmp_path.iterdir()) == []


def test_a_list_without_a_header_is_not_taken_for_a_table(
    cli: Callable[..., Result], table: Callable[..., Path]
) -> None:
    result = cli("match", str(table("Guildford", header="Leeds")))
    assert (result.code, result.out) == (2, "")
    assert "the header 'Leeds' is a name itself" in result.err
    assert cli("match", str(table("Guildford", header="Leeds")), "-c", "Leeds").code == 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--report", "-"], "only the table goes to standard output"),
        (["-o", "out.json"], ".json cannot be written: use .jsonl"),
        (["-o", "out.xls"], ".xls cannot be written: use .xlsx"),
    ],
)
def test_impossible_outputs_are_refused(
    cli: Callable[..., Result], table: Callable[..., Path], options: list[str], message: str
) -> None:
    result = cli("match", str(table("1,Leeds")), *options)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_a_reader_that_closes_the_pipe_is_not_an_error(table: Callable[..., Path]) -> None:
    path = table(*(f"{n},Guildford" for n in range(20_000)))
    command = " ".join([*PROGRAM, "match", str(path), "-c", "council"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1; exit ${{PIPESTATUS[0]}}"], capture_output=True,
        text=True, check=False, env=environment(),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"id,council,{HEADER}\n"


def test_a_bar_shows_how_far_long_work_is(tmp_path: Path) -> None:
    """A terminal shows a bar, here without its delay. With `--quiet` it shows none."""
    path = tmp_path / "in.csv"
    path.write_text("council\n" + "Guildford\n" * 20_000, encoding="utf-8")
    program = (
        "import sys; from icslookup.cli import progress; from icslookup.cli.run import run;"
        "progress.PATIENCE = 0; sys.exit(run(sys.argv[1:]))"
    )
    shown = in_terminal(
        "match", str(path), "-o", os.devnull, program=[sys.executable, "-c", program]
    )
    assert "20,000 rows" in shown
    assert "\u2501" in shown
    quiet = in_terminal(
        "match", str(path), "-o", os.devnull, "-q", program=[sys.executable, "-c", program]
    )
    assert quiet == ""
