"""`icslookup check`: of what vintage a column is, and what is odd about it."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.bulk.check import findings
from icslookup.bulk.check.similar_names import similar_pairs
from icslookup.errors import UsageError
from icslookup.formats import Terminal, render
from icslookup.formats.views.registry import notes
from tests.support.table_files import MESSY, checked, column, fits, put

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icslookup.bulk.check.check import Checked
    from icslookup.dataset.loader import Dataset
    from tests.support.program import Result


def found(answer: Checked, finding: str) -> dict[str, tuple[str, list[str]]]:
    return {
        one.value: (one.detail, [other.code for other in one.others])
        for one in answer.findings
        if one.finding == finding
    }


@pytest.mark.parametrize(
    ("values", "spans"),
    [
        (["Guildford", "E07000209"], ["2022-07-01"]),
        (["E07000026"], ["2022-07-01 2023-03-31"]),
        (["E06000063", "Cumberland"], ["2023-04-01"]),
        (["Allerdale", "Cumberland"], []),
        (["E08000016"], ["2022-07-01 2025-03-31"]),
        (["e08000038 "], ["2025-04-01"]),
        (["E08000016", "E08000038"], []),
        (["Barnsley", "E06000063", "E08000016"], ["2023-04-01 2025-03-31"]),
        (["QNQ"], ["2022-07-01 2026-03-31"]),
        (["E54000042", "QRL"], ["2022-07-01 2026-03-31"]),
        (["E54000067"], ["2026-04-01"]),
        (["S9B9J"], ["2026-04-01"]),
        (["E54000007"], []),
        (["Aylesbury Vale"], []),
        (["E06000048"], []),
        (["Atlantis"], []),
        (["Guildford", "Atlantis", ""], ["2022-07-01"]),
        (["Somerset"], ["2022-07-01"]),
    ],
)
def test_the_dates_on_which_every_value_is_valid(values: list[str], spans: list[str]) -> None:
    answer = checked(column(*values))
    assert fits(answer) == spans
    assert answer.passed is (bool(spans) and "Atlantis" not in values)


def test_every_day_agrees_with_the_mapping_of_that_day() -> None:
    for period in checked(column("Guildford")).periods:
        codes = sorted({row.gss_code for row in icslookup.areas(period.start).rows})
        boards = [row.ons_code or "" for row in icslookup.boards(period.start).rows]
        answer = checked(column(*codes))
        assert any(
            span.start <= period.start and (span.end is None or span.end >= period.start)
            for span in answer.fits
        )
        assert [(p.present, p.of) for p in answer.coverage] == [(len(codes), len(codes))]
        of_boards = checked(column(*boards), kind="board")
        assert of_boards.passed
        assert [p.missing for p in of_boards.coverage] == [()]
        assert any(span.start == period.start for span in of_boards.fits) or period.start.year in (
            2023,
            2025,
        )


def test_the_kinds_of_values_are_counted() -> None:
    values = (
        *("E07000209", "E06000063", "E08000038", "E09000007", "E09000001", "E10000030", "QRL"),
        *("E54000067", "Guildford", "Thames Valley", "BCP", "gilford", "E01000001", "SW1A 1AA"),
        *("Atlantis", "E07999999", "England", "Newcastle", "", "N/A", "Guildford"),
    )
    answer = checked(column(*values))
    assert {count.kind: (count.values, count.rows) for count in answer.kinds} == {
        "district_code": (1, 1), "unitary_code": (1, 1), "metropolitan_code": (1, 1),
        "london_borough_code": (1, 1), "city_corporation_code": (1, 1), "county_code": (1, 1),
        "ods_code": (1, 1), "ons_code": (1, 1), "area_name": (1, 2), "board_name": (1, 1),
        "alias": (1, 1), "guessed": (1, 1), "other_code": (2, 2), "not_found": (3, 3),
        "ambiguous": (1, 1), "blank": (2, 2),
    }  # fmt: skip
    assert (answer.rows, answer.distinct) == (21, 18)


def test_values_that_are_out_of_date_and_what_they_became() -> None:
    values = ("E08000016", "E54000042", "E06000048", "Allerdale", "E07000004", "Frimley", "QNQ")
    answer = checked(column(*values))
    recoded, abolished = found(answer, "recoded"), found(answer, "abolished")
    assert recoded["E08000016"] == (
        "was the code of Barnsley until 31 March 2025; now E08000038",
        ["E08000038"],
    )
    assert recoded["E54000042"][1] == ["E54000067"]
    assert recoded["E06000048"] == ("was the code of Northumberland; now E06000057", ["E06000057"])
    assert abolished["Allerdale"][1] == ["E06000063"]
    assert abolished["E07000004"][0].startswith("Aylesbury Vale ended on 31 March 2020")
    assert abolished["E07000004"][1] == ["E06000060"]
    assert abolished["QNQ"] == abolished["Frimley"]
    assert set(abolished["QNQ"][1]) == {"QRL", "S9B9J", "S0E4D"}


def test_values_of_the_future() -> None:
    answer = checked(
        column("E08000038", "Cumberland", "E54000067", "E08000016"), as_of="2023-01-01"
    )
    told = found(answer, "not_yet")
    assert told["E08000038"] == (
        "is the code of Barnsley since 1 April 2025; before, it was E08000016",
        ["E08000016"],
    )
    assert told["E54000067"][1] == ["E54000042"]
    assert "established on 1 April 2023" in told["Cumberland"][0]
    assert "recoded" not in {finding.finding for finding in answer.findings}


def test_values_of_another_date_than_most() -> None:
    answer = checked(column("E07000026", "Carlisle", "Copeland", "E08000038"))
    assert fits(answer) == []
    assert found(answer, "misfit") == {
        "E08000038": (
            "is valid since 1 April 2025, most values are from 1 July 2022 to 31 March 2023",
            ["E08000038"],
        )
    }
    assert answer.coverage[0].day.isoformat() == "2023-03-31"


def test_a_code_may_stand_with_its_name() -> None:
    answer = checked(column("E08000016 Barnsley", "E07000209: Guildford"))
    assert fits(answer) == fits(checked(column("E08000016", "E07000209")))
    assert {finding.finding for finding in answer.findings} == {"recoded"}


def test_a_name_that_is_ambiguous_only_on_some_days() -> None:
    answer = checked(column("S&S"), kind="board")
    assert found(answer, "misfit")["S&S"][0].startswith(
        "is ambiguous on 22 November 2026; is valid from"
    )


def test_values_without_an_answer_say_why(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = checked(column("Newcastle", "Atlantis", "E01000001", "Glasgow", "SW1A 1AA"))
    assert found(answer, "ambiguous")["Newcastle"][1] == ["E08000021", "E07000195"]
    assert "is called 'Atlantis'" in found(answer, "not_found")["Atlantis"][0]
    assert "in Scotland" in found(answer, "not_found")["Glasgow"][0]
    assert "of an LSOA" in found(answer, "other_code")["E01000001"][0]
    assert "looks like a postcode" in found(answer, "other_code")["SW1A 1AA"][0]
    monkeypatch.setattr(findings, "MOST_EXPLAINED", 0)
    answer = checked(column("Newcastle", "Atlantis"))
    assert found(answer, "not_found") == {"Atlantis": ("not found", [])}


def test_duplicates_are_told() -> None:
    spelt = [
        *["Guildford"] * 3,
        "GUILDFORD BC",
        "E07000209",
        "gilford",
        "Guildford Borough",
        "Guildford, Surrey",
        "QRL",
    ]
    answer = checked(column(*spelt))
    assert found(answer, "spellings") == {
        "Guildford": (
            "'Guildford' (3), 'E07000209' (1), 'GUILDFORD BC' (1), 'Guildford Borough' (1), 'Guildford, Surrey' (1) and 1 more",
            ["E07000209"],
        )
    }
    assert found(answer, "repeated") == {"Guildford": ("stands in 3 rows", [])}
    assert found(answer, "guessed") == {
        "gilford": ("read as Guildford (fuzzy, score 87.5)", ["E07000209"])
    }


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("Herefordshire", "Hertfordshire", "letters"),
        ("East Suffolk", "West Suffolk", "compass"),
        ("North East Lincolnshire", "North Lincolnshire", "compass"),
        ("Norfolk", "South Norfolk", "compass"),
        ("Derby", "Derbyshire", "stem"),
        ("Bedford", "Central Bedfordshire", "stem"),
        ("Stafford", "Trafford", "letters"),
        ("Newcastle upon Tyne", "Newcastle-under-Lyme", "stem"),
        ("Richmond upon Thames", "Richmondshire", "stem"),
        ("Guildford", "Surrey", None),
        ("St Albans", "St. Helens", None),
        ("East", "North East", None),
    ],
)
def test_near_twins(first: str, second: str, alike: str | None) -> None:
    told = list(similar_pairs({"a": first, "b": second}))
    assert [pair.alike for pair in told] == ([alike] if alike else [])


def test_two_codes_are_no_near_twins() -> None:
    codes = column("E06000019", "E10000015")
    assert found(checked(codes), "twins") == {}
    assert found(checked(column("E06000019", "Hertfordshire")), "twins")


def test_near_twins_are_told_and_are_no_error() -> None:
    answer = checked(column("Herefordshire", "Hertfordshire", "Derby"))
    assert found(answer, "twins")["Herefordshire / Hertfordshire"] == (
        "differ by two letters at most",
        ["E06000019", "E10000015"],
    )
    assert answer.passed


def test_a_county_beside_its_districts_is_told() -> None:
    answer = checked(column("Surrey", "Guildford", "Woking", "Kent", "Hertfordshire", "Stevenage"))
    assert found(answer, "county_and_districts") == {
        "Hertfordshire": (
            "stands beside 1 of its districts: figures added up count twice",
            ["E07000243"],
        ),
        "Surrey": (
            "stands beside 2 of its districts: figures added up count twice",
            ["E07000209", "E07000217"],
        ),
    }


def test_coverage_counts_districts_and_boards(data: Dataset) -> None:
    surrey = checked(column("Surrey", "Camden"))
    (areas,) = surrey.coverage
    assert (areas.kind, areas.present, areas.of, len(areas.missing)) == ("area", 12, 296, 284)
    names = [row.area_name for row in icslookup.areas().rows if row.area_name != "Adur"]
    almost = checked(column(*names), kind="area")
    assert [missing.name for missing in almost.coverage[0].missing] == ["Adur"]
    assert "295 of 296 districts of England; missing: Adur" in render(almost, "table")
    everything = checked(column(*data.boards), kind="board")
    assert everything.coverage[0].kind == "board"
    assert "coverage on 31 Mar 2026: all 42 boards" in render(everything, "table")


def test_the_table_says_the_verdict_first() -> None:
    lines = render(checked(MESSY), "table", Terminal(width=80)).splitlines()
    assert lines[:3] == [
        "The column council",
        "standard input: 19 rows, 18 distinct values",
        "no date fits all values",
    ]
    good = render(checked(column("E06000063")), "table").splitlines()
    assert good[2] == "all values with an answer are valid since 1 Apr 2023"
    barnsley = render(checked(column("E08000016", "E06000063")), "table")
    assert "are valid 1 Apr 2023 to 31 Mar 2025" in barnsley
    assert "no value is an authority or a board" in render(checked(column("Atlantis")), "table")
    many = checked(column(*[f"Nowhere {letter}" for letter in "abcdefghijklmnop"]))
    assert "Not found, the first 10 of 16" in render(many, "table")


def test_findings_are_rows(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("check", str(put(tmp_path, MESSY)), "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert {
        "finding": "guessed",
        "value": "gilford",
        "rows": "1",
        "detail": "read as Guildford (fuzzy, score 87.5)",
        "codes": "E07000209",
    } in rows
    assert any(row["finding"] == "blank" for row in rows)
    assert "icslookup: the column to check is taken to be 'council'\n" in result.err
    assert "icslookup: no date fits all values\n" in result.err
    assert "districts of England" in result.err
    assert notes(checked(MESSY), "table") == ""


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (["Guildford"], 0),
        (["Guildford", ""], 0),
        (["E06000063", "E54000067"], 0),
        (["E07000026", "E06000063"], 1),
        (["Guildford", "Atlantis"], 1),
        (["Guildford", "Newcastle"], 1),
        (["Guildford", "E01000001"], 1),
    ],
)
def test_strict_is_for_pipelines(
    cli: Callable[..., Result], tmp_path: Path, values: list[str], code: int
) -> None:
    path = str(put(tmp_path, column(*values)))
    assert cli("check", path, "-c", "council").code == 0
    result = cli("check", path, "-c", "council", "--strict", "--json", "-q")
    assert (result.code, result.err) == (code, "")
    assert json.loads(result.out)["passed"] is (code == 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-c", "area"], "has no column 'area'; its columns are 'council'"),
        (["--kind", "parish"], "'parish' is not one of"),
        (["--as-of", "2020-01-01"], "did not exist before"),
        (["--delimiter", "xx"], "delimiter"),
    ],
)
def test_bad_options(
    cli: Callable[..., Result], tmp_path: Path, arguments: list[str], message: str
) -> None:
    result = cli("check", str(put(tmp_path, column("Guildford"))), *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_a_column_must_be_there_to_be_guessed() -> None:
    from icslookup.bulk.check.check import check
    from icslookup.tables import open_source

    with pytest.raises(UsageError, match="no column of standard input holds names or codes"):
        check(open_source("-", stdin=io.BytesIO(b"a,b\n1,2\n")), None)
