"""Where a printer may be: the folders and networks that the setting `OUTLET_PRINTERS` names.

`file:/folder` allows files in a folder and below it, `file:/dev/usb/lp0` one device; `tcp:NETWORK:PORTS` allows a network, where
NETWORK is `private` (RFC 1918, loopback, unique local), an address, `10.1.0.0/16` or a host name, PORTS `9100` or `9100-9109`.
Addresses that a cloud answers its own machines at hold keys and are no printers, whatever the setting allows.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import unquote

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

PORTS = range(9100, 9110)
PRIVATE = tuple(
    ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "::1/128", "fc00::/7")
)
METADATA = tuple(
    ip_network(text)
    for text in (
        "169.254.169.0/24", "169.254.170.0/24", "100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::/32", "fd20:ce::254/128",
    )
)  # fmt: skip
_NETWORK_RULE = re.compile(r"(?://)?(?:\[(?P<v6>[^\]]*)\]|(?P<host>[^:\[\]]+))(?::(?P<first>\d{1,5})(?:-(?P<last>\d{1,5}))?)?/?")
_HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,252})")


@dataclass(frozen=True)
class NetworkRule:
    """Networks, or one host by its name, and the ports allowed there."""

    networks: tuple[Network, ...]
    name: str | None
    ports: range

    def allows(self, address: Address, name: str) -> bool:
        """Whether a host of that name (or its address as text) may be reached at that address."""
        return self.name == name if self.name else any(address in network for network in self.networks)


@dataclass(frozen=True)
class AllowList:
    """The folders and networks where printers may be."""

    paths: tuple[Path, ...]
    networks: tuple[NetworkRule, ...]

    def allows_path(self, resolved: str) -> bool:
        """Whether a resolved path lies in an allowed folder."""
        return any(os.path.commonpath([resolved, folder]) == folder for folder in map(os.path.realpath, self.paths))

    def names_path(self, resolved: str) -> bool:
        """Whether the setting names this very path, as it must for a device."""
        return any(resolved == os.path.realpath(path) for path in self.paths)

    def may_allow_host(self, host: str, port: int) -> bool:
        """Whether a host may be allowed, as far as it shows without asking for its address: a name is resolved only to print."""
        literal = _address(host)
        if literal is not None:
            return self._allows(literal, host.lower(), port)
        return any(port in rule.ports and rule.name in (None, host.lower()) for rule in self.networks)

    def targets(self, host: str, port: int) -> Iterator[tuple[socket.AddressFamily, tuple[str, int]]]:
        """The allowed addresses of a host, resolved now, to be connected to as they are. Raises OSError, UnicodeError."""
        for family, _kind, _protocol, _name, where in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            address = _address(str(where[0]))
            if address is not None and self._allows(address, host.lower(), port):
                yield family, (str(where[0]), port)

    def _allows(self, address: Address, name: str, port: int) -> bool:
        if any(address in network for network in METADATA):
            return False
        return any(port in rule.ports and rule.allows(address, name) for rule in self.networks)


def parse(text: str, spool: Path) -> AllowList:
    """The allow-list that a setting describes; an empty one allows the spool folder and private networks.

    Raises ValueError with the entry that is not understood.
    """
    if not text.split():
        return AllowList((spool,), (NetworkRule(PRIVATE, None, PORTS),))
    paths, networks = [], []
    for entry in text.split():
        kind, _colon, rest = entry.partition(":")
        path = Path(unquote(re.sub("^//(?=/)", "", rest)))
        if kind == "file" and path.is_absolute() and "\x00" not in str(path):
            paths.append(path)
        elif kind == "tcp" and (rule := _network_rule(rest)):
            networks.append(rule)
        elif kind not in {"none", "usb", "serial", "cups", "win32"}:
            raise ValueError(entry)
    return AllowList(tuple(paths), tuple(networks))


def _network_rule(text: str) -> NetworkRule | None:
    match = _NETWORK_RULE.fullmatch(text)
    if match is None:
        return None
    first = int(match["first"] or PORTS.start)
    last = int(match["last"] or match["first"] or PORTS[-1])
    if not 1 <= first <= last <= 65535:
        return None
    ports, host = range(first, last + 1), match["v6"] or match["host"]
    if host == "private":
        return NetworkRule(PRIVATE, None, ports)
    try:
        return NetworkRule((ip_network(host, strict=False),), None, ports)
    except ValueError:
        is_name = match["host"] and _HOST_NAME.fullmatch(host) and not re.fullmatch(r"[\d.]+", host)
        return NetworkRule((), host.lower(), ports) if is_name else None


def _address(text: str) -> Address | None:
    """An address written out; IPv4 inside IPv6 counts as what it leads to."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
