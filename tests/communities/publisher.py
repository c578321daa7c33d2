"""A publisher on this machine that behaves as badly as told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from desktop_als.communities.catalogue import DataSet


@dataclass
class Publisher:
    """Serves ``files`` by path. ``moods`` are used up, one a request; afterwards it behaves well."""

    port: int
    files: dict[str, bytes] = field(default_factory=dict)
    moods: list[Callable[[Handler], None]] = field(default_factory=list)
    tag: str | None = '"first"'
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    leaving: threading.Event = field(default_factory=threading.Event)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def data_set(self, path: str = "/set.zip", **changes) -> DataSet:
        known = {"id": "invented", "title": "Invented Set", "formats": ("hetrec_lastfm_2k",), "licence": "For tests."}
        return DataSet(**({"address": self.address(path)} | known | changes))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    publisher: Publisher

    def do_GET(self) -> None:
        self.publisher.asked.append((self.path, self.headers["Range"]))
        (self.publisher.moods.pop(0) if self.publisher.moods else serve)(self)

    def log_message(self, *_: object) -> None:
        """Tests want silence."""

    @property
    def file(self) -> bytes | None:
        return self.publisher.files.get(self.path)

    def answer(self, status: int, headers: dict[str, str], body: bytes = b"", length: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        if length is not None:
            self.close_connection = True


def serve(
    handler: Handler,
    cut: int | None = None,
    over: int = 0,
    then: Callable[[], object] = lambda: None,
) -> None:
    """Behave well; or send no more than ``cut`` bytes, or promise ``over`` more than there are."""
    body, tag = handler.file, handler.publisher.tag
    if body is None:
        handler.answer(404, {})
        return
    start = int((handler.headers["Range"] or "bytes=0-")[6:-1])
    if handler.headers["If-Range"] not in {None, tag}:
        start = 0
    tagged = {"ETag": tag} if tag else {}
    if start and start >= len(body):
        handler.answer(416, {"Content-Range": f"bytes */{len(body)}"})
        return
    ranged = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body) + over}"} if start else {}
    rest = body[start:]
    handler.answer(206 if start else 200, tagged | ranged, rest[:cut], len(rest) + over)
    then()


def cut_after(count: int) -> Callable[[Handler], None]:
    return lambda handler: serve(handler, count)


def promising(over: int) -> Callable[[Handler], None]:
    return lambda handler: serve(handler, over=over)


def ignoring_range(handler: Handler) -> None:
    body = handler.file or b""
    handler.answer(200, {"ETag": handler.publisher.tag or ""}, body)


def changed(handler: Handler) -> None:
    """Ignore If-Range: go on with a part of something else."""
    handler.publisher.tag = f'"{len(handler.publisher.asked)}"'
    handler.answer(206, {"ETag": handler.publisher.tag, "Content-Range": "bytes 5-9/10"}, b"wrong")


def saying(status: int, **headers: str) -> Callable[[Handler], None]:
    return lambda handler: handler.answer(status, {name.replace("_", "-"): text for name, text in headers.items()})


def untold_length(handler: Handler) -> None:
    """Send all and hang up, as servers did in the old days."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(handler.file or b"")
    handler.close_connection = True


def stalling_after(count: int) -> Callable[[Handler], None]:
    """Send so many bytes of what is asked for, and wait."""
    return lambda handler: serve(handler, count, then=lambda: handler.publisher.leaving.wait(30))


def silent(handler: Handler) -> None:
    """Promise a megabyte, send a little, and wait."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.send_header("ETag", handler.publisher.tag or "")
    handler.end_headers()
    handler.wfile.write(b"a little")
    handler.publisher.leaving.wait(30)
    handler.close_connection = True


def mute(handler: Handler) -> None:
    """Say nothing at all."""
    handler.publisher.leaving.wait(30)
    handler.close_connection = True


@contextmanager
def publishing() -> Iterator[Publisher]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    publisher = Publisher(server.server_address[1])
    server.RequestHandlerClass = type("Told", (Handler,), {"publisher": publisher})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        publisher.leaving.set()
        server.shutdown()
        server.server_close()
        thread.join()
