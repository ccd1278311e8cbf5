"""Passwords and PINs as they are stored. A PIN is short, so it is keyed with the outlet's secret before it is hashed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's floor for argon2id: 19 MiB, two passes; a shop's box signs people in all morning."""
_KEYED = "keyed:"
"""What a hash begins with whose secret was keyed; who steals the database alone cannot try secrets on it."""


def hash_password(password: str) -> str:
    """A password's hash."""
    return _hasher.hash(_composed(password))


def hash_pin(pin: str) -> str:
    """A PIN's hash, which is worth nothing without the outlet's secret key."""
    return _KEYED + _hasher.hash(keyed("pin", pin))


def matches(stored: str, secret: str) -> bool:
    """Whether a secret is the one that was hashed; PINs of before the key are compared as they were stored."""
    keyed_hash = stored.startswith(_KEYED)
    try:
        return _hasher.verify(stored.removeprefix(_KEYED), keyed("pin", secret) if keyed_hash else _composed(secret))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str, is_pin: bool) -> bool:
    """Whether a hash is better made anew at the next use: a PIN without the key, or other costs than today's."""
    return (is_pin and not stored.startswith(_KEYED)) or _hasher.check_needs_rehash(stored.removeprefix(_KEYED))


def keyed(purpose: str, text: str) -> str:
    """A text's digest under the outlet's secret key, in hexadecimal; no purpose can be used for another."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{purpose}\n{_composed(text)}".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


@cache
def nobodys() -> str:
    """A hash that no secret matches: a stranger's name costs the same time as a known one."""
    return hash_password(secrets.token_hex(16))


def _composed(secret: str) -> str:
    """Keyboards spell `ậ` in one, two or three characters; a secret is the same in all of them."""
    return unicodedata.normalize("NFC", secret)
