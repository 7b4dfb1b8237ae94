"""The data in use: those that `icslookup data update` fetched, or those of the package.

The update puts a whole set of data into a folder of its own. Then it names the folder in one small
file. Only the folder that this file names is ever read, so a set is used as a whole or not at all.
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

    from icslookup.dataset.lsoas import LsoaPeriod

POINTER = "refreshed"
"""The file in the user's folder that names the set in use."""

PREFIX = "refreshed-"
"""The beginning of the names of the folders with sets."""

REMEDY = "'icslookup data reset' goes back to the data that came with the package"

_LONGEST = 10_000
_NAME = rf"{PREFIX}[0-9A-Za-z-]+"


class FetchedSet(NamedTuple):
    """The content of the file that names the set in use.

    `folder` is the folder of the set. `bundled` is the version of the bundled data on which the set
    was built. The set was fetched on the day `fetched` from the address `service`.
    """

    folder: str
    bundled: str
    fetched: date
    service: str


def fetched_set() -> FetchedSet | None:
    """Read which set was fetched. Returns None if no set was fetched.

    Raises `DataError` if the file cannot be read.
    """
    path = user_dirs.data_path(POINTER)
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(_LONGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise_unusable(f"cannot be read: {getattr(error, 'strerror', None) or error}", path)
    import json

    try:
        found = json.loads(text)
        folder, version = str(found["folder"]), str(found["bundled"])
        fetched, service = date.fromisoformat(found["fetched"]), str(found["service"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise_unusable("does not name a set of data", path)
    if not re.fullmatch(_NAME, folder):
        raise_unusable(f"names {folder!r}, which is no set of data", path)
    return FetchedSet(folder, version, fetched, service)


def raise_unusable(what: str, path: str) -> NoReturn:
    """Raise a `DataError` about the fetched data that says how to return to the bundled data."""
    raise DataError(f"{what}; {REMEDY}", path)


def pointer_text(found: FetchedSet) -> str:
    """Return the content of the file that names a set."""
    import json

    values = {**found._asdict(), "fetched": found.fetched.isoformat()}
    return f"{json.dumps(values, indent=2)}\n"


class FetchedDataset(Dataset):
    """A set that was fetched. Its errors say how to return to the bundled data."""

    REMEDY = REMEDY

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - any attribute
        """Return an attribute, which may have to be read from a file."""
        try:
            return super().__getattribute__(name)
        except DataError as error:
            raise _with_remedy(error) from None

    def lsoa(self, code: str) -> tuple[LsoaPeriod, ...]:
        """Return the rows of an LSOA, as `Dataset.lsoa` does."""
        try:
            return super().lsoa(code)
        except DataError as error:
            raise _with_remedy(error) from None


def _with_remedy(error: DataError) -> DataError:
    """Return an error that says how to return to the bundled data."""
    if REMEDY in error.what:
        return error
    return DataError(f"{error.what}; {REMEDY}", error.file, error.line, error.column)


def bundled_folder() -> str:
    """Return the folder of the data that came with the package.

    In an installed package it is the folder `data` of the package. In a checkout it is `data/` at
    the top, two folders above the package.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "data")
    if os.path.isdir(installed):
        return installed
    return os.path.join(os.path.dirname(os.path.dirname(package)), "data")


@lru_cache(maxsize=1)
def bundled() -> Dataset:
    """Return the data that came with the package, read once."""
    return Dataset(bundled_folder())


def in_use() -> Dataset:
    """Return the data to use if a caller gives none, read once.

    They are the data that `icslookup data update` fetched, or else the bundled data. Raises
    `DataError` if the fetched data cannot be used. It never uses other data without saying so.
    """
    return _in_use(user_dirs.data_folder())


@lru_cache(maxsize=1)
def _in_use(_folder: str) -> Dataset:
    return _fetched() or bundled()


def _fetched() -> Dataset | None:
    """Return the set that was fetched, None if there is none for the bundled data.

    Raises `DataError` if the set is missing or damaged.
    """
    found = fetched_set()
    if found is None or not is_current(found):
        return None
    folder = user_dirs.data_path(found.folder)
    if not os.path.isdir(folder):
        raise_unusable(f"names {folder}, which is missing", user_dirs.data_path(POINTER))
    return FetchedDataset(folder)


def is_current(found: FetchedSet) -> bool:
    """Return whether a set was built on the bundled data. If not, it is not used."""
    return bool(found.bundled == bundled().descriptor["version"])


def reload() -> None:
    """Forget which data are in use, so that the next query looks for them again."""
    _in_use.cache_clear()
