"""Runs the revisions on the application's own engine."""

from alembic import context
from sqlalchemy.exc import DBAPIError

from core import models as _core  # noqa: F401  # the tables
from core.db import db
from core.settings import BadSetting
from inventory import models as _inventory  # noqa: F401
from pos import models as _pos  # noqa: F401
from suppliers import models as _suppliers  # noqa: F401

try:
    connected = db.engine.connect()
except DBAPIError as error:
    raise BadSetting(f"OUTLET_DATABASE_URL: {str(error.orig).strip().splitlines()[0]}") from error

with connected as connection:
    context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
