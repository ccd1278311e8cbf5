"""Backup, restore and export: everything comes back, on either database, or nothing at all."""

from __future__ import annotations

import json
import re
import shutil
import threading
import zipfile
from collections.abc import Container
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from core.db import Base, db, execute, fetch_all, transaction
from core.errors import DomainError
from core.people import people
from ops import archive, books, export
from ops.simulate.history import simulate
from pos.models import Sale, SaleLine
from tests.conftest import AppOn, NewDatabase
from tests.journeys.inside import Inside
from tests.outlet import MANAGER, PASSWORD

REPLACE = archive.Restoring(replace=True, by="chu")
MARKED = {"audit_line", "chain_link", "counter", "skipped_number"}
"""Tables that a restore writes its mark into."""


def _everything(besides: Container[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for some tables."""
    tables = {}
    for table in Base.metadata.sorted_tables:
        if table.name in besides:
            continue
        values = [dict(r) for r in fetch_all(select(table))]
        tables[table.name] = sorted(values, key=lambda r: json.dumps(r, default=str, sort_keys=True))
    db.session.rollback()
    return tables


def _lived(app: Flask) -> Inside:
    inside = Inside(app)
    shop = inside.shop()
    sold = shop.sell(shop.line(shop.stocked(name="Gạo =tẻ"), "2"))
    shop.refund(sold["uid"], 1, "1").ok(201)
    simulate(2, 10, 5, 2, 1)
    uploads = Path(app.config["DATA_DIR"]) / "uploads" / "a"
    uploads.mkdir(parents=True)
    (uploads / "ảnh.png").write_bytes(b"\x89PNG")
    return inside


def test_everything_comes_back_on_the_other_database(each_app: Flask, app_on: AppOn, tmp_path: Path) -> None:
    _lived(each_app)
    target = "postgresql" if db.engine.url.drivername == "sqlite" else "sqlite"
    file = tmp_path / "sao lưu.zip"
    archive.backup(file)
    before = _everything(MARKED)
    other = app_on(target)
    with other.app_context():
        archive.restore(file)
        assert _everything(MARKED) == before
        assert books.check()[0] == []
        assert people.sign_in(MANAGER, PASSWORD)
        assert (Path(other.config["DATA_DIR"]) / "uploads" / "a" / "ảnh.png").read_bytes() == b"\x89PNG"
        # Life goes on behind the restored numbers.
        assert simulate(1, 5, 3, 1, 2).startswith("SIM2")
        assert books.check()[0] == []
        db.session.rollback()


def test_a_live_outlet_is_replaced_only_on_purpose_and_its_books_still_only_grow(each_app: Flask, tmp_path: Path) -> None:
    inside = _lived(each_app)
    file = tmp_path / "b.zip"
    archive.backup(file)
    before = _everything(MARKED)
    shop = inside.shop()
    shop.sell(shop.line(shop.stocked(), "1"))
    after = _everything()
    with pytest.raises(DomainError) as refused:
        archive.restore(file)
    assert refused.value.code == "not_empty" and _everything() == after
    archive.restore(file, REPLACE)
    assert _everything(MARKED) == before
    for statement in (update(Sale).values(total_vnd=0), delete(SaleLine)):
        with pytest.raises(DBAPIError):
            transaction(lambda statement=statement: execute(statement))  # type: ignore[misc]


def _rewritten(source: Path, target: Path, name: str, change: Any) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == name else data)
    return target


def test_a_damaged_file_restores_nothing(each_app: Flask, tmp_path: Path) -> None:
    _lived(each_app)
    file = tmp_path / "b.zip"
    archive.backup(file)
    before = _everything()
    whole = file.read_bytes()
    damaged = [
        _rewritten(file, tmp_path / "short.zip", "tables/refund_line.jsonl", lambda data: b""),
        _rewritten(file, tmp_path / "wrong.zip", "tables/sale_line.jsonl", lambda data: data.replace(b't_vnd":', b't_vnd":1')),
        _rewritten(file, tmp_path / "nonsense.zip", "tables/payment.jsonl", lambda data: data[:-9]),
        _rewritten(file, tmp_path / "other.zip", "manifest.json", lambda data: data.replace(b"ocop-outlet", b"till")),
        _rewritten(file, tmp_path / "later.zip", "manifest.json", lambda data: data.replace(b'"revision": "', b'"revision": "9')),
        _rewritten(file, tmp_path / "empty.zip", "manifest.json", lambda data: re.sub(rb'(?<="revision": )"\w+"', b'""', data)),
    ]
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.zip").write_text("not a backup")
    for broken in (*damaged, tmp_path / "cut.zip", tmp_path / "text.zip"):
        with pytest.raises(DomainError) as refused:
            archive.restore(broken, REPLACE)
        assert refused.value.code in {"bad_backup", "other_revision"}, broken
        assert _everything() == before, broken


def _with(file: Path, target: Path, name: str, data: bytes) -> Path:
    """The backup with one more file in it."""
    shutil.copy(file, target)
    with zipfile.ZipFile(target, "a") as more:
        more.writestr(name, data)
    return target


def test_a_forged_file_writes_nothing_anywhere(app: Flask, tmp_path: Path) -> None:
    _lived(app)
    file = tmp_path / "b.zip"
    archive.backup(file)
    before, data = _everything(), app.config["DATA_DIR"]
    around = {path for path in tmp_path.rglob("*") if path.suffix != ".zip"}
    outside = ("uploads/../../evil.txt", "uploads/../../../evil.txt", "uploads//../evil.txt")
    forged = [_with(file, tmp_path / f"f{n}.zip", name, b"x") for n, name in enumerate(outside)]
    line = "tables/sale.jsonl"
    for n, content in enumerate((b"[1]\n", b'"x"\n', b'{"uid": ' + b"9" * 30 + b"}\n", b"[" * 100_000 + b"\n")):
        forged.append(_rewritten(file, tmp_path / f"r{n}.zip", line, lambda _data, content=content: content))
    for n, content in enumerate((b"[]", b"1", b'{"product": "ocop-outlet", "format": 1, "tables": 5}')):
        forged.append(_rewritten(file, tmp_path / f"m{n}.zip", "manifest.json", lambda _data, content=content: content))
    for one in forged:
        with pytest.raises(DomainError):
            archive.restore(one, REPLACE)
        assert _everything() == before, one
    for n, name in enumerate((".", "/evil.txt", "uploads/more.png", "tables/strange.jsonl")):
        with pytest.raises(DomainError):
            archive.restore(_with(file, tmp_path / f"more{n}.zip", name, b"x"), REPLACE)
        assert _everything() == before
    appeared = {path for path in tmp_path.rglob("*") if path.suffix != ".zip"} - around
    assert not [path for path in appeared if "evil" in path.name]
    assert not (data / "evil.txt").exists() and not Path("/evil.txt").exists()


def test_a_backup_is_taken_while_tills_sell(each_app: Flask, app_on: AppOn, new_database: NewDatabase, tmp_path: Path) -> None:
    _lived(each_app)
    stop = threading.Event()
    failed: list[BaseException] = []

    def sell() -> None:
        with each_app.app_context():
            try:
                seed = 100
                while not stop.is_set():
                    simulate(1, 5, 3, 1, seed)
                    seed += 1
            except BaseException as error:
                failed.append(error)
            finally:
                db.session.remove()

    seller = threading.Thread(target=sell)
    seller.start()
    try:
        archive.backup(tmp_path / "b.zip")
    finally:
        stop.set()
        seller.join()
    assert not failed
    with app_on(new_database("sqlite")).app_context():
        archive.restore(tmp_path / "b.zip")
        assert books.check()[0] == []
        db.session.rollback()


def test_an_export_has_everything_but_secrets(app: Flask, tmp_path: Path) -> None:
    _lived(app)
    export.write(tmp_path / "out")
    for table in Base.metadata.sorted_tables:
        objects = json.loads((tmp_path / "out" / f"{table.name}.json").read_text())
        sheet = (tmp_path / "out" / f"{table.name}.csv").read_text(encoding="utf-8-sig")
        assert len(objects) == len(fetch_all(select(table)))
        assert sheet.splitlines()[0].split(",")[0] in table.c
    everything = "".join(p.read_text() for p in (tmp_path / "out").iterdir() if p.is_file())
    for person in fetch_all(select(Base.metadata.tables["person"])):
        assert person["password_hash"] not in everything
    assert "password_hash" not in everything and "digest" not in json.loads((tmp_path / "out" / "api_token.json").read_text())[0]
