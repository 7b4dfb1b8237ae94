"""The steps of docs/maintaining-data.md to new boundaries work with made-up mergers."""

from __future__ import annotations

import csv
import json
import re
import shutil
from datetime import date
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset.active import bundled_folder
from icslookup.dataset.integrity import faults
from icslookup.dataset.loader import Dataset
from icslookup.postcodes.lsoa import lsoa
from tests.support.program import TOP, Result

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BEFORE = date(2026, 4, 1)
MERGED = {"QR1": "X1Y2Z", "QUY": "X1Y2Z"}
"""Gloucestershire and its neighbour become a board that does not exist."""

STEPS = (TOP / "docs" / "maintaining-data.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split()[1:]
    for block in re.findall(r"```sh\n(.*?)```", STEPS, re.DOTALL)
    for line in block.splitlines()
    if line.strip().startswith("icslookup ")
]


def edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")


def close_and_add(rows: str, last: str, new: str) -> str:
    """Close the rows of the merged boards that still last, and add rows."""
    lines = rows.splitlines()
    for i, line in enumerate(lines):
        for code in MERGED:
            if line.startswith(f"{code},") and ",2022-07-01,," in line:
                lines[i] = line.replace(",2022-07-01,,", f",2022-07-01,{last},", 1)
    return "\n".join([*lines, new, ""])


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a maintainer, with the data and a lookup as ONS would publish it."""
    shutil.copytree(bundled_folder(), tmp_path / "data")
    data = Dataset(bundled_folder())
    with (tmp_path / "lookup.csv").open("w", encoding="utf-8-sig", newline="") as lookup:
        names = csv.writer(lookup)
        names.writerow(
            ["LAD27NM", "LAD27CD", "ICB27NM", "ICB27CDH", "ICB27CD", "LSOA21CD", "SICBL27CDH"]
        )
        for row in data.lsoas:
            if not row.exists_on(BEFORE) or row.residents is None:
                continue
            assert row.ods_code is not None
            board = MERGED.get(row.ods_code, row.ods_code)
            same = data.boards[row.ods_code].ons_code(BEFORE)
            ons_code = same if board == row.ods_code else "E54000099"
            names.writerow(
                ["District", row.gss_code, "Board", board, ons_code, row.lsoa, row.sub_icb]
            )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_steps_lead_to_the_next_boundaries(
    checkout: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = checkout / "data"
    with (data / "icb_areas.csv").open(encoding="utf-8", newline="") as file:
        rows_before = list(file)
    with (data / "lsoas.csv").open(encoding="utf-8", newline="") as file:
        lsoas_before = list(file)
    edit(data / "boards.csv", lambda rows: close_and_add(
        rows, "2027-03-31",
        "X1Y2Z,NHS Severn Integrated Care Board,Severn,Y58,South West,2027-04-01,,QR1;QUY,,"
        "ons-lookup-2027,A",
    ))  # fmt: skip
    edit(data / "boards.csv", lambda rows: re.sub(
        r"(?m)^((?:QR1|QUY),.*,2027-03-31,,),", r"\1X1Y2Z,", rows
    ).replace(",2027-03-31,,X1Y2Z,,", ",2027-03-31,,X1Y2Z,"))  # fmt: skip
    edit(data / "region_boards.csv", lambda rows: re.sub(
        r"(?m)^(Y58,(?:QR1|QUY),2022-07-01,),", r"\g<1>2027-03-31,", rows
    ) + "Y58,X1Y2Z,2027-04-01,,ons-lookup-2027,A\n")  # fmt: skip
    edit(data / "board_codes.csv", lambda rows: close_and_add(
        rows, "2027-03-31", "X1Y2Z,E54000099,2027-04-01,,ons-lookup-2027,A,"
    ))  # fmt: skip
    edit(data / "clusters.csv", lambda rows: "".join(
        row for row in rows.splitlines(keepends=True) if not row.startswith("QR1;QUY,")
    ))  # fmt: skip
    descriptor = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["sources"].append({"name": "ons-lookup-2027", "title": "made up"})
    descriptor["version"] = "2027.4.0"
    (data / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    assert [command[:2] for command in COMMANDS] == [
        ["data", "build"],
        ["data", "validate"],
        ["changes", "2027-03-31"],
    ]
    build, validate, changes = COMMANDS
    monkeypatch.setattr("icslookup.cli.data.bundled", lambda: Dataset(str(data)))
    built = cli(*build)
    assert (built.code, built.err) == (0, "")
    assert cli(*validate).code == 0

    after = Dataset(str(data))
    assert faults(after) == []
    monkeypatch.setattr("icslookup.lookup.changes.in_use", lambda: after)
    told = cli(*changes).out
    assert "1 board made, 2 boards abolished, 2 moves of territory" in told
    assert "Severn" in told
    with (data / "icb_areas.csv").open(encoding="utf-8", newline="") as file:
        rows_after = list(file)
    closed = [row for row in rows_before if row not in rows_after]
    assert len(closed) == sum(
        m.ods_code in MERGED and m.end is None for m in Dataset(bundled_folder()).memberships
    )
    assert len(icslookup.boards("2027-04-01", data=after).rows) == 35
    assert sum(r.residents for r in icslookup.areas("2027-04-01", data=after).rows) == 56_490_108
    stroud = icslookup.area("Stroud", "2027-04-01", data=after)
    assert [board.short_name for board in stroud.boards] == ["Severn"]
    assert [board.short_name for board in stroud.previous_boards] == ["Gloucestershire"]
    with (data / "lsoas.csv").open(encoding="utf-8", newline="") as file:
        lsoas_after = set(file)
    kept = [row for row in lsoas_before if row in lsoas_after]
    moved = [row for row in lsoas_before if row not in lsoas_after]
    assert len(kept) + len(moved) == len(lsoas_before)
    assert {row.split(",")[7] for row in moved} == set(MERGED)
    opened = [row for row in lsoas_after - set(lsoas_before) if ",2027-04-01," in row]
    assert len(opened) == len(moved)
    assert {row.rstrip().split(",", 7)[7] for row in opened} == {
        "X1Y2Z,ons-lookup-2027,A",
        "X1Y2Z,ons-lookup-2027,D",  # LSOAs of 2011 alone, which the lookup does not have
    }
    answer = lsoa("E01022111", "2027-04-01", data=after)
    assert [(b.ods_code, answer.method) for b in answer.boards] == [("X1Y2Z", "lsoa")]
    for code in ("11M", "15C", "NHS Bristol CCG", "Gloucestershire STP"):
        then = icslookup.board(code, "2027-04-01", data=after).nhs_area
        assert then is not None
        assert [(b.ods_code, b.share) for b in then.boards] == [("X1Y2Z", 1.0)]
    assert after.info(date(2027, 4, 1)).boundaries == date(2027, 4, 1)


def test_a_board_that_was_not_added_is_refused(
    checkout: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a maintainer leaves out the first step, the message names the code and no file changes."""
    data = checkout / "data"
    before = {path.name: path.read_bytes() for path in data.iterdir()}
    monkeypatch.setattr("icslookup.cli.data.bundled", lambda: Dataset(str(data)))
    command = ["ons-lookup-2023" if word == "ons-lookup-2027" else word for word in COMMANDS[0]]
    refused = cli(*command)
    assert refused.code == 4
    assert "X1Y2Z" in refused.err
    assert {path.name: path.read_bytes() for path in data.iterdir()} == before
