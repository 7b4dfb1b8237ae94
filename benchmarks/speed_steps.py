"""Run one step of a benchmark and print its figures; the benchmark starts this program for each.

A step measures neither its imports nor the reading of its table.

    python benchmarks/speed_steps.py make|match|extractOne|countries|resolve ARGUMENT...
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import messy_names

import icslookup
from icslookup.dataset.active import bundled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Figures: TypeAlias = "dict[str, float]"
"""Names a second or seconds a name, by the name of the figure."""


def make(path: str, rows: str) -> Figures:
    """Write the table, and return how many spellings and rows it has of each kind."""
    counts = messy_names.write_table(Path(path), int(rows))
    kinds = messy_names.spellings()
    distinct, of_rows = Counter(kinds[text] for text in counts), Counter[str]()
    for text, count in counts.items():
        of_rows[kinds[text]] += count
    kept = {f"distinct {kind}": float(distinct[kind]) for kind in messy_names.SHARES}
    return {**kept, **{f"rows {kind}": float(of_rows[kind]) for kind in messy_names.SHARES}}


def column(path: str) -> list[str]:
    """Return the councils of a table, in the order of its rows."""
    with open(path, encoding="utf-8", newline="") as file:
        return [row["council"] for row in csv.DictReader(file)]


def seconds(action: Callable[[], object]) -> float:
    """Return the seconds of an action."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def exhaust(values: Iterable[object]) -> None:
    """Read every value, and keep none."""
    for _ in values:
        pass


def of_match(path: str) -> Figures:
    """Match the rows in their order, which builds the indexes, then each distinct name once."""
    names = column(path)
    distinct = list(dict.fromkeys(names))
    return {
        "rows": len(names) / seconds(lambda: exhaust(icslookup.match(names))),
        "distinct": len(distinct) / seconds(lambda: exhaust(icslookup.match(distinct))),
    }


def of_extract_one(path: str, sample: str) -> Figures:
    """Call `extractOne` for each of the first rows, and for all rows with a memo."""
    from rapidfuzz import fuzz, process

    official = [authority.official_name for authority in bundled().authorities.values()]

    def ask(name: str) -> object:
        return process.extractOne(name, official, scorer=fuzz.WRatio)

    names = column(path)
    memo: dict[str, object] = {}

    def remember() -> None:
        for name in names:
            if name not in memo:
                memo[name] = ask(name)

    rows = names[: int(sample)]
    return {
        "rows": len(rows) / seconds(lambda: exhaust(map(ask, rows))),
        "memo": len(names) / seconds(remember),
    }


def of_countries(rows: str, sample: str) -> Figures:
    """Convert as many country names with country_converter, as many of them distinct, as skewed.

    It does not know councils, so the names are its own, some of them made messy.
    """
    import logging
    import random

    import pandas as pd
    from country_converter import CountryConverter

    logging.getLogger("country_converter").setLevel(logging.CRITICAL)
    converter = CountryConverter()
    rng = random.Random(messy_names.SEED)  # noqa: S311 - the same each time is the point
    known = [*converter.data["name_short"], *converter.data["name_official"]]
    messy: dict[str, None] = {}
    while len(messy) < messy_names.DISTINCT:
        name = rng.choice(known)
        wrong = messy_names.slip(rng, name)
        ways = (name, name.upper(), name.lower(), f" {name}", f"{name} ", wrong)
        messy[rng.choice(ways)] = None
    texts = rng.sample(list(messy), messy_names.DISTINCT)
    names = [name for batch in messy_names.skewed(texts, int(rows)) for name in batch]
    some, column = names[: int(sample)], pd.Series(names)
    return {
        "rows": len(some) / seconds(lambda: converter.convert(some, to="ISO3")),
        "memo": len(column) / seconds(lambda: converter.pandas_convert(column, to="ISO3")),
    }


def of_resolver(count: str, unknown: str) -> Figures:
    """Look up unknown names among made-up ones, and return seconds a name.

    Half of the unknown names are made up like the known ones, and half have a typing error.
    Building the tables for names is timed separately.
    """
    import random

    from icslookup.gazetteer.indexes import area_resolver
    from icslookup.names.index import Index
    from icslookup.names.resolution import Entry
    from icslookup.names.resolver import Resolver

    half = int(unknown) // 2
    names = messy_names.made_up(int(count) + half)
    known, others = names[: int(count)], names[int(count) :]
    rng = random.Random(messy_names.SEED)  # noqa: S311 - the same each time is the point
    wrong = [messy_names.slip(rng, name) for name in rng.choices(known, k=half)]
    entries = [Entry(name, str(number), primary=True) for number, name in enumerate(known)]
    resolver: Resolver

    def ask(names: Iterable[str], *, suggest: bool) -> None:
        for name in names:
            resolver.resolve(name, lambda _: True, suggest=suggest)

    def build() -> None:
        nonlocal resolver
        vocabulary = area_resolver(bundled()).index.vocabulary
        resolver = Resolver(Index({}, entries, list, vocabulary))
        ask([messy_names.slip(rng, name) for name in known[:10]], suggest=True)

    return {
        "build": seconds(build),
        "mistyped": seconds(lambda: ask(wrong, suggest=False)) / half,
        "unlike": seconds(lambda: ask(others, suggest=False)) / half,
        "suggest": seconds(lambda: ask(others, suggest=True)) / half,
    }


STEPS: dict[str, Callable[..., Figures]] = {
    "make": make,
    "match": of_match,
    "extractOne": of_extract_one,
    "countries": of_countries,
    "resolve": of_resolver,
}


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
