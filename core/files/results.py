"""What the verbs about files return."""

from __future__ import annotations

from dataclasses import dataclass

from core.files.choices import CopyType, FileType
from core.results import UidOut


@dataclass(frozen=True, slots=True)
class FileResult:
    """A file under its id: what was sent, and how many bytes that were."""

    uid: UidOut
    type: FileType
    bytes: int


@dataclass(frozen=True, slots=True)
class FileContent:
    """A copy of a file as it is given out. `digest` is the SHA-256 of its content."""

    type: CopyType
    digest: str
    content: bytes
