"""A text that joins two councils."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.gazetteer.combined import two_councils

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("spelling", "names"),
    [
        ("Wigan and Bolton", ["Wigan", "Bolton"]),
        ("Wigan & Bolton", ["Wigan", "Bolton"]),
        ("Wigan/Bolton", ["Wigan", "Bolton"]),
        ("Wigan, Bolton", ["Wigan", "Bolton"]),
        ("LB Barnet & LB Enfield", ["Barnet", "Enfield"]),
        ("Telford and Wrekin and Shropshire", ["Telford and Wrekin", "Shropshire"]),
        ("Bath and North East Somerset/Swindon", ["Bath and North East Somerset", "Swindon"]),
        ("Westminster, Kensington & Chelsea", ["Westminster", "Kensington and Chelsea"]),
        ("Wigan, and Bolton", ["Wigan", "Bolton"]),
        ("Wigan &amp; Bolton [note 3]", ["Wigan", "Bolton"]),
        ("E08000010 & E08000001", ["Wigan", "Bolton"]),
    ],
)
def test_two_councils_are_found_whatever_joins_them(
    data: Dataset, spelling: str, names: list[str]
) -> None:
    keys = two_councils(data, spelling, TODAY, dated=False)
    assert [data.authorities[key].name for key in keys] == names


@pytest.mark.parametrize(
    "spelling",
    ["Wigan", "Kensington and Chelsea", "Wigan and", "Wigan and Wigan MBC", "Kent and Thanet", "Thanet, Kent",
     "Wigan, Bolton and Bury", "Wigan and Cardiff", "Wigan and Wiggan", "Wigan - Bolton", "Wigan or Bolton",
     "Wigan and Atlantis", "x and " * 100, "Wigan; Bolton", "Wigan | Bolton", "Guildford, Essex", "Leicester, Rutland",
     "Leicester, Leicestershire and Rutland"],
)  # fmt: skip
def test_other_texts_are_not_two_councils(data: Dataset, spelling: str) -> None:
    assert two_councils(data, spelling, TODAY, dated=False) == []
