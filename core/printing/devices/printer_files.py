"""Files that a printer's `file:` address names: only in the allowed folders, and never one of the outlet's own.

A refused file is not even opened to look: a process that closes any handle of a SQLite database gives up its locks on it, and
the next power cut may take the last sales. So paths are compared as resolved names and as inodes, and then opened folder by
folder without following a link, so that a link made in between leads nowhere.
"""

from __future__ import annotations

import os
import select
import stat
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import make_url

from core.paths import ROOT
from core.printing.devices.allow_list import AllowList

SPOOL = "spool"
"""The one folder inside the data folder that a printer may write into."""

JOB_START = b"\x1b@"
"""Every job begins by resetting the printer."""


class NoPrinterFile(Exception):
    """The path is no place for print jobs: not allowed, one of the outlet's files, a folder, a pipe, or somebody's file."""


def path_of(address: str) -> Path | None:
    """The path that a `file:` address names; None for another kind of address."""
    url = urlsplit(address)
    return Path(unquote(url.path)) if url.scheme == "file" else None


def check(path: Path, allowed: AllowList, *, folder: bool) -> str:
    """The resolved path, when jobs may go there as things stand now. Opens nothing. Raises NoPrinterFile."""
    try:
        name = os.path.realpath(path)
        good = path.is_absolute() and allowed.allows_path(name) and not _is_of_outlet(name)
        good = good and _is_right_kind(name, allowed, folder=folder)
    except ValueError as error:
        raise NoPrinterFile(str(error)) from error
    if not good:
        raise NoPrinterFile(name)
    return name


def append(path: Path, data: bytes, allowed: AllowList, *, timeout_s: float) -> None:
    """Writes a job at the end of a file or to an allowed device. Raises NoPrinterFile, OSError."""
    name = check(path, allowed, folder=False)
    # A device that has nobody at its other end does not block.
    flags = os.O_RDWR if os.path.isfile(name) else os.O_WRONLY
    flags |= os.O_APPEND | os.O_CREAT | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    with _folder_opened(os.path.dirname(name)) as parent:
        file = os.open(os.path.basename(name), flags, 0o600, dir_fd=parent)
        try:
            status = os.fstat(file)
            if stat.S_ISREG(status.st_mode):
                if status.st_nlink > 1 or (status.st_size and os.pread(file, len(JOB_START), 0) != JOB_START):
                    raise NoPrinterFile(name)
            elif not (stat.S_ISCHR(status.st_mode) and allowed.names_path(name)):
                raise NoPrinterFile(name)
            _write(file, data, timeout_s)
        finally:
            os.close(file)


def add_to_folder(path: Path, data: bytes, allowed: AllowList, *, timeout_s: float) -> None:
    """Writes a job as a file of its own into a folder, whole or not at all. Raises NoPrinterFile, OSError."""
    name = f"{time.time_ns()}-{uuid.uuid4().hex[:8]}"
    part = f"{name}.part"
    with _folder_opened(check(path, allowed, folder=True)) as folder:
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)
        try:
            _write(file, data, timeout_s)
        except OSError:
            with suppress(OSError):
                os.unlink(part, dir_fd=folder)
            raise
        finally:
            os.close(file)
        os.replace(part, f"{name}.bin", src_dir_fd=folder, dst_dir_fd=folder)


@contextmanager
def _folder_opened(name: str) -> Iterator[int]:
    """A folder by its resolved name, made where it is missing; no step goes through a link."""
    flags = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    folder = os.open("/", flags)
    try:
        for step in Path(name).parts[1:]:
            with suppress(FileExistsError):
                os.mkdir(step, 0o700, dir_fd=folder)
            below = os.open(step, flags, dir_fd=folder)
            os.close(folder)
            folder = below
        yield folder
    finally:
        os.close(folder)


def _write(file: int, data: bytes, timeout_s: float) -> None:
    """Writes everything, or raises TimeoutError when a device takes too long."""
    end = time.monotonic() + timeout_s
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(file, rest) :]
        except BlockingIOError:
            if not select.select([], [file], [], max(0.0, end - time.monotonic()))[1]:
                raise TimeoutError from None


def _is_right_kind(name: str, allowed: AllowList, *, folder: bool) -> bool:
    """Whether what lies there takes jobs: nothing yet, a folder where one is meant, else a file of one name or a named device."""
    try:
        status = os.lstat(name)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    if folder:
        return stat.S_ISDIR(status.st_mode)
    if stat.S_ISREG(status.st_mode):
        return status.st_nlink == 1
    return stat.S_ISCHR(status.st_mode) and allowed.names_path(name)


def _is_of_outlet(name: str) -> bool:
    """Whether writing to a resolved path would touch a file of the program, the data folder or the database."""
    data = Path(current_app.config["DATA_DIR"])
    if any(name == os.path.realpath(file) or _is_same_file(name, file) for file in _database_files()):
        return True
    if _is_inside(name, os.path.realpath(data / SPOOL)):
        return False
    return any(_is_inside(name, os.path.realpath(folder)) for folder in (ROOT, data))


def _is_inside(name: str, folder: str) -> bool:
    return os.path.commonpath([name, folder]) == folder


def _is_same_file(name: str, file: str) -> bool:
    try:
        return os.path.samestat(os.stat(name), os.stat(file))
    except OSError:
        return False


def _database_files() -> Iterator[str]:
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() == "sqlite" and url.database:
        for end in ("", "-wal", "-shm", "-journal"):
            yield f"{url.database}{end}"
