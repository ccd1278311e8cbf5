"""A restore revives nobody: who was thrown out since the backup stays out, and whoever restores learns what to look at."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.chain import keys
from core.db import db, fetch_all, fetch_one, transaction
from core.models import AuditLine, RecoveryCode, Session
from core.people import people, second_factor, sessions, tokens
from core.people.actor import SYSTEM, Actor
from core.people.choices import SessionEnd
from core.people.permits import Role
from ops import archive, books, restored_access
from tests.conftest import AppOn
from tests.journeys.inside import Inside
from tests.outlet import MANAGER, PASSWORD

REPLACE = archive.Restoring(replace=True, by="chu")
SECRET = "Cam-on-ba-con-1"


def add(username: str, role: Role = Role.CASHIER) -> Actor:
    transaction(lambda: people.add(username, username, role, password=SECRET, actor=SYSTEM))
    person = people.by_username(username)
    assert person
    return people.actor_of(person)


def issue(role: Role, username: str | None = None) -> str:
    person = people.by_username(username) if username else None
    return transaction(lambda: tokens.issue_token(role, person, None, None, SYSTEM))


def token_id(token: str) -> int:
    actor = tokens.actor_of_token(token)
    assert actor and actor.token_id
    return actor.token_id


def sign_in(actor: Actor) -> str:
    return transaction(lambda: sessions.start(actor, address=None, agent=None))


def test_what_was_taken_back_since_the_backup_stays_so(each_app: Flask, tmp_path: Path) -> None:
    Inside(each_app).shop()
    thief, leaver = add("ke-gian"), add("nguoi-cu")
    stolen, kept = issue(Role.CASHIER), issue(Role.STOREKEEPER)
    leavers_token = issue(Role.CASHIER, "nguoi-cu")
    cookies = {name: sign_in(actor) for name, actor in (("thief", thief), ("leaver", leaver))}
    file = tmp_path / "b.zip"
    archive.backup(file)
    transaction(lambda: tokens.revoke(token_id(stolen), SYSTEM))
    session = sessions.find(cookies["thief"])
    assert session and session.session_id
    transaction(lambda: sessions.end(session.session_id or 0, thief, SessionEnd.ENDED))
    transaction(lambda: people.set_active(leaver.person_id or 0, False, SYSTEM))
    transaction(lambda: people.set_secret(thief.person_id or 0, password="Mot-mat-khau-khac-2", actor=SYSTEM))
    later = issue(Role.CASHIER)
    db.session.rollback()
    mark = archive.restore(file, REPLACE)
    # The attack: whatever worked when the backup was made, or was copied from it, is tried again.
    assert tokens.actor_of_token(stolen) is None and tokens.actor_of_token(leavers_token) is None
    assert tokens.actor_of_token(later) is None, "the backup does not know it"
    assert [sessions.find(cookie) for cookie in cookies.values()] == [None, None]
    assert people.sign_in("nguoi-cu", SECRET) is None
    assert tokens.actor_of_token(kept) is not None and people.sign_in(MANAGER, PASSWORD)
    assert mark.access and mark.access.locked == ("nguoi-cu",) and mark.access.as_of_backup == ("ke-gian",)
    assert mark.access.revoked == 1 and mark.access.working == 2
    actions = [line["action"] for line in fetch_all(select(AuditLine.action).order_by(AuditLine.id))]
    assert {"token.revoked", "person.locked", "outlet.restored"} <= set(actions)
    assert books.check()[0] == []
    db.session.rollback()
    archive.restore(file, REPLACE)
    assert tokens.actor_of_token(stolen) is None and people.sign_in("nguoi-cu", SECRET) is None
    db.session.rollback()


def test_a_used_recovery_code_does_not_serve_again(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Inside(app).shop()
    manager = people.by_username(MANAGER)
    assert manager
    monkeypatch.setattr(second_factor, "_step_of", lambda *_: 1)
    code = transaction(lambda: second_factor.add(manager.id, "x", "1", SYSTEM))[0]
    monkeypatch.setattr(second_factor, "_step_of", lambda *_: None)
    archive.backup(tmp_path / "b.zip")
    assert second_factor.prove(manager.id, code, people.actor_of(manager))
    archive.restore(tmp_path / "b.zip", REPLACE)
    assert not second_factor.prove(manager.id, code, people.actor_of(manager))
    used = fetch_all(select(RecoveryCode.digest).where(RecoveryCode.used_at.is_not(None)))
    assert len(used) == 1
    db.session.rollback()


def test_the_last_manager_can_always_come_in(app: Flask) -> None:
    Inside(app).shop()
    everybody = frozenset(person.username for person in people.everybody())
    before = restored_access.AccessBefore(locked=everybody)
    transaction(partial(restored_access.end_again, before, SYSTEM))
    assert people.sign_in(MANAGER, PASSWORD)


def test_an_empty_outlet_names_the_key_and_asks_for_a_review(app: Flask, app_on: AppOn, tmp_path: Path) -> None:
    Inside(app).shop()
    issue(Role.CASHIER)
    cookie = sign_in(add("thu1"))
    made = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "b.zip")])
    theirs = keys.own().id
    assert f"the key {theirs}" in made.output and made.output.splitlines()[-1] == str(tmp_path / "b.zip")
    db.session.remove()
    other = app_on("sqlite")
    with other.app_context():
        (Path(other.config["DATA_DIR"]) / keys.KEY_FILE).unlink()
        assert keys.own().id != theirs
        restored = other.test_cli_runner().invoke(args=["restore", str(tmp_path / "b.zip")])
        assert restored.exit_code == 0, restored.output
        assert f"the key {theirs} of another machine" in restored.output and "tokens: " in restored.output
        assert "review them all: `flask tokens list`" in restored.output
        assert restored.output.splitlines()[-1] == str(tmp_path / "b.zip")
        line: Any = fetch_one(select(AuditLine.detail).where(AuditLine.action == "outlet.restored"))
        detail = json.loads(line["detail"])
        assert keys.key_id(detail["public_key"]) == theirs and detail["signer"] == "foreign"
        assert sessions.find(cookie) is None and fetch_all(select(Session.id).where(Session.ended_at.is_(None))) == []
        assert books.check()[0] == []
        db.session.remove()
