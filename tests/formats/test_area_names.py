"""What reports call areas."""

from __future__ import annotations

import pytest

from icslookup.bulk.rebase.source_areas import AUTO, KINDS
from icslookup.dataset.nhs_areas import NHS_KINDS
from icslookup.formats.area_names import NOUNS, everyday_name
from icslookup.lookup.boundaries import GEOGRAPHIES


def test_every_kind_of_area_has_a_noun() -> None:
    assert NOUNS.keys() == {*KINDS, *GEOGRAPHIES, *NHS_KINDS} - {AUTO}


@pytest.mark.parametrize(
    ("name", "everyday"),
    [
        ("NHS Kent and Medway Integrated Care Board", "Kent and Medway"),
        ("NHS Kent and Medway ICB - 91Q", "Kent and Medway"),
        ("NHS Guildford and Waverley CCG", "Guildford and Waverley"),
        ("Guildford", "Guildford"),
        ("North East and Yorkshire", "North East and Yorkshire"),
    ],
)
def test_the_everyday_name_is_without_the_words_of_the_kind(name: str, everyday: str) -> None:
    assert everyday_name(name) == everyday
