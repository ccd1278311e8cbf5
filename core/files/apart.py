"""Has a file converted by a process of its own: one that it kills, or swells, or holds up, takes no till with it.

The process is this program's own module, without a shell, without the outlet's settings, and bounded in memory and time.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from typing import Any

from core.errors import DomainError, Invalid
from core.files.converting import Converted, Copy
from core.i18n import N_
from core.paths import ROOT

_COMMAND = (sys.executable, "-m", "core.files.converting")
LASTS_S = 30.0
"""How long a file may take."""
WAIT_S = 25.0
"""How long a request waits while others' files are converted."""
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP")
"""What a process of Python may need of the environment; settings and secrets are not among it."""
_one = threading.BoundedSemaphore(1)
_log = logging.getLogger(__name__)
FIELD = "file"
_SENTENCES = {
    "empty": N_("Tệp rỗng."),
    "unknown_type": N_("Chỉ nhận ảnh JPEG, PNG, WebP hoặc tệp PDF."),
    "heic": N_("Ảnh HEIC chưa dùng được. Trong máy ảnh của iPhone hãy chọn định dạng “Tương thích nhất”, hoặc gửi ảnh JPEG."),
    "unreadable": N_("Không đọc được tệp này: tệp hỏng hoặc không đúng loại. Hãy chụp hoặc chọn lại."),
    "too_many_pixels": N_("Ảnh quá lớn. Hãy chọn ảnh dưới 40 triệu điểm ảnh."),
    "animated": N_("Ảnh động không dùng được. Hãy chọn ảnh thường."),
    "pdf_locked": N_("PDF này có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại."),
    "pdf_too_long": N_("PDF này quá 300 trang."),
    "pdf_active": N_("PDF này có mã chạy được bên trong nên không nhận. Hãy in ra PDF mới rồi gửi lại."),
}


class FilesBusy(DomainError):
    """Files are being converted for so long that who sends one had better come again."""

    status = 503

    def __init__(self) -> None:
        super().__init__("files_busy", N_("Đang xử lý ảnh khác. Hãy thử lại sau ít giây."))


def convert(content: bytes) -> Converted:
    """What is kept of a file. Call it outside a transaction: it lasts. Raises Invalid for what cannot be used, and FilesBusy."""
    if not _one.acquire(timeout=WAIT_S):
        raise FilesBusy
    try:
        answer = _answer(content)
    finally:
        _one.release()
    line, _, rest = answer.partition(b"\n")
    head: Any = json.loads(line) if line else {"refused": "unreadable"}
    if "refused" in head:
        raise Invalid((FIELD, _SENTENCES[head["refused"]]))
    copies, at = [], 0
    for width, kind, size in head["copies"]:
        copies.append(Copy(width, kind, rest[at : at + size]))
        at += size
    return Converted(head["type"], head["width"], head["height"], tuple(copies))


def _answer(content: bytes) -> bytes:
    """What the process answers; nothing when it was ended before it could."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603  # our own module; nothing of the file stands in the command
            _COMMAND, input=content, capture_output=True, cwd=ROOT, env=environment, timeout=LASTS_S, check=False
        )
    except subprocess.TimeoutExpired:
        _log.warning("a file of %d bytes took too long", len(content))
        return b""
    if done.returncode:
        _log.warning("a file of %d bytes ended its process: %s: %s", len(content), done.returncode, done.stderr[-300:])
        return b""
    return done.stdout
