"""What reports call the kinds of areas, and the everyday names of areas."""

from __future__ import annotations

NOUNS = {
    "council": ("council", "councils"),
    "board": ("board", "boards"),
    "sub-icb": ("sub-ICB location", "sub-ICB locations"),
    "region": ("NHS region", "NHS regions"),
    "ccg": ("CCG", "CCGs"),
    "stp": ("STP", "STPs"),
    "lsoa": ("LSOA", "LSOAs"),
    "postcode": ("postcode", "postcodes"),
}
"""The noun for one area of each kind, and for several."""


def everyday_name(name: str) -> str:
    """Return the official name of an area without the words that all areas of its kind have."""
    name = name.removeprefix("NHS ").removesuffix(" Integrated Care Board").removesuffix(" CCG")
    return name.partition(" ICB - ")[0]
