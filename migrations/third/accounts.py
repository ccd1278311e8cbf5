"""A changed bank account waits for a second person or for a day; a payout says which account it went to."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

ACCOUNT = ("bank_bin", "bank_account", "bank_holder")


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "account_change",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ACCOUNT),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", INSTANT, nullable=False),
        sa.Column("in_force_from", INSTANT, nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "decision IN ('at_once', 'confirmed', 'elapsed', 'refused', 'replaced')", name=op.f("ck_account_change_decision")
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL) AND (decision IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_account_change_decided"),
        ),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_account_change_producer_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_change")),
    )
    op.create_index("ix_account_change_producer_code", "account_change", ["producer_code"], unique=False)
    op.create_table(
        "producer_message",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("read_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('account')", name=op.f("ck_producer_message_kind")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_producer_message_producer_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_producer_message")),
    )
    op.create_index("ix_producer_message_producer_code", "producer_message", ["producer_code"], unique=False)
    for name in ACCOUNT:
        op.add_column("payout", sa.Column(name, sa.Text(), nullable=True))
    _known_accounts(op.get_bind())


def _known_accounts(connection: sa.Connection) -> None:
    """The accounts in force today are the first ones: the next is a change."""
    change = sa.table(
        "account_change",
        *(sa.column(name) for name in ("producer_code", *ACCOUNT, "changed_by", "decision", "decided_by")),
        *(sa.column(name, INSTANT) for name in ("changed_at", "in_force_from", "decided_at")),
    )
    now = datetime.now(UTC)
    known = {"changed_by": "outlet", "changed_at": now, "in_force_from": now} | {
        "decision": "at_once", "decided_by": "outlet", "decided_at": now,
    }  # fmt: skip
    owners = sa.text(
        "SELECT NULL AS producer_code, bank_bin, bank_account, bank_holder FROM outlet WHERE bank_account <> ''"
        " UNION ALL SELECT code, bank_bin, bank_account, bank_holder FROM producer WHERE bank_account <> ''"
    )
    if held := [{**owner, **known} for owner in connection.execute(owners).mappings()]:
        connection.execute(sa.insert(change), held)
