"""The command that carries a table to other boundaries."""

from __future__ import annotations

import csv
import io
import shlex
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from icslookup.bulk.check.check import check
from icslookup.tables import open_source
from tests.support.table_files import checked, column, put

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "month,icb code,homes,people\n"
ROWS = "2025-03-01,QRL,1,2\n2025-03-01,QNQ,3,4\n"


def command(content: str, code: str = "icb code", **options: Any) -> list[str] | None:
    """Return the words of the command as a shell reads them."""
    source = open_source("-", stdin=io.BytesIO(content.encode()))
    found = check(source, code, **options).breaks.rebase
    return None if found is None else shlex.split(found)


def test_a_table_with_days_is_carried_by_its_column_of_days() -> None:
    assert command(HEADER + ROWS, date_column="MONTH", as_of="2026-11-01") == [
        *("icslookup", "rebase", "-", "-c", "icb code", "--value", "homes", "--value", "people"),
        *("--as-of-column", "month", "--per", "month", "--to", "2026-11-01"),
    ]
    content = HEADER + ROWS.replace("2025-03-01", "Mar-25")
    found = command(content, date_column="month", date_format="%b-%y") or []
    assert found[-8:-2] == [
        *("--as-of-column", "month", "--date-format", "%b-%y", "--per", "month"),
    ]


def test_a_table_without_days_is_carried_from_the_last_day_that_fits() -> None:
    assert command(HEADER + ROWS) == [
        *("icslookup", "rebase", "-", "-c", "icb code", "--value", "homes", "--value", "people"),
        *("--from", "2026-03-31", "--to", "2026-11-22"),
    ]
    backwards = command("code\nS0E4D\n", "code", as_of="2025-01-01") or []
    assert backwards[-4:] == ["--from", "2026-04-01", "--to", "2025-01-01"]


@pytest.mark.parametrize(
    ("values", "options"),
    [
        (("QRL",), {}),
        (("QRL", "S0E4D"), {}),
        (("QRL", "QNQ"), {"as_of": "2025-01-01"}),
        (("Guildford", "Leeds"), {}),
        (("Atlantis",), {}),
        ((), {}),
        (("QNQ", "S0E4D"), {}),
    ],
)
def test_no_command_if_nothing_has_to_be_done_or_no_day_fits(
    values: tuple[str, ...], options: dict[str, str]
) -> None:
    assert checked(column(*values), **options).breaks.rebase is None


@pytest.mark.parametrize(
    ("rows", "as_of", "needed"),
    [
        ((("QYG", "2025-03-01"), ("QYG", "2026-10-01")), "2026-11-01", False),
        ((("QRL", "2026-04-01"), ("QRL", "2026-10-01")), "2026-11-01", False),
        ((("QRL", "2026-03-31"),), "2026-11-01", True),
        ((("QRL", "2026-04-01"),), "2025-11-01", True),
        ((("QRL", "2025-03-01"),), "2026-03-31", False),
        ((("QNX", "2025-03-01"),), "2023-03-31", True),
        ((("S0E4D", "2026-10-01"),), "2025-11-01", True),
        ((("QNQ", "2025-03-01"), ("S0E4D", "2026-10-01")), "2026-11-01", True),
        ((("E07000209", "2022-07-01"), ("E07000209", "2026-10-01")), "2026-11-01", False),
        ((("E07000026", "2022-07-01"),), "2026-11-01", True),
    ],
)
def test_the_command_is_given_if_rows_stand_for_other_areas_than_on_the_day(
    rows: tuple[tuple[str, str], ...], as_of: str, *, needed: bool
) -> None:
    content = "code,day\n" + "".join(f"{code},{day}\n" for code, day in rows)
    found = command(content, "code", date_column="day", as_of=as_of)
    assert (found is not None) is needed


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"n": ["1", "1,234.5", "", "[c]"]}, ["n"]),
        ({"n": ["*", "..", "NULL", "12"]}, ["n"]),
        ({"n": ["~", "#", "...", "12"]}, ["n"]),
        ({"prevalence": list("1234"), "lower_ci": list("1234")}, ["VALUE"]),
        ({"n": ["5%", "6%", "7%", "8%"]}, ["VALUE"]),
        ({"n": ["1", "two", "3", "4"]}, ["VALUE"]),
        ({"n": ["[c]", "", "", "*"]}, ["VALUE"]),
        ({"name": list("abcd"), "n": list("1234"), "m": list("5678")}, ["n", "m"]),
        ({"id": list("1234"), "row_id": list("1234"), "Financial year": ["2025"] * 4}, ["VALUE"]),
        (
            {"rate_per_1000": list("1234"), "Mean wait": list("1234"), "n %": list("1234")},
            ["VALUE"],
        ),
        (
            {"52 week waits": list("1234"), "operations": list("1234")},
            ["52 week waits", "operations"],
        ),
        ({"": list("1234"), "n": list("1234")}, ["n"]),
        ({"-n": list("1234")}, ["-n"]),
        ({"it's $5; rm -rf": list("1234")}, ["it's $5; rm -rf"]),
    ],
)
def test_the_columns_of_figures_are_recognised(
    columns: dict[str, list[str]], expected: list[str]
) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", *columns])
    writer.writerows(zip(["QRL", "QNQ", "QU9", "QXU"], *columns.values(), strict=True))
    words = command(out.getvalue(), "code") or []
    options = [f"--value {words[i + 1]}" for i, word in enumerate(words) if word == "--value"]
    options += [word.replace("=", " ", 1) for word in words if word.startswith("--value=")]
    assert options == [f"--value {name}" for name in expected]


GROUPED = {
    "board": ["QRL", "QRL", "QNQ", "QNQ"],
    "month": ["2025-03-01"] * 4,
    "n": list("1234"),
}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"measure": ["a", "b", "a", "b"]}, ["measure"]),
        ({"measure": ["a", "b", "a", "b"], "sex": ["f", "f", "m", "f"]}, ["measure", "sex"]),
        ({"name": ["Hampshire", "Hampshire", "Frimley", "Frimley"]}, []),
        ({"note": ["", "late", "", ""]}, []),
        ({"rate": ["0.1", "0.2", "0.3", "0.4"], "share %": ["1%", "2%", "3%", "4%"]}, []),
        ({"Row id": list("1234")}, []),
        ({"beds": ["1", "2", "5*", "<5"]}, []),
        ({"Financial year": ["2024", "2025", "2024", "2025"]}, ["Financial year"]),
        ({"-sex": ["f", "m", "f", "m"]}, ["-sex"]),
    ],
)
def test_the_columns_that_tell_rows_apart_are_groups(
    columns: dict[str, list[str]], expected: list[str]
) -> None:
    assert groups({**GROUPED, **columns}, date_column="month") == ["month", *expected]


def test_without_a_column_of_days_the_months_are_a_group() -> None:
    columns = {**GROUPED, "month": ["Mar-25", "Apr-25", "Mar-25", "Apr-25"]}
    assert groups(columns) == ["month"]


def test_a_name_for_each_row_is_no_group() -> None:
    rows = 60
    columns = {
        "board": ["QNQ"] * rows,
        "file": [f"file {number}" for number in range(rows)],
        "n": ["1"] * rows,
    }
    assert groups(columns) == []


def groups(columns: dict[str, list[str]], **options: Any) -> list[str]:
    """Return the columns that the command for a table keeps."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    words = command(out.getvalue(), "board", **options) or []
    found = [words[i + 1] for i, word in enumerate(words) if word == "--per"]
    return found + [word.removeprefix("--per=") for word in words if word.startswith("--per=")]


def test_two_columns_of_one_name_are_left_out() -> None:
    words = command("code,n,n,m\nQNQ,1,2,3\n", "code") or []
    assert words[5:7] == ["--value", "m"]


def test_the_path_is_quoted_for_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, expected in (("my file's.csv", "my file's.csv"), ("-figures.csv", "./-figures.csv")):
        put(tmp_path, column("QNQ"), name)
        with closing(open_source(name)) as source:
            found = check(source, None).breaks.rebase
        assert shlex.split(found or "")[2] == expected


@pytest.mark.parametrize(
    ("values", "target"),
    [
        (("Carlisle", "Allerdale", "Eden"), "council"),
        (("D4U1Y", "92A"), "sub-icb"),
        (("QNQ", "QU9"), None),
    ],
)
def test_a_column_is_carried_to_areas_of_its_own_kind(
    values: tuple[str, ...], target: str | None
) -> None:
    content = "area,beds\n" + "".join(f"{value},1\n" for value in values)
    found = command(content, "area") or []
    assert ("--to-geography" in found, found[-1] if target else None) == (bool(target), target)
