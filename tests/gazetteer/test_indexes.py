"""The indexes of the names, codes and aliases of authorities and boards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.gazetteer.indexes import area_resolver, board_resolver, is_place, kind_fits
from icslookup.gazetteer.resolve import place_of, resolve_area, resolve_board

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

TODAY = date(2026, 11, 22)
DAYS = (date(2022, 7, 1), date(2023, 4, 1), date(2025, 4, 1), date(2026, 4, 1), TODAY)


@pytest.mark.parametrize("day", DAYS)
def test_every_alias_names_its_record_on_each_day(data: Dataset, day: date) -> None:
    for alias in data.aliases:
        known = data.authorities if alias.kind == "area" else data.boards
        resolve = resolve_area if alias.kind == "area" else resolve_board
        if known[alias.code].exists_on(day):
            found = resolve(data, alias.alias, day, dated=True)
            codes = {found.key, *(candidate.key for candidate in found.candidates)}
            assert alias.code in codes, (alias, day)


def test_every_alias_has_an_answer_or_is_ambiguous(data: Dataset) -> None:
    meanings: dict[tuple[str, str], set[str]] = {}
    for alias in data.aliases:
        meanings.setdefault((alias.kind, alias.alias.casefold()), set()).add(alias.code)
    for (kind, spelling), codes in meanings.items():
        resolve = resolve_area if kind == "area" else resolve_board
        found = resolve(data, spelling, TODAY, dated=False)
        if len(codes) == 1:
            assert {found.key} == codes, spelling
        else:
            assert {candidate.key for candidate in found.candidates} == codes, spelling


@pytest.mark.parametrize(
    ("code", "words", "fitting"),
    [
        ("E10000030", "county council", True),  # Surrey, a county
        ("E10000030", "district council", False),
        ("E07000209", "borough council", True),  # Guildford, a district
        ("E07000209", "county council", False),
        ("E07000209", "london borough of", False),
        ("E07000209", "royal borough of", False),
        ("E06000018", "county council", False),  # Nottingham, a city
        ("E06000047", "county council", True),  # County Durham, a unitary authority
        ("E06000047", "city council", False),
        ("E09000007", "london borough of", True),  # Camden
        ("E09000007", "district council", False),
        ("E09000021", "royal borough of", True),  # Kingston upon Thames
        ("E09000007", "royal borough of", False),
    ],
)
def test_the_words_for_the_kind_must_fit_an_authority(
    data: Dataset, code: str, words: str, *, fitting: bool
) -> None:
    assert kind_fits(data.authorities[code], frozenset(words.split())) is fitting


def test_every_place_has_a_key_in_the_index_of_authorities(data: Dataset) -> None:
    keys = {key for keys in area_resolver(data).index.names.values() for key in keys}
    places = [place_of(data, key) for key in keys if is_place(key)]
    assert {place.name for place in places if place} == {place.name for place in data.places}
    assert keys - set(data.authorities) == {key for key in keys if is_place(key)}


def test_boards_have_no_places(data: Dataset) -> None:
    index = board_resolver(data).index
    keys = {
        key for table in (index.names, index.aliases) for keys in table.values() for key in keys
    }
    assert keys == set(data.boards)


def test_the_resolvers_are_built_once(data: Dataset) -> None:
    assert area_resolver(data) is area_resolver(data)
    assert board_resolver(data) is board_resolver(data)
