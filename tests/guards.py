"""What the models say about rows that stay, over all areas."""

from __future__ import annotations

from core import models as core
from core.db.append_only import Guards
from core.printing.templates import models as templates
from inventory import models as inventory
from pos import models as pos
from pos.counter import models as counter
from suppliers import models as suppliers

GUARDS = Guards(
    (
        *core.APPEND_ONLY,
        *templates.APPEND_ONLY,
        *suppliers.APPEND_ONLY,
        *inventory.APPEND_ONLY,
        *pos.APPEND_ONLY,
        *counter.APPEND_ONLY,
    ),
    {**core.MUTABLE_COLUMNS, **suppliers.MUTABLE_COLUMNS, **pos.MUTABLE_COLUMNS},
    core.CLEARABLE_COLUMNS,
)
APPEND_ONLY, MUTABLE_COLUMNS, CLEARABLE_COLUMNS = GUARDS.append_only, GUARDS.mutable, GUARDS.clearable
