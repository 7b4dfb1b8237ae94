"""Builds the next vintage of the data from an official lookup: how a maintainer moves on a date.

Only `icb_areas.csv` and the boundaries in `datapackage.json` are made here. Which boards and
authorities there are, their codes and their successors, is written by hand beforehand: what a
lookup names and the data do not know is reported and never invented.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import tempfile
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from icslookup import official
from icslookup.dataset import Dataset
from icslookup.errors import DataError, OutputError, UsageError
from icslookup.invariants import faults
from icslookup.model import Membership
from icslookup.reading import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from icslookup.official import Place

AREAS = "icb_areas.csv"
DESCRIPTOR = "datapackage.json"
CERTAINTIES = ("A", "B", "C", "D")
FIGURES = "lsoa21-history"
"""The source of the figures of a row that was opened by a recode only."""

_DAY = timedelta(days=1)
_SHOWN = 20


class Evidence(NamedTuple):
    """What new rows say of themselves: their sources, joined by semicolons, and certainty."""

    source: str
    certainty: str


class Line(NamedTuple):
    """A row of `icb_areas.csv` and its text, which stays as it is while the row does."""

    membership: Membership
    evidence: Evidence
    cells: Mapping[str, str]
    text: str


class Recode(NamedTuple):
    """The end of a former code of an authority, and the code that follows on the next day."""

    gss_code: str
    end: date
    evidence: Evidence


class Report(NamedTuple):
    """What was built: rows of `icb_areas.csv`, LSOAs and residents of the lookup, the folder.

    `kept` rows are the same byte for byte. `later` are the faults that the whole span still has
    because boards are known to change after the day that was built.
    """

    closed: int
    opened: int
    kept: int
    lsoas: int
    residents: int
    folder: str
    later: tuple[str, ...]


def build(
    data: Dataset, day: date, lookup: str, residents: str, evidence: Evidence, out: str
) -> Report:
    """Write a new set of data files in which memberships are those of a lookup from a day on.

    Parameters: `data`, the data to go on from, whose `icb_areas.csv` may hold its header only;
    `day`, from which the lookup holds; `lookup` and `residents`, paths of the official files (see
    `icslookup.official`); `evidence` for the rows that the lookup opens; `out`, the folder to
    write, which is new, empty, or holds a data set, whose files are then replaced.

    A membership that the lookup does not have, or has with other figures, ends on the day before
    `day`. One whose authority was recoded since ends with the former code, and goes on from the
    next day under the new one. The result must hold together on every day up to `day`, or nothing
    is written. Days after it are not looked at: where 2022 is built from registers that know of
    2026, boards end that nothing has followed yet, and `Report.later` says so.

    Raises `UsageError` for a day that is not after the last boundaries, unknown evidence or a
    folder that holds something else; `DataError` for files that are damaged, contradict each
    other or name what is not known; `OutputError` where the result cannot be written.
    """
    _check_day(data, day)
    evidence = _checked(data, evidence)
    _check_folder(out)
    places, numbers = official.lookup(lookup), official.residents(residents)
    _check_numbers(lookup, residents, places, numbers)
    _check_codes(lookup, data, day, places)
    columns, old = _read_lines(data)
    wanted = [_line(columns, row, evidence) for row in _counted(places, numbers, day)]
    new = _merged(data, day, columns, old, wanted)
    kept = len({line.text for line in old} & {line.text for line in new})
    areas = "".join([_text(columns), *(line.text for line in new)])
    later = _write(data, day, areas, out)
    closed, opened = len(old) - kept, len(new) - len(old)
    return Report(closed, opened, kept, len(places), sum(numbers.values()), out, later)


def default_source(data: Dataset, day: date) -> str:
    """Return the source that is called after the year of the lookup, or nothing."""
    name = f"ons-lookup-{day.year}"
    return name if name in _sources(data) else ""


def summary(report: Report) -> str:
    """Say in a few lines what was built."""
    text = (
        f"{report.folder}: {report.closed} memberships closed, {report.opened} opened,"
        f" {report.kept} kept; {report.lsoas} LSOAs, {report.residents} residents\n"
    )
    if report.later:
        text += "Boards are known to change later: build the boundaries after these too\n"
    return text


def _sources(data: Dataset) -> list[str]:
    return [source["name"] for source in data.descriptor.get("sources", ())]


def _check_day(data: Dataset, day: date) -> None:
    boundaries: list[date] = data.descriptor["boundaries"]
    last = max(boundaries, default=None)
    if last and day <= last:
        raise UsageError(f"{day} is not after the last boundaries in the data, of {last}")


def _checked(data: Dataset, evidence: Evidence) -> Evidence:
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
    if not os.path.lexists(out):
        return
    if not os.path.isdir(out):
        raise UsageError(f"{out} is not a folder")
    if os.listdir(out) and not os.path.isfile(os.path.join(out, DESCRIPTOR)):
        raise UsageError(f"{out} holds other files: name a new folder, or one that holds the data")


def _check_numbers(
    lookup: str, residents: str, places: Mapping[str, Place], numbers: Mapping[str, int]
) -> None:
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


def _check_codes(lookup: str, data: Dataset, day: date, places: Mapping[str, Place]) -> None:
    """Refuse boards and authorities that the data do not know on the day, and name them all."""
    found = dict.fromkeys(
        text
        for place in dict.fromkeys(places.values())
        for text in (_board_fault(data, day, place), _authority_fault(data, day, place))
        if text
    )
    if found:
        raise DataError(f"{lookup} does not fit the data: {'; '.join(found)}")


def _board_fault(data: Dataset, day: date, place: Place) -> str | None:
    board = data.boards.get(place.ods_code)
    label = f"board {place.ods_code} ({place.board})"
    if board is None:
        return f"{label} is not in boards.csv"
    if not board.alive(day):
        return f"{label} did not exist on {day}"
    held = board.ons_code(day)
    if held != place.ons_code:
        return f"{label} has the ONS code {held or 'unknown'} on {day}, not {place.ons_code}"
    return None


def _authority_fault(data: Dataset, day: date, place: Place) -> str | None:
    authority = data.authorities.get(data.authority_keys.get(place.gss_code, ""))
    label = f"authority {place.gss_code} ({place.authority})"
    if authority is None:
        return f"{label} is not in authorities.csv"
    if authority.kind == "county":
        return f"{label} is a county and not a district"
    if not authority.alive(day):
        return f"{label} did not exist on {day}"
    held = authority.gss_code_on(day)
    return None if held == place.gss_code else f"{label} has the code {held} on {day}"


def _counted(
    places: Mapping[str, Place], numbers: Mapping[str, int], day: date
) -> Iterator[Membership]:
    """Count the LSOAs and residents of each board in each authority, from a day on."""
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


def _text(cells: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def _read_lines(data: Dataset) -> tuple[list[str], list[Line]]:
    """Return the columns of `icb_areas.csv` and its rows, each with its text."""
    path = os.path.join(data.folder, AREAS)
    memberships = data.memberships
    with open(path, encoding="utf-8-sig", newline="") as file:
        texts = file.readlines()
    columns = next(csv.reader(texts[:1]), [])
    missing = [name for name in Evidence._fields if name not in columns]
    if missing:
        raise DataError(f"{path}, line 1: there is no column {missing[0]}")
    lines, done = [], 1
    for membership, row in zip(memberships, read_rows(path, ()), strict=True):
        # A row is known by the line it ends on; those since the row before belong to it too.
        text = "".join(texts[done : row.line]).strip("\r\n")
        evidence = Evidence(row.cells["source"], row.cells["certainty"])
        lines.append(Line(membership, evidence, row.cells, f"{text}\n"))
        done = row.line
    return columns, lines


def _line(columns: list[str], row: Membership, evidence: Evidence) -> Line:
    values = {**row._asdict(), **evidence._asdict(), "end": row.end or ""}
    cells = {column: str(values.get(column, "")) for column in columns}
    return Line(row, evidence, cells, _text(cells.values()))


def _closed(line: Line, end: date) -> Line:
    cells = {**line.cells, "end": str(end)}
    return line._replace(
        membership=line.membership._replace(end=end), cells=cells, text=_text(cells.values())
    )


def _recodes(data: Dataset) -> dict[str, Recode]:
    """Return what follows each former code of an authority whose last day is known."""
    path = os.path.join(data.folder, "authority_codes.csv")
    rows = {
        row.text("former_code"): Evidence(row.text("source"), row.choice("certainty", CERTAINTIES))
        for row in read_rows(path, ("former_code", "source", "certainty"))
    }
    found = {}
    for authority in data.authorities.values():
        *former, newest = authority.gss_codes
        known = sorted((code.end, code.code) for code in former if code.end)
        following = [*(code for _, code in known[1:]), newest.code]
        for (end, code), after in zip(known, following, strict=False):
            found[code] = Recode(after, end, rows[code])
    return found


def _carried(
    columns: list[str], line: Line, recodes: Mapping[str, Recode], day: date
) -> Iterator[Line]:
    """Yield a row that lasts as it stands on a day: in a piece for each code of its authority.

    All but the last piece are closed. What opens a later one is the recode, so that is its
    source; its figures are the former row's, so it is no more certain than that.
    """
    while (recode := recodes.get(line.membership.gss_code)) and recode.end < day:
        yield _closed(line, recode.end)
        evidence = Evidence(
            f"{recode.evidence.source};{FIGURES}",
            max(recode.evidence.certainty, line.evidence.certainty),
        )
        row = line.membership._replace(gss_code=recode.gss_code, start=recode.end + _DAY)
        line = _line(columns, row, evidence)
    yield line


def _merged(
    data: Dataset,
    day: date,
    columns: list[str],
    lines: Iterable[Line],
    wanted: Iterable[Line],
) -> list[Line]:
    """Return the rows of the new file: those of the old one up to the day, the lookup's since.

    Raises `DataError` where an old row begins or ends on the day or after it.
    """
    left = {(*line.membership[:2], *line.membership[4:]): line for line in wanted}
    recodes = _recodes(data)
    found = []
    for old in lines:
        row = old.membership
        if max(row.start, row.end or row.start) >= day:
            what = f"{row.ods_code} and {row.gss_code} begins or ends on {day} or later"
            raise DataError(f"{os.path.join(data.folder, AREAS)}: the row of {what}")
        if row.end:
            found.append(old)
            continue
        *former, last = _carried(columns, old, recodes, day)
        found.extend(former)
        row = last.membership
        if left.pop((*row[:2], *row[4:]), None):
            found.append(last)
        elif row.start < day:
            found.append(_closed(last, day - _DAY))
    found.extend(left.values())
    return sorted(found, key=_place_in_file)


def _place_in_file(line: Line) -> tuple[str, date, str]:
    return line.membership.gss_code, line.membership.start, line.membership.ods_code


def _write(data: Dataset, day: date, areas: str, out: str) -> tuple[str, ...]:
    """Write the set beside its folder, check it, and move it there. Returns its later faults.

    Nothing is left behind where it does not hold together or cannot be written.
    """
    out = os.path.abspath(out)
    beside = None
    try:
        beside = tempfile.mkdtemp(prefix=".icslookup-", dir=os.path.dirname(out))
        made = os.path.join(beside, "data")
        os.mkdir(made)
        _fill(data, day, areas, made)
        built = Dataset(made)
        found = [fault.message for fault in faults(built, day)]
        if found:
            more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise DataError(f"the result does not hold together: {'; '.join(found[:_SHOWN])}{more}")
        later = tuple(fault.message for fault in faults(built))
        _move(made, out)
    except OSError as error:
        raise OutputError(f"{out} cannot be written: {error.strerror or error}") from None
    else:
        return later
    finally:
        if beside:
            shutil.rmtree(beside, ignore_errors=True)


def _fill(data: Dataset, day: date, areas: str, folder: str) -> None:
    for name in os.listdir(data.folder):
        if name.endswith(".csv") and name != AREAS:
            shutil.copyfile(os.path.join(data.folder, name), os.path.join(folder, name))
    with open(os.path.join(data.folder, DESCRIPTOR), encoding="utf-8") as file:
        descriptor = json.load(file)
    descriptor["boundaries"].append(str(day))
    for name, text in (
        (AREAS, areas),
        (DESCRIPTOR, f"{json.dumps(descriptor, indent=2, ensure_ascii=False)}\n"),
    ):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)


def _move(made: str, out: str) -> None:
    """Move a made folder into place: as a whole where there is none, else file by file.

    The descriptor is moved last, so that it never claims boundaries whose rows are not there.
    """
    if not os.path.isdir(out) or not os.listdir(out):
        if os.path.isdir(out):
            os.rmdir(out)
        os.replace(made, out)
        return
    for name in sorted(os.listdir(made), key=lambda name: name == DESCRIPTOR):
        os.replace(os.path.join(made, name), os.path.join(out, name))
