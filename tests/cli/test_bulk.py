"""The commands `check` and `scan`; see `tests/bulk` for what they do."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from icslookup.formats import FORMATS
from tests.support.scans import tree
from tests.support.schemas import check as check_schema
from tests.support.table_files import put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


@pytest.mark.parametrize(("council", "code"), [("Guildford", 0), ("Atlantis", 1), ("Newcastle", 1)])
def test_strict_makes_a_problem_a_failure(
    cli: Callable[..., Result], tmp_path: Path, council: str, code: int
) -> None:
    path = str(put(tmp_path, f"council\n{council}\n"))
    loose = cli("check", path, "-c", "council", "-q")
    strict = cli("check", path, "-c", "council", "-q", "--strict")
    assert (loose.code, strict.code) == (0, code)
    assert loose.out == strict.out


def test_a_text_file_may_have_an_encoding_and_a_delimiter(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path = str(put(tmp_path, "council|homes\nGuildford|1\n".encode("utf-16-le")))
    options = ("--encoding", "utf-16-le", "--delimiter", "|", "-q")
    result = cli("check", path, "-c", "council", *options)
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("text", "code"), [("icb = 'QRL'", 0), ("icb = 'QNQ'", 1), ("E54000042", 1)]
)
def test_a_scan_that_finds_a_code_ends_with_1_in_every_format(
    cli: Callable[..., Result], tmp_path: Path, format_: str, text: str, code: int
) -> None:
    path = str(tree(tmp_path, {"a.py": text}))
    loud = cli("scan", path, "-f", format_)
    quiet = cli("scan", path, "-f", format_, "-q")
    assert (loud.code, quiet.code) == (code, code)
    assert loud.out == quiet.out
    assert quiet.err == ""
    assert ("a.py" in quiet.out) is (code == 1)
    assert bool(loud.err) is (format_ not in ("table", "markdown"))


def test_a_scan_is_one_json_document(cli: Callable[..., Result], tmp_path: Path) -> None:
    files = {"a.py": "E07000026 E08000016 E40000007\n", "b.sql": "ccg in ('03D', 'D4U1Y')"}
    result = cli("scan", str(tree(tmp_path, files)), "--json")
    document = json.loads(result.out)
    check_schema(document, "scan")
    assert [found["code"] for found in document["findings"]] == [
        *("E07000026", "E08000016", "E40000007", "03D", "D4U1Y"),
    ]


def test_the_table_of_a_scan_begins_each_row_with_the_place(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path = tree(tmp_path, {"a.py": "\nicb = 'QNQ'", "b.py": "x"}) / "a.py"
    out = cli("scan", str(path), str(tmp_path / "b.py")).out.splitlines()
    assert out[1] == "1 code has ended, in 1 of 2 files"
    assert [line.split()[:2] for line in out if line.startswith(str(path))] == [
        [f"{path}:2:8:", "QNQ"]
    ]


@pytest.mark.parametrize("format_", ["table", "json"])
def test_a_missing_path_ends_with_4(
    cli: Callable[..., Result], tmp_path: Path, format_: str
) -> None:
    (tmp_path / "a.py").write_text("E54000034", encoding="utf-8")
    result = cli("scan", str(tmp_path / "a.py"), str(tmp_path / "b.py"), "-q", "-f", format_)
    assert result.code == 4
    assert (
        result.err
        == f"icslookup: {tmp_path / 'b.py'} is missing: there is no such file or folder\n"
    )
    assert "E54000034" not in result.out


def test_a_file_that_cannot_be_read_is_reported_even_if_quiet(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: str, **_options: bool) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("icslookup.bulk.scan.scan.read_bytes", refuse)
    path = tree(tmp_path, {"a.py": "E54000034"}) / "a.py"
    result = cli("scan", str(path), "-q", "--json")
    assert (result.code, result.err) == (
        4,
        f"icslookup: {path} cannot be read: Permission denied\n",
    )
    check_schema(json.loads(result.out), "scan")


def test_a_scan_takes_extensions_cells_and_a_day(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    path = str(tree(tmp_path, {"a.py": "E54000034", "b.csv": "icb\nQNQ\n", "c.sql": "E07000026"}))

    def found(*arguments: str) -> list[str]:
        out = cli("scan", path, "-q", "-f", "csv", "--no-header", *arguments).out
        return [line.split(",")[3] for line in out.splitlines()]

    assert found() == ["E54000034", "E07000026"]
    assert found("--ext", "sql") == ["E07000026"]
    assert found("--ext", "sql", "--ext", ".py") == ["E54000034", "E07000026"]
    assert found("--cells") == ["E54000034", "QNQ", "E07000026"]
    assert found("--as-of", "2025-01-01") == ["E07000026"]


def test_a_scan_needs_a_path(cli: Callable[..., Result]) -> None:
    result = cli("scan")
    assert (result.code, result.out) == (2, "")
