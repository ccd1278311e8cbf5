"""Column types that differ between the two databases."""

import sqlalchemy as sa

INSTANT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
