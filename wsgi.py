"""The composition root: `create_app()` is a list of named steps, and `python wsgi.py` serves."""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import ssl
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from flask import Flask, Response

from core import area, business_day, db, i18n, settings, setup
from core.db import migrations, outbox
from core.machine import apart, logs, private_files, proxies, server_lock, tls
from core.paths import ROOT
from core.people import set_up_code, sign_in
from core.people.permits import Permit, needs
from core.server import lanes, refusals
from core.server.server import Server
from core.web import addresses, api, error_responses, health, openapi, request_guard
from core.web.area import AREA as CORE
from core.web.assets import files
from inventory.area import AREA as INVENTORY
from office.area import AREA as OFFICE
from ops import cli, leftovers
from ops.area import AREA as OPS
from pos.area import AREA as POS
from reports.area import AREA as REPORTS
from suppliers.area import AREA as SUPPLIERS

AREAS = (CORE, SUPPLIERS, INVENTORY, POS, REPORTS, OFFICE, OPS)
SWITCH_S = 0.00005
"""A sale asks for the interpreter at each of its statements; a thread that draws a paper gives it up after so long."""
M_ARENA_MAX = -8
"""The name of the option in malloc.h."""


def create_app(**overrides: object) -> Flask:
    """Builds the outlet's application. Overrides are settings, for tests. Raises BadSetting."""
    app = Flask("outlet", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.url_map.merge_slashes = False
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    private_files.set_umask()
    settings.init_app(app, read := settings.read(overrides))
    private_files.tighten(read.data_dir, read.database_url)
    for part in (addresses, files, proxies, db, i18n, error_responses, request_guard, sign_in, cli):
        part.init_app(app)
    area.register(app, AREAS)
    app.add_url_rule("/health", "health", needs(Permit.PUBLIC)(health.health))
    app.add_url_rule(f"{api.PREFIX}/openapi.json", "openapi", needs(Permit.PUBLIC)(describe))
    return app


def describe() -> Response:
    """The OpenAPI document."""
    return api.json_text(_description())


@cache
def _description() -> str:
    """It is long and never changes while the program runs."""
    try:
        number = version("ocop-outlet")
    except PackageNotFoundError:
        number = "0"
    return json.dumps(openapi.document(number), ensure_ascii=False)


def share_heaps() -> None:
    """Lets all threads take memory from two heaps: each of their own would keep what a busy moment took (glibc; else nothing)."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_ARENA_MAX, 2)


def serve(app: Flask) -> None:
    """Serves until it is stopped; SIGTERM finishes what is in flight, then stops. Raises BadSetting for a taken port."""
    config: settings.Settings = app.extensions["outlet_settings"]
    worker = outbox.Workers(app, business_day.begin_if_due)
    one_writer = config.database_url.startswith("sqlite")
    context = tls_context(config.tls) if config.tls else None
    ready = refusals.prepare(app, is_tls=context is not None)
    server = Server(app, ready, lanes.sizes(one_writer), tls=context, proxies=config.proxies)
    scheme = "https" if config.tls else "http"
    try:
        server.bind(config.host, config.port)
    except (OSError, UnicodeError) as error:  # the latter for a host name no network knows
        raise settings.BadSetting(f"OUTLET_HOST, OUTLET_PORT: {error}") from error
    # What the program consists of never becomes garbage; looked through again and again it would stop every till meanwhile.
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_S)
    worker.start()
    try:
        server.serve(lambda: announce(app, f"{scheme}://{config.host}:{config.port}"))
    finally:
        worker.stop()


def announce(app: Flask, address: str) -> None:
    """Prints where the outlet is, and before its set-up the code that it asks for."""
    with app.app_context():
        if not setup.is_set_up():
            print(f"First set-up from another machine asks for this code: {set_up_code.set_up_code()}", flush=True)
    print(address, flush=True)


def tls_context(files: tls.TlsFiles) -> ssl.SSLContext:
    """What the server speaks TLS with. Raises BadSetting for files that cannot be read or do not fit each other."""
    try:
        return files.context()
    except OSError as error:
        why = f"{files.certificate}, {files.key}: {error.strerror or error}"
        raise settings.BadSetting(f"OUTLET_TLS_CERT, OUTLET_TLS_KEY: {why}") from error


def prepare(app: Flask, with_demonstration: bool, on_network: bool = False) -> None:
    """Brings the database to the current schema; for `make run` fills an empty one with the demonstration outlet.

    A fresh outlet prints the code of its first set-up. Raises BadSetting for a demonstration, whose passwords everybody knows,
    that would listen beyond this machine without the word for it (`on_network`).
    """
    config: settings.Settings = app.extensions["outlet_settings"]
    with app.app_context():
        if not migrations.is_current(db.db.engine):
            db.db.engine.dispose()
            apart.run(migrations.upgrade_to_newest, "the upgrade of the database")
        leftovers.clear(app.config["DATA_DIR"])
        is_demonstration = setup.is_demonstration() if setup.is_set_up() else with_demonstration
        if is_demonstration and not on_network and not set_up_code.is_loopback(config.host):
            raise settings.BadSetting(
                f"OUTLET_HOST: the demonstration's passwords are known to everybody, so it does not listen on {config.host}; "
                "start `python wsgi.py --demo-on-network` if that is meant"
            )
        if with_demonstration:
            db.db.session.remove()
            db.db.engine.dispose()
            apart.run(demonstrate, "the demonstration outlet")


def demonstrate() -> None:
    """Fills an empty outlet with the demonstration, and prints its sign-ins."""
    from ops import demo  # takes up room in every server

    if not setup.is_set_up():
        print("The demonstration outlet is being made (a few seconds) …", flush=True)
        demo.demo()
    for role, username, password, pin in demo.sign_ins():
        print(f"  {role:12} {username:12} {password:16} PIN {pin or '-'}", flush=True)


def main() -> int:
    """The command line of `python wsgi.py`."""
    parser = argparse.ArgumentParser(description="Serves the outlet.")
    parser.add_argument("--demo", action="store_true", help="fill an empty database with the demonstration outlet")
    parser.add_argument("--demo-on-network", action="store_true", help="let a demonstration listen beyond this machine")
    arguments = parser.parse_args()
    share_heaps()
    try:
        app = create_app()
        app.debug = False  # whatever FLASK_DEBUG says: the server answers customers
        logs.set_up(app.config["DATA_DIR"])
        with server_lock.held(app.config["SQLALCHEMY_DATABASE_URI"]):
            prepare(app, arguments.demo, arguments.demo_on_network)
            serve(app)
    except (settings.BadSetting, migrations.SchemaChangeFailed, apart.Stopped) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
