"""The matcher of postcodes and LSOA codes, with sources in memory."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk import place_matcher
from icslookup.bulk.matcher import Matcher
from icslookup.bulk.place_matcher import PlaceMatcher
from icslookup.errors import MissingSourceError
from icslookup.postcodes.sources import Sources
from tests.support.places import LSOAS, NORTH, SOUTH, here, sources

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

DAY = date(2024, 1, 1)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the postcodes and LSOAs of these tests instead of the user's."""
    found = sources(here(), *LSOAS)
    monkeypatch.setattr(place_matcher, "open_sources", lambda: found)
    monkeypatch.setattr(place_matcher, "open_lookups", lambda: found)


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
def test_a_postcode_without_a_board_is_explained(data: Dataset) -> None:
    places = PlaceMatcher(data, "postcode")
    assert places.explain("GU", DAY)[0].startswith("GU lies in more than one board: Frimley and")
    assert places.explain(" CF1 1AA ", DAY)[0].startswith("CF1 1AA is in Wales")
    message, suggestions = places.explain("SW1A OAA", DAY)
    assert message == "'SW1A OAA' is not a postcode"
    assert [one.name for one in suggestions] == ["SW1A 0AA"]


@pytest.mark.usefixtures("use")
def test_only_codes_of_lsoas_can_be_sent(data: Dataset) -> None:
    assert PlaceMatcher(data, "postcode").codes() == []


@pytest.mark.usefixtures("use")
def test_the_days_remembered_are_few(monkeypatch: pytest.MonkeyPatch, data: Dataset) -> None:
    monkeypatch.setattr(place_matcher, "MOST_DAYS", 2)
    places = PlaceMatcher(data, "postcode")
    for number in range(1, 9):
        assert places.assignment("GU1 4QT", date(2024, 1, number)) is not None
    assert len(places._finders) <= 2  # noqa: SLF001 - the memory that must not grow


def test_without_sources_there_is_no_matcher(
    monkeypatch: pytest.MonkeyPatch, data: Dataset
) -> None:
    monkeypatch.setattr(place_matcher, "open_sources", lambda: Sources(None, None))
    with pytest.raises(MissingSourceError):
        PlaceMatcher(data, "postcode")
    assert Matcher(data=data).place_sources == ()
