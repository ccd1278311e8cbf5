"""HTTP on a real server, byte by byte: what is answered, in which order, and what is refused."""

from __future__ import annotations

import json
import re
import socket
import time

import pytest

from tests.outlet import Outlet, Shop, uid

HOST = b"Host: x\r\n"
HEALTH = b"GET /health HTTP/1.1\r\n" + HOST + b"\r\n"


def talk(server: Outlet, *parts: bytes, pause_s: float = 0.0) -> bytes:
    """All that the server says until it closes, or until the answers are whole and it says no more."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        for part in parts:
            client.sendall(part)
            time.sleep(pause_s)
        client.shutdown(socket.SHUT_WR)
        said = b""
        while piece := client.recv(65_536):
            said += piece
        return said


def statuses(said: bytes) -> list[int]:
    """The statuses of the answers, in order."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d\d\d)", said)]


def test_pipelined_requests_are_answered_in_order(server: Outlet) -> None:
    said = talk(server, HEALTH + b"GET /nowhere HTTP/1.1\r\n" + HOST + b"\r\n" + HEALTH)
    assert statuses(said) == [200, 404, 200]


def test_a_request_may_come_in_pieces(server: Outlet) -> None:
    assert statuses(talk(server, HEALTH[:9], HEALTH[9:20], HEALTH[20:], pause_s=0.02)) == [200]


def test_methods_that_only_ask_get_no_body(server: Outlet) -> None:
    head = talk(server, b"HEAD /health HTTP/1.1\r\n" + HOST + b"\r\n")
    assert statuses(head) == [200] and head.endswith(b"\r\n\r\n") and b"Content-Length: 3" in head
    options = talk(server, b"OPTIONS /sign-in HTTP/1.1\r\n" + HOST + b"\r\n")
    assert statuses(options) == [200] and b"Allow: " in options
    later = b"If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT\r\n"
    fresh = talk(server, b"GET /static/icon.svg HTTP/1.1\r\n" + HOST + later + b"\r\n")
    assert statuses(fresh) == [304] and fresh.endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
        b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Content-Length: 6\r\nContent-Length: 5\r\n\r\n123456",
        b"POST /sign-in HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost : x\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + HOST + b"X-A: a\r\n b\r\n\r\n",
        b"GET /health HTTP/1.1\n" + b"Host: x\n\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
        b"GET http://other/health HTTP/1.1\r\n" + HOST + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_a_request_that_two_servers_could_read_differently_is_refused(server: Outlet, request_bytes: bytes) -> None:
    said = talk(server, request_bytes + HEALTH)
    assert statuses(said) == [400] and b"Connection: close" in said


def test_a_header_with_an_underscore_counts_for_nothing(server: Outlet) -> None:
    forged = f"Authorization_: x\r\nX_Forwarded_For: 10.0.0.1\r\nAUTHORIZATION: Bearer {server.token}\r\n".encode()
    assert statuses(talk(server, b"GET /api/v1/outlet HTTP/1.1\r\n" + HOST + forged + b"\r\n")) == [200]


def test_a_chunked_body_is_read_like_any_other(server: Outlet, shop: Shop) -> None:
    body = json.dumps({"name": "Kho", "kind": "store"}).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in (body[:7], body[7:])) + b"0\r\n\r\n"
    head = f"PUT /api/v1/places/KHO1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.token}\r\n".encode()
    said = talk(server, head + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)
    assert statuses(said)[0] in {200, 201}, said


def test_a_client_that_asks_first_hears_whether_its_body_is_taken(server: Outlet) -> None:
    form = b"Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n"
    head = b"POST /sign-in HTTP/1.1\r\n" + HOST + form
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as client:
        client.sendall(head + b"Content-Length: 3\r\n\r\n")
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"a=1")
        assert statuses(client.recv(65_536)) == [400]
    assert statuses(talk(server, head + b"Content-Length: 65000\r\n\r\n")) == [413]


def test_every_answer_has_an_id_and_none_names_the_server(server: Outlet) -> None:
    said = talk(server, HEALTH + HEALTH + b"GET /" + b"a" * 70_000)
    ids = re.findall(rb"X-Request-Id: ([0-9a-f]{12})\r\n", said)
    assert statuses(said) == [200, 200, 431] and len(set(ids)) == 3
    assert b"\r\nServer:" not in said


def test_a_client_that_goes_away_leaves_a_whole_sale_or_none(server: Outlet, shop: Shop) -> None:
    rice = shop.stocked(quantity="50")
    for n in range(4):
        sale = uid()
        body = json.dumps(shop.sale(shop.line(rice, "1"))).encode()
        head = f"PUT /api/v1/sales/{sale} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.token}\r\n"
        whole = head.encode() + b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        client.sendall(whole if n % 2 else whole[:-5])
        client.close()
        answer = server.api.get(f"/api/v1/sales/{sale}")
        assert answer.status in ({200, 404} if n % 2 else {404})
        server.api.put(f"/api/v1/sales/{sale}", json.loads(body)).ok(200, 201)
    assert server.flask("books", "check").returncode == 0
