"""The data files are as their descriptor says, and fit together."""

from __future__ import annotations

import csv
import json
import warnings
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.active import bundled_folder
from icslookup.dataset.integrity import coverage_faults, faults
from icslookup.dataset.lsoa_integrity import RESIDENTS
from icslookup.dataset.periods import change_days

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from frictionless import Package, system

FOLDER = Path(bundled_folder())
DESCRIPTOR = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
FILES = sorted(path.name for path in FOLDER.glob("*.csv"))
THREE_DATES = ("2022-07-01", "2023-04-01", "2026-04-01")


@pytest.mark.filterwarnings("ignore")
def test_the_package_and_every_file_are_valid_frictionless_data() -> None:
    with system.use_context(trusted=True):
        report = Package(str(FOLDER / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert [task.name for task in report.tasks] == [r["name"] for r in DESCRIPTOR["resources"]]


def test_every_csv_file_is_described() -> None:
    assert sorted(resource["path"] for resource in DESCRIPTOR["resources"]) == FILES


@pytest.mark.parametrize("name", FILES)
def test_every_row_names_known_sources_and_a_certainty(name: str) -> None:
    known = {source["name"] for source in DESCRIPTOR["sources"]}
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert set(row["source"].split(";")) <= known, row
            assert row["certainty"] in set("ABCD"), row


@pytest.mark.parametrize("name", FILES)
def test_files_are_plain_utf8_with_line_feeds(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    assert content.endswith(b"\n")


def test_no_invariant_is_broken(data: Dataset) -> None:
    assert faults(data) == []


def test_memberships_change_on_the_known_days_only(data: Dataset) -> None:
    assert [day.isoformat() for day in change_days(data)] == [
        "2022-07-01",
        "2023-04-01",
        "2025-04-01",
        "2026-04-01",
    ]


def test_the_boundary_changes_have_the_certainty_of_what_confirmed_them() -> None:
    """The changes of 2026 agree with ONS lookups (B), and the day of 2023 is official (A)."""
    with (FOLDER / "icb_areas.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["start"] == "2026-04-01"]
    assert len(rows) == 98
    assert {row["certainty"] for row in rows} == {"B"}
    with (FOLDER / "events.csv").open(encoding="utf-8", newline="") as file:
        moved = [row for row in csv.DictReader(file) if row["what"].startswith("Fernhurst")]
    assert [(row["date"], row["certainty"]) for row in moved] == [("2023-04-01", "A")]
    assert "inferred" not in moved[0]["what"]


@pytest.mark.parametrize(("day", "boards"), list(zip(THREE_DATES, (42, 42, 36), strict=True)))
def test_boards_alive(data: Dataset, day: str, boards: int) -> None:
    assert sum(board.exists_on(date.fromisoformat(day)) for board in data.boards.values()) == boards


@pytest.mark.parametrize("day", THREE_DATES)
def test_residents_sum_to_the_census(data: Dataset, day: str) -> None:
    on = date.fromisoformat(day)
    held = [membership for membership in data.memberships if membership.exists_on(on)]
    assert (
        sum(membership.residents for membership in held)
        == RESIDENTS
        == 56_490_108
        == DESCRIPTOR["residents"]
    )
    assert sum(membership.lsoas for membership in held) == 33_755
    assert coverage_faults(data, on) == []


@pytest.mark.parametrize(("day", "split"), list(zip(THREE_DATES, (12, 12, 5), strict=True)))
def test_split_authorities(data: Dataset, day: str, split: int) -> None:
    on = date.fromisoformat(day)
    parts = {m.gss_code for m in data.memberships if m.exists_on(on) and m.lsoas < m.area_lsoas}
    assert len(parts) == split


def test_authorities_present_and_abolished(data: Dataset) -> None:
    ended = [authority for authority in data.authorities.values() if authority.end]
    assert (len(data.authorities) - len(ended), len(ended)) == (317, 48)
    kinds = [a.kind for a in data.authorities.values() if not a.end]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "county": 21,
        "district": 164,
        "unitary": 63,
        "metropolitan": 36,
        "london-borough": 32,
        "city-corporation": 1,
    }


def test_boards_present_and_former(data: Dataset) -> None:
    starts = [board.start.isoformat() for board in data.boards.values()]
    assert (starts.count("2022-07-01"), starts.count("2026-04-01"), len(starts)) == (42, 6, 48)
    assert sum(board.end == date(2026, 3, 31) for board in data.boards.values()) == 12


def test_codes_of_recoded_boards_and_authorities(data: Dataset) -> None:
    day = date(2024, 1, 1)
    assert data.boards["QRL"].ons_code(day) == "E54000042"
    assert data.boards["QRL"].ons_code(date(2026, 4, 1)) == "E54000067"
    assert data.boards["QXU"].ons_code(date(2023, 3, 31)) == "E54000052"
    assert data.boards["QXU"].ons_code(day) == "E54000063"
    assert data.boards["QNX"].ons_code(day) == "E54000064"
    assert data.authorities["E08000038"].gss_code_on(date(2025, 3, 31)) == "E08000016"
    assert data.authorities["E08000038"].gss_code_on(date(2025, 4, 1)) == "E08000038"
    assert data.authorities["E08000039"].gss_code_on(day) == "E08000019"


def test_the_descriptor_has_version_boundaries_and_attribution(data: Dataset) -> None:
    info = data.info(date(2024, 6, 1))
    assert info.version == DESCRIPTOR["version"]
    assert info.boundaries == date(2023, 4, 1)
    assert "Open Government Licence" in info.attribution
    assert data.info(date(2020, 3, 31)).boundaries is None
