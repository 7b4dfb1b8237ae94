"""The user's own aliases, which are added to the bundled ones.

The file `aliases.csv` is in the user's configuration folder, or in the folder that the environment
variable `ICSLOOKUP_CONFIG_DIR` names. It has a column `alias` and a column `code` (a GSS, ODS or
ONS code); other columns are ignored. A row without a code is not filled in yet and is skipped.

The name of an authority or a board that has an answer on the day always has priority over an
alias. An alias has priority over a record that has ended by a day that the user named, over one
that ended before there were boards, and over a place that is not a council.
"""

from __future__ import annotations

import os

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.csv_reader import not_empty, read_rows
from icslookup.errors import DataError
from icslookup.model import Alias
from icslookup.names.normalise import normalise
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

CONFIG_VARIABLE = "ICSLOOKUP_CONFIG_DIR"


def folder_is_named() -> bool:
    """Return whether the user named the configuration folder."""
    return bool(os.environ.get(CONFIG_VARIABLE))


def aliases_path() -> str:
    """Return the path of the user's aliases, whether the file exists or not."""
    folder = os.environ.get(CONFIG_VARIABLE) or user_dirs.default_folder("config")
    return os.path.join(folder, "aliases.csv")


def user_aliases(data: Dataset) -> tuple[Alias, ...]:
    """Read the user's aliases. Returns an empty tuple if the file does not exist.

    Raises `DataError`, with file and line, for a file that cannot be read and for a row with an
    unknown code or an alias without a letter or digit. Also raises `DataError` if the folder that
    the user named does not exist.
    """
    path = aliases_path()
    if folder_is_named() and not os.path.isdir(os.path.dirname(path)):
        raise DataError(f"{CONFIG_VARIABLE} names {os.path.dirname(path)}, which is no folder")
    try:
        os.lstat(path)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None
    found = []
    for row in read_rows(path, ("alias", "code")):
        code = row.cells["code"].strip().upper()
        if not code:
            continue
        alias = row.value("alias", not_empty)
        if not normalise(alias):
            raise row.error_at("alias", f"{alias!r} has no letter or digit")
        if code in data.authority_keys:
            found.append(Alias(alias, "area", data.authority_keys[code]))
        elif code in data.board_keys:
            found.append(Alias(alias, "board", data.board_keys[code]))
        else:
            raise row.error_at("code", f"no authority and no board has the code {code!r}")
    return tuple(found)
