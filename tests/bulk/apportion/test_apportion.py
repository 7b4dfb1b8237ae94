"""`icslookup apportion`: figures of councils as estimates for boards, to the last digit."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

import icslookup
from icslookup.bulk.apportion.apportion import apportion
from icslookup.errors import UsageError
from icslookup.formats import Terminal, render
from icslookup.formats.views.registry import notes
from icslookup.tables import open_source
from tests.support.table_files import MESSY, SPLIT_DAY, estimated, figures, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


def test_every_authority_of_a_day_is_complete() -> None:
    rows = {row.gss_code: row.area_residents for row in icslookup.areas(SPLIT_DAY).rows}
    answer = estimated(figures(dict(rows)), "homes", integer=True, as_of=SPLIT_DAY)
    assert answer.passed
    assert (answer.missing, answer.missing_residents, answer.missing_share) == ((), 0, 0.0)
    assert {board.covered for board in answer.boards} == {(1.0,)}
    coverage = {row.ods_code: row.residents for row in icslookup.coverage(SPLIT_DAY).rows}
    assert {board.ods_code: int(board.estimates[0]) for board in answer.boards} == coverage


def test_a_county_includes_its_districts() -> None:
    counties = {row.gss_code for row in icslookup.areas(SPLIT_DAY, kind="county").rows}
    others = {
        row.gss_code for row in icslookup.areas(SPLIT_DAY).rows if row.county_gss_code is None
    }
    answer = estimated(figures(dict.fromkeys(counties | others, 1)), "homes", as_of=SPLIT_DAY)
    assert answer.passed


def test_missing_authorities_are_reported_with_their_residents() -> None:
    answer = estimated(figures({"Surrey": 1}), "homes", as_of=SPLIT_DAY)
    assert len(answer.missing) == 296 - 11
    hart = next(area for area in answer.missing if area.name == "Hart")
    assert (hart.gss_code, hart.residents) == ("E07000089", 99388)
    assert answer.missing_share == pytest.approx(0.9787, abs=0.0001)
    covered = {board.short_name: board.covered[0] for board in answer.boards}
    assert covered["Surrey Heartlands"] == 1
    assert 0.15 < covered["Frimley"] < 0.25


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        (("homes",), {"by": "acres"}, "there is no measure 'acres'"),
        ((), {}, "name a column of figures"),
        (("homes", "HOMES"), {}, "a column is named twice"),
        (("council",), {}, "a column is named twice"),
        (("people",), {}, "has no column 'people'; its columns are 'council' and 'homes'"),
        (("homes",), {"as_of": "2020-01-01"}, "did not exist before"),
    ],
)
def test_an_impossible_question_is_refused(
    values: tuple[str, ...], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        estimated(figures({"Guildford": 1}), *values, **options)


def test_the_table_names_everything() -> None:
    answer = estimated(MESSY, "homes", as_of=SPLIT_DAY)
    text = render(answer, "table", Terminal(width=80))
    for line in (
        "Estimates for 8 boards",
        "from the column council of standard input, split by Census 2021 residents",
        "homes: 12,846 of 12,873 placed, 27 lost; 19 rows, 19 figures",
        "in several rows, which are added up: Guildford (2 rows, 1,002)",
        "Split authorities",
        r"\x1b[31mred  not found",
        "(blank)      no name",
    ):
        assert line in text
    assert "Missing from the table" not in text
    rows = {row.gss_code: 1 for row in icslookup.areas().rows if row.area_name != "Adur"}
    text = render(estimated(figures(dict(rows)), "homes", by="lsoas"), "table")
    assert "Missing from the table" in text
    assert "Adur       E07000223     64,570" in text
    assert "split by 2021 LSOAs" in text


def test_a_long_list_is_cut_in_a_table_and_says_so() -> None:
    rows = dict.fromkeys([f"Nowhere at all {letter}" for letter in "abcdefghijklmnopqrstuvwxyz"], 1)
    answer = estimated(figures(dict(rows)), "homes")
    assert "Not placed, the first 20" in render(answer, "table")
    assert "and 16 more" in notes(answer, "csv")


def test_problems_are_written_to_standard_error(cli: Callable[..., Result], tmp_path: Path) -> None:
    path = str(put(tmp_path, MESSY))
    result = cli("apportion", path, "--value", "homes", "-f", "csv", "--as-of", SPLIT_DAY)
    assert result.code == 0
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert rows[2]["short_name"] == "Herefordshire and Worcestershire"
    assert rows[2]["homes_estimate"] == "1"
    frimley = next(row for row in rows if row["short_name"] == "Frimley")
    assert frimley["split_areas"].startswith("E07000209:0.142407;")
    for line in (
        "the column with the councils is taken to be 'council'",
        "homes: 12,846 of 12,873 placed, 27 lost",
        "not placed: Atlantis (not found), Newcastle (ambiguous)",
        "read, though not written so: gilford as Guildford",
        "missing: 272 authorities of England, with 94.6% of its residents: Adur, ",
        "doubled: Surrey and Guildford, Surrey Heath, Waverley, which it contains: 1,835 counted",
        "in several rows, which are added up: Guildford (2 rows, 1,002)",
    ):
        assert f"icslookup: {line}" in result.err
    assert cli("apportion", path, "--value", "homes", "-q").err == ""


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_strict_turns_problems_into_an_exit_code(
    cli: Callable[..., Result], tmp_path: Path, options: tuple[str, ...], code: int
) -> None:
    path = str(put(tmp_path, MESSY))
    given = ("apportion", path, "-c", "council", "--value", "homes", "--as-of", SPLIT_DAY)
    assert cli(*given, *options).code == code
    rows = {row.gss_code: 1 for row in icslookup.areas(SPLIT_DAY).rows}
    whole = str(put(tmp_path, figures(dict(rows)), "whole.csv"))
    given = ("apportion", whole, "-c", "council", "--value", "homes", "--as-of", SPLIT_DAY)
    assert cli(*given, *options).code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["-c", "area", "--value", "homes"], 2, "has no column 'area'; its columns are 'council'"),
        (["-c", "council"], 2, "Missing option '--value'"),
        (["--value", "homes", "--by", "acres"], 2, "'acres' is not one of"),
        (["--value", "homes", "--encoding", "klingon"], 2, "klingon"),
        (["--value", "council"], 2, "a column is named twice"),
    ],
)
def test_bad_options(
    cli: Callable[..., Result], tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    result = cli("apportion", str(put(tmp_path, MESSY)), *arguments)
    assert (result.code, result.out) == (code, "")
    assert message in result.err


def test_a_missing_file_and_a_bad_cell_end_with_4(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    assert cli("apportion", str(tmp_path / "no.csv"), "--value", "homes").code == 4
    path = str(put(tmp_path, figures({"Guildford": "12%"})))
    result = cli("apportion", path, "--value", "homes", "--json")
    assert result.code == 4
    assert json.loads(result.out)["status"] == "error"


def test_other_kinds_of_tables() -> None:
    lines = b'{"council": "Guildford", "homes": 10}\n{"council": "Surrey Heath", "homes": 0.5}\n'
    source = open_source("-", stdin=io.BytesIO(lines))
    answer = apportion(source, None, ["homes"])
    assert (answer.column, answer.column_guessed) == ("council", True)
    assert answer.values[0].placed == Decimal("10.5")
    several = figures({"Guildford": 1}).replace(b",", b";")
    assert estimated(several, "homes").values[0].placed == 1


def test_a_repeated_column_cannot_be_named() -> None:
    with pytest.raises(UsageError, match="has the column 'homes' 2 times: rename one"):
        estimated(b"council,homes,homes\nGuildford,1,2\n", "homes")
