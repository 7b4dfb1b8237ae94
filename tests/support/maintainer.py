"""A maintainer who builds vintages, and small made-up data whose boards and authorities change."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from icslookup.dataset.loader import Dataset
from tests.support.official_files import write_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

HEADER = "ods_code,gss_code,start,end,lsoas,area_lsoas,residents,area_residents,source,certainty\n"
TINY = {
    "boards.csv": """\
ods_code,name,short_name,region_ods_code,region,start,end,predecessors,successors
QAA,NHS Northshire Integrated Care Board,Northshire,Y63,North,2022-07-01,,,
QBB,NHS Eastshire Integrated Care Board,Eastshire,Y63,North,2022-07-01,2027-03-31,,X1Y2Z
QCC,NHS Westshire Integrated Care Board,Westshire,Y63,North,2022-07-01,2027-03-31,,X1Y2Z
X1Y2Z,NHS Bothshires Integrated Care Board,Bothshires,Y63,North,2027-04-01,,QBB;QCC,
""",
    "board_codes.csv": """\
ods_code,ons_code,start,end
QAA,E54000001,2022-07-01,2023-03-31
QAA,E54000011,2023-04-01,
QBB,E54000002,2022-07-01,2023-03-31
QBB,E54000012,2023-04-01,2027-03-31
QCC,E54000003,2022-07-01,2027-03-31
X1Y2Z,E54000014,2027-04-01,
""",
    "authorities.csv": """\
gss_code,name,official_name,kind,county_gss_code,region,ceremonial_county,start,end,successors
E10000001,Shire,Shire County Council,county,,North,,,,
E06000001,Alpha,Alpha Council,unitary,,North,,,,
E07000001,Beta,Beta District Council,district,E10000001,North,,,2026-03-31,E06000009
E07000002,Gamma,Gamma District Council,district,E10000001,North,,,2026-03-31,E06000009
E06000009,Delta,Delta Council,unitary,,North,,2026-04-01,,
E08000002,Epsilon,Epsilon Council,metropolitan,,North,,,,
""",
    "authority_codes.csv": """\
former_code,gss_code,end,source,certainty
E06000099,E06000001,,order-2024,B
E08000001,E08000002,2024-03-31,order-2024,A
""",
    "aliases.csv": "alias,kind,code\n",
    "planned.csv": ("gss_code,date,date_status,status,extent,successors,note,source,certainty\n"),
    "places.csv": "name,kind,nation,also,members\n",
    "similar_places.csv": "name\n",
    "waves.csv": "date,wave,name,ods_code,note,source,certainty\n",
    "clusters.csv": "ods_codes,source,certainty\n",
    "events.csv": "date,kind,codes,what,source,certainty\n",
    "icb_areas.csv": HEADER,
    "nhs_areas.csv": (
        "kind,ods_code,ons_code,name,also,start,end,first_seen,last_seen,successors,source,"
        "certainty,note\n"
    ),
    "nhs_area_boards.csv": (
        "kind,code,ods_code,start,end,lsoas,area_lsoas,residents,area_residents,census,source,"
        "certainty,note\n"
    ),
    "regions.csv": """\
ods_code,name,ons_code,first_seen,last_seen,source,certainty,note
Y63,North,E40000012,2022-07,2022-07,order-2024,B,
""",
    "region_boards.csv": """\
region_ods_code,ods_code,start,end,source,certainty
Y63,QAA,2022-07-01,,order-2024,B
Y63,QBB,2022-07-01,2027-03-31,order-2024,B
Y63,QCC,2022-07-01,2027-03-31,order-2024,B
Y63,X1Y2Z,2027-04-01,,order-2024,B
""",
}
SOURCES = (
    "ons-lookup-2022",
    "ons-lookup-2023",
    "ods-2026",
    "ods-2027",
    "order-2024",
    "lsoa21-history",
)
DESCRIPTOR = {
    "version": "1",
    "attribution": "made up",
    "boundaries": [],
    "residents": 8028,
    "resources": [],
    "sources": [{"name": name} for name in SOURCES],
}
ALPHA, BETA, GAMMA, DELTA = (
    ["E06000001"] * 2,
    ["E07000001"] * 2,
    ["E07000002"] * 2,
    ["E06000009"] * 4,
)
LSOAS = [f"E010000{n:02}" for n in range(1, 9)]
RESIDENTS = dict(zip(LSOAS, range(1000, 1008), strict=True))
LSOA_HEADER = "lsoa,census,start,end,residents,gss_code,sub_icb,ods_code,source,certainty\n"
TINY["lsoas.csv"] = "".join(
    [LSOA_HEADER, *(f"{lsoa},2021,,,{count},,,,,\n" for lsoa, count in RESIDENTS.items())]
)
"""LSOAs of which no place is known yet."""
HISTORY: dict[str, tuple[list[str], list[str], str]] = {
    # Beta loses its second LSOA to Eastshire. Epsilon is recoded in between. Beta and Gamma
    # become Delta. Eastshire and Westshire merge.
    "2022-07-01": ([*ALPHA, *BETA, *GAMMA, "E08000001", "E08000001"],
                   ["QAA", "QAA", "QAA", "QAA", "QBB", "QBB", "QCC", "QCC"], "ons-lookup-2022"),
    "2023-04-01": ([*ALPHA, *BETA, *GAMMA, "E08000001", "E08000001"],
                   ["QAA", "QAA", "QAA", "QBB", "QBB", "QBB", "QCC", "QCC"], "ons-lookup-2023"),
    "2026-04-01": ([*ALPHA, *DELTA, "E08000002", "E08000002"],
                   ["QAA", "QAA", "QAA", "QBB", "QBB", "QBB", "QCC", "QCC"], "ods-2026"),
    "2027-04-01": ([*ALPHA, *DELTA, "E08000002", "E08000002"],
                   ["QAA", "QAA", "QAA", *["X1Y2Z"] * 5], "ods-2027"),
}  # fmt: skip
DAYS = tuple(HISTORY)
AFTER_2023 = f"""\
{HEADER}\
QAA,E06000001,2022-07-01,,2,2,2001,2001,ons-lookup-2022,B
QAA,E07000001,2022-07-01,2023-03-31,2,2,2005,2005,ons-lookup-2022,B
QAA,E07000001,2023-04-01,,1,2,1002,2005,ons-lookup-2023,B
QBB,E07000001,2023-04-01,,1,2,1003,2005,ons-lookup-2023,B
QBB,E07000002,2022-07-01,,2,2,2009,2009,ons-lookup-2022,B
QCC,E08000001,2022-07-01,,2,2,2013,2013,ons-lookup-2022,B
"""
AFTER_2027 = f"""\
{HEADER}\
QAA,E06000001,2022-07-01,,2,2,2001,2001,ons-lookup-2022,B
QAA,E06000009,2026-04-01,,1,4,1002,4014,ods-2026,B
QBB,E06000009,2026-04-01,2027-03-31,3,4,3012,4014,ods-2026,B
X1Y2Z,E06000009,2027-04-01,,3,4,3012,4014,ods-2027,B
QAA,E07000001,2022-07-01,2023-03-31,2,2,2005,2005,ons-lookup-2022,B
QAA,E07000001,2023-04-01,2026-03-31,1,2,1002,2005,ons-lookup-2023,B
QBB,E07000001,2023-04-01,2026-03-31,1,2,1003,2005,ons-lookup-2023,B
QBB,E07000002,2022-07-01,2026-03-31,2,2,2009,2009,ons-lookup-2022,B
QCC,E08000001,2022-07-01,2024-03-31,2,2,2013,2013,ons-lookup-2022,B
QCC,E08000002,2024-04-01,2027-03-31,2,2,2013,2013,order-2024;lsoa21-history,B
X1Y2Z,E08000002,2027-04-01,,2,2,2013,2013,ods-2027,B
"""


class Maintainer:
    """A maintainer who builds one vintage after another from made-up files in a folder."""

    def __init__(self, folder: Path, cli: Callable[..., Result]) -> None:
        self.folder, self.cli = folder, cli
        self.data = folder / "data"
        self.data.mkdir()
        for name, text in TINY.items():
            (self.data / name).write_text(text, encoding="utf-8")
        (self.data / "datapackage.json").write_text(json.dumps(DESCRIPTOR), encoding="utf-8")
        rows = [["LSOA21CD", "Observation"], *([code, str(n)] for code, n in RESIDENTS.items())]
        self.residents = write_csv(folder / "residents.csv", rows)

    def rows(self, day: str) -> list[list[str]]:
        """Return the rows of the lookup of a day, with the columns of ONS in another order."""
        data = Dataset(str(self.data))
        areas, boards, _ = HISTORY[day]
        return [
            ["lad26nm", "LAD26CD", "LSOA21NM", "ICB26NM", "icb26cdh", "ICB26CD", "lsoa21cd"],
            *(
                [f"name of {area}", area, "", board, board,
                 data.boards[board].ons_code(date.fromisoformat(day)) or "", lsoa]
                for lsoa, area, board in zip(LSOAS, areas, boards, strict=True)
            ),
        ]  # fmt: skip

    def lookup(self, day: str) -> str:
        return write_csv(self.folder / "lookup.csv", self.rows(day))

    def build(self, day: str, lookup: str | None = None, *more: str) -> Result:
        """Run `data build`. Unless `more` has other options, it writes into the folder of the data."""
        given = {"--residents": self.residents, "--out": str(self.data), "--certainty": "B"}
        given |= {"--source": HISTORY.get(day, ("", "", "ods-2027"))[2]}
        given |= dict(zip(more[::2], more[1::2], strict=True))
        options = [text for pair in given.items() for text in pair]
        return self.cli(
            "data", "build", "--lookup", lookup or self.lookup(day), "--date", day, *options
        )

    @property
    def areas(self) -> str:
        return (self.data / "icb_areas.csv").read_bytes().decode()

    @property
    def boundaries(self) -> list[str]:
        found = json.loads((self.data / "datapackage.json").read_bytes())["boundaries"]
        assert isinstance(found, list)
        return found

    def everything(self) -> dict[str, bytes]:
        """Return the content of every file in the folder."""
        found = {p.relative_to(self.folder).as_posix(): p for p in self.folder.rglob("*")}
        return {name: path.read_bytes() for name, path in found.items() if path.is_file()}
