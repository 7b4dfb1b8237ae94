"""Imports that wait until a name is first used: a question needs few of them."""

from __future__ import annotations

import sys

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy_attributes(package: str, names: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package, whose `names` are the names that each module gives it.

    An imported name stays in the package. For other names it raises `AttributeError`.
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
