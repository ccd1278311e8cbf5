"""Serial printers: slow lines with flow control, where a printer that stops taking must not hold its lane for ever."""

from __future__ import annotations

import os
import stat
import time
from typing import Any

AT_ONCE = 256
"""Bytes between two looks at the line: a quarter of a second at 9600 baud."""


class NoSerialPort(Exception):
    """There is no such port."""


class SerialPrinter:
    """A python-escpos printer on a serial port. `_raw` returns when the line has taken everything, or raises TimeoutError."""

    def __init__(self, port: str, timeout_s: float) -> None:
        from escpos.printer import Serial

        # Both kinds of flow control: a printer that has neither is served by the pause of its settings.
        self._printer: Any = Serial(devfile=port, timeout=timeout_s, dsrdtr=True, xonxoff=True)
        self._timeout_s = timeout_s

    def open(self) -> None:
        """Opens the port."""
        self._printer.open()
        self._printer.device.write_timeout = self._timeout_s

    def _raw(self, msg: bytes) -> None:
        for at in range(0, len(msg), AT_ONCE):
            self._printer._raw(msg[at : at + AT_ONCE])
            self._wait_until_sent()

    def _wait_until_sent(self) -> None:
        end, left = time.monotonic() + self._timeout_s, self._printer.device.out_waiting
        while left:
            time.sleep(0.01)
            if (now_left := self._printer.device.out_waiting) < left:
                end, left = time.monotonic() + self._timeout_s, now_left
            elif time.monotonic() > end:
                raise TimeoutError

    def close(self) -> None:
        """Closes the port; what a printer that stopped did not take is dropped, as closing would wait for it."""
        self._printer.device.reset_output_buffer()
        self._printer.close()


def port_of(name: str) -> str:
    """The device of a serial port; any other file is not opened to look. Raises NoSerialPort."""
    if os.name != "posix":
        return name
    device = os.path.realpath(os.path.join("/dev", name.removeprefix("dev/")))
    try:
        is_port = device.startswith("/dev/tty") and stat.S_ISCHR(os.stat(device).st_mode)
    except (OSError, ValueError):
        is_port = False
    if not is_port:
        raise NoSerialPort(name)
    return device
