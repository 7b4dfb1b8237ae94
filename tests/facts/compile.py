"""Compile the tables in this folder from the reference facts that the data were checked against.

Run it as `python tests/facts/compile.py FOLDER`, with the folder of the reference. It needs the
standard library only. The same reference gives the same tables, to the byte. README.md, next to
this file, says what each table holds and where it comes from.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

Rows = list[dict[str, str]]
Table = list[tuple[str, ...]]

HERE = Path(__file__).parent
KINDS = {
    "County": "county",
    "Non-metropolitan district": "district",
    "Unitary authority": "unitary",
    "Metropolitan district": "metropolitan",
    "London borough": "london-borough",
    "City corporation": "city-corporation",
}
"""The kinds of council in the register, and their names in icslookup."""

PAIRS = (
    "Cornwall and the Isles of Scilly",
    "Birmingham and Solihull",
    "Shropshire and Telford",
    "North Northamptonshire and West Northamptonshire",
)
"""The pairs of councils in the table of July 2022 that 'and' joins without a comma before it."""

PLACE = (
    "censuses",
    "district_2022",
    "board_2022",
    "sub_icb_2022",
    "district_2023",
    "board_2023",
    "sub_icb_2023",
    "district_2026",
    "board_2026",
    "sub_icb_2026",
)
HERTFORDSHIRE = "E10000015"
DAYS = {"2022-07-01": "2022", "2023-04-01": "2023", "2026-04-01": "2026"}


FRIMLEY = "D4U1Y"
PARTS_OF_FRIMLEY = {"S0E4D": "U2G6B", "QRL": "D9Y0V", "S9B9J": "92A"}
"""The one sub-ICB location that was split in April 2026, and where its parts went, by board."""


class DisagreementError(Exception):
    """Two files of the reference contradict each other."""


def agree(one: object, other: object, what: str) -> None:
    """Raise `DisagreementError` if two sources of one fact differ."""
    if one != other:
        raise DisagreementError(f"{what}: {one!r} is not {other!r}")


class Reference:
    """The folder of the reference, whose files are read as rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rows(self, name: str) -> Rows:
        """Return the rows of a CSV file, packed or not."""
        content = (self.folder / name).read_bytes()
        text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8-sig")
        return list(csv.DictReader(text.splitlines()))

    def history(self) -> Rows:
        """Return each 2021 LSOA with its districts, boards and residents."""
        return self.rows("ons/lsoa21_history.csv.gz")

    def lookup(self, year: str) -> Rows:
        """Return the ONS lookup of 2022 (2011 LSOAs) or of 2023 (2021 LSOAs)."""
        names = {
            "2022": "ons/lsoa11_sicbl22_icb22_lad22.csv.gz",
            "2023": "ons/lsoa21_sicbl23_icb23_lad23.csv.gz",
        }
        return self.rows(names[year])


def write(name: str, header: tuple[str, ...], rows: Table) -> None:
    """Write a table to this folder."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def placed(reference: Reference) -> dict[str, tuple[str, ...]]:
    """Return the place of each LSOA in each year, by its code, in the columns of `PLACE`."""
    by_2011 = {row["LSOA11CD"]: row for row in reference.lookup("2022")}
    by_2021 = {row["LSOA21CD"]: row for row in reference.lookup("2023")}
    history = {row["LSOA21CD"]: row for row in reference.history()}
    agree(set(by_2021), set(history), "the 2021 LSOAs")
    found: dict[str, tuple[str, ...]] = {}
    for code in sorted({*by_2011, *history}):
        old, new, known = by_2011.get(code), by_2021.get(code), history.get(code)
        if known and new:
            for column in ("LAD23CD", "ICB23CDH"):
                agree(known[column], new[column], f"{column} of {code}")
        if known and old:
            for column in ("LAD22CD", "ICB22CDH"):
                agree(known[column], old[column], f"{column} of {code}")
        in_2022 = known or old or {}
        later = known or {}
        found[code] = (
            " ".join(c for c, row in (("2011", old), ("2021", known)) if row),
            in_2022["LAD22CD"],
            in_2022["ICB22CDH"],
            (old or {}).get("SICBL22CDH", ""),
            later.get("LAD23CD", ""),
            later.get("ICB23CDH", ""),
            (new or {}).get("SICBL23CDH", ""),
            later.get("LAD26CD", ""),
            later.get("ICB26CDH", ""),
            sub_icb_of_2026((new or {}).get("SICBL23CDH", ""), later.get("ICB26CDH", "")),
        )
    return found


def sub_icb_of_2026(before: str, board: str) -> str:
    """Return the sub-ICB location of 2026 of an LSOA, from the one of 2023 and the board of 2026.

    All but Frimley passed whole, and kept their codes.
    """
    return PARTS_OF_FRIMLEY[board] if before == FRIMLEY else before


class Run(NamedTuple):
    """LSOAs whose codes follow one another without a gap, all in one place."""

    place: tuple[str, ...]
    codes: list[str]


def runs(places: dict[str, tuple[str, ...]]) -> list[Run]:
    """Return the runs of LSOAs whose codes follow one another and whose places are the same."""

    def key(counted: tuple[int, str]) -> tuple[int, tuple[str, ...]]:
        number, code = counted
        return int(code[3:]) - number, places[code]

    grouped = groupby(enumerate(places), key)
    return [Run(place, [code for _, code in members]) for (_, place), members in grouped]


def compile_lsoas(reference: Reference) -> None:
    """Write `lsoas.csv` and `places.csv`: every LSOA of both censuses."""
    places = placed(reference)
    residents = {row["LSOA21CD"]: row["residents_2021"] for row in reference.history()}
    check_areas(reference, places, residents)
    numbers = {place: str(n) for n, place in enumerate(sorted(set(places.values())), 1)}
    write("places.csv", ("place", *PLACE), [(n, *place) for place, n in numbers.items()])
    rows: Table = [
        (
            run.codes[0],
            run.codes[-1],
            numbers[run.place],
            " ".join(residents[code] for code in run.codes if code in residents),
        )
        for run in runs(places)
    ]
    write("lsoas.csv", ("first", "last", "place", "residents"), rows)


def check_areas(
    reference: Reference, places: dict[str, tuple[str, ...]], residents: dict[str, str]
) -> None:
    """Check that the counts of each board and district are those of their LSOAs.

    The tests count them again, so these tables are not carried over.
    """
    for day, year in DAYS.items():
        board, district = PLACE.index(f"board_{year}"), PLACE.index(f"district_{year}")
        lsoas: Counter[tuple[str, str]] = Counter()
        people: Counter[tuple[str, str]] = Counter()
        for code, number in residents.items():
            place = places[code]
            lsoas[place[board], place[district]] += 1
            people[place[board], place[district]] += int(number)
        names = {
            (row["icb_code"], row["ods_code"], row["icb_name"])
            for row in reference.rows("icb_codes_by_vintage.csv")
            if row["vintage"] == day[:7]
        }
        rows = reference.rows(f"icb_area_{day}.csv")
        agree({(r["icb_code"], r["ods_code"], r["icb_name"]) for r in rows}, names, day)
        counted = {
            (row["ods_code"], row["lad_code"]): (int(row["lsoas"]), int(row["residents"]))
            for row in rows
        }
        agree(counted, {key: (lsoas[key], people[key]) for key in lsoas}, day)
        for row in rows:
            lad = [key for key in lsoas if key[1] == row["lad_code"]]
            agree(int(row["lad_lsoas"]), sum(lsoas[key] for key in lad), day)
            agree(int(row["lad_residents"]), sum(people[key] for key in lad), day)


def with_years(found: dict[tuple[str, ...], set[str]]) -> Table:
    """Return rows of facts with the years or months in which they held, in order."""
    return [(*fact, " ".join(sorted(when))) for fact, when in sorted(found.items())]


def compile_names(reference: Reference) -> None:
    """Write `districts.csv` and `sub_icbs.csv`: the names and codes in the ONS lookups."""
    districts: dict[tuple[str, ...], set[str]] = {}
    sub_icbs: dict[tuple[str, ...], set[str]] = {}
    boards = {
        (row["vintage"][:4], row["ods_code"]): (row["icb_code"], row["icb_name"])
        for row in reference.rows("icb_codes_by_vintage.csv")
    }
    for year in ("2022", "2023"):
        yy = year[2:]
        for row in reference.lookup(year):
            district = (row[f"LAD{yy}CD"], row[f"LAD{yy}NM"])
            districts.setdefault(district, set()).add(year)
            sub_icb = tuple(row[f"SICBL{yy}{column}"] for column in ("CDH", "CD", "NM"))
            sub_icbs.setdefault(sub_icb, set()).add(year)
            board = row[f"ICB{yy}CDH"]
            agree((row[f"ICB{yy}CD"], row[f"ICB{yy}NM"]), boards[year, board], board)
    for row in reference.rows("sub_icb_by_vintage.csv"):
        if row["vintage"] == "2026-04":
            sub_icb = (row["ods_code"], row["ons_code"], row["name"])
            sub_icbs.setdefault(sub_icb, set()).add("2026")
    write("districts.csv", ("gss_code", "name", "lookups"), with_years(districts))
    write("sub_icbs.csv", ("ods_code", "ons_code", "name", "lookups"), with_years(sub_icbs))


def compile_boards(reference: Reference) -> None:
    """Write `boards.csv` and `successions.csv`."""
    boards: dict[tuple[str, ...], set[str]] = {}
    columns = ("ods_code", "icb_code", "icb_name", "nhser_ods", "nhser_name")
    for row in reference.rows("icb_codes_by_vintage.csv"):
        boards.setdefault(tuple(row[name] for name in columns), set()).add(row["vintage"])
    header = ("ods_code", "ons_code", "name", "region_ods_code", "region", "vintages")
    write("boards.csv", header, with_years(boards))
    successions = sorted(
        (row["predecessor_ods"], row["successor_ods"])
        for row in reference.rows("icb_succession_2026.csv")
    )
    write("successions.csv", ("predecessor", "successor"), list(successions))


def compile_authorities(reference: Reference) -> None:
    """Write `authorities.csv`: councils that exist, and those abolished since 2019."""
    rows = [
        (row["gss"], KINDS[row["type"]], row["official_name"], row["name"], row["county_gss"],
         row["region"], "", "")
        for row in reference.rows("authorities_current.csv")
    ]  # fmt: skip
    rows += [
        (row["gss"], KINDS[row["type"]], row["official_name"], "", "", "", row["last_day"],
         row["replaced_by_gss"].replace(";", ""))
        for row in reference.rows("authorities_abolished.csv")
    ]  # fmt: skip
    header = (
        *("gss_code", "kind", "official_name", "name", "county_gss_code", "region"),
        *("last_day", "successors"),
    )
    write("authorities.csv", header, sorted(rows))


def compile_table_of_2022(reference: Reference) -> None:
    """Write `table_2022.csv`: the councils of each board, as the published table names them.

    The table is prose. It has a stray word, Staffordshire, at the end of one row, and one name
    with a comma in it.
    """
    bcp = "Bournemouth, Christchurch and Poole"
    rows = []
    for row in reference.rows("icb_table_2022.csv"):
        prose = row["local_authority_areas_covered"].replace(bcp, bcp.replace(",", ""))
        prose = re.sub(r", Staffordshire$", "", prose)
        for pair in PAIRS:
            prose = prose.replace(pair, pair.replace(" and ", ", ", 1))
        pieces = [piece.removeprefix("and ") for piece in prose.split(", ")]
        names = [
            ("part" if piece.startswith("part of ") else "whole",
             piece.removeprefix("part of ").removeprefix("the ").replace(bcp.replace(",", ""), bcp))
            for piece in pieces
        ]  # fmt: skip
        covered = [
            "; ".join(n for how, n in names if how == wanted) for wanted in ("whole", "part")
        ]
        rows.append((row["name"], *covered))
    write("table_2022.csv", ("board", "whole", "part"), sorted(rows))


def compile_plans(reference: Reference) -> None:
    """Write `plans.csv`: which council will become which, from when, and how certain that is."""
    codes = {row["name"]: row["gss"] for row in reference.rows("authorities_current.csv")}
    codes |= {name.replace("'", ""): code for name, code in codes.items()}
    rows = []
    for row in reference.rows("authorities_future.csv"):
        known = "" if row["successor"].startswith("not found") else row["successor"]
        to = known.split(" (")[0].split(" / ") if known else []
        to += re.findall(r"^split: .* to (.+)$", row["extent"])
        rows.append(
            (
                codes[row["existing_authority"]],
                row["date"][:10],
                "expected" if "expected" in row["date"] else "fixed",
                "legislated" if row["status"] == "legislated" else "decided",
                "split" if row["extent"].startswith("split") else row["extent"],
                "; ".join(to),
                row["certainty"],
            )
        )
    rows += [
        (row["gss_code"], row["date"], row["date_status"], "decided", row["extent"],
         row["successors"], row["certainty"])
        for row in reference.rows("planned_additions.csv")
    ]  # fmt: skip
    # the reference says that there will be four councils here, but not which districts they take in
    rows += [
        (row["gss"], "2028-04-01", "expected", "decided", "", "", "C")
        for row in reference.rows("authorities_current.csv")
        if row["county_gss"] == HERTFORDSHIRE
    ]
    header = ("gss_code", "date", "date_status", "status", "extent", "successors", "certainty")
    write("plans.csv", header, sorted(rows))


def compile_nhs_areas(reference: Reference) -> None:
    """Write `nhs_areas.csv`: sub-ICB locations, CCGs, STPs and regions, and their boards.

    The boards of a location or a region are those of the month. Those of a CCG are of July 2022, each with the
    2011 LSOAs of the CCG in it.
    """
    vintages: dict[tuple[str, ...], list[str]] = {}
    of_2021 = {}
    for row in reference.rows("sub_icb_by_vintage.csv"):
        if row["vintage"] == "2021-04":
            of_2021[row["ons_code"]] = (row["ods_code"], row["name"])
            continue
        key = ("sub-icb", row["ods_code"], row["ons_code"], row["name"], row["parent_ods"])
        vintages.setdefault(key, []).append(row["vintage"])
    rows: Table = [(*key, " ".join(found)) for key, found in vintages.items()]
    for row in reference.rows("ccg_to_board.csv"):
        boards = row["boards_2022"].replace(";", " ")
        total = sum(int(part.partition(":")[2]) for part in boards.split())
        agree(total, int(row["lsoas11"]), row["ccg_ons"])
        if row["last_seen"] == "2021":
            agree((row["ccg_ods"], row["name"]), of_2021.pop(row["ccg_ons"]), row["ccg_ons"])
        years = f"{row['first_seen']} {row['last_seen']}"
        names = "; ".join(row["names_all"].split("|"))
        rows.append(("ccg", row["ccg_ods"], row["ccg_ons"], names, boards, years))
    agree(of_2021, {}, "the CCGs of April 2021")
    for row in reference.rows("stp_codes_2017_2021.csv"):
        names = "; ".join(row["names"].split("|"))
        rows.append(("stp", "", row["stp_ons"], names, "", row["years"].replace("-", " ")))
    regions: dict[tuple[str, ...], set[str]] = {}
    for row in reference.rows("icb_codes_by_vintage.csv"):
        key = ("region", row["nhser_ods"], row["nhser_code"], row["nhser_name"], row["vintage"])
        regions.setdefault(key, set()).add(row["ods_code"])
    rows += [(*key[:4], " ".join(sorted(boards)), key[4]) for key, boards in regions.items()]
    header = ("kind", "ods_code", "ons_code", "names", "boards", "seen")
    write("nhs_areas.csv", header, sorted(rows))


def main() -> None:
    """Compile every table."""
    reference = Reference(Path(sys.argv[1]))
    compile_lsoas(reference)
    compile_names(reference)
    compile_boards(reference)
    compile_authorities(reference)
    compile_table_of_2022(reference)
    compile_plans(reference)
    compile_nhs_areas(reference)


if __name__ == "__main__":
    main()
