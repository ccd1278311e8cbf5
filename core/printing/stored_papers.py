"""Papers made once and stored as files in the data folder; backups leave them out, as they can be made again.

A file's name is the paper's own and a digest of all that the paper says or is drawn by, the program included: whatever changes
makes another file. A file begins with the digest of its content, so that a damaged one is made again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from flask import current_app

from core.errors import DomainError
from core.i18n import N_
from core.paths import ROOT

FOLDER = "papers"
MOST_BYTES = 200_000_000
"""The oldest papers go beyond this."""
WAIT_S = 20.0
"""How long a request waits while another paper is being made."""
UNFINISHED_S = 3600
"""A file that nobody finished in this time is of a process that was killed."""
_UNFINISHED = ".part"
_DIGEST = hashlib.sha256().digest_size * 2
_making = threading.Lock()
_log = logging.getLogger(__name__)


class PaperBeingMade(DomainError):
    """Papers are being made for so long that who asks had better come again."""

    status = 503

    def __init__(self) -> None:
        super().__init__("paper_being_made", N_("Đang lập giấy này. Hãy thử lại sau ít giây."))


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A paper's bytes, their SHA-256 in hexadecimal digits, and when it was made."""

    content: bytes
    digest: str
    made_at: datetime


def stored_paper(name: str, ending: str, depends_on: object, make: Callable[[], bytes]) -> StoredPaper:
    """The paper `name` with a file name's `ending`, from its file, or made now by one thread while others wait.

    `depends_on` holds everything that may change what the paper says, in values whose `repr` tells them apart.
    Raises PaperBeingMade.
    """
    version = hashlib.blake2b(repr((_program(), depends_on)).encode(), digest_size=16).hexdigest()
    path = Path(current_app.config["DATA_DIR"]) / FOLDER / f"{name}-{version}.{ending}"
    if (paper := _read(path)) is not None:
        return paper
    if not _making.acquire(timeout=WAIT_S):
        raise PaperBeingMade
    try:
        return _read(path) or _store(path, make())
    finally:
        _making.release()


def _read(path: Path) -> StoredPaper | None:
    try:
        with path.open("rb") as file:
            digest, content = file.read(_DIGEST).decode("latin-1"), file.read()
            made_at = datetime.fromtimestamp(os.fstat(file.fileno()).st_mtime, UTC)
    except OSError:
        return None
    return StoredPaper(content, digest, made_at) if hashlib.sha256(content).hexdigest() == digest else None


def _store(path: Path, content: bytes) -> StoredPaper:
    """Writes a paper aside and puts it in its place; where the disk does not take it, it goes out unstored."""
    digest = hashlib.sha256(content).hexdigest()
    unfinished = path.with_name(f"{uuid.uuid4().hex}{_UNFINISHED}")
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(digest.encode())
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        _clear(path)
    except OSError as error:
        _log.warning("a paper is not stored: %s", error)
        with suppress(OSError):
            unfinished.unlink()
    return StoredPaper(content, digest, datetime.now(UTC))


def _clear(newest: Path) -> None:
    """Removes earlier versions of a paper, what killed processes left, and the oldest papers beyond MOST_BYTES."""
    name, _, _version = newest.stem.rpartition("-")
    same = re.compile(rf"{re.escape(name)}-[0-9a-f]{{32}}{re.escape(newest.suffix)}")
    left_before, size = time.time() - UNFINISHED_S, 0
    files = sorted(((file, file.stat()) for file in newest.parent.iterdir()), key=lambda pair: -pair[1].st_mtime)
    for file, status in files:
        is_old = file.suffix == _UNFINISHED and status.st_mtime < left_before
        is_earlier = file != newest and same.fullmatch(file.name) is not None
        if is_old or is_earlier or (size + status.st_size > MOST_BYTES and file != newest):
            file.unlink(missing_ok=True)
        else:
            size += status.st_size


@cache
def _program() -> str:
    """A digest of the program's sources and translations: another version may draw a paper otherwise."""
    packages = {"core", *(blueprint.import_name.partition(".")[0] for blueprint in current_app.blueprints.values())}
    files = [file for package in packages for ending in ("py", "mo") for file in (ROOT / package).rglob(f"*.{ending}")]
    digest = hashlib.blake2b((ROOT / "requirements.lock").read_bytes(), digest_size=16)
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()
