"""Pictures and papers in a backup: they come back with what names them, and a backup without them is not taken."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from core.db import db
from core.errors import DomainError
from core.files import apart, converting
from ops import archive, books, export
from tests.conftest import AppOn
from tests.core.files import pictures
from tests.journeys.inside import Inside, InsideApi
from tests.outlet import uid


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_answer", converting.answer)


def test_a_restore_brings_pictures_back_and_the_books_agree(app: Flask, app_on: AppOn, tmp_path: Path) -> None:
    inside = Inside(app)
    shop = inside.shop()
    product, photo, paper = shop.product(shop.producer()), uid(), uid()
    inside.api.call("PUT", f"/api/v1/files/{photo}", raw=pictures.jpeg()).ok(201)
    inside.api.call("PUT", f"/api/v1/files/{paper}", raw=pictures.pdf()).ok(201)
    present = inside.api.get(f"/api/v1/products/{product}").ok()
    inside.api.put(f"/api/v1/products/{product}", {**present, "photo": photo}).ok(200)
    seen = inside.api.call("GET", f"/pictures/{photo}/480", headers={"Accept": "image/webp"}).body
    db.session.rollback()
    file = tmp_path / "all.zip"
    archive.backup(file)
    assert archive.verify(file).gaps == []
    export.write(tmp_path / "out")
    assert (tmp_path / "out" / "files" / f"{photo}.jpg").read_bytes().startswith(b"\xff\xd8")
    assert (tmp_path / "out" / "files" / f"{paper}.pdf").read_bytes() == pictures.pdf()
    db.session.rollback()
    token = inside.api.token
    other = app_on("sqlite")
    with other.app_context():
        archive.restore(file)
        assert books.check()[0] == []
        db.session.rollback()
        assert InsideApi(other, None).call("GET", f"/pictures/{photo}/480", headers={"Accept": "image/webp"}).body == seen
        assert InsideApi(other, token).get(f"/api/v1/files/{paper}").body == pictures.pdf()


def test_a_backup_whose_pictures_are_gone_is_named_and_refused(app: Flask, app_on: AppOn, tmp_path: Path) -> None:
    inside = Inside(app)
    inside.api.call("PUT", f"/api/v1/files/{uid()}", raw=pictures.jpeg()).ok(201)
    db.session.rollback()
    shutil.rmtree(Path(app.config["DATA_DIR"]) / "uploads")
    file = tmp_path / "lost.zip"
    archive.backup(file)
    assert not [name for name in zipfile.ZipFile(file).namelist() if name.startswith("uploads/")]
    assert any("is gone" in gap for gap in archive.verify(file).gaps)
    with app_on("sqlite").app_context(), pytest.raises(DomainError) as refused:
        archive.restore(file)
    assert refused.value.code == "books_differ"
