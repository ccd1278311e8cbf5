"""Sessions are rows; tokens, passwords and PINs can be taken back."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

REASONS = ("signed_out", "replaced", "ended", "secret_changed", "locked", "role_changed")


def upgrade() -> None:
    """Changes the tables. Cookies of before name no session, so everybody signs in again."""
    with op.batch_alter_table("person") as batch:
        batch.drop_column("session_version")
        batch.add_column(sa.Column("password_expired", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("pin_expired", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("totp_secret", sa.Text(), nullable=True))
        batch.add_column(sa.Column("totp_step", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("withheld", sa.Text(), nullable=True))
    with op.batch_alter_table("person") as batch:
        batch.alter_column("password_expired", server_default=None)
        batch.alter_column("pin_expired", server_default=None)
    op.execute("DELETE FROM attempt")  # its subjects held what strangers typed as a name
    _sessions()
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_recovery_code_person_id"),
        sa.PrimaryKeyConstraint("digest", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])


def _sessions() -> None:
    reasons = ", ".join(f"'{reason}'" for reason in REASONS)
    whole_end = "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)"
    op.create_table(
        "session",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("till_code", sa.Text(), nullable=True),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("browser", sa.Text(), nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.CheckConstraint(f"ended_why IN ({reasons})", name=op.f("ck_session_ended_why")),
        sa.CheckConstraint(whole_end, name=op.f("ck_session_whole_end")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_session_person_id"),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name="fk_session_till_code"),
        sa.PrimaryKeyConstraint("id", name="pk_session"),
        sa.UniqueConstraint("digest", name="uq_session_digest"),
    )
    op.create_index("ix_session_person_id", "session", ["person_id", "started_at"])
    op.create_index("ix_session_till_code", "session", ["till_code", "started_at"])
