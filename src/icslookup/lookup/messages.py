"""What `area` and `board` have in common: the question, and what to say when it has no answer."""

from __future__ import annotations

from datetime import date

from icslookup import dates
from icslookup._typing import TYPE_CHECKING
from icslookup.text import long_date, quote

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset
    from icslookup.names.resolution import Match, Resolution


def guess_note(query: str, match: Match, name: str) -> str | None:
    """Say how a name was read that was not written as it is known."""
    if match.method not in ("words", "fuzzy"):
        return None
    return f"{quote(query)} was read as {name} ({match.method}, score {match.score:g})"


def no_answer_message(what: str, query: str, resolution: Resolution, hint: str | None) -> str:
    """Say why a name has no answer. `what` is the kind of record that was asked for."""
    if resolution.status == "ambiguous":
        return f"{quote(query)} could be more than one {what}"
    if hint:
        return hint
    code = query.upper()
    if code.isascii() and code[:1].isalpha() and code[1:].isdigit() and len(code) > 6:  # noqa: PLR2004 - E07000209 has nine characters
        return f"no {what} has or had the code {quote(code)}"
    return f"no {what} is called {quote(query)}"


def future_note(data: Dataset, day: date) -> str | None:
    """Say that a day lies ahead, and how far the data reach."""
    if day <= dates.today():
        return None
    held = data.info(day).boundaries
    return (
        f"{long_date(day)} is in the future: this is what is in force since"
        f" {long_date(held or day)}; changes after today are plans{_open(data, day)}"
    )


def _open(data: Dataset, day: date) -> str:
    """Say what is announced by a day and not yet known."""
    events = [
        e
        for e in data.events
        if e.kind == "open" and not e.codes and dates.today().isoformat() < e.date <= str(day)
    ]
    return "".join(
        f"; not yet known: {e.what} ({long_date(date.fromisoformat(e.date))})" for e in events
    )
