"""The user's folders: a variable names them, or platformdirs decides."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import platformdirs
import pytest

from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("base", [None, "", " ", "/somewhere/else"])
def test_the_folder_is_where_platformdirs_says(
    base: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if base is not None:
        monkeypatch.setenv("XDG_DATA_HOME", base)
    assert user_dirs.data_folder() == platformdirs.user_data_dir("icslookup", appauthor=False)


def test_platformdirs_decides_on_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert user_dirs.data_folder() == platformdirs.user_data_dir("icslookup", appauthor=False)


def test_a_named_folder_has_priority(folder: Path) -> None:
    assert user_dirs.data_folder() == str(folder)
