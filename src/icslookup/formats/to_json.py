"""JSON and JSON Lines: the keys are the names of the fields of an answer.

The text is ASCII, so every locale can write it, and no character of a query can control a
terminal. A list is an array with one object on each line.
"""

from __future__ import annotations

import json
from datetime import date

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from icslookup.formats.answers import Answer


def render_json(answer: Answer) -> str:
    """Return an answer as one JSON document."""
    rows = getattr(answer, "rows", None)
    if isinstance(rows, tuple):  # of a list; an answer about a table counts its `rows`
        lines = ",\n".join(json.dumps(to_dict(row)) for row in rows)
        return f"[\n{lines}\n]\n" if lines else "[]\n"
    return json.dumps(to_dict(answer), indent=2) + "\n"


def render_lines(answer: Answer) -> str:
    """Return a list as one JSON object on each line, and any other answer as one line.

    An answer about a table has a line for each of its `lines`: estimates by board, or findings.
    """
    rows = getattr(answer, "lines", None) or getattr(answer, "rows", None)
    if not isinstance(rows, tuple):
        rows = () if hasattr(answer, "lines") else (answer,)
    return "".join(json.dumps(to_dict(row)) + "\n" for row in rows)


def render_error(message: str, status: str) -> str:
    """Return the JSON document for an error, to write instead of an answer."""
    return json.dumps({"status": status, "message": message}) + "\n"


def to_dict(value: object) -> Any:  # noqa: ANN401 - as deep as the answer
    """Return an answer, or a part of it, as dictionaries, lists and ISO dates.

    A record becomes a dictionary with the keys of the JSON documents, and a tuple becomes a list.
    """
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return [to_dict(item) for item in value]
        return {name: to_dict(item) for name, item in zip(fields, value, strict=True)}
    if value is None or isinstance(value, (str, int, float, dict)):
        return value
    return value.isoformat() if isinstance(value, date) else _number(value)


def _number(value: Any) -> int | float:  # noqa: ANN401 - only tables have decimals: not imported here
    """Return a decimal as an integer if it is whole, else as a float."""
    return int(value) if value == int(value) else float(value)
