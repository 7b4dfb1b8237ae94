"""Reads what the spellings of a column name.

A spelling is read for a day, or for every period in which it may be meant. Each answer is a
`SourceArea`, or a `Refusal` with the reason.
"""

from __future__ import annotations

from bisect import bisect_right

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.cells import is_blank
from icslookup.bulk.column_matcher import ColumnReading, column_reading
from icslookup.bulk.explanation import MOST_EXPLAINED, explain
from icslookup.bulk.matcher import INEXACT_METHODS, Matcher
from icslookup.bulk.rebase.area_division import AreaDivider, Weights
from icslookup.bulk.rebase.larger_areas import is_larger_area
from icslookup.bulk.rebase.source_areas import (
    AUTO,
    BEFORE_BOARDS,
    KIND_NOUNS,
    MATCHER_KINDS,
    Refusal,
    SourceArea,
    total_refusal,
)
from icslookup.bulk.vintage import ValidityChecker, has_region_code
from icslookup.dataset.nhs_areas import CCG, REGION, STP, SUB_ICB
from icslookup.dates import FIRST_DAY
from icslookup.gazetteer.nhs_areas import is_nhs_area
from icslookup.lookup.boundaries import (
    BOARD,
    COUNCIL,
    Blocks,
    Boundaries,
)
from icslookup.lookup.ccgs import ccg_with_code
from icslookup.lookup.combined import COMBINED, combination
from icslookup.names.normalise import normalise
from icslookup.text import long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from icslookup.bulk.matcher import Matched
    from icslookup.bulk.rebase.source_areas import Answer
    from icslookup.bulk.vintage import DatedValue
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.periods import Span
    from icslookup.gazetteer.resolve import Suggestion


class Guess(NamedTuple):
    """A spelling that differs from the names of its area; `score` is from 0 to 100."""

    query: str
    code: str
    name: str
    method: str
    score: float
    rows: int


class AreaReader:
    """Reads the spellings of a column.

    Parameters: `kind` is one of `KINDS` that are names, `cells` are the distinct spellings with
    their rows, and `target` has the boundaries to divide by. `spans` are the periods in which
    nothing changes; their positions stand for days.
    """

    def __init__(
        self,
        data: Dataset,
        kind: str,
        cells: Mapping[str, int],
        target: Boundaries,
        weights: Weights,
    ) -> None:
        self.data, self.kind, self.target = data, kind, target
        self._divider = AreaDivider(data, target, weights)
        matcher_kind = MATCHER_KINDS[kind]
        reading = ColumnReading(matcher_kind)
        if kind == AUTO:
            reading = column_reading(cells, Matcher(data=data))
        self._checker = ValidityChecker(
            data, matcher_kind, target.day, reading, region_codes=has_region_code(data, cells)
        )
        regions = region_names(data, cells, sure=kind == REGION) if kind in (AUTO, REGION) else {}
        self.values = {
            text: self._checker.value(regions.get(text, text), rows)._replace(text=text)
            for text, rows in cells.items()
        }
        self._areas: dict[tuple[str, str, int], Answer] = {}
        self._distinct: dict[tuple[str, str, Blocks | None, tuple[str, ...]], SourceArea] = {}
        self._explained = 0

    @property
    def spans(self) -> list[Span]:
        """The periods in which nothing changes, earliest first."""
        return self._checker.spans

    def span_of(self, day: date) -> int:
        """Return the position of the period of a day; `BEFORE_BOARDS` for an earlier day."""
        return bisect_right([span.start for span in self.spans], day) - 1

    def valid_spans(self, text: str) -> list[int]:
        """Return the positions of the periods in which a spelling names something, in force."""
        if self.kind == CCG:  # a location that has the code of a CCG is not meant
            return []
        return [at for at, valid in enumerate(self.values[text].valid) if valid]

    def in_span(self, text: str, at: int) -> Answer:
        """Return what a spelling that is in force names in a period."""
        match = self.values[text].answers[at]
        return self._of_match(text, match, at)

    def undated(self, text: str) -> Answer:
        """Return what a spelling names that is in force in no period, as CCGs are."""
        value = self.values[text]
        if value.match.status != "found":
            return self._unanswered(value)
        return self._of_match(text, value.match, BEFORE_BOARDS)

    def on_day(self, text: str, day: date) -> Answer:
        """Return what a spelling names on a day.

        A code that was not in force on the day still counts if its area was the same then. So does
        a code that was replaced before boards began, such as `E07000100`, whose council goes on.
        """
        value, at = self.values[text], self.span_of(day)
        if value.match.status != "found":
            return self._unanswered(value)
        if at == BEFORE_BOARDS:
            return self._before_boards(text, value, day)
        if value.valid[at]:
            return self.in_span(text, at)
        found = self._of_match(text, value.match, at)
        spans = self.valid_spans(text)
        others = [self.in_span(text, other) for other in spans] or [self.undated(text)]
        if (
            isinstance(found, SourceArea)
            and found.blocks
            and self._exists(found, day)
            and any(
                isinstance(other, SourceArea) and other.blocks == found.blocks for other in others
            )
        ):
            return found
        if value.match.kind in (CCG, STP):
            name = value.match.name or text
            return Refusal("not_then", f"{name} ended before {long_date(FIRST_DAY)}")
        message, suggestions = self._explain(text, day)
        return Refusal("not_then", message, suggestions)

    def _exists(self, area: SourceArea, day: date) -> bool:
        """Return whether the councils of an area exist on a day; other areas always do."""
        councils = area.key.split("+") if area.kind == COUNCIL else ()
        return all(self.data.authorities[key].exists_on(day) for key in councils)

    def guesses(self) -> list[Guess]:
        """Return the spellings that are not written as they are known, but were read."""
        found = []
        for text, value in self.values.items():
            match = value.match
            if match.status == "found" and match.method in INEXACT_METHODS:
                area = self.in_span(text, self.valid_spans(text)[-1]) if any(value.valid) else None
                if isinstance(area, SourceArea):
                    score = match.score or 0
                    found.append(
                        Guess(text, area.code, area.name, match.method or "", score, value.rows)
                    )
        return found

    def _before_boards(self, text: str, value: DatedValue, day: date) -> Answer:
        """Return what a spelling names on a day before boards began: a council or a CCG."""
        match = value.match
        if match.method == COMBINED:
            return self._combined(text, BEFORE_BOARDS)
        if match.kind in (SUB_ICB, CCG):
            key = ccg_with_code(self.data, text, day)
            return self._nhs_area(key, BEFORE_BOARDS) if key else self._not_then(text, day)
        if match.kind == STP:
            return self._of_match(text, match, BEFORE_BOARDS)
        key = value.key or ""
        authority = self.data.authorities.get(key)
        if authority is None or not authority.exists_on(day):
            return self._not_then(text, day)
        return self._area(COUNCIL, key, BEFORE_BOARDS)

    def _not_then(self, text: str, day: date) -> Refusal:
        return Refusal("not_then", f"{quote(text)} names nothing on {long_date(day)}")

    def _of_match(self, text: str, match: Matched, at: int) -> Answer:
        if match.method == COMBINED:
            return self._combined(text, at)
        key = self._checker.key(match) or ""
        if self.kind == CCG and match.kind == SUB_ICB:
            key = ccg_with_code(self.data, text, None) or key
        kind = key.partition(":")[0] if is_nhs_area(key) else None
        kind = kind or (BOARD if key in self.data.boards else COUNCIL)
        if self.kind not in (AUTO, kind):
            what = KIND_NOUNS[kind]
            return Refusal("not_found", f"{quote(text)} is {what}, not {KIND_NOUNS[self.kind]}")
        return self._nhs_area(key, at) if is_nhs_area(key) else self._area(kind, key, at)

    def _nhs_area(self, key: str, at: int) -> Answer:
        area = self.data.nhs_areas[key]
        return self._area(area.kind, key if area.kind in (CCG, STP) else area.code, at)

    def _area(self, kind: str, key: str, at: int) -> Answer:
        try:
            return self._areas[kind, key, at]
        except KeyError:
            answer = self._divider.area(kind, key, self._day_of(kind, key, at))
        if isinstance(answer, SourceArea):  # a council that was only recoded is one area
            same = kind, key, answer.blocks, answer.proxy
            answer = self._distinct.setdefault(same, answer)
        self._areas[kind, key, at] = answer
        return answer

    def _day(self, at: int) -> date:
        return self.spans[max(at, 0)].start

    def _day_of(self, kind: str, key: str, at: int) -> date:
        """Return the day of an area in a period; before boards, the last day of a council."""
        end = self.data.authorities[key].end if kind == COUNCIL else None
        return end if at == BEFORE_BOARDS and end and end >= FIRST_DAY else self._day(at)

    def _combined(self, text: str, at: int) -> Answer:
        """Return two councils in one cell as one area."""
        two = combination(self.data, text, self._day(at)) or combination(self.data, text, None)
        return Refusal("ambiguous") if two is None else self._divider.combined(two)

    def _unanswered(self, value: DatedValue) -> Refusal:
        text, status = value.text, value.match.status
        if status == "blank":
            return Refusal("blank")
        if is_larger_area(self.data, text):
            total = total_refusal(text)
            if not region_names(self.data, [text], sure=True):
                return total
            hint = "if the column has regions of NHS England, say --kind region"
            return total._replace(message=f"{total.message}; {hint}")
        message, suggestions = self._explain(text, None)
        return Refusal("ambiguous" if status == "ambiguous" else "not_found", message, suggestions)

    def _explain(self, text: str, day: date | None) -> tuple[str | None, tuple[Suggestion, ...]]:
        self._explained += 1
        if self._explained > MOST_EXPLAINED:
            return None, ()
        message, suggestions = explain(self._checker.undated, text, day)
        return message or None, tuple(suggestions[:3])


def region_names(data: Dataset, texts: Iterable[str], *, sure: bool) -> dict[str, str]:
    """Return the ODS code of the NHS England region for each text that is its name alone.

    `London` is also an ONS region. So unless the kind is `sure`, the names are read only if the
    texts are nothing else, and one of them is a code, or the name of no ONS region.
    """
    areas = [area for area in data.nhs_areas.values() if area.kind == REGION]
    regions = {normalise(name.name): area.code for area in areas for name in area.names}
    codes = {c for a in areas for n in a.names for c in (n.ods_code, n.ons_code) if c}
    named = [text for text in texts if not is_blank(text)]
    found = {text: regions[normalise(text)] for text in named if normalise(text) in regions}
    if sure or not found:
        return found
    of_ons = {normalise(authority.region) for authority in data.authorities.values()}
    others = [text for text in named if text not in found]
    totals = [text for text in others if text.strip().upper() not in codes]
    if len(totals) == len(others) and all(normalise(text) in of_ons for text in found):
        return {}
    if any(normalise(t) in of_ons or not is_larger_area(data, t) for t in totals):
        return {}
    return found
