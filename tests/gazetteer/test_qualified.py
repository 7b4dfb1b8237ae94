"""A name with its code, its kind, or the area where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.gazetteer.qualified import resolve_qualified

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset


@pytest.mark.parametrize(
    ("spelling", "name", "method"),
    [
        ("Leeds, West Yorkshire", "Leeds", "exact"),
        ("Leeds - Yorkshire", "Leeds", "exact"),
        ("Medway, Kent", "Medway", "exact"),
        ("Brent (NW London)", "Brent", "exact"),
        ("Broxbourne, Herts, UK", "Broxbourne", "exact"),
        ("Hull, Humberside", "Kingston upon Hull", "alias"),
        ("Bournemouth, Christchurch and Poole Council, Dorset", "Bournemouth, Christchurch and Poole", "exact"),
        ("Bournemouth, Christchurch and Poole Council (BCP)", "Bournemouth, Christchurch and Poole", "exact"),
        ("Guildford (E07000209)", "Guildford", "code"),
        ("E08000035 Leeds", "Leeds", "code"),
        ("E08000035_Leeds", "Leeds", "code"),
        ('"E08000035"', "Leeds", "code"),
        ("Surrey - Guildford", "Guildford", "exact"),
        ("Surrey: Woking", "Woking", "exact"),
        ("NHS Surrey Heartlands - Guildford", "Guildford", "exact"),
        ("HWE - Harlow", "Harlow", "exact"),
        ("England > Oxfordshire > Cherwell", "Cherwell", "exact"),
        ("Luton (B)", "Luton", "exact"),
        ("Local authority - Guildford", "Guildford", "exact"),
        ("Guidlford, Surrey", "Guildford", "fuzzy"),
        ("Newcastle, Staffs", "Newcastle-under-Lyme", "words"),
    ],
)  # fmt: skip
def test_a_right_qualifier_is_read(spelling: str, name: str, method: str) -> None:
    answer = icslookup.area(spelling)
    assert (answer.area and answer.area.name, answer.match and answer.match.method) == (
        name,
        method,
    )


@pytest.mark.parametrize(
    "spelling",
    ["Guildford, Essex", "Leeds, Kent", "Medway, England, Essex", "Guildford, Surrey, Kent",
     "Guidlford, England", "Perth, Scotland", "Burley, West Yorkshire", "Guildford, Scotland",
     "a, b, c, d, e, f", "Manchester, New Hampshire", "E08000035 Guildford", "E08000035 E07000209",
     "Kent, Thanet", "HWE - Guildford", "Surrey - Leeds"],
)  # fmt: skip
def test_a_wrong_qualifier_is_not_read(spelling: str) -> None:
    assert icslookup.area(spelling).area is None


@pytest.mark.parametrize(
    "spelling", ["Guildford", "Atlantis", "E07000209", "Bristol, City of", "a, b, c, d, e, f"]
)
def test_a_whole_name_or_an_unqualified_text_is_not_qualified(data: Dataset, spelling: str) -> None:
    assert resolve_qualified(data, spelling, lambda _key: True, dated=False) is None
