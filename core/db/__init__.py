"""The database: columns, the session, and the records that every act in the books makes beside its own."""

from core.db.columns import (
    Base,
    BigKey,
    Model,
    Serial,
    Timestamp,
    UtcDateTime,
    add_reference,
    choice_check,
    db,
)
from core.db.prepared import UNCHAINED, Prepared, Row, prepared_insert
from core.db.session import (
    advisory_lock,
    execute,
    fetch_all,
    fetch_one,
    in_transaction,
    init_app,
    migrate,
    on_postgresql,
    transaction,
)

__all__ = [
    "UNCHAINED", "Base", "BigKey", "Model", "Prepared", "Row", "Serial", "Timestamp", "UtcDateTime", "add_reference",
    "advisory_lock",
    "choice_check", "db", "execute", "fetch_all", "fetch_one", "in_transaction", "init_app", "migrate", "on_postgresql",
    "prepared_insert", "transaction",
]  # fmt: skip
