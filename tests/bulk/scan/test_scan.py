"""The answer to a scan of files and folders."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
from typing import TYPE_CHECKING, NamedTuple

import pytest

from icslookup.bulk.scan import scan as module
from icslookup.bulk.scan.document import HEADING_BYTES, decode
from icslookup.bulk.scan.find_files import Unread
from icslookup.bulk.scan.scan import LONGEST_LINE, LongLines, scan
from icslookup.errors import DataError, UsageError
from tests.support.program import PROGRAM, TOP, environment
from tests.support.scans import codes, scanned, tree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

FILES: dict[str, str | bytes] = {
    ".gitignore": "old/\n",
    "a.sql": "SELECT 1\r\nWHERE icb = 'QNQ'\r\n  AND x = 'E54000042'\r\n",
    "b.py": 'icbs = ["QRL"]\n',
    "data.csv": "icb,n\nQNQ,1\nE54000034,2\n",
    "image.png": b"\x89PNG\0\0E54000034",
    "old/c.sql": "E54000034",
    "utf16.R": "ccg == '03D'".encode("utf-16"),
}


def test_codes_are_found_in_a_folder(tmp_path: Path) -> None:
    folder = tree(tmp_path, FILES)
    assert scanned(folder) == ["a.sql:2:QNQ", "a.sql:3:E54000042", "utf16.R:1:03D"]
    answer = scan([str(folder)])
    assert (answer.files, answer.binary_files, answer.passed) == (5, 1, False)
    assert [(found.line, found.column) for found in answer.findings] == [(2, 14), (3, 12), (1, 9)]
    assert answer.exit_code == 1


def test_files_are_chosen_by_their_extension(tmp_path: Path) -> None:
    folder = tree(tmp_path, FILES)
    assert scanned(folder, extensions=["R", "py"]) == ["utf16.R:1:03D"]


def test_the_rows_of_a_table_are_read_only_if_asked_for(tmp_path: Path) -> None:
    folder = tree(tmp_path, FILES)
    assert scanned(folder, "data.csv") == []
    assert scanned(folder, "data.csv", cells=True) == ["data.csv:2:QNQ", "data.csv:3:E54000034"]


def test_of_a_large_table_only_the_first_bytes_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "large.csv").write_bytes(b"E54000034,b\n" + b"1,2\n" * HEADING_BYTES)
    sizes = []

    def measure(data: bytes) -> str | None:
        sizes.append(len(data))
        return decode(data)

    monkeypatch.setattr(module, "decode", measure)
    assert scanned(tmp_path, "large.csv") == ["large.csv:1:E54000034"]
    assert sizes == [HEADING_BYTES]


@pytest.mark.parametrize(
    ("as_of", "found"),
    [
        ("2022-07-01", ["x.py:3:03D"]),
        ("2023-03-31", ["x.py:3:03D"]),
        ("2023-04-01", ["x.py:2:E07000026", "x.py:3:03D"]),
        ("2026-03-31", ["x.py:2:E07000026", "x.py:3:03D"]),
        ("2026-04-01", ["x.py:1:QNQ", "x.py:2:E07000026", "x.py:3:03D"]),
        (None, ["x.py:1:QNQ", "x.py:2:E07000026", "x.py:3:03D"]),
    ],
)
def test_a_code_is_found_from_the_day_after_its_last(
    tmp_path: Path, as_of: str | None, found: list[str]
) -> None:
    tree(tmp_path, {"x.py": "icb = 'QNQ'\nE07000026\nccg = '03D'\n"})
    days = {} if as_of is None else {"as_of": as_of}
    assert scanned(tmp_path, **days) == found


@pytest.mark.parametrize("day", ["2022-06-30", "yesterday"])
def test_an_invalid_day_is_an_error(day: str) -> None:
    with pytest.raises(UsageError):
        scan([os.curdir], as_of=day)


def test_a_file_that_cannot_be_read_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tree(tmp_path, {"a.py": "E54000034", "b.py": "x", "c.py": "E54000034"})
    read = module.read_bytes

    def refuse(path: str, *, heading_only: bool) -> bytes:
        if path.endswith("a.py"):
            raise PermissionError(13, "Permission denied")
        if path.endswith("b.py"):
            raise MemoryError
        return read(path, heading_only=heading_only)

    monkeypatch.setattr(module, "read_bytes", refuse)
    answer = scan([str(folder)])
    assert answer.faults == (
        Unread(str(folder / "a.py"), "cannot be read: Permission denied"),
        Unread(str(folder / "b.py"), "cannot be read: MemoryError"),
    )
    assert (len(answer.findings), answer.passed, answer.exit_code) == (1, False, 1)
    answer = scan([str(folder / "a.py")])
    assert (answer.findings, answer.passed, answer.exit_code) == ((), False, DataError.exit_code)


def test_long_lines_are_counted(tmp_path: Path) -> None:
    line = "x=1;" * (LONGEST_LINE // 4)
    tree(tmp_path, {"a.js": f"{line}icb='QNQ','QU9'\n{line}\nicb = 'QNQ'\n{line}ccg='03D'\n"})
    answer = scan([str(tmp_path)])
    assert [found.line for found in answer.findings] == [3]
    assert answer.long_lines == (LongLines(str(tmp_path / "a.js"), 2),)


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin(NamedTuple):
        buffer: io.BytesIO

    monkeypatch.setattr("sys.stdin", Stdin(io.BytesIO(b"icb = 'QNQ'\n")))
    (found,) = scan(["-"], extensions=["sql"]).findings
    assert (found.file, found.line, found.column, found.code) == ("-", 1, 8, "QNQ")
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(DataError, match="standard input"):
        scan(["-"])


def test_an_empty_folder_has_no_findings(tmp_path: Path) -> None:
    answer = scan([str(tmp_path)])
    assert (answer.files, answer.findings, answer.passed, answer.exit_code) == (0, (), True, 0)


PAGE = (TOP / "docs" / "scan.md").read_text(encoding="utf-8")


def test_the_page_shows_what_the_program_prints(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (query,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    (block,) = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    monkeypatch.chdir(tree(tmp_path, {"report.sql": query}))
    command, _, output = block.partition("\n")
    assert command == "$ icslookup scan report.sql"
    assert cli("scan", "report.sql").out == output
    assert cli("scan", "report.sql", "--as-of", "2025-12-01").code == 0


@pytest.mark.parametrize("alarm", [True, False])
def test_the_table_of_the_page_is_right(*, alarm: bool) -> None:
    """Each text is tried in a file that has a word for areas of the NHS elsewhere."""
    rows = re.findall(r"^\| (`.*`) \| (`.*) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 5
    for row in rows:
        for text in re.findall(r"`([^`]+)`", row[0 if alarm else 1]):
            lines = f"ccgs:\n{text}" if text.startswith("-") else text
            elsewhere = "" if "QUE" in text else "import ccg\n\n"
            assert text == "ccgs:" or bool(codes(elsewhere + lines)) is alarm, text


def test_the_hook_of_pre_commit_runs(tmp_path: Path) -> None:
    """The file has one hook. Run its command as pre-commit does, with the names of files."""
    lines = (TOP / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("- id: ")
    hook = dict(line[2:].split(": ", 1) for line in lines)
    assert hook["id"] == "icslookup-scan"
    assert (hook["language"], hook["types"]) == ("python", "[text]")
    assert f"- id: {hook['id']}\n" in PAGE
    program, *arguments = shlex.split(hook["entry"])
    assert f'\n{program} = "icslookup.cli:main"\n' in (TOP / "pyproject.toml").read_text("utf-8")
    folder = tree(tmp_path, FILES)
    for names, code in ((["b.py", "data.csv"], 0), (["b.py", "a.sql", "data.csv"], 1)):
        done = subprocess.run(
            [*PROGRAM, *arguments, "--ext", "sql", "--ext", "py", *names], cwd=folder, check=False,
            capture_output=True, encoding="utf-8", env=environment(ICSLOOKUP_AS_OF="2026-11-22"),
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (code, "")
        assert ("a.sql:2:14:" in done.stdout) is (code == 1)
