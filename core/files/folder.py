"""The files' bytes on disk: `uploads/ab/ab12….webp` in the data folder, each named by the SHA-256 of its content.

A file is written aside and put in its place whole, before the database names it; backups and restores take the folder along.
"""

from __future__ import annotations

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from flask import current_app

from core.files.choices import CopyType

FOLDER = "uploads"
UNFINISHED = ".uploads"
"""Beside it, so that no backup takes up what is not whole."""
UNFINISHED_S = 3600
"""A file that nobody finished in this time is of a process that was killed."""
SizeOf = Callable[[str], int | None]
"""How many bytes a file has, by its name in the data folder; None when it is not there."""
_size_of: ContextVar[SizeOf | None] = ContextVar("size_of", default=None)


def name_of(digest: str, kind: CopyType) -> str:
    """The name of a copy in the data folder."""
    return f"{FOLDER}/{digest[:2]}/{digest}.{kind.ending}"


def write(content: bytes, kind: CopyType) -> str:
    """Puts a copy into the folder, unless it is there, and returns its digest. Raises OSError."""
    digest = hashlib.sha256(content).hexdigest()
    path = _data_dir() / name_of(digest, kind)
    if path.is_file() and path.stat().st_size == len(content):
        return digest
    aside = _data_dir() / UNFINISHED
    aside.mkdir(mode=0o700, exist_ok=True)
    _clear(aside)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = aside / uuid.uuid4().hex
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    _sync(path.parent)
    return digest


def read(digest: str, kind: CopyType) -> bytes | None:
    """The content of a copy; None when it is gone or is not what it was."""
    try:
        content = (_data_dir() / name_of(digest, kind)).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == digest else None


def size_of(name: str) -> int | None:
    """How many bytes a file has that the database names."""
    instead = _size_of.get()
    if instead is not None:
        return instead(name)
    try:
        return (_data_dir() / name).stat().st_size
    except OSError:
        return None


@contextmanager
def found_by(size: SizeOf) -> Iterator[None]:
    """Inside, files are looked for elsewhere: a restore checks the books before its files are in their place."""
    token = _size_of.set(size)
    try:
        yield
    finally:
        _size_of.reset(token)


def _clear(aside: Path) -> None:
    for path in aside.iterdir():
        with suppress(OSError):
            if path.stat().st_mtime < time.time() - UNFINISHED_S:
                path.unlink()


def _sync(folder: Path) -> None:
    """Makes the name of a new file as lasting as its content, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _data_dir() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder
