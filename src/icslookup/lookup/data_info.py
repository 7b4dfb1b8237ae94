"""The questions about the data themselves: how to cite them, what they are, whether they hold."""

from __future__ import annotations

import os
from datetime import date, timedelta

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset import active
from icslookup.dataset.csv_reader import read_rows
from icslookup.dataset.loader import Dataset, bundled, counts, in_use
from icslookup.dates import as_of_day, spell
from icslookup.errors import DataError, UsageError
from icslookup.lookup import messages
from icslookup.lookup.answers_about import (
    Certainty,
    Citation,
    DataFacts,
    DataFolder,
    Fetched,
    FileFacts,
    Licence,
    Validation,
)
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from typing import Any

    from icslookup.dataset.csv_reader import Row

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

    Parameters: `style` is `text`, `bibtex`, or `attribution`, which is what the licences ask
    for; `as_of` and `data` as for `area`. Raises `UsageError` for another style.
    """
    from icslookup import __version__

    if style not in STYLES:
        raise UsageError(
            f"there is no style {messages.short(str(style))}: the styles are"
            f" {messages.listed(STYLES)}"
        )
    data = data or in_use()
    day = as_of_day(as_of) or messages.today()
    name, title, created = _described(data)
    found = data.info(day)
    unwritten = Citation(
        name, title, found.version, created, found.boundaries, day, __version__,
        _licences(data), style, "", messages.future_note(data, day),
    )  # fmt: skip
    write = {"text": _text, "bibtex": _bibtex, "attribution": _attribution}[style]
    return unwritten._replace(text=write(unwritten))


def data_info(data: Dataset | None = None) -> DataFacts:
    """Return what is known of each data file. Raises `DataError` for one that cannot be read.

    Of postcodes and LSOAs nothing is told: see `icslookup.postcodes.inventory`.
    """
    data = data or in_use()
    name, title, created = _described(data)
    found = data.descriptor
    return DataFacts(
        name,
        title,
        found["version"],
        created,
        tuple(found["boundaries"]),
        data.folder,
        *_origin(data, created),
        tuple(_file(data, resource) for resource in found["resources"]),
        stores=(),
    )


def _origin(data: Dataset, created: date) -> tuple[str, int, Fetched | None]:
    """Return the kind of a data set, its age in days, and what was fetched, used or not."""
    age = max(0, (messages.today() - created).days)
    kind = "bundled" if data.folder == bundled().folder else "other"
    known = active.pointer()
    if known is None:
        return kind, age, None
    folder = user_dirs.path_of(known.folder)
    kind = "refreshed" if data.folder == folder else kind
    used = counts(known)
    return kind, age, Fetched(folder, known.fetched, known.service, known.bundled, used)


def data_folder(data: Dataset | None = None) -> DataFolder:
    """Return the folder of the data in use."""
    return DataFolder((data or in_use()).folder)


def validate(folder: str | None = None) -> Validation:
    """Look for every fault in the data in use, or in those of a folder.

    Raises `DataError` where there is no such folder.
    """
    from icslookup.dataset.integrity import every_fault

    data = Dataset(folder or in_use().folder)
    if not os.path.isdir(data.folder):
        raise DataError(f"{data.folder} is no folder: give one that holds data files")
    faults = tuple(every_fault(data))
    return Validation(data.folder, not faults, faults)


def _described(data: Dataset) -> tuple[str, str, date]:
    found = data.descriptor
    try:
        created = date.fromisoformat(found["created"][:10])
        return found["name"], found["title"], created
    except (KeyError, TypeError, ValueError) as error:
        path = os.path.join(data.folder, "datapackage.json")
        raise DataError(f"is not a description of the data: {error}", path) from None


def _licences(data: Dataset) -> tuple[Licence, ...]:
    try:
        return tuple(
            Licence(found["name"], found["title"], found["path"], found["attribution"])
            for found in data.descriptor["licenses"]
        )
    except (KeyError, TypeError) as error:
        path = os.path.join(data.folder, "datapackage.json")
        raise DataError(f"is not a description of the data: {error}", path) from None


def _dates(found: Citation) -> str:
    boundaries = f"boundaries of {spell(found.boundaries)}, " if found.boundaries else ""
    return f"{boundaries}as of {spell(found.as_of)}"


def _titles(found: Citation) -> str:
    return ", ".join(licence.title for licence in found.licences)


def _text(found: Citation) -> str:
    return (
        f"{found.title} ({found.name}), version {found.version} of {spell(found.created)};"
        f" {_dates(found)}; read with icslookup {found.program_version}."
        f" Licences: {_titles(found)}."
    )


def _bibtex(found: Citation) -> str:
    note = (
        f"Data set {found.name}; {_dates(found)}; read with icslookup {found.program_version}."
        f" Licences: {_titles(found)}."
    )
    fields = {
        "author": "{The icslookup authors}",
        "title": f"{{{found.title.translate(_ESCAPED)}}}",
        "year": str(found.created.year),
        "version": found.version.translate(_ESCAPED),
        "note": note.translate(_ESCAPED),
    }
    lines = [f"  {name:7} = {{{value}}}," for name, value in fields.items()]
    key = "".join(c for c in f"{found.name}-{found.version}" if c.isalnum() or c in "-.")
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _attribution(found: Citation) -> str:
    return "\n".join(f"{licence.attribution} {licence.url}" for licence in found.licences)


def _file(data: Dataset, resource: dict[str, Any]) -> FileFacts:
    import hashlib

    path = os.path.join(data.folder, resource["path"])
    columns = tuple(field["name"] for field in resource["schema"]["fields"])
    rows = list(read_rows(path, columns))
    with open(path, "rb") as file:
        content = file.read()
    used = {name for row in rows for name in row.texts("source")}
    sources = [source for source in data.descriptor["sources"] if source["name"] in used]
    licences = {source["licence"]: None for source in sources if "licence" in source}
    letters = [row.cells["certainty"] for row in rows]
    return FileFacts(
        resource["path"],
        len(rows),
        len(content),
        hashlib.sha256(content).hexdigest(),
        tuple(source["name"] for source in sources),
        tuple(licences),
        max((day for row in rows for day in _changes(row)), default=None),
        Certainty(*map(letters.count, Certainty._fields)),
    )


def _changes(row: Row) -> list[date]:
    """Return the first day of a row, and the day after its last, where it has them."""
    days = [row.day("start")] if row.cells.get("start") else []
    return [*days, row.day("end") + timedelta(days=1)] if row.cells.get("end") else days
