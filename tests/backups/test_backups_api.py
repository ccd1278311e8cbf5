"""Backups over the API: made once, listed, tried out aside; managers only."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from core.db import fetch_all
from core.models import AuditLine
from core.people.permits import Role
from ops import archive, backups
from tests.api.inside import LocalOutlet
from tests.conftest import BOTH, NewDatabase, _application, _close
from tests.outlet import MANAGER, at_once, uid


@pytest.fixture(scope="module", params=BOTH)
def outlet(request: pytest.FixtureRequest, new_database: NewDatabase, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A set-up outlet on each kind of database."""
    app = _application(new_database(request.param), tmp_path_factory.mktemp("data"))
    yield LocalOutlet.set_up(app)
    _close(app)


def folder(outlet: LocalOutlet) -> Path:
    return Path(outlet.app.config["DATA_DIR"]) / "backups"


def lines(outlet: LocalOutlet, action: str, subject: str) -> list[Any]:
    with outlet.app.app_context():
        query = select(AuditLine.actor, AuditLine.detail).where(AuditLine.action == action, AuditLine.subject == subject)
        return [(line["actor"], json.loads(line["detail"])) for line in fetch_all(query)]


def test_a_backup_is_made_once_and_can_be_read_listed_and_tried_out(outlet: LocalOutlet) -> None:
    one, check = uid(), uid()
    made = outlet.api.put(f"/api/v1/backups/{one}", {}).ok(201)
    file = folder(outlet) / f"{one}.zip"
    content = file.read_bytes()
    assert (made["uid"], made["file"], made["bytes"]) == (one, file.name, len(content))
    assert outlet.api.put(f"/api/v1/backups/{one.upper()}", {}).ok(200) == made
    assert file.read_bytes() == content, "a repeat makes nothing"
    assert outlet.api.get(f"/api/v1/backups/{one}").ok() == made
    assert made in outlet.api.get("/api/v1/backups").ok()["items"]
    assert lines(outlet, "outlet.backed_up", file.name) == [(MANAGER, {"sha256": hashlib.sha256(content).hexdigest()})]
    before = outlet.counts()
    checked = outlet.api.post(f"/api/v1/backups/{one}/verify", {"uid": check}).ok(201)
    assert (checked["backup"], checked["signer"], checked["ok"], checked["gaps"]) == (one, "own", True, [])
    assert checked["rows"] == made["rows"] > 5
    assert outlet.api.post(f"/api/v1/backups/{one}/verify", {"uid": check}).ok(200) == checked
    grown = {name for name, n in outlet.counts().items() if n != before[name]}
    assert grown == {"audit_line", "chain_link", "idempotency_key"}, "the outlet stays as it is"
    assert len(lines(outlet, "outlet.backup_checked", file.name)) == 1
    assert [path.name for path in folder(outlet).iterdir() if path.name.startswith(".")] == []


def test_equal_requests_at_once_make_one_backup(outlet: LocalOutlet) -> None:
    one = uid()
    answers = at_once(2, lambda _: outlet.api.put(f"/api/v1/backups/{one}", {}))
    assert sorted(answer.status for answer in answers) == [200, 201]
    assert answers[0].json == answers[1].json
    assert len(lines(outlet, "outlet.backed_up", f"{one}.zip")) == 1


def test_the_list_has_pages_and_leaves_out_what_is_no_backup(outlet: LocalOutlet) -> None:
    for _ in range(2):
        outlet.api.put(f"/api/v1/backups/{uid()}", {}).ok(201)
    (folder(outlet) / "notes.zip").write_text("no backup")
    with outlet.app.app_context():
        archive.backup(folder(outlet) / "0002-20260101-000000-000000.zip")
    every = outlet.api.get("/api/v1/backups").ok()["items"]
    assert [item["file"] for item in every if item["uid"] is None] == ["0002-20260101-000000-000000.zip"]
    first = outlet.api.get("/api/v1/backups", limit=1).ok()
    rest = outlet.api.get("/api/v1/backups", after=first["next"]).ok()
    assert first["items"] + rest["items"] == every and rest["next"] is None


def test_a_damaged_or_unknown_backup_is_said_to_be_so(outlet: LocalOutlet) -> None:
    one, strange = uid(), uid()
    outlet.api.put(f"/api/v1/backups/{one}", {}).ok(201)
    file = folder(outlet) / f"{one}.zip"
    with ZipFile(file) as archive:
        largest = max(archive.infolist(), key=lambda entry: entry.compress_size)
    content = bytearray(file.read_bytes())
    content[largest.header_offset + 30 + len(largest.filename) + largest.compress_size // 2] ^= 0xFF  # headers say nothing
    file.write_bytes(content)
    assert outlet.api.post(f"/api/v1/backups/{one}/verify", {"uid": uid()}).code == "bad_backup"
    assert outlet.api.get(f"/api/v1/backups/{strange}").status == 404
    assert outlet.api.post(f"/api/v1/backups/{strange}/verify", {"uid": uid()}).status == 404
    assert outlet.api.put(f"/api/v1/backups/{uid()}", {"file": "/etc/passwd"}).status == 422


def test_nobody_but_a_manager_makes_reads_or_tries_out_a_backup(outlet: LocalOutlet) -> None:
    one = uid()
    for role in (Role.CASHIER, Role.STOREKEEPER, Role.OFFICER):
        api = outlet.api.as_(outlet.token(role.value))
        answers = (api.put(f"/api/v1/backups/{one}", {}), api.get("/api/v1/backups"), api.get(f"/api/v1/backups/{one}"))
        assert [answer.status for answer in (*answers, api.post(f"/api/v1/backups/{one}/verify", {"uid": uid()}))] == [403] * 4
    assert not (folder(outlet) / f"{one}.zip").exists()


def test_a_crowd_of_backups_is_refused_before_it_waits(outlet: LocalOutlet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backups, "WAITING_S", 0.0)
    with backups._one:
        assert outlet.api.put(f"/api/v1/backups/{uid()}", {}).code == "backup_running"
    with backups._few, backups._few:
        assert outlet.api.put(f"/api/v1/backups/{uid()}", {}).code == "backup_running"
