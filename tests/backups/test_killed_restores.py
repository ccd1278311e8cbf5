"""A restore that is killed leaves the old outlet or the new one, whole: never one's books with the other's files."""

from __future__ import annotations

import json
import signal
from pathlib import Path

from flask import Flask

from core.db import db
from ops import archive
from tests.backups.killed_restores import COMMITTED, MOMENTS
from tests.forks import Fork
from tests.journeys.inside import Inside
from tests.outlet import ROOT

QUICK = {
    "sqlite": ["rows loaded", "secret in place", "heads put aside"],
    "postgresql": [COMMITTED],
}
"""The others are tried by hand: each is a restore and a check of the books."""


def test_a_killed_restore_leaves_the_old_or_the_new_outlet_whole(each_app: Flask, tmp_path: Path) -> None:
    shop = Inside(each_app).shop()
    shop.sell(shop.line(shop.stocked(), "1"))
    data: Path = each_app.config["DATA_DIR"]
    (data / "secret.key").write_text("cd" * 32)
    (data / "uploads").mkdir(exist_ok=True)
    (data / "uploads" / "then").touch()
    archive.backup(tmp_path / "b.zip")
    db.session.remove()
    db.engine.dispose()
    environment = {
        "OUTLET_DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "OUTLET_DATA_DIR": str(data),
        "OUTLET_SECRET_KEY": each_app.config["SECRET_KEY"],
    }
    moments = QUICK[db.engine.dialect.name]
    done = Fork(["-m", "tests.backups.killed_restores", str(tmp_path / "b.zip"), *moments], ROOT, environment).completed(
        timeout=300
    )
    assert done.returncode == 0, done.stderr
    states = [json.loads(line) for line in done.stdout.splitlines()]
    assert [state["moment"] for state in states] == moments
    order = list(MOMENTS)
    for state in states:
        is_new = order.index(state["moment"]) >= order.index(COMMITTED)
        assert state == {
            "moment": state["moment"],
            "ended": -signal.SIGKILL,
            "new": is_new,
            "files": ["then"] if is_new else ["now"],
            "secret": "cd" * 32 if is_new else "ef" * 32,
            "gaps": [],
            "left": [],
        }
