"""Bytes to a printer. Nothing here knows what is printed; a printer that cannot take the job says so in one sentence.

No error does not mean printed: a network printer's buffers swallow a whole slip. So its paper is asked for first, and the
spool keeps what was sent.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from flask import current_app

from core.db.trouble import DatabaseTrouble
from core.errors import DomainError, Invalid
from core.i18n import N_
from core.printing.devices import printer_files, serial_port
from core.printing.devices.allow_list import AllowList
from core.printing.devices.choices import PrinterWord
from core.printing.devices.settings import PrinterSettings
from core.printing.skins import escpos
from core.values.field_types import PRINTER_SENTENCE

TIMEOUT_S = 5.0
QUEUE_S = 20.0
"""How long a job waits while another one talks to the same printer."""
STATUS_WAIT_S, SPEAKER_WAIT_S = 0.5, 3.0
PORT = 9100
PRINTER_STATUS, OFFLINE_CAUSE, PAPER_STATUS = b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x04"
"""DLE EOT 1, 2 and 4: answered in real time, even while busy."""
_BYTES_NOT_TAKEN = 0x5411  # SIOCOUTQ

NO_ANSWER = N_("Máy in không trả lời. Hãy xem máy in đã bật và còn mạng chưa.")
"""One sentence for every way of not answering: which ports of the network are open is nobody's business at a till."""
NOT_ALLOWED = N_("Chương trình không được phép in tới địa chỉ máy in này. Hãy báo quản lý.")
NO_FILE = N_("Không ghi được phiếu in ra tệp. Hãy báo quản lý.")

logger = logging.getLogger(__name__)
_talking: dict[tuple[str, int], threading.Lock] = {}
_talking_lock = threading.Lock()
_speakers: set[tuple[str, int]] = set()
"""Printers that have answered a question since the start."""


class _Driver(Protocol):
    """What we use of a python-escpos printer."""

    def open(self) -> None: ...
    def _raw(self, msg: bytes) -> None: ...
    def close(self) -> None: ...


class PrinterUnavailable(DomainError):
    """The printer did not take the job; the sentence says why and what to do, `said` is the printer's own word, if it has one."""

    def __init__(self, sentence: str, said: PrinterWord | None = None, **values: object) -> None:
        self.said = said
        super().__init__("printer_unavailable", sentence, **{name: str(value) for name, value in values.items()})

    def __str__(self) -> str:
        return self.detail


def allow_list() -> AllowList:
    """The outlet's setting `OUTLET_PRINTERS`."""
    allowed: AllowList = current_app.extensions["outlet_settings"].printers
    return allowed


def check_address(address: str, field: str = "printer") -> None:
    """Raises Invalid for `field` when no printer may be at the address. Opens nothing and asks the network nothing."""
    allowed = allow_list()
    try:
        url = urlsplit(address)
        path = printer_files.path_of(address)
        if path is not None:
            printer_files.check(path, allowed, folder=url.path.endswith("/"))
    except ValueError as error:
        raise Invalid((field, PRINTER_SENTENCE)) from error
    except printer_files.NoPrinterFile as error:
        raise Invalid(
            (field, N_("Máy in dạng tệp phải nằm trong thư mục mà cài đặt OUTLET_PRINTERS cho phép, và không là tệp khác."))
        ) from error
    if url.scheme == "tcp" and not allowed.may_allow_host(url.hostname or "", url.port or PORT):
        raise Invalid((field, N_("Máy in mạng phải ở địa chỉ và cổng mà cài đặt OUTLET_PRINTERS cho phép.")))


def _nothing() -> None:
    """What is done before the first byte when nobody asks."""


def send(
    printer_url: str,
    data: bytes,
    settings: PrinterSettings | None = None,
    *,
    before_first_byte: Callable[[], None] = _nothing,
) -> None:
    """Sends one job to a printer (`none:`, `tcp://`, `file:///`, `usb://`, `serial://`, `cups://`, `win32://`).

    A printer whose settings ask for a pause gets it after each raster command. An empty job opens nothing.
    `before_first_byte` is called once the printer can be written to; before that nothing of the job has reached it.
    Raises PrinterUnavailable when the job was not taken whole. `none:` takes everything.
    """
    if not data:
        return
    pause_s = settings.pause_ms / 1000 if settings else 0.0
    try:
        url = urlsplit(printer_url)
        port = url.port
    except ValueError as error:
        raise PrinterUnavailable(N_("Địa chỉ máy in không đúng: %(printer)s"), printer=printer_url) from error
    match url.scheme:
        case "none":
            return
        case "tcp":
            _to_network(url.hostname or "", port or PORT, data, pause_s, before_first_byte)
        case "file":
            before_first_byte()
            _to_file(Path(unquote(url.path)), data, folder=url.path.endswith("/"))
        case "usb" | "serial" | "cups" | "win32":
            _to_driver(url, data, pause_s, before_first_byte)
        case _:
            raise PrinterUnavailable(N_("Không biết loại máy in này: %(printer)s"), printer=printer_url)


def _to_network(host: str, port: int, data: bytes, pause_s: float, before_first_byte: Callable[[], None]) -> None:
    try:
        with _one_at_a_time(host, port), _connected(host, port) as line:
            _refuse_if_not_ready(line, (host, port))
            before_first_byte()
            line.settimeout(TIMEOUT_S)
            for part in _paced(data, pause_s):
                line.sendall(part)
            _wait_until_taken(line)
            line.shutdown(socket.SHUT_WR)
            _hear_out(line)
    except (OSError, UnicodeError) as error:
        logger.warning("printer %s:%s: %s", host, port, error)
        raise PrinterUnavailable(NO_ANSWER) from error


@contextlib.contextmanager
def _one_at_a_time(host: str, port: int) -> Iterator[None]:
    """Lets one job of this process talk to a printer. Raises TimeoutError when another one does for too long.

    Most printers take one connection after the other: a second one would ask for paper, hear nothing and think the printer mute.
    """
    with _talking_lock:
        talking = _talking.setdefault((host, port), threading.Lock())
    if not talking.acquire(timeout=QUEUE_S):
        raise TimeoutError("another job is being sent")
    try:
        yield
    finally:
        talking.release()


def _paced(data: bytes, pause_s: float) -> Iterator[bytes]:
    """The job, or its raster commands one by one with a rest after each: small buffers without flow control lose what comes."""
    if not pause_s:
        yield data
        return
    for part in escpos.commands(data):
        yield part
        time.sleep(pause_s)


def _connected(host: str, port: int) -> socket.socket:
    """A connection to an allowed address of the host.

    The host is resolved once, and what was checked is connected to: a name that leads elsewhere the second time gains nothing.
    """
    targets = list(allow_list().targets(host, port))
    if not targets:
        logger.warning("printer %s:%s: not allowed by OUTLET_PRINTERS", host, port)
        raise PrinterUnavailable(NOT_ALLOWED)
    end = time.monotonic() + TIMEOUT_S
    for family, where in targets:
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(max(0.1, end - time.monotonic()))
            line.connect(where)
        except OSError as error:
            line.close()
            reason = error
        else:
            return line
    raise reason


def _refuse_if_not_ready(line: socket.socket, printer: tuple[str, int]) -> None:
    """Asks for paper and cover. Many printers are mute: silence counts as ready; one that has ever answered gets more time."""
    paper = ask(line, PAPER_STATUS, SPEAKER_WAIT_S if printer in _speakers else None)
    if paper is None:
        return
    _speakers.add(printer)
    if paper & 0x60:
        raise PrinterUnavailable(N_("Máy in hết giấy. Hãy thay cuộn giấy rồi in lại."), PrinterWord.PAPER)
    state = ask(line, PRINTER_STATUS)
    if state is not None and state & 0x08:
        cause = ask(line, OFFLINE_CAUSE)
        if cause is not None and cause & 0x04:
            raise PrinterUnavailable(N_("Máy in đang mở nắp. Hãy đóng nắp máy rồi in lại."), PrinterWord.COVER)
        raise PrinterUnavailable(N_("Máy in đang dừng. Hãy đóng nắp máy rồi in lại."), PrinterWord.OFFLINE)


def _wait_until_taken(line: socket.socket) -> None:
    """Waits until the other end has taken every byte, for TIMEOUT_S at most: one that closes half-way is heard of only here.

    A slow printer takes the rest after the line is closed. Raises OSError. Systems that cannot tell do not wait.
    """
    if sys.platform != "linux":
        return
    import fcntl

    line.settimeout(0)
    end = time.monotonic() + TIMEOUT_S
    while time.monotonic() < end:
        if error := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(error, os.strerror(error))
        if not int.from_bytes(fcntl.ioctl(line, _BYTES_NOT_TAKEN, bytes(4)), sys.byteorder):
            return
        time.sleep(0.01)


def _hear_out(line: socket.socket) -> None:
    """Closing with an unread byte would reset the connection, and some printers then forget what they hold.

    A printer that goes on talking is not heard for longer than TIMEOUT_S.
    """
    line.settimeout(STATUS_WAIT_S)
    end = time.monotonic() + TIMEOUT_S
    with contextlib.suppress(OSError):
        while line.recv(64) and time.monotonic() < end:
            pass


def ask(line: socket.socket, question: bytes, wait_s: float | None = None) -> int | None:
    """One status byte, or None when nothing like one comes in time."""
    line.settimeout(STATUS_WAIT_S if wait_s is None else wait_s)
    line.sendall(question)
    try:
        answer = line.recv(1)
    except TimeoutError:
        return None
    # Fixed bits of every status byte (0xx1xx10): anything else is not an answer to our question.
    return answer[0] if answer and answer[0] & 0x93 == 0x12 else None


def _to_file(path: Path, data: bytes, *, folder: bool) -> None:
    """A folder gets one file per job; a file is written at its end."""
    write = printer_files.add_to_folder if folder else printer_files.append
    try:
        write(path, data, allow_list(), timeout_s=TIMEOUT_S)
    except printer_files.NoPrinterFile as error:
        logger.warning("printer file %s: not allowed by OUTLET_PRINTERS, or no file of print jobs", path)
        raise PrinterUnavailable(NOT_ALLOWED) from error
    except OSError as error:
        logger.warning("printer file %s: %s", path, error)
        raise PrinterUnavailable(NO_FILE) from error


def _to_driver(url: SplitResult, data: bytes, pause_s: float, before_first_byte: Callable[[], None]) -> None:
    """Printers on this machine, through python-escpos; its drivers are optional and fail each in its own way.

    A queue takes a job whole: what comes in parts it would print as several.
    """
    is_queue = url.scheme in {"cups", "win32"}
    try:
        with _driver(url) as printer:
            before_first_byte()
            for part in _paced(data, 0 if is_queue else pause_s):
                printer._raw(part)
    except (PrinterUnavailable, DatabaseTrouble):
        raise
    except (Exception, SystemExit) as error:
        logger.warning("printer %s failed", url.geturl(), exc_info=True)
        raise PrinterUnavailable(
            N_("Máy in %(printer)s chưa dùng được. Hãy xem dây nối, nguồn điện và trình điều khiển của máy in."),
            printer=url.geturl(),
        ) from error


@contextlib.contextmanager
def _driver(url: SplitResult) -> Iterator[_Driver]:
    """An open printer of python-escpos, closed afterwards."""
    from escpos import printer as drivers  # slow to import, and only few tills have such a printer

    name = unquote(url.netloc or url.path.strip("/"))
    kinds = {
        "usb": drivers.Usb,
        "serial": drivers.Serial,
        "cups": drivers.LP if os.name == "posix" else drivers.CupsPrinter,
        "win32": drivers.Win32Raw,
    }
    kind = kinds[url.scheme]
    if not kind.is_usable():
        raise PrinterUnavailable(
            N_("Máy này chưa cài trình điều khiển cho %(printer)s. Hãy cài thêm rồi in lại."), printer=url.geturl()
        )
    printer: _Driver
    if url.scheme == "usb":
        vendor, _colon, product = name.partition(":")
        try:
            ids = int(vendor, 16), int(product, 16)
        except ValueError as error:
            raise PrinterUnavailable(
                N_("Máy in USB phải ghi dạng usb://04b8:0202, không phải %(printer)s"), printer=url.geturl()
            ) from error
        printer = kind(*ids, timeout=int(TIMEOUT_S * 1000))
    elif url.scheme == "serial":
        try:
            printer = serial_port.SerialPrinter(serial_port.port_of(name), TIMEOUT_S)
        except serial_port.NoSerialPort as error:
            raise PrinterUnavailable(N_("Không thấy cổng nối tiếp của máy in. Hãy xem dây nối rồi in lại.")) from error
    else:
        printer = kind(printer_name=name)
    printer.open()
    try:
        yield printer
    finally:
        printer.close()
