"""The findings about the values of a column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.check import findings
from icslookup.formats import render
from tests.support.schemas import check
from tests.support.table_files import checked, column, fits

if TYPE_CHECKING:
    from icslookup.bulk.check.check import ColumnCheck
    from icslookup.dataset.loader import Dataset


def found(answer: ColumnCheck, finding: str) -> dict[str, tuple[str, list[str]]]:
    return {
        one.value: (one.detail, [other.code for other in one.others])
        for one in answer.findings
        if one.finding == finding
    }


def test_values_that_are_out_of_date_and_what_they_became() -> None:
    values = ("E08000016", "E54000042", "E06000048", "Allerdale", "E07000004", "QNQ")
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
    boards = found(checked(column("Frimley", "QNQ", "Devon")), "abolished")
    assert abolished["QNQ"] == boards["QNQ"] == boards["Frimley"]
    assert set(abolished["QNQ"][1]) == {"QRL", "S9B9J", "S0E4D"}


def test_the_boards_of_an_area_whose_boundary_is_not_known_are_alternatives() -> None:
    values = ("E38000017", "E38000118")
    abolished = found(checked(column(*values), as_of="2026-11-01"), "abolished")
    assert abolished["E38000118"][0].endswith(": Hampshire and Isle of Wight and Surrey and Sussex")
    uncertain = checked(column("E38000017", "Frimley", "Devon"), as_of="2026-11-01")
    detail, codes = found(uncertain, "abolished")["E38000017"]
    assert detail.endswith("its territory on 1 November 2026: Thames Valley or Surrey and Sussex")
    assert set(codes) == {"S0E4D", "S9B9J"}


def test_values_of_the_future() -> None:
    answer = checked(
        column("E08000038", "Cumberland", "E54000067", "E08000016"), as_of="2023-01-01"
    )
    later = found(answer, "not_yet")
    assert later["E08000038"] == (
        "is the code of Barnsley since 1 April 2025; before, it was E08000016",
        ["E08000016"],
    )
    assert later["E54000067"][1] == ["E54000042"]
    assert "established on 1 April 2023" in later["Cumberland"][0]
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


def test_duplicates_are_reported() -> None:
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


def test_two_codes_are_not_near_twins() -> None:
    codes = column("E06000019", "E10000015")
    assert found(checked(codes), "twins") == {}
    assert found(checked(column("E06000019", "Hertfordshire")), "twins")


def test_near_twins_are_reported_but_are_not_errors() -> None:
    answer = checked(column("Herefordshire", "Hertfordshire", "Derby"))
    assert found(answer, "twins")["Herefordshire / Hertfordshire"] == (
        "differ by two letters at most",
        ["E06000019", "E10000015"],
    )
    assert answer.passed


def test_a_county_listed_with_its_districts_is_reported() -> None:
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


def test_other_areas_of_the_nhs_say_why_they_are_out_of_date() -> None:
    values = ("93C", "E38000246", "D4U1Y", "U2G6B", "NHS Vale of York CCG", "E40000007")
    answer = checked(column(*values), kind="board", as_of="2026-06-01")
    found = {f.value: (f.finding, f.detail, [o.code for o in f.others]) for f in answer.findings}
    assert "93C" not in found
    assert found["E38000246"][0] == "recoded"
    assert found["E38000246"][2] == ["E38000267"]
    assert found["D4U1Y"][0] == "abolished"
    assert set(found["D4U1Y"][2]) == {"U2G6B", "D9Y0V", "92A"}
    assert found["NHS Vale of York CCG"][0] == "abolished"
    assert "until 30 June 2022" in found["NHS Vale of York CCG"][1]
    assert found["NHS Vale of York CCG"][2] == ["QOQ"]
    assert found["E40000007"][2] == ["E40000013"]
    with_region = checked(column("E40000007", "E40000013"), as_of="2022-08-01")
    assert with_region.findings[0][:2] == ("recoded", "E40000013")
    assert with_region.findings[0].others[0].code == "E40000007"
    earlier = checked(column("U2G6B", "93C"), kind="board", as_of="2025-06-01")
    assert [(f.value, f.finding) for f in earlier.findings] == [("U2G6B", "not_yet")]
    assert [(k.kind, k.values) for k in answer.kinds] == [
        ("nhs_area_code", 5),
        ("nhs_area_name", 1),
    ]


@pytest.mark.parametrize("kind", ["sub-icb", "region"])
@pytest.mark.parametrize("day", ["2022-08-01", "2026-06-01"])
def test_the_json_of_other_areas_of_the_nhs_is_as_its_schema_says(
    data: Dataset, kind: str, day: str
) -> None:
    areas = [area for area in data.nhs_areas.values() if area.kind == kind]
    names = dict.fromkeys(one for area in areas for one in area.names)
    texts = [area.code for area in areas]
    texts += [text for one in names for text in (one.ons_code, one.name)]
    answer = checked(column(*dict.fromkeys(texts)), kind="board", as_of=day)
    check(json.loads(render(answer, "json")), "check")
