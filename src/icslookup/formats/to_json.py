"""JSON and JSON Lines: the keys are the names of the fields of an answer.

The text is ASCII, so every locale can write it, and no character of a query can control a
terminal. A list is an array with one object on each line.
"""

from __future__ import annotations

import json
from datetime import date

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.views.registry import OWN_DOCUMENTS, view_of

if TYPE_CHECKING:
    from typing import Any

    from icslookup.formats.answers import Answer


def render_json(answer: Answer) -> str:
    """Return an answer as one JSON document."""
    rows = getattr(answer, "rows", None)
    if isinstance(rows, tuple):  # of a list; an answer about a table counts its `rows`
        lines = ",\n".join(_text(to_dict(row)) for row in rows)
        return f"[\n{lines}\n]\n" if lines else "[]\n"
    return _text(to_dict(answer), indent=2) + "\n"


def render_lines(answer: Answer) -> str:
    """Return a list as one JSON object on each line, and any other answer as one line.

    An answer about a table has a line for each of its results or findings.
    """
    if type(answer).__name__ in OWN_DOCUMENTS:
        return "".join(_text(row) + "\n" for row in to_dict(answer)["rows"])
    rows = getattr(answer, "lines", None) or getattr(answer, "rows", None)
    if not isinstance(rows, tuple):
        rows = () if hasattr(answer, "lines") else (answer,)
    return "".join(_text(to_dict(row)) + "\n" for row in rows)


def render_error(message: str, status: str) -> str:
    """Return the JSON document for an error, to write instead of an answer."""
    return json.dumps({"status": status, "message": message}) + "\n"


def to_dict(value: object) -> Any:  # noqa: ANN401 - as deep as the answer
    """Return an answer, or a part of it, as dictionaries, lists and ISO dates.

    A record becomes a dictionary with the keys of the JSON documents, and a tuple becomes a list.
    A figure of `rebase` stays exact: it is an `int` if it is whole, else a `Decimal`, which
    `json.dumps` writes with `default=float` or `default=str`.
    """
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return [to_dict(item) for item in value]
        if type(value).__name__ in OWN_DOCUMENTS:
            document = view_of(value).document  # type: ignore[arg-type] # the name says the class
            if document is not None:
                return to_dict(document(value))
        return {name: to_dict(item) for name, item in zip(fields, value, strict=True)}
    if isinstance(value, dict):
        return {name: to_dict(item) for name, item in value.items()}
    if value is None or isinstance(value, (str, int, float)):
        return value
    return value.isoformat() if isinstance(value, date) else _number(value)


def _number(value: Any) -> Any:  # noqa: ANN401 - only tables have decimals: not imported here
    """Return a decimal as an integer if it is whole, else as it is."""
    return int(value) if value == int(value) else value


def _text(value: Any, indent: int | None = None, depth: int = 1) -> str:  # noqa: ANN401 - any data
    """Return plain data as `json.dumps` does, and decimals as numbers with all their digits."""
    if value is None or isinstance(value, (str, int, float)):
        return json.dumps(value)
    if isinstance(value, dict):
        members = value.items()
        parts = [f"{json.dumps(key)}: {_text(part, indent, depth + 1)}" for key, part in members]
        return _enclosed(parts, "{}", indent, depth)
    if isinstance(value, list):
        return _enclosed([_text(part, indent, depth + 1) for part in value], "[]", indent, depth)
    return f"{value:f}".rstrip("0").rstrip(".")  # a decimal that is not whole


def _enclosed(parts: list[str], braces: str, indent: int | None, depth: int) -> str:
    """Return the parts of an object or an array between its braces, a part on each line."""
    if not parts or indent is None:
        return f"{braces[0]}{', '.join(parts)}{braces[1]}"
    line = "\n" + " " * (indent * depth)
    end = line[:-indent]
    return f"{braces[0]}{line}{f',{line}'.join(parts)}{end}{braces[1]}"
