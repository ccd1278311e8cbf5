"""One server for each SQLite database: two would print each paper's job in turn and share no count of strangers."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import make_url

from core.settings import BadSetting

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_log = logging.getLogger(__name__)


@contextmanager
def held(database_url: str) -> Iterator[None]:
    """Keeps a second server off the database while this one runs; the system lets go of it when the process ends.

    PostgreSQL serves several servers, and commands run beside a server on either. Raises BadSetting.
    """
    url = make_url(database_url)
    if fcntl is None or url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        yield
        return
    path = f"{url.database}.lock"
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except FileNotFoundError:  # no such folder, which the database says more plainly
        yield
        return
    except OSError as error:
        _log.warning("%s cannot be made (%s): a second server would not be noticed", path, error.strerror)
        yield
        return
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadSetting(f"OUTLET_DATA_DIR: another server is running on {url.database}; stop it first") from None
        yield
    finally:
        os.close(file)
