"""Chooses the day of the boundaries of a column by the values of the column.

If several sets of boundaries fit all values, and their figures would differ, the user has to
choose: a wrong choice would give wrong figures.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.rebase.source_areas import SourceArea
from icslookup.bulk.vintage import merge_spans
from icslookup.errors import AmbiguousError
from icslookup.text import join_names, long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icslookup.bulk.rebase.area_reader import AreaReader
    from icslookup.bulk.rebase.coverage import CoverageChecker
    from icslookup.bulk.rebase.source_areas import Answer
    from icslookup.dataset.periods import Span

_MOST_NAMED = 4


class Vintage(NamedTuple):
    """The boundaries by which a column is read.

    `answers` has the answer for each spelling. `spans` are the times whose boundaries fit all the
    values and give the same figures; there are none if the values are of several times, or have
    ended before boards began.
    """

    answers: dict[str, Answer]
    spans: tuple[Span, ...]


def choose_vintage(reader: AreaReader, coverage: CoverageChecker, column: str) -> Vintage:
    """Return the boundaries that fit the values of a column.

    If none fit all values, each value may still have one meaning. Raises `AmbiguousError` with the
    choices for `--from` if the figures depend on the choice.
    """
    valid = {text: reader.valid_spans(text) for text in reader.values}
    dated = [text for text, spans in valid.items() if spans]
    answers = {text: reader.undated(text) for text, spans in valid.items() if not spans}
    fitting = [at for at in range(len(reader.spans)) if all(at in valid[text] for text in dated)]
    if not dated:
        return Vintage(answers, ())
    if not fitting:
        return Vintage({**answers, **_one_by_one(reader, coverage, dated, valid, column)}, ())
    outcomes: dict[object, list[int]] = {}
    for at in fitting:
        found = [reader.in_span(text, at) for text in dated]
        outcomes.setdefault(_outcome(found, coverage), []).append(at)
    if len(outcomes) > 1:
        raise AmbiguousError(_question(reader, list(outcomes.values()), dated, column))
    now = reader.span_of(reader.target.day)
    chosen = now if now in fitting else fitting[-1]
    answers.update({text: reader.in_span(text, chosen) for text in dated})
    return Vintage(answers, _spans(reader, fitting))


def _outcome(answers: Iterable[Answer], coverage: CoverageChecker) -> object:
    """Return what is equal for two sets of boundaries if the figures are the same."""
    answers = list(answers)
    areas = [answer for answer in answers if isinstance(answer, SourceArea)]
    shares = tuple(
        (answer.parts[0][0] if answer.whole else answer.parts)
        if isinstance(answer, SourceArea)
        else answer.reason
        for answer in answers
    )
    return shares, coverage.complete(areas)


def _one_by_one(
    reader: AreaReader,
    coverage: CoverageChecker,
    dated: list[str],
    valid: dict[str, list[int]],
    column: str,
) -> dict[str, Answer]:
    """Return the answers for values that no one day fits, if each gives the same figures always."""
    found: dict[str, list[Answer]] = {}
    for text in dated:
        answers = [reader.in_span(text, at) for at in valid[text]]
        found[text] = list({_blocks(answer): answer for answer in answers}.values())
    most = max(map(len, found.values()))
    choices = [[some[min(at, len(some) - 1)] for some in found.values()] for at in range(most)]
    if len({_outcome(choice, coverage) for choice in choices}) > 1:
        several = [text for text, some in found.items() if len(some) > 1]
        names = join_names([quote(text) for text in several[:_MOST_NAMED]])
        raise AmbiguousError(
            f"no one day fits all values of {quote(column)}, and {names} had other boundaries at"
            " other times: name the column with the day of each row with --as-of-column, or one day"
            " for all rows with --from"
        )
    return dict(zip(found, choices[-1], strict=True))


def _spans(reader: AreaReader, which: Iterable[int]) -> tuple[Span, ...]:
    wanted = set(which)
    return merge_spans(reader.spans, [at in wanted for at in range(len(reader.spans))])


def _question(reader: AreaReader, outcomes: list[list[int]], dated: list[str], column: str) -> str:
    """Return the message with the choices for `--from`, and the values that differ."""
    choices = []
    for which in sorted(outcomes):
        span = _spans(reader, which)[0]
        until = f" for the boundaries until {long_date(span.end)}" if span.end else ""
        until = until or f" for those since {long_date(span.start)}"
        choices.append(f"--from {span.start}{until}")
    differ = [
        text
        for text in dated
        if len({_blocks(reader.in_span(text, which[0])) for which in outcomes}) > 1
    ]
    names = join_names([quote(text) for text in differ[:_MOST_NAMED]])
    return (
        f"several sets of boundaries fit {quote(column)} and give different figures, because"
        f" {names} had other boundaries at other times. Choose {join_names(choices, 'or')}"
    )


def _blocks(answer: Answer) -> object:
    return answer.blocks if isinstance(answer, SourceArea) else answer.reason
