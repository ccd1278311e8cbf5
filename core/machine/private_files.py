"""Files that only the account of the outlet reads: customers' phones, hashes of PINs and the books are no business of others."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

FOLDERS = ("backups", "exports", "logs", "out", "papers", "spool", "tls", "uploads")
"""Folders of the data folder whose contents are the outlet's own."""
OTHERS = 0o077
_log = logging.getLogger(__name__)


def set_umask() -> None:
    """Every file that this process makes from now on is its account's alone."""
    os.umask(OTHERS)


def tighten(data_dir: Path, database_url: str) -> None:
    """Takes from others what an earlier version or a copy left open: the data folder, what lies in it, and the database."""
    _take_from_others(data_dir)
    for path in (*_contents(data_dir), *_database(database_url)):
        _take_from_others(path)
    if os.name == "posix" and data_dir.stat().st_mode & OTHERS:
        _log.warning("OUTLET_DATA_DIR: other accounts of this machine may enter %s, and it is not ours to close", data_dir)


def _contents(data_dir: Path) -> Iterator[Path]:
    """Files directly in the folder, and everything in the folders that we make there."""
    yield from (path for path in data_dir.iterdir() if path.is_file() or path.name in FOLDERS)
    for name in FOLDERS:
        for folder, folders, files in os.walk(data_dir / name):
            yield from (Path(folder) / inside for inside in (*folders, *files))


def _database(database_url: str) -> Iterator[Path]:
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        yield from (Path(f"{url.database}{end}") for end in ("", "-wal", "-shm", "-journal"))


def _take_from_others(path: Path) -> None:
    """Changes the mode of a file or folder of ours; never through a link, and never of a folder that all accounts share."""
    with suppress(OSError):
        status = os.lstat(path)
        ours = os.name == "posix" and status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX
        if ours and status.st_mode & OTHERS and (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            os.chmod(path, stat.S_IMODE(status.st_mode) & ~OTHERS)
