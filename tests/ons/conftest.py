"""A client of a server that answers like the ONS service."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.support.ons_server import RecordingClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.ons_server import Server


@pytest.fixture
def client(server: Server) -> Iterator[RecordingClient]:
    found = RecordingClient(server)
    with closing(found.fetcher):
        yield found
