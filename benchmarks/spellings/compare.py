"""The answers of icslookup, and of other strategies, to labelled spellings.

The choice of a scorer, a cutoff and a margin needs figures on spellings that the resolver was not
tuned on. A reader who would write three lines of RapidFuzz can see what they cost. A strategy is a
callable that takes a spelling and its kind. It returns its answer, or None if it refuses. Add new
ones to `strategies`.

    python benchmarks/spellings/compare.py [--held-out] [--only NAME] [--errors] [--json FILE]
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

import icslookup

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
FILES = ("forms.csv", "errors.csv", "refusals.csv", "kinds.csv")
HELD_OUT = ("heldout.csv",)
SHIPPED = "icslookup"
CUTOFFS = (80, 85, 90, 95)
MARGIN = 5


class Row(NamedTuple):
    """A labelled spelling; `expected` is empty if it must be refused.

    Two councils that are one answer are both keys, in order, with a plus sign between them.
    If a reader could mean two records, `expected` has both keys, with a semicolon between them.
    """

    spelling: str
    kind: str
    expected: str
    cls: str
    want: str


class Answer(NamedTuple):
    """The answer of a strategy: all codes of the record, its name, and how it matched."""

    keys: frozenset[str]
    name: str
    method: str
    score: float


class Ranking(NamedTuple):
    """The best record for a spelling, its score, and the best score of any other record."""

    key: str
    name: str
    score: float
    runner_up: float


class Tally(NamedTuple):
    """The outcomes of a strategy over rows; the sums are over rows of every `want`."""

    rows: int
    answerable: int
    right: int
    right_answerable: int
    wrong: int
    must_not: int
    refused: int

    @property
    def precision(self) -> float:
        """The right answers as a share of all answers."""
        answered = self.right + self.wrong
        return self.right / answered if answered else 1.0

    @property
    def recall(self) -> float:
        """The right answers as a share of the rows that must be answered."""
        return self.right_answerable / self.answerable if self.answerable else 1.0


Strategy = Callable[[str, str], Answer | None]
Scorer = Callable[..., float]


def read(path: Path) -> list[dict[str, str]]:
    """Read the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def labelled(files: Iterable[str] = FILES) -> list[Row]:
    """Read every labelled spelling."""
    return [Row(*row.values()) for file in files for row in read(HERE / file)]


@cache
def shipped(spelling: str, kind: str) -> Answer | None:
    """Return the answer of icslookup for today."""
    try:
        if kind == "area":
            of_area = icslookup.area(spelling)
            if of_area.area is None or of_area.status != "found":
                return None
            match, name = of_area.match, of_area.area.name
            keys = frozenset(code.code for code in of_area.area.gss_codes)
            if not keys:  # two councils in one answer
                keys = frozenset({"+".join(sorted(d.gss_code for d in of_area.districts))})
        else:
            of_board = icslookup.board(spelling)
            if of_board.board is None or of_board.status != "found":
                return None
            match, name = of_board.match, of_board.board.short_name
            keys = frozenset({of_board.board.ods_code})
    except icslookup.IcslookupError:
        return None
    return Answer(keys, name, match.method if match else "", match.score if match else 0.0)


def plain(name: str) -> str:
    """Return a name in small letters without its punctuation."""
    return " ".join(re.sub(r"[^a-z0-9 ]", "", re.sub(r"[-_/]", " ", name.lower())).split())


@cache
def official_names(kind: str) -> tuple[tuple[str, str], ...]:
    """Return each official name as it is written, and its key."""
    if kind == "area":
        rows = read(DATA / "authorities.csv")
        return tuple((row["official_name"], row["gss_code"]) for row in rows)
    return tuple((row["name"], row["ods_code"]) for row in read(DATA / "boards.csv"))


@cache
def every_name(kind: str) -> tuple[tuple[str, str], ...]:
    """Return each plain name, official name and alias, and its key."""
    file, key, name = (
        ("authorities.csv", "gss_code", "name")
        if kind == "area"
        else ("boards.csv", "ods_code", "short_name")
    )
    names = [(row[name], row[key]) for row in read(DATA / file)]
    names += official_names(kind)
    aliases = read(DATA / "aliases.csv")
    names += [(row["alias"], row["code"]) for row in aliases if row["kind"] == kind]
    return tuple(dict.fromkeys((plain(text), key) for text, key in names))


@cache
def rank(scorer: Scorer, scale: float, kind: str, spelling: str) -> Ranking | None:
    """Return the best record for a spelling; None if no name is near a cutoff."""
    names = every_name(kind)
    found = process.extract(
        plain(spelling),
        [name for name, _ in names],
        scorer=scorer,
        score_cutoff=(min(CUTOFFS) - MARGIN) / scale,
        limit=None,
    )
    if not found:
        return None
    name, score, at = found[0]
    key = names[at][1]
    others = (score for _, score, at in found if names[at][1] != key)
    return Ranking(key, name, score * scale, next(others, 0.0) * scale)


def scored(
    spelling: str, kind: str, *, scorer: Scorer, scale: float, cutoff: float, margin: float
) -> Answer | None:
    """Return the best record if it passes the cutoff and leads the next by the margin."""
    best = rank(scorer, scale, kind, spelling)
    if best is None or best.score < cutoff or best.score - best.runner_up < margin:
        return None
    return Answer(frozenset({best.key}), best.name, "scored", best.score)


def stepped(
    spelling: str, kind: str, *, scorer: Scorer, scale: float, cutoff: float, margin: float
) -> Answer | None:
    """Return the answer of icslookup, but match typing errors by a score."""
    found = shipped(spelling, kind)
    if found is not None and found.method != "fuzzy":
        return found
    return scored(spelling, kind, scorer=scorer, scale=scale, cutoff=cutoff, margin=margin)


def by_hand(spelling: str, kind: str, *, cutoff: float | None) -> Answer | None:
    """Return what `process.extractOne` finds among the official names, as many scripts do."""
    names = official_names(kind)
    found = process.extractOne(
        spelling, [name for name, _ in names], scorer=fuzz.WRatio, score_cutoff=cutoff
    )
    if found is None:
        return None
    name, score, at = found
    return Answer(frozenset({names[at][1]}), name, "extractOne", score)


SCORERS: dict[str, tuple[Scorer, float]] = {
    "ratio": (fuzz.ratio, 1.0),
    "token_sort_ratio": (fuzz.token_sort_ratio, 1.0),
    "WRatio": (fuzz.WRatio, 1.0),
    "JaroWinkler": (JaroWinkler.normalized_similarity, 100.0),
    "DamerauLevenshtein": (DamerauLevenshtein.normalized_similarity, 100.0),
}


def strategies() -> dict[str, Strategy]:
    """Return every strategy by its name, in the order of the table."""
    found: dict[str, Strategy] = {SHIPPED: shipped}
    for cutoff in (None, 80, 90):
        called = f"extractOne WRatio, {f'cutoff {cutoff}' if cutoff else 'no cutoff'}"
        found[called] = partial(by_hand, cutoff=cutoff)
    for name, (scorer, scale) in SCORERS.items():
        for cutoff in CUTOFFS:
            for margin in (0, MARGIN):
                called = f"{name}, cutoff {cutoff}" + (f", margin {margin}" if margin else "")
                found[called] = partial(
                    scored, scorer=scorer, scale=scale, cutoff=cutoff, margin=margin
                )
    for name, (scorer, scale) in SCORERS.items():
        for cutoff in CUTOFFS:
            found[f"steps, then {name}, cutoff {cutoff}, margin {MARGIN}"] = partial(
                stepped, scorer=scorer, scale=scale, cutoff=cutoff, margin=MARGIN
            )
    return found


def outcome(row: Row, answer: Answer | None) -> str:
    """Return whether the answer to a row is `right`, `wrong` or `refused`."""
    if answer is None:
        return "refused"
    return "wrong" if answer.keys.isdisjoint(row.expected.split(";")) else "right"


def tally(judged: Iterable[tuple[Row, str]]) -> Tally:
    """Return the numbers of the outcomes of rows."""
    rows = list(judged)
    return Tally(
        rows=len(rows),
        answerable=sum(row.want == "answer" for row, _ in rows),
        right=sum(was == "right" for _, was in rows),
        right_answerable=sum(row.want == "answer" and was == "right" for row, was in rows),
        wrong=sum(was == "wrong" for _, was in rows),
        must_not=sum(row.want == "refuse" and was != "refused" for row, was in rows),
        refused=sum(was == "refused" for _, was in rows),
    )


def table(head: list[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a Markdown table with text on the left and numbers on the right."""
    body = [[str(cell).replace("|", "\\|") for cell in row] for row in rows]
    numeric = [
        all(re.fullmatch(r"[\d.,-]*", row[i]) for row in body) and bool(body)
        for i in range(len(head))
    ]
    lines = [head, ["---:" if right else "---" for right in numeric], *body]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def strategy_table(tallies: dict[str, Tally]) -> str:
    """Return the table of strategies; `wrong` includes answers to rows that must be refused."""
    head = ["strategy", "precision %", "recall %", "right", "wrong", "must-not answered", "refused"]
    return table(
        head,
        (
            [
                name,
                f"{100 * t.precision:.2f}",
                f"{100 * t.recall:.2f}",
                t.right,
                t.wrong,
                t.must_not,
                t.refused,
            ]
            for name, t in tallies.items()
        ),
    )


def by_class(judged: list[tuple[Row, str]]) -> dict[tuple[str, str, str], Tally]:
    """Return the tallies by class, kind and want, in the order of the files."""
    groups: dict[tuple[str, str, str], list[tuple[Row, str]]] = {}
    for row, was in judged:
        groups.setdefault((row.cls, row.kind, row.want), []).append((row, was))
    return {group: tally(rows) for group, rows in groups.items()}


def class_table(judged: list[tuple[Row, str]]) -> str:
    """Return the table of what icslookup answers in each class."""
    head = ["class", "kind", "want", "rows", "right", "wrong", "refused"]
    return table(
        head,
        ([*group, t.rows, t.right, t.wrong, t.refused] for group, t in by_class(judged).items()),
    )


def faults(rows: list[Row], answers: list[Answer | None]) -> list[dict[str, Any]]:
    """Return every wrong answer, and every row without the answer that it must have."""
    found = []
    for row, got in zip(rows, answers, strict=True):
        was = outcome(row, got)
        if was == "wrong" or (was == "refused" and row.want == "answer"):
            found.append(
                {
                    "outcome": was,
                    "spelling": row.spelling,
                    "kind": row.kind,
                    "class": row.cls,
                    "want": row.want,
                    "expected": row.expected,
                    "got": " ".join([*sorted(got.keys), got.name]) if got else None,
                    "method": got.method if got else None,
                    "score": round(got.score, 1) if got else None,
                }
            )
    return sorted(found, key=lambda fault: str(fault["outcome"]), reverse=True)


def fault_table(found: list[dict[str, Any]]) -> str:
    """Return the table of faults, with spellings quoted to make blanks visible."""
    head = ["outcome", "spelling", "kind", "class", "want", "expected", "got", "method", "score"]
    return table(
        head,
        (
            [
                ascii(f[key]) if key == "spelling" else "" if f[key] is None else f[key]
                for key in head
            ]
            for f in found
        ),
    )


def arguments() -> argparse.Namespace:
    """Read the options."""
    parser = argparse.ArgumentParser(description="Compare ways to resolve labelled spellings.")
    parser.add_argument("--only", default="", help="strategies whose name contains this")
    parser.add_argument("--held-out", action="store_true", help="heldout.csv instead")
    parser.add_argument("--errors", action="store_true", help="list the faults of icslookup")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all of it to FILE")
    return parser.parse_args()


def main() -> None:
    """Run the strategies and print their results."""
    options = arguments()
    rows = labelled(HELD_OUT if options.held_out else FILES)
    answers = [shipped(row.spelling, row.kind) for row in rows]
    judged = [(row, outcome(row, got)) for row, got in zip(rows, answers, strict=True)]
    tallies = {
        name: tally(
            judged
            if name == SHIPPED
            else ((row, outcome(row, ask(row.spelling, row.kind))) for row in rows)
        )
        for name, ask in strategies().items()
        if name == SHIPPED or options.only in name
    }
    found = faults(rows, answers)
    print("## Strategies\n")
    print(strategy_table(tallies))
    print(f"\n## {SHIPPED}, by class\n")
    print(class_table(judged))
    if options.errors:
        print(f"\n## {SHIPPED}, wrong and unanswered\n")
        print(fault_table(found))
    if options.json:
        document = {
            "strategies": {
                name: {**t._asdict(), "precision": t.precision, "recall": t.recall}
                for name, t in tallies.items()
            },
            "classes": [
                {"class": cls, "kind": kind, "want": want, **t._asdict()}
                for (cls, kind, want), t in by_class(judged).items()
            ],
            "faults": found,
        }
        options.json.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
