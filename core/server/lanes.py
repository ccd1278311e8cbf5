"""Lanes: kinds of requests that wait for threads of their own, so that one kind never holds up another.

A lane runs few requests at once: threads that compute together only take the interpreter from each other. A request that
lasts (it waits for a lock, a printer, a disk) stops counting after SLOW_S, and another thread goes on with the next one.
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from core.server import limits
from core.server.known_clients import KnownClients
from core.server.request import Request

SLOW_S = 0.05
_PAPER = re.compile(rb"[?&]format=(?:pdf|xlsx|csv)|\.(?:pdf|xlsx|csv|zip)(?:\?|$)")


class LaneName(StrEnum):
    """The kinds of requests."""

    HEALTH = "health"
    WRITES = "writes"
    LARGE_WRITES = "large writes"
    READS = "reads"
    PAPERS = "papers"
    NEWCOMERS = "newcomers"
    STRANGERS = "strangers"


@dataclass(frozen=True, slots=True)
class LaneSize:
    """How much of the server a lane may take.

    `at_once` requests compute together; `threads` bounds them with the slow ones; `queue` may wait, `per_address` of them
    from one address, each for `patience_s` at most.
    """

    at_once: int
    threads: int
    queue: int
    per_address: int
    patience_s: float


def sizes(one_writer: bool) -> dict[LaneName, LaneSize]:
    """The lanes of a server whose database takes one writer at a time, or many."""
    return {
        LaneName.HEALTH: LaneSize(1, 2, 64, 64, 10),
        LaneName.WRITES: LaneSize(1 if one_writer else 3, 6, 200, 200, 5),
        LaneName.LARGE_WRITES: LaneSize(1, 3, 40, 40, 20),
        LaneName.READS: LaneSize(2, 6, 200, 200, 10),
        LaneName.PAPERS: LaneSize(1, 2, 40, 40, 60),
        LaneName.NEWCOMERS: LaneSize(1, 3, 100, 64, 10),
        LaneName.STRANGERS: LaneSize(1, 3, 32, 12, 5),
    }


def choose(request: Request, credential: bytes | None, known: KnownClients) -> LaneName:
    """The lane of a request.

    A newcomer shows a credential that the application has not judged yet: a till after a restart, or a liar.
    """
    if request.target == b"/health":
        return LaneName.HEALTH
    is_known = False if credential is None else known.is_known(credential)
    if is_known:
        if not request.is_safe:
            return LaneName.WRITES if len(request.body) < limits.LARGE_BODY else LaneName.LARGE_WRITES
        return LaneName.PAPERS if _PAPER.search(request.target) else LaneName.READS
    if is_known is None and (request.is_safe or request.is_program):
        return LaneName.NEWCOMERS
    return LaneName.STRANGERS


@dataclass(slots=True, eq=False)
class Job:
    """A request in a lane; `run` is done by a thread of it. Times are monotonic seconds."""

    address: str | None
    run: Callable[[], None]
    is_slow: bool = False
    began: float = 0.0


@dataclass(eq=False)
class Lane:
    """One lane with its threads, which begin with its first requests."""

    name: LaneName
    size: LaneSize
    _change: threading.Condition = field(default_factory=threading.Condition)
    _waiting: deque[Job] = field(default_factory=deque)
    _of_address: Counter[str | None] = field(default_factory=Counter)
    _running: set[Job] = field(default_factory=set)
    _threads: list[threading.Thread] = field(default_factory=list)
    _idle: int = 0
    _is_stopped: bool = False

    @property
    def is_waited_for(self) -> bool:
        """Whether a request waits for its turn."""
        return bool(self._waiting)

    def submit(self, address: str | None, run: Callable[[], None]) -> Job | None:
        """Queues a request; None when the queue is full or this address, unless many share it (None), fills its share."""
        with self._change:
            if len(self._waiting) >= self.size.queue:
                return None
            if address is not None and self._of_address[address] >= self.size.per_address:
                return None
            job = Job(address, run)
            self._waiting.append(job)
            self._of_address[address] += 1
            if self._has_turn():
                self._wake()
            return job

    def withdraw(self, job: Job) -> bool:
        """Takes a request out of the queue again; False when its turn has come already."""
        with self._change:
            if job not in self._waiting:
                return False
            self._waiting.remove(job)
            self._leave(job)
            return True

    def pass_slow(self) -> None:
        """Lets the next request begin when those at work have lasted; called by the loop."""
        if not self._waiting:
            return
        with self._change:
            before = time.monotonic() - SLOW_S
            for job in self._running:
                job.is_slow = job.is_slow or job.began < before
            if self._has_turn():
                self._wake()

    def stop(self, timeout: float) -> None:
        """Ends the threads when they have done what they are at."""
        with self._change:
            self._is_stopped = True
            self._change.notify_all()
        end = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def _has_turn(self) -> bool:
        quick = sum(not job.is_slow for job in self._running)
        return bool(self._waiting) and quick < self.size.at_once and len(self._running) < self.size.threads

    def _wake(self) -> None:
        if self._idle:
            self._idle -= 1
            self._change.notify()
        elif len(self._threads) < self.size.threads:
            thread = threading.Thread(target=self._work, name=f"{self.name} {len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _leave(self, job: Job) -> None:
        self._of_address[job.address] -= 1
        if not self._of_address[job.address]:
            del self._of_address[job.address]

    def _work(self) -> None:
        while (job := self._next()) is not None:
            try:
                job.run()
            finally:
                with self._change:
                    self._running.discard(job)

    def _next(self) -> Job | None:
        with self._change:
            while not self._has_turn():
                if self._is_stopped:
                    return None
                self._idle += 1
                self._change.wait()
            job = self._waiting.popleft()
            self._leave(job)
            job.began = time.monotonic()
            self._running.add(job)
            return job
