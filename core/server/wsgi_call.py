"""A request handed to a WSGI application, and its answer made ready for the wire; all of it in a lane's thread."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Iterable
from http import HTTPStatus
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication, WSGIEnvironment

from core.server.request import IS_KNOWN, REQUEST_ID, Reply, Request

_STATUS_LINES = {status.value: f"HTTP/1.1 {status.value} {status.phrase}\r\n".encode() for status in HTTPStatus}
NO_BODY = frozenset({204, 304})
_PER_CONNECTION = frozenset({"connection", "keep-alive", "transfer-encoding", "date", "server"})
_log = logging.getLogger(__name__)


def call(app: WSGIApplication, request: Request, server: tuple[str, int], send: Callable[[Reply], None]) -> None:
    """Runs the application and sends its answer; what it does when the answer is closed comes after that.

    An application that fails is answered with 500 and logged. Raises nothing.
    """
    environ = environment(request, server)
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:
        started[:] = [(status, headers)]
        return lambda _data: None

    answer: Iterable[bytes] = ()
    try:
        try:
            answer = app(environ, start_response)
            body = b"".join(answer)
            status, headers = started[0]
            reply = as_reply(int(status[:3]), headers, body, environ.get(IS_KNOWN))
        except Exception:
            _log.exception("the application failed")
            reply = as_reply(500, [("Content-Type", "text/plain")], b"Internal Server Error")
        send(reply)
    finally:
        if hasattr(answer, "close"):
            try:
                answer.close()
            except Exception:
                _log.exception("after the answer")


def environment(request: Request, server: tuple[str, int]) -> WSGIEnvironment:
    """The WSGI environment of a request. `server` is the address that the outlet listens on."""
    path, _, query = request.target.partition(b"?")
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "REQUEST_URI": request.target.decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{request.http_version}",
        "REMOTE_ADDR": request.client[0],
        "REMOTE_PORT": str(request.client[1]),
        "CONTENT_LENGTH": str(len(request.body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https" if request.is_tls else "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        REQUEST_ID: request.id,
    }
    for raw_name, raw_value in request.headers:
        # `X_A` and `X-A` would become one name here, and a proxy in front strips only the one it knows.
        if b"_" in raw_name or raw_name in {b"content-length", b"transfer-encoding", b"expect"}:
            continue
        name, value = raw_name.decode("latin-1").upper().replace("-", "_"), raw_value.decode("latin-1")
        if name != "CONTENT_TYPE":
            name = f"HTTP_{name}"
        separator = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{separator}{value}" if name in environ else value
    return environ


def as_reply(status: int, headers: Iterable[tuple[str, str]], body: bytes, is_known: bool | None = None) -> Reply:
    """An answer of the application as it goes over the wire, without what belongs to the connection."""
    lines = [_STATUS_LINES.get(status, b"HTTP/1.1 %d \r\n" % status)]
    has_length = False
    for name, value in headers:
        lower = name.lower()
        if lower in _PER_CONNECTION:
            continue
        has_length = has_length or lower == "content-length"
        lines.append(f"{name}: {value}\r\n".encode("latin-1"))
    if not has_length and status not in NO_BODY:
        lines.append(b"Content-Length: %d\r\n" % len(body))
    return Reply(status, b"".join(lines), body, is_known)
