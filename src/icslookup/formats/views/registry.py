"""Which view shows an answer: the only place where the kind of an answer decides.

A view is imported when its answer is to be shown. A table of names, and not of classes, keeps this
module from importing every answer.
"""

from __future__ import annotations

import sys

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.values import visible

if TYPE_CHECKING:
    from icslookup.formats.answers import Answer
    from icslookup.formats.report import View
    from icslookup.gazetteer.resolve import Suggestion

MODULES = {
    "Apportionment": "apportion",
    "AreaAnswer": "area",
    "BoardAnswer": "board",
    "BoardList": "lists",
    "ChangeList": "changes",
    "Checked": "check",
    "Citation": "cite",
    "CoverageList": "lists",
    "DataFacts": "data_info",
    "DataFolder": "data_info",
    "DataImport": "import_files",
    "DataReset": "refresh",
    "DataUpdate": "refresh",
    "Export": "export",
    "HistoryAnswer": "history",
    "LsoaList": "postcodes",
    "MappingList": "lists",
    "PlaceAnswer": "postcodes",
    "PlaceList": "postcodes",
    "Timeline": "timeline",
    "Validation": "data_info",
}
"""The module of `icslookup.formats.views` for each class of answer."""

DRAWN = ("table", "markdown")
"""The formats that draw the report of an answer, with its note."""

MOST = 12
"""How many suggestions are listed."""

_OWN_NOTES = ("Apportionment", "Checked", "PlaceList")
"""The answers whose views write notes of their own."""


def view_of(answer: Answer) -> View:
    """Return the view of an answer."""
    kind = type(answer)
    name = f"{__package__}.{MODULES[kind.__name__]}"
    __import__(name)
    view: View = sys.modules[name].VIEWS[kind]
    return view


def notes(answer: Answer, format_: str) -> str:
    """Return the lines for standard error: the message of an answer and suggestions, or nothing.

    A report that is drawn has the message already.
    """
    if type(answer).__name__ in _OWN_NOTES:
        write = view_of(answer).notes
        return write(answer, format_) if write else ""
    message = getattr(answer, "message", None) or getattr(answer, "note", None)
    if not message:
        return ""
    report = view_of(answer).report(answer) if format_ in DRAWN else None
    if report is not None and report.note:
        return ""
    return _lines(message, getattr(answer, "status", ""), getattr(answer, "suggestions", ()))


def errors(answer: Answer) -> str:
    """Return the lines for standard error that --quiet does not silence, or nothing."""
    if not getattr(answer, "faults", ()):
        return ""
    write = view_of(answer).errors
    return write(answer) if write else ""


def _lines(message: str, status: str, suggestions: tuple[Suggestion, ...]) -> str:
    """Write a message and the suggestions, one a line."""
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
