"""Fixtures: migrated databases, an application on one, and a real server in its own process.

| fixture             | what a test gets                                                                                  |
|---------------------|---------------------------------------------------------------------------------------------------|
| `app`               | the application on a migrated, empty SQLite file; inside an application context                    |
| `inside`            | an `Inside` on `app`: its API without a network, and a clock that a test sets                      |
| `each_app`          | the same, once on SQLite and once on PostgreSQL                                                    |
| `app_on(where)`     | an application on "sqlite", "postgresql" or a database URL                                         |
| `database_url`      | a migrated, empty database, once on SQLite and once on PostgreSQL                                  |
| `new_database(kind)`| as many of those as a test wants                                                                   |
| `server`            | an `Outlet` whose server runs, with a manager; one per test file, on SQLite                        |
| `each_server`       | the same, once on SQLite and once on PostgreSQL                                                    |
| `new_server(kind)`  | another running outlet, for tests that kill or stop it                                             |
| `shop`, `each_shop` | a `Shop` with an open shift on `server`, on `each_server`; many share one server without meeting    |
| `browser_binary`    | the path of a Chromium or Chrome                                                                   |

Databases are migrated once per run and then copied; the processes of a run share them and one PostgreSQL server.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from core import settings
from core.machine import clock_check
from tests import schedule
from tests.browser_path import ADVICE, browser_path, must_not_skip
from tests.compiled_once import COMPILED_TEMPLATES, share_what_is_compiled
from tests.databases import Postgres, once, start_postgres
from tests.journeys.cheap_secrets import cheapen_secrets
from tests.journeys.inside import Inside
from tests.journeys.schema_once import share_schema
from tests.journeys.set_up import just_copied
from tests.outlet import PRINTERS, PUBLIC_URL, ZONE, Outlet, Shop

Kind = Literal["sqlite", "postgresql"]
KINDS: tuple[Kind, ...] = ("sqlite", "postgresql")
BOTH = [pytest.param("sqlite", id="sqlite"), pytest.param("postgresql", id="postgresql", marks=pytest.mark.postgres)]

NewDatabase = Callable[[Kind], str]
AppOn = Callable[[str], Flask]
NewServer = Callable[..., Outlet]

schedule.load_profile()
share_what_is_compiled()
gc.set_threshold(50_000, 20, 20)  # seldom: a tenth of the suite's time was spent looking for garbage among what was imported

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that must be free in memory for the files of a run."""


def pytest_configure() -> None:
    """Puts databases and data folders into memory where there is room: a commit there waits for no disk."""
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the quick tests, and begins with the slowest files."""
    schedule.mark_quick(items)
    schedule.slowest_first(items)


def pytest_collection_finish() -> None:
    """What is there once the tests are collected stays to the end, and is not looked through again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One test process more than there are processors: while one waits for its browser or server, another works."""
    return (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def _no_outlet_of_the_developer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test never touches the outlet that the developer's environment names."""
    for name in ("OUTLET_DATABASE_URL", "OUTLET_DATA_DIR", "OUTLET_SECRET_KEY", "OUTLET_HOST", "OUTLET_PORT",
                 "OUTLET_PRINTERS"):  # fmt: skip
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _any_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests go to and fro in time; that the outlet asks about such a clock has tests of its own."""
    monkeypatch.setattr(clock_check, "require", lambda: None)


@pytest.fixture(autouse=True)
def _schema_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is restored where restoring is tested gets its tables at the cost of a copy."""
    if request.node.nodeid.startswith(("tests/ops/", "tests/backups/")):
        share_schema(monkeypatch)


@pytest.fixture(scope="session", autouse=True)
def _cheap_secrets() -> None:
    """Secrets of this process are hashed in no time; those of its forks are, too."""
    cheapen_secrets()


@pytest.fixture(scope="session")
def postgres() -> Postgres:
    """This run's PostgreSQL server."""
    return start_postgres()


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all the processes of this run."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def migrated_sqlite(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated, empty SQLite file to copy."""
    url = f"sqlite:///{shared_folder / 'migrated.db'}"
    return once(shared_folder, "migrated", lambda: _migrated(url, tmp_path_factory.mktemp("migrated")))


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated, empty PostgreSQL database to copy."""
    return once(postgres.shared, "migrated", lambda: _migrated(postgres.create(), tmp_path_factory.mktemp("migrated")))


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    """Makes migrated, empty databases."""
    made: list[tuple[Postgres, str]] = []

    def make(kind: Kind) -> str:
        if kind == "sqlite":
            template, file = request.getfixturevalue("migrated_sqlite"), tmp_path_factory.mktemp("database") / "outlet.db"
            url = _copy_sqlite(template, file)
            just_copied(file, template)
            return url
        server: Postgres = request.getfixturevalue("postgres")
        made.append((server, server.create(request.getfixturevalue("migrated_postgres"))))
        return made[-1][1]

    yield make
    for server, url in made:
        server.drop(url)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, new_database: NewDatabase) -> str:
    """A migrated, empty database of each kind."""
    return new_database(request.param)


class ReusedApplication:
    """One application on SQLite for all tests of this process, one after the other.

    Each test gets it with a database file and a data folder of its own; only what was compiled stays: routes, SQL, templates.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / "outlet.db"
        self.url = f"sqlite:///{self.file}"
        self.app = _application(self.url, folder / "data")
        self.extensions = set(self.app.extensions)

    def renewed(self, template: str, data: Path) -> Flask:
        """The application on a copy of a database that nobody has open."""
        for old in self.file.parent.glob("outlet.db*"):
            old.unlink()
        shutil.copyfile(template.removeprefix("sqlite:///"), self.file)
        just_copied(self.file, template)
        for name in set(self.app.extensions) - self.extensions:  # what the application remembers of the last test's outlet
            del self.app.extensions[name]
        settings.init_app(self.app, settings.read(_settings(self.url, data)))
        return self.app


@pytest.fixture
def sqlite_template(migrated_sqlite: str) -> str:
    """What the first SQLite database of a test is a copy of; a folder of tests may have another."""
    return migrated_sqlite


@pytest.fixture(scope="session")
def _reused(tmp_path_factory: pytest.TempPathFactory) -> ReusedApplication:
    return ReusedApplication(tmp_path_factory.mktemp("reused"))


@pytest.fixture
def app_on(tmp_path: Path, new_database: NewDatabase, _reused: ReusedApplication, sqlite_template: str) -> Iterator[AppOn]:
    """Makes applications; their connections are closed after the test."""
    made: list[Flask] = []

    def make(where: str) -> Flask:
        data = tmp_path / f"data{len(made)}"
        if where == "sqlite" and not made:
            app = _reused.renewed(sqlite_template, data)
        else:
            app = _application(new_database(where) if where in KINDS else where, data)
        made.append(app)
        return app

    yield make
    for app in made:
        _close(app)


@pytest.fixture
def app(app_on: AppOn) -> Iterator[Flask]:
    """An application on SQLite, in its context."""
    app = app_on("sqlite")
    with app.app_context():
        yield app


@pytest.fixture
def inside(app: Flask) -> Inside:
    """An outlet that was just set up, in this process."""
    return Inside(app)


@pytest.fixture
def each_app(app_on: AppOn, database_url: str) -> Iterator[Flask]:
    """An application on each kind of database, in its context."""
    app = app_on(database_url)
    with app.app_context():
        yield app


@pytest.fixture(scope="session")
def _outlet_copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_folder: Path) -> NewServer:
    """Outlets with a manager and no server yet: set up once per kind through the commands, then copied."""

    def make(kind: Kind, **env: str) -> Outlet:
        postgres: Postgres | None = request.getfixturevalue("postgres") if kind == "postgresql" else None
        folder = postgres.shared if postgres else shared_folder

        def first() -> str:
            (folder / "first").mkdir()
            outlet = Outlet.fresh(folder / "first", postgres.create() if postgres else None, forked=True)
            return json.dumps([outlet.database_url, outlet.token])

        first_url, token = json.loads(once(folder, "outlet", first))
        data = tmp_path_factory.mktemp("outlet")
        shutil.copytree(folder / "first", data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.db", "*.db-*", "*.log"))
        outlet = Outlet(data, env=env, token=token, forked=True)
        if postgres:
            outlet.database_url = postgres.create(first_url)
        else:
            _copy_sqlite(f"sqlite:///{folder / 'first' / 'outlet.db'}", data / "outlet.db")
        return outlet

    return make


@pytest.fixture(scope="module")
def new_server(_outlet_copies: NewServer) -> Iterator[NewServer]:
    """Starts outlets of the test's own; whatever still runs is stopped when the file is done."""
    made: list[Outlet] = []

    def make(kind: Kind = "sqlite", **env: str) -> Outlet:
        made.append(_outlet_copies(kind, **env))
        made[-1].start()
        return made[-1]

    yield make
    for outlet in made:
        outlet.stop()


@pytest.fixture(scope="module")
def server(new_server: NewServer) -> Outlet:
    """A running outlet on SQLite, shared by the tests of one file."""
    return new_server("sqlite")


@pytest.fixture(scope="module", params=BOTH)
def each_server(request: pytest.FixtureRequest, new_server: NewServer) -> Outlet:
    """A running outlet on each kind of database, shared by the tests of one file."""
    return new_server(request.param)


@pytest.fixture
def shop(server: Outlet) -> Shop:
    """A place and a till of the test's own, with an open shift."""
    shop = Shop(server.api)
    shop.open_shift()
    return shop


@pytest.fixture
def each_shop(each_server: Outlet) -> Shop:
    """The same on each kind of database."""
    shop = Shop(each_server.api)
    shop.open_shift()
    return shop


@pytest.fixture(scope="session")
def browser_binary() -> str:
    """A Chromium or Chrome; without one the test is skipped with the reason, or fails in CI."""
    path = browser_path()
    if path is None:
        (pytest.fail if must_not_skip() else pytest.skip)(ADVICE)
    assert path is not None
    return path


_CHAIN_KEY = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
"""All outlets of this process sign with one key, because a database may be a copy of another's."""


def _settings(url: str, data: Path) -> dict[str, object]:
    data.mkdir(parents=True, exist_ok=True)
    (data / "chain.key").write_bytes(_CHAIN_KEY)
    return {"OUTLET_DATABASE_URL": url, "OUTLET_DATA_DIR": str(data), "OUTLET_PUBLIC_URL": PUBLIC_URL,
            "OUTLET_TIMEZONE": ZONE.key, "OUTLET_SECRET_KEY": "only-for-these-tests", "OUTLET_PRINTERS": PRINTERS}  # fmt: skip


def _application(url: str, data: Path) -> Flask:
    from wsgi import create_app

    app: Flask = create_app(**_settings(url, data))
    app.testing = True
    app.jinja_env.bytecode_cache = COMPILED_TEMPLATES
    return app


def _migrated(url: str, folder: Path) -> str:
    from flask_migrate import upgrade

    app = _application(url, folder / "data")
    with app.app_context():
        upgrade()
    _close(app)
    return url


def _close(app: Flask) -> None:
    """Closes every connection, so that files and databases can be removed."""
    from core.db import db

    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def _copy_sqlite(url: str, target: Path) -> str:
    """A copy of a SQLite file, whatever its journal holds."""
    source, copy = sqlite3.connect(url.removeprefix("sqlite:///")), sqlite3.connect(target)
    try:
        source.backup(copy)
    finally:
        source.close()
        copy.close()
    return f"sqlite:///{target}"
