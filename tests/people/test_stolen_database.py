"""Who has a copy of the database has no password, no PIN, no token and no cookie: none of them stands in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from flask import Flask

from core.db import db, transaction
from core.people import people, sessions, tokens
from core.people.actor import SYSTEM, Actor
from core.people.permits import Role
from tests.journeys.inside import Inside
from tests.outlet import MANAGER, PASSWORD

PIN = "58371642"


@pytest.fixture
def secrets(app: Flask, inside: Inside) -> dict[str, str]:
    """What people and programs prove themselves with."""
    transaction(lambda: people.add("thuha", "Thu Hà", Role.CASHIER, pin=PIN, actor=SYSTEM))
    manager = people.by_username(MANAGER)
    assert manager is not None
    actor = Actor(MANAGER, Role.MANAGER, manager.id)
    cookie = transaction(lambda: sessions.start(actor, address="192.168.1.20", agent=None))
    token = transaction(lambda: tokens.issue_token(Role.MANAGER, None, None, None, SYSTEM))
    db.session.rollback()
    return {"password": PASSWORD, "pin": PIN, "cookie": cookie, "token": token}


def test_no_secret_stands_in_the_database(secrets: dict[str, str]) -> None:
    with closing(sqlite3.connect(str(db.engine.url.database))) as stolen:
        everything = "\n".join(stolen.iterdump())
    assert MANAGER in everything
    assert [name for name, secret in secrets.items() if secret in everything] == []


def test_what_stands_there_instead_opens_nothing(app: Flask, inside: Inside, secrets: dict[str, str]) -> None:
    with closing(sqlite3.connect(str(db.engine.url.database))) as stolen:
        (token,) = stolen.execute("SELECT digest FROM api_token ORDER BY id DESC LIMIT 1").fetchone()
        (cookie,) = stolen.execute("SELECT digest FROM session").fetchone()
        (password,) = stolen.execute("SELECT password_hash FROM person WHERE username = ?", (MANAGER,)).fetchone()
    assert inside.api.as_(secrets["token"]).get("/api/v1/audit").status == 200
    assert inside.api.as_(token).get("/api/v1/audit").status == 401
    assert sessions.find(secrets["cookie"]) is not None and sessions.find(cookie) is None
    assert people.sign_in(MANAGER, password) is None
    db.session.rollback()
