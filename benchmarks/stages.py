"""Time the stages of matching a table, and unknown names compared with rapidfuzz alone.

These are steps of `hot_loop.py`, which starts this program for each. The functions of each stage
are wrapped; the time of a stage does not include that of the stages within it. Timing takes next to
nothing, because the functions are called for batches of rows or once for a distinct spelling.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from speed_steps import column

from icslookup.bulk.match.file import ReadOptions, WriteOptions, match_file
from icslookup.bulk.match.table import TableMatcher
from icslookup.bulk.matcher import Matcher
from icslookup.dataset.active import bundled
from icslookup.dataset.loader import Dataset
from icslookup.gazetteer.indexes import area_resolver
from icslookup.names.index import Index
from icslookup.names.inexact import InexactMatcher
from icslookup.names.normalise import normalise
from icslookup.names.partial import PartialMatcher
from icslookup.names.typos import TypoMatcher
from icslookup.tables.delimited import DelimitedSource
from icslookup.tables.text_targets import DelimitedTarget

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from icslookup.bulk.matcher import Matched

Figures: TypeAlias = "dict[str, float]"

READ = "records read, and parted into fields"
NUMBERED = "the answer of each row looked up and counted"
WRITTEN = "records written with their added cells"
BUILT = "tables for names built"
REST = "all else"

UNKNOWN = ("fuzzy", "not_found")
"""The outcomes for which names were compared with names."""


class Stopwatch:
    """The seconds of each stage; time counts only for the innermost stage that runs."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._running = [REST]
        self._since = time.perf_counter()

    def _charge(self) -> None:
        now = time.perf_counter()
        self.seconds[self._running[-1]] += now - self._since  # type: ignore[assignment]
        self._since = now

    def begin(self, stage: str) -> None:
        """Begin a stage within the present one."""
        self._charge()
        self._running.append(stage)

    def end(self, name: str | None = None) -> None:
        """End the innermost stage; `name` is its name if that is known only now."""
        if name:
            self._running[-1] = name
        self._charge()
        self._running.pop()

    def wrapped(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that is timed as a stage."""

        def timed(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any function
            self.begin(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self.end()

        return timed


def outcome(found: Matched) -> str:
    """Return how a spelling was answered: the method, or else the status."""
    return found.method or found.status


def watch(clock: Stopwatch, spellings: Counter[str]) -> None:
    """Wrap the stages for the rest of this process; `spellings` counts the answers by outcome."""
    one, batches = Matcher.one, DelimitedSource.batches

    def timed_one(self: Matcher, *cell: Any) -> Matched:  # noqa: ANN401 - any cell of a table
        clock.begin(REST)
        found = one(self, *cell)
        clock.end(outcome(found))
        spellings[outcome(found)] += 1
        return found

    def timed_batches(self: DelimitedSource, columns: Any) -> Iterator[Any]:  # noqa: ANN401
        source = batches(self, columns)
        following = clock.wrapped(READ, lambda: next(source, None))
        while batch := following():
            yield batch

    changed: Any = Matcher, DelimitedSource
    changed[0].one, changed[1].batches = timed_one, timed_batches
    wrapped = (
        (TableMatcher, "answer_numbers", NUMBERED),
        (DelimitedTarget, "write", WRITTEN),
        (Index, "__init__", BUILT),
    )
    for owner, name, stage in wrapped:
        setattr(owner, name, clock.wrapped(stage, getattr(owner, name)))
    for holder in (Dataset, Index, InexactMatcher, PartialMatcher, TypoMatcher):
        for made in vars(holder).values():
            if isinstance(made, cached_property):
                made.func = clock.wrapped(BUILT, made.func)


def of_stages(path: str) -> Figures:
    """Match a table, and return the seconds of each stage and the distinct spellings by outcome."""
    bundled()
    spellings: Counter[str] = Counter()
    clock = Stopwatch()
    watch(clock, spellings)
    clock.begin(REST)
    match_file(path, Matcher(), ReadOptions(column="council"), WriteOptions(out=f"{path}.out"))
    clock.end()
    os.remove(f"{path}.out")
    counts = {f"spellings {how}": float(number) for how, number in spellings.items()}
    return {**counts, **{f"stage {name}": took for name, took in clock.seconds.items()}}


def of_unknown(path: str) -> Figures:
    """Time the names that are not known as they are spelt: seconds a name, and their number."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    first, again = Matcher(), Matcher()
    names = dict.fromkeys(column(path))
    unknown = [name for name in names if outcome(first.one(name)) in UNKNOWN]
    index = area_resolver(bundled()).index
    choices = [*index.names, *index.aliases]
    forms = [normalise(name) for name in unknown]

    def each(action: Callable[[str], object], texts: Iterable[str]) -> float:
        began = time.perf_counter()
        for text in texts:
            action(text)
        return (time.perf_counter() - began) / len(unknown)

    def best(**how: Any) -> float:  # noqa: ANN401 - options of rapidfuzz
        return each(lambda form: extractOne(form, choices, **how), forms)

    return {
        "unknown": len(unknown),
        "choices": len(choices),
        "icslookup": each(again.one, unknown),
        "distance": best(scorer=OSA.distance, score_cutoff=2),
        "ratio": best(scorer=fuzz.ratio, score_cutoff=80),
        "WRatio": best(scorer=fuzz.WRatio),
    }


STEPS: dict[str, Callable[[str], Figures]] = {"stages": of_stages, "unknown": of_unknown}


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](sys.argv[2])))
