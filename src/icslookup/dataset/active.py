"""The data that were fetched since the package was made: which set of them is named.

`icslookup data update` puts a whole set into a folder of its own, and then names the folder in one
small file. Only what that file names is ever read, so a set is in use as a whole or not at all.
Whether it counts beside the data of the package, `icslookup.dataset.loader` says.
"""

from __future__ import annotations

from datetime import date

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError
from icslookup.patterns import pattern
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from typing import NoReturn

POINTER = "refreshed"
"""The file in the user's folder that names the set in use."""

PREFIX = "refreshed-"
"""How the names of sets begin."""

REMEDY = "'icslookup data reset' goes back to the data that came with the package"

_LONGEST = 10_000
_NAME = pattern(rf"{PREFIX}[0-9A-Za-z-]+")


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
    if not _NAME.fullmatch(folder):
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
