"""The spool: one lane for each printer, papers in their order, none lost, none late, and a reprint says so."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import clock
from core.area import _EXTENSION, registered
from core.db import db, execute, fetch_all, fetch_one, outbox, transaction
from core.errors import DomainError, NotFound
from core.models import AuditLine, OutboxJob
from core.people.actor import SYSTEM
from core.printing.devices import printers
from core.printing.devices.models import PrintJob
from core.printing.devices.printers import OFFLINE_CAUSE, PAPER_STATUS, PRINTER_STATUS
from core.printing.layout import Text
from core.printing.papers import SHORT, Slip, SlipPaper
from core.printing.spool import acts, lists, queue
from core.printing.spool.choices import PrintJobState
from core.printing.spool.lists import PrintJobFilter
from core.printing.spool.queue import PaperOf, Target
from core.printing.spool.results import PrintJobResult
from tests.core.test_outbox import until
from tests.paper.loopback import READY, sink

DEAD = "tcp://127.0.0.1:9"
Made = list[tuple[str, int]]


@pytest.fixture
def made(each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Made:
    """The papers that were made for a printer in this test: of which document, which copy."""
    papers: Made = []

    def make(document: str, copy: int) -> Slip:
        papers.append((document, copy))
        return Slip("Giấy thử", [Text(document), Text(f"BẢN IN LẠI {copy}" if copy else "")])

    paper = SlipPaper(name="trial", label="Phiếu in thử", lasts=SHORT, make=make, example=lambda copy: make("7c", copy))
    known = registered()
    monkeypatch.setitem(each_app.extensions, _EXTENSION, replace(known, papers={**known.papers, "trial": paper}))
    return papers


def put(document: str, printer: str) -> int:
    what = PaperOf(paper="trial", document=document, number=f"2026-{document}", till="MAY1")
    job_id = transaction(lambda: queue.put(what, Target(printer, 58), "thuhuong"))
    db.session.rollback()
    return job_id


def job(job_id: int) -> PrintJobResult:
    db.session.rollback()
    found = lists.get_job(job_id)
    db.session.rollback()
    return found


def work() -> None:
    db.session.rollback()
    while outbox.run_one():
        pass


def test_papers_for_a_dead_printer_delay_another_by_nothing(made: Made, each_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printers, "TIMEOUT_S", 3.0)
    with socket.create_server(("127.0.0.1", 0), backlog=0) as dead, socket.create_connection(dead.getsockname()), sink() as alive:
        for n in range(12):
            put(f"dead{n}", f"tcp://127.0.0.1:{dead.getsockname()[1]}")
        workers = outbox.Workers(each_app)
        workers.start()
        try:
            until(lambda: bool(made))
            begun = time.monotonic()
            put("alive", alive.url)
            until(lambda: bool(alive.jobs))
            assert time.monotonic() - begun < printers.TIMEOUT_S / 2
        finally:
            workers.stop()
    assert [document for document, _copy in made if document != "alive"] == ["dead0"], "the others wait behind it"


@contextmanager
def hostile_printers() -> Iterator[list[str]]:
    """Printers that never read, read a byte a second, close at once, and have no paper; their addresses."""
    over = threading.Event()

    def one_byte_a_second(line: socket.socket) -> None:
        while not over.wait(1) and line.recv(1):
            pass

    def close(line: socket.socket) -> None:
        line.close()

    def never_read(_line: socket.socket) -> None:
        over.wait()

    with ExitStack() as stack:
        addresses = [stack.enter_context(sink(READY | {PAPER_STATUS: 0x72})).url]
        for behaviour in (one_byte_a_second, close, never_read):
            server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)

            def serve(server: socket.socket = server, behaviour: Callable[[socket.socket], None] = behaviour) -> None:
                with suppress(OSError):
                    while True:
                        line, _ = server.accept()
                        with line, suppress(OSError):
                            behaviour(line)

            threading.Thread(target=serve, daemon=True).start()
            addresses.append(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        yield addresses
        over.set()


def test_a_good_printer_prints_beside_bad_ones_and_no_paper_is_called_printed_that_was_refused(
    made: Made, each_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printers, "TIMEOUT_S", 3.0)
    with hostile_printers() as (no_paper, byte, closing, unread), sink(READY) as good:
        bad = {
            what: put(what, at) for what, at in (("no paper", no_paper), ("byte", byte), ("closing", closing), ("unread", unread))
        }
        workers = outbox.Workers(each_app)
        workers.start()
        try:
            until(lambda: {document for document, _copy in made} == set(bad))
            begun = time.monotonic()
            for n in range(3):
                put(f"good {n}", good.url)
            until(lambda: len(good.jobs) == 3)
            assert time.monotonic() - begun < 3.0
            until(lambda: job(bad["no paper"]).tries > 0 and job(bad["closing"]).tries > 0)
            refused = [job(bad[what]) for what in ("no paper", "closing")]
        finally:
            workers.stop()
    assert all(found.state in {PrintJobState.WAITING, PrintJobState.PRINTING} for found in refused)
    assert [document for document, _copy in made if document.startswith("good")] == ["good 0", "good 1", "good 2"]


def test_papers_of_a_printer_come_in_their_order_however_often_one_fails(made: Made) -> None:
    with sink(READY | {PAPER_STATUS: 0x72}) as empty:
        jobs = [put(document, empty.url) for document in ("a", "b", "c")]
        for after_s in (0, 6, 22, 60, 130, 200):
            with clock.time_travel(clock.now() + timedelta(seconds=after_s)):
                work()
        assert (job(jobs[0]).state, job(jobs[0]).tries) == (PrintJobState.WAITING, 6), "it is not given up for want of paper"
        assert job(jobs[1]).tries == 0
    with sink(READY) as full:
        target = Target(full.url, 58)
        transaction(lambda: acts.follow_till("MAY1", empty.url, target))
        work()
        assert len(full.jobs) == 3
    assert made[-3:] == [("a", 0), ("b", 0), ("c", 0)], "what never reached the printer is no reprint"


@pytest.mark.parametrize(("answers", "word"), [
    ({PAPER_STATUS: 0x72}, "paper"),
    ({PRINTER_STATUS: 0x1E, OFFLINE_CAUSE: 0x16}, "cover"),
    ({PRINTER_STATUS: 0x1E, OFFLINE_CAUSE: 0x12}, "offline"),
])  # fmt: skip
def test_the_printers_own_word_is_kept_until_it_prints(made: Made, answers: dict[bytes, int], word: str) -> None:
    replies = READY | answers
    with sink(replies) as printer:
        job_id = put("a", printer.url)
        work()
        assert (job(job_id).printer_said, job(job_id).state) == (word, PrintJobState.WAITING)
        assert job(job_id).trouble and lists.printer_state(printer.url) == ("trouble", job(job_id).trouble)
        replies.update(READY)
        transaction(lambda: acts.retry(job_id, SYSTEM))
        work()
        assert (job(job_id).printer_said, job(job_id).state, job(job_id).trouble) == (None, PrintJobState.PRINTED, None)
        assert lists.printer_state(printer.url) == ("ready", None)


def test_a_paper_beyond_its_time_is_printed_only_when_somebody_asks(made: Made) -> None:
    with sink(READY) as printer:
        job_id = put("a", printer.url)
        with clock.time_travel(clock.now() + SHORT + timedelta(seconds=1)):
            work()
            assert (job(job_id).state, made) == (PrintJobState.EXPIRED, [])
            transaction(lambda: acts.retry(job_id, SYSTEM))
            work()
    assert (job(job_id).state, made) == (PrintJobState.PRINTED, [("a", 0)])


def test_a_drawer_opens_before_what_waits_and_never_late(made: Made, each_app: Flask) -> None:
    with sink(READY | {PAPER_STATUS: 0x72}) as printer:
        put("a", printer.url)
        work()
        transaction(lambda: queue.kick_drawer(printer.url))
        transaction(lambda: queue.kick_drawer(DEAD))
        work()
    assert not printer.data, "this printer says that it has no paper, and its drawer waits"
    with sink(READY) as printer:
        put("b", DEAD)
        work()
        transaction(lambda: queue.kick_drawer(printer.url))
        work()
        assert printer.last().drawers, "papers of other printers and its own do not hold it up"
        transaction(lambda: queue.kick_drawer(printer.url))
        with clock.time_travel(clock.now() + queue.DRAWER_LASTS + timedelta(seconds=1)):
            work()
        assert len(printer.jobs) == 1
    states = [row["state"] for row in fetch_all(select(OutboxJob.state).where(OutboxJob.kind == "drawer").order_by(OutboxJob.id))]
    assert states == ["expired", "expired", "done", "expired"]


def test_a_drawer_that_was_reached_too_late_stays_shut(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    with sink(READY) as printer:
        transaction(lambda: queue.kick_drawer(printer.url))
        connected = printers._connected

        def slowly(host: str, port: int) -> socket.socket:
            late = clock.now() + queue.DRAWER_LASTS + timedelta(seconds=1)
            monkeypatch.setattr(clock, "now", lambda: late)
            return connected(host, port)

        monkeypatch.setattr(printers, "_connected", slowly)
        work()
        assert not printer.data


def test_what_may_be_on_paper_comes_again_as_a_reprint(made: Made) -> None:
    with sink(READY) as printer:
        killed, untouched = put("a", printer.url), put("b", printer.url)
        transaction(outbox._claim)
        begun = update(PrintJob).where(PrintJob.outbox_job_id == killed).values(sent_at=clock.now())
        transaction(lambda: execute(begun))  # and here the worker died
        with clock.time_travel(clock.now() + outbox.LEASE + timedelta(seconds=1)):
            work()
    assert made == [("a", 1), ("b", 0)]
    assert [job(job_id).copy for job_id in (killed, untouched)] == [1, 0]


def test_what_a_printer_took_half_comes_again_as_a_reprint(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(_line: socket.socket) -> None:
        raise ConnectionResetError

    with sink(READY) as printer:
        job_id = put("a", printer.url)
        with monkeypatch.context() as broken:
            broken.setattr(printers, "_wait_until_taken", break_off)
            work()
        assert job(job_id).state is PrintJobState.WAITING
        transaction(lambda: acts.retry(job_id, SYSTEM))
        work()
    assert made == [("a", 0), ("a", 1)]


def test_a_printed_paper_comes_again_as_a_counted_reprint_on_any_printer(made: Made) -> None:
    with sink(READY) as printer, sink(READY) as other:
        first = put("a", printer.url)
        work()
        second = transaction(lambda: acts.again(first, None, SYSTEM))
        third = transaction(lambda: acts.again(second.from_job or 0, Target(other.url, 58), SYSTEM))
        work()
        assert (len(printer.jobs), len(other.jobs)) == (2, 1)
    assert sorted(made) == [("a", 0), ("a", 1), ("a", 2)]
    assert (third.copy, third.from_job, third.printer) == (2, first, other.url)
    actions = [row["action"] for row in fetch_all(select(AuditLine.action).where(AuditLine.subject == "a"))]
    assert actions == ["receipt.reprinted"] * 2


def test_what_waits_goes_to_another_printer_and_is_no_reprint(made: Made) -> None:
    waiting = put("a", DEAD)
    work()
    with sink(READY) as other:
        moved = transaction(lambda: acts.again(waiting, Target(other.url, 58), SYSTEM))
        work()
        assert len(other.jobs) == 1
    assert (job(waiting).state, job(waiting).cancelled_by) == (PrintJobState.CANCELLED, SYSTEM.name)
    assert (job(moved.id).state, job(moved.id).copy) == (PrintJobState.PRINTED, 0)
    assert made[-1] == ("a", 0)


def test_a_cancelled_paper_is_not_printed_and_what_is_printed_is_not_cancelled(made: Made) -> None:
    with sink(READY) as printer:
        gone, printed = put("a", printer.url), put("b", printer.url)
        transaction(lambda: acts.cancel(gone, SYSTEM))
        work()
    assert made == [("b", 0)]
    for act in (acts.cancel, acts.retry):
        with pytest.raises(DomainError, match="print_job_printed"):
            transaction(lambda act=act: act(printed, SYSTEM))  # type: ignore[misc]
        with pytest.raises(DomainError, match="print_job_cancelled"):
            transaction(lambda act=act: act(gone, SYSTEM))  # type: ignore[misc]
        with pytest.raises(NotFound):
            transaction(lambda act=act: act(999, SYSTEM))  # type: ignore[misc]
    printing = put("c", DEAD)
    assert transaction(outbox._claim) is not None
    with pytest.raises(DomainError, match="print_job_printing"):
        transaction(lambda: acts.cancel(printing, SYSTEM))
    with pytest.raises(DomainError, match="print_job_printing"):
        transaction(lambda: acts.again(printing, None, SYSTEM))


def test_the_list_has_the_newest_first_and_what_is_asked_for(made: Made) -> None:
    jobs = [put(document, printer) for document, printer in (("a", DEAD), ("b", "none:"), ("c", DEAD))]
    work()

    def ids(before: int | None = None, **wanted: object) -> list[int]:
        return [found.id for found in lists.list_jobs(PrintJobFilter(**wanted), before=before, limit=2)]  # type: ignore[arg-type]

    assert ids() == [jobs[2], jobs[1]] and ids(before=jobs[1]) == [jobs[0]]
    assert ids(printer=DEAD) == [jobs[2], jobs[0]]
    assert ids(state=PrintJobState.PRINTED) == [jobs[1]] and ids(till="MAY2") == []
    db.session.rollback()


def test_old_jobs_go_and_reprints_and_their_count_stay(made: Made) -> None:
    printed = put("a", "none:")
    transaction(lambda: queue.kick_drawer("none:"))
    work()
    copy = transaction(lambda: acts.again(printed, None, SYSTEM)).id
    unseen, seen = put("b", DEAD), put("c", DEAD)
    transaction(lambda: acts.cancel(seen, SYSTEM))
    work()

    def left_after(days: int) -> set[int]:
        with clock.time_travel(clock.now() + timedelta(days=days)):
            work()
            acts.remove_old_jobs()
        left = {row["outbox_job_id"] for row in fetch_all(select(PrintJob.outbox_job_id))}
        assert left == {row["id"] for row in fetch_all(select(OutboxJob.id))} - kicks
        db.session.rollback()
        return left

    kick = fetch_one(select(OutboxJob.id).where(OutboxJob.kind == "drawer"))
    kicks = {kick["id"]} if kick else set()
    assert left_after(29) == {printed, copy, unseen, seen}
    kicks = set()
    assert left_after(31) == {copy, unseen}
    assert left_after(91) == {copy}
    assert transaction(lambda: acts.again(copy, None, SYSTEM)).copy == 2


def test_nothing_is_put_for_a_paper_that_nobody_knows(made: Made) -> None:
    with pytest.raises(NotFound):
        transaction(lambda: queue.put(PaperOf(paper="unknown", document="a"), Target(DEAD, 58), "thuhuong"))
