"""Removes what the user imported or fetched, so that the package answers from the bundled data.

The removed files are not read, so they may be damaged.
"""

from __future__ import annotations

import os

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.active import POINTER, PREFIX, reload
from icslookup.errors import OutputError, UsageError
from icslookup.storage import lock, user_dirs
from icslookup.storage.atomic import remove

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

_OLD_PAGES = "fetched-pages.jsonl"
"""The pages of an interrupted update, which earlier versions kept: `data reset` removes them."""

PARTS = {
    "data": ((POINTER, _OLD_PAGES), (PREFIX,)),
    "postcodes": (("postcodes.sqlite",), ("postcodes.sqlite-",)),
    "lsoas": (("lsoas.sqlite",), ("lsoas.sqlite-",)),
}
"""For each part, the names of its files in the order of removal, and how the other names begin.

The file that names a set is removed before the set, so no partly removed set is ever in use.
"""


def reset(parts: Collection[str] = (), waiting: Callable[[], None] | None = None) -> DataReset:
    """Remove parts of the user's data: all of `PARTS` if none is named.

    `waiting` is called if another process has locked the folder. Returns what was removed. Raises
    `UsageError` for an unknown part, and `OutputError` if the folder cannot be written.
    """
    unknown = [part for part in parts if part not in PARTS]
    if unknown:
        raise UsageError(f"there is no part {unknown[0]!r}: the parts are {', '.join(PARTS)}")
    folder = user_dirs.data_folder()
    removed: list[Removed] = []
    if os.path.isdir(folder):
        with lock.locked(waiting):
            for part in PARTS:
                if not parts or part in parts:
                    removed += [Removed(part, name) for name in _names(part) if _remove(name)]
        reload()
    return DataReset(folder, tuple(removed))


def _names(part: str) -> list[str]:
    """Return the names of the files and folders of a part, in the order of removal."""
    files, beginnings = PARTS[part]
    others = sorted(
        name for name in os.listdir(user_dirs.data_folder()) if name.startswith(beginnings)
    )
    return [*files, *others]


def _remove(name: str) -> bool:
    """Remove a file or folder. Return whether it existed."""
    try:
        return remove(name)
    except OSError as error:
        what = error.strerror or error
        raise OutputError(f"{user_dirs.data_path(name)} cannot be removed: {what}") from None


class Removed(NamedTuple):
    """A file or folder of the user's data that was removed, and the part it belonged to."""

    part: str
    name: str


class DataReset(NamedTuple):
    """The answer to `data reset`: what was removed from the user's folder."""

    folder: str
    removed: tuple[Removed, ...]
