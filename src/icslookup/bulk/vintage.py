"""The periods in which each value of a column was valid.

Nothing changes within a period, so the answer for a distinct value holds on every day of it.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.column_matcher import ROW_BY_ROW, ColumnMatcher
from icslookup.bulk.matcher import INEXACT_METHODS, Matcher, nhs_area_of
from icslookup.dataset.nhs_areas import CCG, NHS_KINDS, REGION, STP, SUB_ICB
from icslookup.dataset.periods import Span, periods
from icslookup.dates import DAY
from icslookup.gazetteer.nhs_areas import area_codes
from icslookup.lookup.hints import text_hint
from icslookup.names.codes import codes_in
from icslookup.names.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from icslookup.bulk.column_matcher import ColumnReading
    from icslookup.bulk.matcher import Matched
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea, NhsName


class DatedValue(NamedTuple):
    """A distinct value of a column: the number of its `rows`, its `kind`, and its answers.

    `match` is its main answer: for the day of the check, else for any day. `key` is the key of the
    record, a GSS or an ODS code, or None without an answer. `answers` and `valid` have an item for
    each period; `valid` is true if a name names something then, or if a code is in force.
    """

    text: str
    rows: int
    kind: str
    match: Matched
    key: str | None
    answers: tuple[Matched, ...]
    valid: tuple[bool, ...]


def merge_spans(spans: Sequence[Span], wanted: Sequence[bool]) -> tuple[Span, ...]:
    """Return the wanted spans, with those that follow each other joined into one."""
    found: list[Span] = []
    for span, want in zip(spans, wanted, strict=True):
        if not want:
            continue
        if found and found[-1].end is not None and found[-1].end + DAY == span.start:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


class ValidityChecker:
    """Finds the periods in which values are valid, with one data set, kind and day.

    `reading` is how the names of the column are read; it must not have a time. `spans` are the
    periods, and `now` is the position of the period that contains the day. `undated` matches values
    of any day. With `region_codes`, the ONS codes of regions do not change in a period either.
    """

    def __init__(
        self,
        data: Dataset,
        kind: str,
        as_of: date,
        reading: ColumnReading = ROW_BY_ROW,
        *,
        region_codes: bool = False,
    ) -> None:
        self.data, self.as_of = data, as_of
        self.spans = periods(data, region_codes=region_codes)
        self.now = max(i for i, span in enumerate(self.spans) if span.start <= as_of)

        def matcher(day: date | None) -> Matcher:
            if reading.kind is None:
                return Matcher(day, kind=kind, data=data)
            return ColumnMatcher(Matcher(day, data=data), reading=reading)

        self.undated = matcher(None)
        self._on = [matcher(span.start) for span in self.spans]

    def value(self, text: str, rows: int) -> DatedValue:
        """Return a value with its answers in each period."""
        answers = tuple(matcher.one(text) for matcher in self._on)
        valid = tuple(self._in_force(match) for match in answers)
        undated = self.undated.one(text)
        found = (
            match
            for match in (answers[self.now], undated, *answers[::-1])
            if match.status == "found"
        )
        match = next(found, undated)
        return DatedValue(text, rows, self._kind(match), match, self.key(match), answers, valid)

    def key(self, match: Matched) -> str | None:
        """Return the key of the record of an answer, or None if nothing was found."""
        if match.status != "found":
            return None
        if match.kind in NHS_KINDS:
            return nhs_area_of(self.data, match).key
        if match.gss_code is not None:
            return self.data.authority_keys[match.gss_code]
        return match.boards[0].ods_code

    def _in_force(self, match: Matched) -> bool:
        if match.kind in (CCG, STP):
            return False  # these ended when boards began
        if match.status != "found" or match.method != "code":
            return match.status == "found"
        code = written_code(self.data, match)
        if match.kind in (SUB_ICB, REGION):
            area = nhs_area_of(self.data, match)
            return any(
                code in (name.ods_code, name.ons_code)
                and _is_name_of(name, area, match.query or "")
                for name in area.names_on(match.as_of or self.as_of)
            )
        if match.gss_code is not None:
            return code == match.gss_code
        return code in (match.boards[0].ods_code, match.boards[0].ons_code)

    def _kind(self, match: Matched) -> str:
        if match.status == "blank":
            return "blank"
        if match.status != "found":
            text = match.query or ""
            other = any(map(str.isdigit, text)) and text_hint(text)
            return "other_code" if match.status == "not_found" and other else match.status
        if match.kind in NHS_KINDS:
            return f"nhs_area_{'code' if match.method == 'code' else 'name'}"
        return self._kind_of_code(match) if match.method == "code" else _kind_of_name(match)

    def _kind_of_code(self, match: Matched) -> str:
        if match.kind == "area":
            kind = self.data.authorities[self.key(match) or ""].kind
            return f"{kind.replace('-', '_')}_code"
        return "ods_code" if written_code(self.data, match) in self.data.boards else "ons_code"


def _kind_of_name(match: Matched) -> str:
    if match.method == "exact":
        return f"{match.kind}_name"
    return "guessed" if match.method in INEXACT_METHODS else "alias"


def has_region_code(data: Dataset, texts: Iterable[str]) -> bool:
    """Return whether any of the texts has the ONS code of a region that had several."""
    regions = (area for area in data.nhs_areas.values() if area.kind == REGION)
    codes = {name.ons_code for area in regions if len(area.names) > 1 for name in area.names}
    return any(codes_in(text.strip(), codes) for text in texts)


def written_code(data: Dataset, match: Matched) -> str:
    """Return the code in a spelling that matched by its code, with or without a name."""
    text = (match.query or "").strip()
    for codes in (data.authority_keys, data.board_keys, area_codes(data)):
        found = codes_in(text, codes)
        if found:
            return found[-1][0]
    return text.upper()


def _is_name_of(name: NhsName, area: NhsArea, text: str) -> bool:
    """Return whether a text with the whole name of an area has the name of the right time."""
    form = normalise(text)
    whole = form in {normalise(other.name) for other in area.names}
    return not whole or form == normalise(name.name)
