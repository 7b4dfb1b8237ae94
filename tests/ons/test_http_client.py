"""The service of ONS is asked patiently, and nothing that it answers is taken on trust."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from icslookup.errors import MissingExtraError, ServiceError, UsageError
from icslookup.ons import arcgis, http_client
from icslookup.ons.arcgis import Service
from icslookup.ons.http_client import Fetcher, Patience
from tests.support.ons_server import HASTY, NAME, QUICK, ROWS, Lookup, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.ons_server import Server
    from tests.support.program import Result


class Asker:
    """Asks a server, and remembers what it was told and how long it was to wait."""

    def __init__(self, server: Server, patience: Patience = QUICK) -> None:
        self.told: list[str] = []
        self.waits: list[float] = []
        self.fetcher = Fetcher(self.told.append, patience, self.waits.append)
        self.service = Service(self.fetcher, server.address)

    def newest(self) -> arcgis.Layer:
        return self.service.newest(2026)


@pytest.fixture
def asker(server: Server) -> Iterator[Asker]:
    found = Asker(server)
    with closing(found.fetcher):
        yield found


def test_the_newest_lookup_is_found_by_its_year(server: Server, asker: Asker) -> None:
    found = asker.newest()
    assert (found.name, found.year, found.page) == (NAME, 2026, 3)
    assert found.columns == ("LSOA21CD", "icb26cd", "ICB26CDH", "ICB26NM", "LAD26CD", "LAD26NM")
    for name in ("LSOA21_SICBL23_ICB23_LAD23_EN_LU", "LSOA21_SICBL25_ICB25_CAL25_LAD25_EN_LU"):
        server.lookups = {name: Lookup(rows_of(ROWS))}
        assert asker.newest().name == name
    server.lookups = {}
    with pytest.raises(ServiceError, match=r"has no lookup .* of 2023 to 2026 under a name that"):
        asker.newest()


NEXT = "LSOA21_SICBL27_ICB27_NHSER27_LAD27_EN_LU"


def test_a_lookup_under_a_new_name_is_found_in_the_list(server: Server, asker: Asker) -> None:
    """ONS has changed the names from year to year."""
    rows = rows_of(ROWS)
    server.lookups = {NAME: Lookup(rows), NEXT: Lookup(rows)}
    assert (asker.service.newest(2027).name, asker.newest().name) == (NEXT, NAME)
    server.others = [
        1, {}, {"name": 1, "type": "FeatureServer"}, {"name": NEXT.replace("27", "28")},
        {"name": NEXT.replace("27", "28"), "type": "MapServer"},
        *({"name": name, "type": "FeatureServer"} for name in (
            NEXT.replace("LAD27", "LAD28"), f"../{NEXT}".replace("27", "28"), "LSOA11_SICBL28_ICB28_LAD28",
        )),
    ]  # fmt: skip
    found = asker.service.newest(2028)
    assert (found.name, found.year, asker.service.again(found)) == (NEXT, 2027, found)


def test_of_one_year_known_names_go_first_and_then_what_fits(server: Server, asker: Asker) -> None:
    rows = rows_of(ROWS)
    bare = [{"LSOA21CD": row["LSOA21CD"]} for row in rows]
    server.lookups = {f"{NAME}_V2": Lookup(rows), NAME: Lookup(rows)}
    assert asker.newest().name == NAME
    server.lookups = {f"{NAME}_BFE": Lookup(bare), NAME: Lookup(bare), f"{NAME}_V2": Lookup(rows)}
    assert asker.newest().name == f"{NAME}_V2"
    del server.lookups[f"{NAME}_V2"]
    with pytest.raises(ServiceError, match=f"{NAME}/.* 0 columns could be the ONS code"):
        asker.newest()


def test_services_may_be_in_a_folder(server: Server, asker: Asker) -> None:
    server.folder = "Hosted/"
    for base in (server.address, f"{server.address}/Hosted"):
        found = Service(asker.fetcher, base).newest(2026)
        assert (found.name, found.address) == (
            NAME, f"{server.address}/Hosted/{NAME}/FeatureServer/0",
        )  # fmt: skip


@pytest.mark.parametrize("trouble", ["404", "403", "500", "error 499", "says {}", "says <html>"])
def test_without_a_list_the_names_of_earlier_years_are_tried(
    server: Server, asker: Asker, trouble: str
) -> None:
    server.give(rows_of(ROWS))
    server.troubles["list"] = [trouble] * 3
    assert asker.service.newest(2027).name == NAME
    assert [kind for kind, _ in server.asked].count("layer") == 5


def test_a_page_may_be_shorter_than_the_server_says(server: Server, asker: Asker) -> None:
    layer = asker.newest()._replace(page=5)
    page = asker.service.page(layer, 0)
    assert (len(page.rows), page.more) == (3, True)
    assert page.rows[0] == (
        "E01000001", "E54000001", "QAA", "NHS QAA", "E06000001", "name of E06000001",
    )  # fmt: skip
    assert asker.service.page(layer, 6).more is False
    assert asker.service.count(layer) == 7
    assert server.pages() == ["0", "6"]


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("429", "the server answers 429"),
        ("500", "the server answers 500"),
        ("503 0", "the server answers 503"),
        ("error 500", "error 500: made up"),
        ("error 429", "error 429: made up"),
        ("cut", "the connection failed (peer closed connection without sending complete"),
        ("drop", "the connection failed (Server disconnected"),
        ("hang", "the server does not answer"),
        ("says {", "the answer is no JSON"),
        ("says " + "[" * 100_000, "the answer is no JSON"),
        ("says [1]", "the answer is not what was asked for"),
        ("says \xff", "the answer is no JSON"),
        ("says {}", "the answer has no rows"),
        ('says {"features": 1}', "the answer has no rows"),
        ('says {"features": [1]}', "the answer has rows without cells"),
        ('says {"features": [{"attributes": []}]}', "the answer has rows without cells"),
        ('says {"error": "no"}', "error None: no"),
    ],
)
def test_what_may_pass_is_tried_again(server: Server, trouble: str, said: str) -> None:
    asker = Asker(server, HASTY if trouble == "hang" else QUICK)
    with closing(asker.fetcher):
        check_patience(server, asker, trouble, said)


def check_patience(server: Server, asker: Asker, trouble: str, said: str) -> None:
    layer = asker.newest()
    server.troubles["page"] = [trouble, trouble]
    assert len(asker.service.page(layer, 0).rows) == 3
    assert len(asker.told) == len(asker.waits) == 2
    assert all(said in line and "trying again in 1 s" in line for line in asker.told)
    server.troubles["page"] = [trouble] * 3
    with pytest.raises(ServiceError) as caught:
        asker.service.page(layer, 0)
    assert said in str(caught.value)
    assert "it was asked 3 times" in str(caught.value)
    assert len(server.pages()) == 6


@pytest.mark.parametrize("trouble", ["403", "301", "error 499", "400"])
def test_what_stays_is_said_at_once(server: Server, asker: Asker, trouble: str) -> None:
    layer = asker.newest()
    server.troubles["page"] = [trouble]
    with pytest.raises(ServiceError, match=trouble.rsplit(maxsplit=1)[-1]):
        asker.service.page(layer, 0)
    assert (len(server.pages()), asker.waits) == (1, [])


@pytest.mark.parametrize("trouble", ["404", "error 400", "error 404"])
def test_what_is_gone_is_said(server: Server, asker: Asker, trouble: str) -> None:
    layer = asker.newest()
    server.troubles["page"] = server.troubles["count"] = [trouble, trouble]
    with pytest.raises(ServiceError, match="cannot be read from row 3 on"):
        asker.service.page(layer, 3)
    with pytest.raises(ServiceError, match="cannot be counted"):
        asker.service.count(layer)
    server.troubles["layer"] = [trouble]
    assert asker.service.layer(NAME, 2026) is None


def test_it_waits_longer_each_time_and_as_long_as_it_is_asked_to(server: Server) -> None:
    patience = Patience(tries=9, first=2, longest=20)
    asker = Asker(server, patience)
    with closing(asker.fetcher):
        server.troubles["layer"] = ["500"] * 6
        asker.newest()
        for wait, most in zip(asker.waits, (2, 4, 8, 16, 20, 20), strict=True):
            assert most / 2 <= wait <= most
        asker.waits.clear()
        server.troubles["layer"] = [
            *("429 7", "429 90", "429 -1", "503 soon"),
            *("date 4000000000", "date 1000000000", "date 0", "429 0"),
        ]
        asker.newest()
        assert asker.waits[:2] == [7, 20]
        assert asker.waits[4:] == [20, 0, 0, 0]
    assert "the server answers 429: trying again in 7 s" in asker.told


def test_an_answer_may_not_be_endless(
    server: Server, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = asker.newest()
    monkeypatch.setattr(http_client, "LARGEST", 100)
    with pytest.raises(ServiceError, match="the answer is longer than 100 bytes"):
        asker.service.page(layer, 0)
    assert len(server.pages()) == 1


@pytest.mark.parametrize("packing", ["gzip", "br", "deflate, identity"])
def test_an_answer_may_not_be_packed(
    server: Server, asker: Asker, monkeypatch: pytest.MonkeyPatch, packing: str
) -> None:
    """Else a few bytes could fill the memory before they are counted."""
    layer = asker.newest()
    monkeypatch.setattr(http_client, "LARGEST", 100_000)
    server.troubles["page"] = [f"packed {packing}"]
    with pytest.raises(ServiceError, match=f"the answer is packed .{packing}., which was not"):
        asker.service.page(layer, 0)
    assert len(server.pages()) == 1


@pytest.mark.parametrize("trouble", ["drip", "endless"])
def test_an_answer_may_not_drip_for_ever(server: Server, trouble: str) -> None:
    """Neither in its headers nor after them."""
    asker = Asker(server, QUICK._replace(whole=0.5, tries=2))
    with closing(asker.fetcher):
        server.troubles["layer"] = [trouble] * 2
        with pytest.raises(ServiceError, match="the answer takes too long; it was asked 2 times"):
            asker.service.layer(NAME, 2026)
        assert asker.told == ["the answer takes too long: trying again in 1 s"]


@pytest.mark.parametrize(
    ("kind", "says", "message"),
    [
        ("layer", '{"fields": []}', "does not describe a lookup"),
        ("layer", '{"fields": [{"name": 1}, 2]}', "does not describe a lookup"),
        (
            "layer",
            '{"fields": [{"name": "LSOA21CD"}]}',
            "0 columns could be the ONS code: its columns are LSOA21CD",
        ),
        ("count", '{"count": "7"}', "the answer is no count"),
        ("count", '{"count": true}', "the answer is no count"),
        ("count", '{"count": 0}', "counts 0 rows, which is no lookup"),
        ("count", '{"count": 100000000}', "counts 100,000,000 rows"),
    ],
)
def test_other_answers_than_were_asked_for_are_refused(
    server: Server, asker: Asker, kind: str, says: str, message: str
) -> None:
    layer = asker.newest()
    ask: Callable[[], object] = {
        "count": lambda: asker.service.count(layer),
        "layer": lambda: asker.service.layer(NAME, 2026),
    }[kind]
    server.troubles[kind] = [f"says {says}"] * 3
    with pytest.raises(ServiceError, match=message):
        ask()


def test_cells_that_are_no_text_are_empty(server: Server, asker: Asker) -> None:
    rows = rows_of(ROWS)
    odd: list[Any] = [None, 7, ["x"], "  spaced "]
    for row, cell in zip(rows[:2], odd[::3], strict=True):
        row["ICB26NM"] = cell
    server.give(rows)
    page = asker.service.page(asker.newest(), 0)
    assert [row[3] for row in page.rows] == ["", "spaced", "NHS QAA"]


def test_a_server_that_is_not_there(server: Server) -> None:
    asker = Asker(server)
    server.server_close()
    with closing(asker.fetcher):
        found = Service(asker.fetcher, "http://127.0.0.1:1/rest")
        with pytest.raises(ServiceError, match="the connection failed"):
            found.newest(2026)
        assert len(asker.told) == 2
        with pytest.raises(ServiceError, match="is no address"):
            Service(asker.fetcher, "http://" + "a" * 70_000).newest(2026)


@pytest.mark.parametrize(
    ("named", "address"),
    [
        (None, arcgis.ADDRESS),
        ("", arcgis.ADDRESS),
        ("https://maps.example.org/rest/services/", "https://maps.example.org/rest/services"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]/x", "http://[::1]/x"),
    ],
)
def test_another_server_can_be_named(
    named: str | None, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if named is not None:
        monkeypatch.setenv("ICSLOOKUP_ONS_URL", named)
    assert arcgis.address() == address


@pytest.mark.parametrize(
    "named",
    [
        "ons", "ftp://example.org", "file:///etc/passwd", "http://", "http://[", "https://x:y/z",
        "http://me:secret@example.org", "http://example.org/?token=1", "http://example.org/#a",
        "http://exam ple.org",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSLOOKUP_ONS_URL", named)
    with pytest.raises(UsageError, match="give an address such as https://services1"):
        arcgis.address()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("HTTPS_PROXY", "ftp://me:secret@proxy", "HTTPS_PROXY, .* is no address that can be used"),
        ("HTTPS_PROXY", "http://[::1", "is no address that can be used"),
        ("HTTPS_PROXY", "http://me:secret@proxy:secret", "is no address that can be used"),
        ("SSL_CERT_FILE", "/nonexistent", "certificates that SSL_CERT_FILE .*: No such file"),
    ],
)
def test_an_environment_that_cannot_be_used_is_said(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=message) as caught:
        Fetcher(print)
    assert "secret" not in str(caught.value)
    result = cli("data", "update", "--json")
    assert (result.code, json.loads(result.out)["message"]) == (2, str(caught.value))


def test_a_kind_of_proxy_that_needs_more_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(UsageError, match=r"proxy in the environment cannot be used: .*socksio"):
        Fetcher(print)


@pytest.mark.parametrize("host", ["xn--", "a..b", "a" * 300])
def test_a_host_that_cannot_be_is_no_address(asker: Asker, host: str) -> None:
    with pytest.raises(ServiceError, match="is no address"):
        Service(asker.fetcher, f"http://{host}/rest").newest(2026)
    assert asker.told == []


def test_httpx_comes_with_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtraError, match=r'needs httpx: pip install "icslookup\[update\]"'):
        Fetcher(print)
