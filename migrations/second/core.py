"""People and tokens point at what they name; tokens expire, are narrowed and say when they were last used; jobs expire.

The ids of clients' acts are guarded in a table of their own name, whose answers may be emptied.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables."""
    with op.batch_alter_table("person") as batch:
        batch.create_foreign_key(op.f("fk_person_producer_code"), "producer", ["producer_code"], ["code"])
    with op.batch_alter_table("api_token") as batch:
        batch.add_column(sa.Column("only", sa.Text(), nullable=True))
        batch.add_column(sa.Column("expires_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("last_used_at", INSTANT, nullable=True))
        batch.alter_column("person_id", type_=KEY, existing_type=sa.Integer(), existing_nullable=True)
        batch.create_foreign_key(op.f("fk_api_token_person_id"), "person", ["person_id"], ["id"])
        batch.create_foreign_key(op.f("fk_api_token_till_code"), "till", ["till_code"], ["code"])
        batch.create_foreign_key(op.f("fk_api_token_producer_code"), "producer", ["producer_code"], ["code"])
    _outbox(op.get_bind())
    _idempotency_keys()


def _outbox(connection: sa.Connection) -> None:
    """A job has a day it ends, and its place in the lane of its kind and subject."""
    op.add_column("outbox_job", sa.Column("expires_at", INSTANT, nullable=True))
    open_jobs = "state IN ('waiting', 'taken')"
    op.create_index(
        "ix_outbox_job_lane",
        "outbox_job",
        ["kind", "subject", "id"],
        unique=False,
        sqlite_where=sa.text(open_jobs),
        postgresql_where=sa.text(open_jobs),
    )
    job = sa.table(
        "outbox_job", sa.column("id"), sa.column("state"), sa.column("created_at", INSTANT), sa.column("expires_at", INSTANT)
    )
    for key, created_at in connection.execute(sa.select(job.c.id, job.c.created_at).where(sa.text(open_jobs))).all():
        connection.execute(sa.update(job).where(job.c.id == key).values(expires_at=created_at + timedelta(hours=12)))


def _idempotency_keys() -> None:
    """`document` becomes `idempotency_key`; an answer may be missing."""
    op.create_table(
        "idempotency_key",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name="pk_idempotency_key"),
    )
    op.execute(
        "INSERT INTO idempotency_key (scope, key, fingerprint, answer, recorded_at)"
        " SELECT space, uid, fingerprint, answer, recorded_at FROM document ORDER BY space, uid"
    )
    op.drop_table("document")
    op.create_index(
        "ix_idempotency_key_answered",
        "idempotency_key",
        ["recorded_at"],
        unique=False,
        sqlite_where=sa.text("answer IS NOT NULL"),
        postgresql_where=sa.text("answer IS NOT NULL"),
    )
