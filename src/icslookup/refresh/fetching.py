"""Fetches JSON over HTTP from a service that may be slow, busy, away or wrong.

What a later try may mend is tried again, after longer and longer waits: a busy or broken server, a
connection that hangs or breaks off, an answer that is cut short. The number of tries is bounded,
and so is what is read.
"""

from __future__ import annotations

import random
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import icslookup
from icslookup.errors import MissingExtraError, ServiceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    import httpx

LARGEST = 32 << 20
"""Bytes of the largest answer that is read; a page of a lookup has about a million."""

_UNPACKED = "identity"
"""Asked for, since a small packed answer may be of any size, unpacked before it is counted."""

_BUSY = 429
_BROKEN = 500
_MISSING = 404
_FOUND = 200

T = TypeVar("T")


class Patience(NamedTuple):
    """How long to wait, in seconds, and how often to try.

    `connect` is for a connection, `read` for each part of an answer and `whole` for all of it.
    Between tries it waits `first` seconds, then twice as long each time, up to `longest`.
    """

    connect: float = 10
    read: float = 60
    whole: float = 300
    tries: int = 5
    first: float = 1
    longest: float = 60


PATIENCE = Patience()


class BrokenAnswerError(Exception):
    """An answer that is worth another try; `wait` is for how long the server asks, if it does."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(what)


class NoConnectionError(BrokenAnswerError):
    """There is no answer since there is no connection."""


class UnreachableError(ServiceError):
    """There was no connection however often it was tried: other questions will have none either."""


class NotThereError(Exception):
    """The server says that there is no such thing."""


class Fetcher:
    """Asks for JSON documents, one after the other, over one connection where it lasts.

    Parameters: `say` is called with a line for people before each further try; `patience` and
    `sleep` are for tests. Raises `MissingExtraError` where httpx is not installed, and
    `UsageError` for a proxy or certificates in the environment that cannot be used.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        patience: Patience | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._httpx = _httpx()
        self._say, self._sleep = say, sleep
        self._patience = patience or PATIENCE
        self._client = self._connecting()

    def _connecting(self) -> httpx.Client:
        """Return a client, which reads the environment; an error does not repeat a password."""
        try:
            client: httpx.Client = self._httpx.Client(
                timeout=self._httpx.Timeout(self._patience.read, connect=self._patience.connect),
                headers={
                    "User-Agent": f"icslookup/{icslookup.__version__}",
                    "Accept-Encoding": _UNPACKED,
                },
            )
        except OSError as error:
            raise UsageError(
                "the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read:"
                f" {error.strerror or error}"
            ) from None
        except ImportError as error:
            raise UsageError(f"the proxy in the environment cannot be used: {error}") from None
        except (ValueError, self._httpx.InvalidURL):
            raise UsageError(
                "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY or NO_PROXY is no address that can be used:"
                " give one such as http://proxy.example.org:8080"
            ) from None
        return client

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def get(
        self, address: str, asked: Mapping[str, str | int], read: Callable[[dict[str, Any]], T]
    ) -> T:
        """Return what `read` makes of the document at an address.

        Parameters: `asked` are the parameters of the query; `read` raises `BrokenAnswerError`
        for a document that is not as it should be. Raises `NotThereError` where the server says
        so, and `ServiceError` for what no further try mends, or none did.
        """
        attempt = 1
        while True:
            try:
                return read(self._document(address, asked))
            except BrokenAnswerError as error:  # noqa: PERF203 - each try is one question
                if attempt >= self._patience.tries:
                    away = isinstance(error, NoConnectionError)
                    raise (UnreachableError if away else ServiceError)(
                        f"{address}: {error}; it was asked {attempt} times"
                    ) from None
                wait = self._wait(attempt, error.wait)
                self._say(f"{error}: trying again in {max(1, round(wait))} s")
                self._sleep(wait)
                attempt += 1

    def _wait(self, attempt: int, wanted: float | None) -> float:
        if wanted is None:
            wanted = self._patience.first * 2 ** (attempt - 1)
            wanted *= random.uniform(0.5, 1)  # noqa: S311 - so that not all ask at once again
        return min(max(0.0, wanted), self._patience.longest)

    def _document(self, address: str, asked: Mapping[str, str | int]) -> dict[str, Any]:
        import json

        try:
            with self._client.stream("GET", address, params=dict(asked)) as response:
                _check_status(address, response)
                _check_packing(address, response)
                content = self._content(address, response)
        except (self._httpx.ConnectError, self._httpx.ConnectTimeout) as error:
            raise NoConnectionError(f"the connection failed ({error})") from None
        except self._httpx.TimeoutException:
            raise BrokenAnswerError("the server does not answer") from None
        except (self._httpx.InvalidURL, UnicodeError) as error:
            raise ServiceError(f"{address} is no address: {error}") from None
        except self._httpx.HTTPError as error:
            raise BrokenAnswerError(f"the connection failed ({error})") from None
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            raise BrokenAnswerError("the answer is no JSON") from None
        if not isinstance(found, dict):
            raise BrokenAnswerError("the answer is not what was asked for")
        _check_error(address, found.get("error"))
        return found

    def _content(self, address: str, response: httpx.Response) -> bytes:
        until = time.monotonic() + self._patience.whole
        content = bytearray()
        for part in response.iter_raw():
            content += part
            if len(content) > LARGEST:
                raise ServiceError(f"{address}: the answer is longer than {LARGEST:,} bytes")
            if time.monotonic() > until:
                raise BrokenAnswerError("the answer takes too long")
        return bytes(content)


def _httpx() -> ModuleType:
    try:
        import httpx
    except ImportError:
        raise MissingExtraError("fetching data", "httpx", "update") from None
    return httpx


def _check_status(address: str, response: httpx.Response) -> None:
    status = response.status_code
    if status == _BUSY or status >= _BROKEN:
        wait = _seconds(response.headers.get("Retry-After"))
        raise BrokenAnswerError(f"the server answers {status}", wait)
    if status == _MISSING:
        raise NotThereError
    if status != _FOUND:
        raise ServiceError(f"{address}: the server answers {status}")


def _check_packing(address: str, response: httpx.Response) -> None:
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", _UNPACKED):
        raise ServiceError(
            f"{address}: the answer is packed ({packing[:50]}), which was not asked for"
        )


def _check_error(address: str, error: object) -> None:
    """Refuse the error that ArcGIS puts into an answer with the status 200."""
    if error is None:
        return
    code = error.get("code") if isinstance(error, dict) else None
    if code in (400, _MISSING):
        raise NotThereError
    what = error.get("message") if isinstance(error, dict) else error
    said = f"the server answers with error {code}: {str(what)[:200]}"
    if not isinstance(code, int) or code == _BUSY or code >= _BROKEN:
        raise BrokenAnswerError(said)
    raise ServiceError(f"{address}: {said}")


def _seconds(text: str | None) -> float | None:
    """Read the header Retry-After: a number of seconds, or a date."""
    if text is None:
        return None
    if text.strip().isdecimal():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=timezone.utc)
    return (until - datetime.now(timezone.utc)).total_seconds()
