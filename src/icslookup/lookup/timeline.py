"""The question `timeline`: the events since 2016."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.lookup import messages
from icslookup.lookup.history_nodes import has_passed
from icslookup.text import join_names

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset
    from icslookup.model import DataInfo, Plan


class TimelineRow(NamedTuple):
    """An event: `date` is a day, a month or a year in ISO form, None if it is not known."""

    date: str | None
    kind: str
    what: str
    certainty: str
    source: str


class Timeline(NamedTuple):
    """The answer to `timeline`: events since 2016, earliest first."""

    what: str
    rows: tuple[TimelineRow, ...]
    as_of: date
    data: DataInfo
    note: str | None


def timeline(as_of: date | str | None = None, *, data: Dataset | None = None) -> Timeline:
    """Return the events since 2016, or until the day `as_of`, one a row, earliest first.

    Systems designated on one day are one event. An event without a date follows the event that it
    adds to. Announced changes of councils are plans, joined by day and status. `data` is the data
    set to use, by default the active one.
    """
    data = data or in_use()
    rows = []
    place = ""
    for event in data.events:
        place = event.date or place
        row = TimelineRow(event.date, event.kind, event.what, event.certainty, event.source)
        rows.append((place, row))
    for (day, _), group in groupby(data.waves, key=lambda wave: (wave.date, wave.wave)):
        waves = list(group)
        names = [wave.name for wave in waves]
        systems = "systems" if len(waves) > 1 else "system"
        what = f"{len(waves)} {systems} designated: {_listed(names) or ', '.join(names)}"
        certainty = max(wave.certainty for wave in waves)
        rows.append((day, TimelineRow(day, "designated", what, certainty, waves[0].source)))
    for (plan_day, status), group_ in groupby(
        sorted(data.plans, key=lambda plan: (plan.date, plan.status)),
        key=lambda plan: (plan.date, plan.status),
    ):
        plans = list(group_)
        what = _plans_text(status, plans)
        certainty = max(plan.certainty for plan in plans)
        source = ";".join(sorted({plan.source for plan in plans}))
        iso = plan_day.isoformat()
        rows.append((iso, TimelineRow(iso, "planned", what, certainty, source)))
    rows.sort(key=itemgetter(0))
    named_day = as_of_day(as_of, before_boards=True)
    day_of_answer = named_day or dates.today()
    return Timeline(
        "timeline",
        tuple(row for _, row in rows if not named_day or has_passed(row.date, named_day)),
        day_of_answer,
        data.info(day_of_answer),
        messages.future_note(data, day_of_answer),
    )


def _plans_text(status: str, plans: list[Plan]) -> str:
    """Return what is planned for the authorities of one day and one status."""
    known = list(dict.fromkeys(name for plan in plans for name in plan.successors))
    stay = sum(plan.extent == "whole" and not plan.successors for plan in plans)
    unknown = sum(not plan.successors for plan in plans) - stay
    text = f"planned ({status}): {len(plans)} authorities, without county councils,"
    text += f" to become {_listed(known) or join_names(known)}" if known else " to change"
    if unknown:
        text += f". It is not known what replaces {unknown} of them"
    if stay:
        text += f". {stay} of the {len(plans)} would stay, with other boundaries"
    return text


def _listed(names: list[str]) -> str:
    """Return names with semicolons between them if a comma or `and` in one would be unclear."""
    return "; ".join(names) if any("," in name or " and " in name for name in names) else ""
