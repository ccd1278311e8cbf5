"""Settings from the environment and `.env`; a bad value stops the start with one clear line."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from click import ClickException
from dotenv import dotenv_values
from flask import Flask
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from core.machine import proxies, tls
from core.paths import ROOT
from core.printing.devices import allow_list
from core.printing.devices.printer_files import SPOOL

MIN_SECRET = 16
"""Characters a secret has at least: a shorter one is guessed, and who guesses it signs sessions for himself."""


CONNECTIONS: dict[str, object] = {"pool_size": 4, "max_overflow": 36, "pool_use_lifo": True}
"""More than the threads of the server and the outbox together, so that none waits for a connection.

Few stay open, the last one used first: each holds the schema and pages of its own, over a megabyte on SQLite.
"""


class BadSetting(ClickException):
    """A setting that cannot be used; the message is the one line to show, on the command line too."""

    exit_code = 2


@dataclass(frozen=True)
class Settings:
    """What the environment decides. `values` are all of them as text, for the settings that an area reads itself."""

    database_url: str
    data_dir: Path
    out_dir: Path
    secret_key: str
    host: str
    port: int
    public_url: str
    zone: ZoneInfo
    printers: allow_list.AllowList
    proxies: proxies.Proxies
    tls: tls.TlsFiles | None
    values: Mapping[str, str] = field(repr=False)

    @property
    def is_local(self) -> bool:
        """Whether only programs of this machine reach the server."""
        return _is_loopback(self.host)


def _is_loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def read(overrides: dict[str, object] | None = None) -> Settings:
    """Reads the settings; overrides beat the environment, which beats `.env`. Raises BadSetting."""
    values = _dotenv(ROOT / ".env")
    values |= os.environ
    values |= {k: str(v) for k, v in (overrides or {}).items()}
    data_dir = _data_dir(values.get("OUTLET_DATA_DIR") or str(ROOT / "instance"))
    return Settings(
        database_url=_database_url(values.get("OUTLET_DATABASE_URL") or _database_in(data_dir)),
        data_dir=data_dir,
        out_dir=_out_dir(values.get("OUTLET_OUT_DIR") or "", data_dir),
        secret_key=_given_secret(values["OUTLET_SECRET_KEY"]) if "OUTLET_SECRET_KEY" in values else _stored_secret(data_dir),
        host=values.get("OUTLET_HOST") or "127.0.0.1",
        port=_port(values.get("OUTLET_PORT") or "8000"),
        public_url=_public_url(values.get("OUTLET_PUBLIC_URL") or "http://127.0.0.1:8000"),
        zone=_zone(values.get("OUTLET_TIMEZONE") or "Asia/Ho_Chi_Minh"),
        printers=_printers(values.get("OUTLET_PRINTERS") or "", data_dir),
        proxies=_proxies(values.get("OUTLET_PROXIES") or ""),
        tls=_tls(values.get("OUTLET_TLS_CERT") or "", values.get("OUTLET_TLS_KEY") or "", data_dir),
        values={name: value for name, value in values.items() if name.startswith("OUTLET_")},
    )


def init_app(app: Flask, settings: Settings) -> None:
    """Puts the settings where Flask and the areas look for them."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=_engine_options(make_url(settings.database_url)),
        MAX_CONTENT_LENGTH=24_000_000,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PUBLIC_URL=settings.public_url,
        DATA_DIR=settings.data_dir,
        OUT_DIR=settings.out_dir,
    )
    app.extensions["outlet_zone"] = settings.zone
    app.extensions["outlet_settings"] = settings


def _engine_options(url: URL) -> dict[str, object]:
    if url.drivername == "sqlite":
        # Every thread may hold a connection; a database in memory has one for all.
        return {} if url.database in {None, "", ":memory:"} else CONNECTIONS
    options: dict[str, object] = {**CONNECTIONS, "pool_pre_ping": True}
    if "options" not in url.query:
        options["connect_args"] = {"options": "-c lock_timeout=5s"}
    return options


def _dotenv(path: Path) -> dict[str, str]:
    """The settings of a `.env` in UTF-8, with or without a byte order mark, whatever the locale. Raises BadSetting."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadSetting(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSetting(f"{path}: not UTF-8 text; save it as UTF-8") from error
    if "\x00" in text:
        raise BadSetting(f"{path}: not UTF-8 text; save it as UTF-8")
    return {name: value for name, value in dotenv_values(stream=StringIO(text)).items() if value is not None}


def _database_in(folder: Path) -> str:
    """The address of the database in the data folder; the folder's name is no piece of an address, so its signs are escaped."""
    return URL.create("sqlite", database=str(folder / "outlet.db")).render_as_string()


def _database_url(text: str) -> str:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise BadSetting("OUTLET_DATABASE_URL: not a database address") from error
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise BadSetting(f"OUTLET_DATABASE_URL: {url.drivername} is not known; use sqlite or postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in {None, "", ":memory:"} and not Path(str(url.database)).is_absolute():
        url = url.set(database=str((ROOT / str(url.database)).absolute()))
    if url.drivername != "sqlite" and "sslmode" not in url.query and not _is_near(url):
        raise BadSetting(
            f"OUTLET_DATABASE_URL: {url.host} is another machine; add ?sslmode=verify-full (with sslrootcert=FILE for a "
            "certificate of your own), or sslmode=disable where nobody else can listen"
        )
    return url.render_as_string(hide_password=False)


def _is_near(url: URL) -> bool:
    """Whether a database is reached through a socket in the file system, or over this machine's own addresses."""
    given = url.query.get("host") or url.host or ""
    hosts = given.split(",") if isinstance(given, str) else given
    names = [host.rpartition(":")[0] if host.count(":") == 1 else host for host in hosts]
    return all(not name or name.startswith(("/", "@")) or _is_loopback(name) for name in names)


def _data_dir(text: str) -> Path:
    """The data folder, made when it is not there. Raises BadSetting."""
    try:
        folder = Path(text).expanduser().absolute()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"OUTLET_DATA_DIR: cannot use {text}: {error.strerror}") from error
    except (RuntimeError, ValueError) as error:  # a home of nobody; a sign no path has
        raise BadSetting(f"OUTLET_DATA_DIR: cannot use {text!r}: {error}") from error
    return folder


def _out_dir(text: str, data_dir: Path) -> Path:
    """The folder for what leaves the house; a given one is made when it is not there. Raises BadSetting."""
    if not text:
        return data_dir / "out"
    try:
        folder = Path(text).expanduser().absolute()
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"OUTLET_OUT_DIR: cannot use {text}: {error.strerror}") from error
    except (RuntimeError, ValueError) as error:  # a home of nobody; a sign no path has
        raise BadSetting(f"OUTLET_OUT_DIR: cannot use {text!r}: {error}") from error
    return folder


def _given_secret(text: str) -> str:
    if len(text.strip()) < MIN_SECRET:
        raise BadSetting(f"OUTLET_SECRET_KEY: shorter than {MIN_SECRET} characters; leave it out, and one is made and kept")
    return text


def _stored_secret(data_dir: Path) -> str:
    """The secret of the data folder, made once. Raises BadSetting for an empty or short one, which would protect nothing."""
    path = data_dir / "secret.key"
    try:
        with (
            contextlib.suppress(FileExistsError),
            os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file,
        ):
            file.write(secrets.token_hex(32))
        for _ in range(20):
            if len(secret := path.read_text().strip()) >= MIN_SECRET:
                return secret
            time.sleep(0.05)  # another process has just made it and is about to write
    except OSError as error:
        raise BadSetting(f"OUTLET_DATA_DIR: cannot use {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadSetting(f"OUTLET_DATA_DIR: {path} is not a text; restore it from a backup") from error
    what = f"shorter than {MIN_SECRET} characters" if secret else "empty"
    raise BadSetting(f"OUTLET_DATA_DIR: {path} is {what}; remove it, and a new one is made")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 5 or not 1 <= int(text) <= 65535:
        raise BadSetting(f"OUTLET_PORT: {text!r} is not a port from 1 to 65535")
    return int(text)


def _public_url(text: str) -> str:
    wrong = BadSetting(f"OUTLET_PUBLIC_URL: {text!r} is not an http(s) address")
    try:
        parts = urlsplit(text)
        _ = parts.port  # read, because only reading it checks it
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise wrong
    return text.rstrip("/")


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError) as error:
        raise BadSetting(f"OUTLET_TIMEZONE: {text!r} is not a known time zone") from error


def _printers(text: str, data_dir: Path) -> allow_list.AllowList:
    try:
        return allow_list.parse(text, data_dir / SPOOL)
    except ValueError as error:
        raise BadSetting(f"OUTLET_PRINTERS: {error.args[0]!r} is neither file:/folder nor tcp:network:ports") from error


def _proxies(text: str) -> proxies.Proxies:
    try:
        return proxies.parse(text)
    except ValueError as error:
        raise BadSetting(f"OUTLET_PROXIES: {error.args[0]!r} is neither an address nor a network") from error


def _tls(certificate: str, key: str, data_dir: Path) -> tls.TlsFiles | None:
    """The certificate and key that are given, else those in the data folder. Raises BadSetting for one without the other."""
    if not certificate and not key:
        return tls.stored(data_dir)
    if not certificate or not key:
        raise BadSetting("OUTLET_TLS_CERT, OUTLET_TLS_KEY: one is of no use without the other")
    return tls.TlsFiles(Path(certificate).expanduser().absolute(), Path(key).expanduser().absolute())
