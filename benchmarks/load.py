"""What a till's sale costs while others do their worst: slow clients, large bodies, sign-ins, big papers.

`python -m benchmarks.load ATTACK PORT TOKEN STATEMENT` is one attack, in a process of its own until it is killed.
"""

from __future__ import annotations

import http.client
import itertools
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.outlet import Api, today, uid

if TYPE_CHECKING:
    from benchmarks.__main__ import Measured

SALES = 100
CONNECTIONS, FORM_CLIENTS, JSON_CLIENTS, SIGN_IN_CLIENTS, PAPER_CLIENTS = 300, 6, 2, 24, 12
STATEMENT_SALES, STATEMENT_LOSSES = 50, 4
"""Sales of a hundred lines and losses of five hundred behind the statement that is asked for: 7,000 lines."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HALF_HEAD = b"PUT /api/v1/sales/1 HTTP/1.1\r\nHost: x\r\nX-A"
HALF_BODY = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\na="


@dataclass(frozen=True)
class Target:
    """What an attack asks of: a statement of thousands of lines and the token of its producer."""

    statement: str
    token: str


def prepare(m: Measured) -> Target:
    """Sells and loses goods of one producer, line by line, issues the statement, and waits until its papers are made."""
    api, shop = m.outlet.api, m.shop
    product = shop.stocked(quantity="900000")
    producer = shop.producer_of(product)
    (lot,) = (goods["lot"] for goods in api.all("/api/v1/stock", product=product))
    for _ in range(STATEMENT_SALES):
        shop.sell(*[shop.line(product)] * 100)
    lost = [{"lot": lot, "quantity": "1", "cause": "damage"}] * 500
    for _ in range(STATEMENT_LOSSES):
        api.put(f"/api/v1/losses/{uid()}", {"place": shop.place, "note": "rơi vỡ", "lines": lost}).ok(201)
    statement = uid()
    api.put(f"/api/v1/statements/{statement}", {"producer": producer, "until": today()}).ok(201)
    for file_format in ("pdf", "xlsx"):
        while api.get(f"/api/v1/statements/{statement}?format={file_format}").status == 503:
            time.sleep(1)
    return Target(statement, m.outlet.issue("producer", "--producer", producer))


@contextmanager
def attacked(m: Measured, name: str, target: Target) -> Iterator[None]:
    """One attack from another process while the block runs."""
    token = target.token if name in PRODUCERS_ATTACKS else m.outlet.token
    command = [sys.executable, "-m", "benchmarks.load", name, str(m.outlet.port), token, target.statement]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        yield
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def without_end(clients: int, act: Callable[[], object]) -> None:
    """Runs `act` without a pause in so many threads; a client that is cut off comes again."""

    def work() -> None:
        while True:
            try:
                act()
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)

    for _ in range(clients):
        threading.Thread(target=work, daemon=True).start()


def half_open(api: Api) -> None:
    """Idle connections, halves of heads and halves of bodies, from one address; whoever is cut off comes again."""
    openings = itertools.cycle([b"", HALF_HEAD, HALF_BODY])

    def hold() -> None:
        with socket.create_connection(("127.0.0.1", api.port), timeout=60) as client:
            client.sendall(next(openings))
            client.recv(1)
            time.sleep(1)

    without_end(CONNECTIONS, hold)


def big_forms(api: Api) -> None:
    """Forms of 15 MB from nobody."""
    form, stranger = b"&".join([b"a=1"] * 4_000_000), api.as_(None)
    without_end(FORM_CLIENTS, lambda: stranger.call("POST", "/sign-in", raw=form, headers=FORM))


def many_fields(api: Api) -> None:
    """Documents that are unknown fields and nothing else, as many as are taken, from a client with a token."""
    fields = b"{" + b",".join(b'"f%d":1' % n for n in range(9_900)) + b"}"
    without_end(JSON_CLIENTS, lambda: api.call("PUT", f"/api/v1/sales/{uid()}", raw=fields))


def sign_ins(api: Api) -> None:
    """Strangers who sign in under ever new names, with the form token that the page asks for."""
    stranger = api.as_(None)
    page = stranger.get("/sign-in")
    cookie = page.headers["set-cookie"].partition(";")[0]
    token = page.body.partition(b'name="csrf_token" value="')[2].partition(b'"')[0].decode()

    def attempt() -> None:
        form = urllib.parse.urlencode({"csrf_token": token, "username": uid()[:12], "password": uid()}).encode()
        stranger.call("POST", "/sign-in", raw=form, headers={**FORM, "Cookie": cookie})

    without_end(SIGN_IN_CLIENTS, attempt)


def nested_fields(api: Api) -> None:
    """The same inside one line, where each unknown field is a mistake of its own."""
    fields = b'{"lines":[{' + b",".join(b'"f%d":1' % n for n in range(9_900)) + b"}]}"
    without_end(JSON_CLIENTS, lambda: api.call("PUT", f"/api/v1/sales/{uid()}", raw=fields))


def papers(api: Api, statement: str) -> None:
    """A producer's clients that ask for the papers of one large statement again and again."""
    formats = itertools.cycle(["pdf", "xlsx"])
    without_end(PAPER_CLIENTS, lambda: api.get(f"/api/v1/statements/{statement}?format={next(formats)}"))


def statements(api: Api, statement: str) -> None:
    """The same for its lines as JSON."""
    without_end(PAPER_CLIENTS, lambda: api.get(f"/api/v1/statements/{statement}"))


def reports(api: Api) -> None:
    """Clients that ask for sheets of all sales again and again."""
    path = "/api/v1/reports/sales?by=product&from=2020-01-01&to=2100-01-01&format=xlsx"
    without_end(PAPER_CLIENTS, lambda: api.get(path))


ATTACKS: dict[str, Callable[[Api, str], None]] = {
    "half_open": lambda api, _statement: half_open(api),
    "big_forms": lambda api, _statement: big_forms(api),
    "many_fields": lambda api, _statement: many_fields(api),
    "nested_fields": lambda api, _statement: nested_fields(api),
    "sign_ins": lambda api, _statement: sign_ins(api),
    "papers": papers,
    "statements": statements,
    "reports": lambda api, _statement: reports(api),
}
PRODUCERS_ATTACKS = {"papers", "statements"}


def sales(m: Measured) -> list[float]:
    """Seconds of a till's sales, one after the other."""
    api = m.outlet.api
    return [m.sell(api, m.shop.shift, n)[0] for n in range(SALES)]


if __name__ == "__main__":
    ATTACKS[sys.argv[1]](Api(int(sys.argv[2]), sys.argv[3]), sys.argv[4])
    print("begun", flush=True)
    time.sleep(3600)
