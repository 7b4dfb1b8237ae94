"""A request is repeated after a temporary fault of the server, and every answer is checked."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import MissingExtraError, ServiceError, UsageError
from icslookup.ons import http_client
from icslookup.ons.arcgis import Service
from icslookup.ons.http_client import Fetcher, RetryLimits
from tests.support.ons_server import HASTY, NAME, QUICK, RecordingClient

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.ons_server import Server
    from tests.support.program import Result


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
def test_a_temporary_fault_is_tried_again(server: Server, trouble: str, said: str) -> None:
    client = RecordingClient(server, HASTY if trouble == "hang" else QUICK)
    with closing(client.fetcher):
        check_patience(server, client, trouble, said)


def check_patience(server: Server, client: RecordingClient, trouble: str, said: str) -> None:
    layer = client.newest()
    server.troubles["page"] = [trouble, trouble]
    assert len(client.service.page(layer, 0).rows) == 3
    assert len(client.messages) == len(client.waits) == 2
    assert all(said in line and "trying again in 1 s" in line for line in client.messages)
    server.troubles["page"] = [trouble] * 3
    with pytest.raises(ServiceError) as caught:
        client.service.page(layer, 0)
    assert said in str(caught.value)
    assert "it was asked 3 times" in str(caught.value)
    assert len(server.pages()) == 6


@pytest.mark.parametrize("trouble", ["403", "301", "error 499", "400"])
def test_a_permanent_fault_is_reported_at_once(
    server: Server, client: RecordingClient, trouble: str
) -> None:
    layer = client.newest()
    server.troubles["page"] = [trouble]
    with pytest.raises(ServiceError, match=trouble.rsplit(maxsplit=1)[-1]):
        client.service.page(layer, 0)
    assert (len(server.pages()), client.waits) == (1, [])


@pytest.mark.parametrize("trouble", ["404", "error 400", "error 404"])
def test_a_missing_page_or_count_is_reported(
    server: Server, client: RecordingClient, trouble: str
) -> None:
    layer = client.newest()
    server.troubles["page"] = server.troubles["count"] = [trouble, trouble]
    with pytest.raises(ServiceError, match="cannot be read from row 3 on"):
        client.service.page(layer, 3)
    with pytest.raises(ServiceError, match="cannot be counted"):
        client.service.count(layer)
    server.troubles["layer"] = [trouble]
    assert client.service.layer(NAME, 2026) is None


def test_it_waits_longer_each_time_or_as_long_as_the_server_asks(server: Server) -> None:
    patience = RetryLimits(tries=9, first=2, longest=20)
    client = RecordingClient(server, patience)
    with closing(client.fetcher):
        server.troubles["layer"] = ["500"] * 6
        client.newest()
        for wait, most in zip(client.waits, (2, 4, 8, 16, 20, 20), strict=True):
            assert most / 2 <= wait <= most
        client.waits.clear()
        server.troubles["layer"] = [
            *("429 7", "429 90", "429 -1", "503 soon"),
            *("date 4000000000", "date 1000000000", "date 0", "429 0"),
        ]
        client.newest()
        assert client.waits[:2] == [7, 20]
        assert client.waits[4:] == [20, 0, 0, 0]
    assert "the server answers 429: trying again in 7 s" in client.messages


def test_an_answer_may_not_be_endless(
    server: Server, client: RecordingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = client.newest()
    monkeypatch.setattr(http_client, "LARGEST", 100)
    with pytest.raises(ServiceError, match="the answer is longer than 100 bytes"):
        client.service.page(layer, 0)
    assert len(server.pages()) == 1


@pytest.mark.parametrize("packing", ["gzip", "br", "deflate, identity"])
def test_an_answer_may_not_be_packed(
    server: Server, client: RecordingClient, monkeypatch: pytest.MonkeyPatch, packing: str
) -> None:
    """A few packed bytes could fill the memory before their size is counted."""
    layer = client.newest()
    monkeypatch.setattr(http_client, "LARGEST", 100_000)
    server.troubles["page"] = [f"packed {packing}"]
    with pytest.raises(ServiceError, match=f"the answer is packed .{packing}., which was not"):
        client.service.page(layer, 0)
    assert len(server.pages()) == 1


def test_a_slow_endless_answer_is_refused(server: Server) -> None:
    client = RecordingClient(server, QUICK._replace(whole=0.5, tries=2))
    with closing(client.fetcher):
        server.troubles["layer"] = ["drip"] * 2
        with pytest.raises(ServiceError, match="the answer takes too long; it was asked 2 times"):
            client.service.layer(NAME, 2026)
        assert client.messages == ["the answer takes too long: trying again in 1 s"]


def test_a_missing_server_is_reported(server: Server) -> None:
    client = RecordingClient(server)
    server.server_close()
    with closing(client.fetcher):
        found = Service(client.fetcher, "http://127.0.0.1:1/rest")
        with pytest.raises(ServiceError, match="the connection failed"):
            found.newest(2026)
        assert len(client.messages) == 2
        with pytest.raises(ServiceError, match="is no address"):
            Service(client.fetcher, "http://" + "a" * 70_000).newest(2026)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("HTTPS_PROXY", "ftp://me:secret@proxy", "HTTPS_PROXY, .* is no address that can be used"),
        ("HTTPS_PROXY", "http://[::1", "is no address that can be used"),
        ("HTTPS_PROXY", "http://me:secret@proxy:secret", "is no address that can be used"),
        ("SSL_CERT_FILE", "/nonexistent", "certificates that SSL_CERT_FILE .*: No such file"),
    ],
)
def test_a_bad_proxy_or_certificate_setting_is_reported(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=message) as caught:
        Fetcher(print)
    assert "secret" not in str(caught.value)
    result = cli("data", "update", "--json")
    assert (result.code, json.loads(result.out)["message"]) == (2, str(caught.value))


def test_a_proxy_that_needs_another_package_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(UsageError, match=r"proxy in the environment cannot be used: .*socksio"):
        Fetcher(print)


@pytest.mark.parametrize("host", ["xn--", "a..b", "a" * 300])
def test_an_impossible_host_is_not_an_address(client: RecordingClient, host: str) -> None:
    with pytest.raises(ServiceError, match="is no address"):
        Service(client.fetcher, f"http://{host}/rest").newest(2026)
    assert client.messages == []


def test_httpx_comes_with_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtraError, match=r'needs httpx: pip install "icslookup\[update\]"'):
        Fetcher(print)
