"""A server killed (SIGKILL) between any two statements of a checkout: the sale is there as a whole or not at all.

It is killed at every third moment, and at each of the last, around the commit: a part that is committed too early is there at
every later moment. EVERY_CASE=1 kills it at each moment, on SQLite.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from core.db import db
from ops import books
from tests.conftest import BOTH, AppOn, NewServer
from tests.outlet import ROOT, Answer, Api, Outlet, Shop, today, uid
from tests.schedule import EVERY_CASE

TRACES = {
    "sale": "SELECT count(*) FROM sale WHERE uid = :uid",
    "lines": "SELECT count(*) FROM sale_line WHERE sale_uid = :uid",
    "payments": "SELECT count(*) FROM payment WHERE sale_uid = :uid",
    "movements": "SELECT count(*) FROM movement WHERE source_kind = 'sale' AND source_uid = :uid",
    "book lines": "SELECT count(*) FROM book_line WHERE source_kind = 'sale' AND source_uid = :uid",
    "audit": "SELECT count(*) FROM audit_line WHERE subject = :uid",
    "drawer jobs": "SELECT count(*) FROM outbox_job drawer JOIN print_job slip ON slip.outbox_job_id = drawer.id + 1"
    " WHERE drawer.kind = 'drawer' AND slip.document = :uid",
    "print jobs": "SELECT count(*) FROM print_job WHERE document = :uid",
    "idempotency key": "SELECT count(*) FROM idempotency_key WHERE key = :uid",
}
WHOLE = {
    "sale": 1,
    "lines": 3,
    "payments": 2,
    "movements": 3,
    "book lines": 3,
    "audit": 1,
    "print jobs": 1,
    "drawer jobs": 1,
    "idempotency key": 1,
}


class KillableServer:
    """The parent process and the server it forked last."""

    def __init__(self, outlet: Outlet) -> None:
        self.token = outlet.token
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.parent = subprocess.Popen(
            [sys.executable, "-m", "tests.races.killable_server"],
            cwd=ROOT,
            env=outlet.environment() | {"OUTLET_PORT": str(self.port)},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def start(self) -> Api:
        """A server that answers, and a client that has not spoken to it yet."""
        assert self.parent.stdin
        self.parent.stdin.write("\n")
        self.parent.stdin.flush()
        end = time.monotonic() + 30
        while time.monotonic() < end:
            try:
                if Api(self.port).get("/health").status == 200:
                    return Api(self.port, self.token)
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)
        raise AssertionError("the server did not come up")

    def ended(self) -> int:
        """How the last server ended."""
        assert self.parent.stdout
        while not (line := self.parent.stdout.readline()).startswith("ended"):
            assert line, "the parent process is gone"
        return int(line.split()[1])

    def stop(self) -> None:
        """Ends our own group of processes."""
        os.killpg(self.parent.pid, signal.SIGKILL)
        self.parent.communicate()


@pytest.fixture(params=BOTH)
def outlet(request: pytest.FixtureRequest, new_server: NewServer) -> Outlet:
    made = new_server(request.param)
    made.stop()
    return made


@pytest.fixture
def killable(outlet: Outlet) -> Iterator[KillableServer]:
    made = KillableServer(outlet)
    yield made
    made.stop()


def send(api: Api, path: str, body: Any, at: int) -> Answer | None:
    """The answer, or None when the server died over it."""
    try:
        return api.call("PUT", path, body, headers={"X-Die-At": str(at)})
    except (OSError, http.client.HTTPException):
        return None


def traces(app: Flask, sale: str) -> dict[str, int]:
    with app.app_context():
        counts = {name: int(db.session.execute(text(sql), {"uid": sale}).scalar_one()) for name, sql in TRACES.items()}
        db.session.rollback()
        return counts


def gaps(app: Flask) -> list[str]:
    with app.app_context():
        problems, _ = books.check()
        db.session.rollback()
        return problems


def test_a_sale_survives_a_kill_at_every_moment_whole_or_not_at_all(
    killable: KillableServer, outlet: Outlet, app_on: AppOn
) -> None:
    app = app_on(outlet.environment()["OUTLET_DATABASE_URL"])
    api = killable.start()
    shop = Shop(api)
    till = {"name": "Máy in giấy", "place": shop.place, "printer": f"file://{outlet.data}/spool/paper/", "paper_mm": 80}
    api.put(f"/api/v1/tills/{shop.till}", till).ok()
    shop.open_shift()
    producer = shop.producer()
    jars, rice = shop.product(producer), shop.product(producer)
    shop.agreement(producer)
    lots = [{"product": jars, "lot": shop.code("J"), "quantity": "1"} for _ in range(160)]
    shop.deliver(producer, *lots, {"product": rice, "quantity": "500"}, delivered_on=today())
    numbers: list[str] = []

    def sell_and_die(at: int) -> int | None:
        """How the sale was answered when it was sent again; None when it has not so many moments and was simply made."""
        nonlocal api
        sale = uid()
        body = shop.sale(shop.line(jars, "2"), shop.line(rice, "1.5"), discount_vnd=777)
        total = body["total_vnd"]
        body["payments"] = [
            {"method": "cash", "amount_vnd": 1_000},
            {"method": "vietqr", "amount_vnd": total - 1_000, "reference": "A"},
        ]
        answer = send(api, f"/api/v1/sales/{sale}", body, at)
        if answer is not None:
            assert answer.status == 201, str(answer)
            numbers.append(answer.json["number"])
            return None
        assert killable.ended() == -signal.SIGKILL
        counts = traces(app, sale)
        assert counts in (dict.fromkeys(WHOLE, 0), WHOLE), f"half a sale after a kill at moment {at}"
        api = shop.api = killable.start()
        again = api.put(f"/api/v1/sales/{sale}", body)
        assert again.status == (200 if counts == WHOLE else 201), str(again)
        assert traces(app, sale) == WHOLE
        numbers.append(again.json["number"])
        return again.status

    step = 1 if outlet.database_url is None and EVERY_CASE else 3
    ends = step
    outcomes = []
    while (outcome := sell_and_die(ends)) is not None:
        outcomes.append(outcome)
        ends += step
    outcomes += [outcome for at in range(ends - step + 1, ends) if (outcome := sell_and_die(at)) is not None]
    assert ends > 12, "a checkout has at least a dozen moments"
    assert outcomes[0] == 201 and 200 in outcomes, "before the commit it is not there, after it it is"
    assert [int(number[-6:]) for number in numbers] == list(range(1, len(numbers) + 1)), "no number was lost"
    assert shop.on_hand(product=jars) == str(160 - 2 * len(numbers))
    outlet.flask("books", "check")
