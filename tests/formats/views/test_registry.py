"""The registry: a view for every answer, and the notes for standard error."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.formats import answers, render
from icslookup.formats.views import registry
from icslookup.formats.views.registry import MODULES, OWN_DOCUMENTS, OWN_ERRORS, OWN_NOTES, notes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType


def test_the_query_is_never_echoed_raw() -> None:
    for name in ("\x1b[31mred\x07", "\u202egnp.exe", "a\nb"):
        answer = icslookup.area(name)
        said = notes(answer, "table")
        assert said.count("\n") == said.rstrip("\n").count("\n") + 1
        assert not set("\x1b\x07\u202e") & set(said + render(answer, "json"))


def test_a_table_contains_the_notes_of_a_found_answer() -> None:
    former = icslookup.board("Frimley")
    assert notes(former, "table") == ""
    assert "Note: NHS Frimley Integrated Care Board was abolished" in render(former, "table")
    assert notes(former, "json").startswith("icslookup: NHS Frimley Integrated Care Board was")
    assert notes(icslookup.area("Guildford"), "json") == ""
    assert "in the future" in notes(icslookup.boards("2030-01-01"), "csv")


def test_suggestions_are_listed_with_codes() -> None:
    assert notes(icslookup.area("Newcastle"), "table").splitlines() == [
        "icslookup: 'Newcastle' could be more than one local authority of England",
        "Which one?",
        "  Newcastle-under-Lyme  E07000195",
        "  Newcastle upon Tyne  E08000021",
    ]
    assert notes(icslookup.area("London"), "table").splitlines()[-1] == "  and 21 more"
    assert "Did you mean\n  Guildford  E07000209" in notes(icslookup.area("Gilfrod"), "table")
    assert "Ask for\n  Cumberland" in notes(icslookup.area("Allerdale", "2024-01-01"), "table")


VIEWS = Path(registry.__file__).parent
SHARED = {
    "LsoaList": ("lsoa", "postcodes"),
    "PlaceAnswer": ("answer", "postcodes"),
    "PlaceList": ("answer", "postcodes"),
}
"""The classes whose module and view have different names: one view serves several questions."""


def classes() -> dict[str, type]:
    """Return the classes of the union of answers, which only type checkers evaluate."""
    tree = ast.parse(Path(answers.__file__).read_text(encoding="utf-8"))
    modules = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    def members(union: str) -> Iterator[str]:
        for name in union.split(" | "):
            if name in modules:
                yield name
            else:
                yield from members(getattr(answers, name))

    return {
        name: getattr(importlib.import_module(str(modules[name])), name)
        for name in members(str(answers.Answer))
    }


def view_module(name: str) -> ModuleType:
    return importlib.import_module(f"icslookup.formats.views.{name}")


def test_the_registry_has_every_class_of_answer_and_no_other() -> None:
    assert sorted(classes()) == list(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_the_module_of_a_class_has_its_view(name: str) -> None:
    assert classes()[name] in view_module(MODULES[name]).VIEWS


def test_no_view_is_for_another_class() -> None:
    viewed = [kind for name in set(MODULES.values()) for kind in view_module(name).VIEWS]
    assert sorted(kind.__name__ for kind in viewed) == list(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_view_has_the_name_of_the_module_of_its_question(name: str) -> None:
    module = classes()[name].__module__.rpartition(".")[2]
    assert (module, MODULES[name]) == SHARED.get(name, (module, module))


def test_every_file_is_a_view_except_what_other_views_use() -> None:
    files = {path.stem for path in VIEWS.glob("*.py")}
    assert files == {*MODULES.values(), "match", "nhs_area", "today", "registry", "__init__"}


def test_the_registry_knows_what_views_have_of_their_own() -> None:
    views = {name: view_module(MODULES[name]).VIEWS[kind] for name, kind in classes().items()}
    assert tuple(name for name, view in sorted(views.items()) if view.notes) == OWN_NOTES
    assert tuple(name for name, view in sorted(views.items()) if view.errors) == OWN_ERRORS
    assert tuple(name for name, view in sorted(views.items()) if view.document) == OWN_DOCUMENTS


def test_no_other_module_of_the_formats_checks_the_class_of_an_answer() -> None:
    for path in VIEWS.parent.glob("*.py"):
        checks = re.findall(
            r"isinstance\([^()]*, [^()]*\b(\w+)\)", path.read_text(encoding="utf-8")
        )
        assert not set(checks) & set(MODULES), path.name
