"""A restore leaves a mark, gives no number twice, and takes nothing forged, foreign, broken or swollen without a word."""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select, text

from core import chain
from core.chain import kept, keys
from core.db import append_only, audit, db, execute, fetch_all, fetch_one, transaction
from core.errors import DomainError
from core.models import AuditLine, Person, SkippedNumber
from core.people.actor import SYSTEM
from ops import archive, archive_file, books, leftovers, restore_marks
from ops.archive_file import MANIFEST, SIGNATURE, Signer
from tests.guards import GUARDS
from tests.journeys.inside import Inside, TimedShop
from tests.schedule import examples

OLD = Path(__file__).parents[1] / "data" / "0.1.0" / "short-backup.zip"
REPLACE = archive.Restoring(replace=True, by="chu")
FOREIGN = replace(REPLACE, foreign=True)


@pytest.fixture
def shop(app: Flask) -> TimedShop:
    return Inside(app).shop()


@pytest.fixture
def saved(app: Flask, shop: TimedShop, tmp_path: Path) -> Path:
    """A backup of an outlet with a sale and a secret of its own."""
    (data_of(app) / "secret.key").write_text("cd" * 32)
    shop.sell(shop.line(shop.stocked(), "1"))
    archive.backup(tmp_path / "b.zip")
    return tmp_path / "b.zip"


def data_of(app: Flask) -> Path:
    folder: Path = app.config["DATA_DIR"]
    return folder


def log_of(app: Flask) -> list[Any]:
    return [json.loads(line) for line in (data_of(app) / restore_marks.LOG).read_text().splitlines()]


def sell(shop: TimedShop, product: str, times: int) -> list[str]:
    return [shop.sell(shop.line(product, "1"))["number"] for _ in range(times)]


def refused(path: Path, allowed: archive.Restoring = REPLACE) -> str:
    """The code a restore is refused with; nothing is left behind."""
    before = fetch_all(select(AuditLine.id))
    with pytest.raises(DomainError) as error:
        archive.restore(path, allowed)
    assert fetch_all(select(AuditLine.id)) == before, "nothing changed"
    db.session.rollback()
    return error.value.code


def forged(source: Path, change: dict[str, Callable[[bytes], bytes]], key: Ed25519PrivateKey | None = None) -> Path:
    """The backup with members changed; with a key, made whole again and signed by whoever has that."""
    target = source.with_name(f"forged-{len(list(source.parent.iterdir()))}.zip")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        members = {name: change.get(name, bytes)(old.read(name)) for name in old.namelist()}
        if key is not None:
            manifest = json.loads(members[MANIFEST])
            manifest["files"] = {n: hashlib.sha256(m).hexdigest() for n, m in members.items() if n in manifest["files"]}
            manifest["public_key"] = key.public_key().public_bytes_raw().hex()
            for table in manifest["tables"]:
                manifest["tables"][table] = members[f"tables/{table}.jsonl"].count(b"\n")
            members[MANIFEST] = json.dumps(manifest).encode()
            members[SIGNATURE] = key.sign(hashlib.sha256(members[MANIFEST]).hexdigest().encode()).hex().encode()
        for name, content in members.items():
            new.writestr(name, content)
    return target


def a_manager_more(rows: bytes) -> bytes:
    first = json.loads(rows.splitlines()[0])
    return rows + json.dumps({**first, "id": 999, "username": "ke-gian", "role": "manager"}).encode() + b"\n"


def test_a_restore_leaves_a_mark_and_gives_no_number_twice(each_app: Flask, tmp_path: Path) -> None:
    shop = Inside(each_app).shop()
    product = shop.stocked()
    sell(shop, product, 2)
    file = tmp_path / "b.zip"
    archive.backup(file)
    lost = sell(shop, product, 3)
    kept.write_day()
    head = chain.head()
    db.session.rollback()
    mark = archive.restore(file, REPLACE)
    assert mark.head == head and (mark.by, mark.signer) == ("chu", Signer.OWN)
    begun, done = log_of(each_app)
    assert (begun["done"], done["done"], done["head"]["digest"]) == (False, True, head.digest if head else None)
    line = fetch_one(select(AuditLine).where(AuditLine.action == "outlet.restored"))
    assert line and line["subject"] == mark.uid
    detail = json.loads(line["detail"])
    assert detail["by"] == "chu" and detail["file"] == "b.zip" and detail["sha256"] == mark.sha256
    assert detail["skipped"] == {f"sale/{lost[0][:4]}": "3-5"}
    db.session.rollback()
    assert sell(shop, product, 1) == [f"{lost[0][:4]}-000006"], "the numbers of the lost slips are not given again"
    assert books.check()[0] == []
    db.session.rollback()
    archive.restore(file, REPLACE)
    assert books.check()[0] == [] and sell(shop, product, 1) == [f"{lost[0][:4]}-000007"]
    assert not list(data_of(each_app).glob(".restore-*"))


def test_a_swapped_database_is_seen(app: Flask, saved: Path, tmp_path: Path) -> None:
    source = sqlite3.connect(db.engine.url.database or "")
    source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(db.engine.url.database or "", tmp_path / "old.db")
    source.close()
    archive.restore(saved, REPLACE)
    assert books.check()[0] == []
    db.session.remove()
    db.engine.dispose()
    with sqlite3.connect(tmp_path / "old.db") as old, sqlite3.connect(db.engine.url.database or "") as present:
        old.backup(present)
    assert any(restore_marks.LOG in gap for gap in books.check()[0])


def test_a_number_that_was_skipped_and_stands_on_a_document_is_a_gap(app: Flask, shop: TimedShop) -> None:
    sell(shop, shop.stocked(), 2)
    year = int(fetch_all(text("SELECT max(year) AS year FROM sale"))[0]["year"])
    skipped = {"series": "sale", "year": year, "first": 2, "last": 2, "restore_uid": "x"}
    transaction(lambda: execute(insert(SkippedNumber), skipped))
    assert any("sale numbers" in gap for gap in books.check()[0])


def test_what_was_forged_is_refused(app: Flask, saved: Path) -> None:
    stranger = Ed25519PrivateKey.generate()
    people, trail = "tables/person.jsonl", "tables/audit_line.jsonl"
    changes: list[dict[str, Callable[[bytes], bytes]]] = [
        {people: a_manager_more},
        {trail: lambda rows: b""},
        {MANIFEST: lambda content: json.dumps(json.loads(content) | {"tables": {}}).encode()},
        {"secret.key": lambda content: b""},
        {"secret.key": lambda content: b"ab" * 32},
        {SIGNATURE: lambda content: b"00" * 64},
    ]
    for change in changes:
        assert refused(forged(saved, change)) == "bad_backup"
    for change in changes[:2]:
        assert refused(forged(saved, change, stranger)) == "foreign_backup"
    assert refused(forged(saved, changes[3], stranger), FOREIGN) == "bad_backup", "an outlet would not start with it"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(saved.with_name("bare.zip"), "w") as bare:
        for name in old.namelist():
            if name != SIGNATURE:
                bare.writestr(name, old.read(name))
    assert refused(saved.with_name("bare.zip"), FOREIGN) == "bad_backup", "this version signs"
    emptied = forged(saved, {MANIFEST: lambda content: json.dumps(json.loads(content) | {"tables": {}}).encode()}, stranger)
    assert refused(emptied, FOREIGN) == "bad_backup"
    assert not (data_of(app) / keys.TRUSTED_FILE).exists() or not (data_of(app) / keys.TRUSTED_FILE).read_text()


def make_a_key_of_its_own(app: Flask) -> None:
    """The outlets of the tests share a key; this one does not."""
    (data_of(app) / keys.KEY_FILE).unlink()
    keys.own()


def test_another_outlets_backup_needs_a_word_over_a_live_one(app: Flask, saved: Path, app_on: Any) -> None:
    db.session.remove()
    other = app_on("sqlite")
    with other.app_context():
        make_a_key_of_its_own(other)
        shop = Inside(other).shop()
        sell(shop, shop.stocked(), 1)
        assert refused(saved) == "foreign_backup"
        mark = archive.restore(saved, FOREIGN)
        assert mark.signer is Signer.FOREIGN and books.check()[0] == []
        db.session.remove()
    third = app_on("sqlite")
    with third.app_context():
        make_a_key_of_its_own(third)
        assert archive.restore(saved).signer is Signer.FOREIGN, "an empty outlet takes any"
        db.session.remove()


def test_a_backup_of_before_the_signature_needs_a_word_over_a_live_outlet(app: Flask, shop: TimedShop) -> None:
    assert refused(OLD) == "foreign_backup"
    assert archive.restore(OLD, FOREIGN).signer is Signer.NOBODY
    line = fetch_one(select(AuditLine.detail).where(AuditLine.action == "outlet.restored"))
    assert line and json.loads(line["detail"])["signer"] == "nobody"


def test_books_that_do_not_agree_are_let_in_only_on_purpose(app: Flask, shop: TimedShop, tmp_path: Path) -> None:
    sell(shop, shop.stocked(), 1)

    def damage() -> None:
        append_only.lift(db.session.connection(), GUARDS.tables)
        db.session.connection().execute(text("UPDATE shelf SET on_hand = on_hand + 1000"))

    transaction(damage)
    archive.backup(tmp_path / "b.zip")
    assert refused(tmp_path / "b.zip") == "books_differ"
    mark = archive.restore(tmp_path / "b.zip", replace(REPLACE, with_gaps=True))
    assert mark.gaps and any("shelf" in gap for gap in mark.gaps)


def swollen(source: Path, members: dict[str, int]) -> Path:
    """The backup with files of so many zeros in it."""
    target = source.with_name(f"swollen-{len(list(source.parent.iterdir()))}.zip")
    shutil.copy(source, target)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as more:
        for name, size in members.items():
            more.writestr(f"uploads/{name}", bytes(size), zipfile.ZIP_DEFLATED)
    return target


@pytest.fixture
def unsigned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup that nobody signed, beside limits that fit its size: it is taken as it is."""
    monkeypatch.setattr(archive_file, "RATIO_FROM_BYTES", 10_000)
    with zipfile.ZipFile(OLD) as file:
        unpacked = sum(info.file_size for info in file.infolist())
        most = max(info.file_size / max(info.compress_size, 1) for info in file.infolist())
    monkeypatch.setattr(archive_file, "MOST_RATIO", int(max(most, unpacked / OLD.stat().st_size)) + 1)
    shutil.copy(OLD, tmp_path / "old.zip")
    return tmp_path / "old.zip"


def opens(path: Path) -> bool:
    try:
        with archive_file.opened(path):
            return True
    except DomainError as error:
        return error.code != "bad_backup"


def test_what_would_swell_is_refused_before_it_is_unpacked(
    app: Flask, shop: TimedShop, unsigned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = swollen(unsigned, {"small": 9_000})
    assert opens(unsigned) and opens(few), "what is small may be as empty as it likes"
    read: list[str] = []
    monkeypatch.setattr(archive_file, "copy", lambda source, target=None: read.append(source.name) or "")
    many = {f"part-{n}": 9_000 for n in range(200)}
    while sum(many.values()) < archive_file.MOST_RATIO * (unsigned.stat().st_size + 200 * len(many)):
        many |= {f"part-{n}": 9_000 for n in range(len(many), 2 * len(many))}
    for bomb in (swollen(unsigned, {"bomb": 2_000_000}), swollen(unsigned, many)):
        assert refused(bomb, FOREIGN) == "bad_backup"
    assert read == [], "not a member was unpacked"


def test_a_backup_that_unpacks_to_more_than_any_is_refused(
    app: Flask, shop: TimedShop, unsigned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(unsigned) as file:
        unpacked, members = sum(info.file_size for info in file.infolist()), len(file.infolist())
    assert opens(unsigned)
    for limit, value in (("MOST_BYTES", unpacked - 1), ("MOST_MEMBERS", members - 1), ("MOST_MANIFEST_BYTES", 10)):
        with monkeypatch.context() as lowered:
            lowered.setattr(archive_file, limit, value)
            assert not opens(unsigned), limit


def test_files_that_the_disk_does_not_hold_are_not_begun(app: Flask, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data_of(app) / "uploads").mkdir(exist_ok=True)
    (data_of(app) / "uploads" / "picture").write_bytes(bytes(1000))
    archive.backup(saved)
    monkeypatch.setattr(archive, "SPARE_BYTES", 1 << 60)
    assert refused(saved) == "disk_full"


def test_a_member_that_is_there_twice_is_refused(app: Flask, shop: TimedShop, tmp_path: Path) -> None:
    twice = tmp_path / "twice.zip"
    shutil.copy(OLD, twice)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(twice, "a") as more:
        more.writestr("tables/sale.jsonl", b"")
    assert refused(twice, FOREIGN) == "bad_backup"


@settings(max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 1), length=st.integers(0, 40), noise=st.binary(min_size=1, max_size=40), cut=st.booleans())
def test_a_damaged_file_is_always_called_so(app: Flask, saved: Path, place: float, length: int, noise: bytes, cut: bool) -> None:
    content = saved.read_bytes()
    at = int(place * (len(content) - 1))
    changed = content[:at] if cut else content[:at] + noise + content[at + length :]
    broken = saved.with_name("broken.zip")
    broken.write_bytes(changed)
    codes = []
    try:
        with archive_file.opened(broken) as file:
            # Noise between the members changes nothing in them.
            codes.append(file.signer.value)
    except DomainError as error:
        codes.append(error.code)
    assert codes[0] in {"own", "bad_backup", "other_revision"}


def test_a_backup_is_verified_aside(app: Flask, saved: Path) -> None:
    before = fetch_all(select(Person.username))
    verified = archive.verify(saved)
    assert verified.gaps == [] and verified.signer is Signer.OWN and verified.rows > 10
    assert fetch_all(select(Person.username)) == before and not list(data_of(app).glob(".restore-*"))


def test_what_a_killed_restore_left_is_removed_at_the_next_start(app: Flask) -> None:
    data = data_of(app)
    for uid in ("killed", "committed"):
        (data / f".restore-{uid}" / "uploads").mkdir(parents=True)
        (data / f".restore-{uid}" / "uploads" / uid).write_text(uid)
    transaction(lambda: audit.note(SYSTEM, "outlet.restored", "committed"))
    with leftovers.staging(data) as used:
        leftovers.clear(data)
        assert [folder.name for folder in data.glob(".restore-*")] == [used.folder.name], "what is in use stays"
    assert [path.name for path in (data / "uploads").iterdir()] == ["committed"], "a committed restore is finished"
    assert not list(data.glob(".restore-*"))


def test_a_full_disk_is_told_in_words(app: Flask, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive, "write_manifest", full)
    with pytest.raises(DomainError) as error:
        archive.backup(saved.with_name("full.zip"))
    assert error.value.code == "disk_full" and not saved.with_name("full.zip").exists()
    monkeypatch.setattr(archive, "_stage_files", full)
    assert refused(saved) == "disk_full"


def test_backups_and_exports_stand_in_the_audit_trail(app: Flask, shop: TimedShop, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(args=["backup", str(tmp_path / "b.zip")]).exit_code == 0
    assert runner.invoke(args=["export", str(tmp_path / "out")]).exit_code == 0
    checked = runner.invoke(args=["backup", "--verify", str(tmp_path / "b.zip")])
    assert checked.exit_code == 0 and "signed by this outlet" in checked.output and "books agree" in checked.output
    assert runner.invoke(args=["restore", str(tmp_path / "b.zip")]).exit_code == 1
    actions = {r["action"] for r in fetch_all(select(AuditLine.action))}
    assert {"outlet.backed_up", "outlet.exported"} <= actions
