"""What is said besides the answer, on standard error: reasons, suggestions, warnings."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.values import said, visible
from icslookup.lookup.answers import AreaAnswer, BoardAnswer, HistoryAnswer, Listing

if TYPE_CHECKING:
    from icslookup.lookup.answers import Answer, Suggestion

MOST = 12


def notes(answer: Answer, format_: str) -> str:
    """Return the lines to say besides an answer, or an empty text.

    A table tells the notes of a found answer itself.
    """
    shown = format_ in ("table", "markdown")
    if isinstance(answer, AreaAnswer | BoardAnswer | HistoryAnswer):
        told = shown and answer.status == "found"
        return "" if told else _said(answer.message, answer.status, answer.suggestions)
    if isinstance(answer, Listing):
        return "" if shown else _said(answer.note)
    return _of_others(answer, format_)


def _of_others(answer: Answer, format_: str) -> str:
    """Return the lines for the answers that are rarer, whose modules are imported here."""
    from icslookup.lookup.answers_about import About, Citation, DataUpdate, Export
    from icslookup.lookup.answers_of_places import LsoaList, PlaceAnswer, PlaceList

    if isinstance(answer, About):
        if isinstance(answer, Export):
            return "" if format_ in ("table", "markdown") else _said(answer.message)
        message = answer.message if isinstance(answer, Citation | DataUpdate) else None
        return said([message] if message else [])
    if isinstance(answer, LsoaList):
        return "" if format_ in ("table", "markdown") else _said(answer.note)
    if isinstance(answer, PlaceAnswer | PlaceList):
        from icslookup.formats.views.postcodes import is_told, places_notes

        if isinstance(answer, PlaceList):
            return places_notes(answer, format_)
        told = is_told(answer, format_)
        return "" if told else _said(answer.message, answer.status, answer.suggestions)
    from icslookup.formats.of_tables import table_notes
    from icslookup.lookup.answers_of_tables import OfTable

    return table_notes(answer, format_) if isinstance(answer, OfTable) else ""


def _said(
    message: str | None, status: str = "found", suggestions: tuple[Suggestion, ...] = ()
) -> str:
    """Write a message and what may have been meant, a line each."""
    if not message:
        return ""
    lines = [f"icslookup: {visible(message)}"]
    if suggestions:
        lines.append("Which one?" if status == "ambiguous" else _question(suggestions))
        lines.extend(_suggestion(suggestion) for suggestion in suggestions[:MOST])
        if len(suggestions) > MOST:
            lines.append(f"  and {len(suggestions) - MOST} more")
    return "\n".join(lines) + "\n"


def _question(suggestions: tuple[Suggestion, ...]) -> str:
    return "Did you mean" if suggestions[0].score is not None else "Ask for"


def _suggestion(suggestion: Suggestion) -> str:
    code = f"  {suggestion.code}" if suggestion.code else ""
    return f"  {suggestion.name}{code}"
