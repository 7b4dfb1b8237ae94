"""Measure how a postcode directory of the real size is imported, and how postcodes are looked up.

The directory is made from a fixed seed, in the format of November 2025: 2.7 million rows, 1.2 GB,
in a zip like that of ONS. Importing it and reading the same rows with `csv.reader` take turns, each
in a process of its own.

    python benchmarks/postcode_store.py [--rows N] [--rounds N]

Nothing is asserted, because a busy machine is not a fault of the program.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
import zipfile
from itertools import islice, product
from statistics import median
from typing import TYPE_CHECKING

from processes import MEGABYTE, python
from reporting import machine, table

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 2_700_000
LOOKUPS = 2_000
NAME = "ONSPD_NOV_2025_UK"
HEADER = (
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,east1m,"
    "north1m,gridind,hlth19cd,nhser24cd,ctry25cd,rgn25cd,ssr95cd,pcon24cd,eer20cd,educ23cd,"
    "ttwa15cd,pco19cd,itl25cd,wdstl05cd,oa01cd,wdcas03cd,npark16cd,lsoa01cd,msoa01cd,ruc01ind,"
    "oac01ind,oa11cd,lsoa11cd,msoa11cd,wz11cd,sicbl24cd,bua24cd,ruc11ind,oac11ind,lat,long,"
    "lep21cd1,lep21cd2,pfa23cd,imd20ind,cal24cd,icb23cd,oa21cd,lsoa21cd,msoa21cd,ruc21ind"
)
READ = f"""
import csv, io, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive, archive.open("Data/{NAME}.csv") as file:
    for row in csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline="")):
        pass
"""
ASK = """
import json, sys, time
from icslookup.postcodes.postcode_store import open_postcode_store
began = time.perf_counter()
store = open_postcode_store()
store.one("ZZ1 1ZZ")
first = time.perf_counter() - began
times = []
for postcode in json.loads(sys.argv[1]):
    began = time.perf_counter()
    assert store.one(postcode) is not None
    times.append(time.perf_counter() - began)
print(json.dumps([first, *times]))
"""


def postcodes() -> Iterator[tuple[str, str]]:
    """Yield outward and inward codes in the order of a directory."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    areas = ["".join(pair) for pair in islice(product("ABCDEFGHKLMN", letters), 0, 240, 2)]
    outward = [f"{area}{number}" for area in areas for number in range(1, 24)]
    for code in sorted(outward, key=lambda code: f"{code:4}"):
        for inward in product("0123456789", letters, letters[:5]):
            yield code, "".join(inward)


def lines(rows: int) -> Iterator[str]:
    """Yield the lines of a directory: codes of the real widths, some 75 postcodes to an LSOA."""
    chance = random.Random(2025)  # noqa: S311 - made-up rows, always the same
    yield f"{HEADER}\r\n"
    for number, (out, inward) in enumerate(islice(postcodes(), rows)):
        lsoa = number // 75
        area, oa = lsoa // 110, number // 12
        ended = "" if chance.random() < 2 / 3 else f"{1996 + number % 29}{1 + number % 12:02}"
        east, north = chance.randrange(80_000, 655_000), chance.randrange(5_000, 1_200_000)
        yield (
            f"{out:4}{inward},{out:4} {inward},{out} {inward},198001,{ended},E10{area % 24:06},"
            f"E58{area:06},E07{area:06},E05{lsoa // 5:06},E04{lsoa // 3:06},0,{east},{north:07},1,"
            f"E18{area % 9:06},E40{area % 7:06},E92000001,E12{area % 9:06},S00000{area % 9:03},"
            f"E14{lsoa // 60:06},E15{area % 9:06},E02{area % 150:06},E30{area % 228:06},"
            f"E16{area % 150:06},TLC{area % 99:02},99ZZ{area % 99:02},E00{oa:06},UE{area % 99:02}"
            f"{lsoa % 99:02},E65000001,E01{lsoa:06},E02{lsoa // 5:06},5,{oa % 9}B{oa % 3},"
            f"E00{oa:06},E01{lsoa:06},E02{lsoa // 5:06},E33{lsoa:06},E38{area % 106:06},"
            f"E63{lsoa // 9:06},C1,{oa % 9}D{oa % 3},{east / 11_000:.6f},{north / -999_999:.6f},"
            f"E37{area % 38:06},,E23{area % 43:06},{lsoa % 32_844},E56{area % 21:06},"
            f"E54{area % 42:06},E00{oa + 1:06},E01{lsoa + 1:06},E02{lsoa // 5:06},UN1\r\n"
        )


def make(path: str, rows: int) -> list[str]:
    """Write a directory into a zip, and return some of its postcodes."""
    sample = []
    step = max(1, rows // LOOKUPS)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in ("multi_csv/part.csv", "names.csv"):
            archive.writestr(f"Data/multi_csv/{name}", "part")
        with archive.open(f"Data/{NAME}.csv", "w", force_zip64=True) as file:
            for number, line in enumerate(lines(rows)):
                file.write(line.encode())
                if number % step == 1:
                    sample.append(line.split(",", 3)[2])
    return sample


def measure(path: str, folder: str, sample: list[str], rounds: int) -> dict[str, list[float]]:
    """Read and import a directory in every round, and return the figures by name."""
    os.environ["ICSLOOKUP_DATA_DIR"] = folder
    found: dict[str, list[float]] = {}

    def add(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    for number in range(1, rounds + 1):
        print(f"round {number} of {rounds}", file=sys.stderr)
        read = python("-c", READ, path)
        done = python("-m", "icslookup", "data", "import", path, "-q")
        first, *times = json.loads(python("-c", ASK, json.dumps(sample)).printed)
        add("csv.reader over the same rows, s", read.seconds)
        add("icslookup data import, s", done.seconds)
        add("icslookup data import / csv.reader", done.seconds / read.seconds)
        add("peak memory of the import, MB", done.peak)
        add("peak memory of csv.reader, MB", read.peak)
        store = os.path.join(folder, "postcodes.sqlite")
        add("store, MB", os.path.getsize(store) / 1e6)
        add("the first postcode, the store opened, ms", first * 1000)
        add("one postcode, ms", median(times) * 1000)
    return found


def main() -> None:
    """Make the directory, import it and print the figures."""
    parser = argparse.ArgumentParser(description="Measure how a postcode directory is imported.")
    parser.add_argument("--rows", type=int, default=ROWS, help=f"default: {ROWS:,}")
    parser.add_argument("--rounds", type=int, default=3, help="default: 3")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"{NAME}.zip")
        began = time.perf_counter()
        sample = make(path, options.rows)
        print(f"made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        size = os.path.getsize(path) / MEGABYTE
        found = measure(path, os.path.join(folder, "data"), sample, options.rounds)
    rows = [[name, f"{min(values):.3g}", f"{median(values):.3g}"] for name, values in found.items()]
    print(table([f"{options.rows:,} rows, a zip of {size:.0f} MB", "best", "median"], rows))
    print(f"\nrounds: {options.rounds}, {machine()}.")


if __name__ == "__main__":
    main()
