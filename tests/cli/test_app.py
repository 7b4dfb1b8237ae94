"""The commands of `lookup`: their options, messages and exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.program import Result


@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        ("area Guildford", 0, "Guildford \u00b7 E07000209", ""),
        ("area tower hamlets", 0, "Tower Hamlets \u00b7 E09000030", ""),
        ("area E08000016 --as-of 2024-01-01", 0, "Barnsley \u00b7 E08000016", ""),
        ("area Newcastle", 3, "", "could be more than one local authority"),
        ("area Gilfrod", 1, "", "Did you mean"),
        ("area Glasgow", 1, "", "has no Integrated Care Board"),
        ("area ...", 2, "", "the name is blank"),
        ("area", 2, "", "Missing argument 'NAME...'"),
        ("area Guildford --as-of 2026-02-30", 2, "", "there is no such day as '2026-02-30'"),
        ("area Guildford --as-of 2020-01-01", 2, "", "did not exist before 1 July 2022"),
        ("area Guildford -f xml", 2, "", "'xml' is not one of"),
        ("area Guildford --json -f csv", 2, "", "--json and --format csv contradict each other"),
        ("area Guildford --jsn", 2, "", "No such option: --jsn"),
        ("board Frimley", 0, "Frimley \u00b7 QNQ \u00b7 E54000034", ""),
        ("board Atlantis", 1, "", "no Integrated Care Board is called 'Atlantis'"),
        ("board S&S", 3, "", "Which one?"),
        ("boards", 0, "36 Integrated Care Boards", ""),
        ("boards --all", 0, "48 Integrated Care Boards", ""),
        ("boards --region south-east", 0, "4 Integrated Care Boards", ""),
        ("boards --region Mars", 2, "", "there is no NHS England region 'Mars'"),
        ("areas --board HIOW", 0, "14 authorities, 14 rows", ""),
        ("areas --kind COUNTY -f Table", 0, "21 authorities, 22 rows", ""),
        ("areas --kind parish", 2, "", "'parish' is not one of"),
        ("areas --board Frimley", 1, "", "in its place on 22 November 2026"),
        (
            "areas --board S&S",
            3,
            "",
            "more than one Integrated Care Board: Staffordshire and Stoke-on-Trent (QNC) or",
        ),
        ("splits", 0, "5 authorities split between boards", ""),
        ("splits --min-share 0.2", 0, "1 authority split", ""),
        ("splits --min-share 2", 2, "", "a share of 2.0 is not from 0 to 0.5"),
        ("splits --min-share x", 2, "", "'x' is not a valid float"),
        (
            "changes 2026-03-31 2026-04-01",
            0,
            "6 boards made, 12 boards abolished, 1 board re-bou",
            "",
        ),
        ("changes", 0, "Changes from 1 April 2023 to 22 November 2026", ""),
        ("changes 2024-01-01 --as-of 2024-02-01", 0, "nothing changed", ""),
        ("changes 2026-04-01 2026-03-31", 2, "", "1 April 2026 is after 31 March 2026"),
        ("changes 2020-01-01", 2, "", "did not exist before 1 July 2022"),
        ("changes 2024-13-01", 2, "", "there is no such day as '2024-13-01'"),
        (
            "crosswalk 2025-04-01 2026-04-01",
            0,
            "42 boards to 36 boards: 39 whole, 3 divided",
            "",
        ),
        ("crosswalk", 0, "From boards of 1 April 2023 to boards of 22 November 2026", ""),
        ("crosswalk 2022-07-01 --as-of 2023-04-01", 0, "to boards of 1 April 2023", ""),
        ("crosswalk 2026-04-01 2025-04-01", 0, "36 boards to 42 boards: 29 whole, 7 divided", ""),
        ("crosswalk --geography COUNCIL --to-geography region", 0, "296 councils to 7 NHS", ""),
        ("crosswalk 2020-01-01", 2, "", "did not exist before 1 July 2022"),
        ("crosswalk 2020-01-01 --geography council", 2, "", "11 councils of that day had ended"),
        ("crosswalk 2014-01-01 --geography ccg", 2, "", "the CCGs before 1 April 2015"),
        ("crosswalk --geography ccg --to-geography council", 2, "", "are not counted"),
        ("crosswalk --geography ward", 2, "", "'ward' is not one of"),
        ("crosswalk --to-geography ccg", 2, "", "'ccg' is not one of"),
        ("crosswalk 2022-13-01", 2, "", "there is no such day"),
        ("history Thames Valley", 0, "436,606 residents (255 LSOAs) from Frimley (QNQ)", ""),
        ("history Essex", 3, "", "is a board and an authority: add --kind board or area"),
        ("history Essex --kind area", 0, "Essex County Council", ""),
        ("history Frimley --as-of 2018-01-01", 0, "Frimley Health and Care", ""),
        ("history Atlantis", 1, "", "no board or authority is called 'Atlantis'"),
        ("timeline", 0, "42 Integrated Care Boards were established", ""),
        ("timeline --as-of 2017-12-31", 0, "8 systems designated", ""),
        ("coverage", 0, "every authority of England exactly once", ""),
        ("Guildford", 2, "", "To look up a council: icslookup area NAME"),
    ],
)
def test_commands(
    cli: Callable[..., Result], arguments: str, code: int, out: str, err: str
) -> None:
    result = cli(*arguments.split())
    assert result.code == code
    assert out in result.out
    assert err in result.err
    assert bool(result.out) is (code == 0 or "--json" in arguments)
    assert bool(result.err) is (code != 0)
