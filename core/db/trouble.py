"""A database that cannot write now: what is wrong with it, in words for people, and in one line a minute of the log."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from enum import StrEnum

from sqlalchemy.exc import DBAPIError, OperationalError

from core.errors import DomainError
from core.i18n import N_

LOG_EVERY_S = 60
_log = logging.getLogger(__name__)
_logging = threading.Lock()
_logged: dict[Trouble, float] = {}


class Trouble(StrEnum):
    """What keeps a database from writing; the code of the answer."""

    BUSY = "busy"
    DISK_FULL = "disk_full"
    FAILING = "database_failing"


SENTENCES = {
    Trouble.BUSY: N_("Cơ sở dữ liệu đang bận. Hãy thử lại; chưa lưu gì cả."),
    Trouble.DISK_FULL: N_("Đĩa của máy chủ đã đầy hoặc không ghi được. Hãy báo quản lý giải phóng đĩa; máy chủ chưa lưu gì cả."),
    Trouble.FAILING: N_("Cơ sở dữ liệu không trả lời. Chưa lưu gì cả; hãy thử lại, hoặc báo quản lý."),
}
_SQLITE = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.DISK_FULL,
    sqlite3.SQLITE_IOERR: Trouble.DISK_FULL,
    sqlite3.SQLITE_READONLY: Trouble.DISK_FULL,
    sqlite3.SQLITE_CANTOPEN: Trouble.DISK_FULL,
}
_POSTGRESQL = {
    "53100": Trouble.DISK_FULL,
    "25006": Trouble.DISK_FULL,
    "55P03": Trouble.BUSY,
    "40001": Trouble.BUSY,
    "40P01": Trouble.BUSY,
}


class DatabaseTrouble(DomainError):
    """The database could not do it now; nothing was saved, and the same request may succeed later."""

    status = 503

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value, SENTENCES[trouble])
        self.trouble = trouble


def trouble_of(error: DBAPIError) -> Trouble | None:
    """What an error says of the state of the database; None when the statement is at fault."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    known = _SQLITE.get(code & 0xFF) if code is not None else _POSTGRESQL.get(str(getattr(error.orig, "sqlstate", "")))
    if known is not None:
        return known
    return Trouble.FAILING if isinstance(error, OperationalError) and code is None else None


def report(trouble: Trouble, reason: object) -> DatabaseTrouble:
    """The refusal for a trouble, which is logged once in LOG_EVERY_S of its kind."""
    now = time.monotonic()
    with _logging:
        is_due = now - _logged.get(trouble, -LOG_EVERY_S) >= LOG_EVERY_S
        if is_due:
            _logged[trouble] = now
    if is_due:
        _log.error("%s: %s", trouble.value, reason)
    return DatabaseTrouble(trouble)
