"""The answer of `data update`, and the files that it leaves in the user's folder."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

from icslookup.postcodes.lsoa_store import FILE_NAME
from icslookup.refresh.update import Callbacks
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

    Cli = Callable[..., Result]
    Use = Callable[[Path], None]

VERSION = "2026.11.0+ons2026.20261122"
SILENT = Callbacks(lambda _rows, _share: None, lambda _line: None)
UNCHANGED = "nothing was changed"


def kept(own: Path) -> list[str]:
    """Return the names in a user's folder, without the lock, the LSOAs and random endings."""
    names = os.listdir(own) if own.is_dir() else []
    return sorted(
        re.sub(r"-[0-9a-f]{8}$", "", name) for name in names if name not in ("lock", FILE_NAME)
    )


def document(result: Result) -> dict[str, Any]:
    assert result.code == 0, result.err
    found: dict[str, Any] = json.loads(result.out)
    check(found, "data-update")
    return found


def boards_of_beta(cli: Cli, day: str = "2026-11-22") -> dict[str, int]:
    found = json.loads(cli("area", "Beta", "--json", "--as-of", day).out)
    return {board["ods_code"]: board["lsoas"] for board in found["boards"]}
