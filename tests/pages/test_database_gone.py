"""A database that does not answer: programs get a problem document, and people a page that says so."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import db
from tests.conftest import AppOn
from tests.databases import Postgres


@pytest.fixture
def cut_off(app_on: AppOn, postgres: Postgres) -> FlaskClient:
    """A browser of an outlet whose database has just gone."""
    app: Flask = app_on("postgresql")
    with app.app_context():
        postgres.drop(db.engine.url.render_as_string(hide_password=False))
    return app.test_client()


@pytest.mark.postgres
def test_the_health_page_says_so(cut_off: FlaskClient) -> None:
    answer = cut_off.get("/health")
    assert (answer.status_code, answer.json) == (503, {"status": "failing", "database": "unreachable"})


@pytest.mark.postgres
@pytest.mark.parametrize("path", ["/sign-in", "/p/GAO"])
def test_a_page_says_so(cut_off: FlaskClient, path: str) -> None:
    answer = cut_off.get(path)
    assert answer.status_code == 503
    assert "Cơ sở dữ liệu không trả lời" in answer.text


@pytest.mark.postgres
def test_a_program_gets_a_problem(cut_off: FlaskClient) -> None:
    answer = cut_off.get("/api/v1/stock", headers={"Authorization": "Bearer x"})
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
