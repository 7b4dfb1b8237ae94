"""JSON and JSON Lines: the fields of an answer under their own names.

Only ASCII is written, so that a document survives every locale and no character of a query can
act on a terminal. A list is an array with an object on each line.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from icslookup.lookup.answers import Listing

if TYPE_CHECKING:
    from icslookup.lookup.answers import Answer


def plain(value: object) -> object:
    """Turn records into dictionaries, dates into ISO text and tuples into lists."""
    if isinstance(value, tuple):
        fields = getattr(value, "_fields", None)
        if fields is None:
            return [plain(item) for item in value]
        return {name: plain(item) for name, item in zip(fields, value, strict=True)}
    return value.isoformat() if isinstance(value, date) else value


def render_json(answer: Answer) -> str:
    """Return an answer as one JSON document."""
    if isinstance(answer, Listing):
        lines = ",\n".join(json.dumps(plain(row)) for row in answer.rows)
        return f"[\n{lines}\n]\n" if lines else "[]\n"
    return json.dumps(plain(answer), indent=2) + "\n"


def render_lines(answer: Answer) -> str:
    """Return a list as a JSON object on each line, an answer as one line."""
    rows = answer.rows if isinstance(answer, Listing) else (answer,)
    return "".join(json.dumps(plain(row)) + "\n" for row in rows)


def render_error(message: str, status: str) -> str:
    """Return the document that stands for an answer where there was an error."""
    return json.dumps({"status": status, "message": message}) + "\n"
