"""Write `errors.csv`: names of councils and boards as they come out when fingers slip.

People's own errors cannot be collected without their spreadsheets, so they are made here, from a
seed and by rules that know nothing of how icslookup resolves a name. The label follows one rule.
It looks at the misspelt name alone, without the words about it that only say what kind of body it
is, lower-cased and without punctuation. Such an error is `answer` when

- the name meant has at least six letters, or ten where the name has two errors, and
- no other authority, present or former, no other board where a board is asked for, and no other
  British place that this project knows (`refusals.csv`, `data/places.csv`) has a name or alias
  that is as near or nearer, counted in optimal string alignment distance: letters put in, left
  out, replaced, or swapped with the next.

Otherwise it is `either`: a refusal is as good as the right answer. A misspelling that is another
name is left out. Run it again with `python benchmarks/spellings/make_errors.py`; the seed is fixed,
so the file changes only with the data.
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
    """A name, what it is the key of, and the words it is written between."""

    kind: str
    key: str
    name: str
    before: str
    after: str

    def written(self, name: str) -> str:
        """Write `name`, which may be misspelt, with the words about it."""
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
    """Lower-case a name and take out its punctuation."""
    return " ".join(re.sub(r"[^a-z0-9 ]", "", name.lower().replace("-", " ")).split())


def letters(name: str) -> int:
    """Count the letters of a name."""
    return sum(c.isalpha() for c in name)


def neighbours() -> dict[str, str]:
    """Tell for each letter the letters whose keys touch its own on a UK keyboard."""
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
    """Give the positions of the letters of a text."""
    return [i for i, c in enumerate(text) if c.lower() in NEIGHBOURS]


def drop(rng: random.Random, text: str) -> str:
    """Leave a letter out."""
    i = rng.choice(places_to_slip(text))
    return text[:i] + text[i + 1 :]


def double(rng: random.Random, text: str) -> str:
    """Type a letter twice."""
    i = rng.choice(places_to_slip(text))
    return text[: i + 1] + text[i].lower() + text[i + 1 :]


def swap(rng: random.Random, text: str) -> str:
    """Type two letters that stand together and differ in the wrong order, capitals in place."""
    at = set(places_to_slip(text))
    pairs = [i for i in sorted(at) if i + 1 in at and text[i].lower() != text[i + 1].lower()]
    i = rng.choice(pairs)
    first, second = text[i + 1], text[i]
    if text[i].isupper():
        first, second = first.upper(), second.lower()
    return text[:i] + first + second + text[i + 2 :]


def neighbour(rng: random.Random, text: str) -> str:
    """Hit a key beside the right one."""
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
    """Make one error of any kind."""
    return SLIPS[rng.choice(list(SLIPS))](rng, text)


def names_to_misspell() -> list[Name]:
    """Give every name to misspell once; of two authorities of one name, the present one."""
    names: dict[str, Name] = {}
    for row in sorted(read(DATA / "authorities.csv"), key=lambda row: row["end"] != ""):
        names.setdefault(row["name"], Name("area", row["gss_code"], row["name"], "", ""))
    boards = [
        Name("board", row["ods_code"], row["short_name"], "NHS " if i % 2 else "", " ICB")
        for i, row in enumerate(read(DATA / "boards.csv"))
    ]
    return [*names.values(), *boards]


def names_with_body() -> list[Name]:
    """Give the authorities whose official name is their name and then the kind of body."""
    named = {(name.key, name.name) for name in names_to_misspell()}
    found = []
    for row in read(DATA / "authorities.csv"):
        key, name, official = row["gss_code"], row["name"], row["official_name"]
        if (key, name) in named and official.startswith(name + " "):
            found.append(Name("area", key, name, "", official[len(name) :]))
    return found


def known_names() -> dict[str, dict[str, set[str]]]:
    """Give for each kind every plain name and the keys it belongs to; a place has none."""
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
    """Label a misspelt name by the rule that the module states; None leaves it out."""
    typed, meant = plain(misspelt), plain(name.name)
    own = OSA.distance(typed, meant)
    others = [other for other, keys in known.items() if name.key not in keys and other != meant]
    nearest = min(OSA.distance(typed, other) for other in others)
    if nearest == 0:
        return None
    enough = LETTERS_FOR_TWO_ERRORS if errors > 1 else LETTERS_FOR_ONE_ERROR
    return "answer" if letters(name.name) >= enough and own < nearest else "either"


def name_errors(rng: random.Random, cls: str, slips: list[Slip], rows: int) -> Iterable[Row]:
    """Misspell as many names, in an order from the seed, as there are rows to make."""
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
    """Misspell a word that says what kind of body it is, and every second time the name too."""
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
    """Give the rows of the file, each spelling once."""
    rng = random.Random(SEED)  # noqa: S311 - typing errors are no secret
    for cls, slip in SLIPS.items():
        yield from name_errors(rng, cls, [slip], ROWS_OF_ONE_ERROR)
    yield from name_errors(rng, "two-errors", [any_slip, any_slip], ROWS_OF_TWO_ERRORS)
    yield from body_errors(rng, ROWS_OF_BODY_ERROR)


def main() -> None:
    """Write the file, leaving out spellings that the other files have."""
    taken = {
        (row["kind"], row["spelling"])
        for file in ("forms.csv", "refusals.csv")
        for row in read(HERE / file)
    }
    with (HERE / "errors.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["spelling", "kind", "expected", "class", "want"])
        for row in every_row():
            if (row.kind, row.spelling) not in taken:
                taken.add((row.kind, row.spelling))
                writer.writerow(row)


if __name__ == "__main__":
    main()
