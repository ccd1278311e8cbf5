"""What visitors say of lots, what is decided about it, its cases, and the kind of message that tells producers."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY
from migrations.tenth.messages import KINDS

KIND_LIST = "kind IN ({})".format(", ".join(f"'{kind}'" for kind in (*KINDS, "feedback")))


def upgrade() -> None:
    """Changes the tables."""
    for table in ("producer_message", "chosen_channel"):
        name = op.f(f"ck_{table}_kind")
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(name, type_="check")
            batch.create_check_constraint(name, KIND_LIST)
    op.create_table(
        "feedback",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_complaint", sa.Boolean(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_feedback_rating")),
        sa.CheckConstraint("NOT is_complaint OR length(text) > 0", name=op.f("ck_feedback_complaint_says_what")),
        sa.ForeignKeyConstraint(["lot"], ["lot.code"], name=op.f("fk_feedback_lot")),
        sa.ForeignKeyConstraint(["product_code"], ["product.code"], name=op.f("fk_feedback_product_code")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_feedback_producer_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("uid", name=op.f("uq_feedback_uid")),
    )
    for column in ("lot", "product_code", "producer_code"):
        op.create_index(op.f(f"ix_feedback_{column}"), "feedback", [column])
    op.create_table(
        "feedback_contact",
        sa.Column("feedback_uid", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_uid"], ["feedback.uid"], name=op.f("fk_feedback_contact_feedback_uid")),
        sa.PrimaryKeyConstraint("feedback_uid", name=op.f("pk_feedback_contact")),
    )
    op.create_table(
        "feedback_decision",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("feedback_uid", sa.Text(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_uid"], ["feedback.uid"], name=op.f("fk_feedback_decision_feedback_uid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_decision")),
    )
    op.create_index("ix_feedback_decision_feedback", "feedback_decision", ["feedback_uid", "id"])
    _cases()


def _cases() -> None:
    op.create_table(
        "feedback_case",
        sa.Column("feedback_uid", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_feedback_case_closed_by_somebody")),
        sa.ForeignKeyConstraint(["feedback_uid"], ["feedback.uid"], name=op.f("fk_feedback_case_feedback_uid")),
        sa.PrimaryKeyConstraint("feedback_uid", name=op.f("pk_feedback_case")),
    )
    op.create_table(
        "feedback_note",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("feedback_uid", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("noted_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["feedback_uid"], ["feedback_case.feedback_uid"], name=op.f("fk_feedback_note_feedback_uid")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback_note")),
        sa.UniqueConstraint("uid", name=op.f("uq_feedback_note_uid")),
    )
    op.create_index(op.f("ix_feedback_note_feedback_uid"), "feedback_note", ["feedback_uid"])
