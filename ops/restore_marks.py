"""The mark that a restore leaves: beside the database, where a swapped database cannot hide it, and in the audit trail.

`restored.log` in the data folder holds one line of JSON for each restore: when, by whom, which file, who signed it, the head of
the chain before, and the numbers given out before. Numbers go on above those; the ones between are `skipped_number` rows.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from flask import current_app
from sqlalchemy import insert, select, update

from core import audit_actions, chain
from core.chain import Head, kept, keys
from core.chain.heads import HEAD_FILE
from core.db import db, execute, fetch_all, fetch_one
from core.models import AuditLine, Counter, SkippedNumber
from ops.archive_file import Signer
from ops.restored_access import AccessAfter

LOG = "restored.log"


@dataclass(frozen=True)
class Mark:
    """One restore. `numbers` are the counters before it, as `series/year`; `head` is that of the chain before it, if any.

    `access` is None while it is not known, and in marks that are read back.
    """

    uid: str
    at: str
    by: str
    file: str
    sha256: str
    made_at: str
    signer: Signer
    public_key: str
    head: Head | None = None
    numbers: Mapping[str, int] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    access: AccessAfter | None = None
    done: bool = False


def counters() -> dict[str, int]:
    """The highest number given out of each series and year."""
    rows = fetch_all(select(Counter.series, Counter.year, Counter.value))
    return {f"{r['series']}/{r['year']}": r["value"] for r in rows}


def begin(mark: Mark) -> Mark:
    """Writes the mark before anything is replaced, with the numbers of earlier marks where they are higher."""
    numbers = dict(mark.numbers)
    for earlier in _marks():
        if earlier.done:
            numbers = {name: max(numbers.get(name, 0), earlier.numbers.get(name, 0)) for name in {*numbers, *earlier.numbers}}
    mark = replace(mark, numbers=numbers)
    _append(mark)
    return mark


def finish(mark: Mark) -> None:
    """Writes that the restore is done."""
    _append(replace(mark, done=True))


def finish_begun(uid: str) -> None:
    """The same for a restore that was killed after its commit."""
    marks = [mark for mark in _marks() if mark.uid == uid]
    if marks and not any(mark.done for mark in marks):
        finish(marks[-1])


def skip_numbers(mark: Mark) -> dict[str, str]:
    """Raises the counters to the numbers of before, and returns what is skipped: `sale/2026` to `3204-3208`."""
    present = counters()
    skipped: dict[str, str] = {}
    for name, last in sorted(mark.numbers.items()):
        first = present.get(name, 0) + 1
        if last < first:
            continue
        series, _, year = name.rpartition("/")
        named = (Counter.series == series) & (Counter.year == int(year))
        if not execute(update(Counter).where(named).values(value=last)):
            execute(insert(Counter), {"series": series, "year": int(year), "value": last})
        execute(
            insert(SkippedNumber), {"series": series, "year": int(year), "first": first, "last": last, "restore_uid": mark.uid}
        )
        skipped[name] = f"{first}-{last}"
    return skipped


def set_heads_aside(uid: str) -> None:
    """Puts kept heads that the chain no longer goes on from into a folder of their own: the restore explains them."""
    folder: Path = current_app.config["OUT_DIR"] / "heads"
    aside = folder / f"before-{uid}"
    for path in (_folder() / HEAD_FILE, *sorted(folder.glob("*.json"))):
        if path.is_file() and list(kept.gaps_since(path)):
            aside.mkdir(parents=True, exist_ok=True)
            path.replace(aside / path.name)
    db.session.rollback()


def in_words(mark: Mark) -> Iterator[str]:
    """What a person is told after a restore: whose backup it was, who can come in now, and what is to be looked at."""
    key = keys.key_id(mark.public_key)
    if mark.signer is Signer.OWN:
        yield f"backup of {mark.made_at}, signed with this outlet's key {key}"
    elif mark.signer is Signer.FOREIGN:
        yield f"backup of {mark.made_at}, signed with the key {key} of another machine; its books are trusted from now on"
        yield "  compare the key with the one that `flask backup` printed there; if it differs, the backup is not yours"
    else:
        yield f"backup of {mark.made_at}, signed by nobody: it is of version 0.1"
    if mark.access is None:
        return
    yield "every session has ended: everybody signs in again"
    if mark.head is None:
        yield f"tokens: {mark.access.working} work; what was revoked or locked after the backup is not known here"
        yield "  review them all: `flask tokens list`, `flask tokens revoke ID`; and the people: /people"
    else:
        yield f"tokens: {mark.access.working} work, {mark.access.revoked} that were revoked after the backup stay revoked"
    if mark.access.locked:
        yield f"locked after the backup, and still: {', '.join(mark.access.locked)}"
    if mark.access.as_of_backup:
        yield f"password, PIN, second factor, role or permits are those of the backup: {', '.join(mark.access.as_of_backup)}"


def is_recorded(uid: str) -> bool:
    """Whether the database knows of this restore."""
    query = select(AuditLine.id).where(AuditLine.action == audit_actions.RESTORED, AuditLine.subject == uid)
    return fetch_one(query) is not None


def gaps() -> Iterator[str]:
    """What the log knows and the database does not: who swaps the database swaps no log."""
    recorded = {r["subject"] for r in fetch_all(select(AuditLine.subject).where(AuditLine.action == audit_actions.RESTORED))}
    present = counters()
    numbers: dict[str, int] = {}
    marks = [mark for mark in _marks() if mark.done]
    # A restore takes the lines of earlier ones out of the trail; the newest must stand there.
    if marks and marks[-1].uid not in recorded:
        yield f"restore {marks[-1].uid} of {marks[-1].at} ({marks[-1].file}) is in {LOG} and not in the audit trail"
    for mark in marks:
        numbers |= {name: max(last, numbers.get(name, 0)) for name, last in mark.numbers.items()}
    for name, last in sorted(numbers.items()):
        if present.get(name, 0) < last:
            yield f"{name}: the counter is at {present.get(name, 0)}, {last} were given before a restore"


def _marks() -> Iterator[Mark]:
    """The marks of the log; a line that was cut off in the middle says nothing."""
    try:
        text = (_folder() / LOG).read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    for line in text.splitlines():
        try:
            content = json.loads(line)
            head = chain.Head(**content["head"]) if content["head"] else None
            changed = {"head": head, "signer": Signer(content["signer"]), "gaps": tuple(content["gaps"]), "access": None}
            yield Mark(**{**content, **changed})
        except (ValueError, TypeError, KeyError, AttributeError):
            continue


def _append(mark: Mark) -> None:
    """Adds a line and waits for the disk."""
    line = json.dumps(asdict(mark), ensure_ascii=False) + "\n"
    handle = os.open(_folder() / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _folder() -> Path:
    folder: Path = current_app.config["DATA_DIR"]
    return folder
