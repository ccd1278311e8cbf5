"""Writes recovery codes as a till does, and wrong ones."""

from __future__ import annotations

import hashlib
import hmac
import json
import zlib
from typing import Any

from pos.recovery.codes import BEGIN, MAC_BYTES, key_of

DIGITS = (0, 3, 5, 8, 10, 13, 15, 17)


def packed(plain: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(plain) + packer.flush()


def digits_of(content: bytes) -> str:
    parts = [content[at : at + 7] for at in range(0, len(content), 7)]
    return BEGIN + "".join(str(int.from_bytes(part, "big")).zfill(DIGITS[len(part)]) for part in parts)


def signed(secret: str, till: str, how: int, content: bytes) -> str:
    """Any content, with a signature that is right."""
    text = bytes([how, len(till)]) + till.encode("ascii") + content
    return digits_of(hmac.digest(key_of(secret, till), text, hashlib.sha256)[:MAC_BYTES] + text)


def code_of(secret: str, till: str, uid: str, body: dict[str, Any]) -> str:
    """The code of a sale, as its till writes it."""
    plain = json.dumps({"uid": uid, **body}, ensure_ascii=False, separators=(",", ":")).encode()
    return signed(secret, till, 1, packed(plain))
