"""Print jobs that an earlier version left waiting are printed by this one."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from flask_migrate import upgrade
from sqlalchemy import select, text

from core.db import db, fetch_all, outbox
from core.models import OutboxJob
from core.printing.devices.models import PrintJob
from tests.conftest import Kind
from tests.migrations.conftest import OldApp
from tests.paper.loopback import READY, sink


def test_slips_that_an_earlier_version_left_waiting_are_printed_and_drawers_stay_shut(old_app: OldApp, kind: Kind) -> None:
    app = old_app(kind, "demo")
    columns = "kind, subject, payload, state, attempts, run_after, created_at"
    put = text(f"INSERT INTO outbox_job ({columns}) VALUES (:kind, :subject, :payload, 'waiting', 0, :now, :now)")
    with app.app_context(), sink(READY) as printer:
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM outbox_job"))
            till = connection.execute(text("SELECT code FROM till ORDER BY code LIMIT 1")).scalar_one()
            sale = connection.execute(text("SELECT uid FROM sale ORDER BY number LIMIT 1")).scalar_one()
            refund = connection.execute(text("SELECT uid FROM refund ORDER BY number LIMIT 1")).scalar_one()
            connection.execute(text("UPDATE till SET printer = :url WHERE code = :code"), {"url": printer.url, "code": till})
            for payload in ({"sale": sale, "copy": False}, {"refund": refund, "copy": True}, {"test": True}):
                job = {"kind": "print", "subject": f"till/{till}", "payload": json.dumps(payload | {"till": till})}
                connection.execute(put, job | {"now": datetime.now(UTC).replace(tzinfo=None)})
            drawer = {"kind": "drawer", "subject": f"till/{till}", "payload": json.dumps({"till": till})}
            connection.execute(put, drawer | {"now": datetime.now(UTC).replace(tzinfo=None)})
        upgrade()
        while outbox.run_one():
            pass
        jobs = fetch_all(select(PrintJob.__table__, OutboxJob.state).join(OutboxJob).order_by(OutboxJob.id))
        assert [(job["paper"], job["document"], job["copy"], job["state"]) for job in jobs] == [
            ("sale", sale, 0, "done"),
            ("refund", refund, 1, "done"),
            ("printer-test", till, 0, "done"),
        ]
        assert all(job["printer"] == printer.url and job["till_code"] == till for job in jobs)
        assert jobs[0]["number"] and jobs[1]["number"] and jobs[2]["number"] is None
        assert len(printer.jobs) == 3 and printer.last().cuts == 1 and not printer.last().drawers
