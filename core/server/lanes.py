"""Lanes: kinds of requests that wait for threads of their own, so that one kind never holds up another.

A lane runs few requests at once: threads that compute together only take the interpreter from each other. A request that
waits (for a lock, a printer, a disk) stops counting after SLOW_S, and another thread goes on with the next one. Lanes of less
urgent requests begin none while tills write one sale after the other, for GIVE_WAY_S at most.
"""

from __future__ import annotations

import math
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
COMPUTES_S = 0.002
"""A request that has not had the processor for so long since it was last looked at waits for something else."""
GIVE_WAY_S = 0.1
QUIET_S = 0.01
"""Between two sales of a busy till less time passes than this."""
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


GIVE_WAY = (LaneName.LARGE_WRITES, LaneName.PAPERS, LaneName.NEWCOMERS, LaneName.STRANGERS)
"""The lanes that give way to the tills' writes."""


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
        LaneName.PAPERS: LaneSize(1, 1, 40, 40, 60),
        LaneName.NEWCOMERS: LaneSize(1, 3, 100, 64, 10),
        LaneName.STRANGERS: LaneSize(1, 3, 32, 12, 5),
    }


def choose(request: Request, credential: bytes | None, known: KnownClients) -> LaneName:
    """The lane of a request.

    A newcomer shows a credential that the application has not judged yet: a till after a restart, or a liar. Who has just sent a
    heavy read waits with those who ask for papers, whatever is asked for.
    """
    if request.target == b"/health":
        return LaneName.HEALTH
    is_known = False if credential is None else known.is_known(credential)
    if is_known and credential is not None:
        if not request.is_safe:
            return LaneName.WRITES if len(request.body) < limits.LARGE_BODY else LaneName.LARGE_WRITES
        is_heavy = _PAPER.search(request.target) is not None or known.reads_heavily(credential)
        return LaneName.PAPERS if is_heavy else LaneName.READS
    if is_known is None and (request.is_safe or request.is_program):
        return LaneName.NEWCOMERS
    return LaneName.STRANGERS


@dataclass(slots=True, eq=False)
class Job:
    """A request in a lane; `run` is done by a thread of it. Times are monotonic seconds, `cpu_s` those of its thread's clock."""

    address: str | None
    run: Callable[[], None]
    since: float = field(default_factory=time.monotonic)
    began: float = 0.0
    clock: int | None = None
    cpu_s: float = 0.0
    is_slow: bool = False

    def begin(self) -> None:
        """Marks that this thread begins it now."""
        self.began, self.cpu_s = time.monotonic(), time.thread_time()
        if hasattr(time, "pthread_getcpuclockid"):  # Linux
            self.clock = time.pthread_getcpuclockid(threading.get_ident())

    def look(self) -> None:
        """Sees whether it waits or computes; where a thread's clock cannot be read, whatever lasts is thought to wait."""
        if time.monotonic() - self.began < SLOW_S:
            return
        before, self.cpu_s = self.cpu_s, time.clock_gettime(self.clock) if self.clock is not None else self.cpu_s
        self.is_slow = self.cpu_s - before < COMPUTES_S


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
    _above: Lane | None = None
    _ended: float = -math.inf
    _quick: int = 0
    _idle: int = 0
    _is_stopped: bool = False

    def give_way_to(self, other: Lane) -> None:
        """Lets the requests of another lane go first."""
        self._above = other

    @property
    def is_busy(self) -> bool:
        """Whether a request is at work that does not wait, is about to be, or was a moment ago."""
        return self._quick > 0 or bool(self._waiting) or time.monotonic() - self._ended < QUIET_S

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
        """Lets the next request begin when those at work only wait, or the tills rest; called by the loop again and again."""
        if not self._waiting:
            return
        with self._change:
            for job in self._running:
                job.look()
            self._count()
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

    def _count(self) -> None:
        self._quick = sum(not job.is_slow for job in self._running)

    def _has_turn(self) -> bool:
        if not self._waiting or self._quick >= self.size.at_once or len(self._running) >= self.size.threads:
            return False
        gives_way = self._above is not None and self._above.is_busy
        return not gives_way or time.monotonic() - self._waiting[0].since >= GIVE_WAY_S

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
                    self._count()
                    self._ended = time.monotonic()

    def _next(self) -> Job | None:
        with self._change:
            while not self._has_turn():
                if self._is_stopped:
                    return None
                self._idle += 1
                self._change.wait()
            job = self._waiting.popleft()
            self._leave(job)
            job.begin()
            self._running.add(job)
            self._count()
            return job
