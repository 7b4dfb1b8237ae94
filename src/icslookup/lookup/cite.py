"""The question `cite`: how to cite the data in a report."""

from __future__ import annotations

import os

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import in_use
from icslookup.dates import as_of_day
from icslookup.errors import DataError, UsageError
from icslookup.lookup import messages
from icslookup.lookup.data_info import title_and_day
from icslookup.text import join_names, long_date, quote

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset


class Licence(NamedTuple):
    """A licence of the data, and the attribution that it requires."""

    name: str
    title: str
    url: str
    attribution: str


class Citation(NamedTuple):
    """The answer to `cite`: `text` is the citation in the style that the user chose."""

    name: str
    title: str
    version: str
    created: date
    boundaries: date | None
    as_of: date
    program_version: str
    licences: tuple[Licence, ...]
    style: str
    text: str
    message: str | None


STYLES = ("text", "bibtex", "attribution")


_ESCAPED = str.maketrans(
    {
        **{char: f"\\{char}" for char in "&%$#_"},
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
    }
)


def cite(
    as_of: date | str | None = None, *, style: str = "text", data: Dataset | None = None
) -> Citation:
    """Return a citation of the data for a report.

    Parameters: `style` is `text`, `bibtex`, or `attribution`, which the licences require;
    `as_of` and `data` as for `area`. Raises `UsageError` for another style.
    """
    from icslookup._version import __version__

    if style not in STYLES:
        raise UsageError(
            f"there is no style {quote(str(style))}: the styles are {join_names(STYLES)}"
        )
    data = data or in_use()
    day = as_of_day(as_of) or dates.today()
    name, title, created = title_and_day(data)
    info = data.info(day)
    citation = Citation(
        name, title, info.version, created, info.boundaries, day, __version__,
        _licences(data), style, "", messages.future_note(data, day),
    )  # fmt: skip
    write = {"text": _text, "bibtex": _bibtex, "attribution": _attribution}[style]
    return citation._replace(text=write(citation))


def _licences(data: Dataset) -> tuple[Licence, ...]:
    try:
        return tuple(
            Licence(found["name"], found["title"], found["path"], found["attribution"])
            for found in data.descriptor["licenses"]
        )
    except (KeyError, TypeError) as error:
        path = os.path.join(data.folder, "datapackage.json")
        raise DataError(f"is not a description of the data: {error}", path) from None


def _dates(citation: Citation) -> str:
    boundaries = f"boundaries of {long_date(citation.boundaries)}, " if citation.boundaries else ""
    return f"{boundaries}as of {long_date(citation.as_of)}"


def _titles(citation: Citation) -> str:
    return ", ".join(licence.title for licence in citation.licences)


def _text(citation: Citation) -> str:
    return (
        f"{citation.title} ({citation.name}), version {citation.version} of"
        f" {long_date(citation.created)}; {_dates(citation)}; read with icslookup"
        f" {citation.program_version}."
        f" Licences: {_titles(citation)}."
    )


def _bibtex(citation: Citation) -> str:
    note = (
        f"Data set {citation.name}; {_dates(citation)}; read with icslookup"
        f" {citation.program_version}."
        f" Licences: {_titles(citation)}."
    )
    fields = {
        "author": "{The icslookup authors}",
        "title": f"{{{citation.title.translate(_ESCAPED)}}}",
        "year": str(citation.created.year),
        "version": citation.version.translate(_ESCAPED),
        "note": note.translate(_ESCAPED),
    }
    lines = [f"  {name:7} = {{{value}}}," for name, value in fields.items()]
    key = "".join(c for c in f"{citation.name}-{citation.version}" if c.isalnum() or c in "-.")
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _attribution(citation: Citation) -> str:
    return "\n".join(f"{licence.attribution} {licence.url}" for licence in citation.licences)
