"""Runs the revisions: a change of schema is alone with the database, and what stood there before is in a backup."""

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from core import chain
from core import models as _core  # noqa: F401  # the tables
from core.db import db, migrations
from core.db.prepared import Driver
from core.db.session import acting_on
from core.printing.devices import models as _devices  # noqa: F401
from core.printing.templates import models as _templates  # noqa: F401
from core.settings import BadSetting
from inventory import models as _inventory  # noqa: F401
from ops import archive
from pos import models as _pos  # noqa: F401
from pos.customers import models as _customers  # noqa: F401
from pos.vouchers import models as _vouchers  # noqa: F401
from suppliers import models as _suppliers  # noqa: F401


def run(connection: Connection) -> None:
    """Runs the command's revisions on this connection."""
    context.configure(
        connection=connection,
        target_metadata=db.metadata,
        render_as_batch=True,
        compare_server_default=True,
        on_version_apply=migrations.restore_guards,
    )
    before = migrations.revision_of(connection)
    with context.begin_transaction():
        context.run_migrations()
    after = migrations.revision_of(connection)
    if before not in {None, after} and migrations.is_newest(after):
        with acting_on(Driver(connection)):
            chain.rebase(str(after))


def changes_schema(connection: Connection) -> bool:
    """Whether this command is to bring the database to another revision than it is at."""
    try:
        target = context.get_revision_argument()
    except KeyError:  # `check`, `current` and the like have none
        return False
    at = MigrationContext.configure(connection).get_current_revision()
    if at is not None and not migrations.knows(at):
        raise migrations.SchemaChangeFailed(f"database: revision {at} is of a later version of the outlet; run that version")
    return target != at


def main() -> None:
    """Locks, backs up, runs; a failure leaves the database as it was."""
    if given := context.config.attributes.get("connection"):
        return run(given)
    try:
        with db.engine.connect() as connection:
            migrations.wait_for_others(connection)
            if not changes_schema(connection):
                return run(connection)
    except DBAPIError as error:
        raise BadSetting(f"OUTLET_DATABASE_URL: {str(error.orig).strip().splitlines()[0]}") from error
    with migrations.exclusive(db.engine) as connection:
        if changes_schema(connection):  # else another server has just done it
            migrations.lock_tables(connection)
            archive.backup_before_upgrade(connection)
            with migrations.one_line_errors():
                run(connection)
    return None


main()
