"""A lookup is downloaded whole, or the data in use stay as they are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from icslookup.errors import ServiceError
from icslookup.ons.arcgis import Service
from icslookup.ons.http_client import Fetcher
from icslookup.refresh.download import download
from icslookup.refresh.update import Callbacks, update
from tests.support.ons_server import HASTY, MOVED, ROWS, rows_of
from tests.support.updates import SILENT, UNCHANGED, boards_of_beta, document, kept

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.ons_server import Server
    from tests.support.updates import Cli


def test_every_row_is_returned_and_each_page_is_reported(server: Server) -> None:
    fetcher = Fetcher(pytest.fail)
    service = Service(fetcher, server.address)
    shares: list[tuple[int, float]] = []
    rows = download(service, service.newest(2026), lambda *share: shares.append(share))
    fetcher.close()
    assert [row[0] for row in rows] == list(ROWS)
    assert shares == [(3, 3 / 7), (6, 6 / 7), (7, 1)]
    assert server.pages() == ["0", "3", "6"]


@pytest.mark.parametrize(
    "trouble", ["429 0", "500", "cut", "drop", "hang", "says []", "says {", "error 503"]
)
def test_temporary_faults_are_reported_and_do_no_harm(
    own: Path, cli: Cli, server: Server, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    if trouble == "hang":
        monkeypatch.setattr("icslookup.ons.http_client.RETRY_LIMITS", HASTY)
    server.give(rows_of(MOVED))
    server.troubles = {"layer": ["500"], "count": ["429"], "page": ["ok", trouble, trouble]}
    result = cli("data", "update", "--json")
    assert document(result)["status"] == "updated"
    assert result.err.count("trying again in 1 s\n") == 4
    assert boards_of_beta(cli) == {"QBB": 3, "QAA": 1}
    server.troubles["layer"] = ["500"]
    assert cli("data", "update", "-q").err == ""
    assert kept(own)[0] == "refreshed"


def test_an_interrupted_update_starts_again(own: Path, cli: Cli, server: Server) -> None:
    server.give(rows_of(MOVED))
    server.troubles["page"] = ["ok", *["500"] * 3]
    failed = cli("data", "update", "--json")
    assert failed.code == 4
    assert json.loads(failed.out)["message"].endswith(f"it was asked 3 times; {UNCHANGED}")
    assert kept(own) == []
    assert boards_of_beta(cli) == {"QBB": 2, "QAA": 2}
    server.requests.clear()
    assert document(cli("data", "update", "--json"))["status"] == "updated"
    assert server.pages() == ["0", "3", "6"]
    assert kept(own) == ["refreshed", "refreshed-20261122"]


def test_if_the_first_page_fails_nothing_is_changed(own: Path, server: Server) -> None:
    server.troubles["page"] = ["500"] * 3
    with pytest.raises(ServiceError, match=f"it was asked 3 times; {UNCHANGED}"):
        update(SILENT)
    assert kept(own) == []


TWICE = {**MOVED, "E01000001 ": MOVED["E01000001"]}


@pytest.mark.parametrize(
    ("rows", "more", "message"),
    [
        (rows_of(TWICE), {}, "E01000001 stands there twice"),
        (rows_of(MOVED), {"counted": 9}, "counts 9 rows, and gave 7"),
        (rows_of(MOVED), {"counted": 5}, "counts 5 rows, and gave 6"),
        (rows_of(MOVED)[:-1], {}, "has 6 LSOAs and"),
        ([{**row, "LAD26NM": None} for row in rows_of(MOVED)], {}, "E01000001 has no LAD26NM"),
        ([{**rows_of(MOVED)[0], "LSOA21CD": ""}, *rows_of(MOVED)[1:]], {}, "an LSOA has no LSOA21CD"),
        ([{**rows_of(MOVED)[0], "LSOA21CD": "S01"}, *rows_of(MOVED)[1:]], {}, "'S01' is not the code of an LSOA"),
        (rows_of({**ROWS, "E01000009": ROWS["E01000001"]}), {}, "1 LSOAs of http://127"),
        (rows_of({**ROWS, "E01000001": ("QZZ", "E06000001")}), {},
         "board QZZ (NHS QZZ) is not in boards.csv; a newer icslookup may know it: pip install"),
        (rows_of({**ROWS, "E01000001": ("QAA", "E06000077")}), {},
         "authority E06000077 (name of E06000077) is not in authorities.csv; a newer"),
        (rows_of({lsoa: (f"Q{n}X", area) for n, (lsoa, (_, area)) in enumerate(ROWS.items())}), {},
         "is not in boards.csv; and 2 more; a newer icslookup may know it"),
    ],
)  # fmt: skip
def test_a_lookup_that_is_not_sound_is_refused(
    own: Path,
    cli: Cli,
    server: Server,
    rows: list[dict[str, Any]],
    more: dict[str, Any],
    message: str,
) -> None:
    server.give(rows, **more)
    result = cli("data", "update")
    assert (result.code, result.out) == (4, "")
    assert message in result.err
    assert result.err.endswith(f"{UNCHANGED}\n")
    assert str(own.parent) not in result.err.replace(str(own.parent / "small"), "")
    assert boards_of_beta(cli) == {"QBB": 2, "QAA": 2}
    server.give(rows_of(MOVED))
    assert document(cli("data", "update", "--json"))["status"] == "updated"


def test_a_lookup_that_changes_while_it_is_read_is_refused(
    own: Path, cli: Cli, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.give(rows_of(MOVED))

    def edit(_rows: int, _share: float | None) -> None:
        server.give(rows_of(MOVED), edited=1)

    with pytest.raises(ServiceError, match="was changed while it was read: run it again"):
        update(Callbacks(edit, SILENT.say))
    monkeypatch.undo()
    assert kept(own) == []
    assert cli("--version").code == 0
