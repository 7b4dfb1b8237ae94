"""The maker of `errors.csv`: names of councils and boards with typing errors.

Nobody can collect people's own errors without their spreadsheets. So this program makes errors
from a seed, by rules that do not depend on how icslookup resolves a name. One rule gives the label.
It compares the misspelt name alone, in small letters, without punctuation and without the words
that only say what kind of body it is. An error has the label `answer` if

- the name meant has at least six letters, or ten if it has two errors, and
- no other name or alias is as near or nearer: of an authority, present or former, of a board if
  the name is a board's, or of a British place in `refusals.csv` or `data/places.csv`. The distance
  is optimal string alignment: letters put in, left out, replaced, or swapped with the next.

Otherwise the label is `either`: a refusal is as good as the right answer. A misspelling that is
another name is left out. To write the file again, run `python benchmarks/spellings/make_errors.py`.
The seed is fixed, so the file changes only with the data.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
SEED = 20260701
ROWS_OF_ONE_ERROR = 230
ROWS_OF_TWO_ERRORS = 220
ROWS_OF_BODY_ERROR = 100
LETTERS_FOR_ONE_ERROR = 6
LETTERS_FOR_TWO_ERRORS = 10
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
BODY_WORDS = re.compile("Council|Borough|District|County")
PLACE_CLASSES = {
    "scotland",
    "wales",
    "northern-ireland",
    "town",
    "region",
    "abolished-before-2019",
}

Slip = Callable[[random.Random, str], str]


class Name(NamedTuple):
    """A name, the key of its record, and the words written before and after it."""

    kind: str
    key: str
    name: str
    before: str
    after: str

    def written(self, name: str) -> str:
        """Return a name, which may be misspelt, with the words before and after it."""
        return self.before + name + self.after


class Row(NamedTuple):
    """A row of `errors.csv`."""

    spelling: str
    kind: str
    expected: str
    cls: str
    want: str


def read(path: Path) -> list[dict[str, str]]:
    """Read the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain(name: str) -> str:
    """Return a name in small letters without its punctuation."""
    return " ".join(re.sub(r"[^a-z0-9 ]", "", name.lower().replace("-", " ")).split())


def letters(name: str) -> int:
    """Return the number of letters of a name."""
    return sum(c.isalpha() for c in name)


def neighbours() -> dict[str, str]:
    """Return for each letter the letters whose keys touch its own on a UK keyboard."""
    touching: dict[str, str] = {}
    for r, keys in enumerate(KEYS):
        for i, key in enumerate(keys):
            near = keys[max(0, i - 1) : i] + keys[i + 1 : i + 2]
            if r > 0:
                near += KEYS[r - 1][i : i + 2]
            if r + 1 < len(KEYS):
                near += KEYS[r + 1][max(0, i - 1) : i + 1]
            touching[key] = near
    return touching


NEIGHBOURS = neighbours()


def places_to_slip(text: str) -> list[int]:
    """Return the positions of the letters of a text."""
    return [i for i, c in enumerate(text) if c.lower() in NEIGHBOURS]


def drop(rng: random.Random, text: str) -> str:
    """Return a text with a letter left out."""
    i = rng.choice(places_to_slip(text))
    return text[:i] + text[i + 1 :]


def double(rng: random.Random, text: str) -> str:
    """Return a text with a letter typed twice."""
    i = rng.choice(places_to_slip(text))
    return text[: i + 1] + text[i].lower() + text[i + 1 :]


def swap(rng: random.Random, text: str) -> str:
    """Return a text with two different neighbours swapped; capitals stay in their places."""
    at = set(places_to_slip(text))
    pairs = [i for i in sorted(at) if i + 1 in at and text[i].lower() != text[i + 1].lower()]
    i = rng.choice(pairs)
    first, second = text[i + 1], text[i]
    if text[i].isupper():
        first, second = first.upper(), second.lower()
    return text[:i] + first + second + text[i + 2 :]


def neighbour(rng: random.Random, text: str) -> str:
    """Return a text with a letter replaced by that of a key next to it."""
    i = rng.choice(places_to_slip(text))
    key = rng.choice(NEIGHBOURS[text[i].lower()])
    return text[:i] + (key.upper() if text[i].isupper() else key) + text[i + 1 :]


SLIPS: dict[str, Slip] = {
    "dropped": drop,
    "doubled": double,
    "swapped": swap,
    "neighbour": neighbour,
}


def any_slip(rng: random.Random, text: str) -> str:
    """Return a text with one error of any kind."""
    return SLIPS[rng.choice(list(SLIPS))](rng, text)


def names_to_misspell() -> list[Name]:
    """Return every name once. If two authorities share a name, return the present one."""
    names: dict[str, Name] = {}
    for row in sorted(read(DATA / "authorities.csv"), key=lambda row: row["end"] != ""):
        names.setdefault(row["name"], Name("area", row["gss_code"], row["name"], "", ""))
    boards = [
        Name("board", row["ods_code"], row["short_name"], "NHS " if i % 2 else "", " ICB")
        for i, row in enumerate(read(DATA / "boards.csv"))
    ]
    return [*names.values(), *boards]


def names_with_body() -> list[Name]:
    """Return the authorities whose official name is their name and then the kind of body."""
    named = {(name.key, name.name) for name in names_to_misspell()}
    found = []
    for row in read(DATA / "authorities.csv"):
        key, name, official = row["gss_code"], row["name"], row["official_name"]
        if (key, name) in named and official.startswith(name + " "):
            found.append(Name("area", key, name, "", official[len(name) :]))
    return found


def known_names() -> dict[str, dict[str, set[str]]]:
    """Return for each kind every plain name and the keys of its records. A place has no key."""
    known: dict[str, dict[str, set[str]]] = {"area": {}, "board": {}}

    def add(kind: str, name: str, key: str) -> None:
        known[kind].setdefault(plain(name), set()).update([key] if key else [])

    for row in read(DATA / "authorities.csv"):
        add("area", row["name"], row["gss_code"])
        add("area", row["official_name"], row["gss_code"])
    for row in read(DATA / "boards.csv"):
        add("board", row["short_name"], row["ods_code"])
    for row in read(DATA / "aliases.csv"):
        add(row["kind"], row["alias"], row["code"])
    for row in read(HERE / "refusals.csv"):
        if row["class"] in PLACE_CLASSES:
            add("area", row["spelling"], "")
            add("board", row["spelling"], "")
    for row in read(DATA / "places.csv"):
        for name in (row["name"], *filter(None, row["also"].split(";"))):
            add("area", name, "")
            add("board", name, "")
    return known


def want(misspelt: str, name: Name, errors: int, known: dict[str, set[str]]) -> str | None:
    """Return the label of a misspelt name by the rule above; None leaves it out."""
    typed, meant = plain(misspelt), plain(name.name)
    own = OSA.distance(typed, meant)
    others = [other for other, keys in known.items() if name.key not in keys and other != meant]
    nearest = min(OSA.distance(typed, other) for other in others)
    if nearest == 0:
        return None
    enough = LETTERS_FOR_TWO_ERRORS if errors > 1 else LETTERS_FOR_ONE_ERROR
    return "answer" if letters(name.name) >= enough and own < nearest else "either"


def name_errors(rng: random.Random, cls: str, slips: list[Slip], rows: int) -> Iterable[Row]:
    """Yield a number of rows of misspelt names, in an order from the seed."""
    names = names_to_misspell()
    rng.shuffle(names)
    known = known_names()
    made = 0
    for name in names:
        misspelt = name.name
        for slip in slips:
            misspelt = slip(rng, misspelt)
        label = want(misspelt, name, len(slips), known[name.kind])
        if made < rows and label is not None and plain(misspelt) != plain(name.name):
            made += 1
            yield Row(name.written(misspelt), name.kind, name.key, cls, label)


def body_errors(rng: random.Random, rows: int) -> Iterable[Row]:
    """Yield rows with a misspelt word for the kind of body; every second name is misspelt too."""
    names = names_with_body()
    rng.shuffle(names)
    known = known_names()
    for i, name in enumerate(names[:rows]):
        word = rng.choice(BODY_WORDS.findall(name.after))
        body = name.after.replace(word, any_slip(rng, word))
        misspelt = any_slip(rng, name.name) if i % 2 else name.name
        label = want(misspelt, name, 1, known[name.kind])
        if label is not None and body != name.after:
            yield Row(misspelt + body, name.kind, name.key, "body-error", label)


def every_row() -> Iterable[Row]:
    """Yield the rows of the file."""
    rng = random.Random(SEED)  # noqa: S311 - no need to be unpredictable
    for cls, slip in SLIPS.items():
        yield from name_errors(rng, cls, [slip], ROWS_OF_ONE_ERROR)
    yield from name_errors(rng, "two-errors", [any_slip, any_slip], ROWS_OF_TWO_ERRORS)
    yield from body_errors(rng, ROWS_OF_BODY_ERROR)


def write_new(name: str, others: Iterable[str], rows: Iterable[Row]) -> None:
    """Write a file of rows without spellings that it or other files already have."""
    taken = {(row["kind"], row["spelling"]) for other in others for row in read(HERE / other)}
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["spelling", "kind", "expected", "class", "want"])
        for row in rows:
            if (row.kind, row.spelling) not in taken:
                taken.add((row.kind, row.spelling))
                writer.writerow(row)


if __name__ == "__main__":
    write_new("errors.csv", ("forms.csv", "refusals.csv"), every_row())
