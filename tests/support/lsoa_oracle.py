"""A slow second opinion on `rebase`, LSOA by LSOA, with fractions.

It reads the files of the data with `csv`, and shares no code with the program. The blocks, the
periods and the rounding of the program have no part in it.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).parents[2] / "data"
BEGIN = "2022-07-01"


class Area(NamedTuple):
    """An area of a table: its kind, its code or key, and the day of its boundaries."""

    kind: str
    code: str
    day: str


class Row(NamedTuple):
    """A row of a table: a `figure`, or None for an empty cell, or for a mark."""

    area: Area
    group: str
    figure: Fraction | None


class Expected(NamedTuple):
    """What a target area gets in a group, and how much of it comes from divided areas.

    `value` is None if no figure falls on it. `complete` is None if the oracle does not know it.
    """

    value: Fraction | None
    estimated: Fraction | None
    complete: bool
    marks: int
    sources: frozenset[str]


@cache
def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the data."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def places(day: str, census: str = "2021") -> dict[str, dict[str, str]]:
    """Return where each LSOA of a census lay on a day, by its code."""
    day = max(day, BEGIN)
    return {
        row["lsoa"]: row
        for row in rows_of("lsoas.csv")
        if census in row["census"].split(";")
        and row["start"] <= day
        and (not row["end"] or day <= row["end"])
    }


@cache
def newest_codes() -> dict[str, str]:
    """Return the newest code of each council that changed its code."""
    return {row["former_code"]: row["gss_code"] for row in rows_of("authority_codes.csv")}


@cache
def councils() -> dict[str, dict[str, str]]:
    """Return the councils by their newest codes."""
    return {row["gss_code"]: row for row in rows_of("authorities.csv")}


@cache
def regions(day: str) -> dict[str, str]:
    """Return the region of each board on a day."""
    day = max(day, BEGIN)
    return {
        row["ods_code"]: row["region_ods_code"]
        for row in rows_of("region_boards.csv")
        if row["start"] <= day and (not row["end"] or day <= row["end"])
    }


def key_in(place: dict[str, str], geography: str, day: str) -> str:
    """Return the code of the area of a geography that has the place of an LSOA."""
    if geography == "council":
        return newest_codes().get(place["gss_code"], place["gss_code"])
    if geography == "region":
        return regions(day)[place["ods_code"]]
    return place["sub_icb" if geography == "sub-icb" else "ods_code"]


@cache
def members(geography: str, day: str, census: str = "2021") -> dict[str, frozenset[str]]:
    """Return the LSOAs of each area of a geography on a day. Counties are among the councils."""
    found: dict[str, set[str]] = defaultdict(set)
    for lsoa, place in places(day, census).items():
        key = key_in(place, geography, day)
        found[key].add(lsoa)
        county = councils()[key]["county_gss_code"] if geography == "council" else ""
        if county:
            found[county].add(lsoa)
    return {key: frozenset(lsoas) for key, lsoas in found.items()}


@cache
def territory(area: Area) -> frozenset[str]:
    """Return the 2021 LSOAs of an area; of an older council, those of what followed it."""
    if area.kind == "lsoa":
        return frozenset({area.code}) & places(area.day).keys()
    key = newest_codes().get(area.code, area.code)
    if area.kind == "council" and (councils()[key]["end"] or BEGIN) < BEGIN:
        return frozenset[str]().union(*(members("council", BEGIN)[one] for one in followers(key)))
    return members(area.kind, area.day)[key]


def followers(key: str) -> set[str]:
    """Return the councils of 1 July 2022 that followed a council that ended before."""
    row = councils()[key]
    if not row["end"] or row["end"] >= BEGIN:
        return {key}
    return set[str]().union(*(followers(one) for one in row["successors"].split(";")))


@cache
def ccg_counts(code: str, geography: str, day: str) -> dict[str, int]:
    """Return how many 2011 LSOAs of a CCG lie in each board or region on a day.

    If it is known only that all are in one area, they count as 1. Returns nothing if the counts of
    several areas are not known.
    """
    counts: Counter[str] = Counter()
    unknown = False
    for row in rows_of("nhs_area_boards.csv"):
        lives = row["start"] <= max(day, BEGIN) and (not row["end"] or day <= row["end"])
        if (row["kind"], row["code"]) == ("ccg", code) and lives:
            board = row["ods_code"]
            key = regions(day)[board] if geography == "region" else board
            counts[key] += int(row["lsoas"] or 0)
            unknown = unknown or not row["lsoas"]
    if unknown and len(counts) > 1:
        return {}
    return {key: count or 1 for key, count in counts.items()}


@cache
def shares(area: Area, geography: str, day: str, by: str) -> dict[str, Fraction]:
    """Return the share of each target area in an area; together they are 1."""
    counts: Counter[str] = Counter()
    if area.kind == "ccg":
        counts.update(ccg_counts(area.code, geography, day))
    elif area.kind == "lsoa":
        here = places(day).get(area.code) or places(day, "2011")[area.code]
        counts[key_in(here, geography, day)] = 1
    else:
        where = places(day)
        for lsoa in territory(area):
            weight = int(where[lsoa]["residents"]) if by == "residents" else 1
            counts[key_in(where[lsoa], geography, day)] += weight
    total = sum(counts.values())
    return {key: Fraction(count, total) for key, count in counts.items()}


def expected(
    rows: Iterable[Row], geography: str, day: str, by: str, marks: Iterable[bool] = ()
) -> dict[tuple[str, str], Expected]:
    """Return what each group and target area gets. `marks` says which rows have a mark."""
    rows = list(rows)
    marks = list(marks) or [False] * len(rows)
    values: dict[tuple[str, str], list[Fraction]] = defaultdict(list)
    estimated: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    marked: Counter[tuple[str, str]] = Counter()
    sources: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row, mark in zip(rows, marks, strict=True):
        parts = shares(row.area, geography, day, by)
        for key, share in parts.items():
            sources[row.group, key].add(row.area.code)
            marked[row.group, key] += mark
            if row.figure is not None:
                values[row.group, key].append(row.figure * share)
                estimated[row.group, key] += row.figure * share if len(parts) > 1 else 0
    full: dict[str, set[str]] = {}
    for group, of in {(row.group, row.area.day) for row in rows}:
        found = covered([r for r in rows if (r.group, r.area.day) == (group, of)], geography, day)
        full[group] = full.get(group, found) & found
    return {
        (group, key): Expected(
            sum(values[group, key], Fraction()) if (group, key) in values else None,
            estimated[group, key] if (group, key) in values else None,
            key in full[group],
            marked[group, key],
            frozenset(codes),
        )
        for (group, key), codes in sources.items()
    }


def covered(rows: list[Row], geography: str, day: str) -> set[str]:
    """Return the target areas all of whose LSOAs are in areas with a figure in every row."""
    areas = {row.area for row in rows} - {row.area for row in rows if row.figure is None}
    lsoas: set[str] = set()
    followed: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for area in areas:
        if area.kind == "ccg":
            counts.update(ccg_counts(area.code, geography, day))
        elif area.kind == "council" and ended_early(area.code):
            for follower in followers(area.code):
                followed[follower].add(area.code)
        elif area.kind == "lsoa":
            lsoas.add(area.code)
        else:
            lsoas |= territory(area)
    for follower, present in followed.items():
        before = {
            key
            for key, row in councils().items()
            if follower in row["successors"].split(";") and row["kind"] != "county"
        }
        if all(key in present or councils()[key]["county_gss_code"] in present for key in before):
            lsoas |= members("council", BEGIN)[follower]
    found = {key for key, all_ in members(geography, day).items() if all_ <= lsoas}
    if any(area.kind == "lsoa" for area in areas):
        old = {key for key, all_ in members(geography, day, "2011").items() if all_ <= lsoas}
        found |= old
    of_2011 = members(geography, day, "2011")
    return found | {key for key, count in counts.items() if count == len(of_2011[key])}


def ended_early(code: str) -> bool:
    """Return whether a council ended before boards began."""
    return (councils()[newest_codes().get(code, code)]["end"] or BEGIN) < BEGIN
