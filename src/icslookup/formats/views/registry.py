"""The registry of views: only this module chooses by the class of an answer.

It has names of classes and modules, not the objects, so that it imports only the view it needs.
"""

from __future__ import annotations

import sys

from icslookup._typing import TYPE_CHECKING
from icslookup.formats import REPORT_FORMATS
from icslookup.formats.values import escape_invisible

if TYPE_CHECKING:
    from icslookup.formats.answers import Answer
    from icslookup.formats.report import View
    from icslookup.gazetteer.resolve import Suggestion

MODULES = {
    "AreaAnswer": "area",
    "BoardAnswer": "board",
    "BoardList": "lists",
    "ChangeList": "changes",
    "Citation": "cite",
    "ColumnCheck": "check",
    "CoverageList": "lists",
    "Crosswalk": "crosswalk",
    "DataFacts": "data_info",
    "DataFolder": "data_info",
    "DataImport": "import_files",
    "DataReset": "reset",
    "DataUpdate": "update",
    "Export": "export",
    "HistoryAnswer": "history",
    "LsoaList": "postcodes",
    "MappingList": "lists",
    "PlaceAnswer": "postcodes",
    "PlaceList": "postcodes",
    "Rebased": "rebase",
    "Scan": "scan",
    "Timeline": "timeline",
    "Validation": "data_info",
}
"""The module of `icslookup.formats.views` for each class of answer."""

OWN_NOTES = ("ColumnCheck", "Crosswalk", "PlaceList", "Rebased", "Scan")
"""The classes whose views have `notes`. For other classes, JSON and CSV do not import the view."""

OWN_ERRORS = ("Rebased", "Scan", "Validation")
"""The classes whose views have `errors`."""

OWN_DOCUMENTS = ("Rebased",)
"""The classes whose views have `document`. JSON of other classes does not import the view."""

MOST_SUGGESTIONS = 12


def view_of(answer: Answer) -> View:
    """Return the view of an answer."""
    kind = type(answer)
    name = f"{__package__}.{MODULES[kind.__name__]}"
    __import__(name)
    view: View = sys.modules[name].VIEWS[kind]
    return view


def notes(answer: Answer, format_: str) -> str:
    """Return the lines for standard error: the message and the suggestions, or nothing.

    If the report has a note, it shows the message itself, so there are no lines.
    """
    own_notes = view_of(answer).notes if type(answer).__name__ in OWN_NOTES else None
    if own_notes:
        return own_notes(answer, format_)
    message = getattr(answer, "message", None) or getattr(answer, "note", None)
    if not message:
        return ""
    report = view_of(answer).report(answer) if format_ in REPORT_FORMATS else None
    if report is not None and report.note:
        return ""
    return _lines(message, getattr(answer, "status", ""), getattr(answer, "suggestions", ()))


def errors(answer: Answer) -> str:
    """Return the lines for standard error that --quiet does not silence, or nothing.

    They are for an answer whose exit code is not 0.
    """
    own_errors = view_of(answer).errors if type(answer).__name__ in OWN_ERRORS else None
    return own_errors(answer) if own_errors else ""


def _lines(message: str, status: str, suggestions: tuple[Suggestion, ...]) -> str:
    """Return a message and the suggestions, one on each line."""
    lines = [f"icslookup: {escape_invisible(message)}"]
    if suggestions:
        lines.append("Which one?" if status == "ambiguous" else _question(suggestions))
        lines.extend(_suggestion(suggestion) for suggestion in suggestions[:MOST_SUGGESTIONS])
        if len(suggestions) > MOST_SUGGESTIONS:
            lines.append(f"  and {len(suggestions) - MOST_SUGGESTIONS} more")
    return "\n".join(lines) + "\n"


def _question(suggestions: tuple[Suggestion, ...]) -> str:
    return "Did you mean" if suggestions[0].score is not None else "Ask for"


def _suggestion(suggestion: Suggestion) -> str:
    code = f"  {suggestion.code}" if suggestion.code else ""
    return f"  {suggestion.name}{code}"
