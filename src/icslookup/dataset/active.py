"""The data that were fetched since the package was made: which set of them is named.

`icslookup data update` puts a whole set into a folder of its own, and then names the folder in one
small file. Only what that file names is ever read, so a set is in use as a whole or not at all.
Whether it counts beside the data of the package, `icslookup.dataset.loader` says.
"""

from __future__ import annotations

import os
import re
from datetime import date
from functools import lru_cache

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.loader import Dataset
from icslookup.errors import DataError
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from typing import Any, NoReturn

POINTER = "refreshed"
"""The file in the user's folder that names the set in use."""

PREFIX = "refreshed-"
"""How the names of sets begin."""

REMEDY = "'icslookup data reset' goes back to the data that came with the package"

_LONGEST = 10_000
_NAME = rf"{PREFIX}[0-9A-Za-z-]+"


class Pointer(NamedTuple):
    """What the file says: the folder of the set, what it was built on, and where it is from.

    `bundled` is the version of the bundled data; `fetched` the day and `service` the address
    from which it was fetched.
    """

    folder: str
    bundled: str
    fetched: date
    service: str


def pointer() -> Pointer | None:
    """Read which set was fetched; None where there is none.

    Raises `DataError` where the file cannot be read.
    """
    path = user_dirs.path_of(POINTER)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(_LONGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        refuse(f"cannot be read: {getattr(error, 'strerror', None) or error}", path)
    import json

    try:
        found = json.loads(text)
        folder, version = str(found["folder"]), str(found["bundled"])
        fetched, service = date.fromisoformat(found["fetched"]), str(found["service"])
    except (ValueError, KeyError, TypeError, RecursionError):
        refuse("does not name a set of data", path)
    if not re.fullmatch(_NAME, folder):
        refuse(f"names {folder!r}, which is no set of data", path)
    return Pointer(folder, version, fetched, service)


def refuse(what: str, path: str) -> NoReturn:
    """Refuse what was fetched, and say how to do without."""
    raise DataError(f"{what}; {REMEDY}", path)


def written(found: Pointer) -> str:
    """Return the text of the file."""
    import json

    values = {**found._asdict(), "fetched": found.fetched.isoformat()}
    return f"{json.dumps(values, indent=2)}\n"


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


def bundled_folder() -> str:
    """Return the folder of the data that came with the package.

    In an installed package it is the folder `data` of the package; in a checkout it is `data/` at
    the top, two folders above the package.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    beside = os.path.join(package, "data")
    if os.path.isdir(beside):
        return beside
    return os.path.join(os.path.dirname(os.path.dirname(package)), "data")


@lru_cache(maxsize=1)
def bundled() -> Dataset:
    """Return the data that came with the package, read once."""
    return Dataset(bundled_folder())


def in_use() -> Dataset:
    """Return the data that answer where none are given, read once.

    They are those that `icslookup data update` fetched, if there are any, else the bundled ones.
    Raises `DataError` where there are some that cannot be used: an answer from other data than
    the user asked for would be wrong in silence.
    """
    return _in_use(user_dirs.folder())


@lru_cache(maxsize=1)
def _in_use(_folder: str) -> Dataset:
    return _fetched() or bundled()


def _fetched() -> Dataset | None:
    """Return the set that was fetched, if there is one that counts.

    Raises `DataError` where there is one that is missing or damaged.
    """
    found = pointer()
    if found is None or not is_current(found):
        return None
    folder = user_dirs.path_of(found.folder)
    if not os.path.isdir(folder):
        refuse(f"names {folder}, which is missing", user_dirs.path_of(POINTER))
    return Refreshed(folder)


def is_current(found: Pointer) -> bool:
    """Say whether a set is used: not with bundled data that are others than it was built on."""
    return bool(found.bundled == bundled().descriptor["version"])


def reload() -> None:
    """Forget which data are in use, after others were put in their place."""
    _in_use.cache_clear()
