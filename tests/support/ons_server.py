"""A server on this machine that answers like the ONS service, a client, and small data."""

from __future__ import annotations

import gzip
import json
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from icslookup.dataset.active import bundled_folder
from icslookup.ons.arcgis import Service
from icslookup.ons.http_client import Fetcher, RetryLimits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icslookup.ons.arcgis import OnlineLookup

NAME = "LSOA21_SICBL26_ICB26_NHSER26_LAD26"
COLUMNS = (
    "LSOA21CD",
    "LSOA21NM",
    "icb26cd",
    "ICB26CDH",
    "ICB26NM",
    "LAD26CD",
    "LAD26NM",
    "ObjectId",
)
QUICK = RetryLimits(connect=10, read=10, whole=60, tries=3, first=0.001, longest=0.002)
HASTY = QUICK._replace(read=0.5)
"""For a server that hangs. Any other may take its time, since the machine may be busy."""

ROWS = {
    "E01000001": ("QAA", "E06000001"),
    "E01000002": ("QAA", "E06000001"),
    "E01000003": ("QAA", "E06000001"),
    "E01000004": ("QAA", "E06000002"),
    "E01000005": ("QAA", "E06000002"),
    "E01000006": ("QBB", "E06000002"),
    "E01000007": ("QBB", "E06000002"),
}
"""Board and district of each LSOA in the small data from 1 April 2026."""

MOVED = {**ROWS, "E01000005": ("QBB", "E06000002")}
ONS_CODES = {"QAA": "E54000001", "QBB": "E54000002"}
NORTH = "Y63,North East and Yorkshire"
FILES = {
    "boards.csv": (
        f"QAA,NHS Northshire Integrated Care Board,Northshire,{NORTH},2022-07-01,,,,ons-lookup-2022,B",
        f"QBB,NHS Eastshire Integrated Care Board,Eastshire,{NORTH},2022-07-01,,,,ons-lookup-2022,B",
    ),
    "board_codes.csv": (
        "QAA,E54000001,2022-07-01,,ons-lookup-2022,B,",
        "QBB,E54000002,2022-07-01,,ons-lookup-2022,B,",
    ),
    "regions.csv": ("Y63,North East and Yorkshire,E40000012,2022-07,2026-04,ons-region-codes,B,",),
    "region_boards.csv": (
        "Y63,QAA,2022-07-01,,ons-region-codes,B",
        "Y63,QBB,2022-07-01,,ons-region-codes,B",
    ),
    "authorities.csv": (
        "E06000001,Alpha,Alpha Council,unitary,,North East,,,,,ons-lad-lists,B,",
        "E06000002,Beta,Beta Council,unitary,,North East,,,,,ons-lad-lists,B,",
    ),
    "icb_areas.csv": (
        "QAA,E06000001,2022-07-01,,3,3,3006,3006,ons-lookup-2022,B",
        "QAA,E06000002,2022-07-01,2026-03-31,1,4,1004,4022,ons-lookup-2022,B",
        "QBB,E06000002,2022-07-01,2026-03-31,3,4,3018,4022,ons-lookup-2022,B",
        "QAA,E06000002,2026-04-01,,2,4,2009,4022,ods-change-summary-2026,D",
        "QBB,E06000002,2026-04-01,,2,4,2013,4022,ods-change-summary-2026,D",
    ),
}


def _lsoas(lsoa: str, board: str, area: str) -> list[str]:
    """Return the rows of an LSOA: E01000005 was in Eastshire until 2026."""
    start = f"{lsoa},2021,2022-07-01,"
    people, evidence = 1000 + int(lsoa[3:]), "ons-lookup-2022;ons-census-2021,B"
    if lsoa != "E01000005":
        return [f"{start},{people},{area},,{board},{evidence}"]
    return [
        f"{start}2026-03-31,{people},{area},,QBB,{evidence}",
        f"{lsoa},2021,2026-04-01,,{people},{area},,{board},ods-change-summary-2026,D",
    ]


FILES["lsoas.csv"] = tuple(row for lsoa, place in ROWS.items() for row in _lsoas(lsoa, *place))


def small_data(folder: Path, *, until: str = "2026-04-01") -> Path:
    """Write a data set of two boards, two districts and seven LSOAs, up to some boundaries."""
    folder.mkdir(parents=True)
    for path in Path(bundled_folder()).iterdir():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".csv":
            rows = [text.splitlines()[0], *FILES.get(path.name, ())]
            if until < "2026-04-01" and path.name in ("icb_areas.csv", "lsoas.csv"):
                rows = [row.replace("2026-03-31", "") for row in rows if ",2026-04-01,," not in row]
            text = "".join(f"{row}\n" for row in rows)
        else:
            descriptor = json.loads(text) | {"residents": 7028}
            days = descriptor["boundaries"]
            descriptor["boundaries"] = [d for d in days if d <= until and d != "2023-04-01"]
            text = json.dumps(descriptor)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def rows_of(places: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the rows that the server has for LSOAs, their boards and districts."""
    return [
        dict(zip(COLUMNS, (lsoa, "", ONS_CODES.get(board, "E54000099"), board, f"NHS {board}", area,
                           f"name of {area}", number), strict=True))
        for number, (lsoa, (board, area)) in enumerate(places.items(), 1)
    ]  # fmt: skip


class Lookup(NamedTuple):
    """A lookup on the server.

    `page` is how many rows it returns at once, `stated` how many it claims to return. `counted` is
    how many rows it claims to have, None for the right number.
    """

    rows: list[dict[str, Any]]
    page: int = 3
    stated: int = 3
    edited: int | None = 1_776_000_000_000
    counted: int | None = None


class Server(ThreadingHTTPServer):
    """Serves lookups by name, and notes the `requests`.

    `troubles` has what it does instead for the next requests. In the list of services, the names
    have the `folder` before them, and `others` are listed too.
    """

    def __init__(self, lookups: dict[str, Lookup]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lookups = lookups
        self.folder = ""
        self.others: list[Any] = []
        self.troubles: dict[str, list[str]] = {"list": [], "layer": [], "count": [], "page": []}
        self.requests: list[tuple[str, str]] = []
        self.over = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/rest/services"

    def give(self, rows: Iterable[dict[str, Any]], **more: Any) -> None:
        self.lookups = {NAME: Lookup(list(rows), **more)}

    def pages(self) -> list[str]:
        return [what for kind, what in self.requests if kind == "page"]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Write nothing if a client has disconnected."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request after another."""

    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # sends an answer in one piece, because a second piece would wait for the first

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as it is called
        """Write nothing to standard error."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = parts.path.removeprefix("/rest/services").removeprefix("/")
        name, *rest = path.removeprefix(self.server.folder).split("/")
        kind = "layer" if rest[-1:] == ["0"] else "page" if rest else "list"
        kind = "count" if "returnCountOnly" in query else kind
        assert self.headers["Accept-Encoding"] == "identity"
        self.server.requests.append((kind, query.get("resultOffset", name)))
        troubles = self.server.troubles.get(kind, [])
        trouble = troubles.pop(0) if troubles else ""
        lookup = self.server.lookups.get(name)
        if trouble and trouble != "ok":
            self.fail(trouble)
        elif kind == "list":
            self.say(_list(self.server))
        elif lookup is None:
            self.say({"error": {"code": 400, "message": "Invalid URL", "details": []}})
        else:
            self.say({"layer": _layer, "count": _count, "page": _page}[kind](lookup, query))

    def say(self, found: object, status: int = 200, **headers: str) -> None:
        self.send(
            found if isinstance(found, bytes) else json.dumps(found).encode(), status, headers
        )

    def send(self, content: bytes, status: int, headers: dict[str, str], size: int = 0) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(size or len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def drip(self) -> None:
        """Send an answer that does not end, byte by byte."""
        self.close_connection = True
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(600):
            self.wfile.write(b"x")
            self.wfile.flush()
            if self.server.over.wait(0.05):
                break

    def fail(self, trouble: str) -> None:
        """Do what a trouble names instead of answering."""
        what, _, more = trouble.partition(" ")
        if what == "error":
            self.say({"error": {"code": int(more), "message": "made up \x1b[31m"}})
        elif what == "cut":
            self.send(b'{"features": [', 200, {}, size=1000)
            self.close_connection = True
        elif what == "hang":
            self.server.over.wait(30)
            self.close_connection = True
        elif what == "drip":
            self.drip()
        elif what == "drop":
            self.close_connection = True
        elif what == "says":
            self.say(more.encode())
        elif what == "packed":
            self.say(gzip.compress(b" " * 1_000_000), Content_Encoding=more)
        elif what == "date":
            self.say({}, 429, Retry_After=formatdate(float(more), usegmt=more != "0"))
        else:
            self.say({}, int(what), **({"Retry_After": more} if more else {}))


def _list(server: Server) -> object:
    names = [f"{server.folder}{name}" for name in server.lookups]
    services = [{"name": name, "type": "FeatureServer"} for name in names]
    return {"currentVersion": 11.5, "services": [*server.others, *services]}


def _layer(lookup: Lookup, _: dict[str, str]) -> object:
    names = lookup.rows[0] if lookup.rows else COLUMNS
    editing = {} if lookup.edited is None else {"editingInfo": {"lastEditDate": lookup.edited}}
    fields = [{"name": name, "type": "esriFieldTypeString"} for name in names]
    return {"name": "lookup", "fields": fields, "maxRecordCount": lookup.stated, **editing}


def _count(lookup: Lookup, _: dict[str, str]) -> object:
    return {"count": len(lookup.rows) if lookup.counted is None else lookup.counted}


def _page(lookup: Lookup, query: dict[str, str]) -> object:
    assert (query["where"], query["returnGeometry"], query["f"]) == ("1=1", "false", "json")
    columns, first = query["outFields"].split(","), int(query["resultOffset"])
    rows = sorted(lookup.rows, key=lambda row: str(row[query["orderByFields"]]))
    last = first + min(int(query["resultRecordCount"]), lookup.page)
    features = [{"attributes": {c: row[c] for c in columns}} for row in rows[first:last]]
    more = {"exceededTransferLimit": True} if last < len(rows) else {}
    return {"objectIdFieldName": "ObjectId", "features": features, **more}


class RecordingClient:
    """A client of a server, which records its messages and how long it should wait."""

    def __init__(self, server: Server, patience: RetryLimits = QUICK) -> None:
        self.messages: list[str] = []
        self.waits: list[float] = []
        self.fetcher = Fetcher(self.messages.append, patience, self.waits.append)
        self.service = Service(self.fetcher, server.address)

    def newest(self) -> OnlineLookup:
        return self.service.newest(2026)
