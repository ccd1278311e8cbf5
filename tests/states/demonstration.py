"""The demonstration outlet at a moment that is always the same, so that its pictures are, too."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from pathlib import Path

from tests.outlet import ROOT, ZONE, Outlet, uid

MOMENT = datetime(2026, 11, 27, 10, 42, tzinfo=ZONE)
"""A Friday in the forenoon: the shift is open, and money has been taken."""
AHEAD = MOMENT - datetime.now(UTC)
"""From this machine's clock to the clocks of the outlet and of its devices, which begin at the moment."""
DEVICE = """({ ahead, seed }) => {
  const Real = Date;
  window.Date = class extends Real {
    constructor(...parts) { if (parts.length) super(...parts); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
  let state = seed + Number(sessionStorage.loads ?? 0) * 7919;
  sessionStorage.loads = Number(sessionStorage.loads ?? 0) + 1;
  const byte = () => (state = (state * 1103515245 + 12345) % 2147483648) >> 16 & 255;
  crypto.getRandomValues = (bytes) => { for (const n of bytes.keys()) bytes[n] = byte(); return bytes; };
  crypto.randomUUID = () => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((one) => one.toString(16).padStart(2, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
}"""
"""A device at that moment; what it draws by lot, numbers of sales too, falls the same way."""


def device_script(seed: int) -> str:
    """What makes of a window a device of this outlet."""
    return f"({DEVICE})({{ ahead: {AHEAD.total_seconds() * 1000:.0f}, seed: {seed} }})"


def serve(ahead: timedelta, environment: dict[str, str]) -> None:
    """In a process of its own: the demonstration outlet, whose clock is so far ahead of this machine's."""
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["wsgi.py", "--demo"]
    import wsgi
    from core import clock
    from core.server import server

    clock.now = lambda: clock._pretended.get() or datetime.now(UTC) + ahead
    server.formatdate = lambda seconds, usegmt: formatdate(seconds + ahead.total_seconds(), usegmt=usegmt)
    sys.exit(wsgi.main())


@contextmanager
def demonstration(folder: Path) -> Iterator[Outlet]:
    """Runs it. Its manager has codes for approving without a server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        outlet = Outlet(folder, port=probe.getsockname()[1])
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(AHEAD, outlet.environment()), daemon=True)
    process.start()
    try:
        _wait(outlet)
        manager = outlet.api.as_(outlet.issue("manager", "--username", "quanly"))
        manager.post("/api/v1/me/offline-codes", {"uid": uid()}).ok(201)
        yield outlet
    finally:
        process.terminate()
        process.join()


def _wait(outlet: Outlet) -> None:
    """Until it answers: the outlet is made first."""
    end = time.monotonic() + 180
    while True:
        try:
            urllib.request.urlopen(f"{outlet.url}/health", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < end, "the demonstration outlet did not come up"
            time.sleep(0.3)
