"""Every fault between the files is found, with its file and a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.dataset.integrity import faults
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset

Damage = "Callable[[str, str, str], Dataset]"


LONDON = (
    "E01000002,2011;2021,2022-07-01,,1386,E09000001,A3A8R,QMF,ons-lookup-2022;lsoa21-history,B\n"
)
ELMBRIDGE = "E01030331,2011;2021"


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,57,57", "QHM,E06000001,2022-07-01,,56,57",
         "Hartlepool (E06000001): the LSOAs of its boards on 2022-07-01 sum to 56, not to [57]"),
        ("icb_areas.csv", "92341,92341", "92340,92341", "residents on 2022-07-01 sum to 56490107"),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,", "QHM,E06000001,2022-07-01,2024-05-05,",
         "Hartlepool (E06000001) has no board on 2024-05-06"),
        ("icb_areas.csv", "QHM,E06000001,2022-07-01,,", "QHM,E06000001,2022-07-02,,",
         "Hartlepool (E06000001) has no board on 2022-07-01"),
        ("icb_areas.csv", "QHM,E06000002,2022-07-01,,", "QHM,E06000002,2022-07-01,2022-06-30,",
         "QHM and E06000002: a period ends on 2022-06-30 before it begins"),
        ("icb_areas.csv", "QNX,E07000225,2022-07-01,2023-03-31", "QNX,E07000225,2022-07-01,2023-04-01",
         "QNX and E07000225: two periods overlap on 2023-04-01"),
        ("icb_areas.csv", "QNQ,E07000092,2022-07-01,2026-03-31", "QNQ,E07000092,2022-07-01,",
         "QNQ has E07000092 until 2026-03-31, longer than it exists"),
        ("boards.csv", "2026-03-31,,T6Y0W", "2026-03-31,,S1Y5D",
         "board S1Y5D does not name its predecessor QMM"),
        ("boards.csv", "QMJ;QRV", "QMJ;QUA", "board QUA does not name its successor Z9B2Z"),
        ("boards.csv", "2022-07-01,2026-03-31,,Z9B2Z", "2022-07-01,,,Z9B2Z",
         "has an end or successors, but not both"),
        ("board_codes.csv", "QRL,E54000067,2026-04-01", "QRL,E54000067,2026-04-02",
         "the ONS codes E54000042 and E54000067 do not follow each other"),
        ("board_codes.csv", "QYG,E54000008,2022-07-01", "QYG,E54000008,2022-07-02",
         "the ONS codes of board QYG do not span its life"),
        ("authorities.csv", "2023-03-31,E06000063,", "2023-03-30,E06000063,",
         "E06000063 does not begin on the day after"),
        ("authorities.csv", "2023-03-31,E06000063,", "2023-03-31,,",
         "has an end or successors, but not both"),
        ("authorities.csv", "unitary,,North East,", "unitary,E10000003,North East,",
         "E06000001 is no district but lies in a county"),
        ("clusters.csv", "QR1;QUY", "QR1", "a cluster needs two boards or more"),
        ("clusters.csv", "QR1;QUY", "QR1;QNQ", "board QNQ does not exist on 2026-04-01"),
        ("clusters.csv", "QR1;QUY", "QR1;QUA", "board QUA is in two clusters"),
        ("lsoas.csv", ",1386,E09000001", ",1387,E09000001",
         "the residents of the LSOAs sum to 56490109, not to 56490108"),
        ("lsoas.csv", LONDON, "",
         "QMF has 5 LSOAs and 7202 residents of E09000001 on 2022-07-01, but icb_areas.csv has 6 and"),
        ("lsoas.csv", ",1386,E09000001,A3A8R,QMF", ",1386,E09000001,A3A8R,QMJ",
         "QMJ has 1 LSOAs and 1386 residents of E09000001 on 2022-07-01, but icb_areas.csv has 0 and 0"),
        ("lsoas.csv", ",1386,E09000001,A3A8R,QMF", ",1386,E09000001,93C,QMF",
         "93C is in QMF and in QMJ on 2022-07-01"),
        ("lsoas.csv", ",1386,E09000001,A3A8R,QMF", ",1386,E09000001,A3A8R,",
         "E01000002 has no place from 2022-07-01 on"),
        ("lsoas.csv", ",1386,E09000001", ",,E09000001", "E01000002 has no residents"),
        ("lsoas.csv", "E01000002,", "E01999998,", "E01000003 stands after E01999998: sort the rows by"),
        ("lsoas.csv", "E01000002,2011;2021,2022-07-01,,", "E01000002,2011;2021,2022-07-01,2026-03-31,",
         "E01000002 ends on 2026-03-31, but the LSOA goes on"),
        ("lsoas.csv", f"{ELMBRIDGE},2026-04-01", f"{ELMBRIDGE},2026-04-02",
         "E01030331: a period does not begin on the day after the one before"),
        ("lsoas.csv", f"{ELMBRIDGE},2026-04-01,,1637", f"{ELMBRIDGE},2026-04-01,,1638",
         "E01030331 has another census or other residents than in the row before"),
        ("authority_codes.csv", "E06000048,", "E06000001,",
         "E06000001 is a former code and an authority of its own"),
    ],
)  # fmt: skip
def test_a_broken_invariant_is_named(
    damaged: Callable[[str, str, str], Dataset], name: str, old: str, new: str, fault: str
) -> None:
    found = faults(damaged(name, old, new))
    assert any(fault in one.message for one in found), found
    assert name in {one.file for one in found}


def test_coverage_refuses_data_that_leave_an_authority_out(
    damaged: Callable[[str, str, str], Dataset],
) -> None:
    data = damaged(
        "icb_areas.csv", "QHM,E06000001,2022-07-01,,", "QHM,E06000001,2022-07-01,2024-05-05,"
    )
    with pytest.raises(DataError, match="Hartlepool"):
        icslookup.coverage("2024-06-01", data=data)
