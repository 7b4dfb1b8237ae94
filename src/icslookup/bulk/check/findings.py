"""What is worth knowing about the values of a column, one finding at a time."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.check.similar_names import near_twins
from icslookup.bulk.check.vintage import merge_spans, written_code
from icslookup.bulk.matcher import MOST_EXPLAINED
from icslookup.dataset.loader import districts
from icslookup.lookup.hints import text_hint
from icslookup.lookup.succession import explain_absence
from icslookup.model import Authority
from icslookup.text import join_names, long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from icslookup.bulk.check.vintage import ValidityChecker, Value
    from icslookup.dataset.periods import Span
    from icslookup.model import Board

UNANSWERED = ("not_found", "ambiguous", "other_code")
"""The kinds of values that have no answer."""

MOST_SPELLINGS = 5

_ALIKE = {
    "letters": "differ by two letters at most",
    "compass": "differ by the compass only",
    "stem": "begin with the same stem",
}


def unanswered(dating: ValidityChecker, values: Iterable[Value]) -> Iterator[Finding]:
    """Yield the values without an answer, with the reason and who may have been meant."""
    asked = 0
    for value in values:
        asked += 1
        other = text_hint(dating.data, value.text) if value.kind == "other_code" else None
        if other:
            yield Finding(value.kind, value.text, value.rows, other, ())
            continue
        if asked > MOST_EXPLAINED:
            yield Finding(value.kind, value.text, value.rows, value.kind.replace("_", " "), ())
            continue
        message, suggestions = dating.ever.explain(value.text)
        detail = message or "names a council and a board: say --kind area or --kind board"
        may_be = tuple(Coded(s.code, s.name) for s in suggestions if s.code)
        yield Finding(value.kind, value.text, value.rows, detail, may_be)


def guessed(dating: ValidityChecker, values: Iterable[Value]) -> Iterator[Finding]:
    """Yield the values that are read as a name they are not."""
    for value in values:
        if value.kind == "guessed":
            meant = coded(dating, value.key or "")
            detail = (
                f"read as {meant.name} ({value.match.method}, score {value.match.score or 0:g})"
            )
            yield Finding("guessed", value.text, value.rows, detail, (meant,))


def out_of_date(dating: ValidityChecker, values: Iterable[Value]) -> Iterator[Finding]:
    """Yield the values that do not hold on the day, and what they became or were before."""
    for value in values:
        if value.key is None or value.valid[dating.now]:
            continue
        authorities, boards = dating.data.authorities, dating.data.boards
        record = authorities.get(value.key) or boards[value.key]
        if record.exists_on(dating.as_of):
            if value.match.method == "code":
                yield _recoded(dating, value, record)
            else:
                # A short name can be that of several boards on some days, and of one on others.
                detail = f"is ambiguous on {long_date(dating.as_of)}; {_validity(dating, value)}"
                yield Finding("misfit", value.text, value.rows, detail, ())
            continue
        records: Mapping[str, Authority] | Mapping[str, Board] = (
            authorities if value.key in authorities else boards
        )
        text, stand_ins = explain_absence(
            records, value.key, dating.as_of, lambda key: coded(dating, key).name
        )
        over = record.end is not None and record.end < dating.as_of
        others = tuple(coded(dating, s.code) for s in stand_ins if s.code)
        finding = "abolished" if over else "not_yet"
        yield Finding(finding, value.text, value.rows, text, others)


def _recoded(dating: ValidityChecker, value: Value, record: Authority | Board) -> Finding:
    day, written = dating.as_of, written_code(value.match)
    if isinstance(record, Authority):
        codes, name, now = record.gss_codes, record.name, record.gss_code_on(day)
    else:
        codes, name, now = record.ons_codes, record.short_name, record.ons_code(day) or ""
    life = next(code for code in codes if code.code == written)
    others = (Coded(now, name),)
    if life.start is not None and life.start > day:
        detail = f"is the code of {name} since {long_date(life.start)}; before, it was {now}"
        return Finding("not_yet", value.text, value.rows, detail, others)
    until = f" until {long_date(life.end)}" if life.end else ""
    detail = f"was the code of {name}{until}; now {now}"
    return Finding("recoded", value.text, value.rows, detail, others)


def misfits(dating: ValidityChecker, values: Iterable[Value], best: int) -> Iterator[Finding]:
    """Yield the values that are not valid when most are, unless they are out of date anyway."""
    span = dating.spans[best]
    for value in values:
        if value.key is None or value.valid[best] or not value.valid[dating.now]:
            continue
        detail = f"{_validity(dating, value)}, most values are {spelt(span)}"
        yield Finding("misfit", value.text, value.rows, detail, (coded(dating, value.key),))


def _validity(dating: ValidityChecker, value: Value) -> str:
    return f"is valid {join_names(map(spelt, merge_spans(dating.spans, value.valid)))}"


def spelt(span: Span) -> str:
    """Write a period for people."""
    if span.end is None:
        return f"since {long_date(span.start)}"
    return f"from {long_date(span.start)} to {long_date(span.end)}"


def spellings(dating: ValidityChecker, values: Iterable[Value]) -> Iterator[Finding]:
    """Yield the authorities and boards that are written in several ways, by name."""
    written: dict[str, list[Value]] = {}
    for value in values:
        if value.key is not None:
            written.setdefault(value.key, []).append(value)
    named = ((coded(dating, key), several) for key, several in written.items())
    for meant, several in sorted(named, key=lambda pair: pair[0].name):
        if len(several) == 1:
            continue
        several.sort(key=lambda value: -value.rows)
        texts = [f"{quote(value.text)} ({value.rows:,})" for value in several[:MOST_SPELLINGS]]
        more = len(several) - len(texts)
        detail = join_names([*texts, f"{more} more"] if more else texts)
        yield Finding(
            "spellings", meant.name, sum(value.rows for value in several), detail, (meant,)
        )


def repeated(values: Iterable[Value]) -> Iterator[Finding]:
    """Yield the values that stand in several rows, most first."""
    for value in sorted(values, key=lambda value: (-value.rows, value.text)):
        if value.rows > 1:
            detail = f"stands in {value.rows:,} rows"
            yield Finding("repeated", value.text, value.rows, detail, ())


def twins(dating: ValidityChecker, values: Sequence[Value]) -> Iterator[Finding]:
    """Yield the pairs of present authorities, and of boards, whose names are near twins.

    A pair of which both stand as codes is none: nobody takes one code for the other.
    """
    rows: dict[str, int] = {}
    named = {value.key for value in values if value.match.method != "code"}
    for value in values:
        if value.key is not None:
            rows[value.key] = rows.get(value.key, 0) + value.rows
    for records in (dating.data.authorities, dating.data.boards):
        names = {key: coded(dating, key).name for key in rows if key in records}
        for first, second, alike in near_twins(names):
            if named.isdisjoint((first, second)):
                continue
            pair = coded(dating, first), coded(dating, second)
            yield Finding(
                "twins",
                f"{pair[0].name} / {pair[1].name}",
                rows[first] + rows[second],
                _ALIKE[alike],
                pair,
            )


def counties(dating: ValidityChecker, values: Iterable[Value], best: int) -> Iterator[Finding]:
    """Yield the counties that stand beside some of their own districts, by name."""
    rows: dict[str, int] = {}
    for value in values:
        key = dating.key(value.on[best])
        if key is not None:
            rows[key] = rows.get(key, 0) + value.rows
    found = []
    for key, own in rows.items():
        if key not in dating.data.districts_by_county:
            continue
        inside = [district for district in districts(dating.data, key) if district in rows]
        if inside:
            detail = f"stands beside {len(inside)} of its districts: figures added up count twice"
            named = sorted((coded(dating, district) for district in inside), key=lambda c: c.name)
            total = own + sum(rows[district] for district in inside)
            county = coded(dating, key).name
            found.append(Finding("county_and_districts", county, total, detail, tuple(named)))
    yield from sorted(found, key=lambda finding: finding.value)


def coded(dating: ValidityChecker, key: str) -> Coded:
    """Return the code and name of a record: the code of the day, the ODS code of a board."""
    authority = dating.data.authorities.get(key)
    if authority is not None:
        return Coded(authority.gss_code_on(dating.as_of), authority.name)
    return Coded(key, dating.data.boards[key].short_name)


class Coded(NamedTuple):
    """A board or an authority with the code that it had on the day."""

    code: str
    name: str


class Finding(NamedTuple):
    """Something about a value of the column that is worth knowing.

    `finding` is `not_found`, `ambiguous`, `other_code`, `blank`, `guessed`, `recoded`,
    `abolished`, `not_yet`, `misfit` (not valid when most others are), `spellings` (one record,
    several spellings), `repeated`, `twins`, or `county_and_districts`. `rows` counts the rows
    concerned. `others` are the successors, the new code, or who else is concerned.
    """

    finding: str
    value: str
    rows: int
    detail: str
    others: tuple[Coded, ...]
