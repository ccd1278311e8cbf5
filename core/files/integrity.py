"""Checks that the files which the database names lie on the disk."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from core.db import fetch_all
from core.files import folder
from core.files.choices import CopyType
from core.files.models import FileCopy


def gaps() -> Iterator[str]:
    """Each copy of a file that is not there, or is shorter or longer than it was."""
    query = select(FileCopy.file_uid, FileCopy.type, FileCopy.digest, FileCopy.bytes).distinct().order_by(FileCopy.file_uid)
    for r in fetch_all(query):
        name = folder.name_of(r["digest"], CopyType(r["type"]))
        size = folder.size_of(name)
        if size is None:
            yield f"files/{r['file_uid']}: {name} is gone"
        elif size != r["bytes"]:
            yield f"files/{r['file_uid']}: {name} has {size} bytes and had {r['bytes']}"
