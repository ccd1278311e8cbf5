"""Looks for printers when a manager asks: on the allowed private networks, on this machine's ports, queues and folders.

Nothing here runs by itself. Only private addresses that `OUTLET_PRINTERS` allows are asked, a bounded number of them.
"""

from __future__ import annotations

import importlib
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from types import ModuleType
from typing import Any
from urllib.parse import quote

from core.db import db
from core.i18n import N_
from core.printing.devices import printer_files, printers
from core.printing.devices.allow_list import PRIVATE, Address, AllowList, Network, NetworkRule
from core.printing.devices.choices import PrinterKind

MOST_ADDRESSES, MOST_PORTS, MOST_ASKED = 512, 10, 1024
"""Addresses of one search, ports of one address, and connections begun."""
THREADS, CONNECT_S, SEARCH_S = 64, 0.5, 8.0
_NEIGHBOURS = 24
"""Of a large network, only the addresses beside this machine's own are asked: those of a /24."""
_PRINTER_CLASS = 7

READY = N_("trả lời, còn giấy")
NO_PAPER = N_("trả lời, đang hết giấy")
MUTE = N_("có trả lời nhưng không cho biết giấy; hãy in thử")
NOTHING_ON_NETWORK = N_("Không thấy máy in nào trên mạng. Hãy xem máy in đã bật và cắm chung mạng với máy chủ.")
NO_NETWORK = N_("Cài đặt OUTLET_PRINTERS không cho tìm máy in trên mạng nào.")
NOTHING_ON_USB = N_("Không thấy máy in nào ở cổng USB của máy chủ. Hãy xem dây cắm và nguồn điện của máy in.")
NO_USB_DRIVER = N_("Máy chủ chưa cài phần dùng cổng USB (gói pyusb và libusb). Người cài máy chủ thêm vào rồi tìm lại.")
NOTHING_ON_SERIAL = N_("Không thấy cổng nối tiếp nào ở máy chủ. Hãy xem dây cắm.")
NO_SERIAL_DRIVER = N_("Máy chủ chưa cài phần dùng cổng nối tiếp (gói pyserial). Người cài máy chủ thêm gói này rồi tìm lại.")
NO_QUEUES = N_("Máy chủ chưa có hàng in nào. Hãy thêm máy in trong phần cài đặt của máy chủ trước.")
NO_CUPS = N_("Máy chủ không có hệ thống in CUPS.")
NO_FOLDERS = N_("Cài đặt OUTLET_PRINTERS không cho ghi phiếu in vào thư mục nào.")


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A printer that may be chosen: its address, what a person calls it, and what it said (a message id) where it was asked."""

    uri: str
    name: str
    said: str | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found; `why_nothing` is a sentence (message id) where that is nothing."""

    printers: Sequence[FoundPrinter] = ()
    why_nothing: str | None = None


def kinds() -> tuple[PrinterKind, ...]:
    """The kinds of printers that this machine can have."""
    queue = PrinterKind.QUEUE if os.name == "posix" else PrinterKind.WINDOWS
    return (PrinterKind.NETWORK, PrinterKind.USB, queue, PrinterKind.SERIAL, PrinterKind.FILE)


def find(kind: PrinterKind, allowed: AllowList) -> Findings:
    """Looks for printers of a kind now; takes some seconds at most."""
    search: Mapping[PrinterKind, Callable[[], Findings]] = {
        PrinterKind.NETWORK: lambda: find_on_network(allowed),
        PrinterKind.USB: find_on_usb,
        PrinterKind.SERIAL: find_on_serial,
        PrinterKind.QUEUE: find_queues,
        PrinterKind.WINDOWS: find_windows_printers,
        PrinterKind.FILE: lambda: find_folders(allowed),
    }
    db.session.rollback()  # nobody should wait for a database that we hold open meanwhile
    return search[kind]()


def find_on_network(allowed: AllowList, own: Sequence[Address] | None = None) -> Findings:
    """Printers that take connections. First each address is asked at its first port; only who is there is asked at the others."""
    places = list(_places(allowed, own_addresses() if own is None else own))
    if not places:
        return Findings(why_nothing=NO_NETWORK)
    search = _Search(time.monotonic() + SEARCH_S)
    with ThreadPoolExecutor(THREADS) as threads:
        first = list(threads.map(search.ask, places, (place.ports[0] for place in places)))
        alive = [place for place, answer in zip(places, first, strict=True) if answer.is_there]
        others = [(place, port) for n in range(1, MOST_PORTS) for place in alive for port in place.ports[n : n + 1]]
        others = others[: MOST_ASKED - len(places)]
        more = list(threads.map(search.ask, (place for place, _port in others), (port for _place, port in others)))
    found = [answer.printer for answer in (*first, *more) if answer.printer is not None]
    found.sort(key=lambda printer: (printer.said == MUTE, printer.uri))
    return Findings(found, None if found else NOTHING_ON_NETWORK)


@dataclass(frozen=True, slots=True)
class _Place:
    """An address to ask at some ports, and what it is called in a printer's address: its name where the setting has one."""

    address: Address
    host: str
    ports: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Answer:
    is_there: bool
    printer: FoundPrinter | None = None


@dataclass(frozen=True, slots=True)
class _Search:
    """One search with its end, a monotonic time in seconds."""

    end: float

    def ask(self, place: _Place, port: int) -> _Answer:
        """Connects once, asks for paper, and says what was there."""
        if time.monotonic() > self.end:
            return _Answer(is_there=False)
        try:
            with socket.create_connection((str(place.address), port), timeout=CONNECT_S) as line:
                paper = printers.ask(line, printers.PAPER_STATUS)
        except ConnectionRefusedError:
            return _Answer(is_there=True)
        except OSError:
            return _Answer(is_there=False)
        said = MUTE if paper is None else NO_PAPER if paper & 0x60 else READY
        where = f"{place.host}:{port}"
        return _Answer(True, FoundPrinter(f"tcp://{where}", where.removesuffix(f":{printers.PORT}"), said))


def _places(allowed: AllowList, own: Sequence[Address]) -> Iterator[_Place]:
    """The addresses to ask, each with the ports that are allowed there: private, allowed, each once, MOST_ADDRESSES at most."""
    seen: set[Address] = set()
    for rule in allowed.networks:
        for address in _addresses(rule, allowed, own):
            if address in seen or not any(address in network for network in PRIVATE):
                continue
            if len(seen) == MOST_ADDRESSES:
                return
            seen.add(address)
            host = rule.name or (f"[{address}]" if address.version == 6 else str(address))
            yield _Place(address, host, _usual_first(rule.ports))


def _usual_first(ports: range) -> Sequence[int]:
    """The ports to ask at, the one that most printers have before the others."""
    usual = [printers.PORT] if printers.PORT in ports else []
    return [*usual, *(port for port in ports[:MOST_PORTS] if port not in usual)][:MOST_PORTS]


def _addresses(rule: NetworkRule, allowed: AllowList, own: Sequence[Address]) -> Iterator[Address]:
    if rule.name is not None:
        with suppress(OSError, UnicodeError):
            yield from (ip_address(where[0]) for _family, where in allowed.targets(rule.name, rule.ports[0]))
    for network in rule.networks:
        yield from (address for address in _near(network, own) if allowed.may_allow_host(str(address), rule.ports[0]))


def _near(network: Network, own: Sequence[Address]) -> Iterable[Address]:
    """A small network whole; of a larger one this machine's neighbours."""
    if network[0].is_loopback:  # of both ways to this machine one is enough
        return [network[1] if network.num_addresses > 1 else network[0]] if network.version == 4 else []
    if network.num_addresses <= 2 ** (32 - _NEIGHBOURS):
        return network.hosts()
    beside = [
        ip_network(f"{address}/{_NEIGHBOURS}", strict=False) for address in own if address.version == 4 and address in network
    ]
    return (address for part in beside for address in part.hosts() if address in network)


def own_addresses() -> list[Address]:
    """This machine's addresses in private networks, as its routes say. Nothing is sent."""
    found: list[Address] = []
    for network in PRIVATE[:3]:
        with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.connect((str(network[-2]), 9))
            found.append(ip_address(line.getsockname()[0]))
    with suppress(OSError):
        found += map(ip_address, socket.gethostbyname_ex(socket.gethostname())[2])
    return list(dict.fromkeys(found))


def _module(name: str) -> ModuleType | None:
    """An optional driver."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def find_on_usb() -> Findings:
    """Devices that call themselves printers."""
    core = _module("usb.core")
    if core is None:
        return Findings(why_nothing=NO_USB_DRIVER)
    try:
        devices = [device for device in core.find(find_all=True) if _is_printer(device)]
    except core.NoBackendError:
        return Findings(why_nothing=NO_USB_DRIVER)
    found = [FoundPrinter(f"usb://{d.idVendor:04x}:{d.idProduct:04x}", _usb_name(d)) for d in devices]
    return Findings(found, None if found else NOTHING_ON_USB)


def _is_printer(device: Iterable[Iterable[object]]) -> bool:
    return any(getattr(interface, "bInterfaceClass", None) == _PRINTER_CLASS for setting in device for interface in setting)


def _usb_name(device: Any) -> str:
    """What a device calls itself, which not everybody may read."""
    with suppress(Exception):
        return str(device.product or "USB")
    return "USB"


def find_on_serial() -> Findings:
    """Serial ports; whether a printer hangs on one shows only by printing."""
    ports = _module("serial.tools.list_ports")
    if ports is None:
        return Findings(why_nothing=NO_SERIAL_DRIVER)
    found = [FoundPrinter(f"serial://{port.device.removeprefix('/dev/')}", _port_name(port)) for port in ports.comports()]
    return Findings(found, None if found else NOTHING_ON_SERIAL)


def _port_name(port: Any) -> str:
    """What hangs on a port, where its adapter tells; pyserial writes "n/a" where not."""
    return str(port.device if port.description in (None, "", "n/a") else f"{port.description}, {port.device}")


def find_queues() -> Findings:
    """Queues of CUPS."""
    from escpos.printer import LP  # slow to import

    if not LP.is_usable() or shutil.which("lpstat") is None:
        return Findings(why_nothing=NO_CUPS)
    try:
        names = list(LP().printers)
    except OSError:
        names = []
    found = [FoundPrinter(f"cups://{quote(name, safe='')}", name) for name in names]
    return Findings(found, None if found else NO_QUEUES)


def find_windows_printers() -> Findings:
    """Printers that Windows knows."""
    windows = _module("win32print")
    if windows is None:
        return Findings(why_nothing=NO_QUEUES)
    listed = windows.EnumPrinters(windows.PRINTER_ENUM_LOCAL | windows.PRINTER_ENUM_CONNECTIONS)
    found = [FoundPrinter(f"win32://{quote(name, safe=' ')}", name) for _flags, _description, name, _comment in listed]
    return Findings(found, None if found else NO_QUEUES)


def find_folders(allowed: AllowList) -> Findings:
    """Folders and devices that the setting names."""
    found = []
    for path in allowed.paths:
        folder = not path.exists() or path.is_dir()
        with suppress(printer_files.NoPrinterFile):
            printer_files.check(path, allowed, folder=folder)
            found.append(FoundPrinter(path.as_uri() + ("/" if folder else ""), str(path)))
    return Findings(found, None if found else NO_FOLDERS)
