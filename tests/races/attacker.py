"""What a stranger on the shop's network can do to a till that sells, besides the attacks of `benchmarks.load`.

`python -m tests.races.attacker ATTACK PORT TOKEN` is one, in a process of its own until it is killed.
"""

from __future__ import annotations

import itertools
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks import load
from core.server import limits
from tests.outlet import ROOT, Api, Outlet, uid

IDLE = limits.MOST_CONNECTIONS + 200

NO_REQUESTS = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    b"\r\n" * 2_000,
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-A: b\r\n" * 9_000 + b"\r\n",
    b"PUT /api/v1/sales/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
    b"PUT /api/v1/sales/1 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"\x00\xff" * 40_000,
)


def garbage(api: Api) -> None:
    """Bytes that are no request, and random ones."""
    openings = itertools.cycle(NO_REQUESTS)

    def send() -> None:
        with socket.create_connection(("127.0.0.1", api.port), timeout=10) as client:
            client.sendall(next(openings) + os.urandom(300))
            client.recv(1_000)
        time.sleep(0.05)

    load.without_end(2, send)


def idle(api: Api) -> None:
    """More connections that do nothing than the server has places for, from forty addresses; whoever is cut off comes again."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 2 * IDLE)), hard))
    addresses = itertools.cycle([f"127.0.1.{n}" for n in range(1, 41)])

    def hold() -> None:
        with socket.create_connection(("127.0.0.1", api.port), 60, (next(addresses), 0)) as client:
            client.recv(1)
            time.sleep(1)

    threading.stack_size(65_536)
    load.without_end(IDLE, hold)


def a_byte_at_a_time(api: Api) -> None:
    """Requests that bring one byte a second."""

    def drip() -> None:
        with socket.create_connection(("127.0.0.1", api.port), timeout=60) as client:
            for n in range(len(load.HALF_HEAD)):
                client.sendall(load.HALF_HEAD[n : n + 1])
                time.sleep(1)

    load.without_end(14, drip)


def million_fields(api: Api) -> None:
    """Documents of a million unknown fields, from a client with a token."""
    fields = b"{" + b",".join(b'"f%d":1' % n for n in range(1_000_000)) + b"}"
    load.without_end(load.JSON_CLIENTS, lambda: api.call("PUT", f"/api/v1/sales/{uid()}", raw=fields))


def half_open(connections: int) -> Callable[[Api], None]:
    """So many connections that are half a request."""

    def begin(api: Api) -> None:
        load.CONNECTIONS = connections
        load.half_open(api)

    return begin


def everything(api: Api) -> None:
    """All at once, a little of each."""
    load.CONNECTIONS, load.FORM_CLIENTS, load.JSON_CLIENTS, load.SIGN_IN_CLIENTS = 60, 1, 1, 4
    for begin in (load.half_open, load.sign_ins, load.big_forms, load.many_fields, garbage):
        begin(api)


ATTACKS: dict[str, Callable[[Api], None]] = {
    "half_open_12": half_open(12),
    "half_open_24": half_open(24),
    "a_byte_at_a_time": a_byte_at_a_time,
    "idle": idle,
    "million_fields": million_fields,
    "garbage": garbage,
    "everything": everything,
}


@contextmanager
def attacked(name: str, outlet: Outlet) -> Iterator[None]:
    """One of them in a process of its own while the block runs."""
    command = [sys.executable, "-m", "tests.races.attacker", name, str(outlet.port), outlet.token]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    try:
        assert process.stdout.readline(), "the attacker did not begin"
        yield
        assert process.poll() is None, "the attacker has ended"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


if __name__ == "__main__":
    ATTACKS[sys.argv[1]](Api(int(sys.argv[2]), sys.argv[3]))
    print("begun", flush=True)
    while True:
        time.sleep(3600)
