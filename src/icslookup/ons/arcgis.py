"""The ONS Open Geography service: the addresses, names and rows of its lookups.

The service is an ArcGIS FeatureServer. It lists its lookups, names each after its year, and
returns a lookup in pages. Its rows have the columns of the CSV that ONS publishes, in any case.
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import ServiceError, UsageError
from icslookup.ons import lsoa_lookup
from icslookup.ons.http_client import NotOnServerError, UnreachableError, UnusableAnswerError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from icslookup.ons.http_client import Fetcher

ADDRESS = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
"""Where ONS publishes its lookups."""

VARIABLE = "ICSLOOKUP_ONS_URL"
"""The environment variable that names another server, such as a copy within an organisation."""

FIRST_YEAR = 2023
"""The year of the first lookup of 2021 LSOAs. The lookup of 2022 has 2011 LSOAs."""

NAMES = (
    "LSOA21_SICBL{yy}_ICB{yy}_CAL{yy}_LAD{yy}_EN_LU",
    "LSOA21_SICBL{yy}_ICB{yy}_NHSER{yy}_LAD{yy}",
    "LSOA21_SICBL{yy}_ICB{yy}_LAD{yy}_EN_LU",
)
"""The names of ONS lookups since 2023. They have priority over other names of the same year."""

_LOOKUP = re.compile(
    r"(?:[\w-]+/)*LSOA21_SICBL(?P<yy>\d\d)_ICB(?P=yy)(?:_\w+)?_LAD(?P=yy)(?:_\w+)?",
    re.ASCII | re.IGNORECASE,
)
"""The pattern of the name of any lookup, perhaps after a folder. Later names may match too."""

_MOST_ROWS = 100_000
_PAGE = 2000

Cells = tuple[str, ...]
"""The cells of a row in the order of the columns of its lookup. A missing cell is an empty text."""


class OnlineLookup(NamedTuple):
    """A lookup on the server, which ArcGIS calls a layer.

    `columns` are its names for `lsoa_lookup.COLUMNS`, and the column of sub-ICB locations if it has
    one. `page` is how many rows the server returns at
    once. `edited` is when the lookup was last changed (milliseconds since 1970), None if unknown.
    """

    name: str
    address: str
    year: int
    columns: tuple[str, ...]
    page: int
    edited: int | None


class UnfitLookupError(ServiceError):
    """A service has the name of a lookup, but not its columns."""


class Page(NamedTuple):
    """Some rows of a lookup, and whether the server says that there are more."""

    rows: list[Cells]
    more: bool


def address() -> str:
    """Return the address of the server: that in `ICSLOOKUP_ONS_URL`, or that of ONS.

    Raises `UsageError` if the variable does not hold the address of a server.
    """
    named = os.environ.get(VARIABLE) or ADDRESS
    try:
        parts = urlsplit(named)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        sound = sound and not any(char.isspace() for char in named)
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or "@" in parts.netloc:
        raise UsageError(
            f"{VARIABLE} is {named!r}: give an address such as {ADDRESS}, without a password"
        )
    return named.rstrip("/")


class Service:
    """The lookups on a server. `base` is the address of its services."""

    def __init__(self, fetcher: Fetcher, base: str) -> None:
        self._fetcher, self._base = fetcher, base

    def newest(self, year: int) -> OnlineLookup:
        """Return the newest lookup of a year or of an earlier one.

        Searches the list of services, since ONS has changed the names from year to year. If the
        server returns no list, tries the names of earlier years. Raises `ServiceError` if there is
        no lookup, or if the server returns no usable answer.
        """
        listed = self._service_names()
        for then in range(year, FIRST_YEAR - 1, -1):
            yy = f"{then % 100:02}"
            names = [name.format(yy=yy) for name in NAMES]
            if listed is not None:
                names = _names_of_year(listed, yy, names)
            found = self._first_fitting(names, then)
            if found:
                return found
        raise ServiceError(
            f"{self._base} has no lookup of 2021 LSOAs to boards of {FIRST_YEAR} to {year} under a"
            " name that is known: a newer icslookup may know what it is called now"
        )

    def _service_names(self) -> list[str] | None:
        """Return the names of the services on the server, None if it does not list them."""
        try:
            return self._fetcher.get(self._base, {"f": "json"}, _read_services)
        except UnreachableError:
            raise
        except (NotOnServerError, ServiceError):
            return None

    def _first_fitting(self, names: Iterable[str], year: int) -> OnlineLookup | None:
        """Return the first lookup that exists and has the right columns, None if none exists.

        Raises `UnfitLookupError` if there are lookups, but none with the right columns.
        """
        unfit: UnfitLookupError | None = None
        for name in names:
            try:
                found = self.layer(name, year)
            except UnfitLookupError as error:  # noqa: PERF203 - each is one request
                unfit = unfit or error
            else:
                if found:
                    return found
        if unfit:
            raise unfit
        return None

    def layer(self, name: str, year: int) -> OnlineLookup | None:
        """Return the lookup with a name, None if the server has none.

        The name may begin with a folder. The address of the services may end with that folder.
        """
        folder, _, bare = name.rpartition("/")
        base = self._base.removesuffix(f"/{folder}") if folder else self._base
        return self._describe(f"{base}/{name}/FeatureServer/0", bare, year)

    def reload(self, layer: OnlineLookup) -> OnlineLookup | None:
        """Return a lookup as the server describes it now, None if the server no longer has it."""
        return self._describe(layer.address, layer.name, layer.year)

    def _describe(self, where: str, name: str, year: int) -> OnlineLookup | None:
        try:
            found = self._fetcher.get(where, {"f": "json"}, _read_layer)
        except NotOnServerError:
            return None
        names, page, edited = found
        columns = []
        for what, pattern in lsoa_lookup.COLUMNS.items():
            fitting = lsoa_lookup.matching_names(names, pattern)
            if len(fitting) != 1:
                raise UnfitLookupError(
                    f"{where}: {len(fitting)} columns could be the {what}: its columns are"
                    f" {', '.join(names)[:500]}"
                )
            columns += fitting
        sub_icbs = lsoa_lookup.matching_names(names, lsoa_lookup.SUB_ICB)
        columns += sub_icbs if len(sub_icbs) == 1 else []
        return OnlineLookup(name, where, year, tuple(columns), page, edited)

    def count(self, layer: OnlineLookup) -> int:
        """Return how many rows a lookup has."""
        query = {"where": "1=1", "returnCountOnly": "true", "f": "json"}
        try:
            return self._fetcher.get(f"{layer.address}/query", query, _read_count)
        except NotOnServerError:
            raise ServiceError(f"{layer.address} cannot be counted") from None

    def page(self, layer: OnlineLookup, offset: int) -> Page:
        """Return a page of a lookup, from the row `offset` on, in the order of LSOAs."""
        query: dict[str, str | int] = {
            "where": "1=1",
            "outFields": ",".join(layer.columns),
            "orderByFields": layer.columns[0],
            "returnGeometry": "false",
            "resultOffset": offset,
            "resultRecordCount": layer.page,
            "f": "json",
        }

        def read(found: dict[str, Any]) -> Page:
            return _read_page(found, layer.columns)

        try:
            return self._fetcher.get(f"{layer.address}/query", query, read)
        except NotOnServerError:
            raise ServiceError(f"{layer.address} cannot be read from row {offset} on") from None


def _integer(value: object) -> int | None:
    """Return a whole number as it is, None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _read_services(found: dict[str, Any]) -> list[str] | None:
    """Return the names of the services that have rows, None if there is no list of services."""
    services = found.get("services")
    if not isinstance(services, list):
        return None
    return [
        service["name"]
        for service in services
        if isinstance(service, dict)
        and service.get("type") == "FeatureServer"
        and isinstance(service.get("name"), str)
    ]


def _names_of_year(listed: list[str], yy: str, known: list[str]) -> list[str]:
    """Return the listed names of the lookups of a year, the known names first."""
    fitting = [name for name in listed if (m := _LOOKUP.fullmatch(name)) and m["yy"] == yy]
    return sorted(fitting, key=lambda name: name.rpartition("/")[2] not in known)


def _read_layer(found: dict[str, Any]) -> tuple[list[str], int, int | None]:
    """Read the names of the columns, the size of a page and the time of the last change."""
    fields = found.get("fields")
    names = [
        field["name"]
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict) and isinstance(field.get("name"), str)
    ]
    if not names:
        raise UnusableAnswerError("the answer does not describe a lookup")
    most = _integer(found.get("maxRecordCount")) or _PAGE
    editing = found.get("editingInfo")
    editing = editing if isinstance(editing, dict) else {}
    edited = _integer(editing.get("dataLastEditDate")) or _integer(editing.get("lastEditDate"))
    return names, min(max(most, 1), _PAGE), edited


def _read_count(found: dict[str, Any]) -> int:
    """Read how many rows a lookup has."""
    count = _integer(found.get("count"))
    if count is None:
        raise UnusableAnswerError("the answer is no count")
    if not 0 < count <= _MOST_ROWS:
        raise ServiceError(f"the server counts {count:,} rows, which is no lookup of LSOAs")
    return count


def _read_page(found: dict[str, Any], columns: tuple[str, ...]) -> Page:
    """Read the rows of a page, each with the cells of these columns."""
    features = found.get("features")
    if not isinstance(features, list):
        raise UnusableAnswerError("the answer has no rows")
    rows = []
    for feature in features:
        cells = feature.get("attributes") if isinstance(feature, dict) else None
        if not isinstance(cells, dict):
            raise UnusableAnswerError("the answer has rows without cells")
        values = (cells.get(column) for column in columns)
        rows.append(tuple(v.strip() if isinstance(v, str) else "" for v in values))
    return Page(rows, found.get("exceededTransferLimit") is True)
