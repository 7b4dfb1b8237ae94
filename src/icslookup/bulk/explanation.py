"""Explains why a spelling has no board, and suggests what it may mean.

An explanation takes much longer than a match, so `Matcher` does not give one.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.matcher import Matcher
from icslookup.gazetteer.resolve import Suggestion
from icslookup.lookup.area import AreaAnswer, area
from icslookup.lookup.board import board
from icslookup.names.resolution import EXACT_METHODS
from icslookup.text import quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.lookup.board import BoardAnswer

MOST_EXPLAINED = 200
"""The most spellings of one table to explain, because each takes time."""


def explain(matcher: Matcher, text: str, day: date | None = None) -> tuple[str, list[Suggestion]]:
    """Return why a spelling has no board, and what it may mean, the likeliest first.

    `matcher` is the one that found no board. `day` is the day of the spelling, by default that of
    the matcher. The status of the spelling must not be `blank`. Every suggestion has a code.
    """
    as_of = day or matcher.as_of
    if matcher.place_matcher:
        return matcher.place_matcher.explain(text, as_of or matcher.day)
    kind = matcher.kind_of(text)
    if kind == "code" and not matcher.is_code(text):
        return _not_a_code(matcher, text, as_of)
    answers: list[AreaAnswer | BoardAnswer] = []
    if kind != "board":
        answers.append(area(text, as_of, data=matcher.data))
    if kind != "area":
        answers.append(board(text, as_of, data=matcher.data))
    suggestions = {s.code: s for answer in answers for s in answer.suggestions if s.code}
    for answer in answers:
        if isinstance(answer, AreaAnswer) and answer.area and not answer.boards:
            for successor in answer.area.successors:
                code = successor.gss_code
                suggestions[code] = Suggestion(successor.name, code, None)
    ranked = sorted(suggestions.values(), key=lambda s: -(100 if s.score is None else s.score))
    return answers[-1 if matcher.is_board_code(text) else 0].message or "", ranked


def _not_a_code(matcher: Matcher, text: str, day: date | None) -> tuple[str, list[Suggestion]]:
    """Return the message for a text that is not a code, and the codes of what it names."""
    data, today = matcher.data, matcher.today
    named = [
        Matcher(day, kind=kind, data=data, today=today).one(text) for kind in ("area", "board")
    ]
    named.sort(key=lambda one: one.method not in EXACT_METHODS)
    suggestions = [
        Suggestion(one.name or one.boards[0].name, one.gss_code or one.boards[0].ods_code, None)
        for one in named
        if one.status == "found"
    ]
    message = f"{quote(text)} is no code of a council or board"
    if suggestions:
        return message, suggestions
    note, suggestions = explain(Matcher(day, data=data, today=today), text)
    like_a_code = any(map(str.isdigit, text))
    return note if like_a_code and note else message, suggestions
