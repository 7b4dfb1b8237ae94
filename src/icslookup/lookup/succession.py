"""What came before and after a council or a board."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.gazetteer.resolve import Suggestion
from icslookup.text import join_names, long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from typing import TypeAlias

    from icslookup.model import Authority, Board


Life: TypeAlias = "Authority | Board"
"""A record that has a first and a last day, predecessors and successors."""


def day_of_answer(record: Life, named: date | None, today: date) -> date | None:
    """Return the day to answer for: the one that was named, else today or the record's last day.

    Returns None where the record did not exist on that day.
    """
    day = named or today
    if named is None and record.end is not None and record.end < day:
        day = record.end
    return day if record.exists_on(day) else None


def outside_life(
    records: Mapping[str, Life], key: str, day: date, label: Callable[[str], str]
) -> tuple[str, tuple[Suggestion, ...]]:
    """Say that a record did not exist on a day, and suggest what stood there then.

    `records` are all of its kind, by key, and `label` names one.
    """
    record = records[key]
    over = record.end is not None and record.end < day
    if over and record.end is not None:
        text = f"{label(key)} ended on {long_date(record.end)}"
    else:
        since = f": it was established on {long_date(record.start)}" if record.start else ""
        text = f"{label(key)} did not exist on {long_date(day)}{since}"
    keys = counterparts_on(records, key, day)
    if keys:
        text += f"; in its place on {long_date(day)}: {join_names(map(label, keys))}"
    return text, tuple(Suggestion(label(found), found, None) for found in keys)


def counterparts_on(records: Mapping[str, Life], key: str, day: date) -> list[str]:
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
        if records[next_key].exists_on(day):
            found.append(next_key)
        else:
            life = records[next_key]
            waiting.extend(life.successors if over else life.predecessors)
    return found
