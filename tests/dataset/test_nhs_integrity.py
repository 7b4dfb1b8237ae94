"""Every fault of sub-ICB locations, CCGs, STPs and regions is found, with its file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from icslookup.dataset.integrity import faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("nhs_area_boards.csv", "sub-icb,00L,QHM,2022-07-01,,200,200", "sub-icb,00L,QHM,2022-07-01,,199,199",
         "the sub-ICB locations of QHM have 1,888 LSOAs and 2,966,476 residents on 2022-07-01"),
        ("nhs_area_boards.csv", "sub-icb,00L,QHM,2022-07-01,,200,200", "sub-icb,00L,QHM,2022-07-01,,200,201",
         "the lsoas of 00L on 2022-07-01 do not add up to the area"),
        ("nhs_area_boards.csv", "sub-icb,00L,QHM,", "sub-icb,00L,QE1,", "the sub-ICB locations of QE1"),
        ("nhs_area_boards.csv", "sub-icb,00L,QHM,2022-07-01,,", "sub-icb,00L,QHM,2022-07-01,2025-01-01,",
         "no board has 00L on 2025-01-02"),
        ("nhs_area_boards.csv", "sub-icb,00L,QHM,2022-07-01,,", "sub-icb,00L,QHM,2022-07-02,,",
         "no board has 00L on 2022-07-01"),
        ("nhs_area_boards.csv", "ccg,E38000041,QHM,2022-07-01,,207", "ccg,E38000041,QHM,2022-07-01,,206",
         "the lsoas of E38000041 on 2022-07-01 do not add up to the area"),
        ("nhs_area_boards.csv", "ccg,E38000041,QHM,2022-07-01,,207", "ccg,E38000041,QHM,2022-07-01,,",
         "the lsoas of E38000041 on 2022-07-01 do not add up to the area"),
        ("nhs_area_boards.csv", "stp,E54000005,QOQ,2022-07-01,",
         "stp,E54000005,QWO,2022-07-02,", "a board has E54000005 twice on 2022-07-02"),
        ("nhs_areas.csv", "E38000252,NHS Frimley ICB - D4U1Y,,2022-07-01,2026-03-31",
         "E38000252,NHS Frimley ICB - D4U1Y,,2022-07-01,2025-03-31",
         "the sub-ICB locations of QNQ have 0 LSOAs"),
        ("nhs_areas.csv", "sub-icb,00L,E38000130,NHS North East and North Cumbria ICB - 00L,,2022-07-01",
         "sub-icb,00L,E38000130,NHS North East and North Cumbria ICB - 00L,,", "the first day of 00L is missing"),
        ("nhs_areas.csv", "U2G6B,E38000268", "U2G6B,E38000130", "E38000130 is the code of"),
        ("nhs_areas.csv", "92A;D9Y0V;U2G6B", "92A;99Z", "D4U1Y has the successor sub-icb:99Z, which is not known"),
        ("nhs_areas.csv", "92A,E38000264,NHS Surrey Heartlands ICB - 92A,,2023-04-01",
         "92A,E38000264,NHS Surrey Heartlands ICB - 92A,,2023-04-02", "the names of 92A do not follow each other"),
        ("region_boards.csv", "Y56,QKK,2022-07-01,", "Y58,QKK,2022-07-01,",
         "QKK is not in Y56 for its whole life"),
        ("region_boards.csv", "Y56,QMJ,2022-07-01,2026-03-31", "Y56,QMJ,2022-07-01,2026-03-30",
         "QMJ is not in Y56 for its whole life"),
    ],
)  # fmt: skip
def test_a_broken_invariant_is_named(
    damaged: Callable[[str, str, str], Dataset], name: str, old: str, new: str, fault: str
) -> None:
    found = faults(damaged(name, old, new))
    assert any(fault in one.message for one in found), found


def test_data_without_locations_are_not_compared_with_boards(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    """Data that are built from nothing have boards before they have locations."""
    data = damaged("nhs_areas.csv", "sub-icb,00L", "sub-icb,00L")
    for name in ("nhs_areas.csv", "nhs_area_boards.csv"):
        path = f"{data.folder}/{name}"
        with open(path, encoding="utf-8") as file:
            header = file.readline()
        with open(path, "w", encoding="utf-8") as file:
            file.write(header)
    assert faults(data) == []
