"""The log of the server: one line of JSON for each event, on stderr and in `logs/outlet.log` of the data folder.

A line has `time` (UTC), `level`, `event`, `logger`, the `request` it belongs to (its answer carries the id as `X-Request-Id`)
and a `trace` where something unexpected happened. Files are rotated, a place in the program that logs without end is cut
short, and what looks like a secret is left out.
"""

from __future__ import annotations

import contextlib
import json
import logging
import re
import sys
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

FOLDER, FILE = "logs", "outlet.log"
MAX_BYTES, FILES = 5_000_000, 5
LINES_A_MINUTE = 20
"""Of one place in the program; further lines of the minute are counted and left out."""
LONGEST_TRACE = 6_000
request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_SECRET = re.compile(r"ocop_[\w-]{8,}|(?i:bearer)\s+\S+|(?i:(password|passwd|pin|secret|token)\"?\s*[=:]\s*)\"?[^\s\",}&]+")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, str | int] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "event": without_secrets(record.getMessage()),
            "logger": record.name,
        }
        if (request := request_id.get()) is not None:
            line["request"] = request
        if record.exc_info:
            line["trace"] = without_secrets(self.formatException(record.exc_info)[-LONGEST_TRACE:])
        if left_out := getattr(record, "left_out", 0):
            line["left_out"] = left_out
        return json.dumps(line, ensure_ascii=False)


class Throttle(logging.Filter):
    """Lets LINES_A_MINUTE of each place in the program through; the next minute's first line says how many were left out."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        place = record.pathname, record.lineno
        began, number = self._seen.get(place, (-60.0, 0))
        now = time.monotonic()
        if now - began >= 60:
            record.left_out = max(0, number - LINES_A_MINUTE)
            began, number = now, 0
        self._seen[place] = began, number + 1
        return number < LINES_A_MINUTE


class _Stderr(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        """A line that cannot be written is lost; a complaint about each would flood what is left."""


class _Files(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A line that cannot be written is lost, as on stderr."""


class ServerLog(logging.Handler):
    """Writes each line to stderr and to the rotated file. A disk that takes no log stops nothing and says nothing."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.addFilter(Throttle())
        self._targets: list[logging.Handler] = [_Stderr(sys.stderr)]
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._targets.append(_Files(folder / FILE, maxBytes=MAX_BYTES, backupCount=FILES, encoding="utf-8"))
        for target in self._targets:
            target.setFormatter(logging.Formatter("%(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one line."""
        try:
            line = logging.makeLogRecord({"msg": self.format(record), "levelno": record.levelno})
        except Exception:  # a record that cannot be written as text
            return
        for target in self._targets:
            target.emit(line)

    def close(self) -> None:
        """Closes the file."""
        for target in self._targets:
            target.close()
        super().close()


def without_secrets(text: str) -> str:
    """A text without what looks like a token, a password or a PIN."""
    return _SECRET.sub(lambda found: f"{found[1] or ''}…", text)


def set_up(data_dir: Path) -> None:
    """Lets everything that is logged go through the server's log."""
    root = logging.getLogger()
    root.handlers[:] = [ServerLog(data_dir / FOLDER)]
    root.setLevel(logging.INFO)
    for name in ("alembic", "sqlalchemy", "fontTools", "PIL"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
