"""Matches the names of an iterable, one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cells import day_of, hashable, is_blank, parse_day, text_of
from icslookup.bulk.matcher import Bounded, Matched, Matcher, nothing
from icslookup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icslookup.bulk.matcher import Day
    from icslookup.dataset.loader import Dataset


class Answers(Bounded[Any, Matched]):
    """The answers by cell, each made when first asked for."""

    def __init__(self, matcher: Matcher) -> None:
        super().__init__()
        self.matcher = matcher

    def __missing__(self, key: Any) -> Matched:  # noqa: ANN401 - whatever stands in a table
        answer = self[key] = self.matcher.one(key)
        return answer


class Days(Bounded[Any, "date | None"]):
    """The first day of the period of the day in each cell; None for what is no day to ask for.

    `date_format` is that of texts which are not written as YYYY-MM-DD, as in `strptime`.
    """

    def __init__(self, data: Dataset, date_format: str | None = None) -> None:
        from icslookup.dataset.periods import FirstDays

        super().__init__()
        self._first_days = FirstDays(data)
        self._format = date_format

    def __missing__(self, cell: Any) -> date | None:  # noqa: ANN401 - whatever stands in a table
        day = day_of(cell if self._format is None else parse_day(cell, self._format))
        first = self[cell] = None if day is None else self._first_days.of(day)
        return first


def match(
    names: Iterable[object],
    as_of: Day | Iterable[Day] = None,
    *,
    kind: str = "auto",
    min_score: float = 0,
    exact: bool = False,
    data: Dataset | None = None,
) -> Iterator[Matched]:
    """Match each of many names or codes to its boards, in order, lazily.

    Parameters: `names` are texts, with None or NaN where there is none. `as_of` is one day for
    all of them, or an iterable of a day for each, as long as `names`; a day is a date or text in
    the form YYYY-MM-DD, and None is today. The others are those of `Matcher`.

    Yields a `Matched` for each name, with the answers of `icslookup match`. Raises `UsageError`
    at once for a parameter that cannot be, and `ValueError` where `as_of` is shorter or longer
    than `names`.
    """
    if isinstance(names, str):
        raise UsageError("names are an iterable of texts, not one text: ask icslookup.area for one")
    if as_of is None or isinstance(as_of, str | date):
        matcher = Matcher(as_of, kind=kind, min_score=min_score, exact=exact, data=data)
        answers = Answers(matcher)
        return (answers[name if isinstance(name, str) else hashable(name)] for name in names)
    matcher = Matcher(kind=kind, min_score=min_score, exact=exact, data=data)
    return _match_dated(matcher, zip(names, as_of, strict=True))


def _match_dated(matcher: Matcher, pairs: Iterable[tuple[object, Day]]) -> Iterator[Matched]:
    days = Days(matcher.data)
    answers: Bounded[Any, Matched] = Bounded()
    for name, cell in pairs:
        first = days[hashable(cell)]
        key = hashable(name), first
        found = answers.get(key)
        if found is None:
            found = answers[key] = match_on(matcher, name, first)
        yield found._replace(as_of=day_of(cell)) if found.as_of else found


def match_on(matcher: Matcher, value: object, day: date | None) -> Matched:
    """Match a cell for a day; for a cell that holds no day, which is None, it is `bad_date`."""
    if day is not None:
        return matcher.one(value, day)
    text = text_of(value)
    return nothing(text, "blank" if text is None or is_blank(text) else "bad_date")
