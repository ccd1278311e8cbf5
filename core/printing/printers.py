"""Bytes to a printer. Nothing here knows what is printed; a printer that cannot take the job says so in one sentence.

No error does not mean printed: a network printer's buffers swallow a whole slip. So its paper is asked for first, and the
spool keeps what was sent.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from core.errors import DomainError, Invalid
from core.i18n import N_
from core.printing.printer_files import is_of_outlet, path_of

TIMEOUT_S = 5.0
STATUS_WAIT_S = 0.5
PORT = 9100
PRINTER_STATUS, PAPER_STATUS = b"\x10\x04\x01", b"\x10\x04\x04"  # DLE EOT 1 and 4: answered in real time, even while busy

JOB_START = b"\x1b@"
"""Every job begins by resetting the printer."""

OF_OUTLET = N_("Tệp này của chương trình, không phải máy in. Hãy chọn thư mục spool trong thư mục dữ liệu, hoặc nơi khác.")

logger = logging.getLogger(__name__)


class _Driver(Protocol):
    """What we use of a python-escpos printer."""

    def open(self) -> None: ...
    def _raw(self, msg: bytes) -> None: ...
    def close(self) -> None: ...


class PrinterUnavailable(DomainError):
    """The printer did not take the job; the sentence says why and what to do."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__("printer_unavailable", sentence, **{name: str(value) for name, value in values.items()})

    def __str__(self) -> str:
        return self.detail


def check_address(address: str) -> None:
    """Raises Invalid for `printer` when the address names a file of the outlet."""
    try:
        path = path_of(address)
        refused = path is not None and is_of_outlet(path)
    except ValueError:
        refused = True
    if refused:
        raise Invalid(("printer", OF_OUTLET))


def send(printer_url: str, data: bytes) -> None:
    """Sends one job to a till's printer (`none:`, `tcp://`, `file:///`, `usb://`, `cups://`, `win32://`).

    Raises PrinterUnavailable when the job was not taken. `none:` takes everything.
    """
    try:
        url = urlsplit(printer_url)
        port = url.port
    except ValueError as error:
        raise PrinterUnavailable(N_("Địa chỉ máy in không đúng: %(printer)s"), printer=printer_url) from error
    match url.scheme:
        case "none":
            return
        case "tcp":
            _to_network(url.hostname or "", port or PORT, data)
        case "file":
            _to_file(Path(unquote(url.path)), data, folder=url.path.endswith("/"))
        case "usb" | "cups" | "win32":
            _to_driver(url, data)
        case _:
            raise PrinterUnavailable(N_("Không biết loại máy in này: %(printer)s"), printer=printer_url)


def _to_network(host: str, port: int, data: bytes) -> None:
    where = f"{host}:{port}"
    try:
        with socket.create_connection((host, port), timeout=TIMEOUT_S) as line:
            _refuse_if_not_ready(line, where)
            line.settimeout(TIMEOUT_S)
            line.sendall(data)
            line.shutdown(socket.SHUT_WR)
            _hear_out(line)
    except TimeoutError as error:
        raise PrinterUnavailable(
            N_("Máy in %(printer)s không trả lời. Hãy xem máy in đã bật và còn mạng chưa."), printer=where
        ) from error
    except (OSError, UnicodeError) as error:
        raise PrinterUnavailable(
            N_("Không nối được máy in %(printer)s. Hãy xem máy in đã bật và còn mạng chưa."), printer=where
        ) from error


def _refuse_if_not_ready(line: socket.socket, where: str) -> None:
    """Asks for paper and cover. Many printers are mute: silence counts as ready."""
    paper = _ask(line, PAPER_STATUS)
    if paper is None:
        return
    if paper & 0x60:
        raise PrinterUnavailable(N_("Máy in %(printer)s hết giấy. Hãy thay cuộn giấy rồi in lại."), printer=where)
    state = _ask(line, PRINTER_STATUS)
    if state is not None and state & 0x08:
        raise PrinterUnavailable(N_("Máy in %(printer)s đang dừng. Hãy đóng nắp máy rồi in lại."), printer=where)


def _hear_out(line: socket.socket) -> None:
    """Closing with an unread byte would reset the connection, and some printers then forget what they hold.

    A printer that goes on talking is not heard for longer than TIMEOUT_S.
    """
    line.settimeout(STATUS_WAIT_S)
    end = time.monotonic() + TIMEOUT_S
    with contextlib.suppress(OSError):
        while line.recv(64) and time.monotonic() < end:
            pass


def _ask(line: socket.socket, question: bytes) -> int | None:
    """One status byte, or None when nothing like one comes in time."""
    line.settimeout(STATUS_WAIT_S)
    line.sendall(question)
    try:
        answer = line.recv(1)
    except TimeoutError:
        return None
    # Fixed bits of every status byte (0xx1xx10): anything else is not an answer to our question.
    return answer[0] if answer and answer[0] & 0x93 == 0x12 else None


def _to_file(path: Path, data: bytes, *, folder: bool) -> None:
    """A folder gets one file per job, whole or not at all; anything else (a device, a file) is written at its end."""
    try:
        if is_of_outlet(path):
            raise PrinterUnavailable(OF_OUTLET)
        if folder or path.is_dir():
            path.mkdir(parents=True, exist_ok=True)
            name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
            part = path / f"{name}.part"
            part.write_bytes(data)
            os.replace(part, path / f"{name}.bin")
        else:
            _refuse_if_not_paper(path)
            # Of a link made meanwhile nothing is opened; a device that has nobody at its other end does not block.
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW
            with os.fdopen(os.open(os.path.realpath(path), flags, 0o644), "ab") as file:
                os.set_blocking(file.fileno(), True)
                file.write(data)
    except (OSError, ValueError) as error:
        raise PrinterUnavailable(
            N_("Không ghi được ra %(path)s: %(why)s."), path=path, why=getattr(error, "strerror", None) or error
        ) from error


def _refuse_if_not_paper(path: Path) -> None:
    """A file with anything but print jobs in it is somebody's: the database, a key, the program itself."""
    if path.is_file():
        with path.open("rb") as file:
            if file.read(len(JOB_START)) not in (b"", JOB_START):
                raise PrinterUnavailable(N_("%(path)s không phải tệp in. Hãy chọn một thư mục hoặc tệp khác."), path=path)


def _to_driver(url: SplitResult, data: bytes) -> None:
    """Printers on this machine, through python-escpos; its drivers are optional and fail each in its own way."""
    try:
        with _driver(url) as printer:
            printer._raw(data)
    except PrinterUnavailable:
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
    posix = os.name == "posix"
    kind = {"usb": drivers.Usb, "cups": drivers.LP if posix else drivers.CupsPrinter, "win32": drivers.Win32Raw}[url.scheme]
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
    else:
        printer = kind(printer_name=name)
    printer.open()
    try:
        yield printer
    finally:
        printer.close()
