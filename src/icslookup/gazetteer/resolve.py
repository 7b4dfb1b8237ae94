"""Finds the council or board that a spelling means, or the candidates."""

from __future__ import annotations

from functools import partial

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import UsageError
from icslookup.gazetteer.indexes import PLACE_PREFIX, area_resolver, board_resolver, is_place
from icslookup.names.normalise import normalise
from icslookup.names.resolution import NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Authority, Board, Place
    from icslookup.names.resolution import Candidate, Resolution


class Suggestion(NamedTuple):
    """A record that a query may mean.

    `score` is 0 to 100, or None if no names were compared. `code` is None for a place that is not a
    council of England.
    """

    name: str
    code: str | None
    score: float | None


def require_name(name: str) -> str:
    """Return a name without the spaces around it.

    Raises `UsageError` for a value that is not text, such as an empty cell of a table, and for a
    name without a letter or digit.
    """
    if not isinstance(name, str):
        raise UsageError(f"a name is text, not {type(name).__name__}")
    if not any(char.isalnum() for char in name):
        raise UsageError("the name is blank: give a name or a code, such as Guildford or QRL")
    return name.strip()


def resolve_area(
    data: Dataset, spelling: str, day: date, *, dated: bool, suggest: bool = True
) -> Resolution:
    """Resolve the name of an authority, as it was on a day; see `Resolver.resolve`.

    The area where it lies may follow, if it is the right one: `Guildford, Surrey`. So may its code,
    a mark of a footnote or a remark: see `icslookup.gazetteer.annotated`. A name with an error has
    no answer if a planned council is nearer than every council.
    """
    authorities = data.authorities

    def exists(key: str) -> bool:
        return key not in authorities or authorities[key].exists_on(day)

    return _area(data, _unescaped(spelling), exists, dated=dated, suggest=suggest)


def _area(
    data: Dataset, spelling: str, exists: Callable[[str], bool], *, dated: bool, suggest: bool
) -> Resolution:
    resolver = area_resolver(data)
    letters = spelling.replace(" ", "").isalpha()  # they have neither a code nor an area
    if not letters and not resolver.index.has(spelling):
        from icslookup.gazetteer.annotated import resolve_annotated
        from icslookup.gazetteer.qualified import resolve_qualified

        again = partial(_area, data, dated=dated, suggest=suggest)
        found = resolve_annotated(resolver.index, data.authorities, spelling, exists, again)
        found = found or resolve_qualified(data, spelling, exists, dated=dated)
        if found:
            return found
    found = resolver.resolve(spelling, exists, dated=dated, suggest=suggest)
    if not _is_settled(found):
        found = _second_look(data, spelling, found, exists, of_boards=False)
    if found.match and found.match.method == "fuzzy":
        from icslookup.gazetteer.planned_councils import planned_councils

        if planned_councils(data, spelling):
            return NOT_FOUND
    return found


def resolve_board(
    data: Dataset, spelling: str, day: date, *, dated: bool, suggest: bool = True
) -> Resolution:
    """Resolve the name of a board, as it was on a day; see `Resolver.resolve`.

    Its code may be next to it, and a mark of a footnote or a remark may follow.
    """
    boards = data.boards

    def exists(key: str) -> bool:
        return boards[key].exists_on(day)

    return _board(data, _unescaped(spelling), exists, dated=dated, suggest=suggest)


def _board(
    data: Dataset, spelling: str, exists: Callable[[str], bool], *, dated: bool, suggest: bool
) -> Resolution:
    resolver = board_resolver(data)
    words = spelling.split()
    if not "".join(words).isalpha() or any(word.upper() in data.board_keys for word in words):
        index = resolver.index
        if not index.has(spelling):
            from icslookup.gazetteer.annotated import resolve_annotated

            again = partial(_board, data, dated=dated, suggest=suggest)
            found = resolve_annotated(index, data.boards, spelling, exists, again)
            if found:
                return found
    found = resolver.resolve(spelling, exists, dated=dated, suggest=suggest)
    if _is_settled(found):
        return found
    return _second_look(data, spelling, found, exists, of_boards=True)


def _is_settled(found: Resolution) -> bool:
    """Return whether a second look cannot change a resolution: it is exact, or has no record."""
    return found.is_exact if found.match else found.status != "ambiguous"


def _second_look(
    data: Dataset,
    spelling: str,
    found: Resolution,
    exists: Callable[[str], bool],
    *,
    of_boards: bool,
) -> Resolution:
    """Return a resolution that is not exact, after a look at successors and at the other kind."""
    from icslookup.gazetteer.doubts import ask_if_other_kind, follow_ended

    areas, boards = area_resolver(data), board_resolver(data)
    resolver, other = (boards, areas) if of_boards else (areas, boards)
    if found.status == "ambiguous":
        records = data.boards if of_boards else data.authorities
        return follow_ended(resolver, records, spelling, found, exists) or found
    return ask_if_other_kind(resolver, other, spelling, found) or found


def _unescaped(spelling: str) -> str:
    """Return a spelling without HTML entities."""
    if "&" not in spelling or ";" not in spelling:
        return spelling
    from icslookup.names.marks import unescape

    return unescape(spelling)


def areas_in_list(data: Dataset, spelling: str, day: date) -> list[str]:
    """Return the keys of the authorities that a list names, empty if the text is not a list."""
    import re

    parts = [
        part
        for part in re.split(r"[,;:>/|+&\n]|\band\b|\s[-\u2013\u2014]\s", spelling)
        if part.strip()
    ]
    if len(parts) == 1:
        return []
    found = [resolve_area(data, part, day, dated=False) for part in parts]
    keys = [r.key for r in found if r.is_exact and r.key]
    authorities = [key for key in keys if key in data.authorities]
    return list(dict.fromkeys(authorities)) if len(authorities) == len(parts) else []


def place_of(data: Dataset, key: str) -> Place | None:
    """Return the place with a key of the index of authorities, None if it has an authority."""
    return data.places[int(key.removeprefix(PLACE_PREFIX))] if is_place(key) else None


def exact_board(data: Dataset, spelling: str, day: date) -> Board | None:
    """Return the board that has exactly this name, alias or code, or None."""
    found = resolve_board(data, spelling, day, dated=False, suggest=False)
    return data.boards[found.key] if found.is_exact and found.key else None


def exact_area(data: Dataset, spelling: str, day: date) -> Authority | Place | None:
    """Return the authority or place that has exactly this name, alias or code, or None."""
    found = resolve_area(data, spelling, day, dated=False, suggest=False)
    if not found.is_exact or found.key is None:
        return None
    return place_of(data, found.key) or data.authorities[found.key]


def area_suggestions(data: Dataset, candidates: Iterable[Candidate]) -> tuple[Suggestion, ...]:
    """Return suggestions for candidates, which may be boards too, the places last."""
    suggestions = []
    for candidate in candidates:
        place = place_of(data, candidate.key)
        if candidate.key in data.boards:
            name = data.boards[candidate.key].short_name
            suggestions.append(Suggestion(name, candidate.key, candidate.score))
        elif place:
            where = "" if place.nation in ("", "England") else f", {place.nation}"
            suggestions.append(
                Suggestion(f"{place.name} ({place.kind}{where})", None, candidate.score)
            )
        else:
            name = data.authorities[candidate.key].name
            suggestions.append(Suggestion(name, candidate.key, candidate.score))
    return tuple(sorted(suggestions, key=lambda s: s.code is None))


def similar_areas(data: Dataset, spelling: str, day: date) -> tuple[Suggestion, ...]:
    """Return the authorities of a day whose names a spelling may misspell."""
    from icslookup.names.typos import is_too_far, ratio

    resolver = area_resolver(data)
    form = normalise(spelling)
    return tuple(
        Suggestion(data.authorities[near.key].name, near.key, ratio(near.written, near.form))
        for near in resolver.inexact.typos.near([form])
        if not is_too_far(near)
        and near.key in data.authorities
        and data.authorities[near.key].exists_on(day)
    )
