"""Fetches JSON over HTTP from a service that may be slow, busy, away or wrong.

What a later try may mend is tried again, after longer and longer waits: a busy or broken server, a
connection that hangs or breaks off, an answer that is cut short. The number of tries is bounded,
and so is what is read.
"""

from __future__ import annotations

import random
import socket
import threading
import time
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TypeVar

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup._version import __version__
from icslookup.errors import MissingExtraError, ServiceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from types import ModuleType
    from typing import Any

    import httpx

LARGEST = 32 << 20
"""Bytes of the largest answer that is read; a page of a lookup has about a million."""

_UNPACKED = "identity"
"""Asked for, since a small packed answer may be of any size, unpacked before it is counted."""

_TOO_LONG = "the answer takes too long"
_BUSY = 429
_BROKEN = 500
_MISSING = 404
_FOUND = 200

T = TypeVar("T")


class Patience(NamedTuple):
    """How long to wait, in seconds, and how often to try.

    `connect` is for a connection, `read` for each part of an answer and `whole` for a question from
    its beginning to the end of its answer.
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


class Deadline:
    """Ends a question that takes too long, by ending the connection under it.

    What httpx waits for is each part of an answer, even of its headers: a server that sends a byte
    now and then would never be too late.
    """

    def __init__(self) -> None:
        self.passed = False
        self._socket: socket.socket | None = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Give a question so many seconds."""
        self.passed = False
        timer = threading.Timer(seconds, self._end)
        timer.daemon = True  # who interrupts does not wait for it
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # so that it cannot end the next question

    def follow(self, _event: str, about: dict[str, Any]) -> None:
        """Note which socket is connected, as httpx tells what it does to a `trace`."""
        extra = getattr(about.get("return_value"), "get_extra_info", None)
        found = extra("socket") if extra else None
        if found is not None:
            self._socket = found
            if self.passed:
                self._end()

    def _end(self) -> None:
        self.passed = True
        if self._socket is not None:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


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
        self._deadline = Deadline()

    def _connecting(self) -> httpx.Client:
        """Return a client, which reads the environment; an error does not repeat a password."""
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
            with self._deadline.within(self._patience.whole):
                content = self._answer(address, asked)
        except self._httpx.HTTPError as error:
            raise self._broken(error) from None
        except (self._httpx.InvalidURL, UnicodeError) as error:
            raise ServiceError(f"{address} is no address: {error}") from None
        if self._deadline.passed:  # where an answer has no length, it seems to be whole
            raise BrokenAnswerError(_TOO_LONG)
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            raise BrokenAnswerError("the answer is no JSON") from None
        if not isinstance(found, dict):
            raise BrokenAnswerError("the answer is not what was asked for")
        _check_error(address, found.get("error"))
        return found

    def _broken(self, error: httpx.HTTPError) -> BrokenAnswerError:
        """Say what was wrong where there is no answer, or none to its end."""
        if self._deadline.passed:
            return BrokenAnswerError(_TOO_LONG)
        failed = f"the connection failed ({error})"
        if isinstance(error, (self._httpx.ConnectError, self._httpx.ConnectTimeout)):
            return NoConnectionError(failed)
        if isinstance(error, self._httpx.TimeoutException):
            return BrokenAnswerError("the server does not answer")
        return BrokenAnswerError(failed)

    def _answer(self, address: str, asked: Mapping[str, str | int]) -> bytes:
        content = bytearray()
        traced = {"trace": self._deadline.follow}
        with self._client.stream("GET", address, params=dict(asked), extensions=traced) as response:
            _check_status(address, response)
            _check_packing(address, response)
            for part in response.iter_raw():
                content += part
                if len(content) > LARGEST:
                    raise ServiceError(f"{address}: the answer is longer than {LARGEST:,} bytes")
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
