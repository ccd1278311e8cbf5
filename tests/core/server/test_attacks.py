"""Crowds, slow clients and large bodies against a real server, while a till sells. Figures are in `make bench`."""

from __future__ import annotations

import socket
import sqlite3
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.server import limits
from tests.outlet import Api, Outlet, Shop, at_once, uid

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def memory_mb(server: Outlet) -> float:
    """Resident memory of the server."""
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


@contextmanager
def crowd(server: Outlet, *openings: bytes) -> Iterator[list[socket.socket]]:
    """Connections from one address, each with a beginning of its own, that then do nothing."""
    clients = []
    try:
        for opening in openings:
            client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            clients.append(client)
            if opening:
                client.sendall(opening)
        yield clients
    finally:
        for client in clients:
            client.close()


def test_three_hundred_half_open_slow_and_idle_connections_stop_no_till(server: Outlet, shop: Shop) -> None:
    rice = shop.stocked(quantity="50")
    half_head = b"PUT /api/v1/sales/1 HTTP/1.1\r\nHost: x\r\nX-A"
    half_body = (
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 90\r\n\r\na="
    )
    with crowd(server, *[b"", half_head, half_body] * 100) as clients:
        for _ in range(5):
            began = time.monotonic()
            shop.sell(shop.line(rice, "1"))
            assert time.monotonic() - began < 3
        assert server.api.as_(None).get("/health").status == 200
        clients[0].settimeout(5)
        assert clients[0].recv(1) == b"", "the oldest is closed"


def test_only_whom_the_outlet_may_know_sends_a_large_file(server: Outlet) -> None:
    path, large = f"/api/v1/files/{uid()}", b"\xff\xd8\xff" + b",&" * 1_000_000
    assert server.api.as_(None).call("PUT", path, raw=large).status == 413
    stranger = server.api.as_("ocop_nobody")
    assert [stranger.call("PUT", path, raw=large).status for _ in range(2)] == [401, 413], "known as a stranger it sends no more"
    # A program may call the bytes what it likes; what they are is told by decoding them.
    for headers in ({}, FORM, {"Content-Type": "image/jpeg"}):
        answer = server.api.call("PUT", path, raw=large, headers=headers)
        assert (answer.status, answer.code) == (422, "invalid"), headers
    assert server.api.call("PUT", path, raw=bytes(25_000_000)).status == 413


def test_a_form_or_document_larger_than_the_bound_is_refused_unread(server: Outlet, shop: Shop) -> None:
    server.api.get("/health").ok()
    before = memory_mb(server)
    form = b"&".join([b"a=1"] * 4_000_000)
    for _ in range(2):
        answer = server.api.as_(None).call("POST", "/sign-in", raw=form, headers=FORM)
        assert answer.status == 413
    fields = b"{" + b",".join(b'"f%d":1' % n for n in range(1_000_000)) + b"}"
    answer = server.api.call("PUT", f"/api/v1/sales/{uid()}", raw=fields)
    assert (answer.status, answer.code) == (413, "too_large")
    short_fields = b"&" * (limits.MAX_VALUES + 2)
    assert server.api.as_(None).call("POST", "/sign-in", raw=short_fields, headers=FORM).status == 413
    many = b"[" + b"1," * (limits.MAX_VALUES + 2) + b"1]"
    assert server.api.call("PUT", f"/api/v1/sales/{uid()}", raw=many).code == "too_large"
    assert memory_mb(server) - before < 60


def test_a_document_of_nothing_but_unknown_fields_costs_little(server: Outlet, shop: Shop) -> None:
    server.api.get("/health").ok()
    before = memory_mb(server)
    fields = "{" + ",".join(f'"f{n}":1' for n in range(limits.MAX_VALUES)) + "}"
    for document in (fields, f'{{"lines":[{fields}]}}'):
        answer = server.api.call("PUT", f"/api/v1/sales/{uid()}", raw=document.encode())
        assert answer.status == 422 and len(answer.json["errors"]) <= 100
    assert memory_mb(server) - before < 60


def test_a_storm_of_sign_ins_is_turned_away_at_once_and_the_till_sells(server: Outlet, shop: Shop) -> None:
    rice = shop.stocked(quantity="50")
    shop.sell(shop.line(rice, "1"))

    def client(n: int) -> list[int]:
        if n == 0:
            for _ in range(5):
                shop.sell(shop.line(rice, "1"))
            return []
        api = Api(server.port)
        body = urllib.parse.urlencode({"username": f"nobody{n}", "password": "x" * 12}).encode()
        answers = [api.call("POST", "/sign-in", raw=body, headers=FORM) for _ in range(4)]
        assert all(answer.headers.get("retry-after") for answer in answers if answer.status == 429)
        return [answer.status for answer in answers]

    statuses = [status for each in at_once(24, client) for status in each]
    assert 429 in statuses and set(statuses) <= {400, 401, 429}


def test_a_reader_that_takes_nothing_holds_no_thread(server: Outlet, shop: Shop) -> None:
    rice = shop.stocked(quantity="50")
    page = f"GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.token}\r\n\r\n".encode()
    with crowd(server, *[page * limits.MOST_PIPELINED] * 12):
        for _ in range(3):
            shop.sell(shop.line(rice, "1"))
        assert server.api.get("/api/v1/stock").status == 200


def test_a_held_lock_stops_writers_for_five_seconds_and_readers_not_at_all(server: Outlet, shop: Shop) -> None:
    rice = shop.stocked(quantity="50")
    body = shop.sale(shop.line(rice, "1"))
    locker = sqlite3.connect(server.data / "outlet.db", isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    try:

        def till(n: int) -> tuple[int, float]:
            if n >= 14:
                time.sleep(1)
                began = time.monotonic()
                answer = server.api.get("/health" if n == 14 else "/api/v1/stock")
                return answer.status, time.monotonic() - began
            began = time.monotonic()
            answer = server.api.put(f"/api/v1/sales/{uid()}", body)
            assert (answer.code, bool(answer.headers["retry-after"])) == ("busy", True)
            return answer.status, time.monotonic() - began

        answers = at_once(16, till)
    finally:
        locker.close()
    assert [status for status, _ in answers] == [503] * 14 + [200] * 2
    assert max(seconds for _, seconds in answers[:14]) < 9 and max(seconds for _, seconds in answers[14:]) < 3
    shop.sell(shop.line(rice, "1"))
