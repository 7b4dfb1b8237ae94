"""The matcher of postcodes and LSOA codes, with sources in memory."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk import place_matcher
from icslookup.bulk.explanation import explain
from icslookup.bulk.match.iterable import match
from icslookup.bulk.matcher import Matcher
from icslookup.bulk.place_matcher import PlaceMatcher
from icslookup.dataset.active import bundled
from icslookup.errors import MissingSourceError
from icslookup.postcodes.sources import Sources
from tests.support.places import LSOAS, NORTH, SOUTH, here, sources

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

DAY = date(2024, 1, 1)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the postcodes and LSOAs of these tests instead of the user's."""
    monkeypatch.setattr(place_matcher, "open_sources", lambda: sources(here()))
    monkeypatch.setattr(place_matcher, "open_lookups", lambda: sources(None, *LSOAS))


@pytest.mark.usefixtures("use")
@pytest.mark.parametrize(
    ("kind", "text", "boards"),
    [
        ("postcode", "GU1 4QT", ["QXU"]),
        ("postcode", "gu125aa", ["QNQ"]),
        ("postcode", "CF1 1AA", None),
        ("postcode", "Guildford", None),
        ("lsoa", NORTH, ["QNQ"]),
        ("lsoa", SOUTH.lower(), ["QXU"]),
        ("lsoa", "E01999999", None),
    ],
)
def test_a_place_has_the_boards_of_the_day(
    data: Dataset, kind: str, text: str, boards: list[str] | None
) -> None:
    found = PlaceMatcher(data, kind).assignment(text, DAY)
    assert (found and [code for code, _ in found.boards]) == boards


@pytest.mark.usefixtures("use")
def test_only_codes_of_lsoas_can_be_sent(data: Dataset) -> None:
    assert PlaceMatcher(data, "postcode").codes() == []


def test_without_sources_there_is_no_matcher(
    monkeypatch: pytest.MonkeyPatch, data: Dataset
) -> None:
    monkeypatch.setattr(place_matcher, "open_sources", lambda: Sources(None, None))
    with pytest.raises(MissingSourceError):
        PlaceMatcher(data, "postcode")
    assert Matcher(data=data).place_sources == ()


@pytest.mark.usefixtures("use")
def test_match_explains_postcodes() -> None:
    matcher = Matcher("2024-01-01", kind="postcode")
    assert explain(matcher, "GU") == (
        "GU lies in more than one board: Frimley and Surrey Heartlands",
        [],
    )
    message, meant = explain(matcher, "SW1A OAA")
    assert message == "'SW1A OAA' is not a postcode"
    assert [s.name for s in meant] == ["SW1A 0AA"]
    assert explain(matcher, "CF1 1AA")[0].startswith("CF1 1AA is in Wales")
    assert matcher.one("zz99 3vz").status == "not_found"
    assert explain(matcher, "zz99 3vz")[0].startswith("ZZ99 3VZ is a pseudo-postcode")
    assert explain(matcher, "V2")[0] == "'V2' is not a postcode"
    assert "the ODS code of a GP practice" in explain(matcher, "B82007")[0]


@pytest.mark.usefixtures("use")
def test_the_memory_of_a_matcher_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("icslookup.bulk.place_matcher.MOST_DAYS", 2)
    monkeypatch.setattr("icslookup.postcodes.assignment.MOST_KEPT", 2)
    days = [f"2024-01-{day:02}" for day in range(1, 9)]
    cells = ["GU1 4QT", "GU12 5AA", "GU12 5AB", "SY1 1AA"] * 2
    found = match(cells, days, kind="postcode")
    assert [f.boards[0].ods_code for f in found] == ["QXU", "QNQ", "QNQ", "QOC"] * 2
    places_ = PlaceMatcher(bundled(), "postcode")
    for day in days:
        for cell in cells:
            places_.assignment(cell, date.fromisoformat(day))
    assert len(places_._finders) <= 2  # noqa: SLF001 - that is what is kept
