"""The areas of the NHS below and above boards: the records, and the files that hold them.

They are sub-ICB locations, clinical commissioning groups (CCGs), sustainability and transformation
partnerships (STPs) and NHS England regions. `data/nhs_areas.csv` has their names and codes,
`data/nhs_area_boards.csv` the boards of their territory. Regions have files of their own.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import (
    iso_day,
    iso_partial_day,
    one_of,
    optional,
    positive_number,
    semicolon_list,
)
from icslookup.model import covers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import date
    from typing import TypeAlias

    from icslookup.dataset.csv_reader import CsvTable

    OpenTable: TypeAlias = Callable[..., CsvTable]

SUB_ICB, CCG, STP, REGION = "sub-icb", "ccg", "stp", "region"
NHS_KINDS = (SUB_ICB, CCG, STP, REGION)
"""The kinds of areas. The files have the first three; regions have files of their own."""

CENSUSES = ("2011", "2021")


class NhsName(NamedTuple):
    """A name of an area, with the codes that it had at the time.

    `start` and `end` are None if the day is not known. `first_seen` and `last_seen` are the first
    and the last year or month of the code lists that have the code; None if the days are known.
    `also` has other names of the same time.
    """

    ods_code: str | None
    ons_code: str
    name: str
    also: tuple[str, ...]
    start: date | None
    end: date | None
    first_seen: str | None
    last_seen: str | None
    source: str
    certainty: str
    note: str

    def exists_on(self, day: date) -> bool:
        """Return whether the name was in use on a day, as far as the days are known."""
        return covers(self.start, self.end, day)

    def begins_by(self, day: date) -> bool:
        """Return whether the name began on a day or before, or a code list by then has it."""
        return str(self.start or self.first_seen or "") <= str(day)

    def is_last_seen_before(self, day: date) -> bool:
        """Return whether the name has no last day, and the last code list with it is earlier."""
        seen = self.last_seen or ""
        return self.end is None and seen != "" and seen < str(day)[: len(seen)]


class NhsPart(NamedTuple):
    """The part of the territory of an area that a board has, in a period.

    `lsoas` and `area_lsoas` count LSOAs of the `census`, 2021 or 2011, in the part and in the whole
    area; `residents` and `area_residents` are Census 2021 usual residents. What is not known is
    None. Without LSOAs the board is only one that may have some of the territory.
    """

    ods_code: str
    start: date
    end: date | None
    lsoas: int | None
    area_lsoas: int | None
    residents: int | None
    area_residents: int | None
    census: str | None
    source: str
    certainty: str
    note: str

    def exists_on(self, day: date) -> bool:
        """Return whether the period contains a day."""
        return covers(self.start, self.end, day)


class NhsArea(NamedTuple):
    """An area of the NHS that is not a board.

    `code` is the ODS code of a sub-ICB location or a region. It is the ONS code of a CCG or an STP,
    because several CCGs had one ODS code at different times. `key` has the kind and the code.
    `names` are in order of time. `parts` include those after the area ended: they then say
    which boards have its territory. `successors` are keys of sub-ICB locations, or ODS codes of
    boards for an STP.
    """

    key: str
    kind: str
    code: str
    names: tuple[NhsName, ...]
    parts: tuple[NhsPart, ...]
    successors: tuple[str, ...]
    predecessors: tuple[str, ...]

    @property
    def start(self) -> date | None:
        """The first day; None if it is not known."""
        return self.names[0].start

    @property
    def end(self) -> date | None:
        """The last day; None if it is not known or the area still exists."""
        return self.names[-1].end

    @property
    def ended(self) -> bool:
        """True if the area no longer exists, even if its last day is not known."""
        return self.kind in (CCG, STP) or self.end is not None

    def exists_on(self, day: date) -> bool:
        """Return whether a location or a region existed on a day."""
        return covers(self.start, self.end, day)

    def names_on(self, day: date) -> tuple[NhsName, ...]:
        """Return the name and the codes on a day, or those nearest to it.

        In a gap between two code lists, both may apply: the earlier is first.
        """
        number = sum(name.begins_by(day) for name in self.names) or 1
        name, after = self.names[number - 1], self.names[number:]
        return (name, after[0]) if after and name.is_last_seen_before(day) else (name,)

    def name_on(self, day: date) -> NhsName:
        """Return the name and the codes on a day, or the earlier of two that may apply."""
        return self.names_on(day)[0]

    def ons_code_on(self, day: date) -> str | None:
        """Return the ONS code on a day; None if it is not known which of two it was."""
        codes = {name.ons_code for name in self.names_on(day)}
        return codes.pop() if len(codes) == 1 else None

    def parts_on(self, day: date) -> list[NhsPart]:
        """Return the parts of its territory on a day, the largest first."""
        found = [part for part in self.parts if part.exists_on(day)]
        return sorted(found, key=lambda p: (-(p.residents or 0), -(p.lsoas or 0), p.ods_code))


def area_key(kind: str, code: str) -> str:
    """Return the key of an area."""
    return f"{kind}:{code}"


def read_nhs_areas(open_table: OpenTable, boards: Collection[str]) -> dict[str, NhsArea]:
    """Read the areas by key. Raise `DataError` for a file that is missing or damaged.

    Parameters: `open_table` reads a file that has the given columns; `boards` are the ODS codes of
    all boards.
    """
    names, successors = _read_names(open_table)
    predecessors: dict[str, list[str]] = {}
    for key, following in successors.items():
        for successor in following:
            predecessors.setdefault(successor, []).append(key)
    parts = _read_parts(open_table, boards)
    areas = {}
    for key, found in names.items():
        kind, _, code = key.partition(":")
        areas[key] = NhsArea(
            key,
            kind,
            code,
            tuple(found),
            tuple(parts.get(key, ())),
            successors[key],
            tuple(predecessors.get(key, ())),
        )
    return areas


def _read_names(
    open_table: OpenTable,
) -> tuple[dict[str, list[NhsName]], dict[str, tuple[str, ...]]]:
    """Return the names of each area, earliest first, and the keys of its successors."""
    table = open_table(
        "nhs_areas.csv", "kind", "ods_code", "ons_code", "name", "also", "start", "end",
        "first_seen", "last_seen", "successors", "source", "certainty", "note",
    )  # fmt: skip
    table.require_unique("kind", "ons_code", "start")
    kinds = table.column("kind", one_of(NHS_KINDS[:3]))
    ods_codes = table.column("ods_code", optional(str))
    following = table.column("successors", semicolon_list)
    names: dict[str, list[NhsName]] = {}
    successors: dict[str, tuple[str, ...]] = {}
    rows = zip(kinds, _names(table, ods_codes), following, strict=True)
    for kind, name, after in rows:
        code = (name.ods_code or name.ons_code) if kind == SUB_ICB else name.ons_code
        key = area_key(kind, code)
        names.setdefault(key, []).append(name)
        keys = after if kind == STP else tuple(area_key(SUB_ICB, one) for one in after)
        successors[key] = (*successors.get(key, ()), *keys)
    regions = open_table(
        "regions.csv", "ods_code", "name", "ons_code", "first_seen", "last_seen", "source",
        "certainty", "note",
    )  # fmt: skip
    regions.require_unique("ons_code")
    for name in _names(regions, regions.text("ods_code")):
        key = area_key(REGION, name.ods_code or "")
        names.setdefault(key, []).append(name)
        successors[key] = ()
    for found in names.values():
        found.sort(key=lambda name: (str(name.start or ""), name.first_seen or ""))
    return names, successors


def _names(table: CsvTable, ods_codes: Iterable[str | None]) -> Iterable[NhsName]:
    """Return the names in a table; columns that it does not have are empty."""
    rows = len(table.cells["name"])
    empty = {"also": ((),) * rows, "start": (None,) * rows, "end": (None,) * rows}
    dated = "start" in table.cells
    return map(
        NhsName,
        ods_codes,
        table.text("ons_code"),
        table.text("name"),
        table.column("also", semicolon_list) if dated else empty["also"],
        table.column("start", optional(iso_day)) if dated else empty["start"],
        table.column("end", optional(iso_day)) if dated else empty["end"],
        table.column("first_seen", optional(iso_partial_day)),
        table.column("last_seen", optional(iso_partial_day)),
        table.text("source"),
        table.text("certainty"),
        table.cells["note"],
    )


def _read_parts(open_table: OpenTable, boards: Collection[str]) -> dict[str, list[NhsPart]]:
    """Return the parts of each area by its key, in the order of the files."""
    table = open_table(
        "nhs_area_boards.csv", "kind", "code", "ods_code", "start", "end", "lsoas", "area_lsoas",
        "residents", "area_residents", "census", "source", "certainty", "note",
    )  # fmt: skip
    table.require_unique("kind", "code", "ods_code", "start")
    kinds = table.column("kind", one_of(NHS_KINDS[:3]))
    keys = map(area_key, kinds, table.text("code"))
    parts = map(
        NhsPart,
        table.references("ods_code", boards),
        table.column("start", iso_day),
        table.column("end", optional(iso_day)),
        *(
            table.column(name, optional(positive_number))
            for name in ("lsoas", "area_lsoas", "residents", "area_residents")
        ),
        table.column("census", optional(one_of(CENSUSES))),
        table.text("source"),
        table.text("certainty"),
        table.cells["note"],
    )
    found: dict[str, list[NhsPart]] = {}
    for key, part in zip(keys, parts, strict=True):
        found.setdefault(key, []).append(part)
    table = open_table(
        "region_boards.csv", "region_ods_code", "ods_code", "start", "end", "source", "certainty"
    )
    table.require_unique("ods_code", "start")
    rows = zip(
        table.text("region_ods_code"),
        table.references("ods_code", boards),
        table.column("start", iso_day),
        table.column("end", optional(iso_day)),
        table.text("source"),
        table.text("certainty"),
        strict=True,
    )
    for region, ods_code, start, end, source, certainty in rows:
        part = NhsPart(ods_code, start, end, None, None, None, None, None, source, certainty, "")
        found.setdefault(area_key(REGION, region), []).append(part)
    return found
