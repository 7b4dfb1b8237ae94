"""The command `rebase`: its formats, files and exit codes; see `tests/bulk/rebase` for the figures."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from icslookup.formats.to_file import format_of
from tests.support.program import PROGRAM, environment, in_terminal
from tests.support.schemas import check
from tests.support.table_files import FIGURES, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

FRIMLEY = "board,homes\nFrimley,764343\n"
COLUMNS = [
    "ods_code",
    "ons_code",
    "name",
    "homes",
    "homes_estimated",
    "sources",
    "complete",
    "suppressed",
]
SUCCESSORS = {"QRL": 174_249, "S9B9J": 153_488, "S0E4D": 436_606}
"""The residents of Frimley on the boundaries of 1 April 2026."""

LONG = [
    "123456789012345678901234567890",
    "0.000000000000000000000000000001",
    "-99999999999999999999.0123456789",
]
"""Figures with more digits than a float and than Python's usual decimals have."""

TEXTS = ("csv", "tsv", "json", "jsonl", "markdown", "table")


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a file of results, with figures as exact numbers or text."""
    content = path.read_bytes()
    if path.suffix == ".parquet":
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows
    if path.suffix == ".xlsx":
        names, *cells = openpyxl.load_workbook(path).active.iter_rows(values_only=True)  # type: ignore[union-attr]
        return [dict(zip(map(str, names), row, strict=True)) for row in cells]
    text = content.decode()
    if path.suffix == ".json":
        document: list[dict[str, Any]] = json.loads(text, parse_float=Decimal)["rows"]
        return document
    if path.suffix == ".jsonl":
        return [json.loads(line, parse_float=Decimal) for line in text.splitlines()]
    if path.suffix == ".md":
        table = [line for line in text.split("\n### ")[0].splitlines() if line.startswith("| ")]
        head, _, *lines = [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table
        ]
        found = [dict(zip(head, line, strict=True)) for line in lines]
        return [row for row in found if row["Board"] != "Total"]
    return list(csv.DictReader(io.StringIO(text), delimiter="\t" if path.suffix == ".tsv" else ","))


def exact(cell: object) -> Fraction:
    """Return the figure in a cell, as it is written."""
    return Fraction(str(cell or 0).replace(",", ""))


@pytest.fixture
def frimley(tmp_path: Path) -> str:
    return str(put(tmp_path, FRIMLEY))


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "md", "parquet", "xlsx"])
def test_a_file_has_the_results_in_the_format_of_its_name(
    cli: Callable[..., Result], tmp_path: Path, frimley: str, ending: str
) -> None:
    out = tmp_path / f"out.{ending}"
    result = cli("rebase", frimley, "-c", "board", "--value", "homes", "-o", str(out))
    assert (result.code, result.out) == (0, "")
    assert "icslookup: homes: 764,343 of 764,343 placed" in result.err
    rows = read_rows(out)
    assert {int(exact(row["homes"])) for row in rows} == set(SUCCESSORS.values())
    if ending != "md":
        assert list(rows[0]) == COLUMNS
        assert {row["ods_code"]: int(row["homes"]) for row in rows} == SUCCESSORS
        assert {row["sources"] for row in rows} == {"QNQ"}
        assert {str(row["complete"]).lower() for row in rows} == {"false"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", out.name]


@pytest.mark.parametrize("ending", ["csv", "tsv", "json", "jsonl", "md"])
@pytest.mark.parametrize("figures", [LONG, LONG[:1], ["0.1", "0.2", "9.95"]])
@pytest.mark.parametrize("board", ["QU9", "QNQ"])
def test_text_formats_keep_every_digit_of_the_total(
    cli: Callable[..., Result], tmp_path: Path, ending: str, figures: list[str], board: str
) -> None:
    lines = "".join(f"{board},2024-0{month},{figure}\n" for month, figure in enumerate(figures, 1))
    path = str(put(tmp_path, f"board,month,homes\n{lines}"))
    out = tmp_path / f"out.{ending}"
    given = ("rebase", path, "-c", "board", "--value", "homes", "--per", "month", "-q")
    assert cli(*given, "-o", str(out)) == (0, "", "")
    rows = read_rows(out)
    total = sum(exact(row["homes"]) for row in rows)
    assert total == sum(map(Fraction, figures))
    for month, figure in enumerate(figures, 1):
        of_month = [row["homes"] for row in rows if row["month"] == f"2024-0{month}"]
        assert sum(map(exact, of_month)) == Fraction(figure)


@pytest.mark.parametrize(
    "figures", [LONG, LONG[:1], ["1", "2"], ["0.1", "0.2", "9.95"], ["1e18", "-5"]]
)
def test_parquet_and_excel_keep_every_digit_too(
    cli: Callable[..., Result], tmp_path: Path, figures: list[str]
) -> None:
    lines = "".join(f"QNQ,{month},{figure}\n" for month, figure in enumerate(figures, 1))
    path = str(put(tmp_path, f"board,month,homes\n{lines}"))
    for ending in ("parquet", "xlsx"):
        out = tmp_path / f"out.{ending}"
        given = ("rebase", path, "-c", "board", "--value", "homes", "--per", "month", "-q")
        assert cli(*given, "-o", str(out)) == (0, "", "")
        rows = read_rows(out)
        assert sum(exact(row["homes"]) for row in rows) == sum(map(Fraction, figures))
        assert sum(exact(row["homes_estimated"]) for row in rows) == sum(map(Fraction, figures))


def test_the_columns_of_parquet_have_their_types(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    rows = "QU9,1,5,2.5\nQHM,1,6,\n"
    path = str(put(tmp_path, f"board,month,homes,people\n{rows}"))
    out = tmp_path / "out.parquet"
    given = ("rebase", path, "-c", "board", "--value", "homes", "--value", "people", "-q")
    assert cli(*given, "--per", "month", "-o", str(out)).code == 0
    types = dict(zip(pq.read_schema(out).names, pq.read_schema(out).types, strict=True))
    assert types == {
        **dict.fromkeys(["ods_code", "ons_code", "name", "month", "sources"], pa.string()),
        **dict.fromkeys(["homes", "homes_estimated", "people_estimated"], pa.int64()),
        "people": pa.decimal128(38, 1),
        "complete": pa.bool_(),
        "suppressed": pa.int64(),
    }  # fmt: skip


def test_a_column_without_a_value_keeps_its_type_in_parquet(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path = str(put(tmp_path, "council,homes,people\nGuildford,*,1\n"))
    out = tmp_path / "out.parquet"
    given = ("rebase", path, "-c", "council", "--value", "homes", "--value", "people", "-q")
    assert cli(*given, "--to-geography", "council", "-o", str(out)).code == 0
    schema = pq.read_schema(out)
    assert [str(schema.field(name).type) for name in ("ods_code", "homes")] == ["string", "int64"]


def test_a_name_that_ends_in_gz_is_packed(
    cli: Callable[..., Result], tmp_path: Path, frimley: str
) -> None:
    for ending in ("csv", "json", "jsonl"):
        out = tmp_path / f"out.{ending}.gz"
        assert cli("rebase", frimley, "--value", "homes", "-o", str(out)).code == 0
        plain = put(tmp_path, gzip.decompress(out.read_bytes()), f"plain.{ending}")
        assert {row["ods_code"] for row in read_rows(plain)} == set(SUCCESSORS)


def test_the_option_beats_the_name_of_the_file(
    cli: Callable[..., Result], tmp_path: Path, frimley: str
) -> None:
    out = tmp_path / "out.csv"
    given = ("rebase", frimley, "--value", "homes", "-o", str(out))
    assert cli(*given, "--json").code == 0
    check(json.loads(out.read_text(encoding="utf-8")), "rebase")
    assert cli(*given, "-f", "tsv", "--no-header").code == 0
    assert out.read_text(encoding="utf-8").startswith("QRL\tE540000")
    assert format_of("-", None) == "table"
    assert cli("rebase", frimley, "--value", "homes", "-o", "-", "-f", "csv").out.startswith(
        "ods_code,"
    )


def test_binary_formats_go_through_a_pipe_and_not_to_a_terminal(frimley: str) -> None:
    given = ["rebase", frimley, "-c", "board", "--value", "homes", "-f", "parquet"]
    done = subprocess.run([*PROGRAM, *given], capture_output=True, check=True, env=environment())
    assert pq.read_table(pa.BufferReader(done.stdout)).num_rows == len(SUCCESSORS)
    assert "parquet is not text for a terminal: name a file to write" in in_terminal(*given)


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    rows = "".join(f"QNQ,{group},1\n" for group in range(3000))
    path = put(tmp_path, f"board,group,homes\n{rows}")
    for format_ in ("csv", "parquet", "table"):
        command = f"{sys.executable} -m icslookup rebase {path} -c board --value homes --per group -q -f {format_} | head -c 10"
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, env=environment()
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("link", [False, True])
def test_no_file_is_both_read_and_written(
    cli: Callable[..., Result], tmp_path: Path, frimley: str, link: bool
) -> None:
    weights = put(tmp_path, "from_code,to_code,weight\nQNQ,S0E4D,1\n", "weights.csv")
    for name in (frimley, str(weights)):
        out = f"{name}.link.csv" if link else name
        if link:
            (tmp_path / out).symlink_to(name)
        before = put(tmp_path, FRIMLEY).read_text(encoding="utf-8")
        result = cli("rebase", frimley, "--value", "homes", "--weights", str(weights), "-o", out)
        assert (result.code, result.out) == (2, "")
        assert "is what is being read: write to another file" in result.err
        assert put(tmp_path, FRIMLEY).read_text(encoding="utf-8") == before


def test_a_failure_leaves_the_file_that_was_there(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    out = put(tmp_path, "before", "out.csv")
    for content, code in (
        ("b,homes\nQNQ,x\n", 4),
        ("b,homes\nAtlantis,1\n", 4),
        ("b,homes\nQRL,1\n", 3),
    ):
        path = str(put(tmp_path, content))
        result = cli("rebase", path, "-c", "b", "--value", "homes", "-o", str(out))
        assert result.code == code
        assert (f"{out} was not written" in result.err) is ("Atlantis" in content)
        assert out.read_text(encoding="utf-8") == "before"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


def test_a_missing_package_is_named(
    cli: Callable[..., Result], frimley: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package, ending, extra in (
        ("pyarrow", "parquet", "parquet"),
        ("openpyxl", "xlsx", "excel"),
    ):
        monkeypatch.setitem(sys.modules, package, None)
        out = tmp_path / f"out.{ending}"
        result = cli("rebase", frimley, "--value", "homes", "-o", str(out))
        assert (result.code, out.exists()) == (4, False)
        assert f'needs {package}: pip install "icslookup[{extra}]"' in result.err


@pytest.mark.parametrize(("content", "loose", "strict"), [
    (FRIMLEY, 0, 0),
    (FRIMLEY + "Atlantis,1\n", 0, 1),
    (FRIMLEY + ",1\n", 0, 1),
    ("board,homes\nAtlantis,1\n", 4, 4),
    ("board,homes\n", 4, 4),
])  # fmt: skip
def test_exit_codes_say_what_was_placed(
    cli: Callable[..., Result], tmp_path: Path, content: str, loose: int, strict: int
) -> None:
    given = (
        "rebase",
        str(put(tmp_path, content)),
        "-c",
        "board",
        "--value",
        "homes",
        "-f",
        "csv",
        "-q",
    )
    results = cli(*given), cli(*given, "--strict")
    assert [result.code for result in results] == [loose, strict]
    assert results[0].out == results[1].out
    assert [bool(result.err) for result in results] == [loose > 0, strict > 0]


def test_quiet_still_says_why_nothing_was_placed(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    given = (
        "rebase",
        str(put(tmp_path, "board,homes\nAtlantis,1\n,2\n")),
        "-c",
        "board",
        "--value",
        "homes",
        "-q",
    )
    for format_ in TEXTS:
        result = cli(*given, "-f", format_)
        assert result.code == 4
        assert (
            "nothing was placed: Atlantis (no local authority of England is called 'Atlantis')"
            in result.err
        )
        assert "(blank) (no name)" in result.err
    document = json.loads(cli(*given, "--json").out)
    check(document, "rebase")
    assert (document["rows"], document["passed"]) == ([], False)
    assert cli(*given, "-f", "jsonl").out == ""
    assert cli(*given, "-f", "csv").out == ",".join(COLUMNS) + "\n"


def test_several_sets_of_boundaries_are_a_question(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path = str(put(tmp_path, "board,homes\nQRL,100\n"))
    result = cli("rebase", path, "--value", "homes", "-c", "board", "--json")
    assert result.code == 3
    document = json.loads(result.out)
    check(document, "error")
    assert document["status"] == "ambiguous"
    for choice in ("--from 2022-07-01", "--from 2026-04-01"):
        assert choice in document["message"]
        assert choice in result.err
        given = ("rebase", path, "--value", "homes", "-c", "board", *choice.split(), "-f", "csv")
        (row,) = csv.DictReader(io.StringIO(cli(*given).out))
        assert (row["ods_code"], row["homes"]) == ("QRL", "100")


@pytest.mark.parametrize(("arguments", "message"), [
    (["-c", "area", "--value", "homes"], "has no column 'area'; its columns are"),
    (["-c", "council"], "Missing option '--value'"),
    (["--value", "homes", "--by", "acres"], "'acres' is not one of"),
    (["--value", "homes", "--encoding", "klingon"], "klingon"),
    (["--value", "council", "-c", "council"], "the column 'council' is named twice"),
    (["--value", "homes", "--json", "-f", "csv"], "contradict each other"),
    (["--value", "homes", "-o", "out.docx"], "does not say its format: name one with -f"),
    (["--value", "homes", "--per", "name", "-c", "council", "-f", "csv"], "the results would have two columns 'name'"),
    (["--value", "homes", "--value", "sources", "-c", "council", "--json"], "two columns 'sources'"),
    (["--value", "homes", "--to", "2020-01-01"], "did not exist before"),
])  # fmt: skip
def test_an_impossible_question_is_wrong_usage(
    cli: Callable[..., Result], tmp_path: Path, arguments: list[str], message: str
) -> None:
    path = str(put(tmp_path, "council,name,homes,sources\nGuildford,x,1,2\n"))
    result = cli("rebase", path, *arguments)
    assert (result.code, message in result.err) == (2, True), result.err


def test_standard_input_is_one_table(cli: Callable[..., Result]) -> None:
    result = cli("rebase", "-", "--value", "homes", "--weights", "-")
    assert result.code == 2
    assert "standard input has one table: name a file for the other" in result.err


def test_a_missing_file_and_a_bad_cell_end_with_4(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    assert cli("rebase", str(tmp_path / "no.csv"), "--value", "homes").code == 4
    path = str(put(tmp_path, "council,homes\nGuildford,12%\n"))
    result = cli("rebase", path, "-c", "council", "--value", "homes", "--json")
    assert result.code == 4
    assert json.loads(result.out)["status"] == "error"


def test_the_day_comes_from_the_option_or_the_environment(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = str(put(tmp_path, "council,homes\nGuildford,1\n"))
    given = ("rebase", path, "-c", "council", "--value", "homes", "--json", "-q")
    assert json.loads(cli(*given).out)["to"] == "2026-11-22"
    monkeypatch.setenv("ICSLOOKUP_AS_OF", "2024-06-01")
    document = json.loads(cli(*given).out)
    assert (document["to"], len(document["rows"])) == ("2024-06-01", 2)
    assert json.loads(cli(*given, "--to", "2025-01-01").out)["to"] == "2025-01-01"


def test_weights_of_a_file_replace_the_residents(
    cli: Callable[..., Result], tmp_path: Path, frimley: str
) -> None:
    weights = "from_code,to_code,weight\nQNQ,S0E4D,0.5\nQNQ,QRL,0.3\nQNQ,S9B9J,0.2\n"
    given = ("rebase", frimley, "-c", "board", "--value", "homes", "--integer", "--json")
    result = cli(*given, "--weights", str(put(tmp_path, weights, "weights.csv")))
    document = json.loads(result.out)
    check(document, "rebase")
    assert document["by"] == "file"
    assert [row["homes"] for row in document["rows"]] == [229303, 152869, 382171]
    assert "by the weights of the file" in result.err


def test_notes_have_a_line_for_each_fact(cli: Callable[..., Result], tmp_path: Path) -> None:
    path = str(put(tmp_path, FIGURES))
    options = ("--value", "homes", "--to", "2024-06-01", "--drop-totals", "--from", "2023-01-01")
    result = cli("rebase", path, *options, "-f", "csv")
    assert result.code == 0
    for line in (
        "the column with the areas is taken to be 'council'",
        "council in ",
        "carried to the boards of 1 Jun 2024; divided areas by Census 2021 residents",
        "homes: 2,010 of 32,026 placed, 17 not placed, 29,999 left out; 2,003 (99.7%) of it is an estimate",
        "homes: 1 cell suppressed and 1 cell empty; the areas there are not complete",
        "divided: Guildford (85.8% QXU, 14.2% QNQ), Waverley (64.8% QXU, 35.2% QNQ)",
        "not placed: ",
        "left out, because it would count twice: Surrey, England",
        "read as the closest names: gilford as Guildford",
        "in several rows, which are added up unless --per keeps them apart: Guildford, Allerdale",
        "missing: 30",
    ):
        assert f"icslookup: {line}" in result.err, line
    assert cli("rebase", path, *options, "-q").err == ""


def test_the_former_command_names_its_successor(cli: Callable[..., Result]) -> None:
    for arguments in (
        ("apportion", "x.csv", "-c", "council", "--value", "homes"),
        ("apportion", "-h"),
    ):
        result = cli(*arguments)
        assert (result.code, result.out) == (2, "")
        assert "Try: icslookup rebase FILE -c COLUMN --value VALUE --to DATE" in result.err
    assert "apportion" not in cli("--help").out


def test_the_help_has_every_option(cli: Callable[..., Result]) -> None:
    text = cli("rebase", "-h").out
    assert "Carry figures from the boundaries of one day" in text
    for option in (
        "--value", "--column", "--to", "--to-geography", "--kind", "--from", "--as-of-column",
        "--date-format", "--by", "--weights", "--per", "--integer", "--mean-by", "--counts",
        "--blank", "--drop-totals", "--output", "--strict", "--encoding", "--delimiter", "--format",
        "--json", "--quiet", "--no-header", "ICSLOOKUP_AS_OF",
    ):  # fmt: skip
        assert option in text
