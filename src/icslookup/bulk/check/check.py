"""Checks a column of names or codes: whether it is of one vintage, and what is odd about it."""

from __future__ import annotations

from collections import Counter

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.cells import hashable, text_of
from icslookup.bulk.check import findings
from icslookup.bulk.check.findings import Coded, Finding
from icslookup.bulk.check.vintage import ValidityChecker, merge_spans
from icslookup.bulk.column_detection import column_of
from icslookup.bulk.matcher import NAME_KINDS, Matcher
from icslookup.dataset.active import in_use
from icslookup.dataset.loader import districts
from icslookup.dates import as_of_day
from icslookup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icslookup.bulk.check.vintage import Value
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.periods import Span
    from icslookup.model import DataInfo
    from icslookup.tables import Source

KINDS = (
    "district_code",
    "unitary_code",
    "metropolitan_code",
    "london_borough_code",
    "city_corporation_code",
    "county_code",
    "ods_code",
    "ons_code",
    "area_name",
    "board_name",
    "alias",
    "guessed",
    "other_code",
    "not_found",
    "ambiguous",
    "blank",
)
"""What a value can be, in the order in which it is told: what is in order comes first."""


def check(
    source: Source,
    column: str | None,
    *,
    kind: str = "auto",
    as_of: date | str | None = None,
    data: Dataset | None = None,
) -> Checked:
    """Check whether the values of a column are of one vintage.

    Parameters: `column` holds names or codes; where it is None, it is the one that looks so.
    `kind` is what they name: `area`, `board`, or `auto` for either. `as_of` is the day for which
    values are called out of date, today without it.

    A name is valid on a day if it names something then; a code, if it is the code in force then.
    The answer tells in which periods since 1 July 2022 every value that has an answer is valid.

    Returns a `Checked`. Raises `UsageError` for a column or a kind that is not there, and
    `DataError` for a damaged table.
    """
    if kind not in NAME_KINDS:
        raise UsageError(f"there is no kind {kind!r} to check: name one of {', '.join(NAME_KINDS)}")
    data = data or in_use()
    day = as_of_day(as_of) or dates.today()
    position = column_of(source, column, Matcher(kind=kind, data=data))
    cells: Counter[object] = Counter()
    for batch in source.batches([position]):
        cells.update(map(hashable, batch.cells[0]))
    dating = ValidityChecker(data, kind, day)
    values = [dating.value(text_of(cell) or "", rows) for cell, rows in cells.items()]
    answered = [value for value in values if value.key is not None]
    tallies = [sum(value.valid[i] for value in answered) for i in range(len(dating.spans))]
    all_fit = [bool(answered) and tally == len(answered) for tally in tallies]
    best = _best(dating, all_fit, tallies)
    lost = any(value.kind in findings.UNANSWERED for value in values)
    return Checked(
        file=source.name,
        column=source.columns[position],
        column_guessed=column is None,
        kind=kind,
        as_of=day,
        passed=any(all_fit) and not lost,
        rows=cells.total(),
        distinct=sum(value.kind != "blank" for value in values),
        kinds=_kinds(values),
        fits=merge_spans(dating.spans, all_fit),
        periods=tuple(
            Fit(*span, tally, len(answered) - tally)
            for span, tally in zip(dating.spans, tallies, strict=True)
        ),
        coverage=tuple(_coverage(dating, answered, best)),
        findings=tuple(_findings(dating, values, best, fitting=any(all_fit))),
        data=data.info(day),
    )


def _best(dating: ValidityChecker, all_fit: list[bool], tallies: list[int]) -> int:
    """Return the period that the column is of: the present one if it fits, else the latest.

    Where none fits it is the one in which most values are valid.
    """
    if all_fit[dating.now]:
        return dating.now
    return max(range(len(tallies)), key=lambda i: (tallies[i], i))


def _kinds(values: list[Value]) -> tuple[KindCount, ...]:
    distinct = Counter(value.kind for value in values)
    rows: Counter[str] = Counter()
    for value in values:
        rows[value.kind] += value.rows
    return tuple(KindCount(kind, distinct[kind], rows[kind]) for kind in KINDS if distinct[kind])


def _findings(
    dating: ValidityChecker, values: list[Value], best: int, *, fitting: bool
) -> Iterator[Finding]:
    named = sorted((v for v in values if v.kind != "blank"), key=lambda v: (-v.rows, v.text))
    for kind in findings.UNANSWERED:
        yield from findings.unanswered(dating, (v for v in named if v.kind == kind))
    blank = sum(value.rows for value in values if value.kind == "blank")
    if blank:
        yield Finding("blank", "", blank, "cells without a name or a code", ())
    yield from findings.guessed(dating, named)
    dated = list(findings.out_of_date(dating, named))
    for kind in ("recoded", "abolished", "not_yet", "misfit"):
        yield from (finding for finding in dated if finding.finding == kind)
    if not fitting:
        yield from findings.misfits(dating, named, best)
    yield from findings.counties(dating, named, best)
    yield from findings.spellings(dating, named)
    yield from findings.twins(dating, named)
    yield from findings.repeated(named)


def _coverage(dating: ValidityChecker, answered: list[Value], best: int) -> Iterator[Presence]:
    data, span = dating.data, dating.spans[best]
    day = dating.as_of if best == dating.now else span.end or span.start
    present = {dating.key(value.on[best]) for value in answered} - {None}
    if present & data.authorities.keys():
        covered = {
            district
            for key in present
            if key in data.authorities
            for district in districts(data, str(key))
        }
        areas = {
            key: Coded(authority.gss_code_on(day), authority.name)
            for key, authority in data.authorities.items()
            if authority.kind != "county" and authority.exists_on(day)
        }
        yield _presence("area", day, areas, covered)
    if present & data.boards.keys():
        boards = {
            key: Coded(key, board.short_name)
            for key, board in data.boards.items()
            if board.exists_on(day)
        }
        yield _presence("board", day, boards, present)


def _presence(
    kind: str, day: date, everything: dict[str, Coded], present: set[str] | set[str | None]
) -> Presence:
    missing = [one for key, one in everything.items() if key not in present]
    missing.sort(key=lambda one: one.name)
    return Presence(kind, day, len(everything) - len(missing), len(everything), tuple(missing))


class KindCount(NamedTuple):
    """How many distinct values of a column, in how many rows, are of a kind."""

    kind: str
    values: int
    rows: int


class Fit(NamedTuple):
    """A period without changes: how many answered values are valid throughout, how many are not.

    `end` is None for the period that lasts.
    """

    start: date
    end: date | None
    valid: int
    invalid: int


class Presence(NamedTuple):
    """How many of the districts (`area`) or boards (`board`) there were on a day are present.

    A county stands for its districts.
    """

    kind: str
    day: date
    present: int
    of: int
    missing: tuple[Coded, ...]


class Checked(NamedTuple):
    """The answer to `check`: of what vintage the values of a column are.

    `fits` are the spans in which every answered value is valid, earliest first; `periods` tells
    the same for every period without changes. `as_of` is the day for which values are called
    out of date. `passed` says that some date fits all, and that every value has an answer.
    """

    file: str
    column: str
    column_guessed: bool
    kind: str
    as_of: date
    passed: bool
    rows: int
    distinct: int
    kinds: tuple[KindCount, ...]
    fits: tuple[Span, ...]
    periods: tuple[Fit, ...]
    coverage: tuple[Presence, ...]
    findings: tuple[Finding, ...]
    data: DataInfo

    @property
    def lines(self) -> tuple[Finding, ...]:
        """What is a line of JSON Lines."""
        return self.findings
