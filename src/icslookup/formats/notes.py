"""What is said besides the answer, on standard error: reasons, suggestions, warnings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icslookup.formats.text import said, visible
from icslookup.lookup.answers import Listing
from icslookup.lookup.answers_about import About, Citation, DataUpdate
from icslookup.lookup.answers_of_places import LsoaList, PlaceAnswer, PlaceList
from icslookup.lookup.answers_of_tables import OfTable

if TYPE_CHECKING:
    from icslookup.lookup.answers import Answer, Suggestion

MOST = 12


def notes(answer: Answer, format_: str) -> str:
    """Return the lines to say besides an answer, or an empty text.

    A table tells the notes of a found answer itself.
    """
    if isinstance(answer, About):
        message = answer.message if isinstance(answer, Citation | DataUpdate) else None
        return said([message] if message else [])
    if isinstance(answer, OfTable):
        from icslookup.formats.of_tables import table_notes

        return table_notes(answer, format_)
    if isinstance(answer, PlaceList):
        from icslookup.formats.places import places_notes

        return places_notes(answer, format_)
    message = answer.note if isinstance(answer, Listing | LsoaList) else answer.message
    found = isinstance(answer, Listing | LsoaList) or answer.status == "found"
    if isinstance(answer, PlaceAnswer):
        from icslookup.formats.places import is_told

        found = is_told(answer, format_)
    if not message or (found and format_ in ("table", "markdown")):
        return ""
    lines = [f"icslookup: {visible(message)}"]
    if not isinstance(answer, Listing | LsoaList) and answer.suggestions:
        lines.append(
            "Which one?" if answer.status == "ambiguous" else _question(answer.suggestions)
        )
        lines.extend(_suggestion(suggestion) for suggestion in answer.suggestions[:MOST])
        if len(answer.suggestions) > MOST:
            lines.append(f"  and {len(answer.suggestions) - MOST} more")
    return "\n".join(lines) + "\n"


def _question(suggestions: tuple[Suggestion, ...]) -> str:
    return "Did you mean" if suggestions[0].score is not None else "Ask for"


def _suggestion(suggestion: Suggestion) -> str:
    code = f"  {suggestion.code}" if suggestion.code else ""
    return f"  {suggestion.name}{code}"
