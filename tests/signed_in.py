"""A browser in which somebody is signed in, without typing a password."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from core.db import transaction
from core.people import people, sessions


def sign_in_as(app: Flask, client: FlaskClient, username: str) -> None:
    """Starts a session of this person and puts it into the client's cookie."""
    with app.app_context():
        person = people.by_username(username)
        assert person is not None, username
        actor = people.actor_of(person)
        token = transaction(lambda: sessions.start(actor, address="127.0.0.1", agent="tests"))
    with client.session_transaction() as session:
        session[sessions.COOKIE_KEY] = token
