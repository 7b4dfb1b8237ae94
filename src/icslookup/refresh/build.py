"""Builds the next vintage of the data from an official lookup, for a maintainer or an update.

This module makes only `icb_areas.csv`, `lsoas.csv`, `nhs_area_boards.csv` and the boundaries in
`datapackage.json`. A maintainer writes boards, authorities, sub-ICB locations, codes and successors
by hand beforehand. If a lookup names a record that the data lack, this module reports it and never
invents it.
"""

from __future__ import annotations

import json
import os
import shutil

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.integrity import faults
from icslookup.dataset.loader import Dataset
from icslookup.dataset.lsoas import FILE as LSOAS
from icslookup.dates import DAY
from icslookup.errors import DataError, UsageError
from icslookup.model import Membership
from icslookup.ons import lsoa_lookup
from icslookup.ons.lsoa_lookup import check_codes
from icslookup.refresh import merge
from icslookup.refresh.merge import AREAS, CERTAINTIES, Evidence, reopen_rows
from icslookup.refresh.merge_lsoas import lsoas_text, merge_lsoas, read_lsoa_rows, reopen_lsoas
from icslookup.refresh.merge_nhs_areas import (
    NHS_AREAS,
    Moved,
    Shipped,
    merge_nhs_areas,
    reopen_nhs_areas,
)
from icslookup.storage.atomic import replace_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from typing import Any

    from icslookup.ons.lsoa_lookup import LookupRow

DESCRIPTOR = "datapackage.json"

_SHOWN = 20


class Report(NamedTuple):
    """What was built: rows of `icb_areas.csv`, LSOAs and residents of the lookup, the folder.

    `kept` rows are the same byte for byte. `later` has the faults of later days, since boards are
    known to change after the day that was built.
    """

    closed: int
    opened: int
    kept: int
    lsoas: int
    residents: int
    folder: str
    later: tuple[str, ...]


def build(  # noqa: PLR0913 - what a set is built from
    data: Dataset,
    day: date,
    lookup: str,
    residents: str | None,
    evidence: Evidence,
    out: str,
    *,
    shipped: Dataset | None = None,
) -> Report:
    """Write a new set of data files in which memberships are those of a lookup from a day on.

    Parameters:
    - `data` are the earlier data. Their `icb_areas.csv` and `lsoas.csv` may have headers only.
    - `day` is the first day of the lookup.
    - `lookup` and `residents` are paths of the official files (see `icslookup.ons.lsoa_lookup`).
      `residents` may be None for the residents in the data.
    - `evidence` is for the rows that the lookup opens.
    - `shipped` are data that have the boundaries of the day already, if they are built again.
    - `out` is the folder to write. It is new or empty, or has a data set, which is then replaced.

    `lsoas.csv` follows the lookup in the same way, LSOA by LSOA (see `merge_lsoas`). So does
    `nhs_area_boards.csv`, location by location (see `merge_nhs_areas`).

    If the lookup lacks a membership, or has other figures for it, the membership ends on the day
    before `day`. If its authority was recoded since, the row ends with the former code, and another
    row goes on under the new code. The result must be valid on every day up to `day`, or nothing
    is written. Later days are not checked. If 2022 is built from registers that know of 2026, some
    boards end without a successor in the memberships, and `Report.later` says so.

    Raises `UsageError` for a day that is not after the last boundaries, unknown evidence, or a
    folder with other files. Raises `DataError` for files that are damaged, contradict each other
    or name unknown records. Raises `OutputError` if the result cannot be written.
    """
    _check_day(data, day)
    evidence = _check_evidence(data, evidence)
    _check_folder(out)
    places = lsoa_lookup.lookup(lookup)
    numbers = lsoa_lookup.residents(residents) if residents else data.lsoa_residents
    _check_numbers(lookup, residents or os.path.join(data.folder, LSOAS), places, numbers)
    check_codes(lookup, data, places, day, day)
    columns, old = merge.read_membership_rows(data)
    wanted = [
        merge.new_row(columns, membership, evidence)
        for membership in _memberships(places, numbers, day)
    ]
    new = merge.merge_rows(data, day, columns, old, wanted)
    kept = len({row.text for row in old} & {row.text for row in new})
    areas = "".join([merge.csv_line(columns), *(row.text for row in new)])
    lsoas = merge_lsoas(data, day, places, numbers, evidence)
    known = Shipped(shipped, _touched(shipped, day, places)) if shipped else None
    nhs_areas = merge_nhs_areas(data, day, _moved(data, day, places, numbers), evidence, known)
    tables = {AREAS: areas, LSOAS: lsoas, NHS_AREAS: nhs_areas}
    later = _write(data, day, tables, out)
    closed, opened = len(old) - kept, len(new) - len(old)
    return Report(closed, opened, kept, len(places), sum(numbers.values()), out, later)


def choose_evidence(
    data: Dataset, day: date, sources: list[str] | None, certainty: str
) -> Evidence:
    """Return the evidence for new rows. The default source has the year of the lookup in its name.

    The source is empty if the data do not have the default source.
    """
    default = f"ons-lookup-{day.year}"
    names = sources or [default if default in _sources(data) else ""]
    return Evidence(";".join(names), certainty)


def summary(report: Report) -> str:
    """Return a few lines about what was built."""
    text = (
        f"{report.folder}: {report.closed} memberships closed, {report.opened} opened,"
        f" {report.kept} kept; {report.lsoas} LSOAs, {report.residents} residents\n"
    )
    if report.later:
        text += "Boards are known to change later: build the boundaries after these too\n"
    return text


def _sources(data: Dataset) -> list[str]:
    """Return the names of the sources of the data."""
    return [source["name"] for source in data.descriptor.get("sources", ())]


def _check_day(data: Dataset, day: date) -> None:
    """Raise `UsageError` if a day is not after the last boundaries."""
    boundaries: list[date] = data.descriptor["boundaries"]
    last = max(boundaries, default=None)
    if last and day <= last:
        raise UsageError(f"{day} is not after the last boundaries in the data, of {last}")


def _check_evidence(data: Dataset, evidence: Evidence) -> Evidence:
    """Return evidence with each source once. Raise `UsageError` if it is unknown."""
    known = _sources(data)
    names = list(dict.fromkeys(name.strip() for name in evidence.source.split(";") if name.strip()))
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        what = f"there is no source {unknown[0]!r}" if unknown else "no source is given"
        raise UsageError(f"{what}: name one of {', '.join(known)}, or add it to {DESCRIPTOR}")
    if evidence.certainty not in CERTAINTIES:
        raise UsageError(f"{evidence.certainty!r} is none of {', '.join(CERTAINTIES)}")
    return Evidence(";".join(names), evidence.certainty)


def _check_folder(out: str) -> None:
    """Raise `UsageError` unless a folder is new or empty, or has a data set."""
    if not os.path.lexists(out):
        return
    if not os.path.isdir(out):
        raise UsageError(f"{out} is not a folder")
    if os.listdir(out) and not os.path.isfile(os.path.join(out, DESCRIPTOR)):
        raise UsageError(f"{out} holds other files: name a new folder, or one that holds the data")


def _check_numbers(
    lookup: str, residents: str, places: Mapping[str, LookupRow], numbers: Mapping[str, int]
) -> None:
    """Raise `DataError` unless a lookup and residents have the same LSOAs."""
    without = [lsoa for lsoa in places if lsoa not in numbers]
    if without:
        raise DataError(
            f"{residents}: {len(without)} LSOAs of {lookup} have no residents,"
            f" {without[0]} among them"
        )
    missing = [lsoa for lsoa in numbers if lsoa not in places]
    if missing:
        raise DataError(
            f"{lookup} has {len(places)} LSOAs and {residents} has {len(numbers)}:"
            f" {missing[0]} is missing, and {len(missing) - 1} more"
        )


def _memberships(
    places: Mapping[str, LookupRow], numbers: Mapping[str, int], day: date
) -> Iterator[Membership]:
    """Yield a membership, from a day on, for each board in each authority of a lookup."""
    parts: dict[tuple[str, str], list[int]] = {}
    wholes: dict[str, list[int]] = {}
    for lsoa, place in places.items():
        parts.setdefault((place.ods_code, place.gss_code), []).append(numbers[lsoa])
        wholes.setdefault(place.gss_code, []).append(numbers[lsoa])
    for (ods_code, gss_code), part in parts.items():
        whole = wholes[gss_code]
        yield Membership(
            ods_code, gss_code, day, None, len(part), len(whole), sum(part), sum(whole)
        )


def _moved(
    data: Dataset, day: date, places: Mapping[str, LookupRow], numbers: Mapping[str, int]
) -> Iterator[Moved]:
    """Yield each LSOA of a lookup, with its sub-ICB location and board before the day."""
    before = {row.lsoa: row for row in data.lsoas if row.exists_on(day - DAY)}
    for lsoa, place in places.items():
        row = before.get(lsoa)
        location, board = (row.sub_icb or "", row.ods_code or "") if row else ("", "")
        yield Moved(location, board, place.sub_icb, place.ods_code, numbers[lsoa])


def _touched(shipped: Dataset, day: date, places: Mapping[str, LookupRow]) -> frozenset[str]:
    """Return the boards in which an LSOA is not where the data have it on a day."""
    rows = {row.lsoa: row for row in shipped.lsoas if row.exists_on(day)}
    boards: set[str | None] = set()
    for lsoa, place in places.items():
        row = rows.get(lsoa)
        board, location = (row.ods_code, row.sub_icb) if row else (None, None)
        if board != place.ods_code or (place.sub_icb or location) != location:
            boards |= {board, place.ods_code}
    return frozenset(board for board in boards if board)


def _write(data: Dataset, day: date, tables: Mapping[str, str], out: str) -> tuple[str, ...]:
    """Write the set to its folder if it is valid. Return the faults of later days.

    The descriptor is moved last, so that it never claims boundaries whose rows are missing.
    """
    with replace_folder(out, last=DESCRIPTOR) as made:
        descriptor = read_descriptor(data)
        descriptor["boundaries"].append(str(day))
        write_files(data, descriptor, tables, made)
        built = Dataset(made)
        found = [fault.message for fault in faults(built, day)]
        if found:
            more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise DataError(f"the result does not hold together: {'; '.join(found[:_SHOWN])}{more}")
        return tuple(fault.message for fault in faults(built))


def read_descriptor(data: Dataset) -> dict[str, Any]:
    """Read the descriptor of a data set from its file, to change and write it."""
    with open(os.path.join(data.folder, DESCRIPTOR), encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def write_files(
    data: Dataset, descriptor: dict[str, Any], tables: Mapping[str, str], folder: str
) -> None:
    """Write a copy of a data set into a folder, with another descriptor and other `tables`.

    `tables` has the text of each changed file by its name.
    """
    for name in os.listdir(data.folder):
        if name.endswith(".csv") and name not in tables:
            shutil.copyfile(os.path.join(data.folder, name), os.path.join(folder, name))
    described = f"{json.dumps(descriptor, indent=2, ensure_ascii=False)}\n"
    for name, text in (*tables.items(), (DESCRIPTOR, described)):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)


def roll_back(data: Dataset, day: date, folder: str, described: Mapping[str, Any]) -> Dataset:
    """Write a data set as it was before the boundaries of a day, and return it.

    Parameters: `data` is not changed. `day` is the first day without memberships. `folder` is an
    empty folder to write into. `described` has the changed values of `datapackage.json`. Raises
    `DataError` if the data cannot be read, and `OSError` if the folder cannot be written.
    """
    columns, rows = merge.read_membership_rows(data)
    rows = reopen_rows(columns, rows, day)
    areas = "".join([merge.csv_line(columns), *(row.text for row in rows)])
    earlier = [str(boundary) for boundary in data.descriptor["boundaries"] if boundary < day]
    descriptor = {**read_descriptor(data), "boundaries": earlier, **described}
    lsoa_columns, lsoas = read_lsoa_rows(data)
    tables = {
        AREAS: areas,
        LSOAS: lsoas_text(lsoa_columns, reopen_lsoas(lsoas, day)),
        NHS_AREAS: reopen_nhs_areas(data, day),
    }
    write_files(data, descriptor, tables, folder)
    return Dataset(folder)
