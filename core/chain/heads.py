"""Heads: what the chain is at a moment, kept outside the database, so that a chain cut off or made anew does not go unseen.

The newest head lies in the data folder (`chain.head`), written after a commit, at most once a second.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import current_app

HEAD_FILE = "chain.head"
STEP_S = 1.0
_EXTENSION = "outlet_chain_head_file"


@dataclass(frozen=True, slots=True)
class Head:
    """The newest link: how many links there are, its digest, its moment, and the signature over the three.

    `public_key` is the outlet's Ed25519 key in hexadecimal; docs/decisions/0008 says how somebody outside verifies.
    """

    links: int
    digest: str
    signature: str
    at: str
    public_key: str

    @property
    def short(self) -> str:
        """What papers print of the digest."""
        return shortened(self.digest)


def shortened(digest: str) -> str:
    """What papers print of a digest."""
    return digest[:12]


def signed_text(links: int, digest: str, at: str) -> str:
    """What the signature of a head is made over."""
    return f"{links} {digest} {at}"


def read(path: Path) -> Head:
    """Reads a kept head. Raises OSError, and ValueError for a file that is none."""
    value = json.loads(path.read_text(encoding="utf-8"))
    try:
        head = Head(value["links"], value["digest"], value["signature"], value["at"], value.get("public_key", ""))
    except (TypeError, KeyError) as error:
        raise ValueError(f"{path}: no head of a chain") from error
    texts = (head.digest, head.signature, head.at, head.public_key)
    if type(head.links) is not int or not all(isinstance(text, str) for text in texts):
        raise ValueError(f"{path}: no head of a chain")
    return head


def write(path: Path, head: Head) -> None:
    """Writes a head, whole or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    unfinished.write_text(json.dumps(asdict(head), indent=1) + "\n", encoding="utf-8")
    unfinished.replace(path)


class HeadFile:
    """The head beside the database. A head that comes too soon after another is written a little later."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._next = 0.0
        self._waiting: Head | None = None
        atexit.register(self.flush)

    def keep(self, head: Head) -> None:
        """Writes the head now, or when a second has passed since the last one."""
        with self._lock:
            late = self._next - time.monotonic()
            if self._waiting is None and late > 0:
                timer = threading.Timer(late, self.flush)
                timer.daemon = True
                timer.start()
            self._waiting = head
        if late <= 0:
            self.flush()

    def flush(self) -> None:
        """Writes the head that waits, if any. A folder that cannot be written to stops no sale."""
        with self._lock:
            head, self._waiting = self._waiting, None
            if head is not None:
                self._next = time.monotonic() + STEP_S
                with contextlib.suppress(OSError):
                    write(self.path, head)


def keep_later(head: Head) -> Callable[[], None]:
    """What keeps a head once it is committed."""
    return lambda: _file().keep(head)


def _file() -> HeadFile:
    known: HeadFile | None = current_app.extensions.get(_EXTENSION)
    if known is None:
        folder: Path = current_app.config["DATA_DIR"]
        known = current_app.extensions[_EXTENSION] = HeadFile(folder / HEAD_FILE)
    return known
