"""The compiled facts in tests/facts fit together, and are read as they were written."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING

import pytest

from icslookup.ons import archive, lsoa_lookup
from tests.support.compiled import FACTS, facts, known_lsoas
from tests.support.official_files import PUBLISHED, write_published

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

TABLES = {path.name: path for path in sorted(FACTS.glob("*.csv"))}


@pytest.fixture(scope="module")
def compiler() -> ModuleType:
    """The script that compiles the facts."""
    spec = spec_from_file_location("compile_facts", FACTS / "compile.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("census", "lsoas"), lsoa_lookup.LSOA_COUNTS.items())
def test_every_lsoa_of_england_is_known_once(census: int, lsoas: int) -> None:
    codes = [lsoa.code for lsoa in known_lsoas(str(census))]
    assert len(codes) == lsoas
    assert codes == sorted(set(codes))


def test_residents_sum_to_the_published_figure() -> None:
    assert sum(lsoa.residents or 0 for lsoa in known_lsoas("2021")) == 56_490_108
    only_2011 = [lsoa for lsoa in known_lsoas("2011") if lsoa.place["censuses"] == "2011"]
    assert {lsoa.residents for lsoa in only_2011} == {None}


def test_every_place_is_used_and_its_codes_have_names() -> None:
    assert {run["place"] for run in facts("lsoas.csv")} == {
        place["place"] for place in facts("places.csv")
    }
    known = {
        "district": {row["gss_code"] for row in facts("districts.csv")},
        "board": {row["ods_code"] for row in facts("boards.csv")},
        "sub_icb": {row["ods_code"] for row in facts("sub_icbs.csv")},
    }
    known["district"] |= {row["gss_code"] for row in facts("authorities.csv")}
    for place in facts("places.csv"):
        for column, code in place.items():
            kind = column.rpartition("_")[0]
            assert not code or code in known.get(kind, {code}), (column, place)


def test_the_readme_names_every_table_with_its_rows() -> None:
    text = (FACTS / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| `(\w+\.csv)` \| ([\d,]+) \|", text, re.MULTILINE)
    counted = {name: f"{len(facts(name)):,}" for name in TABLES}
    assert dict(named) == counted


def test_the_facts_are_small_and_plain() -> None:
    assert sum(path.stat().st_size for path in TABLES.values()) < 400_000
    for path in TABLES.values():
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        content.decode("utf-8")


@pytest.mark.parametrize("year", PUBLISHED)
def test_a_published_lookup_is_written_in_the_columns_of_ons(tmp_path: Path, year: int) -> None:
    path = write_published(tmp_path, year)
    with archive.open_csv(path) as table:
        assert len(table.header) == 10
        assert lsoa_lookup.census_of(table) == PUBLISHED[year]
        found = lsoa_lookup.read_lookup(table, PUBLISHED[year])
    assert (found.year, len(found.places)) == (year, lsoa_lookup.LSOA_COUNTS[PUBLISHED[year]])


def test_runs_end_at_a_gap_and_at_another_place(compiler: ModuleType) -> None:
    here, there = ("here",), ("there",)
    codes = {"E01000001": here, "E01000002": here, "E01000003": there, "E01000005": there}
    assert [(run.codes, run.place) for run in compiler.runs(codes)] == [
        (["E01000001", "E01000002"], here),
        (["E01000003"], there),
        (["E01000005"], there),
    ]


def test_the_compiler_stops_if_two_sources_disagree(compiler: ModuleType) -> None:
    compiler.agree(1, 1, "one")
    with pytest.raises(compiler.DisagreementError, match="the LSOAs of Kent: 1 is not 2"):
        compiler.agree(1, 2, "the LSOAs of Kent")


def test_the_compiler_needs_the_standard_library_only(tmp_path: Path) -> None:
    """The compiler stops at the first file of the reference, which is missing here."""
    done = subprocess.run(
        [sys.executable, "-S", "-I", str(FACTS / "compile.py"), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "FileNotFoundError" in done.stderr
    assert str(tmp_path) in done.stderr
