"""Rasters reach cheap heads whole: strips that their firmware understands, and pauses for those with a small buffer."""

from __future__ import annotations

import os
import random
import threading
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from core.printing.devices import printers, serial_port
from core.printing.devices.choices import CutMode
from core.printing.devices.printers import PrinterUnavailable, send
from core.printing.devices.settings import PrinterSettings, usual_settings
from core.printing.skins import escpos
from core.printing.skins.strips import COMMAND_BYTES, WHITE_ROWS, cut
from tests.paper.loopback import sink
from tests.printers.weak_printers import KINDS, WeakPrinter

JOB = bytes(range(0x20, 0x7F)) * 500
HEIGHTS = (1, 23, 24, 48, 247, 248, 249, 255, 256, 272, 496, 512, 744, 1000)


def noise(width: int, height: int) -> Image.Image:
    """A picture that no shift leaves the same."""
    return Image.frombytes("1", (width, height), random.Random(height).randbytes(-(-width // 8) * height))


def same(printed: Image.Image, wanted: Image.Image) -> bool:
    """Whether a picture is on the paper, at most with a white row below."""
    room = printed.height - wanted.height in (0, 1) and 0 <= printed.width - wanted.width < 8
    return room and ImageChops.difference(printed.crop((0, 0, *wanted.size)).convert("L"), wanted.convert("L")).getbbox() is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("strip_rows", [1, 24, 100, 144, 240, 248, 255])
def test_weak_printers_print_the_very_picture(kind: str, strip_rows: int) -> None:
    for height in HEIGHTS:
        picture = noise(381, height)
        printer = replace(KINDS[kind], rows=[], garbage=bytearray())
        printer.take([escpos.encode(picture, PrinterSettings(strip_rows=strip_rows))])
        assert not printer.garbage and same(printer.picture, picture), height


@pytest.mark.parametrize(("kind", "height"), [("one byte of the height", 512 + 30), ("loses its place", 240)])
def test_the_weak_printers_are_weak(kind: str, height: int) -> None:
    picture = noise(384, height)
    whole = b"\x1dv0\x00" + (48).to_bytes(2, "little") + height.to_bytes(2, "little")
    ink = bytes(255 - byte for byte in picture.tobytes())
    printer = replace(KINDS[kind], rows=[], garbage=bytearray()).take([whole + ink + whole + ink])
    assert printer.garbage


def test_a_small_buffer_holds_a_low_strip_with_a_rest_behind_it() -> None:
    picture = noise(384, 700)
    settings = replace(usual_settings(58), strip_rows=40, pause_ms=50)
    job = escpos.encode(picture, settings)
    assert same(WeakPrinter(buffer=2048).take(escpos.commands(job)).picture, picture)
    assert not same(WeakPrinter(buffer=2048).take([job]).picture, picture), "without a rest it loses most of the picture"


def test_the_parts_of_a_job_are_the_job() -> None:
    job = escpos.encode(noise(576, 1000), PrinterSettings(density=3))
    parts = list(escpos.commands(job))
    assert b"".join(parts) == job and [part.count(escpos.RASTER) for part in parts] == [1, 1, 1, 1, 1, 0]


@pytest.mark.usefixtures("app")
def test_a_printer_that_asks_for_a_pause_gets_it_after_each_strip(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(printers.time, "sleep", pauses.append)
    job = escpos.encode(noise(384, 90), PrinterSettings(strip_rows=30))
    parts = list(printers._paced(job, 0.12))
    assert [part.count(escpos.RASTER) for part in parts].count(1) == 3 and max(part.count(escpos.RASTER) for part in parts) == 1
    assert pauses == [0.12] * len(parts)
    with sink() as printer:
        send(printer.url, job, PrinterSettings(pause_ms=120))
    assert bytes(printer.jobs[0]) == job and len(pauses) == 2 * len(parts)


@pytest.mark.parametrize(("settings", "part"), [
    (PrinterSettings(density=-4), b"\x1d(K\x02\x001\xfc"),
    (PrinterSettings(density=4), b"\x1d(K\x02\x001\x04"),
    (PrinterSettings(cut=CutMode.FULL), b"\x1dV\x00"),
    (PrinterSettings(cut=CutMode.PARTIAL), b"\x1dV\x01"),
])  # fmt: skip
def test_density_and_cut_are_said_in_the_printers_commands(settings: PrinterSettings, part: bytes) -> None:
    assert escpos.encode(noise(8, 1), settings).count(part) == 1


def test_a_printer_without_a_knife_is_not_asked_to_cut_and_the_usual_density_says_nothing() -> None:
    job = escpos.encode(noise(8, 1), PrinterSettings(cut=CutMode.NONE))
    assert b"\x1dV" not in job and b"\x1d(K" not in job


def test_the_drawer_hangs_on_the_pin_that_the_settings_name() -> None:
    kicks = {pin: escpos.drawer_kick(PrinterSettings(drawer_pin=pin)) for pin in (2, 5, None)}
    assert kicks == {2: b"\x1b@\x1bp\x0022", 5: b"\x1b@\x1bp\x0122", None: b""}


@pytest.mark.usefixtures("app")
def test_a_serial_port_has_both_kinds_of_flow_control_and_is_written_to_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: dict[str, object] = {}
    written: list[bytes] = []

    class Port:
        def __init__(self, **settings: object) -> None:
            opened.update(settings)
            self.device = SimpleNamespace(out_waiting=0, reset_output_buffer=lambda: None)

        @staticmethod
        def is_usable() -> bool:
            return True

        def open(self) -> None: ...
        def close(self) -> None: ...
        def _raw(self, data: bytes) -> None:
            written.append(data)

    monkeypatch.setattr("escpos.printer.Serial", Port)
    monkeypatch.setattr(serial_port, "port_of", lambda name: f"/dev/{name}")
    job = escpos.encode(noise(384, 90), PrinterSettings(strip_rows=30))
    send("serial://ttyS0", job, PrinterSettings(pause_ms=1))
    assert opened["devfile"] == "/dev/ttyS0" and opened["dsrdtr"] is True and opened["xonxoff"] is True
    assert b"".join(written) == job and max(map(len, written)) <= serial_port.AT_ONCE


@pytest.mark.usefixtures("app")
def test_a_serial_printer_that_stops_taking_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("serial", reason="no pyserial here to drive a serial line with")
    import pty

    monkeypatch.setattr(printers, "TIMEOUT_S", 1.0)
    ours, theirs = pty.openpty()
    monkeypatch.setattr(serial_port, "port_of", lambda _name: os.ttyname(theirs))
    taken = bytearray()

    def take() -> None:
        while len(taken) < 2000:
            taken.extend(os.read(ours, 500))
        os.write(ours, b"\x13")  # XOFF, and never XON again

    printer = threading.Thread(target=take, daemon=True)
    printer.start()
    try:
        began = time.monotonic()
        with pytest.raises(PrinterUnavailable, match="chưa dùng được"):
            send("serial://ttyS0", JOB)
        assert time.monotonic() - began < 10 and JOB.startswith(taken)
        printer.join(5)
    finally:
        os.close(ours)
        os.close(theirs)


def lines(count: int) -> Image.Image:
    """Lines of ink 25 rows high, each half as wide as the head, with white between them."""
    picture = Image.new("1", (576, 40 * count), 1)
    for n in range(count):
        picture.paste(noise(288, 25), (0, 40 * n + 10))
    return picture


def test_a_job_is_cut_between_lines_and_no_wider_than_its_ink() -> None:
    picture = lines(20)
    job = escpos.encode(picture, PrinterSettings())
    printer = WeakPrinter().take([job])
    printed = Image.new("1", picture.size, 1)
    printed.paste(printer.picture)
    assert not printer.garbage and same(printed, picture)
    heights = [int.from_bytes(part[-2:], "little") for part in (job[at + 4 : at + 8] for at in _at(job, escpos.RASTER))]
    assert set(heights) == {10, 25, 15, 5} and len(heights) == 41
    assert len(job) < 0.4 * picture.width * picture.height / 8


@pytest.mark.parametrize("kind", KINDS)
def test_a_line_is_as_wide_as_its_figure_only_where_the_figure_stands(kind: str) -> None:
    picture = Image.new("1", (576, 60), 1)
    picture.paste(noise(200, 32), (0, 10))
    picture.paste(noise(64, 17), (512, 17))
    job = escpos.encode(picture, PrinterSettings())
    printer = replace(KINDS[kind], rows=[], garbage=bytearray()).take([job])
    printed = Image.new("1", picture.size, 1)
    printed.paste(printer.picture)
    assert not printer.garbage and same(printed, picture)
    assert len(job) < 17 * 72 + 15 * 25 + 28 + 5 * 8 + 20


@given(st.lists(st.integers(0, 72), min_size=1, max_size=200))
def test_strips_follow_each_other_and_never_cost_more_than_one_strip(widths: list[int]) -> None:
    spans = cut(widths)
    assert [row for start, end in spans for row in range(start, end)] == list(range(len(widths)))
    cost = sum(COMMAND_BYTES + max(widths[start:end]) * (end - start) for start, end in spans)
    white = sum(end - start for start, end in spans if not any(widths[start:end]))
    assert cost <= COMMAND_BYTES + max(widths) * len(widths) + COMMAND_BYTES * (2 * white // WHITE_ROWS + 1)


def test_a_printer_that_rests_after_each_command_gets_few_of_them() -> None:
    job = escpos.encode(lines(20), PrinterSettings(pause_ms=50))
    assert job.count(escpos.RASTER) == 4


def _at(data: bytes, what: bytes) -> list[int]:
    return [at for at in range(len(data)) if data.startswith(what, at)]
