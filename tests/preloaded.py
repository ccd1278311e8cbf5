"""What the process behind all forks does last: it makes what every server makes, and freezes what it has imported.

A fork that looked for garbage in all that would copy every page of it, which is half of the time that a server takes to start.
"""

from __future__ import annotations

import gc
import os
import re
import tempfile
import threading
from datetime import UTC, datetime

from flask import Flask

from core import clock
from core.db import db
from core.server import refusals
from core.web.assets import files
from pos.terminal import shell
from tests.compiled_once import COMPILED_TEMPLATES, share_what_is_compiled
from tests.journeys.cheap_secrets import cheapen_secrets
from tests.journeys.inside import Inside
from tests.outlet import MANAGER, PASSWORD
from wsgi import create_app

share_what_is_compiled()
cheapen_secrets()
Flask.jinja_options = {"bytecode_cache": COMPILED_TEMPLATES}
for name in [name for name in os.environ if name.startswith("OUTLET_")]:
    del os.environ[name]  # a fork gets an environment of its own


def _live(app: Flask) -> None:
    """Sets an outlet up, sells and opens the till, so that the statements and pages of that are compiled."""
    with app.app_context(), clock.time_travel(datetime.now(UTC)):
        db.create_all()
        shop = Inside(app).shop()
        shop.sell(shop.line(shop.stocked(), "1"))
        shell.till_shell()
        for name in (shell.page_files().script, shell.page_files().styles):
            files._compressed_file((files.STATIC / name).read_bytes(), "br")
    visitor = app.test_client()
    token = re.search('name="csrf_token"[^>]*value="([^"]+)"', visitor.get("/sign-in").text)
    assert token
    form = {"csrf_token": token[1], "username": MANAGER, "password": PASSWORD}
    assert visitor.post("/sign-in", data=form).status_code == 302
    for path in (f"/sell?till={shop.till}", f"/api/v1/catalogue?till={shop.till}"):
        assert visitor.get(path).status_code == 200
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    for thread in threading.enumerate():  # a fork has no other thread to wait for
        if isinstance(thread, threading.Timer):
            thread.join()


with tempfile.TemporaryDirectory() as folder:
    first = create_app(
        OUTLET_DATA_DIR=folder, OUTLET_DATABASE_URL=f"sqlite:///{folder}/outlet.db", OUTLET_SECRET_KEY="of-no-outlet-at-all"
    )
    refusals.prepare(first)
    _live(first)
gc.collect()
gc.freeze()
