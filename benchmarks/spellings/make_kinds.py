"""The maker of `kinds.csv`: what published tables write next to a name, and what looks like it.

Every row is put together by a rule from the names and codes of `data/`, from a seed, without a
look at how icslookup resolves it. The rules of the rows that must be answered:

- `code-beside`: a code of a council or board and its name, in both orders, with ten separators;
- `footnote`, `remark`, `entity`: a name with a mark, a remark about time or figures, or HTML;
- `system`: a name of a board or of a wave with the words for the system before it;
- `combined`: two councils of one region and board, whole in it, joined by `and`, `&`, `/` or `,`;
- `any-letter`: a name of seven letters or more with one letter left out, added, changed or
  swapped. The label is `answer` if no other name is within two edits, else `either`.

The rules of the rows that must be refused: a code with the name of another record
(`code-other-name`), two councils in different boards (`combined-other-boards`), signs that separate
a list (`list`), a false remark or a wrong place in brackets (`wrong-brackets`), a common word
(`common-word`), a name cut off after `and` (`unfinished`), a part of the name of a board that has
ended (`part-of-ended`), a text that fits a council and a board (`both-kinds`), and places whose
names are like those of councils (`similar-place`).
"""

from __future__ import annotations

import random
import string
from collections import defaultdict
from typing import TYPE_CHECKING

from make_errors import DATA, Row, known_names, letters, plain, read, write_new
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SEED = 20261128
EACH = 60
ANY_LETTER_ROWS = 400
LEAST_LETTERS = 7
CLEAR_EDITS = 2
SIDES = (
    *("{0}: {1}", "{1} ({0})", "{1} [{0}]", "{0} - {1}", "{1}_{0}"),
    *("{0}/{1}", "{0} {1}", "{1}, {0}", "{0} | {1}", "{1} - {0}"),
)
MARKS = (
    *(" [note 10]", " [10]", " (3)", "\u00b9", "\u00b2\u00b3", "3", " [r]", " [p]", "*", " \u2020"),
    *("12", " [note 1][note 2]", " [1, 2]", "(p)", " [x]"),
)
REMARKS = (
    *("provisional", "revised", "estimated", "current", "from April 2023", "post LGR"),
    "draft figures",
)
ENDED_REMARKS = ("Pre LG", "abolished", "former council", "until 2023", "pre-LGR", "ended")
SYSTEMS = (
    *("STP", "ICS", "Integrated Care System", "Health and Care Partnership"),
    *("Sustainability and Transformation Partnership", "Integrated Care Board", "icb"),
)
JOINERS = (" and ", " & ", "/", ", ", " / ")
COMMON = (
    *("Black", "White", "Green", "Tower", "Thames", "Country", "Amber", "Hamlets", "Forest"),
    *("Coast", "Down", "Hill", "River", "Island", "Royal", "Three", "High", "Wells", "Channel"),
    "United",
)
BOTH_KINDS = ("Surrey Heart", "Surrey Hea", "Surrey He", "SURREY HEART", "Surrey H")


def current(path: str) -> list[dict[str, str]]:
    """Return the rows of a file of `data/` that have not ended."""
    return [row for row in read(DATA / path) if not row["end"]]


def only_names() -> set[str]:
    """Return the plain names that one authority alone has or had."""
    holders = defaultdict(set)
    for row in read(DATA / "authorities.csv"):
        holders[plain(row["name"])].add(row["gss_code"])
    return {name for name, keys in holders.items() if len(keys) == 1}


def coded(rng: random.Random) -> Iterator[Row]:
    """Yield codes next to their names, and next to the names of others."""
    areas, boards = current("authorities.csv"), current("boards.csv")
    named = [("area", row["gss_code"], row["gss_code"], row["name"]) for row in areas]
    for row in read(DATA / "board_codes.csv"):
        board = next(b for b in read(DATA / "boards.csv") if b["ods_code"] == row["ods_code"])
        named.append(("board", row["ods_code"], row["ons_code"], board["short_name"]))
    for row in boards:
        named.append(("board", row["ods_code"], row["ods_code"], row["name"]))
        named.append(("board", row["ods_code"], row["ods_code"], f"NHS {row['short_name']} ICB"))
    for side in SIDES:
        for kind, key, code, name in rng.sample(named, EACH // 3):
            yield Row(side.format(code, name), kind, key, "code-beside", "answer")
    for records, kind, key, name in (
        (areas, "area", "gss_code", "name"), (boards, "board", "ods_code", "short_name"),
    ):  # fmt: skip
        for _ in range(EACH):
            one, other = rng.sample(records, 2)
            if other[name] not in one[name] and one[name] not in other[name]:
                text = rng.choice(SIDES).format(one[key], other[name])
                yield Row(text, kind, "", "code-other-name", "refuse")


def annotated(rng: random.Random) -> Iterator[Row]:
    """Yield names with footnotes, remarks and entities, and with brackets that are wrong."""
    alone = only_names()
    areas = [row for row in current("authorities.csv") if plain(row["name"]) in alone]
    ended = [
        row for row in read(DATA / "authorities.csv") if row["end"] and plain(row["name"]) in alone
    ]
    boards = current("boards.csv")
    for mark in MARKS:
        for row in rng.sample(areas, 8):
            yield Row(row["name"] + mark, "area", row["gss_code"], "footnote", "answer")
        for row in rng.sample(boards, 3):
            yield Row(row["short_name"] + mark, "board", row["ods_code"], "footnote", "answer")
    for row in rng.sample(areas, EACH):
        text = f"{row['name']} ({rng.choice(REMARKS)})"
        yield Row(text, "area", row["gss_code"], "remark", "answer")
        yield Row(f"{row['name']} (abolished)", "area", "", "wrong-brackets", "refuse")
    for row in rng.sample(ended, EACH // 2):
        text = f"{row['name']} ({rng.choice(ENDED_REMARKS)})"
        yield Row(text, "area", row["gss_code"], "remark", "answer")
    for row in areas:
        if "'" in row["name"] or " and " in row["name"]:
            text = (
                row["name"]
                .replace("'", "&#39;")
                .replace(" and ", " &amp; ")
                .replace(" ", "&nbsp;", 1)
            )
            yield Row(text, "area", row["gss_code"], "entity", "answer")
    regions = sorted({row["region"] for row in areas})
    for row in rng.sample(areas, EACH):
        wrong = rng.choice([region for region in regions if region != row["region"]])
        yield Row(f"{row['name']} ({wrong})", "area", "", "wrong-brackets", "refuse")


def systems(rng: random.Random) -> Iterator[Row]:
    """Yield the names of systems, and parts of the names of boards that have ended."""
    for row in current("boards.csv"):
        yield Row(
            f"{row['short_name']} {rng.choice(SYSTEMS)}",
            "board",
            row["ods_code"],
            "system",
            "answer",
        )
    followed = {row["ods_code"]: row["successors"] for row in read(DATA / "boards.csv")}
    for row in read(DATA / "waves.csv"):
        # A system that was an STP has the boards of its territory today, not one that has ended.
        keys = ";".join(filter(None, (row["ods_code"], followed[row["ods_code"]])))
        yield Row(f"{row['name']} {rng.choice(SYSTEMS[:4])}", "board", keys, "system", "answer")
    councils = {row["name"] for row in current("authorities.csv")}
    living = " ".join(row["short_name"] for row in current("boards.csv"))
    known = {plain(row["alias"]) for row in read(DATA / "aliases.csv") if row["kind"] == "board"}
    for row in read(DATA / "boards.csv"):
        for part in row["short_name"].replace(" and ", ", ").split(", ") if row["end"] else ():
            is_part = part in councils and part not in living and part != row["short_name"]
            if is_part and plain(part) not in known:
                yield Row(part, "board", "", "part-of-ended", "refuse")


def pairs(rng: random.Random) -> Iterator[Row]:
    """Yield pairs of councils: in one board, in different boards, and as items of a list."""
    boards = defaultdict(set)
    for row in read(DATA / "icb_areas.csv"):
        if not row["end"]:
            boards[row["gss_code"]].add(row["ods_code"])
    alone = only_names()
    areas = [
        row
        for row in current("authorities.csv")
        if plain(row["name"]) in alone and row["kind"] != "county"
    ]
    counties = {row["ceremonial_county"] for row in areas}
    usable = [
        row for row in areas if len(boards[row["gss_code"]]) == 1 and row["name"] not in counties
    ]
    for i in range(4 * EACH):
        one = rng.choice(usable)
        same = i % 2 == 0
        others = [
            row for row in usable
            if row is not one and (boards[row["gss_code"]] == boards[one["gss_code"]]) is same
            and not set(plain(row["name"]).split()) & set(plain(one["name"]).split())
        ]  # fmt: skip
        if not others:
            continue
        other = rng.choice(others)
        text = one["name"] + rng.choice(JOINERS) + other["name"]
        keys = "+".join(sorted((one["gss_code"], other["gss_code"])))
        if same:
            yield Row(text, "area", keys, "combined", "answer")
        else:
            yield Row(text, "area", "", "combined-other-boards", "refuse")
        if i % 8 == 0:
            sign = rng.choice(("; ", " | ", " - ", " or ", " to "))
            yield Row(one["name"] + sign + other["name"], "area", "", "list", "refuse")


def one_letter(rng: random.Random) -> Iterator[Row]:
    """Yield names with one letter left out, added, changed or swapped: any letter."""
    known = known_names()
    alone = only_names()
    named = [
        ("area", r["gss_code"], r["name"])
        for r in current("authorities.csv")
        if plain(r["name"]) in alone
    ]
    named += [("board", r["ods_code"], r["short_name"]) for r in current("boards.csv")]
    named = [record for record in named if letters(record[2]) >= LEAST_LETTERS]
    similar = {plain(row["name"]) for row in read(DATA / "similar_places.csv")}
    for _ in range(ANY_LETTER_ROWS):
        kind, key, name = rng.choice(named)
        i = rng.choice([i for i, char in enumerate(name) if char.isalpha()])
        letter = rng.choice(string.ascii_lowercase)
        typo = rng.choice((
            name[:i] + name[i + 1 :],
            name[:i] + letter + name[i:],
            name[:i] + letter + name[i + 1 :],
            name[:i] + name[i : i + 2][::-1] + name[i + 2 :],
        ))  # fmt: skip
        typed, meant = plain(typo), plain(name)
        others = [n for n, keys in known[kind].items() if key not in keys and n != meant]
        nearest = min(OSA.distance(typed, other) for other in (*others, *similar))
        if typed != meant and nearest > 0 and typed != plain("".join(name.split())):
            want = "answer" if nearest > CLEAR_EDITS else "either"
            yield Row(typo, kind, key, "any-letter", want)


def refused(rng: random.Random) -> Iterator[Row]:
    """Yield words, cut names and places that do not name a record."""
    for kind in ("area", "board"):
        yield from (Row(text, kind, "", "common-word", "refuse") for text in COMMON)
        yield from (Row(text, kind, "", "both-kinds", "refuse") for text in BOTH_KINDS)
        for row in rng.sample(
            [r for r in current("authorities.csv") if " " not in r["name"]], EACH // 2
        ):
            yield Row(f"{row['name']} and", kind, "", "unfinished", "refuse")
    for row in read(DATA / "similar_places.csv"):
        if row["certainty"] == "C":
            yield Row(row["name"], "area", "", "similar-place", "refuse")


def every_row() -> Iterable[Row]:
    """Yield the rows of the file."""
    rng = random.Random(SEED)  # noqa: S311 - no need to be unpredictable
    for rows in (coded, annotated, systems, pairs, one_letter, refused):
        yield from rows(rng)


if __name__ == "__main__":
    write_new("kinds.csv", ("forms.csv", "refusals.csv", "errors.csv"), every_row())
