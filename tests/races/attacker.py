"""What a stranger on the shop's network can do, all at once, until he is killed: `python -m tests.races.attacker PORT TOKEN`.

The kinds are those of `benchmarks.load`, in smaller numbers, and bytes that are no request at all.
"""

from __future__ import annotations

import itertools
import os
import socket
import sys
import time

from benchmarks import load
from tests.outlet import Api

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


def main(port: int, token: str) -> None:
    """Begins everything, says so, and goes on."""
    load.CONNECTIONS, load.FORM_CLIENTS, load.JSON_CLIENTS, load.SIGN_IN_CLIENTS = 60, 1, 1, 4
    api = Api(port, token)
    for begin in (load.half_open, load.sign_ins, load.big_forms, load.many_fields, garbage):
        begin(api)
    print("begun", flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
