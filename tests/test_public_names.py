"""The public names of `icslookup` and `icslookup.spark`, which users' programs import."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from inspect import isclass, isfunction

import pytest

import icslookup
import icslookup.spark

NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    "icslookup": {
        "class": (
            *("AmbiguousError", "DataError", "Dataset", "IcslookupError", "Matched"),
            *("MissingSourceError", "NotFoundError", "UsageError"),
        ),
        "function": (
            *("annotate", "area", "area_lsoas", "areas", "board", "boards", "changes", "cite"),
            *("coverage", "crosswalk", "export", "history", "lsoa", "match", "postcode", "rebase"),
            *("splits", "timeline", "to_dict"),
        ),
        "text": ("__version__",),
    },
    "icslookup.spark": {"function": ("annotate", "mapping", "rebase")},
}
CASES = [
    (package, kind, name)
    for package, kinds in NAMES.items()
    for kind, names in kinds.items()
    for name in names
]
MODULES = [
    module.name
    for module in pkgutil.walk_packages(icslookup.__path__, "icslookup.")
    if not module.name.endswith("__main__")
]
NAMESAKES = [m for m in MODULES if m.rpartition(".")[2] in {name for _, _, name in CASES}]
"""The modules that have the name of something public, such as `icslookup.lookup.area`."""
FIRST = {"nothing": [], **{module: [module] for module in NAMESAKES}, "everything": MODULES}

CHECK = """
import importlib, sys
for module in sys.argv[1].split():
    importlib.import_module(module)
import icslookup
from icslookup import *
for case in sys.argv[2].split():
    package, kind, name = case.split(":")
    found = getattr(importlib.import_module(package), name)
    assert type(found).__name__ in {"class": "type", "function": "function", "text": "str"}[kind]
    assert package != "icslookup" or found is globals()[name], name
"""


@pytest.mark.parametrize(("package", "names"), NAMES.items(), ids=NAMES)
def test_the_public_names_are_these(package: str, names: dict[str, tuple[str, ...]]) -> None:
    public = importlib.import_module(package).__all__
    assert sorted(public) == sorted(name for some in names.values() for name in some)
    assert len(set(public)) == len(public)


@pytest.mark.parametrize(("package", "kind", "name"), CASES)
def test_a_public_name_has_its_kind(package: str, kind: str, name: str) -> None:
    found = getattr(importlib.import_module(package), name)
    assert {"class": isclass(found), "function": isfunction(found), "text": type(found) is str}[
        kind
    ]


def test_other_names_are_missing() -> None:
    with pytest.raises(AttributeError, match="module 'icslookup' has no attribute 'areaa'"):
        _ = icslookup.areaa  # type: ignore[attr-defined]


@pytest.mark.parametrize("first", FIRST.values(), ids=FIRST)
def test_no_module_hides_a_public_name(first: list[str]) -> None:
    """A module with the name of a function is imported first, in a new process."""
    cases = " ".join(":".join(case) for case in CASES)
    done = subprocess.run(
        [sys.executable, "-c", CHECK, " ".join(first), cases],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_spark_is_imported_without_pyspark() -> None:
    code = "import sys; sys.modules['pyspark'] = None; from icslookup.spark import *"
    subprocess.run([sys.executable, "-c", code], check=True)
