"""Jobs to printers: files, the network, and printers that are not there."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import make_url

from core import settings
from core.errors import Invalid
from core.paths import ROOT
from core.printing.devices import allow_list, printer_files, printers, serial_port
from core.printing.devices.printers import PrinterUnavailable, send
from tests.journeys.inside import Inside
from tests.paper.loopback import READY, sink

JOB = b"\x1b@" + bytes(range(256)) * 400

pytestmark = pytest.mark.usefixtures("app")


def test_the_printer_called_none_takes_every_job() -> None:
    send("none:", JOB)


def test_the_network_gets_every_byte() -> None:
    with sink(READY) as printer:
        send(printer.url, JOB)
    assert bytes(printer.data) == JOB


def test_a_mute_printer_prints_too() -> None:
    with sink() as printer:
        started = time.monotonic()
        send(printer.url, JOB)
        assert time.monotonic() - started < 2
    assert bytes(printer.data).endswith(JOB[-100:])


@pytest.mark.parametrize(("answers", "word"), [
    ({printers.PAPER_STATUS: 0x72}, "hết giấy"),
    ({printers.PAPER_STATUS: 0x12, printers.PRINTER_STATUS: 0x1E}, "đang dừng"),
    ({printers.PAPER_STATUS: 0x12, printers.PRINTER_STATUS: 0x1E, printers.OFFLINE_CAUSE: 0x16}, "mở nắp"),
])  # fmt: skip
def test_a_printer_that_cannot_print_gets_nothing(answers: dict[bytes, int], word: str) -> None:
    with sink(answers) as printer, pytest.raises(PrinterUnavailable, match=word):
        send(printer.url, JOB)
    assert not printer.data


def test_a_late_answer_of_a_printer_that_has_answered_before_is_waited_for() -> None:
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def work() -> None:
            for answer, late_s in ((0x12, 0.0), (0x72, printers.STATUS_WAIT_S + 0.5)):
                connection, _ = server.accept()
                with connection:
                    connection.settimeout(5)
                    while data := connection.recv(65536):
                        if data == printers.PAPER_STATUS:
                            time.sleep(late_s)
                            connection.sendall(bytes([answer]))
                        elif data not in (printers.PRINTER_STATUS, printers.OFFLINE_CAUSE):
                            taken.append(data)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        url = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        send(url, b"first")
        with pytest.raises(PrinterUnavailable):
            send(url, b"second")
        worker.join(5)
    assert b"".join(taken) == b"first"


def test_a_printer_that_closes_half_way_has_not_taken_the_job() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)

        def close_half_way() -> None:
            line, _ = server.accept()
            with line:
                line.recv(20_000)
                time.sleep(1)

        thread = threading.Thread(target=close_half_way)
        thread.start()
        begun: list[bool] = []
        with pytest.raises(PrinterUnavailable, match="không trả lời"):
            send(f"tcp://127.0.0.1:{server.getsockname()[1]}", JOB, before_first_byte=lambda: begun.append(True))
        thread.join()
    assert begun, "who asked knows that some of it may be on paper"


def test_a_printer_that_is_off_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    begun: list[bool] = []
    with pytest.raises(PrinterUnavailable, match="máy in"):
        send(f"tcp://127.0.0.1:{port}", JOB, before_first_byte=lambda: begun.append(True))
    assert not begun


@pytest.mark.parametrize("content", [b"SQLite format 3\x00", b"ssh-ed25519 AAAA", b"\x1b"])
def test_a_file_that_holds_something_else_is_not_written_to(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "outlet.db"
    file.write_bytes(content)
    with pytest.raises(PrinterUnavailable, match="không được phép"):
        send(f"file://{file}", JOB)
    assert file.read_bytes() == content


def names_of_outlet(app: Flask, tmp_path: Path) -> dict[str, Path]:
    data = Path(app.config["DATA_DIR"])
    database = Path(str(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database))
    link, hard, folder = tmp_path / "link", tmp_path / "hard", tmp_path / "folder"
    link.symlink_to(database)
    os.link(database, hard)
    folder.symlink_to(data)
    return {
        "the database": database,
        "its log": Path(f"{database}-wal"),
        "a link to it": link,
        "another name of it": hard,
        "a path that goes up": data / "spool" / ".." / "secret.key",
        "the data folder": data,
        "a link to the data folder": folder / "x",
        "the program": ROOT / "static" / "x.bin",
    }


def test_no_address_touches_a_file_of_the_outlet(app: Flask, tmp_path: Path) -> None:
    paths = names_of_outlet(app, tmp_path)
    opened: list[str] = []
    watching = False
    sys.addaudithook(lambda name, values: opened.append(str(values[0])) if name == "open" and watching else None)
    for what, path in paths.items():
        for address in (f"file://{quote(str(path))}", f"file://{quote(str(path))}/"):
            watching = True
            with pytest.raises(PrinterUnavailable, match="không được phép"):
                send(address, JOB)
            with pytest.raises(Invalid):
                printers.check_address(address)
            watching = False
            assert not [name for name in opened if str(tmp_path) in name or name == str(path)], what


def test_pipes_devices_and_folders_take_no_jobs(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "null").symlink_to("/dev/null")
    (tmp_path / "file").touch()
    for name in ("pipe", "folder", "null", "pipe/", "file/", "null/"):
        address = f"file://{tmp_path}/{name}"
        with pytest.raises(PrinterUnavailable):
            send(address, JOB)
        with pytest.raises(Invalid):
            printers.check_address(address)


def test_an_address_that_is_none_is_not_spoken_of_as_a_file() -> None:
    with pytest.raises(Invalid) as refused:
        printers.check_address("tcp://[::1")
    ((field, sentence),) = [(error["field"], error["message"]) for error in refused.value.errors]
    assert field == "printer" and "tcp://192.168.1.50:9100" in sentence and "OUTLET_PRINTERS" not in sentence


def only(app: Flask, text: str) -> None:
    """Sets OUTLET_PRINTERS for the rest of the test."""
    read = app.extensions["outlet_settings"]
    spool = Path(app.config["DATA_DIR"]) / "spool"
    app.extensions["outlet_settings"] = replace(read, printers=allow_list.parse(text, spool))


def test_without_the_setting_files_lie_in_the_spool_alone(app: Flask, tmp_path: Path) -> None:
    only(app, "")
    spool = Path(app.config["DATA_DIR"]) / "spool"
    (tmp_path / "elsewhere").mkdir()
    spool.mkdir()
    (spool / "way out").symlink_to(tmp_path / "elsewhere")
    for path in (
        tmp_path / "x",
        tmp_path / "x/",
        "/dev/null",
        "/etc/hostname",
        f"{spool}/../x",
        f"{spool}/way%20out/",
        f"{spool}x",
    ):
        with pytest.raises(Invalid):
            printers.check_address(f"file://{path}")
        with pytest.raises(PrinterUnavailable, match="không được phép"):
            send(f"file://{path}", JOB)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["data0", "elsewhere"]
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_link_made_after_the_check_leads_nowhere(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(app, f"file:{tmp_path}/paper")
    (tmp_path / "paper").mkdir()
    (tmp_path / "target").mkdir()

    def checked(path: Path, allowed: allow_list.AllowList, *, folder: bool) -> str:
        name = real(path, allowed, folder=folder)
        (tmp_path / "paper" / path.name).symlink_to(tmp_path / "target" / ("" if folder else "file"))
        return name

    real = printer_files.check
    monkeypatch.setattr(printer_files, "check", checked)
    for name in ("a/", "b"):
        with pytest.raises(PrinterUnavailable):
            send(f"file://{tmp_path}/paper/{name}", JOB)
    assert not list((tmp_path / "target").iterdir())


def test_a_device_is_printed_to_only_when_the_setting_names_it(app: Flask) -> None:
    only(app, "file:/dev")
    with pytest.raises(PrinterUnavailable):
        send("file:///dev/null", JOB)
    only(app, "file:/dev/null")
    printers.check_address("file:///dev/null")
    send("file:///dev/null", JOB)


@pytest.mark.parametrize("host", ["8.8.8.8", "169.254.169.254", "0.0.0.0", "[::]", "[fe80::1]", "[fd00:ec2::254]",
                                  "100.100.100.200", "[::ffff:8.8.8.8]", "172.32.0.1", "192.169.0.1"])  # fmt: skip
def test_no_printer_is_outside_the_private_networks(app: Flask, host: str) -> None:
    only(app, "")
    with pytest.raises(Invalid) as refusal:
        printers.check_address(f"tcp://{host}:9100")
    assert [error["field"] for error in refusal.value.errors] == ["printer"]
    with pytest.raises(PrinterUnavailable, match="không được phép"):
        send(f"tcp://{host}:9100", JOB)


@pytest.mark.parametrize(
    "where", ["10.0.0.7:9100", "192.168.1.9:9109", "172.31.9.9:9103", "127.0.0.1:9100", "[fd12::1]:9100", "may-in:9100"]
)
def test_printers_of_the_shop_are_taken_at_their_usual_ports(app: Flask, where: str) -> None:
    only(app, "")
    printers.check_address(f"tcp://{where}")
    for port in (22, 80, 9099, 9110):
        with pytest.raises(Invalid):
            printers.check_address(f"tcp://{where.rpartition(':')[0]}:{port}")


def test_saving_an_address_opens_nothing_and_asks_the_network_nothing(app: Flask, tmp_path: Path) -> None:
    only(app, f"file:{tmp_path} tcp:private:9100-9109")
    events: list[str] = []
    watching = True
    sys.addaudithook(lambda name, _: events.append(name) if watching and name.startswith(("open", "socket.")) else None)
    for address in ("tcp://may-in:9100", "tcp://10.0.0.7:9100", f"file://{tmp_path}/lp0", f"file://{tmp_path}/paper/"):
        printers.check_address(address)
    watching = False
    assert not events and not (tmp_path / "paper").exists()


def test_a_name_that_leads_elsewhere_by_the_time_of_printing_is_not_followed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    only(app, "")
    asked, connected = iter(["169.254.169.254", "10.9.9.9"]), []
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, port, **_: [(socket.AF_INET, 1, 6, "", (next(asked), port))])
    monkeypatch.setattr(socket.socket, "connect", lambda _line, where: connected.append(where) or (_ for _ in ()).throw(OSError))
    printers.check_address("tcp://may-in:9100")
    with pytest.raises(PrinterUnavailable, match="không được phép"):
        send("tcp://may-in:9100", JOB)
    with pytest.raises(PrinterUnavailable, match="không trả lời"):
        send("tcp://may-in:9100", JOB)
    assert connected == [("10.9.9.9", 9100)], "what was checked is what is connected to"


def test_the_setting_names_networks_hosts_and_folders(tmp_path: Path) -> None:
    allowed = allow_list.parse(
        "tcp:10.1.0.0/16:9100 tcp:may-in:9100-9101 tcp:[fd12::/64]:515 file:/a%20b usb: tcp:192.168.1.5", tmp_path
    )
    assert allowed.paths == (Path("/a b"),)
    assert [(host, port) for host in ("10.1.2.3", "10.2.2.3", "fd12::7", "192.168.1.5")
            for port in (515, 9100, 9101, 9109) if allowed.may_allow_host(host, port)] == [
        ("10.1.2.3", 9100), ("fd12::7", 515),
        ("192.168.1.5", 9100), ("192.168.1.5", 9101), ("192.168.1.5", 9109),
    ]  # fmt: skip
    named = allow_list.parse("tcp:may-in:9100", tmp_path)
    assert [named.may_allow_host(host, 9100) for host in ("MAY-IN", "may-khac", "10.1.2.3")] == [True, False, False]


@pytest.mark.parametrize(
    "text", ["file:spool", "tcp:", "tcp:private:0", "tcp:private:9109-9100", "tcp:1.2.3:9100", "http://x", "10.0.0.1"]
)
def test_a_setting_that_means_nothing_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(settings.BadSetting, match="OUTLET_PRINTERS"):
        settings.read({"OUTLET_DATA_DIR": tmp_path, "OUTLET_PRINTERS": text})


@pytest.mark.parametrize("name", ["../etc/hostname", "/etc/hostname", "null", "ttyNone9"])
def test_a_serial_printer_is_a_serial_port(name: str) -> None:
    with pytest.raises(serial_port.NoSerialPort):
        serial_port.port_of(name.strip("/"))


def test_the_spool_in_the_data_folder_takes_jobs(app: Flask) -> None:
    spool = Path(app.config["DATA_DIR"]) / "spool"
    printers.check_address(f"file://{spool}/")
    send(f"file://{spool}/", JOB)
    assert [file.read_bytes() for file in spool.iterdir()] == [JOB]


def test_a_till_does_not_take_such_an_address(inside: Inside, app: Flask) -> None:
    shop = inside.shop()
    till = {"name": "Máy 1", "place": shop.place, "printer": f"file://{app.config['DATA_DIR']}/outlet.db", "paper_mm": 80}
    answer = shop.api.put(f"/api/v1/tills/{shop.till}", till)
    assert answer.status == 422 and [error["field"] for error in answer.json["errors"]] == ["printer"]


def test_a_printer_that_goes_on_talking_is_not_heard_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "TIMEOUT_S", 0.5)

    class Talker:
        def settimeout(self, _seconds: float) -> None: ...
        def recv(self, _size: int) -> bytes:
            time.sleep(0.05)
            return b"x"

    started = time.monotonic()
    printers._hear_out(Talker())  # type: ignore[arg-type]
    assert time.monotonic() - started < 5


def test_a_folder_gets_one_whole_file_per_job(tmp_path: Path) -> None:
    folder = tmp_path / "cuộn giấy"
    for _ in range(3):
        send(f"file://{folder}/", JOB)
    assert [file.read_bytes() for file in folder.iterdir()] == [JOB] * 3
    assert {file.suffix for file in folder.iterdir()} == {".bin"}


def test_a_file_is_written_at_its_end(tmp_path: Path) -> None:
    for _ in range(2):
        send(f"file://{tmp_path}/lp0", JOB)
    assert (tmp_path / "lp0").read_bytes() == JOB * 2


@pytest.mark.parametrize("url", [
    "file:///proc/nowhere/", "usb://04b8:0202", "usb://printer", "cups://no-such-queue", "win32://no-such-name",
    "tcp://", "tcp://host:99999999", "tcp://[broken", "ftp://x", "", "tcp://" + "a" * 80 + ".invalid",
])  # fmt: skip
def test_whatever_is_wrong_is_one_clear_refusal(url: str) -> None:
    with pytest.raises(PrinterUnavailable) as refusal:
        send(url, JOB)
    assert len(str(refusal.value)) > 20
