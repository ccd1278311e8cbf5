"""`old_app(kind, name)`: an application on a copy of an outlet of version 0.1.0, at its revision, nothing upgraded yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import BOTH, Kind, _application, _close, _copy_sqlite
from tests.databases import Postgres, once
from tests.migrations.old_outlets import fill

OldApp = Callable[..., Flask]


@pytest.fixture(params=BOTH)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Each kind of database."""
    database_kind: Kind = request.param
    return database_kind


@pytest.fixture
def old_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, shared_folder: Path
) -> Iterator[Callable[[str, str], str]]:
    """Makes databases of an earlier version's outlet: filled once per run, then copied."""
    made: list[str] = []

    def make(kind: str, name: str) -> str:
        folder = tmp_path_factory.mktemp("old")
        postgres: Postgres | None = request.getfixturevalue("postgres") if kind == "postgresql" else None

        def first() -> str:
            empty = postgres.create() if postgres else f"sqlite:///{shared_folder / f'old-{name}.db'}"
            fill(empty, folder / "data", name)
            return empty

        template = once(postgres.shared if postgres else shared_folder, f"old-{name}", first)
        if not postgres:
            return _copy_sqlite(template, folder / "outlet.db")
        made.append(postgres.create(template))
        return made[-1]

    yield make
    for url in made:
        request.getfixturevalue("postgres").drop(url)


@pytest.fixture
def old_app(old_url: Callable[[str, str], str], tmp_path: Path) -> Iterator[OldApp]:
    """Makes applications on such databases."""
    made: list[Flask] = []

    def make(kind: str, name: str = "short") -> Flask:
        made.append(_application(old_url(kind, name), tmp_path / f"data{len(made)}"))
        return made[-1]

    yield make
    for app in made:
        _close(app)
