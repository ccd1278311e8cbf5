"""Printers have settings; what they are to print is told apart from the outbox's other work."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

STATES = ("waiting", "taken", "done", "failed", "expired", "cancelled")
USES, MODES, CUTS = ("receipt", "label"), ("raster", "text"), ("none", "partial", "full")


def upgrade() -> None:
    """Changes the tables. Jobs of before that waited too long had failed with a word of their own."""
    with op.batch_alter_table("outbox_job") as batch:
        batch.drop_constraint(op.f("ck_outbox_job_state"), type_="check")
        batch.create_check_constraint(op.f("ck_outbox_job_state"), _one_of("state", STATES))
    op.execute("UPDATE outbox_job SET state = 'expired', last_error = NULL WHERE state = 'failed' AND last_error = 'stale'")
    _printers()
    _jobs()


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
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("printer_said", sa.Text(), nullable=True),
        sa.Column("cancelled_by", sa.Text(), nullable=True),
        sa.Column("from_job", KEY, nullable=True),
        sa.CheckConstraint("copy >= 0", name=op.f("ck_print_job_copy")),
        sa.ForeignKeyConstraint(["outbox_job_id"], ["outbox_job.id"], name=op.f("fk_print_job_outbox_job_id")),
        sa.PrimaryKeyConstraint("outbox_job_id", name=op.f("pk_print_job")),
    )
    op.create_index("ix_print_job_printer", "print_job", ["printer", "outbox_job_id"])
    op.create_index("ix_print_job_till_code", "print_job", ["till_code", "outbox_job_id"])
    op.create_index("ix_print_job_document", "print_job", ["document", "paper"])
