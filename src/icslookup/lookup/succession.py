"""The predecessors and successors of a council, a board or a sub-ICB location."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.gazetteer.resolve import Suggestion
from icslookup.text import join_names, long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from typing import TypeAlias

    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.nhs_areas import NhsArea
    from icslookup.model import Authority, Board

    DatedRecord: TypeAlias = Authority | Board | NhsArea


def record_of(data: Dataset, key: str) -> DatedRecord:
    """Return the council, the board or the area of the NHS with a key."""
    return data.authorities.get(key) or data.boards.get(key) or data.nhs_areas[key]


def day_of_answer(record: DatedRecord, named: date | None, today: date) -> date | None:
    """Return the day to answer for: that of the user, else today or the record's last day.

    Returns None if the record did not exist on that day.
    """
    day = named or today
    if named is None and record.end is not None and record.end < day:
        day = record.end
    return day if record.exists_on(day) else None


def explain_absence(
    records: Mapping[str, DatedRecord], key: str, day: date, label: Callable[[str], str]
) -> tuple[str, tuple[Suggestion, ...]]:
    """Return why a record has no answer for a day, and suggest its counterparts on that day.

    `records` are all records of its kind, by key. `label` returns the name of a record.
    """
    record = records[key]
    if record.end is not None and record.end < day:
        text = f"{label(key)} ended on {long_date(record.end)}"
    else:
        since = f": it was established on {long_date(record.start)}" if record.start else ""
        text = f"{label(key)} did not exist on {long_date(day)}{since}"
    keys = counterparts_on(records, key, day)
    if keys:
        text += f"; in its place on {long_date(day)}: {join_names(map(label, keys))}"
    return text, tuple(Suggestion(label(found), found, None) for found in keys)


def counterparts_on(records: Mapping[str, DatedRecord], key: str, day: date) -> list[str]:
    """Return the keys of the records that existed on a day in place of one that did not.

    The search follows the successors of a record that had ended, and the predecessors of one that
    had not begun. Each branch ends at the first record that existed on the day.
    """
    record = records[key]
    ended = record.end is not None and record.end < day
    found: list[str] = []
    waiting, seen = [key], set[str]()
    while waiting:
        next_key = waiting.pop(0)
        if next_key in seen:
            continue
        seen.add(next_key)
        candidate = records[next_key]
        if candidate.exists_on(day):
            found.append(next_key)
        else:
            waiting.extend(candidate.successors if ended else candidate.predecessors)
    return found
