"""What is sent to import files."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from core.i18n import N_
from core.values.field_types import RequestModel, ShortText, Uid, choice_of, refuse
from office.imports.choices import ImportKind

MOST_BYTES = 12_000_000


def _content(value: object) -> bytes:
    try:
        content = base64.b64decode(str(value), validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        content = b""
    if not content or len(content) > MOST_BYTES:
        raise refuse(N_("Cần một tệp không rỗng, nhiều nhất 12 MB, viết bằng base64."))
    return content


Base64 = Annotated[
    bytes, PlainValidator(_content), WithJsonSchema({"type": "string", "contentEncoding": "base64", "minLength": 1})
]


class ImportRequest(RequestModel):
    """POST /imports. `columns` says which head stands for which column, by its key; without it heads are known by name."""

    uid: Uid
    kind: Annotated[ImportKind, choice_of(ImportKind)]
    file: Base64
    name: ShortText
    columns: dict[ShortText, ShortText] | None = None


class ImportCommitRequest(RequestModel):
    """POST /imports/{uid}/commit."""

    uid: Uid
