"""Postcode directories and lookups of LSOAs in the formats of ONS, for the tests of imports."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ONSPD_2022 = "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,park,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,ccg,bua11,buasd11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,stp,oa21,lsoa21,msoa21"
ONSPD_2023 = "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,park,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,sicbl,bua11,buasd11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21"
ONSPD_2024 = "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,npark,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,sicbl,bua24,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21"
ONSPD_2025 = "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,east1m,north1m,gridind,hlth19cd,nhser24cd,ctry25cd,rgn25cd,ssr95cd,pcon24cd,eer20cd,educ23cd,ttwa15cd,pco19cd,itl25cd,wdstl05cd,oa01cd,wdcas03cd,npark16cd,lsoa01cd,msoa01cd,ruc01ind,oac01ind,oa11cd,lsoa11cd,msoa11cd,wz11cd,sicbl24cd,bua24cd,ruc11ind,oac11ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,cal24cd,icb23cd,oa21cd,lsoa21cd,msoa21cd,ruc21ind"
ONSPD_2026 = "pcd7,pcd8,pcds,dointr,doterm,cty26cd,ced25cd,lad26cd,wd26cd,parncp26cd,usrtypind,east1m,north1m,gridind,hlth19cd,nhser24cd,ctry26cd,rgn26cd,ssr95cd,pcon24cd,eer20cd,educ23cd,ttwa15cd,pco19cd,itl25cd,wdstl05cd,oa01cd,wdcas03cd,npark16cd,lsoa01cd,msoa01cd,ruc01ind,oac01ind,oa11cd,lsoa11cd,msoa11cd,wz11cd,sicbl26cd,bua24cd,ruc11ind,oac11ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,cal26cd,icb26cd,oa21cd,lsoa21cd,msoa21cd,ruc21ind,oac21ind,imd25ind"
HOSTED = "PCDS,DOINTR,DOTERM,LAT,LONG,CTRY25CD,LAD25CD,NHSER24CD,ICB26CD,SICBL26CD,LSOA21CD,MSOA21CD,RUC21IND"
NSPL_2022 = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa11,cty,ced,laua,ward,hlthau,nhser,ctry,rgn,pcon,eer,teclec,ttwa,pct,nuts,park,lsoa11,msoa11,wz11,ccg,bua11,buasd11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,stp"
NSPL_2024 = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa21,cty,ced,laua,ward,nhser,ctry,rgn,pcon,ttwa,itl,npark,lsoa21,msoa21,wz11,sicbl,bua22,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,icb"
NSPL_2025 = "pcd,pcd2,pcds,dointr,doterm,usertype,oseast1m,osnrth1m,osgrdind,oa21,cty,ced,laua,ward,nhser,ctry,rgn,pcon,ttwa,itl,park,lsoa21,msoa21,wz11,sicbl,bua24,ruc21,oac11,lat,long,lep1,lep2,pfa,imd,icb"
NSPL_2026 = "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty26cd,ced25cd,lad26cd,wd26cd,nhser24cd,ctry26cd,rgn26cd,pcon24cd,ttwa15cd,itl25cd,npark16cd,lsoa21cd,msoa21cd,wz11cd,sicbl26cd,bua24cd,ruc21ind,oac21ind,lat,long,lep21cd1,lep21cd2,pfa23cd,imd25ind,icb26cd"

ENGLAND, WALES, SCOTLAND, JERSEY = "E92000001", "W92000004", "S92000003", "L93000001"
GUILDFORD = ("GU1 4QT", "", "E07000209", "E54000063", "E01034000", "E01030400", ENGLAND)
ENDED = ("GU2 9XX", "201905", "E07000209", "E54000063", "E01034001", "E01030401", ENGLAND)
WELSH = ("CF10 1EP", "", "W06000015", "W99999999", "W01001939", "W01001755", WALES)
SCOTTISH = ("EH1 1RE", "", "S12000036", "S99999999", "S01008677", "S01008677", SCOTLAND)
ISLAND = ("JE2 3AB", "", "L99999999", "L99999999", "L99999999", "L99999999", JERSEY)
NOWHERE = ("XX9 9XX", "198106", "", "", "", "", "")
ROWS = (WELSH, SCOTTISH, GUILDFORD, ENDED, ISLAND, NOWHERE)
"""Postcode, end, authority, board, LSOAs of 2021 and 2011, country, as in a directory."""


def directory(header: str = ONSPD_2025, rows: Iterable[tuple[str, ...]] = ROWS) -> str:
    """Return a directory with the columns of an edition; other columns have any content."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header.split(","))
    for postcode, ended, authority, board, lsoa21, lsoa11, country in rows:
        outward, inward = postcode.split()
        known = {
            **dict.fromkeys(("pcd", "pcd7"), f"{outward:4}{inward}"),
            **dict.fromkeys(("pcd2", "pcd8"), f"{outward:4} {inward}"),
            "pcds": postcode,
            "doterm": ended,
            **dict.fromkeys(("oslaua", "laua", "lad25cd", "lad26cd"), authority),
            **dict.fromkeys(("stp", "icb", "icb23cd", "icb26cd"), board),
            **dict.fromkeys(("lsoa21", "lsoa21cd"), lsoa21),
            **dict.fromkeys(("lsoa11", "lsoa11cd"), lsoa11),
            **dict.fromkeys(("ctry", "ctry25cd", "ctry26cd"), country),
        }
        columns = header.lower().split(",")
        writer.writerow(known.get(column, f"x{place}") for place, column in enumerate(columns))
    return out.getvalue()


def many(rows: int, board: str = "E54000063") -> list[tuple[str, ...]]:
    """Return a number of sorted postcodes of one board."""
    units = [f"{number:03}" for number in range(1000)]
    found: list[tuple[str, ...]] = []
    for number in range(rows):
        outward, unit = f"GU{10 + number // 1000}", units[number % 1000]
        inward = f"{unit[0]}{chr(65 + int(unit[1]))}{chr(65 + int(unit[2]))}"
        found.append((f"{outward} {inward}", "", "E07000209", board, "E01034000", "", ENGLAND))
    return found


def onspd_zip(path: Path, text: str) -> str:
    """Write a zip as ONS does, with parts of the directory and lists of names."""
    name = path.name.removesuffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"Data/multi_csv/{name}_GU.csv", text)
        archive.writestr("Documents/LA_UA names and codes UK as at 04_25.csv", "LAD25CD,LAD25NM\n")
        archive.writestr("User Guide/ONSPD User Guide.pdf", "%PDF")
        archive.writestr(f"Data/{name}.csv", text)
    return str(path)


def ons_code(ods_code: str, year: int) -> str:
    """Return the ONS code of a board in the lookup of a year. The code of Surrey changed in 2023."""
    codes = {"QNQ": "E54000034", "QXU": "E54000052" if year < 2023 else "E54000063"}
    return codes.get(ods_code, "E54000999")


def lookup(
    census: int, year: int, lsoas: int, boards: str = "QNQ,QXU", authority: str = "E07000209"
) -> str:
    """Return an ONS lookup of a number of LSOAs, which lie in the boards in turn."""
    cc, yy = census % 100, year % 100
    header = (
        f"LSOA{cc}CD,LSOA{cc}NM,SICBL{yy}CD,SICBL{yy}CDH,SICBL{yy}NM,ICB{yy}CD,ICB{yy}CDH,"
        f"ICB{yy}NM,LAD{yy}CD,LAD{yy}NM\n"
    )
    codes = [f"{ons_code(code, year)},{code}" for code in boards.split(",")]
    rows = (
        f"E01{number:06},name,E38000255,A3A8R,sub,{codes[number % len(codes)]},board,"
        f"{authority},Guildford\n"
        for number in range(1, lsoas + 1)
    )
    return header + "".join(rows)
