"""The reference data: the folder `data/` as records, each file read when it is first needed.

A `Dataset` does not change once it is read. Each file is checked while it is read, so a damaged
file causes an error with its line and not a wrong answer. `icslookup.dataset.integrity` checks that
the files fit together.
"""

from __future__ import annotations

import os
from datetime import date
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from icslookup._typing import TYPE_CHECKING, from_columns
from icslookup.dataset.csv_reader import (
    CsvTable,
    code_in,
    codes_in,
    iso_day,
    iso_partial_day,
    one_of,
    optional,
    positive_number,
    semicolon_list,
)
from icslookup.dates import DAY
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from icslookup.dataset.blocks import Block
    from icslookup.dataset.lsoas import LsoaFinder, LsoaPeriod
    from icslookup.dataset.nhs_areas import NhsArea


class Dataset:
    """The reference data of one folder.

    Parameters: `folder` is a path with `datapackage.json` and the CSV files that it describes.
    Each attribute reads its file when it is first used. It raises `DataError` if the file is
    missing or damaged.
    """

    TABLES = (
        *("descriptor", "boards", "authorities", "memberships", "aliases", "plans", "places"),
        *("waves", "clusters", "events", "nhs_areas", "similar_places", "lsoas"),
    )
    """The attributes that read the files. Together they read every file."""

    REMEDY = "install icslookup again"
    """What the error tells the user to do if a file is missing."""

    own_aliases: tuple[Alias, ...] | None = None
    """The user's aliases if they came with the data, None if they have to be read."""

    lsoa_content: bytes | None = None
    """The bytes of `lsoas.csv` if they came with the data, None if they have to be read."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def table(self, name: str, *columns: str) -> CsvTable:
        """Read a file that must have the given columns."""
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            raise DataError(f"is missing: {self.REMEDY}", path)
        return CsvTable(path, columns)

    def read_all(self) -> None:
        """Read every file. Raise `DataError` if any of them is missing or damaged."""
        for part in self.TABLES:
            getattr(self, part)

    @cached_property
    def descriptor(self) -> dict[str, Any]:
        """The Frictionless descriptor of the data, as read from `datapackage.json`.

        It has the names of sources, files and columns, and the boundaries in order. There may be
        no boundaries yet if the data are still to be built.
        """
        from icslookup.dataset.descriptor import read_descriptor

        return read_descriptor(os.path.join(self.folder, "datapackage.json"), self.REMEDY)

    def info(self, day: date) -> DataInfo:
        """Return what to cite for an answer about a day. Its boundaries may be None."""
        found = self.descriptor
        boundaries: list[date] = found["boundaries"]
        newest = max((boundary for boundary in boundaries if boundary <= day), default=None)
        return DataInfo(found["version"], newest, found["attribution"])

    @cached_property
    def boards(self) -> dict[str, Board]:
        """Every board, present and former, by ODS code."""
        codes: dict[str, list[Code]] = {}
        table = self.table("board_codes.csv", "ods_code", "ons_code", "start", "end")
        ons_codes, ods_codes = table.text("ons_code"), table.text("ods_code")
        table.require_unique("ons_code")
        of_time = from_columns(
            Code,
            ons_codes,
            table.column("start", optional(iso_day)),
            table.column("end", optional(iso_day)),
        )
        for ods_code, code in zip(ods_codes, of_time, strict=True):
            codes.setdefault(ods_code, []).append(code)
        table = self.table(
            "boards.csv", "ods_code", "name", "short_name", "region_ods_code", "region",
            "start", "end", "predecessors", "successors",
        )  # fmt: skip
        ods_codes = table.text("ods_code")
        table.require_unique("ods_code")
        boards = from_columns(
            Board,
            ods_codes,
            table.text("name"),
            table.text("short_name"),
            from_columns(Region, table.text("region_ods_code"), table.text("region")),
            table.column("start", iso_day),
            table.column("end", optional(iso_day)),
            table.column("predecessors", codes_in(set(ods_codes))),
            table.column("successors", codes_in(set(ods_codes))),
            [
                tuple(sorted(codes.get(ods_code, ()), key=lambda c: c.end or date.max))
                for ods_code in ods_codes
            ],
        )
        return dict(zip(ods_codes, boards, strict=True))

    @cached_property
    def authorities(self) -> dict[str, Authority]:
        """Every authority, present and abolished, by its newest GSS code."""
        former: dict[str, list[Code]] = {}
        table = self.table("authority_codes.csv", "former_code", "gss_code", "end")
        days = table.column("end", optional(iso_day))
        rows = zip(table.text("gss_code"), table.text("former_code"), days, strict=True)
        for gss_code, code, end in rows:
            former.setdefault(gss_code, []).append(Code(code, None, end))
        table = self.table(
            "authorities.csv", "gss_code", "name", "official_name", "kind", "county_gss_code",
            "region", "ceremonial_county", "start", "end", "successors",
        )  # fmt: skip
        keys = table.text("gss_code")
        table.require_unique("gss_code")
        kinds = table.column("kind", one_of(KINDS))
        counties = {key for key, kind in zip(keys, kinds, strict=True) if kind == "county"}
        successors = table.column("successors", codes_in(set(keys)))
        starts = table.column("start", optional(iso_day))
        ends = table.column("end", optional(iso_day))
        predecessors: dict[str, list[str]] = {}
        for key, following in zip(keys, successors, strict=True):
            for successor in following:
                predecessors.setdefault(successor, []).append(key)
        authorities = from_columns(
            Authority,
            keys,
            table.text("name"),
            table.text("official_name"),
            kinds,
            table.column("county_gss_code", optional(code_in(counties))),
            table.text("region"),
            starts,
            ends,
            [tuple(predecessors.get(key, ())) for key in keys],
            successors,
            [
                _codes(former.get(key, ()), Code(key, start, end))
                for key, start, end in zip(keys, starts, ends, strict=True)
            ],
            table.cells["ceremonial_county"],
        )
        return dict(zip(keys, authorities, strict=True))

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
        """Every row of `icb_areas.csv`, in the order of the file."""
        table = self.table(
            "icb_areas.csv", "ods_code", "gss_code", "start", "end", "lsoas", "area_lsoas",
            "residents", "area_residents",
        )  # fmt: skip
        table.require_unique("ods_code", "gss_code", "start")
        return tuple(
            from_columns(
                Membership,
                table.references("ods_code", self.boards),
                table.references("gss_code", self.authority_keys),
                table.column("start", iso_day),
                table.column("end", optional(iso_day)),
                table.column("lsoas", positive_number),
                table.column("area_lsoas", positive_number),
                table.column("residents", positive_number),
                table.column("area_residents", positive_number),
            )
        )

    def memberships_on(self, ods_code: str, day: date) -> list[Membership]:
        """Return the memberships of a board on a day."""
        return [m for m in self.memberships if m.ods_code == ods_code and m.exists_on(day)]

    @cached_property
    def memberships_by_area(self) -> dict[str, tuple[Membership, ...]]:
        """The memberships of each authority, by its key. Counties have none themselves."""
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
        table = self.table("aliases.csv", "alias", "kind", "code")
        known: dict[str, Mapping[str, object]] = {"area": self.authorities, "board": self.boards}
        kinds = table.column("kind", one_of(tuple(known)))
        aliases = tuple(from_columns(Alias, table.text("alias"), kinds, table.text("code")))
        if not all(alias.code in known[alias.kind] for alias in aliases):
            for row in table.rows():
                row.value("code", code_in(known[row.cells["kind"]]))
        return aliases

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The announced changes of authorities, earliest first."""
        table = self.table(
            "planned.csv", "gss_code", "date", "date_status", "status", "extent", "successors",
            "note", "source", "certainty",
        )  # fmt: skip
        plans = from_columns(
            Plan,
            table.references("gss_code", self.authorities),
            table.column("date", iso_day),
            table.column("date_status", one_of(("fixed", "expected"))),
            table.text("status"),
            table.column("extent", one_of(("whole", "split", "unknown"))),
            table.column("successors", semicolon_list),
            table.cells["note"],
            table.text("source"),
            table.text("certainty"),
        )
        return tuple(sorted(plans, key=lambda plan: (plan.date, plan.gss_code)))

    @cached_property
    def waves(self) -> tuple[Wave, ...]:
        """The systems that were designated before the boards, earliest first."""
        table = self.table("waves.csv", *Wave._fields)
        table.references("ods_code", self.boards)
        table.column("date", iso_partial_day)
        return tuple(from_columns(Wave, *(table.cells[column] for column in Wave._fields)))

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The boards that share a leadership and have not merged."""
        table = self.table("clusters.csv", *Cluster._fields)
        members = table.column("ods_codes", codes_in(self.boards))
        return tuple(from_columns(Cluster, members, table.text("source"), table.text("certainty")))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The notes, earliest first. Those of one day keep the order of the file.

        A note without a date keeps its place after the note above it in the file.
        """
        table = self.table("events.csv", *Event._fields)
        days = table.column("date", optional(iso_partial_day))
        events = from_columns(
            Event,
            days,
            table.column("kind", one_of(("system", "board", "area", "open"))),
            table.column("codes", codes_in({**self.authorities, **self.boards})),
            table.text("what"),
            table.text("source"),
            table.text("certainty"),
        )
        places: Iterable[str] = accumulate(
            (day or "" for day in days), lambda above, day: day or above
        )
        in_order = sorted(zip(places, events, strict=True), key=itemgetter(0))
        return tuple(event for _, event in in_order)

    @cached_property
    def nhs_areas(self) -> dict[str, NhsArea]:
        """The sub-ICB locations, CCGs, STPs and NHS England regions, by key."""
        from icslookup.dataset.nhs_areas import read_nhs_areas

        return read_nhs_areas(self.table, self.boards)

    @cached_property
    def lsoas(self) -> tuple[LsoaPeriod, ...]:
        """Every row of `lsoas.csv`, in the order of the file. To look up one LSOA, use `lsoa`."""
        from icslookup.dataset.lsoas import COLUMNS, FILE, read_periods

        return read_periods(self.table(FILE, *COLUMNS), self.authority_keys, self.boards)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The pieces of England from which the areas of every day are put together."""
        from icslookup.dataset.blocks import read_blocks
        from icslookup.dataset.lsoas import COLUMNS, FILE

        return read_blocks(self.table(FILE, *COLUMNS), self.authority_keys)

    @cached_property
    def lsoa_finder(self) -> LsoaFinder:
        """What finds an LSOA without reading the whole file."""
        from icslookup.dataset.lsoas import FILE, LsoaFinder

        path = os.path.join(self.folder, FILE)
        if self.lsoa_content is None and not os.path.exists(path):
            raise DataError(f"is missing: {self.REMEDY}", path)
        return LsoaFinder(path, self.authority_keys, self.boards, self.lsoa_content)

    def lsoa(self, code: str) -> tuple[LsoaPeriod, ...]:
        """Return the rows of an LSOA, earliest first; none if there is no such LSOA."""
        return self.lsoa_finder.of(code)

    @cached_property
    def lsoa_residents(self) -> dict[str, int]:
        """The Census 2021 usual residents of each 2021 LSOA. Only building needs them."""
        return {row.lsoa: row.residents for row in self.lsoas if row.residents is not None}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Places that are not councils of England."""
        table = self.table("places.csv", "name", "kind", "nation", "also", "members")
        return tuple(
            from_columns(
                Place,
                table.text("name"),
                table.text("kind"),
                table.cells["nation"],
                table.column("also", semicolon_list),
                table.column("members", codes_in(self.authorities)),
            )
        )

    @cached_property
    def similar_places(self) -> tuple[str, ...]:
        """The names of more places, each like that of a council. Only misspelt names need them."""
        return tuple(self.table("similar_places.csv", "name").text("name"))


def _codes(former: Sequence[Code], newest: Code) -> tuple[Code, ...]:
    """Return the codes of an authority. The newest begins on the day after the last one ended."""
    recoded = max((code.end for code in former if code.end), default=None) if former else None
    if recoded:
        newest = newest._replace(start=recoded + DAY)
    return (*former, newest)


def districts(data: Dataset, key: str) -> tuple[str, ...]:
    """Return the keys that make up an authority: its districts for a county, else itself."""
    if data.authorities[key].kind == "county":
        return data.districts_by_county.get(key, ())
    return (key,)
