"""A network printer on the loopback: stores the bytes of each job, answers status requests or stays mute."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from core.printing.devices import printers
from tests.paper.printer_bytes import Job, read


@dataclass
class Sink:
    """The jobs that a printer received, one per connection."""

    port: int
    jobs: list[bytearray] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address for a till's settings."""
        return f"tcp://127.0.0.1:{self.port}"

    @property
    def data(self) -> bytes:
        """The bytes of all jobs, joined."""
        return b"".join(self.jobs)

    def last(self) -> Job:
        """The newest job, decoded."""
        return read(bytes(self.jobs[-1]))


@contextmanager
def sink(answers: dict[bytes, int] | None = None) -> Iterator[Sink]:
    """A printer that takes one connection after the other."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        printer = Sink(server.getsockname()[1])
        over = threading.Event()

        def work() -> None:
            while not over.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                job = bytearray()
                with connection:
                    connection.settimeout(5)
                    while data := connection.recv(65536):
                        if answers and data in answers:
                            connection.sendall(bytes([answers[data]]))
                        elif data not in (printers.PAPER_STATUS, printers.PRINTER_STATUS, printers.OFFLINE_CAUSE):
                            job += data
                    printer.jobs.append(job)  # before the connection closes, which is what the sender waits for

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        try:
            yield printer
        finally:
            over.set()
            worker.join(5)


READY = {printers.PAPER_STATUS: 0x12, printers.PRINTER_STATUS: 0x16}
