"""The newest lookup is found on the server, and its rows are read and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from icslookup.errors import ServiceError, UsageError
from icslookup.ons import arcgis
from icslookup.ons.arcgis import Service
from tests.support.ons_server import NAME, ROWS, Lookup, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.ons_server import RecordingClient, Server


def test_the_newest_lookup_is_found_by_its_year(server: Server, client: RecordingClient) -> None:
    found = client.newest()
    assert (found.name, found.year, found.page) == (NAME, 2026, 3)
    assert found.columns == ("LSOA21CD", "icb26cd", "ICB26CDH", "ICB26NM", "LAD26CD", "LAD26NM")
    for name in ("LSOA21_SICBL23_ICB23_LAD23_EN_LU", "LSOA21_SICBL25_ICB25_CAL25_LAD25_EN_LU"):
        server.lookups = {name: Lookup(rows_of(ROWS))}
        assert client.newest().name == name
    server.lookups = {}
    with pytest.raises(ServiceError, match=r"has no lookup .* of 2023 to 2026 under a name that"):
        client.newest()


NEXT = "LSOA21_SICBL27_ICB27_NHSER27_LAD27_EN_LU"


def test_a_lookup_under_a_new_name_is_found_in_the_list(
    server: Server, client: RecordingClient
) -> None:
    """ONS has changed the names from year to year."""
    rows = rows_of(ROWS)
    server.lookups = {NAME: Lookup(rows), NEXT: Lookup(rows)}
    assert (client.service.newest(2027).name, client.newest().name) == (NEXT, NAME)
    server.others = [
        1, {}, {"name": 1, "type": "FeatureServer"}, {"name": NEXT.replace("27", "28")},
        {"name": NEXT.replace("27", "28"), "type": "MapServer"},
        *({"name": name, "type": "FeatureServer"} for name in (
            NEXT.replace("LAD27", "LAD28"), f"../{NEXT}".replace("27", "28"), "LSOA11_SICBL28_ICB28_LAD28",
        )),
    ]  # fmt: skip
    found = client.service.newest(2028)
    assert (found.name, found.year, client.service.reload(found)) == (NEXT, 2027, found)


def test_known_names_of_a_year_go_before_others_that_fit(
    server: Server, client: RecordingClient
) -> None:
    rows = rows_of(ROWS)
    bare = [{"LSOA21CD": row["LSOA21CD"]} for row in rows]
    server.lookups = {f"{NAME}_V2": Lookup(rows), NAME: Lookup(rows)}
    assert client.newest().name == NAME
    server.lookups = {f"{NAME}_BFE": Lookup(bare), NAME: Lookup(bare), f"{NAME}_V2": Lookup(rows)}
    assert client.newest().name == f"{NAME}_V2"
    del server.lookups[f"{NAME}_V2"]
    with pytest.raises(ServiceError, match=f"{NAME}/.* 0 columns could be the ONS code"):
        client.newest()


def test_services_may_be_in_a_folder(server: Server, client: RecordingClient) -> None:
    server.folder = "Hosted/"
    for base in (server.address, f"{server.address}/Hosted"):
        found = Service(client.fetcher, base).newest(2026)
        assert (found.name, found.address) == (
            NAME, f"{server.address}/Hosted/{NAME}/FeatureServer/0",
        )  # fmt: skip


@pytest.mark.parametrize("trouble", ["404", "403", "500", "error 499", "says {}", "says <html>"])
def test_without_a_list_the_names_of_earlier_years_are_tried(
    server: Server, client: RecordingClient, trouble: str
) -> None:
    server.give(rows_of(ROWS))
    server.troubles["list"] = [trouble] * 3
    assert client.service.newest(2027).name == NAME
    assert [kind for kind, _ in server.requests].count("layer") == 5


def test_a_page_may_be_shorter_than_the_server_says(
    server: Server, client: RecordingClient
) -> None:
    layer = client.newest()._replace(page=5)
    page = client.service.page(layer, 0)
    assert (len(page.rows), page.more) == (3, True)
    assert page.rows[0] == (
        "E01000001", "E54000001", "QAA", "NHS QAA", "E06000001", "name of E06000001",
    )  # fmt: skip
    assert client.service.page(layer, 6).more is False
    assert client.service.count(layer) == 7
    assert server.pages() == ["0", "6"]


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
def test_an_unexpected_answer_is_refused(
    server: Server, client: RecordingClient, kind: str, says: str, message: str
) -> None:
    layer = client.newest()
    ask: Callable[[], object] = {
        "count": lambda: client.service.count(layer),
        "layer": lambda: client.service.layer(NAME, 2026),
    }[kind]
    server.troubles[kind] = [f"says {says}"] * 3
    with pytest.raises(ServiceError, match=message):
        ask()


def test_cells_that_are_not_text_are_empty(server: Server, client: RecordingClient) -> None:
    rows = rows_of(ROWS)
    odd: list[Any] = [None, 7, ["x"], "  spaced "]
    for row, cell in zip(rows[:2], odd[::3], strict=True):
        row["ICB26NM"] = cell
    server.give(rows)
    page = client.service.page(client.newest(), 0)
    assert [row[3] for row in page.rows] == ["", "spaced", "NHS QAA"]


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
def test_text_that_is_not_an_address_is_refused(
    named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICSLOOKUP_ONS_URL", named)
    with pytest.raises(UsageError, match="give an address such as https://services1"):
        arcgis.address()
