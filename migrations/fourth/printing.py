"""Printers have settings; what they are to print is told apart from the outbox's other work."""

import json

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

STATES = ("waiting", "taken", "done", "failed", "expired", "cancelled")
WORDS = ("paper", "cover", "offline")
USES, MODES, CUTS = ("receipt", "label", "zpl_label"), ("raster", "text"), ("none", "partial", "full")


def upgrade() -> None:
    """Changes the tables. Jobs of before that waited too long had failed with a word of their own."""
    with op.batch_alter_table("outbox_job") as batch:
        batch.drop_constraint(op.f("ck_outbox_job_state"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_job_state"), _one_of("state", STATES))
    op.execute("UPDATE outbox_job SET state = 'expired', last_error = NULL WHERE state = 'failed' AND last_error = 'stale'")
    _printers()
    _jobs()
    _earlier_jobs(op.get_bind())


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _printers() -> None:
    op.create_table(
        "printer",
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("use", sa.Text(), nullable=False),
        sa.Column("paper_mm", sa.Integer(), nullable=False),
        sa.Column("dots", sa.Integer(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("code_page", sa.Text(), nullable=True),
        sa.Column("code_page_number", sa.Integer(), nullable=True),
        sa.Column("cut", sa.Text(), nullable=False),
        sa.Column("drawer_pin", sa.Integer(), nullable=True),
        sa.Column("density", sa.Integer(), nullable=False),
        sa.Column("strip_rows", sa.Integer(), nullable=False),
        sa.Column("pause_ms", sa.Integer(), nullable=False),
        sa.Column("shows_logo", sa.Boolean(), nullable=False),
        sa.Column("header", sa.Text(), nullable=True),
        sa.Column("footer", sa.Text(), nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.CheckConstraint(_one_of("use", USES), name=op.f("ck_printer_use")),
        sa.CheckConstraint(_one_of("mode", MODES), name=op.f("ck_printer_mode")),
        sa.CheckConstraint(_one_of("cut", CUTS), name=op.f("ck_printer_cut")),
        sa.CheckConstraint("paper_mm BETWEEN 20 AND 120", name=op.f("ck_printer_paper")),
        sa.CheckConstraint("dots IN (384, 512, 576, 640)", name=op.f("ck_printer_dots")),
        sa.CheckConstraint("drawer_pin IN (2, 5)", name=op.f("ck_printer_drawer_pin")),
        sa.CheckConstraint("density BETWEEN -4 AND 4", name=op.f("ck_printer_density")),
        sa.CheckConstraint("strip_rows BETWEEN 1 AND 255", name=op.f("ck_printer_strip_rows")),
        sa.CheckConstraint("pause_ms BETWEEN 0 AND 2000", name=op.f("ck_printer_pause")),
        sa.CheckConstraint("(code_page IS NULL) = (code_page_number IS NULL)", name=op.f("ck_printer_whole_code_page")),
        sa.CheckConstraint("mode <> 'text' OR code_page IS NOT NULL", name=op.f("ck_printer_text_has_code_page")),
        sa.CheckConstraint("code_page_number BETWEEN 0 AND 255", name=op.f("ck_printer_code_page_number")),
        sa.PrimaryKeyConstraint("uri", name=op.f("pk_printer")),
    )


def _jobs() -> None:
    op.create_table(
        "print_job",
        sa.Column("outbox_job_id", KEY, autoincrement=False, nullable=False),
        sa.Column("printer", sa.Text(), nullable=False),
        sa.Column("till_code", sa.Text(), nullable=True),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("printer_said", sa.Text(), nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.Column("from_job", KEY, nullable=True),
        sa.CheckConstraint("copy >= 0", name=op.f("ck_print_job_copy")),
        sa.CheckConstraint(_one_of("printer_said", WORDS), name=op.f("ck_print_job_printer_said")),
        sa.ForeignKeyConstraint(["outbox_job_id"], ["outbox_job.id"], name=op.f("fk_print_job_outbox_job_id")),
        sa.PrimaryKeyConstraint("outbox_job_id", name=op.f("pk_print_job")),
    )
    op.create_index("ix_print_job_printer", "print_job", ["printer", "outbox_job_id"])
    op.create_index("ix_print_job_till_code", "print_job", ["till_code", "outbox_job_id"])
    op.create_index("ix_print_job_document", "print_job", ["document", "paper"])


def _earlier_jobs(connection: sa.Connection) -> None:
    """What waits for a till's printer goes into the lane of the printer itself; a drawer does not open after an upgrade."""
    op.execute("UPDATE outbox_job SET state = 'expired' WHERE kind = 'drawer' AND state IN ('waiting', 'taken')")
    job = sa.table("outbox_job", *map(sa.column, ("id", "kind", "subject", "payload", "state")), sa.column("created_at", INSTANT))
    till = sa.table("till", *map(sa.column, ("code", "printer", "paper_mm")))
    documents = {name: sa.table(name, sa.column("uid"), sa.column("number")) for name in ("sale", "refund")}
    print_job = sa.table("print_job", *map(sa.column, _PRINT_JOB), sa.column("asked_at", INSTANT))
    waiting = sa.select(job).where(job.c.kind == "print", job.c.state.in_(("waiting", "taken"))).order_by(job.c.id)
    for row in connection.execute(waiting).mappings().all():
        payload = json.loads(row["payload"])
        at = connection.execute(sa.select(till).where(till.c.code == payload["till"])).mappings().one()
        paper = next((name for name in documents if payload.get(name)), "printer-test")
        number = None
        if paper in documents:
            document = documents[paper]
            named = sa.select(document.c.number).where(document.c.uid == payload[paper])
            number = connection.execute(named).scalar_one_or_none()
        values = (
            row["id"],
            at["printer"],
            at["code"],
            paper,
            payload.get(paper) or at["code"],
            number,
            int(payload.get("copy", 0)),
        )
        own = dict(zip(_PRINT_JOB, (*values, "outlet"), strict=True)) | {"asked_at": row["created_at"]}
        connection.execute(sa.insert(print_job).values(own))
        moved = {"subject": at["printer"], "payload": json.dumps({"paper_mm": at["paper_mm"]})}
        connection.execute(sa.update(job).where(job.c.id == row["id"]).values(moved))


_PRINT_JOB = ("outbox_job_id", "printer", "till_code", "paper", "document", "number", "copy", "asked_by")
