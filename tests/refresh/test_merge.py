"""Lasting rows of memberships keep their text, and others end or begin on the right day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from icslookup.dataset.loader import Dataset
from icslookup.refresh.build import build, roll_back
from icslookup.refresh.merge import Evidence
from tests.support.maintainer import AFTER_2023, DAYS, DESCRIPTOR, HEADER, HISTORY, TINY
from tests.support.official_files import write_csv

if TYPE_CHECKING:
    from tests.support.maintainer import Maintainer


def test_the_last_boundaries_are_taken_back_and_built_again(maintainer: Maintainer) -> None:
    """It does not matter what closed a row: a move, a recode, a merger of districts or of boards."""
    codes = maintainer.data / "authority_codes.csv"
    for recoded in ("2024-03-31", "2026-03-31", "2022-12-01"):
        codes.write_text(TINY["authority_codes.csv"].replace("2024-03-31", recoded))
        (maintainer.data / "icb_areas.csv").write_text(HEADER)
        descriptor = maintainer.data / "datapackage.json"
        descriptor.write_text(json.dumps(DESCRIPTOR))
        for number, day in enumerate(DAYS):
            lookup = maintainer.lookup(day)
            if recoded == "2022-12-01" and day == DAYS[1]:
                text = Path(lookup).read_text().replace("E08000001", "E08000002")
                Path(lookup).write_text(text)
            assert maintainer.build(day, lookup).code == 0, (recoded, day)
            data, on = Dataset(str(maintainer.data)), date.fromisoformat(day)
            folder = maintainer.folder / f"{recoded}-{day}"
            folder.mkdir()
            earlier = roll_back(data, on, str(folder), {"version": "2"})
            assert earlier.descriptor["version"] == "2"
            assert [str(found) for found in earlier.descriptor["boundaries"]] == [*DAYS[:number]]
            ends = [m.end or m.start for m in earlier.memberships]
            assert all(end < on for end in ends)
            evidence, out = Evidence(HISTORY[day][2], "B"), f"{folder}-again"
            build(earlier, on, lookup, None, evidence, out)
            again = (Path(out) / "icb_areas.csv").read_text()
            assert again == maintainer.areas, (recoded, day)
    assert data.memberships


def test_several_boundaries_are_taken_back_at_once(maintainer: Maintainer) -> None:
    for day in DAYS[:2]:
        maintainer.build(day)
    earlier = maintainer.areas
    for day in DAYS[2:]:
        maintainer.build(day)
    folder = maintainer.folder / "earlier"
    folder.mkdir()
    data = roll_back(Dataset(str(maintainer.data)), date(2023, 4, 2), str(folder), {})
    recode = "QCC,E08000001,2022-07-01,2024-03-31,", "QCC,E08000001,2022-07-01,,"
    assert (folder / "icb_areas.csv").read_text() == earlier
    assert recode[1] in earlier
    assert recode[0] in maintainer.areas
    assert [str(day) for day in data.descriptor["boundaries"]] == [*DAYS[:2]]


def test_rows_that_last_keep_their_text(maintainer: Maintainer) -> None:
    """They keep it even if a new row would be written in another way."""
    maintainer.build(DAYS[0])
    path = maintainer.data / "icb_areas.csv"
    odd = '"QAA",E06000001,2022-07-01,,2,2,02001,2001,"ons-lookup-2022",B\n'
    path.write_text(maintainer.areas.replace(AFTER_2023.splitlines(keepends=True)[1], odd))
    assert maintainer.build(DAYS[1]).code == 0
    assert maintainer.areas == AFTER_2023.replace(AFTER_2023.splitlines(keepends=True)[1], odd)


def test_a_recode_on_the_day_of_another_change_opens_one_row(maintainer: Maintainer) -> None:
    codes = maintainer.data / "authority_codes.csv"
    codes.write_text(codes.read_text().replace("2024-03-31", "2027-03-31"))
    for day in DAYS[:2]:
        maintainer.build(day)
    rows = maintainer.rows("2026-04-01")
    old = [[cell.replace("E08000002", "E08000001") for cell in row] for row in rows]
    assert maintainer.build("2026-04-01", write_csv(maintainer.folder / "o.csv", old)).code == 0
    assert maintainer.build("2027-04-01").code == 0
    assert [line for line in maintainer.areas.splitlines() if ",E0800000" in line] == [
        "QCC,E08000001,2022-07-01,2027-03-31,2,2,2013,2013,ons-lookup-2022,B",
        "X1Y2Z,E08000002,2027-04-01,,2,2,2013,2013,ods-2027,B",
    ]


def test_rows_after_the_day_are_not_overwritten(maintainer: Maintainer) -> None:
    for day in DAYS[:2]:
        maintainer.build(day)
    path = maintainer.data / "datapackage.json"
    path.write_text(path.read_text().replace("2023-04-01", "2022-12-01"))
    result = maintainer.build("2023-01-01", maintainer.lookup(DAYS[0]))
    assert result.code == 4
    assert "QAA and E07000001 begins or ends on 2023-01-01 or later" in result.err
