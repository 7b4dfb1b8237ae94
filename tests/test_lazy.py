"""Imports that wait until a name is first used."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

INIT = """
from icslookup._lazy import lazy_attributes
__getattr__ = lazy_attributes(__name__, {"places": ("town", "river"), "deep.seas": ("sea",)})
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a package with two modules, none of them imported."""
    folder = tmp_path / "lazy_package"
    (folder / "deep").mkdir(parents=True)
    (folder / "__init__.py").write_text(INIT, encoding="utf-8")
    (folder / "places.py").write_text("town = ['Guildford']\nriver = 'Wey'\n", encoding="utf-8")
    (folder / "deep" / "__init__.py").touch()
    (folder / "deep" / "seas.py").write_text("sea = 'North Sea'\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("", ".places", ".deep", ".deep.seas"):
        monkeypatch.delitem(sys.modules, f"lazy_package{name}", raising=False)
    return importlib.import_module("lazy_package")


def test_a_module_is_imported_with_its_first_name(package: ModuleType) -> None:
    assert "lazy_package.places" not in sys.modules
    assert package.river == "Wey"
    assert "lazy_package.places" in sys.modules
    assert "lazy_package.deep.seas" not in sys.modules
    assert package.sea == "North Sea"


def test_a_name_stays_in_the_package(package: ModuleType) -> None:
    assert "town" not in vars(package)
    town = package.town
    assert vars(package)["town"] is town
    assert package.town is town


def test_other_names_are_missing(package: ModuleType) -> None:
    with pytest.raises(AttributeError, match="module 'lazy_package' has no attribute 'lake'"):
        _ = package.lake
    assert not hasattr(package, "lake")
