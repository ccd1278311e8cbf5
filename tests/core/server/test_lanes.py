"""Lanes and the register of connections, without a network."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from typing import cast
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from core.server import known_clients, limits
from core.server.connections import Connections
from core.server.http_protocol import HttpProtocol
from core.server.known_clients import KnownClients
from core.server.lanes import COMPUTES_S, SLOW_S, Job, Lane, LaneName, LaneSize, choose
from core.server.refusals import Refusals
from core.server.request import IS_KNOWN, Request
from core.server.server import Server
from tests.loops import run_loop


def request(method: str, target: bytes, *headers: tuple[bytes, bytes]) -> Request:
    """A request as a lane sees it."""
    return Request(("192.168.1.7", 4000), False, target, method, headers=list(headers))


def wait_for(go: threading.Event) -> None:
    """What a thread of a lane does until the test lets it end."""
    go.wait(10)


TOKEN = (b"authorization", b"Bearer ocop_x")


def test_a_client_has_the_lane_of_what_the_application_said_of_it() -> None:
    known = KnownClients()
    sale = request("PUT", b"/api/v1/sales/1", TOKEN)
    credential = sale.credential()
    assert credential is not None
    assert choose(sale, credential, known) is LaneName.NEWCOMERS
    known.learn(credential, True)
    assert choose(sale, credential, known) is LaneName.WRITES
    assert choose(request("GET", b"/api/v1/stock", TOKEN), credential, known) is LaneName.READS
    for paper in (b"/api/v1/statements/1?format=xlsx", b"/api/v1/labels/1?format=pdf", b"/api/v1/reports/sales?a=1&format=csv"):
        assert choose(request("GET", paper, TOKEN), credential, known) is LaneName.PAPERS
    sale.body += b" " * limits.LARGE_BODY
    assert choose(sale, credential, known) is LaneName.LARGE_WRITES
    known.learn(credential, False)
    assert choose(sale, credential, known) is LaneName.STRANGERS
    assert choose(request("GET", b"/sign-in"), None, known) is LaneName.STRANGERS
    assert choose(request("POST", b"/sign-in", (b"cookie", b"outlet=1")), b"never seen", known) is LaneName.STRANGERS
    assert choose(request("GET", b"/health"), None, known) is LaneName.HEALTH


def test_a_full_lane_takes_no_more_and_one_address_only_its_share() -> None:
    lane = Lane(LaneName.STRANGERS, LaneSize(at_once=1, threads=1, queue=3, per_address=2, patience_s=5))
    go = threading.Event()
    first = lane.submit("a", partial(wait_for, go))
    while lane.is_waited_for:
        time.sleep(0.001)
    taken = [lane.submit(address, lambda: None) is not None for address in ("a", "a", "a", "b", "c")]
    assert first is not None and taken == [True, True, False, True, False]
    go.set()
    lane.stop(5)


def test_a_request_that_lasts_lets_the_next_one_begin() -> None:
    lane = Lane(LaneName.WRITES, LaneSize(at_once=1, threads=2, queue=9, per_address=9, patience_s=5))
    go, began = threading.Event(), threading.Event()
    lane.submit("a", partial(wait_for, go))
    lane.submit("a", began.set)
    assert not began.wait(SLOW_S / 2)
    time.sleep(SLOW_S)
    lane.pass_slow()
    assert began.wait(5)
    go.set()
    lane.stop(5)


def test_a_request_that_computes_is_told_from_one_that_waits() -> None:
    job = Job("a", lambda: None)
    job.begin()
    began = time.thread_time()
    while time.thread_time() - began < 2 * COMPUTES_S:
        pass
    job.began -= SLOW_S
    job.look()
    assert not job.is_slow, "another thread beside it would only take the interpreter from it"
    job.look()
    assert job.is_slow, "it has not computed since"


def test_less_urgent_requests_begin_when_the_tills_rest_or_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.server.lanes.QUIET_S", 0.2)
    monkeypatch.setattr("core.server.lanes.GIVE_WAY_S", 60)
    size = LaneSize(at_once=1, threads=1, queue=9, per_address=9, patience_s=5)
    writes, papers = Lane(LaneName.WRITES, size), Lane(LaneName.PAPERS, size)
    papers.give_way_to(writes)
    for waits_for_write in (True, False):
        go, paper = threading.Event(), threading.Event()
        writes.submit("a", partial(wait_for, go))
        papers.submit("b", paper.set)
        papers.pass_slow()
        assert papers.is_waited_for and not paper.is_set()
        if waits_for_write:
            go.set()
            while writes._running:
                time.sleep(0.001)
            papers.pass_slow()
            assert papers.is_waited_for, "the next sale of a busy till comes at once"
            time.sleep(0.3)
        else:
            monkeypatch.setattr("core.server.lanes.GIVE_WAY_S", 0)
        papers.pass_slow()
        assert paper.wait(5)
        go.set()
    for lane in (writes, papers):
        lane.stop(5)


def test_who_reads_heavily_waits_with_the_papers_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    known, read = KnownClients(), request("GET", b"/api/v1/statements/1", TOKEN)
    credential = read.credential()
    assert credential is not None
    known.learn(credential, True)
    assert not known.learn_cost(credential, known_clients.HEAVY_S / 2) and choose(read, credential, known) is LaneName.READS
    assert known.learn_cost(credential, known_clients.HEAVY_S) and choose(read, credential, known) is LaneName.PAPERS
    assert choose(request("PUT", b"/api/v1/sales/1", TOKEN), credential, known) is LaneName.WRITES
    monkeypatch.setattr(known_clients, "HEAVY_LASTS_S", 0)
    known.learn_cost(credential, known_clients.HEAVY_S)
    assert choose(read, credential, known) is LaneName.READS


@dataclass(eq=False)
class Client:
    """A connection that notes its answer."""

    address: str = "a"
    answered: threading.Event = field(default_factory=threading.Event)

    def answer(self, _request: Request, _reply: object) -> None:
        """The answer."""
        self.answered.set()


def test_what_a_heavy_reader_still_waits_for_holds_up_no_other_read() -> None:
    go = {name: threading.Event() for name in ("first", "second", "third")}
    go["third"].set()
    begun = threading.Event()

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        begun.set()
        wait_for(go[environ["PATH_INFO"][1:]])
        environ[IS_KNOWN] = True
        start_response("200 OK", [])
        return []

    async def run() -> bool:
        size = LaneSize(at_once=1, threads=1, queue=9, per_address=9, patience_s=60)
        server = Server(application, Refusals({}), dict.fromkeys(LaneName, size))
        loop = server._loop = asyncio.get_running_loop()
        clients = {name: Client() for name in go}
        for name, client in clients.items():
            read = request("GET", f"/{name}".encode(), TOKEN)
            read.complete()
            server._known.learn(read.credential() or b"", True)
            server.dispatch(cast("HttpProtocol", client), read)
            wait_for(begun)
            if name == "second":
                server._set_aside(read.credential() or b"")
        go["first"].set()
        is_third_answered = await loop.run_in_executor(None, clients["third"].answered.wait, 30)
        is_second_at_work = not clients["second"].answered.is_set()
        go["second"].set()
        await loop.run_in_executor(None, clients["second"].answered.wait, 30)
        return is_third_answered and is_second_at_work

    assert run_loop(run)


def test_a_withdrawn_request_never_begins() -> None:
    lane = Lane(LaneName.WRITES, LaneSize(at_once=1, threads=1, queue=9, per_address=1, patience_s=5))
    go, begun = threading.Event(), threading.Event()
    running = lane.submit("a", partial(wait_for, go))
    while lane.is_waited_for:
        time.sleep(0.001)
    waiting = lane.submit("a", begun.set)
    assert running is not None and waiting is not None
    assert lane.withdraw(waiting) and not lane.withdraw(running)
    assert lane.submit("a", lambda: None) is not None
    go.set()
    lane.stop(5)
    assert not begun.is_set()


@dataclass(eq=False)
class Peer:
    """A connection that only counts."""

    address: str
    last_active: float = 0.0
    has_served: bool = False
    is_busy: bool = False
    unsent: int = 0
    closed: list[str] = field(default_factory=list)

    def is_overdue(self, now: float) -> bool:
        """It is never late."""
        return False

    def abort(self) -> None:
        """It is closed."""
        self.closed.append(self.address)


def test_the_oldest_idle_connection_of_an_address_goes_and_nobody_is_refused() -> None:
    register = Connections(1000)
    busy, served = Peer("a", 0, is_busy=True), Peer("a", 1, has_served=True)
    idle = [Peer("a", 2 + n) for n in range(limits.PER_ADDRESS)]
    other = Peer("b")
    assert all(register.add(peer) for peer in (other, busy, served, *idle))
    assert [bool(peer.closed) for peer in (other, busy, served)] == [False, False, False]
    assert [peer for peer in idle if peer.closed] == idle[:2]
    register.remove(idle[0])
    assert len(register) == limits.PER_ADDRESS + 1


def test_proxies_have_no_share_of_their_own_but_all_connections_have_a_bound() -> None:
    register = Connections(100, frozenset({"p"}))
    peers = [Peer("p", n) for n in range(101)]
    assert all(register.add(peer) for peer in peers)
    assert len(register) == 100 and [bool(peer.closed) for peer in peers].count(True) == 1
    crowded = Connections(1)
    assert crowded.add(Peer("a", is_busy=True)) and not crowded.add(Peer("b"))


def test_readers_that_hold_too_much_memory_are_closed_the_oldest_first() -> None:
    register = Connections(10)
    readers = [Peer("a", n, is_busy=True, unsent=limits.MAX_UNSENT // 2 + 1) for n in range(2)]
    for reader in readers:
        register.add(reader)
    register.close_slow()
    assert [bool(reader.closed) for reader in readers] == [True, False]
