"""What the models say about rows that stay, over all areas."""

from __future__ import annotations

from core import models as core
from core.db.append_only import Guards
from core.files import models as files
from core.printing.templates import models as templates
from inventory import models as inventory
from inventory.announcing import models as announcing
from inventory.correcting import models as correcting
from inventory.counting import models as counting
from inventory.expiry import models as expiry
from inventory.feedback import models as feedback
from inventory.oversold import models as oversold
from inventory.photos import models as photos
from inventory.recalls import models as recalls
from pos import models as pos
from pos.baskets import models as baskets
from pos.counter import models as counter
from pos.customers import models as customers
from pos.offers import models as offers
from pos.vouchers import models as vouchers
from reports.programme_pack import models as programme_packs
from suppliers import models as suppliers
from suppliers.agreements import models as agreements
from suppliers.allowances import models as allowances
from suppliers.inviting import models as inviting
from suppliers.members import models as members
from suppliers.messages import models as messages
from suppliers.prices import models as prices
from suppliers.producer_payments import models as producer_payments
from suppliers.programme.councils import models as programme_councils
from suppliers.programme.files import models as programme_files
from suppliers.programme.marks import models as marks
from suppliers.settling import models as settling

MODELS = (
    core,
    templates,
    files,
    suppliers,
    agreements,
    allowances,
    messages,
    prices,
    inviting,
    members,
    settling,
    producer_payments,
    programme_files,
    programme_councils,
    marks,
    inventory,
    counting,
    announcing,
    expiry,
    recalls,
    photos,
    correcting,
    oversold,
    feedback,
    pos,
    counter,
    customers,
    vouchers,
    offers,
    baskets,
    programme_packs,
)
GUARDS = Guards(
    tuple(table for models in MODELS for table in getattr(models, "APPEND_ONLY", ())),
    {table: columns for models in MODELS for table, columns in getattr(models, "MUTABLE_COLUMNS", {}).items()},
    core.CLEARABLE_COLUMNS,
)
APPEND_ONLY, MUTABLE_COLUMNS, CLEARABLE_COLUMNS = GUARDS.append_only, GUARDS.mutable, GUARDS.clearable
