"""The notes and messages that several questions share."""

from __future__ import annotations

from datetime import date

from icslookup import dates
from icslookup._typing import TYPE_CHECKING
from icslookup.text import join_names, long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icslookup.dataset.loader import Dataset
    from icslookup.names.resolution import Match, Resolution


def guess_note(query: str, match: Match, name: str, ended: Iterable[str] = ()) -> str | None:
    """Return a note that a name was guessed; None if it is a code, a name or an alias.

    `ended` are the names of the former records that the user may mean, if one followed them all.
    """
    names = list(dict.fromkeys(ended))
    if names:
        return (
            f"{quote(query)} could be {join_names(names, 'or')}, which have ended:"
            f" {name} followed them all"
        )
    if match.method not in ("words", "fuzzy"):
        return None
    return f"{quote(query)} was read as {name} ({match.method}, score {match.score:g})"


def recode_note(match: Match, codes: tuple[str | None, ...], what: str, day: date) -> str | None:
    """Return a note if the user gave a code of another day.

    `codes` are those in force on the day; the note names the last one. `what` says whose code
    it is, such as `code of Guildford`.
    """
    if match.method != "code" or match.matched in codes:
        return None
    return f"{match.matched} is not the {what} on {long_date(day)}: that is {codes[-1]}"


def end_note(name: str, end: date, successors: Iterable[str], when: str = "") -> str:
    """Return a note that a board or an authority was abolished, and what its successors are.

    `when` is text to add after its last day.
    """
    return (
        f"{name} was abolished; its last day was {long_date(end)}{when};"
        f" it was succeeded by {join_names(successors)}"
    )


def unknown_boundary_note(name: str, where: str) -> str:
    """Return a note that the data do not have a boundary.

    `where` says in which boards each place in it may lie.
    """
    return f"the boundary of {name} is not known: {where}"


def no_answer_message(what: str, query: str, resolution: Resolution, hint: str | None) -> str:
    """Return why a name has no answer. `what` is the kind of record that the user looks for."""
    if resolution.status == "ambiguous":
        return f"{quote(query)} could be more than one {what}"
    if hint:
        return hint
    code = query.upper()
    if code.isascii() and code[:1].isalpha() and code[1:].isdigit() and len(code) > 6:  # noqa: PLR2004 - E07000209 has nine characters
        return f"no {what} has or had the code {quote(code)}"
    return f"no {what} is called {quote(query)}"


def future_note(data: Dataset, day: date) -> str | None:
    """Return a note on how far the data describe a future day; None for other days."""
    if day <= dates.today():
        return None
    boundaries = data.info(day).boundaries
    return (
        f"{long_date(day)} is in the future: this is what is in force since"
        f" {long_date(boundaries or day)}; changes after today are plans{_open_events(data, day)}"
    )


def _open_events(data: Dataset, day: date) -> str:
    """Return the decisions that are due by a day but not yet known; an empty text if none."""
    first, last = dates.today().isoformat(), day.isoformat()
    return "".join(
        f". Announced for {_when(event.date)}: {event.what}"
        for event in data.events
        if event.kind == "open" and not event.codes and event.date and first < event.date <= last
    )


def _when(text: str) -> str:
    """Return a day in ISO form as a long date; a month or a year as it is."""
    return long_date(date.fromisoformat(text)) if len(text) == len("2027-04-01") else text
