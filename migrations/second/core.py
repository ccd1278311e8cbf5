"""People and tokens point at what they name; tokens expire, are narrowed to one use, and say when they were last used."""

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
