"""What the process behind all forks does last: it makes what every server makes, and freezes what it has imported.

A fork that looked for garbage in all that would copy every page of it, which is half of the time that a server takes to start.
"""

from __future__ import annotations

import gc
import os
import tempfile

from flask import Flask

from core.server import refusals
from core.web.assets import files
from pos.terminal import shell
from tests.compiled_once import COMPILED_TEMPLATES, share_what_is_compiled
from wsgi import create_app

share_what_is_compiled()
Flask.jinja_options = {"bytecode_cache": COMPILED_TEMPLATES}
for name in [name for name in os.environ if name.startswith("OUTLET_")]:
    del os.environ[name]  # a fork gets an environment of its own
with tempfile.TemporaryDirectory() as folder:
    app = create_app(OUTLET_DATA_DIR=folder, OUTLET_DATABASE_URL="sqlite://", OUTLET_SECRET_KEY="of-no-outlet-at-all")
    refusals.prepare(app)
    with app.app_context():
        shell.till_shell()  # what a till asks for first: reading and compressing it takes a quarter of a second
        for name in (shell.page_files().script, shell.page_files().styles):
            files._compressed_file((files.STATIC / name).read_bytes(), "br")
gc.collect()
gc.freeze()
