"""The ground: outlet, people, documents, jobs, counters, rates."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def create() -> None:
    """Creates the tables and their indexes."""
    op.create_table(
        "api_token",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("till_code", sa.Text(), nullable=True),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("issued_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.CheckConstraint("(role = 'producer') = (producer_code IS NOT NULL)", name=op.f("ck_api_token_producer_of_role")),
        sa.CheckConstraint(
            "role IN ('manager', 'cashier', 'storekeeper', 'officer', 'producer')", name=op.f("ck_api_token_role")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_api_token"),
        sa.UniqueConstraint("digest", name="uq_api_token_digest"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_subject_at", "attempt", ["subject", "at"], unique=False)
    op.create_index("ix_attempt_at", "attempt", ["at"], unique=False)
    op.create_table(
        "audit_line",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_audit_line"),
    )
    op.create_index("ix_audit_line_action_at", "audit_line", ["action", "at"], unique=False)
    op.create_table(
        "counter",
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("series", "year", name="pk_counter"),
    )
    op.create_table(
        "document",
        sa.Column("space", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("space", "uid", name="pk_document"),
    )
    op.create_table(
        "outbox_job",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("run_after", INSTANT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("taken_at", INSTANT, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'taken', 'done', 'failed')", name=op.f("ck_outbox_job_state")),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_job"),
    )
    op.create_index(
        "ix_outbox_job_open",
        "outbox_job",
        ["run_after"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'taken')"),
        postgresql_where=sa.text("state IN ('waiting', 'taken')"),
    )
    op.create_index("ix_outbox_job_subject", "outbox_job", ["subject", "taken_at"], unique=False)
    op.create_table(
        "outlet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("tax_code", sa.Text(), nullable=True),
        sa.Column("bank_bin", sa.Text(), nullable=True),
        sa.Column("bank_account", sa.Text(), nullable=True),
        sa.Column("bank_holder", sa.Text(), nullable=True),
        sa.Column("cash_rounding_vnd", sa.BigInteger(), nullable=False),
        sa.Column("cashier_discount_limit_bp", sa.Integer(), nullable=False),
        sa.Column("near_expiry_days", sa.Integer(), nullable=False),
        sa.Column("paper_language", sa.Text(), nullable=False),
        sa.Column("weight_label", sa.Text(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("cash_rounding_vnd IN (0, 500, 1000)", name=op.f("ck_outlet_rounding_step")),
        sa.CheckConstraint("id = 1", name=op.f("ck_outlet_only_one")),
        sa.CheckConstraint("paper_language IN ('vi', 'en')", name=op.f("ck_outlet_paper_language")),
        sa.CheckConstraint("length(weight_label) = 13", name=op.f("ck_outlet_weight_label")),
        sa.PrimaryKeyConstraint("id", name="pk_outlet"),
    )
    op.create_table(
        "person",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("session_version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint("(role = 'producer') = (producer_code IS NOT NULL)", name=op.f("ck_person_producer_of_role")),
        sa.CheckConstraint("role IN ('manager', 'cashier', 'storekeeper', 'officer', 'producer')", name=op.f("ck_person_role")),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("username", name="uq_person_username"),
    )
    op.create_table(
        "vat_rate",
        sa.Column("vat", sa.Text(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("rate_percent", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.CheckConstraint("rate_percent BETWEEN 0 AND 100", name=op.f("ck_vat_rate_percent")),
        sa.PrimaryKeyConstraint("vat", "from_day", name="pk_vat_rate"),
    )
