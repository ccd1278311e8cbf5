"""Printers are looked for when a manager asks, at private and allowed addresses alone, and never at many."""

from __future__ import annotations

import socket
import sys
import time
from ipaddress import ip_address
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from flask import Flask

from core.printing.devices import allow_list, finding, printers
from core.printing.devices.choices import PrinterKind
from tests.paper.loopback import READY, sink

OWN = [ip_address("192.168.7.20")]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The addresses that a search asks; nobody is there, and no packet leaves the machine."""
    found: list[tuple[str, int]] = []

    def connect(where: tuple[str, int], timeout: float) -> socket.socket:
        found.append(where)
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", connect)
    return found


def only(text: str) -> allow_list.AllowList:
    return allow_list.parse(text, Path("/nowhere"))


def test_a_printer_on_the_loopback_is_found_with_what_it_says() -> None:
    no_paper = {printers.PAPER_STATUS: 0x72}
    for answers, said in ((READY, finding.READY), (None, finding.MUTE), (no_paper, finding.NO_PAPER)):
        with sink(answers) as printer:
            found = finding.find_on_network(only(f"tcp:127.0.0.1:{printer.port}"))
            assert [(one.uri, one.said) for one in found.printers] == [(printer.url, said)]
            assert not printer.data, "nothing is printed by looking"


def test_who_is_there_is_asked_at_the_other_ports_too() -> None:
    with sink(READY) as printer:
        found = finding.find_on_network(only(f"tcp:127.0.0.1:{printer.port - 2}-{printer.port}"))
    assert [one.uri for one in found.printers] == [printer.url]


def test_where_nobody_answers_a_sentence_says_what_to_look_at() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert finding.find_on_network(only(f"tcp:127.0.0.1:{port}")).why_nothing == finding.NOTHING_ON_NETWORK


def test_of_a_large_network_only_the_neighbours_are_asked_each_once_at_the_usual_port(asked: list[tuple[str, int]]) -> None:
    assert finding.find_on_network(only(""), OWN).why_nothing == finding.NOTHING_ON_NETWORK
    hosts = [host for host, _port in asked]
    assert len(hosts) == len(set(hosts)) == 255 and {port for _host, port in asked} == {9100}
    assert all(host.startswith("192.168.7.") or host == "127.0.0.1" for host in hosts)


@pytest.mark.parametrize("setting", ["tcp:8.8.8.0/30:9100", "tcp:169.254.169.254:80", "tcp:100.100.100.200", "tcp:0.0.0.0/0:9100",
                                     "tcp:[2001:db8::1]:9100", "file:/tmp"])  # fmt: skip
def test_public_addresses_and_those_of_clouds_are_never_asked(asked: list[tuple[str, int]], setting: str) -> None:
    assert finding.find_on_network(only(setting), []).why_nothing == finding.NO_NETWORK
    assert not asked


def test_a_name_that_leads_to_a_public_address_is_not_followed(
    asked: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    leads = iter(["8.8.8.8", "169.254.169.254", "10.1.2.3"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, port, **_: [(socket.AF_INET, 1, 6, "", (next(leads), port))])
    for _ in range(3):
        finding.find_on_network(only("tcp:may-in:9100"), [])
    assert asked == [("10.1.2.3", 9100)]


def test_a_search_asks_a_bounded_number_and_ends_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    def connect(where: tuple[str, int], timeout: float) -> socket.socket:
        asked.append(where)
        time.sleep(0.05)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    own = [ip_address(f"10.0.{n}.9") for n in range(9)]
    finding.find_on_network(only(""), own)
    assert len(asked) <= finding.MOST_ASKED
    monkeypatch.setattr(finding, "SEARCH_S", 0.3)
    asked.clear()
    began = time.monotonic()
    finding.find_on_network(only(""), own)
    assert time.monotonic() - began < 3 and len(asked) < finding.MOST_ASKED


def test_this_machines_addresses_are_found_without_sending() -> None:
    sent: list[str] = []
    watching = True
    sys.addaudithook(lambda name, _: sent.append(name) if watching and name.startswith("socket.send") else None)
    assert all(address.version in (4, 6) for address in finding.own_addresses())
    watching = False
    assert not sent


def test_where_a_driver_is_missing_the_page_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_module", lambda _name: None)
    assert finding.find_on_usb().why_nothing == finding.NO_USB_DRIVER
    assert finding.find_on_serial().why_nothing == finding.NO_SERIAL_DRIVER
    assert finding.find_windows_printers().why_nothing == finding.NO_QUEUES


def test_printers_on_usb_are_told_from_other_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    class Device(list[list[SimpleNamespace]]):
        idVendor, idProduct, product = 0x0416, 0x5011, "POS58 Printer"

    printer, keyboard = Device([[SimpleNamespace(bInterfaceClass=7)]]), Device([[SimpleNamespace(bInterfaceClass=3)]])
    core = ModuleType("usb.core")
    vars(core).update(find=lambda find_all: iter([keyboard, printer]), NoBackendError=type("NoBackendError", (Exception,), {}))
    monkeypatch.setitem(sys.modules, "usb", ModuleType("usb"))
    monkeypatch.setitem(sys.modules, "usb.core", core)
    assert [(one.uri, one.name) for one in finding.find_on_usb().printers] == [("usb://0416:5011", "POS58 Printer")]


def test_serial_ports_go_by_what_their_adapter_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = [
        SimpleNamespace(device="/dev/ttyUSB0", description="USB-Serial CH340"),
        SimpleNamespace(device="COM3", description="n/a"),
    ]
    monkeypatch.setattr(finding, "_module", lambda _name: SimpleNamespace(comports=lambda: ports))
    assert [(one.uri, one.name) for one in finding.find_on_serial().printers] == [
        ("serial://ttyUSB0", "USB-Serial CH340, /dev/ttyUSB0"), ("serial://COM3", "COM3"),
    ]  # fmt: skip


def test_folders_are_those_that_the_setting_names(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "paper").mkdir()
    found = finding.find(PrinterKind.FILE, only(f"file:{tmp_path}/paper file:{app.config['DATA_DIR']}"))
    assert [one.uri for one in found.printers] == [f"file://{tmp_path}/paper/"], "never the outlet's own folder"
    assert finding.find(PrinterKind.FILE, only("tcp:private:9100")).why_nothing == finding.NO_FOLDERS
