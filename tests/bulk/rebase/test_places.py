"""LSOAs and postcodes lie whole in one target area, or are not placed."""

from __future__ import annotations

from typing import Any

import pytest

from icslookup.bulk import place_matcher
from icslookup.errors import DataError, MissingSourceError
from icslookup.postcodes.sources import Sources
from tests.support.places import by_authority, here, sources
from tests.support.rebased import rebased, refusal, results

POSTCODES = {
    "GU1 4QT": 1, "gu125aa": 2, "GU1 4QZ": 4, "SW1A 0AA": 8, "GU12 5AB": 16, "SY1 1AA": 32,
    "CF1 1AA": 64, "Guildford": 128, "TF1 1AA": 256, "GIR 0AA": 512, "": 1024,
}  # fmt: skip
ELSEWHERE = 64 + 128 + 256 + 512 + 1024


@pytest.fixture
def postcodes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_matcher, "open_sources", lambda: sources(here()))


@pytest.mark.usefixtures("postcodes")
@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"S9B9J": 1 + 2 + 4, "Z9B2Z": 8, "QRL": 16, "QOC": 32}),
        ({"to": "2024-01-01"}, {"QXU": 1 + 4, "QNQ": 2 + 16, "QRV": 8, "QOC": 32}),
        ({"to_geography": "council"}, {"E07000209": 1 + 2 + 4, "E09000033": 8, "E07000089": 16, "E06000051": 32}),
        ({"to_geography": "region"}, {"Y59": 1 + 2 + 4 + 16, "Y56": 8, "Y60": 32}),
        ({"kind": "postcode", "integer": True}, {"S9B9J": 1 + 2 + 4, "Z9B2Z": 8, "QRL": 16, "QOC": 32}),
        ({"column": None}, {"S9B9J": 1 + 2 + 4, "Z9B2Z": 8, "QRL": 16, "QOC": 32}),
    ],
)  # fmt: skip
def test_postcodes_are_added_up(options: dict[str, Any], expected: dict[str, int]) -> None:
    answer = rebased(POSTCODES, **options)
    assert results(answer) == expected
    assert answer.kinds == {"postcode": 6}
    assert {area.complete for area in answer.areas} == {None}
    assert answer.values[0].unplaced == ELSEWHERE
    assert {one.query: one.reason for one in answer.unplaced} == {
        "CF1 1AA": "not_found", "Guildford": "not_found", "TF1 1AA": "not_found", "GIR 0AA": "not_found", None: "blank",
    }  # fmt: skip


@pytest.mark.usefixtures("postcodes")
def test_a_total_of_postcodes_counts_twice() -> None:
    rows = {"GU1 4QT": 1, "England": 5}
    assert "areas that count twice: 'England'" in refusal(DataError, rows)
    assert rebased(rows, drop_totals=True).values[0].dropped == 5


@pytest.mark.usefixtures("postcodes")
def test_postcodes_of_one_area_are_counted_as_sources() -> None:
    answer = rebased({"GU1 4QT": 1, "GU1 4QZ": 2, "SW1A 0AA": 3})
    assert sorted(area.sources for area in answer.areas) == [("1 postcode",), ("2 postcodes",)]


def test_a_postcode_in_a_divided_council_is_not_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_matcher, "open_sources", lambda: sources(by_authority()))
    answer = rebased({"GU1 4QT": 1, "SW1A 0AA": 3}, to="2024-01-01")
    assert results(answer) == {"QRV": 3}
    assert [(one.query, one.reason) for one in answer.unplaced] == [("GU1 4QT", "ambiguous")]
    answer = rebased({"GU1 4QT": 1}, to_geography="sub-icb", to="2024-01-01")
    assert [(one.query, one.reason) for one in answer.unplaced] == [("GU1 4QT", "undetermined")]


def test_without_postcodes_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_matcher, "open_sources", lambda: Sources(None, None))
    with pytest.raises(MissingSourceError):
        rebased({"GU1 4QT": 1})


def test_lsoas_of_both_censuses_and_what_is_none() -> None:
    rows = {
        "E01030331": 1, "e01030332 ": 2, "E01000010": 4, "E01033768": 8, "E01999999": 16, "W01000001": 32, "": 64, "Leeds": 128,
        "E92000001": 256,
    }  # fmt: skip
    answer = rebased(rows, drop_totals=True)
    assert results(answer) == {"S9B9J": 3, "QMF": 4, "QYG": 8}
    assert {one.query: one.reason for one in answer.unplaced} == {
        "E01999999": "not_found", "W01000001": "not_found", None: "blank", "Leeds": "not_found",
    }  # fmt: skip
    assert [one.query for one in answer.dropped] == ["E92000001"]
    assert results(rebased(rows, drop_totals=True, kind="lsoa", to="2024-01-01")) == {
        "QXU": 3,
        "QMF": 4,
        "QYG": 8,
    }
