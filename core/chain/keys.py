"""The key that signs the chain: an Ed25519 key in a file of the data folder, outside the database.

`chain.key` is made once, readable by the outlet's own user alone. `chain.trusted` may name more public keys, one a line in
hexadecimal: that of a key that was lost, or of the machine a backup came from.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from flask import current_app

from core.settings import BadSetting

KEY_FILE = "chain.key"
TRUSTED_FILE = "chain.trusted"
_EXTENSION = "outlet_chain_key"
_also: ContextVar[tuple[str, ...]] = ContextVar("also_trusted", default=())


@dataclass(frozen=True, slots=True)
class ChainKey:
    """The outlet's own key; `public` in hexadecimal, `id` its first 16 digits of SHA-256."""

    private: Ed25519PrivateKey = field(repr=False)
    public: str
    id: str

    def sign(self, text: str) -> str:
        """The signature of a text, in hexadecimal."""
        return self.private.sign(text.encode()).hex()


def own() -> ChainKey:
    """This outlet's key, made when there is none. Raises BadSetting for a file that is no such key."""
    known: ChainKey | None = current_app.extensions.get(_EXTENSION)
    if known is None:
        known = current_app.extensions[_EXTENSION] = _stored(_folder() / KEY_FILE)
    return known


def trusted() -> dict[str, str]:
    """The public keys a link may be signed with, by id: the outlet's own, and those the data folder names."""
    named = [own().public, *_also.get()]
    with contextlib.suppress(FileNotFoundError):
        named += (_folder() / TRUSTED_FILE).read_text().split()
    return {key_id(public): public for public in named}


@contextlib.contextmanager
def also_trusting(*public: str) -> Iterator[None]:
    """Inside, links that were signed with these keys are accepted, too."""
    token = _also.set((*_also.get(), *public))
    try:
        yield
    finally:
        _also.reset(token)


def trust(public: str) -> None:
    """Lets links that were signed with another key be accepted from now on."""
    if key_id(public) not in trusted():
        with os.fdopen(os.open(_folder() / TRUSTED_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as file:
            file.write(public + "\n")


def key_id(public: str) -> str:
    """How links name a public key, and people compare two."""
    return hashlib.sha256(public.encode()).hexdigest()[:16]


def is_signed(text: str, signature: str, public: str) -> bool:
    """Whether the owner of a public key signed this text."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(bytes.fromhex(signature), text.encode())
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _stored(path: Path) -> ChainKey:
    if not path.exists():
        _make(path)
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise BadSetting(f"{path}: not a key; put the outlet's own back from a copy") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise BadSetting(f"{path}: not an Ed25519 key")
    public = private.public_key().public_bytes_raw().hex()
    return ChainKey(private, public, key_id(public))


def _make(path: Path) -> None:
    """Makes the file whole or not at all; the first of two processes wins."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        with contextlib.suppress(FileExistsError):
            os.link(unfinished, path)
    finally:
        unfinished.unlink()


def _folder() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder
