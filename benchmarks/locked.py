"""What tills and readers see while another program locks the database for seconds (SQLite).

Promised is: reads answer meanwhile; a sale waits for its turn within its time, and after that is told 503 with `Retry-After`;
sent again under its id it is recorded once.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.outlet import Api, at_once, uid

if TYPE_CHECKING:
    from benchmarks.__main__ import Measured

LOCKS_S = (2.0, 2.0, 2.0, 8.0)
"""The last one lasts longer than a write waits."""
PAUSE_S = 1.0
QUIET_S = 5.0
READERS = 2


@dataclass
class Seen:
    """Seconds of the answers, longest waits for a recorded sale, and refusals."""

    reads: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    sold: list[str] = field(default_factory=list)
    refusals: int = 0
    refusals_without_pause: int = 0
    others: int = 0


@contextlib.contextmanager
def locks(database: Path) -> Iterator[threading.Event]:
    """Locks the database again and again from outside; the event is set when that is over."""
    over = threading.Event()

    def lock() -> None:
        with contextlib.closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as connection:
            for seconds in LOCKS_S:
                connection.execute("BEGIN IMMEDIATE")
                time.sleep(seconds)
                connection.execute("ROLLBACK")
                time.sleep(PAUSE_S)
        over.set()

    thread = threading.Thread(target=lock)
    thread.start()
    try:
        yield over
    finally:
        thread.join()


def watch(m: Measured, over: threading.Event) -> Seen:
    """Four tills sell and two clients read until it is over."""
    seen = Seen()

    def read() -> None:
        api = m.outlet.api
        path = f"/api/v1/catalogue?till={m.shop.till}&since={api.get(f'/api/v1/catalogue?till={m.shop.till}').ok()['version']}"
        while not over.is_set():
            began = time.perf_counter()
            api.get(path).ok()
            seen.reads.append(time.perf_counter() - began)
            time.sleep(0.02)

    def sell(which: int) -> None:
        api = m.outlet.api
        while not over.is_set():
            began = time.perf_counter()
            sale = record(m, api, m.tills[which], seen)
            seen.waits.append(time.perf_counter() - began)
            seen.sold.append(sale)
            time.sleep(0.05)

    at_once(len(m.tills) + READERS, lambda n: sell(n) if n < len(m.tills) else read())
    return seen


def record(m: Measured, api: Api, shift: str, seen: Seen) -> str:
    """Sends one sale until it is recorded, as a till does."""
    document, body = uid(), m.shop.sale(*[m.shop.line(product) for product in m.products[:4]], shift=shift)
    while True:
        began = time.perf_counter()
        answer = api.put(f"/api/v1/sales/{document}", body)
        seen.answers.append(time.perf_counter() - began)
        if answer.status in (200, 201):
            return document
        seen.refusals += answer.status == 503
        seen.others += answer.status != 503
        seen.refusals_without_pause += "retry-after" not in answer.headers
        time.sleep(0.5)


def locked(m: Measured) -> dict[str, str]:
    """The figures under locks beside the quiet ones."""
    from benchmarks.__main__ import p95

    over = threading.Event()
    threading.Timer(QUIET_S, over.set).start()
    quiet = watch(m, over)
    with locks(m.outlet.data / "outlet.db") as over:
        seen = watch(m, over)
    recorded = [m.outlet.api.get(f"/api/v1/sales/{sale}").status == 200 for sale in seen.sold]
    return {
        "locked_reads_quiet_p95_ms": f"{p95(quiet.reads):.2f}",
        "locked_reads_p95_ms": f"{p95(seen.reads):.2f}",
        "locked_reads_ratio": f"{p95(seen.reads) / p95(quiet.reads):.2f}",
        "locked_answer_max_s": f"{max(seen.answers):.2f}",
        "locked_sale_max_s": f"{max(seen.waits):.2f}",
        "locked_sales": str(len(seen.sold)),
        "locked_sales_lost": str(recorded.count(False)),
        "locked_refusals_503": str(seen.refusals),
        "locked_refusals_without_retry_after": str(seen.refusals_without_pause),
        "locked_other_refusals": str(seen.others),
    }
