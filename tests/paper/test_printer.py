"""Jobs to printers: files, the network, and printers that are not there."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from core.printing import printers
from core.printing.printers import PrinterUnavailable, send
from tests.paper.loopback import READY, sink

JOB = b"\x1b@" + bytes(range(256)) * 400


def test_none_takes_everything() -> None:
    send("none:", JOB)


def test_the_network_gets_every_byte() -> None:
    with sink(READY) as found:
        send(found.url, JOB)
    assert bytes(found.got) == JOB


def test_a_mute_printer_prints_too() -> None:
    with sink() as found:
        started = time.monotonic()
        send(found.url, JOB)
        assert time.monotonic() - started < 2
    assert bytes(found.got).endswith(JOB[-100:])


@pytest.mark.parametrize(("answers", "word"), [
    ({printers.PAPER_STATUS: 0x72}, "hết giấy"),
    ({printers.PAPER_STATUS: 0x12, printers.PRINTER_STATUS: 0x1E}, "đang dừng"),
])  # fmt: skip
def test_a_printer_that_cannot_print_gets_nothing(answers: dict[bytes, int], word: str) -> None:
    with sink(answers) as found, pytest.raises(PrinterUnavailable, match=word):
        send(found.url, JOB)
    assert not found.got


def test_a_printer_that_is_off_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(PrinterUnavailable, match="máy in"):
        send(f"tcp://127.0.0.1:{port}", JOB)


@pytest.mark.parametrize("kept", [b"SQLite format 3\x00", b"ssh-ed25519 AAAA", b"\x1b"])
def test_a_file_that_holds_something_else_is_not_written_to(tmp_path: Path, kept: bytes) -> None:
    file = tmp_path / "outlet.db"
    file.write_bytes(kept)
    with pytest.raises(PrinterUnavailable, match="không phải tệp in"):
        send(f"file://{file}", JOB)
    assert file.read_bytes() == kept


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
