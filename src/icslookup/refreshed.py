"""The data that were fetched since the package was made: which set it is, and whether it counts.

`icslookup data update` puts a whole set into a folder of its own, and then names the folder in one
small file. Only what that file names is ever read, so a set is in use as a whole or not at all.
"""

from __future__ import annotations

import os
import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from icslookup import userdata
from icslookup.dataset import Dataset, bundled
from icslookup.errors import DataError

if TYPE_CHECKING:
    from typing import NoReturn

POINTER = "refreshed"
"""The file in the user's folder that names the set in use."""

PREFIX = "refreshed-"
"""How the names of sets begin."""

REMEDY = "'icslookup data reset' goes back to the data that came with the package"

_LONGEST = 10_000
_NAME = re.compile(rf"{PREFIX}[0-9A-Za-z-]+")


class Pointer(NamedTuple):
    """What the file says: the folder of the set, what it was built on, and where it is from.

    `bundled` is the version of the bundled data; `fetched` the day and `service` the address
    from which it was fetched.
    """

    folder: str
    bundled: str
    fetched: date
    service: str


class Refreshed(Dataset):
    """A set that was fetched; what cannot be read of it says how to do without."""

    REMEDY = REMEDY

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - any attribute
        """Return an attribute, which may have to be read from a file."""
        try:
            return super().__getattribute__(name)
        except DataError as error:
            if REMEDY in error.what:
                raise
            what = f"{error.what}; {REMEDY}"
            raise DataError(what, error.file, error.line, error.column) from None


def pointer() -> Pointer | None:
    """Read which set was fetched; None where there is none.

    Raises `DataError` where the file cannot be read.
    """
    path = userdata.path_of(POINTER)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(_LONGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        _refuse(f"cannot be read: {getattr(error, 'strerror', None) or error}", path)
    import json

    try:
        found = json.loads(text)
        folder, version = str(found["folder"]), str(found["bundled"])
        fetched, service = date.fromisoformat(found["fetched"]), str(found["service"])
    except (ValueError, KeyError, TypeError, RecursionError):
        _refuse("does not name a set of data", path)
    if not _NAME.fullmatch(folder):
        _refuse(f"names {folder!r}, which is no set of data", path)
    return Pointer(folder, version, fetched, service)


def _refuse(what: str, path: str) -> NoReturn:
    raise DataError(f"{what}; {REMEDY}", path)


def written(found: Pointer) -> str:
    """Return the text of the file."""
    import json

    values = {**found._asdict(), "fetched": found.fetched.isoformat()}
    return f"{json.dumps(values, indent=2)}\n"


def counts(found: Pointer) -> bool:
    """Say whether a set is used: not with bundled data that are others than it was built on."""
    return bool(found.bundled == bundled().descriptor["version"])


def refreshed() -> Dataset | None:
    """Return the set that was fetched, if there is one that counts.

    Raises `DataError` where there is one that is missing or damaged.
    """
    found = pointer()
    if found is None or not counts(found):
        return None
    folder = userdata.path_of(found.folder)
    if not os.path.isdir(folder):
        _refuse(f"names {folder}, which is missing", userdata.path_of(POINTER))
    return Refreshed(folder)
