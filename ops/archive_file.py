"""The file of a backup: a zip with a manifest that names and signs everything else in it.

`manifest.json` holds the SHA-256 of every other member, `manifest.sig` an Ed25519 signature over the manifest's own, made with
the outlet's key (`core.chain.keys`). Versions before 0003 of the schema did not sign. What comes from outside is bounded
before it is unpacked, and read whole before anything is changed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import IO

from sqlalchemy.exc import StatementError

from core.chain import Head, keys
from core.db import migrations
from core.errors import DomainError
from core.i18n import N_
from core.settings import MIN_SECRET

FORMAT = 1
PRODUCT = "ocop-outlet"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
SECRET_KEY = "secret.key"  # noqa: S105  # a file's name
UPLOADS = "uploads"
TABLES = "tables"
UNSIGNED_REVISIONS = frozenset({"0001", "0002"})
"""Revisions whose versions wrote backups without a signature."""
CHUNK = 1 << 20
MOST_MEMBERS = 1_000_000
MOST_BYTES = 64 << 30
"""Bytes that a backup may unpack to."""
MOST_MANIFEST_BYTES = 64 << 20
MOST_SIGNATURE_BYTES = 1024
MOST_LINE_BYTES = 32 << 20
MOST_SECRET_BYTES = 4096
MOST_RATIO = 100
"""How many times its size in the file a member, or all of them, may unpack to from RATIO_FROM_BYTES on, when this outlet did not
write it."""
RATIO_FROM_BYTES = 8 << 20
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    RuntimeError,
    StatementError,
    migrations.BrokenReferences,
)
"""What reading a file that is no backup, or a forged one, may raise."""


class Signer(StrEnum):
    """Whose key signed a backup."""

    OWN = "own"
    FOREIGN = "foreign"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Manifest:
    """What a backup says about itself.

    When and on which kind of database it was made, its revision, rows by table, the SHA-256 of its other members, the head
    of the chain then, the beginning of its digest as papers print it, and the public key it is signed with.
    """

    made_at: str
    made_on: str
    revision: str
    tables: Mapping[str, int]
    files: Mapping[str, str] = field(default_factory=dict)
    head: Head | None = None
    head_short: str | None = None
    public_key: str = ""
    format: int = FORMAT
    product: str = PRODUCT


@dataclass(frozen=True)
class ArchiveFile:
    """A backup that was opened, and found whole."""

    zip: zipfile.ZipFile
    manifest: Manifest
    signer: Signer
    sha256: str

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table as lines of JSON."""
        with self.zip.open(table_member(table)) as file:
            while line := file.readline(MOST_LINE_BYTES + 1):
                if len(line) > MOST_LINE_BYTES:
                    raise bad_backup()
                yield line

    def files(self) -> Iterator[str]:
        """The members that are files of the data folder."""
        return (name for name in self.zip.namelist() if not name.endswith("/") and _is_of_data_folder(name))

    def size_of(self, name: str) -> int | None:
        """How many bytes a file of the data folder has in here; None when it is not."""
        try:
            return self.zip.getinfo(name).file_size
        except KeyError:
            return None

    def size_of_files(self) -> int:
        """How many bytes they unpack to."""
        return sum(self.zip.getinfo(name).file_size for name in self.files())


def table_member(table: str) -> str:
    """Where the rows of a table stand."""
    return f"{TABLES}/{table}.jsonl"


def bad_backup() -> DomainError:
    """The refusal of a file that is no backup, or is damaged."""
    return DomainError("bad_backup", N_("Tệp này không phải bản sao lưu, hoặc đã hỏng. Chưa khôi phục gì cả."))


@contextmanager
def bad_if_damaged() -> Iterator[None]:
    """Turns whatever a damaged file raises into `bad_backup`."""
    try:
        yield
    except _DAMAGES as error:
        raise bad_backup() from error
    except OSError as error:
        # A damaged zip sends its reader to places no file has; trouble of the disk has another number.
        if error.errno not in {errno.EINVAL, None}:
            raise
        raise bad_backup() from error


def sign(manifest: bytes) -> bytes:
    """The signature of a manifest as its member holds it."""
    return keys.own().sign(hashlib.sha256(manifest).hexdigest()).encode()


@contextmanager
def opened(path: Path) -> Iterator[ArchiveFile]:
    """A backup, read whole once. Raises `bad_backup` and `other_revision`."""
    # Opened once: what is digested here is what is read below, whatever is put in its place meanwhile.
    with path.open("rb") as source:
        with bad_if_damaged():
            digest = hashlib.file_digest(source, "sha256").hexdigest()
            file = zipfile.ZipFile(source)
        with file:
            with bad_if_damaged():
                _require_members(file)
                text = _text_of_manifest(file)
                manifest = _manifest(text)
                signer = _signer(file, text, manifest)
                _require_whole(file, manifest, signer)
            yield ArchiveFile(file, manifest, signer, digest)


def read_manifest(path: Path) -> Manifest:
    """What a backup says about itself, believed without a look at the rest. Raises `bad_backup` and `other_revision`."""
    with bad_if_damaged(), zipfile.ZipFile(path) as file:
        return _manifest(_text_of_manifest(file))


def _manifest(text: bytes) -> Manifest:
    """The manifest in this text. Raises `bad_backup` and `other_revision`; a damaged one raises anything."""
    content = json.loads(text)
    if not isinstance(content, dict) or content.get("product") != PRODUCT or content.get("format") != FORMAT:
        raise bad_backup()
    if not migrations.knows(content.get("revision")):
        sentence = N_("Bản sao lưu này thuộc phiên bản khác (%(theirs)s). Hãy dùng đúng phiên bản.")
        raise DomainError("other_revision", sentence, theirs=content.get("revision"))
    return Manifest(
        str(content.get("made_at")),
        str(content.get("made_on")),
        content["revision"],
        tables={str(name): int(rows) for name, rows in content["tables"].items()},
        files={str(name): str(digest) for name, digest in content.get("files", {}).items()},
        head=Head(**content["head"]) if content.get("head") else None,
        head_short=content.get("head_short"),
        public_key=str(content.get("public_key", "")),
    )


def write_manifest(file: zipfile.ZipFile, manifest: Manifest) -> None:
    """Ends a backup: the manifest and its signature."""
    content = json.dumps(asdict(manifest), indent=2).encode()
    file.writestr(MANIFEST, content)
    file.writestr(SIGNATURE, sign(content))


def copy(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Reads a stream to its end, writes it on if there is a target, and returns its SHA-256."""
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target is not None:
            target.write(chunk)
    return digest.hexdigest()


def _require_members(file: zipfile.ZipFile) -> None:
    """Raises `bad_backup` for members that no backup has, or that would unpack to more than any."""
    infos = file.infolist()
    names = [info.filename for info in infos]
    if len(infos) > MOST_MEMBERS or len(set(names)) != len(names) or sum(info.file_size for info in infos) > MOST_BYTES:
        raise bad_backup()
    for info in infos:
        path = PurePosixPath(info.filename)
        strange = path.is_absolute() or ".." in path.parts or "\\" in info.filename or ":" in info.filename
        if strange or info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise bad_backup()


def _text_of_manifest(file: zipfile.ZipFile) -> bytes:
    if file.getinfo(MANIFEST).file_size > MOST_MANIFEST_BYTES:
        raise bad_backup()
    return file.read(MANIFEST)


def _signer(file: zipfile.ZipFile, text: bytes, manifest: Manifest) -> Signer:
    """Who signed the manifest of this text. Raises `bad_backup` for a wrong signature, and for none where there must be one."""
    if SIGNATURE not in file.namelist():
        if manifest.revision not in UNSIGNED_REVISIONS or manifest.files:
            raise bad_backup()
        return Signer.NOBODY
    if file.getinfo(SIGNATURE).file_size > MOST_SIGNATURE_BYTES:
        raise bad_backup()
    if not keys.is_signed(hashlib.sha256(text).hexdigest(), file.read(SIGNATURE).decode("ascii"), manifest.public_key):
        raise bad_backup()
    return Signer.OWN if manifest.public_key in keys.trusted().values() else Signer.FOREIGN


def _require_whole(file: zipfile.ZipFile, manifest: Manifest, signer: Signer) -> None:
    """Raises `bad_backup` unless every member is there as it was written; nothing is unpacked for longer than it may be."""
    if not manifest.tables or not {table_member(table) for table in manifest.tables} <= set(file.namelist()):
        raise bad_backup()
    named = {info.filename: info for info in file.infolist() if info.filename not in {MANIFEST, SIGNATURE}}
    if signer is not Signer.NOBODY and named.keys() != manifest.files.keys():
        raise bad_backup()
    if signer is not Signer.OWN:
        _require_bounded(file)
    for name, info in named.items():
        with file.open(info) as member:
            digest = copy(member)
        if signer is not Signer.NOBODY and digest != manifest.files[name]:
            raise bad_backup()
    if SECRET_KEY in named:
        small = named[SECRET_KEY].file_size <= MOST_SECRET_BYTES
        if not small or len(file.read(SECRET_KEY).decode().strip()) < MIN_SECRET:
            raise bad_backup()


def _require_bounded(file: zipfile.ZipFile) -> None:
    """Raises `bad_backup` for what would swell: one member, or many that are each small or lie over each other in the file."""
    infos = file.infolist()
    assert file.fp is not None
    sizes = [(info.file_size, info.compress_size) for info in infos]
    sizes.append((sum(info.file_size for info in infos), file.fp.seek(0, 2)))
    if any(unpacked > RATIO_FROM_BYTES and unpacked > MOST_RATIO * packed for unpacked, packed in sizes):
        raise bad_backup()


def _is_of_data_folder(name: str) -> bool:
    return name == SECRET_KEY or name.startswith(f"{UPLOADS}/")
