"""Changes made by hand to the file of an outlet's database, each to a fresh copy, and what `books check` says of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from core.db import db
from ops import books
from tests.conftest import _close

Change = Callable[[sqlite3.Connection], object]


@dataclass(frozen=True)
class CopiedOutlet:
    """An outlet on SQLite, its database, and a copy of that."""

    app: Flask
    file: Path
    copy: Path

    @classmethod
    def of(cls, app: Flask, url: str, folder: Path) -> CopiedOutlet:
        """Copies the outlet as it is."""
        _close(app)
        copied = cls(app, Path(url.removeprefix("sqlite:///")), folder / "outlet.db")
        shutil.copyfile(copied.file, copied.copy)
        return copied

    def changed(self, change: Change) -> list[str]:
        """The gaps after a change to the file, with the triggers dropped before and made again after it."""
        _close(self.app)
        for left in self.file.parent.glob(f"{self.file.name}-*"):
            left.unlink()
        shutil.copyfile(self.copy, self.file)
        with closing(sqlite3.connect(self.file, isolation_level=None)) as connection:
            connection.execute("PRAGMA ignore_check_constraints = ON")
            triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _sql in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            change(connection)
            for _name, sql in triggers:
                connection.execute(sql)
        with self.app.app_context():
            found = books.check()[0]
            db.session.rollback()
        return found


def by_sql(*statements: str) -> Change:
    """The change that these statements make; each must meet a row."""

    def change(connection: sqlite3.Connection) -> None:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement

    return change
