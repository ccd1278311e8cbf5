"""Restores that die at chosen moments: `python -m tests.backups.killed_restores FILE MOMENT…`, on the outlet of the environment.

For each moment it prints a line of JSON: how the restore ended, and what the outlet is like after the next start.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask

import wsgi
from core.db import db, transaction
from core.people import people
from core.people.actor import SYSTEM
from core.people.permits import Role
from ops import archive, books, leftovers, restore_marks

COMMITTED = "committed"
AFTER_BACKUP = "moi"
"""A person whom the backup does not know."""


def _die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _after(act: Callable[..., Any]) -> Callable[..., Any]:
    def done(*args: Any, **kwargs: Any) -> Any:
        act(*args, **kwargs)
        _die()

    return done


MOMENTS: dict[str, tuple[object, str, bool]] = {
    "files unpacked": (archive, "_stage_files", True),
    "mark begun": (restore_marks, "begin", True),
    "rows loaded": (archive, "load", True),
    "restore recorded": (archive.chain, "write_links", True),
    COMMITTED: (leftovers, "put_files", False),
    "secret in place": (Path, "rename", False),
    "files in place": (restore_marks, "set_heads_aside", False),
    "heads put aside": (restore_marks, "finish", False),
}
"""A function, and whether the restore dies after it or before."""


def attempt(app: Flask, file: Path, moment: str) -> int:
    """The exit code of a fork that restores and is killed."""
    child = os.fork()
    if child == 0:
        place, name, after = MOMENTS[moment]
        setattr(place, name, _after(getattr(place, name)) if after else _die)
        with app.app_context():
            archive.restore(file, archive.Restoring(replace=True))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def state(data: Path) -> dict[str, Any]:
    """What the next start makes of it."""
    leftovers.clear(data)
    known = {
        "new": people.by_username(AFTER_BACKUP) is None,
        "files": sorted(path.name for path in (data / "uploads").iterdir()),
        "secret": (data / "secret.key").read_text(),
        "gaps": books.check()[0],
        "left": [path.name for path in data.glob(".restore-*")],
    }
    db.session.remove()
    return known


def main() -> None:
    """Tries the moments, on an outlet that went on since the backup."""
    app = wsgi.create_app()
    data: Path = app.config["DATA_DIR"]
    file = Path(sys.argv[1])
    for moment in sys.argv[2:]:
        with app.app_context():
            if people.by_username(AFTER_BACKUP) is None:
                transaction(lambda: people.add(AFTER_BACKUP, "Mới", Role.CASHIER, actor=SYSTEM))
            for path in (data / "uploads").iterdir():
                path.unlink()
            (data / "uploads" / "now").touch()
            (data / "secret.key").write_text("ef" * 32)
            db.session.remove()
            db.engine.dispose()
        ended = attempt(app, file, moment)
        with app.app_context():
            print(json.dumps({"moment": moment, "ended": ended, **state(data)}), flush=True)
            db.engine.dispose()


if __name__ == "__main__":
    main()
