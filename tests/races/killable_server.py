"""A server that dies at a chosen moment.

`python -m tests.races.killable_server` makes the application, forks a server for each line it reads and says how it ended.

A request with the header `X-Die-At: k` kills the process at its k-th moment: before each statement, before the commit, and before
the answer.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import event
from sqlalchemy.engine import Engine

import wsgi
from core.db import db
from core.server import refusals

_left = threading.local()


def moment(*_: Any, **__: Any) -> None:
    """One moment of the request passes."""
    left = getattr(_left, "moments", 0)
    if left == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    _left.moments = left - 1


def arm(app: Flask) -> None:
    """Lets requests kill."""
    event.listen(Engine, "before_cursor_execute", moment)
    event.listen(Engine, "commit", moment)

    def begin() -> None:
        _left.moments = int(request.headers.get("X-Die-At", 0))

    def end(answer: Response) -> Response:
        moment()
        answer.headers["X-Moments-Left"] = str(_left.moments)
        _left.moments = 0
        return answer

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    app.after_request_funcs.setdefault(None, []).insert(0, end)


def main() -> None:
    """Forks one server after the other, all on the port of the environment."""
    app = wsgi.create_app()
    arm(app)
    # Done once, not in each fork; nor does one copy the pages of what it would look through for garbage.
    with suppress(ImportError):
        import uvloop  # noqa: F401  # what a server imports when it starts
    refusals.prepare(app)
    with app.app_context():
        db.engine.dispose()  # two processes must not speak through one connection
    gc.collect()
    gc.freeze()
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            wsgi.serve(app)
            os._exit(0)
        print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
