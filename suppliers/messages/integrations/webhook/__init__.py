"""Every message as JSON to an address of the house: a bridge to Zalo, to the cooperative's own program.

The body is the message as `GET /api/v1/messages` shows it. `X-Outlet-Id` is its id, the same however often it is sent;
`X-Outlet-Signature` is the hex HMAC-SHA256 of the body under the secret. Any 2xx answer takes it.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from core.settings import BadSetting, Settings
from suppliers.messages.transports import AddressTrouble, Letter, Transport

NAME = "webhook"
TIMEOUT_S = 10.0
"""How long one step of a call may take, and twice that the whole."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where messages are posted."""

    url: str
    secure: bool
    host: str
    port: int | None
    path: str
    secret: str = field(repr=False)


def configure(settings: Settings) -> Transport | None:
    """The transport where `OUTLET_WEBHOOK_URL` is given. Raises BadSetting."""
    url, secret = settings.values.get("OUTLET_WEBHOOK_URL") or "", settings.values.get("OUTLET_WEBHOOK_SECRET") or ""
    if not url:
        return None
    receiver = read_receiver(url, secret)
    return Transport(NAME, partial(post, receiver), address=receiver.url)


def read_receiver(url: str, secret: str) -> Receiver:
    """Reads both settings. Raises BadSetting."""
    wrong = BadSetting(f"OUTLET_WEBHOOK_URL: {url!r} is not an http(s) address")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or not url.isascii() or any(c <= " " for c in url):
        raise wrong
    if parts.username is not None or parts.fragment:
        raise BadSetting("OUTLET_WEBHOOK_URL: no name, password or fragment belongs in it; the signature proves who sends")
    if parts.scheme == "http" and not _is_near(parts.hostname):
        raise BadSetting(f"OUTLET_WEBHOOK_URL: {parts.hostname} is another machine; use https, so that nobody reads along")
    if not secret.strip():
        raise BadSetting("OUTLET_WEBHOOK_SECRET: missing; the receiver knows by it that a message is the outlet's")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Receiver(url, parts.scheme == "https", parts.hostname, port, path, secret)


def _is_near(host: str) -> bool:
    """Whether a host is this machine or one of the house's own network."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host


def post(receiver: Receiver, letter: Letter) -> None:
    """Posts a letter. Raises AddressTrouble unless it was taken."""
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "ocop-outlet",
        "X-Outlet-Id": letter.id,
        "X-Outlet-Signature": hmac.new(receiver.secret.encode(), letter.body, hashlib.sha256).hexdigest(),
    }
    try:
        with closing(_connection(receiver)) as connection, _ended_in_time(connection):
            connection.request("POST", receiver.path, letter.body, headers)
            status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise AddressTrouble(str(error) or type(error).__name__) from error
    if not 200 <= status < 300:
        raise AddressTrouble(f"HTTP {status}")


def _connection(receiver: Receiver) -> http.client.HTTPConnection:
    if receiver.secure:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(receiver.host, receiver.port, timeout=TIMEOUT_S, context=context)
    return http.client.HTTPConnection(receiver.host, receiver.port, timeout=TIMEOUT_S)


@contextmanager
def _ended_in_time(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Hangs up when the whole takes too long: one that answers letter by letter would otherwise keep us for ever."""

    def hang_up() -> None:
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(2 * TIMEOUT_S, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
