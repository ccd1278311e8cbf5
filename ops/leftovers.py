"""Where a restore puts what it unpacks: a folder beside the database, gone again whatever happens.

A killed restore leaves its folder; the next start finishes what was committed and removes the rest.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.chain import keys
from core.values.uid import new_uid
from ops import restore_marks
from ops.archive_file import SECRET_KEY, UPLOADS

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PREFIX = ".restore-"
LOCK = ".lock"


@dataclass(slots=True)
class Staging:
    """A folder of a restore; `is_needed` while the database holds already what its files belong to."""

    folder: Path
    uid: str
    is_needed: bool = False


@contextmanager
def staging(data: Path) -> Iterator[Staging]:
    """A new folder in the data folder, named by a new uid, and removed at the end. Other processes see that it is in use.

    What fails after the restore was committed leaves the folder to `clear`: its files belong to what the database holds now.
    """
    uid = new_uid()
    staged = Staging(data / f"{PREFIX}{uid}", uid)
    staged.folder.mkdir(mode=0o700)
    try:
        with _locked(staged.folder):
            yield staged
    finally:
        if not staged.is_needed:
            shutil.rmtree(staged.folder, ignore_errors=True)


def put_files(staged: Path, data: Path) -> None:
    """Puts the unpacked files in the place of those of the data folder, and trusts the key of the links that came with them.

    Done again after a kill, it goes on where it was.
    """
    with suppress(FileNotFoundError):
        for public in (staged / keys.TRUSTED_FILE).read_text().split():
            keys.trust(public)
    if (staged / SECRET_KEY).is_file():
        (staged / SECRET_KEY).chmod(0o600)
        (staged / SECRET_KEY).replace(data / SECRET_KEY)
    if (staged / UPLOADS).is_dir():
        if (data / UPLOADS).is_dir():
            (data / UPLOADS).rename(staged / "replaced")
        (staged / UPLOADS).rename(data / UPLOADS)


def clear(data: Path) -> None:
    """Removes what killed restores left. What the database already knows of is put in its place first."""
    for folder in sorted(data.glob(f"{PREFIX}*")):
        if not folder.is_dir() or folder.is_symlink():
            continue
        with _locked(folder) as free:
            if free:
                uid = folder.name.removeprefix(PREFIX)
                if restore_marks.is_recorded(uid):
                    put_files(folder, data)
                    restore_marks.set_heads_aside(uid)
                    restore_marks.finish_begun(uid)
                shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[bool]:
    """Whether nobody else works in the folder; while this lasts nobody else does."""
    if fcntl is None or os.name != "posix":
        yield True
        return
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)
