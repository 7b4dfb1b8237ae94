"""Finds the user's folders.

The folder of data has what the user imported or downloaded. Nothing is written into the installed
package.
"""

from __future__ import annotations

import os
import sys

DATA_VARIABLE = "ICSLOOKUP_DATA_DIR"
_BASES = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
}


def data_folder() -> str:
    """Return the path of the user's folder of data, which may not exist yet.

    The environment variable `ICSLOOKUP_DATA_DIR` names it. Without it, this is the folder that
    `platformdirs` gives.
    """
    named = os.environ.get(DATA_VARIABLE)
    return os.path.abspath(named) if named else default_folder("data")


def default_folder(kind: str) -> str:
    """Return the path that `platformdirs` gives to a user's folder, `data` or `config`.

    Every start needs this path, and importing `platformdirs` would double its time. So on Linux its
    rule is applied here without it.
    """
    if sys.platform != "linux":
        import platformdirs

        folders = {"data": platformdirs.user_data_dir, "config": platformdirs.user_config_dir}
        return folders[kind]("icslookup", appauthor=False)
    variable, default = _BASES[kind]
    base = os.environ.get(variable, "")
    return os.path.join(base if os.path.isabs(base) else os.path.expanduser(default), "icslookup")


def data_path(name: str) -> str:
    """Return the path of a file in the folder of data. The file may not exist yet."""
    return os.path.join(data_folder(), name)
