"""Files of the programme and their steps, the councils and their scores, and what of them was taken back."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables."""
    op.create_table(
        "programme_file",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=True),
        sa.Column("idea", sa.Text(), nullable=True),
        sa.Column("producer_code", sa.Text(), nullable=True),
        sa.Column("commune", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("priority_group", sa.Integer(), nullable=False),
        sa.Column("aim", sa.Integer(), nullable=True),
        sa.Column("waits_for", sa.Text(), nullable=True),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.CheckConstraint("product_code IS NOT NULL OR idea IS NOT NULL", name=op.f("ck_programme_file_product_or_idea")),
        sa.CheckConstraint("product_code IS NULL OR producer_code IS NULL", name=op.f("ck_programme_file_producer_of_an_idea")),
        sa.CheckConstraint("year BETWEEN 2018 AND 2999", name=op.f("ck_programme_file_year")),
        sa.CheckConstraint("priority_group BETWEEN 1 AND 3", name=op.f("ck_programme_file_priority_group")),
        sa.CheckConstraint("aim BETWEEN 3 AND 5", name=op.f("ck_programme_file_aim")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_programme_file_product_code")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_programme_file_producer_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_file")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_file_uid")),
    )
    for column in ("product_code", "producer_code", "year"):
        op.create_index(op.f(f"ix_programme_file_{column}"), "programme_file", [column])
    op.create_table(
        "programme_step",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("file_uid", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("document_uid", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("step BETWEEN 1 AND 6", name=op.f("ck_programme_step_step")),
        sa.ForeignKeyConstraint(["file_uid"], ["programme_file.uid"], name=op.f("fk_programme_step_file_uid")),
        sa.ForeignKeyConstraint(["document_uid"], ["stored_file.uid"], name=op.f("fk_programme_step_document_uid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_step")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_step_uid")),
    )
    for column in ("file_uid", "document_uid"):
        op.create_index(op.f(f"ix_programme_step_{column}"), "programme_step", [column])
    op.create_table(
        "programme_council",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("level IN ('commune', 'district', 'province', 'nation')", name=op.f("ck_programme_council_level")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_council")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_council_uid")),
    )
    op.create_table(
        "programme_score",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("file_uid", sa.Text(), nullable=False),
        sa.Column("council_uid", sa.Text(), nullable=True),
        sa.Column("a_tenths", sa.Integer(), nullable=False),
        sa.Column("b_tenths", sa.Integer(), nullable=False),
        sa.Column("c_tenths", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("a_reason", sa.Text(), nullable=True),
        sa.Column("b_reason", sa.Text(), nullable=True),
        sa.Column("c_reason", sa.Text(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.CheckConstraint("a_tenths >= 0 AND b_tenths >= 0 AND c_tenths >= 0", name=op.f("ck_programme_score_points")),
        sa.CheckConstraint("a_tenths + b_tenths + c_tenths <= 1000", name=op.f("ck_programme_score_most")),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_programme_score_stars")),
        sa.ForeignKeyConstraint(["file_uid"], ["programme_file.uid"], name=op.f("fk_programme_score_file_uid")),
        sa.ForeignKeyConstraint(["council_uid"], ["programme_council.uid"], name=op.f("fk_programme_score_council_uid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_score")),
        sa.UniqueConstraint("uid", name=op.f("uq_programme_score_uid")),
    )
    for column in ("file_uid", "council_uid"):
        op.create_index(op.f(f"ix_programme_score_{column}"), "programme_score", [column])
    op.create_table(
        "programme_reversal",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("step_uid", sa.Text(), nullable=True),
        sa.Column("score_uid", sa.Text(), nullable=True),
        sa.Column("council_uid", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reversed_at", INSTANT, nullable=False),
        sa.Column("reversed_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN step_uid IS NULL THEN 0 ELSE 1 END) + (CASE WHEN score_uid IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN council_uid IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_programme_reversal_of_one_thing"),
        ),
        sa.ForeignKeyConstraint(["step_uid"], ["programme_step.uid"], name=op.f("fk_programme_reversal_step_uid")),
        sa.ForeignKeyConstraint(["score_uid"], ["programme_score.uid"], name=op.f("fk_programme_reversal_score_uid")),
        sa.ForeignKeyConstraint(["council_uid"], ["programme_council.uid"], name=op.f("fk_programme_reversal_council_uid")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_programme_reversal")),
        sa.UniqueConstraint("step_uid", name=op.f("uq_programme_reversal_step_uid")),
        sa.UniqueConstraint("score_uid", name=op.f("uq_programme_reversal_score_uid")),
        sa.UniqueConstraint("council_uid", name=op.f("uq_programme_reversal_council_uid")),
    )
