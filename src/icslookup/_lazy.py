"""Imports that wait until a name is first used, because a question needs few of them."""

from __future__ import annotations

import sys

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy_attributes(package: str, names: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Return a `__getattr__` for a package: `names` has the names to take from each module.

    An imported name stays in the package. Other names raise `AttributeError`.
    """
    modules = {name: module for module, given in names.items() for name in given}

    def get(name: str) -> object:
        module = modules.get(name)
        if module is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        __import__(f"{package}.{module}")
        found: object = getattr(sys.modules[f"{package}.{module}"], name)
        setattr(sys.modules[package], name, found)
        return found

    return get
