"""The findings about the values of a column: one function for each kind of finding."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.check.similar_names import similar_pairs
from icslookup.bulk.explanation import MOST_EXPLAINED, explain
from icslookup.bulk.vintage import merge_spans, written_code
from icslookup.dataset.loader import districts
from icslookup.dataset.nhs_areas import REGION, SUB_ICB
from icslookup.gazetteer.nhs_areas import is_nhs_area
from icslookup.lookup.hints import text_hint
from icslookup.lookup.nhs_area import absence, ended_note, is_certain, territory_shares
from icslookup.lookup.succession import explain_absence
from icslookup.model import Authority
from icslookup.text import join_names, long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from icslookup.bulk.vintage import DatedValue, ValidityChecker
    from icslookup.dataset.nhs_areas import NhsArea
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


def unanswered(checker: ValidityChecker, values: Iterable[DatedValue]) -> Iterator[Finding]:
    """Yield the values without an answer, with the reason and the candidates."""
    explained = 0
    for value in values:
        explained += 1
        other = text_hint(value.text, "a council or board") if value.kind == "other_code" else None
        if other:
            yield Finding(value.kind, value.text, value.rows, other, ())
            continue
        if explained > MOST_EXPLAINED:
            yield Finding(value.kind, value.text, value.rows, value.kind.replace("_", " "), ())
            continue
        message, suggestions = explain(checker.undated, value.text)
        detail = message or "names a council and a board: say --kind area or --kind board"
        may_be = tuple(NamedCode(s.code, s.name) for s in suggestions if s.code)
        yield Finding(value.kind, value.text, value.rows, detail, may_be)


def guessed(checker: ValidityChecker, values: Iterable[DatedValue]) -> Iterator[Finding]:
    """Yield the values that have a match but are not spelt like any known name."""
    for value in values:
        if value.kind == "guessed":
            meant = named_code(checker, value.key or "")
            detail = (
                f"read as {meant.name} ({value.match.method}, score {value.match.score or 0:g})"
            )
            yield Finding("guessed", value.text, value.rows, detail, (meant,))


def out_of_date(checker: ValidityChecker, values: Iterable[DatedValue]) -> Iterator[Finding]:
    """Yield the values that are not valid on the day, with the reason and the counterparts."""
    for value in values:
        if value.key is None or value.valid[checker.now]:
            continue
        if is_nhs_area(value.key):
            yield _nhs_area_out_of_date(checker, value, checker.data.nhs_areas[value.key])
            continue
        authorities, boards = checker.data.authorities, checker.data.boards
        record = authorities.get(value.key) or boards[value.key]
        if record.exists_on(checker.as_of):
            if value.match.method == "code":
                yield _recoded(checker, value, record)
            else:
                # A short name can mean several boards on some days, and one board on others.
                detail = f"is ambiguous on {long_date(checker.as_of)}; {_validity(checker, value)}"
                yield Finding("misfit", value.text, value.rows, detail, ())
            continue
        records: Mapping[str, Authority] | Mapping[str, Board] = (
            authorities if value.key in authorities else boards
        )
        text, stand_ins = explain_absence(
            records, value.key, checker.as_of, lambda key: named_code(checker, key).name
        )
        over = record.end is not None and record.end < checker.as_of
        others = tuple(named_code(checker, s.code) for s in stand_ins if s.code)
        finding = "abolished" if over else "not_yet"
        yield Finding(finding, value.text, value.rows, text, others)


def _recoded(checker: ValidityChecker, value: DatedValue, record: Authority | Board) -> Finding:
    day, written = checker.as_of, written_code(checker.data, value.match)
    if isinstance(record, Authority):
        codes, name, now = record.gss_codes, record.name, record.gss_code_on(day)
    else:
        codes, name, now = record.ons_codes, record.short_name, record.ons_code(day) or ""
    life = next(code for code in codes if code.code == written)
    others = (NamedCode(now, name),)
    if life.start is not None and life.start > day:
        detail = f"is the code of {name} since {long_date(life.start)}; before, it was {now}"
        return Finding("not_yet", value.text, value.rows, detail, others)
    until = f" until {long_date(life.end)}" if life.end else ""
    detail = f"was the code of {name}{until}; now {now}"
    return Finding("recoded", value.text, value.rows, detail, others)


def _nhs_area_out_of_date(checker: ValidityChecker, value: DatedValue, area: NhsArea) -> Finding:
    """Return why a sub-ICB location, CCG, STP or region is not valid on the day."""
    day, data = checker.as_of, checker.data
    name, written = area.name_on(day), written_code(data, value.match)
    code = name.ons_code if written[:1] == "E" else name.ods_code
    if area.kind in (SUB_ICB, REGION) and area.exists_on(day):
        detail = f"is not the code of {name.name} on {long_date(day)}; that is {code}"
        if written == code:
            detail = f"was its name before {long_date(name.start or day)}; now {name.name}"
        now = NamedCode(code or area.code, name.name)
        return Finding("recoded", value.text, value.rows, detail, (now,))
    if area.kind == SUB_ICB:
        over = area.end is not None and area.end < day
        detail, stand_ins = absence(data, area.key, day)
        others = tuple(NamedCode(s.code or "", s.name) for s in stand_ins)
        return Finding("abolished" if over else "not_yet", value.text, value.rows, detail, others)
    shares = territory_shares(data, area, day)
    boards = tuple(NamedCode(b.ods_code, b.short_name) for b in shares)
    names = join_names([board.name for board in boards], "and" if is_certain(shares) else "or")
    detail = f"{ended_note(area)}; its territory on {long_date(day)}: {names}"
    return Finding("abolished", value.text, value.rows, detail, boards)


def misfits(checker: ValidityChecker, values: Iterable[DatedValue], best: int) -> Iterator[Finding]:
    """Yield the values that are valid on the day, but not in the period of most other values."""
    span = checker.spans[best]
    for value in values:
        if value.key is None or value.valid[best] or not value.valid[checker.now]:
            continue
        detail = f"{_validity(checker, value)}, most values are {period_text(span)}"
        yield Finding("misfit", value.text, value.rows, detail, (named_code(checker, value.key),))


def _validity(checker: ValidityChecker, value: DatedValue) -> str:
    return f"is valid {join_names(map(period_text, merge_spans(checker.spans, value.valid)))}"


def period_text(span: Span) -> str:
    """Return a period as text, such as `since 1 April 2026`."""
    if span.end is None:
        return f"since {long_date(span.start)}"
    return f"from {long_date(span.start)} to {long_date(span.end)}"


def spellings(checker: ValidityChecker, values: Iterable[DatedValue]) -> Iterator[Finding]:
    """Yield the authorities and boards that are written in several ways, by name."""
    written: dict[str, list[DatedValue]] = {}
    for value in values:
        if value.key is not None:
            written.setdefault(value.key, []).append(value)
    named = ((named_code(checker, key), several) for key, several in written.items())
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


def repeated(values: Iterable[DatedValue]) -> Iterator[Finding]:
    """Yield the values that are in several rows, most rows first."""
    for value in sorted(values, key=lambda value: (-value.rows, value.text)):
        if value.rows > 1:
            detail = f"stands in {value.rows:,} rows"
            yield Finding("repeated", value.text, value.rows, detail, ())


def twins(checker: ValidityChecker, values: Sequence[DatedValue]) -> Iterator[Finding]:
    """Yield the pairs of present authorities, and of boards, with similar names.

    A pair is left out if the column has both as codes: nobody confuses two codes.
    """
    rows: dict[str, int] = {}
    named = {value.key for value in values if value.match.method != "code"}
    for value in values:
        if value.key is not None:
            rows[value.key] = rows.get(value.key, 0) + value.rows
    for records in (checker.data.authorities, checker.data.boards):
        names = {key: named_code(checker, key).name for key in rows if key in records}
        for first, second, alike in similar_pairs(names):
            if named.isdisjoint((first, second)):
                continue
            pair = named_code(checker, first), named_code(checker, second)
            yield Finding(
                "twins",
                f"{pair[0].name} / {pair[1].name}",
                rows[first] + rows[second],
                _ALIKE[alike],
                pair,
            )


def counties(
    checker: ValidityChecker, values: Iterable[DatedValue], best: int
) -> Iterator[Finding]:
    """Yield the counties that are in the column together with their own districts, by name."""
    rows: dict[str, int] = {}
    for value in values:
        key = checker.key(value.answers[best])
        if key is not None:
            rows[key] = rows.get(key, 0) + value.rows
    found = []
    for key, own in rows.items():
        if key not in checker.data.districts_by_county:
            continue
        inside = [district for district in districts(checker.data, key) if district in rows]
        if inside:
            detail = f"stands beside {len(inside)} of its districts: figures added up count twice"
            named = sorted(
                (named_code(checker, district) for district in inside), key=lambda c: c.name
            )
            total = own + sum(rows[district] for district in inside)
            county = named_code(checker, key).name
            found.append(Finding("county_and_districts", county, total, detail, tuple(named)))
    yield from sorted(found, key=lambda finding: finding.value)


def named_code(checker: ValidityChecker, key: str) -> NamedCode:
    """Return the name of a record with its code: a board's ODS code, or the day's GSS code."""
    if is_nhs_area(key):
        area = checker.data.nhs_areas[key]
        return NamedCode(area.code, area.name_on(checker.as_of).name)
    authority = checker.data.authorities.get(key)
    if authority is not None:
        return NamedCode(authority.gss_code_on(checker.as_of), authority.name)
    return NamedCode(key, checker.data.boards[key].short_name)


class NamedCode(NamedTuple):
    """A board with its ODS code, or an authority with its code on the day."""

    code: str
    name: str


class Finding(NamedTuple):
    """A fact about a value of the column that the user should know.

    `finding` is `not_found`, `ambiguous`, `other_code`, `blank`, `guessed`, `recoded`,
    `abolished`, `not_yet`, `misfit` (not valid when most others are), `spellings` (one record,
    several spellings), `repeated`, `twins` (similar names), `county_and_districts`, `area_changed`
    (a code that stayed), `used_after_end`, `used_before_start`, or `no_day`. `rows` counts
    the rows concerned. `others` are the successors, the candidates, the new code, or the other
    records concerned.
    """

    finding: str
    value: str
    rows: int
    detail: str
    others: tuple[NamedCode, ...]
