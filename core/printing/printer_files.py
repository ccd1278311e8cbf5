"""Which files a printer's `file:` address may name: never one of the outlet's own.

Such a file is not even opened to look: a process that closes any handle of a SQLite database gives up its locks on it, and
the next power cut may take the last sales. So paths are compared as resolved names and as inodes.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app, has_app_context
from sqlalchemy import make_url

from core.paths import ROOT

SPOOL = "spool"
"""The one folder inside the data folder that a printer may write into."""


def path_of(address: str) -> Path | None:
    """The path that a `file:` address names; None for another kind of address."""
    url = urlsplit(address)
    return Path(unquote(url.path)) if url.scheme == "file" else None


def is_of_outlet(path: Path) -> bool:
    """Whether writing to a path would touch a file of the program, the data folder or the database. Raises ValueError for NUL."""
    name = os.path.realpath(path)
    data = _data_dir()
    if data is not None and _is_inside(name, os.path.realpath(data / SPOOL)):
        return _is_same_file(name)
    folders = [os.path.realpath(ROOT), *([os.path.realpath(data)] if data is not None else [])]
    return any(_is_inside(name, folder) for folder in folders) or _is_same_file(name)


def _is_inside(name: str, folder: str) -> bool:
    return os.path.commonpath([name, folder]) == folder


def _is_same_file(name: str) -> bool:
    """Whether the path is the database by any of its names, a hard link, or something that would block who opens it."""
    if any(name == os.path.realpath(file) for file in _database_files()):
        return True
    with contextlib.suppress(OSError):
        status = os.lstat(name)
        if stat.S_ISREG(status.st_mode) and status.st_nlink > 1:
            return True
        if stat.S_ISFIFO(status.st_mode) or stat.S_ISSOCK(status.st_mode) or stat.S_ISBLK(status.st_mode):
            return True
    return False


def _data_dir() -> Path | None:
    return Path(current_app.config["DATA_DIR"]) if has_app_context() else None


def _database_files() -> Iterator[str]:
    if not has_app_context():
        return
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and url.database:
        for end in ("", "-wal", "-shm", "-journal"):
            yield f"{url.database}{end}"
