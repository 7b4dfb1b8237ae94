"""Fetches JSON over HTTP from a server that may be slow, busy, unreachable or faulty.

It tries again, after longer and longer waits, if a fault may pass: a busy or broken server, a
connection that hangs or breaks off, or an answer that is cut short. The number of tries, the time
and the size of an answer are limited.
"""

from __future__ import annotations

import random
import time
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TypeVar

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup._version import __version__
from icslookup.errors import MissingExtraError, ServiceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType
    from typing import Any

    import httpx

LARGEST = 32 << 20
"""Bytes of the largest answer that is read. A page of a lookup has about a million."""

_UNPACKED = "identity"
"""The encoding of every answer: httpx would unpack any other before its size can be checked."""

_BUSY = 429
_BROKEN = 500
_MISSING = 404
_FOUND = 200

T = TypeVar("T")


class RetryLimits(NamedTuple):
    """How long to wait, in seconds, and how often to try.

    `connect` limits the wait for a connection and `read` the wait for each part of an answer.
    `whole` limits the time from a request to the end of its answer. If headers arrive slowly, only
    `read` limits each part of them. The wait between tries is `first`, then twice as long each
    time, up to `longest`.
    """

    connect: float = 10
    read: float = 60
    whole: float = 300
    tries: int = 5
    first: float = 1
    longest: float = 60


RETRY_LIMITS = RetryLimits()


class UnusableAnswerError(Exception):
    """There is no usable answer, but another try may help.

    `wait` is how many seconds the server asks to wait, None if it does not ask.
    """

    def __init__(self, what: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(what)


class NoConnectionError(UnusableAnswerError):
    """There is no connection to the server."""


class UnreachableError(ServiceError):
    """No try led to a connection, so other requests would fail too."""


class NotOnServerError(Exception):
    """The server does not have what was requested."""


class Fetcher:
    """Fetches JSON documents one after the other, if possible over one connection.

    Parameters: `say` is called with a message to the user before each further try. `patience` and
    `sleep` are for tests. Raises `MissingExtraError` if httpx is not installed, and `UsageError` if
    the environment names a proxy or certificates that cannot be used.
    """

    def __init__(
        self,
        say: Callable[[str], None],
        patience: RetryLimits | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._httpx = _httpx()
        self._say, self._sleep = say, sleep
        self._patience = patience or RETRY_LIMITS
        self._client = self._new_client()

    def _new_client(self) -> httpx.Client:
        """Return a client with the proxy of the environment. Its errors never show a password."""
        try:
            client: httpx.Client = self._httpx.Client(
                timeout=self._httpx.Timeout(self._patience.read, connect=self._patience.connect),
                headers={
                    "User-Agent": f"icslookup/{__version__}",
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
        self, address: str, query: Mapping[str, str | int], read: Callable[[dict[str, Any]], T]
    ) -> T:
        """Return what `read` makes of the document at an address.

        Parameters: `query` are the parameters of the request. `read` raises `UnusableAnswerError`
        for a document that is not as it should be. Raises `NotOnServerError` if the server does not
        have the document, and `ServiceError` for any fault that another try cannot repair or that
        remained after the last try.
        """
        attempt = 1
        while True:
            try:
                return read(self._document(address, query))
            except UnusableAnswerError as error:  # noqa: PERF203 - each try is one request
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
        """Return the seconds until the next try: those the server asks for, or more each time."""
        if wanted is None:
            wanted = self._patience.first * 2 ** (attempt - 1)
            wanted *= random.uniform(0.5, 1)  # noqa: S311 - so that not all ask at once again
        return min(max(0.0, wanted), self._patience.longest)

    def _document(self, address: str, query: Mapping[str, str | int]) -> dict[str, Any]:
        """Return the JSON object at an address."""
        import json

        try:
            content = self._answer(address, query)
        except self._httpx.HTTPError as error:
            raise self._broken(error) from None
        except (self._httpx.InvalidURL, UnicodeError) as error:
            raise ServiceError(f"{address} is no address: {error}") from None
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            raise UnusableAnswerError("the answer is no JSON") from None
        if not isinstance(found, dict):
            raise UnusableAnswerError("the answer is not what was asked for")
        _check_error(address, found.get("error"))
        return found

    def _broken(self, error: httpx.HTTPError) -> UnusableAnswerError:
        """Return the error that says why there is no answer, or only a part of one."""
        failed = f"the connection failed ({error})"
        if isinstance(error, (self._httpx.ConnectError, self._httpx.ConnectTimeout)):
            return NoConnectionError(failed)
        if isinstance(error, self._httpx.TimeoutException):
            return UnusableAnswerError("the server does not answer")
        return UnusableAnswerError(failed)

    def _answer(self, address: str, query: Mapping[str, str | int]) -> bytes:
        """Return the content of an answer.

        httpx limits the wait for each part. The clock is checked after the headers and after each
        part, so an answer that never ends is stopped soon after `Patience.whole`. Headers are read
        before the first check, so only the limit for each part stops slow headers.
        """
        content = bytearray()
        last = time.monotonic() + self._patience.whole
        with self._client.stream("GET", address, params=dict(query)) as response:
            _check_time(last)
            _check_status(address, response)
            _check_packing(address, response)
            for part in response.iter_raw():
                _check_time(last)
                content += part
                if len(content) > LARGEST:
                    raise ServiceError(f"{address}: the answer is longer than {LARGEST:,} bytes")
        return bytes(content)


def _httpx() -> ModuleType:
    """Return the module httpx. Raise `MissingExtraError` if it is not installed."""
    try:
        import httpx
    except ImportError:
        raise MissingExtraError("fetching data", "httpx", "update") from None
    return httpx


def _check_time(last: float) -> None:
    """Raise `UnusableAnswerError` if the clock is past the last moment for an answer."""
    if time.monotonic() > last:
        raise UnusableAnswerError("the answer takes too long")


def _check_status(address: str, response: httpx.Response) -> None:
    """Raise an error if the status is not 200. Its kind says whether another try may help."""
    status = response.status_code
    if status == _BUSY or status >= _BROKEN:
        wait = _seconds(response.headers.get("Retry-After"))
        raise UnusableAnswerError(f"the server answers {status}", wait)
    if status == _MISSING:
        raise NotOnServerError
    if status != _FOUND:
        raise ServiceError(f"{address}: the server answers {status}")


def _check_packing(address: str, response: httpx.Response) -> None:
    """Raise `ServiceError` if the answer is packed."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in ("", _UNPACKED):
        raise ServiceError(
            f"{address}: the answer is packed ({packing[:50]}), which was not asked for"
        )


def _check_error(address: str, error: object) -> None:
    """Raise an error if ArcGIS put one into an answer with the status 200."""
    if error is None:
        return
    code = error.get("code") if isinstance(error, dict) else None
    if code in (400, _MISSING):
        raise NotOnServerError
    what = error.get("message") if isinstance(error, dict) else error
    message = f"the server answers with error {code}: {str(what)[:200]}"
    if not isinstance(code, int) or code == _BUSY or code >= _BROKEN:
        raise UnusableAnswerError(message)
    raise ServiceError(f"{address}: {message}")


def _seconds(text: str | None) -> float | None:
    """Return the seconds of the header Retry-After, which has a number or a date."""
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
