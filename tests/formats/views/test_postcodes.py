"""The views of `postcode`, `lsoa` and `area --lsoas`."""

from __future__ import annotations

import pytest

from icslookup.formats import render
from icslookup.formats.views.postcodes import COLUMNS, MOST_NOTES
from icslookup.formats.views.registry import notes, view_of
from icslookup.postcodes.postcode import postcodes
from tests.support.answers import ANSWERS, LOOKED_IN


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("postcode", "live postcode \u00b7 in Guildford (E07000209), Surrey \u00b7 South East"),
        (
            "ended postcode",
            "postcode that ended in May 2019 \u00b7 in Guildford (E07000209), Surrey \u00b7 South East",
        ),
        ("postcodes of an area", "postcode area of 4 live postcodes"),
        ("LSOA", "LSOA of 2021 and 2011 \u00b7 in Guildford (E07000209), Surrey \u00b7 South East"),
    ],
)
def test_a_place_has_its_state_and_its_authority(label: str, line: str) -> None:
    assert line in render(ANSWERS[label](), "table").splitlines()


def test_a_split_range_has_shares_their_certainty_and_the_authorities() -> None:
    lines = render(ANSWERS["postcodes of a split area"](), "markdown").splitlines()
    assert "| Frimley | QNQ | E54000034 | South East | 29.4% | not certain |" in lines
    assert "| Hart | E07000089 | 25.0% |" in lines


def test_a_list_names_each_place_once() -> None:
    lines = render(ANSWERS["postcodes"](), "markdown").splitlines()
    assert lines[0] == "## 3 of 4 postcodes answered"
    first = lines.index("| GU12 | Guildford, Hart | Hampshire and Isle of Wight | QRL | 50.0% |")
    assert lines[first + 1] == "|  |  | Surrey and Sussex | S9B9J | 50.0% |"
    assert "| SW1A OAA |  |  |  | not found |" in lines


def test_a_place_without_a_board_has_a_row_with_its_status() -> None:
    answer = ANSWERS["no postcode"]()
    columns, rows = view_of(answer).rows(answer)
    assert columns == COLUMNS
    (row,) = rows
    assert row[:2] == ("SW1A OAA", "not_found")
    assert len(row) == len(COLUMNS)
    assert row[-1] is None


def test_notes_name_some_of_the_places_without_a_board() -> None:
    answer = postcodes(["SW1A OAA"] * (MOST_NOTES + 5), sources=LOOKED_IN)
    lines = notes(answer, "table").splitlines()
    assert lines[0] == "icslookup: 'SW1A OAA' is not a postcode; try SW1A 0AA"
    assert lines[MOST_NOTES:] == ["icslookup: and 5 more without a certain board"]


def test_lsoas_are_counted_by_board() -> None:
    lines = render(ANSWERS["LSOAs of an area"](), "table").splitlines()
    assert lines[:2] == [
        "Guildford \u00b7 2 LSOAs",
        "1 in Frimley (QNQ), 1 in Surrey Heartlands (QXU)",
    ]
