"""Names that people and programs confuse."""

from __future__ import annotations

import pytest

from icslookup.bulk.check.similar_names import similar_pairs


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
    pairs = list(similar_pairs({"a": first, "b": second}))
    assert [pair.alike for pair in pairs] == ([alike] if alike else [])
