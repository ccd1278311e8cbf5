"""What happens at the tills, for whoever wants to know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.events import Event
from core.money import Vnd
from pos.choices import PaymentMethod


@dataclass(frozen=True, slots=True)
class SaleRecorded(Event):
    """A sale was posted. `printer` is the address of its till's printer; an offline sale printed its slip itself.

    `recorded_by` is who posted it, as the audit trail names them.
    """

    uid: str
    number: str
    till: str
    printer: str
    offline: bool
    total_vnd: Vnd
    methods: frozenset[PaymentMethod]
    recorded_by: str


@dataclass(frozen=True, slots=True)
class RefundRecorded(Event):
    """Goods came back and money went out. `printer` is the address of its till's printer, `voucher` the code of one it made."""

    uid: str
    number: str
    sale: str
    till: str
    printer: str
    offline: bool
    total_vnd: Vnd
    method: PaymentMethod
    recorded_by: str
    voucher: str | None = None


@dataclass(frozen=True, slots=True)
class DrawerOpened(Event):
    """A drawer is to open without a sale. `printer` is the address of its till's printer, `at` when it was asked for."""

    uid: str
    printer: str
    at: datetime
