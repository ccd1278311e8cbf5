"""Workers killed at any moment: each paper is printed at least once, in its printer's order, and what comes again says so.

The printers are what shops have: a quick one, a slow one, one that breaks off half-way, one that runs out of paper, a mute one.
"""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import zxingcpp
from sqlalchemy import func, select

from core.db import db, fetch_all, fetch_one, transaction
from core.models import OutboxJob
from core.printing.devices.printers import OFFLINE_CAUSE, PAPER_STATUS, PRINTER_STATUS
from core.printing.spool import queue
from core.printing.spool.queue import PaperOf, Target
from tests.conftest import NewDatabase, _application, _close, _settings
from tests.forks import Fork
from tests.outlet import ROOT
from tests.paper.printer_bytes import read
from tests.spool.killable_worker import LEASE_S, PAPER, know_trial_paper

JOBS = int(os.environ.get("PRINT_JOBS", "20"))
SEED = int(os.environ.get("PRINT_JOBS_SEED", "20261129"))
UP_S = 1.2
"""The longest that a worker lives."""
QUESTIONS = (PAPER_STATUS, PRINTER_STATUS, OFFLINE_CAUSE)


class Printer:
    """A printer that takes one connection after the other, and what came out of it whole: `document/copy`, in order."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.server = socket.create_server(("127.0.0.1", 0), backlog=8)
        self.server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.server.settimeout(0.05)
        self.url = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self.jobs: list[bytes] = []
        self.broken_off = 0

    def serve(self, over: threading.Event) -> None:
        """Until it is over."""
        while not over.is_set():
            try:
                line, _ = self.server.accept()
            except TimeoutError:
                continue
            with line:
                line.settimeout(5)
                try:
                    self.take(line)
                except OSError:
                    self.broken_off += 1  # the worker died
        self.server.close()

    def status(self, question: bytes) -> bytes:
        """What it answers; nothing: it is mute."""
        return b"\x16" if question == PRINTER_STATUS else b"\x12"

    def take(self, line: socket.socket) -> None:
        """One job."""
        job = b""
        while data := line.recv(4096):
            if data in QUESTIONS:
                line.sendall(self.status(data))
                continue
            job += data
            self.go_on(line, job)
        if job:
            self.jobs.append(job)

    def go_on(self, line: socket.socket, job: bytes) -> None:
        """Between two parts of a job."""

    def printed(self) -> list[tuple[str, int]]:
        """What came out whole: of which document, which copy."""
        found = []
        for job in self.jobs:
            try:
                picture = read(job).picture
            except (AssertionError, ValueError, IndexError):
                continue  # cut short: the worker died
            codes = zxingcpp.read_barcodes(picture.convert("L"))
            if codes:
                document, _slash, copy = codes[0].text.partition("/")
                found.append((document, int(copy)))
        return found


class Slow(Printer):
    """Takes its time for each part."""

    def go_on(self, line: socket.socket, job: bytes) -> None:
        time.sleep(0.01)


class BreaksOff(Printer):
    """Closes now and then in the middle of a job."""

    def go_on(self, line: socket.socket, job: bytes) -> None:
        if len(job) < 8192 and self.rng.random() < 0.2:
            raise ConnectionAbortedError


class NoPaper(Printer):
    """Says now and then that it has no paper."""

    def status(self, question: bytes) -> bytes:
        is_empty = question == PAPER_STATUS and self.rng.random() < 0.3
        return b"\x72" if is_empty else super().status(question)


class Mute(Printer):
    """Answers no question."""

    def status(self, question: bytes) -> bytes:
        return b""


@contextmanager
def printers_of_a_shop(rng: random.Random) -> Iterator[list[Printer]]:
    """Five printers that print until the trial is over."""
    printers = [kind(rng) for kind in (Printer, Slow, BreaksOff, NoPaper, Mute)]
    over = threading.Event()
    threads = [threading.Thread(target=printer.serve, args=(over,), daemon=True) for printer in printers]
    for thread in threads:
        thread.start()
    try:
        yield printers
    finally:
        over.set()
        for thread in threads:
            thread.join(10)


def kill_until(done: Callable[[], bool], settings: dict[str, str], rng: random.Random, limit_s: float) -> int:
    """Two workers at a time, each killed and begun again, until all is done; how many kills that took."""

    def begin() -> Fork:
        log = Path(settings["OUTLET_DATA_DIR"]) / "workers.log"
        return Fork(["-m", "tests.spool.killable_worker"], ROOT, os.environ | settings, log)

    workers, kills, end = [begin(), begin()], 0, time.monotonic() + limit_s
    try:
        while not done():
            assert time.monotonic() < end, "the jobs come to no end"
            time.sleep(rng.uniform(0.4, UP_S))
            workers[kills % 2].kill()
            workers[kills % 2].wait(10)
            workers[kills % 2] = begin()
            kills += 1
    finally:
        for worker in workers:
            worker.kill()
    return kills


def test_every_paper_is_printed_in_order_and_what_comes_again_says_so(new_database: NewDatabase, tmp_path: Path) -> None:
    rng = random.Random(SEED)
    url = new_database("sqlite")
    app = _application(url, tmp_path)
    know_trial_paper(app)
    with app.app_context(), printers_of_a_shop(rng) as printers:
        put: dict[str, list[str]] = defaultdict(list)
        for n in range(JOBS):
            printer = printers[n % len(printers)]
            put[printer.url].append(str(n))
            what = PaperOf(paper=PAPER, document=str(n))
            transaction(lambda what=what, at=printer.url: queue.put(what, Target(at, 58), "thuhuong"))  # type: ignore[misc]

        def is_done() -> bool:
            db.session.rollback()
            left = fetch_one(select(func.count().label("n")).where(OutboxJob.state != "done"))
            db.session.rollback()
            return left is not None and left["n"] == 0

        settings = {name: str(value) for name, value in _settings(url, tmp_path).items()}
        kills = kill_until(is_done, settings, rng, limit_s=60 + JOBS)
        time.sleep(LEASE_S / 2)
        states = Counter(row["state"] for row in fetch_all(select(OutboxJob.state)))
    _close(app)
    copies = 0
    for printer in printers:
        printed = printer.printed()
        first = list(dict.fromkeys(document for document, _copy in printed))
        assert first == put[printer.url], f"{type(printer).__name__}: lost, or out of order"
        twice = [paper for paper, times in Counter(printed).items() if times > 1]
        assert not twice, f"{type(printer).__name__}: these came twice and did not say so"
        copies += sum(1 for _document, copy in printed if copy)
    assert states == {"done": JOBS}
    print(f"{JOBS} papers, {kills} kills, {copies} reprints, seed {SEED}")
