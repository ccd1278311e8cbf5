"""An outlet that was just set up, in this process: on SQLite the first is set up by the product, and the others are copies of it.

A copy is made only where it is what the product would make: in a migrated database of the same revision, in which nothing has
happened yet, under the same key of the chain, on the machine's clock.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from flask import current_app

from core import clock, setup
from core.chain.heads import HEAD_FILE
from core.db import db, transaction
from tests.outlet import MANAGER, NAME, PASSWORD

UNTOUCHED = "SELECT NOT EXISTS (SELECT 1 FROM chain_link) AND NOT EXISTS (SELECT 1 FROM outlet), version_num FROM alembic_version"
_made: dict[tuple[str, bytes], tuple[sqlite3.Connection, bytes]] = {}
"""Databases in memory, and the head that lies beside each; by revision and key."""


def set_up() -> None:
    """Names the present application's outlet and adds its manager. Raises DomainError where that has happened before."""
    folder: Path = current_app.config["DATA_DIR"]
    file = db.engine.url.database if db.engine.url.drivername == "sqlite" else None
    if file in {None, "", ":memory:"} or clock.is_pretended():
        transaction(lambda: setup.first_run(NAME, MANAGER, PASSWORD))
        return
    with closing(sqlite3.connect(str(file))) as database:
        untouched, revision = database.execute(UNTOUCHED).fetchone()
        kind = (revision, (folder / "chain.key").read_bytes())
        if untouched and kind in _made:
            copy, head = _made[kind]
            copy.backup(database)
            (folder / HEAD_FILE).write_bytes(head)
            db.session.rollback()
            return
        transaction(lambda: setup.first_run(NAME, MANAGER, PASSWORD))
        if untouched:
            _made[kind] = sqlite3.connect(":memory:"), (folder / HEAD_FILE).read_bytes()
            database.backup(_made[kind][0])
