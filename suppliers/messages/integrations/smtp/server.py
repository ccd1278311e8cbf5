"""The settings of the mail server and of the sender."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from core.settings import BadSetting
from suppliers.messages.requests import EMAIL_PATTERN

PORTS = {"smtp": 587, "smtps": 465}
_NAMED = re.compile(r"^(?:(?P<name>[^<>\r\n]*?)\s*<(?P<address>[^<>]+)>|(?P<bare>[^<>]+))$")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server; `secure` ones speak TLS from the first byte, others when they offer it."""

    secure: bool
    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)

    @property
    def is_this_machine(self) -> bool:
        """Whether nobody can listen on the way."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who letters come from."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The part behind the @."""
        return self.address.rpartition("@")[2]


def read_server(url: str) -> MailServer:
    """Reads `smtp[s]://[user:password@]host:port`. Raises BadSetting, which repeats no password."""
    wrong = BadSetting("OUTLET_SMTP_URL: not smtp[s]://[user:password@]host:port")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in PORTS or not parts.hostname or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise wrong
    if (parts.username is None) != (parts.password is None) or parts.username == "" or port == 0:
        raise wrong
    user, password = (None if text is None else unquote(text) for text in (parts.username, parts.password))
    if not f"{user or ''}{password or ''}".isascii():
        raise BadSetting("OUTLET_SMTP_URL: name and password may have ASCII signs alone, as the protocol wants it")
    return MailServer(parts.scheme == "smtps", parts.hostname, port or PORTS[parts.scheme], user, password)


def read_sender(text: str) -> Sender:
    """Reads `htx@diemban.vn` or `Điểm bán <htx@diemban.vn>`. Raises BadSetting."""
    if not text.strip():
        raise BadSetting("OUTLET_MAIL_FROM: missing; a mail server takes no letter without a sender")
    found = _NAMED.match(text.strip())
    address = (found["address"] or found["bare"] or "").strip() if found else ""
    if found is None or not re.fullmatch(EMAIL_PATTERN, address):
        raise BadSetting(f"OUTLET_MAIL_FROM: {text!r} is not a mail address")
    return Sender((found["name"] or "").strip().strip('"'), address)
