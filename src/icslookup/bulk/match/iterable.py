"""Matches the names of an iterable, one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cache import BoundedCache
from icslookup.bulk.cells import as_dict_key, day_of, is_blank, parse_day, text_of
from icslookup.bulk.matcher import Matched, Matcher, no_match
from icslookup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icslookup.bulk.matcher import Day
    from icslookup.dataset.loader import Dataset


class AnswerCache(BoundedCache[Any, Matched]):
    """The answer for each cell, found when it is first needed."""

    def __init__(self, matcher: Matcher) -> None:
        super().__init__()
        self.matcher = matcher

    def __missing__(self, key: Any) -> Matched:  # noqa: ANN401 - any cell of a table
        answer = self[key] = self.matcher.one(key)
        return answer


class PeriodStartCache(BoundedCache[Any, "date | None"]):
    """For each cell with a day, the first day of that day's period; None if it is not a day.

    `date_format` is the `strptime` format of texts that are not written as YYYY-MM-DD.
    """

    def __init__(self, data: Dataset, date_format: str | None = None) -> None:
        from icslookup.dataset.periods import PeriodStarts

        super().__init__()
        self._first_days = PeriodStarts(data)
        self._format = date_format

    def __missing__(self, cell: Any) -> date | None:  # noqa: ANN401 - any cell of a table
        day = day_of(cell if self._format is None else parse_day(cell, self._format))
        first = self[cell] = None if day is None else self._first_days.of(day)
        return first


def match(  # noqa: PLR0913 - the options of `icslookup match`
    names: Iterable[object],
    as_of: Day | Iterable[Day] = None,
    *,
    kind: str = "auto",
    min_score: float = 0,
    exact: bool = False,
    follow: bool = False,
    data: Dataset | None = None,
) -> Iterator[Matched]:
    """Yield the answer for each of many names or codes, in order.

    Parameters: `names` are texts, and None or NaN for empty cells. `as_of` is one day for all of
    them, or an iterable with a day for each. A day is a date or text in the form YYYY-MM-DD. If
    `as_of` is None, it is today. The other parameters are those of `Matcher`.

    Names are not read ahead, so each name is read on its own. With `kind="auto"`, `Essex` is
    ambiguous if the council and the board of this name have different boards. With any kind,
    `Surrey ICB` is the board of today, even next to boards that have ended. `icslookup match` and
    `icslookup.annotate` read a column as a whole. Name the kind and the day to get the same answers
    as there.

    Each answer is a `Matched`, as in `icslookup match`. Raises `UsageError` at once for an invalid
    parameter, and `ValueError` if `as_of` is shorter or longer than `names`.
    """
    if isinstance(names, str):
        raise UsageError("names are an iterable of texts, not one text: ask icslookup.area for one")
    if as_of is None or isinstance(as_of, str | date):
        matcher = Matcher(
            as_of, kind=kind, min_score=min_score, exact=exact, follow=follow, data=data
        )
        answers = AnswerCache(matcher)
        return (answers[name if isinstance(name, str) else as_dict_key(name)] for name in names)
    matcher = Matcher(kind=kind, min_score=min_score, exact=exact, follow=follow, data=data)
    return _match_dated(matcher, zip(names, as_of, strict=True))


def _match_dated(matcher: Matcher, pairs: Iterable[tuple[object, Day]]) -> Iterator[Matched]:
    days = PeriodStartCache(matcher.data)
    answers: BoundedCache[Any, Matched] = BoundedCache()
    for name, cell in pairs:
        first = days[as_dict_key(cell)]
        key = as_dict_key(name), first
        found = answers.get(key)
        if found is None:
            found = answers[key] = match_on(matcher, name, first)
        yield found._replace(as_of=day_of(cell)) if found.as_of else found


def match_on(matcher: Matcher, value: object, day: date | None) -> Matched:
    """Return the answer for a cell on a day; without a day its status is `bad_date` or `blank`."""
    if day is not None:
        return matcher.one(value, day)
    text = text_of(value)
    return no_match(text, "blank" if text is None or is_blank(text) else "bad_date")
