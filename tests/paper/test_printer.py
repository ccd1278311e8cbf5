"""Jobs to printers: files, the network, and printers that are not there."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import make_url

from core.errors import Invalid
from core.paths import ROOT
from core.printing import printers
from core.printing.printers import PrinterUnavailable, send
from tests.journeys.inside import Inside
from tests.paper.loopback import READY, sink

JOB = b"\x1b@" + bytes(range(256)) * 400


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
])  # fmt: skip
def test_a_printer_that_cannot_print_gets_nothing(answers: dict[bytes, int], word: str) -> None:
    with sink(answers) as printer, pytest.raises(PrinterUnavailable, match=word):
        send(printer.url, JOB)
    assert not printer.data


def test_a_printer_that_is_off_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(PrinterUnavailable, match="máy in"):
        send(f"tcp://127.0.0.1:{port}", JOB)


@pytest.mark.parametrize("content", [b"SQLite format 3\x00", b"ssh-ed25519 AAAA", b"\x1b"])
def test_a_file_that_holds_something_else_is_not_written_to(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "outlet.db"
    file.write_bytes(content)
    with pytest.raises(PrinterUnavailable, match="không phải tệp in"):
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
            with pytest.raises(PrinterUnavailable, match="chương trình"):
                send(address, JOB)
            with pytest.raises(Invalid):
                printers.check_address(address)
            watching = False
            assert not [name for name in opened if str(tmp_path) in name or name == str(path)], what


def test_a_pipe_that_would_block_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PrinterUnavailable):
        send(f"file://{tmp_path}/pipe", JOB)


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
