"""Recovery codes: a sale in the digits of a QR code, signed by the till that made it. PURE.

`static/js/till/domain/recovery_code.js` writes them; both are held to `tests/vectors/recovery.json`.
docs/device.md has the format.
Digits, because a scanner that types them is right under every keyboard layout and input method.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

BEGIN = "9801"
"""What every code begins with: its kind, and the version of its format."""
MAC_BYTES = 16
LARGEST_BYTES = 64 * 1024
"""Of a sale's JSON: a code says how it is compressed, and anybody can print one."""
MOST_UIDS = 5
"""A sale that is written anew more often is looked for no further."""
_PLAIN, _DEFLATED = 0, 1
_STEP_DIGITS = 17
_DIGITS = (0, 3, 5, 8, 10, 13, 15, 17)
"""How many digits hold so many bytes."""


class NotOurs(ValueError):
    """No recovery code of this outlet: another text, damaged, forged or altered."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a code says: the sale's uid, the till that signed it, and the body of the sale as the till would have sent it."""

    uid: str
    till: str
    body: object


def key_of(secret: str, till: str) -> bytes:
    """What a till signs with. Whoever has it may sell at that till anyway."""
    return hmac.digest(secret.encode(), f"recovery of till {till}".encode(), hashlib.sha256)


def uids_of(uid: str) -> Iterator[str]:
    """The uids under which the sale of a slip may be here: the one on the slip, then those it has when it is written anew."""
    for _time in range(MOST_UIDS):
        yield uid
        uid = anew_uid(uid)


def anew_uid(uid: str) -> str:
    """The uid under which a till sends a sale of that uid when a manager has it written anew, or mends it."""
    digits = hashlib.sha256(f"anew {uid}".encode()).digest()[:16]
    return str(uuid.UUID(bytes=digits[:6] + bytes([digits[6] & 0x0F | 0x80, digits[7], digits[8] & 0x3F | 0x80]) + digits[9:]))


def read(text: str, secret: str) -> Recovered:
    """Reads a code and holds its signature against the key of the till it names. Raises NotOurs."""
    content = _bytes_of(text.strip())
    mac, signed = content[:MAC_BYTES], content[MAC_BYTES:]
    if len(signed) < 2:
        raise NotOurs("too short")
    length = signed[1]
    try:
        till = signed[2 : 2 + length].decode("ascii")
    except UnicodeDecodeError:
        raise NotOurs("no till") from None
    if not hmac.compare_digest(hmac.digest(key_of(secret, till), signed, hashlib.sha256)[:MAC_BYTES], mac):
        raise NotOurs("another signature")
    try:
        body = json.loads(_text_of(signed[0], signed[2 + length :]), parse_constant=_no_constant)
        return Recovered(uid=body.pop("uid").lower(), till=till, body=body)
    except (ValueError, zlib.error, AttributeError, KeyError, TypeError, RecursionError):
        raise NotOurs("no sale") from None


def _text_of(how: int, content: bytes) -> str:
    text = _unpacked(how, content).decode("utf-8")
    if "\\u" in text:  # what a till writes so is no text: half a sign, or one that no screen shows
        raise NotOurs("no text")
    return text


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _unpacked(how: int, content: bytes) -> bytes:
    if how == _PLAIN:
        return content
    if how != _DEFLATED:
        raise NotOurs("packed in a way that is not known")
    packer = zlib.decompressobj(-15)
    plain = packer.decompress(content, LARGEST_BYTES)
    if not packer.eof:
        raise NotOurs("too large")
    return plain


def _bytes_of(text: str) -> bytes:
    if not (text.isascii() and text.isdigit() and text.startswith(BEGIN)):
        raise NotOurs("another text")
    digits, content = text[len(BEGIN) :], b""
    for at in range(0, len(digits), _STEP_DIGITS):
        part = digits[at : at + _STEP_DIGITS]
        if len(part) not in _DIGITS:
            raise NotOurs("digits are missing")
        try:
            content += int(part).to_bytes(_DIGITS.index(len(part)), "big")
        except OverflowError:
            raise NotOurs("no bytes") from None
    return content
