"""How a producer's people come in: invitations, phones that stay signed in, phone numbers; and how pages look to a person."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Changes the tables. How a till looked to a person is how all pages look to them."""
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("phone", sa.Text(), nullable=True))
        batch.create_unique_constraint(op.f("uq_person_phone"), ["phone"])
    with op.batch_alter_table("session") as batch:
        batch.add_column(sa.Column("phone", sa.Text(), nullable=True))
        batch.add_column(sa.Column("proven_at", INSTANT, nullable=True))
        batch.create_check_constraint(op.f("ck_session_phone_is_proven"), "(phone IS NULL) = (proven_at IS NULL)")
    _looks()
    op.create_table(
        "invitation",
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("producer_code", sa.Text(), nullable=False),
        sa.Column("person_id", KEY, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.Column("opened_from", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_invitation_lasts")),
        sa.CheckConstraint("opened_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_invitation_one_end")),
        sa.CheckConstraint(
            "opened_at IS NULL OR (person_id IS NOT NULL AND opened_from IS NOT NULL)",
            name=op.f("ck_invitation_opened_by_somebody"),
        ),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_invitation_withdrawn_by_somebody")),
        sa.ForeignKeyConstraint(["producer_code"], ["producer.code"], name=op.f("fk_invitation_producer_code")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.PrimaryKeyConstraint("uid", name=op.f("pk_invitation")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitation_digest")),
    )
    op.create_index(op.f("ix_invitation_producer_code"), "invitation", ["producer_code"])


def _looks() -> None:
    op.create_table(
        "person_look",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("type_size", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.CheckConstraint("theme IN ('auto', 'light', 'dark')", name=op.f("ck_person_look_theme")),
        sa.CheckConstraint("type_size IN ('normal', 'large')", name=op.f("ck_person_look_type_size")),
        sa.CheckConstraint("language IN ('vi', 'en')", name=op.f("ck_person_look_language")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_look_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_look")),
    )
    op.execute("INSERT INTO person_look (person_id, theme, type_size) SELECT person_id, theme, type_size FROM till_look")
    with op.batch_alter_table("till_look") as batch:
        batch.drop_constraint(op.f("ck_till_look_theme"), type_="check")
        batch.drop_constraint(op.f("ck_till_look_type_size"), type_="check")
        batch.drop_column("theme")
        batch.drop_column("type_size")
