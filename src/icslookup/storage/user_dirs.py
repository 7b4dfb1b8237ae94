"""The user's own folder of data: where it is, and what it is called."""

from __future__ import annotations

import os
import sys

FOLDER_VARIABLE = "ICSLOOKUP_DATA_DIR"
_BASES = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
}


def folder() -> str:
    """Return the user's folder of data, whether it is there or not.

    `ICSLOOKUP_DATA_DIR` names it; without that it is where `platformdirs` says.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    return os.path.abspath(named) if named else usual("data")


def usual(kind: str) -> str:
    """Return where `platformdirs` has a user's folder, of `data` or `config`.

    On Linux, where this is asked at every start, its rule stands here: importing it takes as long
    as an answer.
    """
    if sys.platform != "linux":
        import platformdirs

        folders = {"data": platformdirs.user_data_dir, "config": platformdirs.user_config_dir}
        return folders[kind]("icslookup", appauthor=False)
    variable, otherwise = _BASES[kind]
    base = os.environ.get(variable, "")
    return os.path.join(base if os.path.isabs(base) else os.path.expanduser(otherwise), "icslookup")


def path_of(name: str) -> str:
    """Return the path of a file in the folder, whether it is there or not."""
    return os.path.join(folder(), name)
