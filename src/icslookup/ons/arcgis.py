"""Knows the ONS Open Geography service: where its lookups are, and how they are called and read.

The service is an ArcGIS FeatureServer. It lists what it has, names a lookup after its year and
gives it out in pages; its rows have the columns of the CSV that ONS publishes, in whatever case.
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import ServiceError, UsageError
from icslookup.ons import lsoa_lookup
from icslookup.ons.http_client import BrokenAnswerError, NotThereError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from icslookup.ons.http_client import Fetcher

ADDRESS = "https://services1.arcgis.com/ESMARspQHYMw9BZ9/arcgis/rest/services"
"""Where ONS gives out its lookups."""

VARIABLE = "ICSLOOKUP_ONS_URL"
"""Names another server that speaks the same, such as a copy within an organisation."""

FIRST_YEAR = 2023
"""The year of the first lookup of 2021 LSOAs; that of 2022 is of 2011 LSOAs."""

NAMES = (
    "LSOA21_SICBL{yy}_ICB{yy}_CAL{yy}_LAD{yy}_EN_LU",
    "LSOA21_SICBL{yy}_ICB{yy}_NHSER{yy}_LAD{yy}",
    "LSOA21_SICBL{yy}_ICB{yy}_LAD{yy}_EN_LU",
)
"""What ONS has called its lookups since 2023: they go before others of their year."""

_LOOKUP = re.compile(
    r"(?:[\w-]+/)*LSOA21_SICBL(?P<yy>\d\d)_ICB(?P=yy)(?:_\w+)?_LAD(?P=yy)(?:_\w+)?",
    re.ASCII | re.IGNORECASE,
)
"""What the names of all have in common, perhaps after a folder, and those to come may have too."""

_MOST_ROWS = 100_000
_PAGE = 2000

Cells = tuple[str, ...]
"""The cells of a row in the order of `official.COLUMNS`; an empty text where there is nothing."""


class Layer(NamedTuple):
    """A lookup on the server: `columns` are its names for `official.COLUMNS`.

    `page` is how many rows it gives at once, `edited` when it was last changed (milliseconds
    since 1970), None where it does not say.
    """

    name: str
    address: str
    year: int
    columns: tuple[str, ...]
    page: int
    edited: int | None


class UnfitLookupError(ServiceError):
    """What is called a lookup has not the columns of one."""


class Page(NamedTuple):
    """Some rows of a lookup, and whether the server says that there are more."""

    rows: list[Cells]
    more: bool


def address() -> str:
    """Return where to ask: the service of ONS, or what `ICSLOOKUP_ONS_URL` names.

    Raises `UsageError` for what is no address of a server.
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
    """The lookups on a server; `fetcher` asks, `base` is the address of its services."""

    def __init__(self, fetcher: Fetcher, base: str) -> None:
        self._fetcher, self._base = fetcher, base

    def newest(self, year: int) -> Layer:
        """Return the newest lookup, of a year or an earlier one.

        It is looked for in the list of services, since ONS has changed its names from year to
        year; only where the server gives no list are the names of earlier years tried. Raises
        `ServiceError` where there is none, or the server gives no sound answer.
        """
        listed = self._listed()
        for then in range(year, FIRST_YEAR - 1, -1):
            yy = f"{then % 100:02}"
            known = [name.format(yy=yy) for name in NAMES]
            found = self._first(known if listed is None else _of_year(listed, yy, known), then)
            if found:
                return found
        raise ServiceError(
            f"{self._base} has no lookup of 2021 LSOAs to boards of {FIRST_YEAR} to {year} under a"
            " name that is known: a newer icslookup may know what it is called now"
        )

    def _listed(self) -> list[str] | None:
        """Return the names of the services on the server; None where it does not tell them."""
        try:
            return self._fetcher.get(self._base, {"f": "json"}, _services)
        except UnreachableError:
            raise
        except (NotThereError, ServiceError):
            return None

    def _first(self, names: Iterable[str], year: int) -> Layer | None:
        """Return the first lookup that is there and fits; refuse a year of which none fits."""
        unfit: UnfitLookupError | None = None
        for name in names:
            try:
                found = self.layer(name, year)
            except UnfitLookupError as error:  # noqa: PERF203 - each is one question
                unfit = unfit or error
            else:
                if found:
                    return found
        if unfit:
            raise unfit
        return None

    def layer(self, name: str, year: int) -> Layer | None:
        """Return what the server says of a lookup; None where it has none of that name.

        The name may have a folder before it, which the address of the services may end with.
        """
        folder, _, bare = name.rpartition("/")
        base = self._base.removesuffix(f"/{folder}") if folder else self._base
        return self._layer(f"{base}/{name}/FeatureServer/0", bare, year)

    def again(self, layer: Layer) -> Layer | None:
        """Return what the server says now of a lookup; None where it has it no longer."""
        return self._layer(layer.address, layer.name, layer.year)

    def _layer(self, where: str, name: str, year: int) -> Layer | None:
        try:
            found = self._fetcher.get(where, {"f": "json"}, _layer)
        except NotThereError:
            return None
        names, page, edited = found
        columns = []
        for what, pattern in lsoa_lookup.COLUMNS.items():
            fitting = lsoa_lookup.named(names, pattern)
            if len(fitting) != 1:
                raise UnfitLookupError(
                    f"{where}: {len(fitting)} columns could be the {what}: its columns are"
                    f" {', '.join(names)[:500]}"
                )
            columns += fitting
        return Layer(name, where, year, tuple(columns), page, edited)

    def count(self, layer: Layer) -> int:
        """Return how many rows a lookup has."""
        asked = {"where": "1=1", "returnCountOnly": "true", "f": "json"}
        try:
            return self._fetcher.get(f"{layer.address}/query", asked, _count)
        except NotThereError:
            raise ServiceError(f"{layer.address} cannot be counted") from None

    def page(self, layer: Layer, offset: int) -> Page:
        """Return the rows of a lookup from one on, in the order of LSOAs."""
        asked: dict[str, str | int] = {
            "where": "1=1",
            "outFields": ",".join(layer.columns),
            "orderByFields": layer.columns[0],
            "returnGeometry": "false",
            "resultOffset": offset,
            "resultRecordCount": layer.page,
            "f": "json",
        }

        def read(found: dict[str, Any]) -> Page:
            return _page(found, layer.columns)

        try:
            return self._fetcher.get(f"{layer.address}/query", asked, read)
        except NotThereError:
            raise ServiceError(f"{layer.address} cannot be read from row {offset} on") from None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _services(found: dict[str, Any]) -> list[str] | None:
    """Read the names of the services that give out rows; None where there is no list of them."""
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


def _of_year(listed: list[str], yy: str, known: list[str]) -> list[str]:
    """Return the names of the lookups of a year: known ones first, others as they are listed."""
    fitting = [name for name in listed if (m := _LOOKUP.fullmatch(name)) and m["yy"] == yy]
    return sorted(fitting, key=lambda name: name.rpartition("/")[2] not in known)


def _layer(found: dict[str, Any]) -> tuple[list[str], int, int | None]:
    """Read the names of the columns, the size of a page and the day of the last change."""
    fields = found.get("fields")
    names = [
        field["name"]
        for field in (fields if isinstance(fields, list) else ())
        if isinstance(field, dict) and isinstance(field.get("name"), str)
    ]
    if not names:
        raise BrokenAnswerError("the answer does not describe a lookup")
    most = _whole(found.get("maxRecordCount")) or _PAGE
    editing = found.get("editingInfo")
    editing = editing if isinstance(editing, dict) else {}
    edited = _whole(editing.get("dataLastEditDate")) or _whole(editing.get("lastEditDate"))
    return names, min(max(most, 1), _PAGE), edited


def _count(found: dict[str, Any]) -> int:
    count = _whole(found.get("count"))
    if count is None:
        raise BrokenAnswerError("the answer is no count")
    if not 0 < count <= _MOST_ROWS:
        raise ServiceError(f"the server counts {count:,} rows, which is no lookup of LSOAs")
    return count


def _page(found: dict[str, Any], columns: tuple[str, ...]) -> Page:
    features = found.get("features")
    if not isinstance(features, list):
        raise BrokenAnswerError("the answer has no rows")
    rows = []
    for feature in features:
        cells = feature.get("attributes") if isinstance(feature, dict) else None
        if not isinstance(cells, dict):
            raise BrokenAnswerError("the answer has rows without cells")
        values = (cells.get(column) for column in columns)
        rows.append(tuple(v.strip() if isinstance(v, str) else "" for v in values))
    return Page(rows, found.get("exceededTransferLimit") is True)
