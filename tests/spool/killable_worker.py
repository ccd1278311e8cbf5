"""A worker of the outbox that is killed at any moment: `python -m tests.spool.killable_worker`, settings in the environment.

Its lease and pauses are short, and it knows one paper: a code that says of which document it is, and which copy.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

from flask import Flask

import wsgi
from core.area import _EXTENSION, Registered
from core.db import outbox
from core.printing.devices import printers
from core.printing.layout import Qr, Text
from core.printing.papers import LONG, Slip, SlipPaper
from core.printing.spool import queue

LEASE_S = 1.5
PAPER = "trial"
LINES = [Text("Gạo tẻ thơm Đại Xuân")] * 16
"""A paper is longer than what a printer holds of it unread: about 30 kB."""


def know_trial_paper(app: Flask) -> None:
    """Adds the paper of the trial to those of the application."""

    def make(document: str, copy: int) -> Slip:
        return Slip("Giấy thử", [*LINES, Qr(f"{document}/{copy}", "Mã thử")])

    paper = SlipPaper(name=PAPER, label="Phiếu in thử", lasts=LONG, make=make, example=lambda copy: make("0", copy))
    known: Registered = app.extensions[_EXTENSION]
    app.extensions[_EXTENSION] = replace(known, papers={**known.papers, PAPER: paper})


def main() -> None:
    """Works until it is killed."""
    outbox.LEASE = timedelta(seconds=LEASE_S)
    outbox.LOOK_S = 0.05
    printers.STATUS_WAIT_S = 0.2
    _kind, handler = outbox._handlers[queue.PRINT.name]
    outbox._handlers[queue.PRINT.name] = replace(queue.PRINT, pauses_s=(0,)), handler
    app = wsgi.create_app()
    know_trial_paper(app)
    outbox.Workers(app).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
