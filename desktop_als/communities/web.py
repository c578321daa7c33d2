"""One request to one server: https only, never led away from it, and called off within a moment. The only code that opens a
connection."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from desktop_als import __version__
from desktop_als.errors import DownloadError
from desktop_als.progress import CancelToken

CONNECT_WITHIN = 15.0
"""Seconds until a server must have taken the connection."""

SILENCE = 30.0
"""Seconds that a server may say nothing."""

TRIES = 5
"""How often in a row a server may be asked in vain."""

LONGEST_PAUSE = 60.0
"""Seconds between two tries, also when the server asks for more."""

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_REDIRECTS = {301, 302, 303, 307, 308}
_MOST_REDIRECTS = 5
_PIECE = 1 << 18
_PIECES_WAITING = 16
_LOOK_EVERY = 0.05
_BUSY = {408, 425, 429, 500, 502, 503, 504}
_GONE = {404, 410}
_PRINTABLE = "/%:@!$&'()*+,;=~"


class PassingError(DownloadError):
    """A failure that may pass, so that another try is worth it, after ``pause`` seconds if the server asked for that."""

    def __init__(self, sentence: str, pause: float = 0.0) -> None:
        super().__init__(sentence)
        self.pause = pause


class GoneError(DownloadError):
    """There is nothing at an address."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said before the bytes. ``status`` is 200, 206 or 416."""

    status: int
    headers: Message

    @property
    def length(self) -> int | None:
        """Bytes that follow, None when the server does not tell."""
        return whole_number(self.headers.get("Content-Length"))


def whole_number(text: str | None) -> int | None:
    """What a header says, None if it is no number from 0 on."""
    return int(text) if text is not None and text.isascii() and text.isdecimal() else None


class Patience:
    """Lets something be tried again after longer and longer pauses, until it was in vain :data:`TRIES` times in a row."""

    def __init__(self, cancel: CancelToken) -> None:
        self._cancel = cancel
        self._in_vain = 0

    def take(self, trouble: PassingError, *, in_vain: bool = True) -> None:
        """Wait before the next try.

        Raises:
            PassingError: ``trouble`` itself, when there were enough tries.
            Cancelled: the person asked to stop.
        """
        self._in_vain = self._in_vain + 1 if in_vain else 0
        if self._in_vain == TRIES:
            raise trouble
        pause = min(LONGEST_PAUSE, max(trouble.pause, 2.0**self._in_vain / 2))
        waited = 0.0
        while waited < pause:
            self._cancel.check()
            time.sleep(min(_LOOK_EVERY, pause - waited))
            waited += _LOOK_EVERY
        self._cancel.check()


@contextmanager
def asked(
    address: str, cancel: CancelToken, headers: dict[str, str] | None = None
) -> Iterator[tuple[Answer, Iterator[bytes]]]:
    """Ask for what lies at an address; the connection is closed when the block ends.

    Returns:
        The answer, and its bytes in pieces. They may end before :attr:`Answer.length`.

    Raises:
        GoneError: there is nothing.
        DownloadError: the address or a redirect is not https, the server is not who it says it is, or refuses.
        PassingError: it cannot be reached, is busy, or the connection broke off.
        Cancelled: ``cancel`` was raised, also while the server is silent.
    """
    request = _Request(address, headers or {})
    request.start()
    try:
        yield request.answer(cancel), request.pieces(cancel)
    finally:
        request.call_off()


class _Request(threading.Thread):
    """Waits for the server, so that nobody else has to."""

    def __init__(self, address: str, headers: dict[str, str]) -> None:
        super().__init__(name="download", daemon=True)
        self._address = address
        self._headers = {"User-Agent": f"DesktopALS/{__version__}", "Accept-Encoding": "identity"} | headers
        self._told: queue.Queue[Answer | bytes | DownloadError] = queue.Queue(_PIECES_WAITING)
        self._called_off = threading.Event()
        self._socket: socket.socket | None = None

    # Of those who wait

    def answer(self, cancel: CancelToken) -> Answer:
        """The answer, once it is there."""
        told = self._next(cancel)
        assert isinstance(told, Answer)  # noqa: S101 - it is always told first
        return told

    def pieces(self, cancel: CancelToken) -> Iterator[bytes]:
        """The bytes behind the answer."""
        while (told := self._next(cancel)) != b"":
            assert isinstance(told, bytes)  # noqa: S101
            yield told

    def call_off(self) -> None:
        """Close the connection, which wakes the thread."""
        self._called_off.set()
        if self._socket is not None:
            with suppress(OSError):  # not connected any more
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _next(self, cancel: CancelToken) -> Answer | bytes:
        while True:
            cancel.check()
            with suppress(queue.Empty):
                told = self._told.get(timeout=_LOOK_EVERY)
                if isinstance(told, DownloadError):
                    raise told
                return told

    # On the thread

    def run(self) -> None:
        """Ask, and tell what comes."""
        address = self._address
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                target = self._get(address)
                if target is None:
                    return
                address = _redirected(address, target)
            self._tell(DownloadError(f"{_host(self._address)} sends from one address to the next without end."))
        except DownloadError as error:
            self._tell(error)
        except (OSError, HTTPException, ValueError) as error:
            self._tell(_in_words(_host(address), error))

    def _get(self, address: str) -> str | None:
        """Tell what lies at an address, or return where else it lies."""
        where = _checked(address)
        connection = _connection(where)
        try:
            connection.connect()
            self._socket = connection.sock
            self._socket.settimeout(SILENCE)
            if self._called_off.is_set():
                return None
            path = quote(where.path or "/", safe=_PRINTABLE)
            connection.request("GET", f"{path}?{where.query}" if where.query else path, headers=self._headers)
            response = connection.getresponse()
            if response.status in _REDIRECTS:
                return response.headers.get("Location", "")
            self._tell(_answer(where, response))
            while piece := response.read1(_PIECE):
                self._tell(piece)
            self._tell(b"")
            return None
        finally:
            connection.close()

    def _tell(self, told: Answer | bytes | DownloadError) -> None:
        while not self._called_off.is_set():
            with suppress(queue.Full):
                self._told.put(told, timeout=_LOOK_EVERY)
                return
        if not isinstance(told, DownloadError):
            raise PassingError("Nobody waits any more.")


def _connection(where: SplitResult) -> HTTPConnection:
    host = where.hostname or ""
    if where.scheme == "https":
        return HTTPSConnection(host, where.port, timeout=CONNECT_WITHIN, context=ssl.create_default_context())
    return HTTPConnection(host, where.port, timeout=CONNECT_WITHIN)


def _checked(address: str) -> SplitResult:
    """An address that may be asked: https, or this machine itself."""
    where = urlsplit(address)
    if where.scheme == "https" or (where.scheme == "http" and where.hostname in _LOOPBACK):
        return where
    raise DownloadError(f"{address} is not protected by https, so nothing was asked of it.")


def _redirected(address: str, target: str) -> str:
    led = urljoin(address, target)
    if address.startswith("https:") and not led.startswith("https:"):
        raise DownloadError(
            f"{_host(address)} leads to {led}, which is not protected by https, so it was not followed."
        )
    return led


def _answer(where: SplitResult, response: HTTPResponse) -> Answer:
    status, host = response.status, where.hostname or ""
    if status in {200, 206, 416}:
        return Answer(status, response.headers)
    if status in _GONE:
        raise GoneError(f"{host} has nothing at {where.path} any more.")
    if status in _BUSY:
        pause = whole_number(response.headers.get("Retry-After")) or 0
        raise PassingError(f"{host} is too busy or out of order at the moment (it says {status}).", pause)
    raise DownloadError(f"{host} refuses to send it (it says {status}).")


def _in_words(host: str, error: Exception) -> DownloadError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return DownloadError(f"{host} could not prove who it is ({error.verify_message}), so nothing was fetched.")
    if isinstance(error, socket.gaierror):
        return PassingError(f"{host} was not found. See whether this machine is connected to the internet.")
    if isinstance(error, TimeoutError):
        return PassingError(f"{host} did not answer in time.")
    if isinstance(error, OSError | IncompleteRead):
        return PassingError(f"The connection to {host} broke off.")
    return PassingError(f"{host} gave an answer that makes no sense.")


def _host(address: str) -> str:
    return urlsplit(address).hostname or address
