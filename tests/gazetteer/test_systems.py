"""The names of the systems before the boards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.gazetteer.systems import resolve_system

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

TODAY = date(2026, 11, 22)
KINDS = (
    "{} STP",
    "{} S.T.P.",
    "{} (STP)",
    "STP: {}",
    "{} ICS",
    "NHS {} stp",
    "{} Sustainability and Transformation Plan",
    "{} Sustainability & Transformation Partnership",
    "Sustainability and Transformation Partnership for {}",
    "{} Integrated Care System",
    "{} accountable care system",
    "{} Health and Care Partnership",
    "{} Health and Social Care Partnership",
    "{} Health & Care",
    "The {} Health and Care Partnership STP",
    "Our Healthier {}",
    "Joined Up Care {}",
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_system_is_found_with_each_word_for_its_kind(data: Dataset, kind: str) -> None:
    for wave in data.waves:
        found = resolve_system(data, kind.format(wave.name), TODAY)
        assert (found.key, found.match and found.match.method) == (wave.ods_code, "alias")


@pytest.mark.parametrize(
    ("text", "code", "method"),
    [
        ("West Berkshire", "QU9", "words"),
        ("west berkshire stp", "QU9", "words"),
        ("Bassetlaw and South Yorkshire", "QF7", "words"),
        ("Milton Keynes, Bedfordshire and Luton", "QHG", "words"),
        ("Vale, Coast & Humber ICS", "QOQ", "words"),
        ("West Birmingham and The Black Country", "QUA", "words"),
        ("East, North and West Cumbria", "QHM", "words"),
        ("West London North", "QRV", "words"),
        ("Black Country STP", "QUA", "alias"),
        ("Healthier Lancashire and South Cumbria", "QE1", "alias"),
        ("Humber and North Yorkshire STP", "QOQ", "alias"),
        ("Wessex STP", None, None),
    ],
)
def test_words_in_another_order_and_names_of_boards(
    data: Dataset, text: str, code: str | None, method: str | None
) -> None:
    found = resolve_system(data, text, TODAY)
    assert (found.key, found.match and found.match.method) == (code, method)


@pytest.mark.parametrize(
    "text",
    [
        "East Suffolk and North Essex",  # other places than Suffolk and North East Essex
        "Yorkshire and South Bassetlaw",
        "North and West London",
        "Essex STP",  # boards of 2026 were never STPs
        "Thames Valley Sustainability and Transformation Partnership",
        "Guildford STP",
        "Black Country",  # the name of a board, not of a system
        "STP",
        "Health and Care Partnership",
        "NHS",
    ],
)
def test_what_is_not_a_system_is_not_found(data: Dataset, text: str) -> None:
    assert resolve_system(data, text, TODAY).key is None
