"""Messages: more kinds of them, the ways each went, and how each producer wants to hear."""

import uuid

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

KINDS = (
    "received",
    "sold",
    "sold_out",
    "expiring",
    "returned",
    "count",
    "statement",
    "question",
    "answer",
    "paid",
    "call_up",
    "price",
    "agreement",
    "paper",
    "account",
)
KIND_LIST = "kind IN ({})".format(", ".join(f"'{kind}'" for kind in KINDS))


def upgrade() -> None:
    """Changes the tables."""
    _messages()
    _ways()
    _channels()


def _messages() -> None:
    with op.batch_alter_table("producer_message") as batch:
        for name in ("uid", "about", "path"):
            batch.add_column(sa.Column(name, sa.Text(), nullable=True))
        batch.drop_constraint(op.f("ck_producer_message_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_producer_message_kind"), KIND_LIST)
    connection = op.get_bind()
    message = sa.table("producer_message", sa.column("id"), sa.column("uid"))
    for number in connection.execute(sa.select(message.c.id)).scalars().all():
        connection.execute(sa.update(message).where(message.c.id == number).values(uid=str(uuid.uuid4())))
    with op.batch_alter_table("producer_message") as batch:
        batch.alter_column("uid", existing_type=sa.Text(), nullable=False)
        batch.create_unique_constraint(op.f("uq_producer_message_uid"), ["uid"])
    op.create_index("ix_producer_message_about", "producer_message", ["about"], unique=False)


def _ways() -> None:
    op.create_table(
        "message_delivery",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("message_id", KEY, nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'sent', 'failed', 'stopped')", name=op.f("ck_message_delivery_state")),
        sa.ForeignKeyConstraint(["message_id"], ["producer_message.id"], name=op.f("fk_message_delivery_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_delivery")),
        sa.UniqueConstraint("message_id", "channel", name=op.f("uq_message_delivery_message_id_channel")),
    )
    op.create_index("ix_message_delivery_state", "message_delivery", ["state"], unique=False)
    op.create_table(
        "failing_address",
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("failing_since", INSTANT, nullable=False),
        sa.Column("stopped_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("transport", "address", name=op.f("pk_failing_address")),
    )


def _channels() -> None:
    op.create_table(
        "producer_channels",
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("zalo", sa.Text(), nullable=True),
        sa.Column("sms", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("sold_every", sa.Text(), nullable=False),
        sa.CheckConstraint("language IN ('vi', 'en')", name=op.f("ck_producer_channels_language")),
        sa.CheckConstraint("sold_every IN ('day', 'week')", name=op.f("ck_producer_channels_sold_every")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_producer_channels_producer_code")),
        sa.PrimaryKeyConstraint("producer_code", name=op.f("pk_producer_channels")),
    )
    op.create_table(
        "chosen_channel",
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.CheckConstraint(KIND_LIST, name=op.f("ck_chosen_channel_kind")),
        sa.CheckConstraint("channel IN ('email', 'zalo', 'sms')", name=op.f("ck_chosen_channel_channel")),
        sa.ForeignKeyConstraint(
            ["producer_code"], ["producer_channels.producer_code"], name=op.f("fk_chosen_channel_producer_code")
        ),
        sa.PrimaryKeyConstraint("producer_code", "kind", "channel", name=op.f("pk_chosen_channel")),
    )
    op.create_table(
        "sold_told",
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("until_line", sa.BigInteger(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_sold_told_producer_code")),
        sa.PrimaryKeyConstraint("producer_code", name=op.f("pk_sold_told")),
    )
