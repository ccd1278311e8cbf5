"""How a till looks and sounds for a person, and which device sells at a till."""

import sqlalchemy as sa
from alembic import op

from migrations.first.types import INSTANT, KEY


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "till_look",
        sa.Column("person_id", KEY, nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("type_size", sa.Text(), nullable=False),
        sa.Column("sound", sa.Text(), nullable=False),
        sa.CheckConstraint("theme IN ('auto', 'light', 'dark')", name=op.f("ck_till_look_theme")),
        sa.CheckConstraint("type_size IN ('normal', 'large')", name=op.f("ck_till_look_type_size")),
        sa.CheckConstraint("sound IN ('loud', 'soft', 'off')", name=op.f("ck_till_look_sound")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_till_look_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_till_look")),
    )
    op.create_table(
        "till_device",
        sa.Column("till_code", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["till_code"], ["till.code"], name=op.f("fk_till_device_till_code")),
        sa.PrimaryKeyConstraint("till_code", name=op.f("pk_till_device")),
    )
