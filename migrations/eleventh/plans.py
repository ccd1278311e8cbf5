"""The programme's plans by year, the producers that take part, trainings, and reports that were frozen."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY

TARGETS = "'products', 'cooperatives_new', 'cooperatives_strengthened', 'sales_points', 'trained', 'sales_vnd'"


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "programme_plan",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_programme_plan")),
    )
    op.create_table(
        "programme_target",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("priority_group", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(f"kind IN ({TARGETS})", name=op.f("ck_programme_target_kind")),
        sa.CheckConstraint("priority_group BETWEEN 0 AND 3", name=op.f("ck_programme_target_priority_group")),
        sa.CheckConstraint("priority_group = 0 OR commune = ''", name=op.f("ck_programme_target_of_one_part")),
        sa.CheckConstraint("value >= 0", name=op.f("ck_programme_target_value")),
        sa.ForeignKeyConstraint(["year"], ["programme_plan.year"], name=op.f("fk_programme_target_year")),
        sa.PrimaryKeyConstraint("year", "kind", "priority_group", "commune", name=op.f("pk_programme_target")),
    )
    op.create_table(
        "programme_sales_point",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["year"], ["programme_plan.year"], name=op.f("fk_programme_sales_point_year")),
        sa.PrimaryKeyConstraint("year", "position", name=op.f("pk_programme_sales_point")),
    )
    op.create_table(
        "participant",
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.Column("strengthening", sa.Text(), nullable=True),
        sa.CheckConstraint("members > 0", name=op.f("ck_participant_members")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_participant_producer_code")),
        sa.PrimaryKeyConstraint("producer_code", name=op.f("pk_participant")),
    )
    op.create_table(
        "participation_year",
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('new', 'strengthened')", name=op.f("ck_participation_year_kind")),
        sa.ForeignKeyConstraint(
            ["producer_code"], ["participant.producer_code"], name=op.f("fk_participation_year_producer_code")
        ),
        sa.PrimaryKeyConstraint("producer_code", "year", "kind", name=op.f("pk_participation_year")),
    )
    op.create_table(
        "training",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 0", name=op.f("ck_training_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training")),
        sa.UniqueConstraint("uid", name=op.f("uq_training_uid")),
    )
    op.create_index(op.f("ix_training_day"), "training", ["day"])
    op.create_table(
        "trained_producer",
        sa.Column("training_id", KEY, autoincrement=False, nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["training_id"], ["training.id"], name=op.f("fk_trained_producer_training_id")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_trained_producer_producer_code")),
        sa.PrimaryKeyConstraint("training_id", "producer_code", name=op.f("pk_trained_producer")),
    )
    op.create_index(op.f("ix_trained_producer_producer_code"), "trained_producer", ["producer_code"])
    op.create_table(
        "programme_pack",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("to_day", sa.Date(), nullable=False),
        sa.Column("frozen_at", INSTANT, nullable=False),
        sa.Column("frozen_by", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.CheckConstraint("to_day >= from_day", name=op.f("ck_programme_pack_days")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_programme_pack_digest")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_programme_pack")),
        sa.UniqueConstraint("year", "sequence", name=op.f("uq_programme_pack_year_sequence")),
    )
