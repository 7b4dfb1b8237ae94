"""A spelling to one council or board, or to the candidates."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import UsageError
from icslookup.gazetteer.indexes import PLACE, area_resolver, board_resolver
from icslookup.names.normalise import normalise
from icslookup.names.resolution import SURE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Authority, Board, Place
    from icslookup.names.resolution import Candidate, Resolution


class Suggestion(NamedTuple):
    """A record that may have been meant: `score` from 0 to 100, None where nothing was scored.

    `code` is None for a place that is no council of England.
    """

    name: str
    code: str | None
    score: float | None


def require_name(name: str) -> str:
    """Return the query without spaces around it; a blank name is no question.

    Raises `UsageError` for what is no text, such as an empty cell of a table, and for a name of
    nothing but spaces, punctuation or control characters.
    """
    if not isinstance(name, str):
        raise UsageError(f"a name is text, not {type(name).__name__}")
    if not any(char.isalnum() for char in name):
        raise UsageError("the name is blank: give a name or a code, such as Guildford or QRL")
    return name.strip()


def resolve_area(
    data: Dataset, query: str, day: date, *, dated: bool, suggest: bool = True
) -> Resolution:
    """Resolve the name of an authority, as it was on a day; see `Index.resolve`.

    The place where it lies may follow, if it is the right one: `Guildford, Surrey`.
    """
    authorities = data.authorities

    def alive(key: str) -> bool:
        return key not in authorities or authorities[key].exists_on(day)

    resolver = area_resolver(data)
    if not query.replace(" ", "").isalpha():  # letters alone say neither a code nor where it lies
        from icslookup.gazetteer.qualified import resolve_with_place

        found = resolve_with_place(data, query, alive, dated=dated)
        if found:
            return found
    return resolver.resolve(query, alive, dated=dated, suggest=suggest)


def resolve_board(
    data: Dataset, query: str, day: date, *, dated: bool, suggest: bool = True
) -> Resolution:
    """Resolve the name of a board, as it was on a day; see `Index.resolve`."""
    boards = data.boards
    return board_resolver(data).resolve(
        query, lambda key: boards[key].exists_on(day), dated=dated, suggest=suggest
    )


def areas_named(data: Dataset, query: str, day: date) -> list[str]:
    """Return the keys of the authorities that a query names one after the other, if it does."""
    import re

    parts = [
        part
        for part in re.split(r"[,;:>/|+&\n]|\band\b|\s[-\u2013\u2014]\s", query)
        if part.strip()
    ]
    if len(parts) == 1:
        return []
    found = [resolve_area(data, part, day, dated=False) for part in parts]
    keys = [r.key for r in found if r.match and r.match.method in SURE and r.key]
    authorities = [key for key in keys if key in data.authorities]
    return list(dict.fromkeys(authorities)) if len(authorities) == len(parts) else []


def place_of(data: Dataset, key: str) -> Place | None:
    """Return the place that a key of the area index stands for, if it is no authority."""
    return data.places[int(key.removeprefix(PLACE))] if key.startswith(PLACE) else None


def board_named(data: Dataset, query: str, day: date) -> Board | None:
    """Return the board that a name surely means, for a hint."""
    found = resolve_board(data, query, day, dated=False)
    sure = found.match is not None and found.match.method in SURE
    return data.boards[found.key] if sure and found.key else None


def area_named(data: Dataset, query: str, day: date) -> Authority | Place | None:
    """Return the authority or the place that a name surely means, for a hint."""
    found = resolve_area(data, query, day, dated=False)
    if found.match is None or found.match.method not in SURE or found.key is None:
        return None
    return place_of(data, found.key) or data.authorities[found.key]


def area_suggestions(data: Dataset, found: Iterable[Candidate]) -> tuple[Suggestion, ...]:
    """Turn the candidates of the area index into suggestions; a place has no code."""
    suggestions = []
    for candidate in found:
        place = place_of(data, candidate.key)
        if place:
            where = "" if place.nation in ("", "England") else f", {place.nation}"
            suggestions.append(
                Suggestion(f"{place.name} ({place.kind}{where})", None, candidate.score)
            )
        else:
            name = data.authorities[candidate.key].name
            suggestions.append(Suggestion(name, candidate.key, candidate.score))
    return tuple(sorted(suggestions, key=lambda s: s.code is None))


def similar_areas(data: Dataset, query: str, day: date) -> tuple[Suggestion, ...]:
    """Suggest the authorities whose names a query could be a misspelling of."""
    from icslookup.names.typos import misread, ratio

    resolver = area_resolver(data)
    form = normalise(query)
    return tuple(
        Suggestion(data.authorities[near.key].name, near.key, ratio(near.written, near.form))
        for near in resolver.inexact.typos.near([form])
        if not misread(near)
        and near.key in data.authorities
        and data.authorities[near.key].exists_on(day)
    )
