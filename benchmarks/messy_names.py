"""Make messy spellings of councils, and tables of them. One seed always makes the same ones.

The benchmarks of speed need many more spellings than anyone would label. Rules make these from the
names and codes in `data/`. It does not matter here whether each has an answer.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from icslookup.dataset.active import bundled
from icslookup.model import Authority

if TYPE_CHECKING:
    from pathlib import Path

SEED = 20260701
DISTINCT = 17_000
HEADER = ("id", "council", "date", "value")
BATCH = 10_000

SHARES = {
    "everyday or official name": 0.05,
    "with a word for the kind of body": 0.18,
    "case": 0.13,
    "spaces": 0.12,
    "punctuation": 0.13,
    "& or +, and": 0.06,
    "code of any vintage": 0.08,
    "with its county or region": 0.14,
    "typing error": 0.10,
    "no council": 0.01,
}
"""The wanted shares of the distinct spellings; if a kind has fewer, other kinds fill the gap."""

TYPED_WRONG = "typing error"
BODY_WORDS = {
    "county": ("CC", "County Council", "County", "C.C.", "Council"),
    "district": ("DC", "District Council", "District", "Council", "D.C.", "LA"),
    "unitary": ("UA", "Council", "Unitary Authority", "Unitary", "LA"),
    "metropolitan": ("MBC", "MDC", "Metropolitan Borough Council", "Met Borough", "Council"),
    "london-borough": ("LB", "London Borough", "London Borough Council", "LBC", "Council"),
    "city-corporation": ("Corporation", "Council"),
}
LONDON_PREFIXES = ("London Borough of ", "LB of ", "LB ", "L.B. ", "Borough of ")
NO_COUNCIL = tuple(
    "Unknown|N/A|Other|Total|not known|Cardiff|Swansea|City of Edinburgh|Glasgow City|Belfast"
    "|Fife|Powys|Highland|Isle of Man|Jersey|England|St Elsewhere|Hospital|9999|test".split("|")
)
SYLLABLES = (
    "al ash bar bel ber bram bur cal car chel col cor dar den dor dun el fal far gil hal har hex"
    " kel ken lang lin mal mar nor oak pen pol ram sel shel stan tam thor wal wen wil".split(),
    "a be bo co da de di do en er ga i in ing ka la le li ling lo ma mi mo na ne ning o or ra re ri"
    " ro sa se sing so ta ti u va".split(),
    "borough bourne bridge bury by cester combe cote dale dean don field fold ford gate grove ham"
    " hampton haven holme hurst lake land ley low mere minster mouth ness ney over port rick shaw"
    " side stead stoke stow thorpe ton wade well wick wood worth".split(),
)
"""The parts of made-up names: a beginning, a middle and an end."""

KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

Slip = Callable[[random.Random, str, int], str]
Making = Callable[[random.Random, Authority], str]


def drop(_rng: random.Random, text: str, i: int) -> str:
    """Leave a letter out."""
    return text[:i] + text[i + 1 :]


def double(_rng: random.Random, text: str, i: int) -> str:
    """Type a letter twice."""
    return text[: i + 1] + text[i:]


def swap(_rng: random.Random, text: str, i: int) -> str:
    """Type two letters in the wrong order."""
    return text[:i] + text[i + 1 : i + 2] + text[i] + text[i + 2 :]


def neighbour(rng: random.Random, text: str, i: int) -> str:
    """Type the key to the left or right of the right one."""
    letter = text[i].lower()
    row = next((row for row in KEYS if letter in row), letter)
    at = row.index(letter)
    neighbours = row[max(0, at - 1) : at] + row[at + 1 : at + 2]
    return text[:i] + rng.choice(neighbours or letter) + text[i + 1 :]


SLIPS: tuple[Slip, ...] = (drop, double, swap, neighbour)


def slip(rng: random.Random, text: str) -> str:
    """Make one typing error in a letter."""
    letters = [i for i, letter in enumerate(text) if letter.isalpha()]
    return rng.choice(SLIPS)(rng, text, rng.choice(letters))


def named(rng: random.Random, council: Authority) -> str:
    """Write the everyday or the official name."""
    return rng.choice((council.name, council.official_name))


def with_body(rng: random.Random, council: Authority) -> str:
    """Write the everyday name with a word that suits the kind of body."""
    if council.kind == "london-borough" and rng.random() < 0.6:  # noqa: PLR2004 - most of them
        return rng.choice(LONDON_PREFIXES) + council.name
    return f"{council.name} {rng.choice(BODY_WORDS[council.kind])}"


def either(rng: random.Random, council: Authority) -> str:
    """Write a name, with a word for the kind of body or without."""
    return rng.choice((named, with_body))(rng, council)


def in_case(rng: random.Random, council: Authority) -> str:
    """Write a name with its letters in another case."""
    return rng.choice((str.upper, str.lower, str.title, str.swapcase))(either(rng, council))


def spaced(rng: random.Random, council: Authority) -> str:
    """Write a name with extra spaces before, after or within it."""
    text = either(rng, council)
    ways = (f" {text}", f"{text} ", f"  {text} ", text.replace(" ", "  "), f"{text}\u00a0")
    return rng.choice(ways)


def punctuated(rng: random.Random, council: Authority) -> str:
    """Write a name with other hyphens, apostrophes, stops or brackets."""
    text = either(rng, council)
    body = rng.choice(BODY_WORDS[council.kind])
    ways = (
        text.replace("-", " "), text.replace(" ", "-"), text.replace(" ", "_"), f"{text}.",
        text.replace("'", ""), text.replace("'", "\u2019"), f"{council.name} ({body})",
        f"{council.name}, {body}", f'"{text}"', f"{council.name}: {body}",
    )  # fmt: skip
    return rng.choice(ways)


def with_ampersand(rng: random.Random, council: Authority) -> str:
    """Write a name with another sign for `and`."""
    sign = rng.choice((" & ", "&", " + ", " AND ", "/"))
    return either(rng, council).replace(" and ", sign)


def coded(rng: random.Random, council: Authority) -> str:
    """Write a code that the council has or had."""
    code = rng.choice(council.gss_codes).code
    name = council.name
    ways = (code, code.lower(), f" {code}", f"{code} ", f"{name} ({code})", f"{code} {name}")
    return rng.choice(ways)


def placed(rng: random.Random, council: Authority) -> str:
    """Write a name and its county or region."""
    county = bundled().authorities[council.county].name if council.county else ""
    places = [place for place in (county, council.ceremonial_county, council.region) if place]
    return f"{either(rng, council)}{rng.choice((', ', ',', ' - ', ', '))}{rng.choice(places)}"


def mistyped(rng: random.Random, council: Authority) -> str:
    """Write a name with one typing error, or rarely two."""
    text = either(rng, council)
    for _ in range(rng.choice((1, 1, 1, 1, 2))):
        text = slip(rng, text)
    return text


def no_council(rng: random.Random, _council: Authority) -> str:
    """Write a text that is not the name of a council in England."""
    text = rng.choice(NO_COUNCIL)
    return rng.choice((text, text.upper(), text.lower(), f"{text} ", f"{text} Council"))


MAKINGS: dict[str, Making] = dict(
    zip(
        SHARES,
        (
            named, with_body, in_case, spaced, punctuated,
            with_ampersand, coded, placed, mistyped, no_council,
        ),
        strict=True,
    )
)  # fmt: skip


def spellings(count: int = DISTINCT) -> dict[str, str]:
    """Return distinct spellings with their kinds; rare typing errors come last."""
    rng = random.Random(SEED)  # noqa: S311 - the same each time is the point
    councils = list(bundled().authorities.values())
    found: dict[str, str] = {}
    wanted = {kind: round(share * count) for kind, share in SHARES.items()}
    for kind, number in wanted.items():
        for _ in range(number * 5):
            if wanted[kind] == 0:
                break
            text = MAKINGS[kind](rng, rng.choice(councils))
            wanted[kind] -= text not in found
            found.setdefault(text, kind)
    fill = [kind for kind, missing in wanted.items() if not missing and kind != TYPED_WRONG]
    while len(found) < count:
        kind = rng.choice(fill)
        found.setdefault(MAKINGS[kind](rng, rng.choice(councils)), kind)
    texts = list(found)
    rng.shuffle(texts)
    texts.sort(key=lambda text: found[text] == TYPED_WRONG)
    return {text: found[text] for text in texts}


def made_up(count: int) -> list[str]:
    """Return distinct names of one or two words that sound like places, but do not exist."""
    rng = random.Random(SEED)  # noqa: S311 - the same each time is the point

    def word() -> str:
        return "".join(map(rng.choice, SYLLABLES)).title()

    found: dict[str, None] = {}
    while len(found) < count:
        found[" ".join(word() for _ in range(rng.choice((1, 2))))] = None
    return list(found)


def skewed(texts: Sequence[str], rows: int) -> Iterator[list[str]]:
    """Yield `rows` texts in batches; the n-th text is drawn in proportion to 1/n (Zipf)."""
    rng = random.Random(SEED + 1)  # noqa: S311 - the same each time is the point
    weights = list(accumulate(1 / n for n in range(1, len(texts) + 1)))
    for start in range(0, rows, BATCH):
        yield rng.choices(texts, cum_weights=weights, k=min(BATCH, rows - start))


def write_table(path: Path, rows: int) -> Counter[str]:
    """Write a CSV of messy names, and return how many rows have each spelling."""
    counts: Counter[str] = Counter()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        number = 0
        for batch in skewed(list(spellings()), rows):
            counts.update(batch)
            for number, text in enumerate(batch, number + 1):  # noqa: B020 - the next batch counts on
                day = f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"
                writer.writerow((number, text, day, number * 7919 % 100_000))
    return counts
