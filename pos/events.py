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

    One that `is_exchange` stands on the paper of its exchange. `recorded_by` is who posted it, as the audit trail names them.
    """

    uid: str
    number: str
    till: str
    printer: str
    offline: bool
    is_exchange: bool
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
    is_exchange: bool
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


@dataclass(frozen=True, slots=True)
class ExchangeRecorded(Event):
    """Goods came back and others were taken in one act. `moves_cash` where the difference was paid or given back in cash."""

    uid: str
    number: str
    till: str
    printer: str
    offline: bool
    moves_cash: bool
    recorded_by: str
