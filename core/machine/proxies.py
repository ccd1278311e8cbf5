"""Who really asks, when the request comes through a proxy that the setting `OUTLET_PROXIES` names.

A proxy adds the address it heard to the right of `X-Forwarded-For`; what stands left of that its client wrote. So the right-most
address that is no proxy is the client. Forwarded headers of everybody else are dropped: they would let a stranger choose the
address that wrong passwords are counted for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask

_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
WAS_FORWARDED = "outlet.was_forwarded"
"""Whether a proxy, believed or not, says that it passed the request on: then its address is no sign of who asks."""
_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


@dataclass(frozen=True)
class Proxies:
    """Addresses and networks; `address in proxies` for an address as text."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.networks)

    def __contains__(self, text: object) -> bool:
        address = _address(str(text)) if self.networks else None
        return address is not None and any(address in network for network in self.networks)


def parse(text: str) -> Proxies:
    """The proxies that a setting names, separated by blanks or commas. Raises ValueError with the entry that is none."""
    networks = []
    for entry in text.replace(",", " ").split():
        try:
            networks.append(ip_network(entry, strict=False))
        except ValueError:
            raise ValueError(entry) from None
    return Proxies(tuple(networks))


def init_app(app: Flask) -> None:
    """Puts the client's own address, scheme and host where the application looks for them."""
    inner = app.wsgi_app

    def call(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        proxies: Proxies = app.extensions["outlet_settings"].proxies
        forwarded = [environ.pop(name, "") for name in _HEADERS]
        environ[WAS_FORWARDED] = any(forwarded)
        if any(forwarded) and environ.get("REMOTE_ADDR", "") in proxies:
            _believe(environ, proxies, *forwarded)
        return inner(environ, start_response)

    app.wsgi_app = call  # type: ignore[method-assign]


def _believe(environ: WSGIEnvironment, proxies: Proxies, addresses: str, schemes: str, hosts: str) -> None:
    """Takes over what the proxy says; the nearest proxy's word about scheme and host stands last."""
    environ["REMOTE_ADDR"] = client_of(environ["REMOTE_ADDR"], addresses, proxies)
    scheme, host = (text.rpartition(",")[2].strip() for text in (schemes, hosts))
    if scheme.lower() in {"http", "https"}:
        environ["wsgi.url_scheme"] = scheme.lower()
    if _HOST.fullmatch(host):
        environ["HTTP_HOST"] = host


def client_of(peer: str, forwarded_for: str, proxies: Proxies) -> str:
    """The right-most address that is no proxy; what is no address ends the search, because nothing left of it can be believed."""
    client = peer
    for text in reversed(forwarded_for.split(",")):
        if client not in proxies:
            break
        address = _address(text.strip())
        if address is None:
            break
        client = str(address)
    return client


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address, also as some proxies write it: with a port, in brackets, IPv4 inside IPv6."""
    bracketed = re.fullmatch(r"\[([^\]]*)\](?::\d+)?", text)
    with_port = re.fullmatch(r"(\d+\.\d+\.\d+\.\d+):\d+", text)
    bare = bracketed[1] if bracketed else with_port[1] if with_port else text
    try:
        address = ip_address(bare)
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
