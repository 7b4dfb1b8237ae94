"""Imports the names of a package when they are first used: a question needs few of them."""

from __future__ import annotations

import sys

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy_attributes(package: str, names: Mapping[str, tuple[str, ...]]) -> Callable[[str], object]:
    """Return the `__getattr__` of a package, of which `names` says what each module gives it.

    A name that was imported is kept in the package. It raises `AttributeError` for any other.
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
