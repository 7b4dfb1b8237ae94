"""Answers about tables as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.errors import UsageError
from icslookup.formats.to_file import format_of, open_output, write_file
from tests.support.answers import ANSWERS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("out", "named", "format_"), [
    (None, None, "table"),
    ("-", None, "table"),
    ("-", "csv", "csv"),
    ("a.CSV", None, "csv"),
    ("a.tsv.gz", None, "tsv"),
    ("a.b/c.json", None, "json"),
    ("a.ndjson", None, "jsonl"),
    ("a.jsonl.GZ", None, "jsonl"),
    ("a.md", None, "markdown"),
    ("a.parquet", None, "parquet"),
    ("a.xlsx", None, "xlsx"),
    ("a.xlsx", "csv", "csv"),
    ("a", "table", "table"),
])  # fmt: skip
def test_the_option_or_the_name_says_the_format(
    out: str | None, named: str | None, format_: str
) -> None:
    assert format_of(out, named) == format_


@pytest.mark.parametrize("out", ["a", "a.txt", "a.gz", ".csv", "a.csv/b"])
def test_a_name_without_a_format_is_refused(out: str) -> None:
    with pytest.raises(UsageError, match="does not say its format: name one with -f"):
        format_of(out, None)


def test_a_file_is_there_only_once_it_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    answer = ANSWERS["rebased"]()
    with open_output(str(out), "csv", []) as output:
        assert output is not None
        assert not out.exists()
        write_file(answer, output, "csv", header=False)
    assert out.read_text(encoding="utf-8").startswith("S1Y5D,E5")
    with open_output(str(out), "csv", []):
        pass
    assert out.read_text(encoding="utf-8").startswith("S1Y5D,E5")
    assert list(tmp_path.iterdir()) == [out]


def test_text_on_standard_output_needs_no_file() -> None:
    with open_output(None, "json", []) as output:
        assert output is None


def test_an_answer_without_records_is_not_written_as_parquet(tmp_path: Path) -> None:
    with open_output(str(tmp_path / "x.parquet"), "parquet", []) as output:
        assert output is not None
        with pytest.raises(UsageError, match="is not written as parquet"):
            write_file(icslookup.boards(), output, "parquet")
