"""Runs the revisions on the application's own engine."""

from alembic import context

from core import models as _core  # noqa: F401  # the tables
from core.db import db
from inventory import models as _inventory  # noqa: F401
from pos import models as _pos  # noqa: F401
from suppliers import models as _suppliers  # noqa: F401

with db.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
