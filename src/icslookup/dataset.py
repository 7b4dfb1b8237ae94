"""The reference data: reads the folder `data/` into records, each file when first asked for.

A `Dataset` never changes after it was read. What a file holds is checked while it is read, so
that a damaged file is an error with its line and not a wrong answer; what must hold between
the files is checked by `icslookup.invariants`.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from functools import cached_property, lru_cache

from icslookup import refreshed, userdata
from icslookup.errors import DataError
from icslookup.model import (
    KINDS,
    Alias,
    Authority,
    Board,
    Cluster,
    Code,
    DataInfo,
    Event,
    Membership,
    Place,
    Plan,
    Region,
    Wave,
)
from icslookup.reading import once, read_rows
from icslookup.records import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from icslookup.reading import Row
    from icslookup.refreshed import Pointer

FIRST_DAY = date(2022, 7, 1)
"""The day on which the boards were established; membership is known from then on."""


class Dataset:
    """The reference data of one folder.

    Parameters: `folder`, a path that holds the CSV files and `datapackage.json` that the
    bundled `datapackage.json` describes. Nothing is read until it is asked for; then
    `DataError` is raised where a file is missing or damaged.
    """

    PARTS = (
        *("descriptor", "boards", "authorities", "memberships", "aliases", "plans", "places"),
        *("waves", "clusters", "events", "lsoa_residents"),
    )
    """The attributes that read all files between them."""

    REMEDY = "install icslookup again"
    """What to do where a file is missing."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def _rows(self, name: str, *columns: str) -> Iterator[Row]:
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            raise DataError(f"is missing: {self.REMEDY}", path)
        return read_rows(path, columns)

    def read_all(self) -> None:
        """Read every file, so that a fault in any of them is raised now."""
        for part in self.PARTS:
            getattr(self, part)

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The Frictionless descriptor of the data, as read from `datapackage.json`.

        What is asked of it without a further look is there: sources, files, their columns, and
        boundaries in their order, though there may be none where data are to be built.
        """
        import json

        path = os.path.join(self.folder, "datapackage.json")
        try:
            with open(path, encoding="utf-8") as file:
                found = json.load(file)
            _check_described(found)
            return {
                **found,
                "version": str(found["version"]),
                "attribution": str(found["attribution"]),
                "boundaries": _boundaries(found["boundaries"]),
            }
        except FileNotFoundError:
            raise DataError(f"is missing: {self.REMEDY}", path) from None
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise DataError(f"is not a description of the data: {error}", path) from None

    def info(self, day: date) -> DataInfo:
        """Return what to cite for an answer about a day, before the first one no boundaries."""
        found = self.descriptor
        dates: list[date] = found["boundaries"]
        held = max((boundary for boundary in dates if boundary <= day), default=None)
        return DataInfo(found["version"], held, found["attribution"])

    @cached_property
    def boards(self) -> dict[str, Board]:
        """Every board there has been, by ODS code."""
        codes: dict[str, list[Code]] = {}
        rows = self._rows("board_codes.csv", "ods_code", "ons_code", "start", "end")
        seen: set[str] = set()
        for row in rows:
            code = Code(row.text("ons_code"), row.day_or_none("start"), row.day_or_none("end"))
            once(seen, row, "ons_code", code.code)
            codes.setdefault(row.text("ods_code"), []).append(code)
        boards: dict[str, Board] = {}
        board_rows = list(self._rows(
            "boards.csv", "ods_code", "name", "short_name", "region_ods_code", "region",
            "start", "end", "predecessors", "successors",
        ))  # fmt: skip
        known = {row.cells["ods_code"] for row in board_rows}
        keys: set[str] = set()
        for row in board_rows:
            ods_code = row.text("ods_code")
            once(keys, row, "ods_code", ods_code)
            row.known("predecessors", row.texts("predecessors"), known)
            row.known("successors", row.texts("successors"), known)
            boards[ods_code] = Board(
                ods_code,
                row.text("name"),
                row.text("short_name"),
                Region(row.text("region_ods_code"), row.text("region")),
                row.day("start"),
                row.day_or_none("end"),
                row.texts("predecessors"),
                row.texts("successors"),
                tuple(sorted(codes.get(ods_code, ()), key=lambda c: c.end or date.max)),
            )
        return boards

    @cached_property
    def authorities(self) -> dict[str, Authority]:
        """Every authority, present and abolished, by its newest GSS code."""
        former: dict[str, list[Code]] = {}
        for row in self._rows("authority_codes.csv", "former_code", "gss_code", "end"):
            code = Code(row.text("former_code"), None, row.day_or_none("end"))
            former.setdefault(row.text("gss_code"), []).append(code)
        rows = list(self._rows(
            "authorities.csv", "gss_code", "name", "official_name", "kind", "county_gss_code",
            "region", "ceremonial_county", "start", "end", "successors",
        ))  # fmt: skip
        predecessors: dict[str, list[str]] = {}
        for row in rows:
            for successor in row.texts("successors"):
                predecessors.setdefault(successor, []).append(row.cells["gss_code"])
        authorities: dict[str, Authority] = {}
        counties = {row.cells["gss_code"] for row in rows if row.cells["kind"] == "county"}
        known = {row.cells["gss_code"] for row in rows}
        keys: set[str] = set()
        for row in rows:
            gss_code = row.text("gss_code")
            once(keys, row, "gss_code", gss_code)
            county = row.cells["county_gss_code"] or None
            row.known("county_gss_code", (county,) if county else (), counties)
            row.known("successors", row.texts("successors"), known)
            start, end = row.day_or_none("start"), row.day_or_none("end")
            earlier = former.get(gss_code, [])
            recoded = max((c.end for c in earlier if c.end), default=None)
            since = recoded + timedelta(days=1) if recoded else start
            authorities[gss_code] = Authority(
                gss_code,
                row.text("name"),
                row.text("official_name"),
                row.choice("kind", KINDS),
                county,
                row.text("region"),
                start,
                end,
                tuple(predecessors.get(gss_code, ())),
                row.texts("successors"),
                (*earlier, Code(gss_code, since, end)),
                row.cells["ceremonial_county"],
            )
        return authorities

    @cached_property
    def authority_keys(self) -> dict[str, str]:
        """The key of the authority for each GSS code of any vintage."""
        return {c.code: a.gss_code for a in self.authorities.values() for c in a.gss_codes}

    @cached_property
    def board_keys(self) -> dict[str, str]:
        """The ODS code of the board for each ODS and ONS code of any vintage."""
        keys = {ods_code: ods_code for ods_code in self.boards}
        keys.update({c.code: b.ods_code for b in self.boards.values() for c in b.ons_codes})
        return keys

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """Every row of `icb_areas.csv`, in its order."""
        found = []
        seen: set[tuple[str, str, date]] = set()
        for row in self._rows(
            "icb_areas.csv", "ods_code", "gss_code", "start", "end", "lsoas", "area_lsoas",
            "residents", "area_residents",
        ):  # fmt: skip
            membership = Membership(
                row.text("ods_code"),
                row.text("gss_code"),
                row.day("start"),
                row.day_or_none("end"),
                row.count("lsoas"),
                row.count("area_lsoas"),
                row.count("residents"),
                row.count("area_residents"),
            )
            row.known("ods_code", (membership.ods_code,), self.boards)
            row.known("gss_code", (membership.gss_code,), self.authority_keys)
            once(seen, row, "start", membership[:3])
            found.append(membership)
        return tuple(found)

    def held(self, ods_code: str, day: date) -> list[Membership]:
        """Return the memberships of a board on a day."""
        return [m for m in self.memberships if m.ods_code == ods_code and m.alive(day)]

    @cached_property
    def memberships_by_area(self) -> dict[str, tuple[Membership, ...]]:
        """The memberships of each authority, by its key; counties have none of their own."""
        found: dict[str, list[Membership]] = {}
        for membership in self.memberships:
            found.setdefault(self.authority_keys[membership.gss_code], []).append(membership)
        return {key: tuple(rows) for key, rows in found.items()}

    @cached_property
    def districts_by_county(self) -> dict[str, tuple[str, ...]]:
        """The keys of the districts of each county, abolished ones too."""
        found: dict[str, list[str]] = {}
        for authority in self.authorities.values():
            if authority.county:
                found.setdefault(authority.county, []).append(authority.gss_code)
        return {county: tuple(keys) for county, keys in found.items()}

    @cached_property
    def aliases(self) -> tuple[Alias, ...]:
        """The bundled aliases."""
        found = []
        for row in self._rows("aliases.csv", "alias", "kind", "code"):
            kind = row.choice("kind", ("area", "board"))
            known = self.authorities if kind == "area" else self.boards
            row.known("code", (row.text("code"),), known)
            found.append(Alias(row.text("alias"), kind, row.text("code")))
        return tuple(found)

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The announced changes of authorities, earliest first."""
        found = []
        for row in self._rows(
            "planned.csv", "gss_code", "date", "date_status", "status", "extent", "successors",
            "note", "source", "certainty",
        ):  # fmt: skip
            row.known("gss_code", (row.text("gss_code"),), self.authorities)
            found.append(
                Plan(
                    row.text("gss_code"),
                    row.day("date"),
                    row.choice("date_status", ("fixed", "expected")),
                    row.text("status"),
                    row.choice("extent", ("whole", "split", "unknown")),
                    row.texts("successors"),
                    row.cells["note"],
                    row.text("source"),
                    row.text("certainty"),
                )
            )
        return tuple(sorted(found, key=lambda plan: (plan.date, plan.gss_code)))

    @cached_property
    def waves(self) -> tuple[Wave, ...]:
        """The systems that were designated before the boards, earliest first."""
        columns = Wave._fields
        found = []
        for row in self._rows("waves.csv", *columns):
            row.known("ods_code", (row.text("ods_code"),), self.boards)
            row.partial_day("date")
            found.append(Wave(*(row.cells[column] for column in columns)))
        return tuple(found)

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The boards that share a leadership and have not merged."""
        found = []
        for row in self._rows("clusters.csv", *Cluster._fields):
            row.known("ods_codes", row.texts("ods_codes"), self.boards)
            found.append(Cluster(row.texts("ods_codes"), row.text("source"), row.text("certainty")))
        return tuple(found)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The dated notes, earliest first, those of one day in the order of the file."""
        found = []
        known = {**self.authorities, **self.boards}
        for row in self._rows("events.csv", *Event._fields):
            row.known("codes", row.texts("codes"), known)
            found.append(
                Event(
                    row.partial_day("date"),
                    row.choice("kind", ("board", "area", "open")),
                    row.texts("codes"),
                    row.text("what"),
                    row.text("source"),
                    row.text("certainty"),
                )
            )
        return tuple(sorted(found, key=lambda event: event.date))

    @cached_property
    def lsoa_residents(self) -> dict[str, int]:
        """The Census 2021 usual residents of each 2021 LSOA; only building needs them."""
        found: dict[str, int] = {}
        seen: set[str] = set()
        for row in self._rows("lsoa_residents.csv", "lsoa", "residents"):
            once(seen, row, "lsoa", row.text("lsoa"))
            found[row.cells["lsoa"]] = row.count("residents")
        return found

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Places that are no council of England."""
        found = []
        for row in self._rows("places.csv", "name", "kind", "nation", "also", "members"):
            members = row.texts("members")
            row.known("members", members, self.authorities)
            kind, nation = row.text("kind"), row.cells["nation"]
            found.append(Place(row.text("name"), kind, nation, row.texts("also"), members))
        return tuple(found)


class Refreshed(Dataset):
    """A set that was fetched; what cannot be read of it says how to do without."""

    REMEDY = refreshed.REMEDY

    def __getattribute__(self, name: str) -> Any:  # noqa: ANN401 - any attribute
        """Return an attribute, which may have to be read from a file."""
        try:
            return super().__getattribute__(name)
        except DataError as error:
            if refreshed.REMEDY in error.what:
                raise
            what = f"{error.what}; {refreshed.REMEDY}"
            raise DataError(what, error.file, error.line, error.column) from None


def _check_described(found: dict[str, Any]) -> None:
    """Refuse a descriptor without the names of sources, files and columns."""
    names = [source["name"] for source in found["sources"]]
    for resource in found["resources"]:
        names += [resource["path"], *(field["name"] for field in resource["schema"]["fields"])]
    odd = next((name for name in names if not isinstance(name, str)), None)
    if odd is not None:
        raise ValueError(f"{odd!r} is no name")


def _boundaries(found: list[str]) -> list[date]:
    """Read the days of boundaries, which whoever looks for one takes to be in order."""
    days = [date.fromisoformat(day) for day in found]
    if days != sorted(set(days)):
        raise ValueError("boundaries are not days in their order")
    return days


def bundled_folder() -> str:
    """Return the folder of the data that came with the package.

    In an installed package it stands beside this module; in a checkout it is `data/` at the
    top, two folders up.
    """
    here = os.path.dirname(os.path.abspath(__file__))
    beside = os.path.join(here, "data")
    if os.path.isdir(beside):
        return beside
    return os.path.join(os.path.dirname(os.path.dirname(here)), "data")


@lru_cache(maxsize=1)
def bundled() -> Dataset:
    """Return the data that came with the package, read once."""
    return Dataset(bundled_folder())


def in_use() -> Dataset:
    """Return the data that answer where none are given, read once.

    They are those that `icslookup data update` fetched, if there are any, else the bundled ones.
    Raises `DataError` where there are some that cannot be used: an answer from other data than
    the user asked for would be wrong in silence.
    """
    return _in_use(userdata.folder())


@lru_cache(maxsize=1)
def _in_use(_folder: str) -> Dataset:
    return _fetched() or bundled()


def _fetched() -> Dataset | None:
    """Return the set that was fetched, if there is one that counts.

    Raises `DataError` where there is one that is missing or damaged.
    """
    found = refreshed.pointer()
    if found is None or not counts(found):
        return None
    folder = userdata.path_of(found.folder)
    if not os.path.isdir(folder):
        refreshed.refuse(f"names {folder}, which is missing", userdata.path_of(refreshed.POINTER))
    return Refreshed(folder)


def counts(found: Pointer) -> bool:
    """Say whether a set is used: not with bundled data that are others than it was built on."""
    return bool(found.bundled == bundled().descriptor["version"])


def look_again() -> None:
    """Forget which data are in use, after others were put in their place."""
    _in_use.cache_clear()
