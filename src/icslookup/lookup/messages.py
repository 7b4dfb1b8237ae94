"""What `area` and `board` have in common: the question, and what to say when it has no answer."""

from __future__ import annotations

from datetime import date

from icslookup._typing import TYPE_CHECKING
from icslookup.dates import spell
from icslookup.errors import UsageError
from icslookup.gazetteer.indexes import PLACE, area_index, board_index
from icslookup.lookup.answers import Suggestion
from icslookup.names.normalise import normalise
from icslookup.names.resolution import SURE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeAlias

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Authority, Board, Place
    from icslookup.names.resolution import Candidate, Match, Resolution

Life: TypeAlias = "Authority | Board"
"""A record that has a first and a last day, predecessors and successors."""

LONGEST_ECHO = 60


def today() -> date:
    """Return the day of today where the computer is."""
    return date.today()  # noqa: DTZ011 - boards change at midnight where the user is


def asked(name: str) -> str:
    """Return the query without spaces around it; a blank name is no question.

    Raises `UsageError` for what is no text, such as an empty cell of a table, and for a name of
    nothing but spaces, punctuation or control characters.
    """
    if not isinstance(name, str):
        raise UsageError(f"a name is text, not {type(name).__name__}")
    if not any(char.isalnum() for char in name):
        raise UsageError("the name is blank: give a name or a code, such as Guildford or QRL")
    return name.strip()


def short(text: str) -> str:
    """Return a text for a message: quoted, and cut where it is long."""
    return f"'{text}'" if len(text) <= LONGEST_ECHO else f"'{text[:LONGEST_ECHO]}…'"


def listed(names: Iterable[str], last: str = "and") -> str:
    """Write names as people do: `A`, `A and B`, `A, B and C`."""
    *some, end = names
    return f"{', '.join(some)} {last} {end}" if some else end


def resolve_area(
    data: Dataset, query: str, day: date, *, dated: bool, suggest: bool = True
) -> Resolution:
    """Resolve the name of an authority, as it was on a day; see `Index.resolve`.

    The place where it lies may follow, if it is the right one: `Guildford, Surrey`.
    """
    authorities = data.authorities

    def alive(key: str) -> bool:
        return key not in authorities or authorities[key].alive(day)

    index = area_index(data)
    if not query.replace(" ", "").isalpha():  # letters alone say neither a code nor where it lies
        from icslookup.gazetteer.qualified import resolve_with_place

        found = resolve_with_place(data, query, alive, dated=dated)
        if found:
            return found
    return index.resolve(query, alive, dated=dated, suggest=suggest)


def resolve_board(
    data: Dataset, query: str, day: date, *, dated: bool, suggest: bool = True
) -> Resolution:
    """Resolve the name of a board, as it was on a day; see `Index.resolve`."""
    boards = data.boards
    return board_index(data).resolve(
        query, lambda key: boards[key].alive(day), dated=dated, suggest=suggest
    )


def day_of_answer(record: Life, named: date | None, today: date) -> date | None:
    """Return the day to answer for: the one that was named, else today or the record's last day.

    Returns None where the record did not exist on that day.
    """
    day = named or today
    if named is None and record.end is not None and record.end < day:
        day = record.end
    return day if record.alive(day) else None


def several_named(data: Dataset, query: str, day: date) -> list[str]:
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


def alike(data: Dataset, query: str, day: date) -> tuple[Suggestion, ...]:
    """Suggest the authorities whose names a query could be a misspelling of."""
    from icslookup.names.typos import misread, ratio

    index = area_index(data)
    form = normalise(query)
    return tuple(
        Suggestion(data.authorities[near.key].name, near.key, ratio(near.written, near.form))
        for near in index.guesses.likeness.near([form])
        if not misread(near)
        and near.key in data.authorities
        and data.authorities[near.key].alive(day)
    )


def guessed(query: str, match: Match, name: str) -> str | None:
    """Say how a name was read that was not written as it is known."""
    if match.method not in ("words", "fuzzy"):
        return None
    return f"{short(query)} was read as {name} ({match.method}, score {match.score:g})"


def unresolved(what: str, query: str, resolution: Resolution, hint: str | None) -> str:
    """Say why a name has no answer. `what` is the kind of record that was asked for."""
    if resolution.status == "ambiguous":
        return f"{short(query)} could be more than one {what}"
    if hint:
        return hint
    code = query.upper()
    if code.isascii() and code[:1].isalpha() and code[1:].isdigit() and len(code) > 6:  # noqa: PLR2004 - E07000209 has nine characters
        return f"no {what} has or had the code {short(code)}"
    return f"no {what} is called {short(query)}"


def out_of_life(
    records: Mapping[str, Life], key: str, day: date, label: Callable[[str], str]
) -> tuple[str, tuple[Suggestion, ...]]:
    """Say that a record did not exist on a day, and suggest what stood there then.

    `records` are all of its kind, by key, and `label` names one.
    """
    record = records[key]
    over = record.end is not None and record.end < day
    if over and record.end is not None:
        text = f"{label(key)} ended on {spell(record.end)}"
    else:
        since = f": it was established on {spell(record.start)}" if record.start else ""
        text = f"{label(key)} did not exist on {spell(day)}{since}"
    keys = stand_ins(records, key, day)
    if keys:
        text += f"; in its place on {spell(day)}: {listed(map(label, keys))}"
    return text, tuple(Suggestion(label(found), found, None) for found in keys)


def stand_ins(records: Mapping[str, Life], key: str, day: date) -> list[str]:
    """Return the keys of what stood on a day in the place of a record that did not exist then.

    From one that was over its successors are followed, from one to come its predecessors, until
    each line meets a record alive on the day.
    """
    record = records[key]
    over = record.end is not None and record.end < day
    found: list[str] = []
    waiting, seen = [key], set[str]()
    while waiting:
        next_key = waiting.pop(0)
        if next_key in seen:
            continue
        seen.add(next_key)
        if records[next_key].alive(day):
            found.append(next_key)
        else:
            life = records[next_key]
            waiting.extend(life.successors if over else life.predecessors)
    return found


def future_note(data: Dataset, day: date) -> str | None:
    """Say that a day lies ahead, and how far the data reach."""
    if day <= today():
        return None
    held = data.info(day).boundaries
    return (
        f"{spell(day)} is in the future: this is what is in force since {spell(held or day)};"
        f" changes after today are plans{_open(data, day)}"
    )


def _open(data: Dataset, day: date) -> str:
    """Say what is announced by a day and not yet known."""
    events = [
        e
        for e in data.events
        if e.kind == "open" and not e.codes and today().isoformat() < e.date <= str(day)
    ]
    return "".join(
        f"; not yet known: {e.what} ({spell(date.fromisoformat(e.date))})" for e in events
    )


def messages(*parts: str | None) -> str | None:
    """Join what is to be said besides the answer; None where there is nothing."""
    return "; ".join(part for part in parts if part) or None
