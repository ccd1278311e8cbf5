"""What is written down at a till beside its sales: the drawer opened without one, and goods taken out of a cart."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from core import clock
from core.db import Row, audit, execute, fetch_all, fetch_one
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.money import Vnd
from core.people.actor import Actor
from core.values.device_clock import DeviceClock
from core.values.field_types import Timestamp
from inventory.goods_documents import decimal_places_errors
from pos import audit_actions, shifts
from pos.counter import results
from pos.counter.models import CartVoid, CartVoidLine, DrawerOpening
from pos.counter.requests import CartVoidRequest, DrawerOpeningRequest
from pos.events import DrawerOpened
from pos.models import Shift
from suppliers.models import Product


def open_drawer(shift: str, document: DrawerOpeningRequest, actor: Actor) -> results.DrawerOpening:
    """Writes down that a drawer opens without a sale; the drawer opens when the act is recorded.

    Raises NotFound, Invalid for a moment outside the shift, `other_till`, and `shift_closed` for a moment after its close.
    """
    locked, at = _moment_in(shift, document.at, document.sent_at, actor)
    values = {
        "uid": document.uid,
        "shift_uid": shift,
        "reason": document.reason,
        "opened_at": at,
        "opened_by": actor.name,
    }
    execute(insert(DrawerOpening), values)
    audit.note(actor, audit_actions.DRAWER_OPENED, shift, reason=document.reason)
    emit(DrawerOpened(document.uid, printer=locked["printer"], at=at))
    return results.DrawerOpening(document.uid, document.reason, at, actor.name)


def void(shift: str, document: CartVoidRequest, actor: Actor) -> results.CartVoid:
    """Writes down which goods left a cart before it was paid.

    Raises NotFound, Invalid for an unknown product, too many decimal places or a moment outside the shift, `other_till`, and
    `shift_closed` for a moment after its close.
    """
    places = _places(document)
    wrong: list[Any] = []
    for i, line in enumerate(document.lines):
        if line.product not in places:
            wrong.append((f"lines.{i}.product", N_("Không có sản phẩm này.")))
        else:
            wrong += decimal_places_errors(f"lines.{i}.quantity", line.quantity, places[line.product])
    if wrong:
        raise Invalid(*wrong)
    _, at = _moment_in(shift, document.at, document.sent_at, actor)
    values = {
        "uid": document.uid,
        "shift_uid": shift,
        "whole_cart": document.whole_cart,
        "voided_at": at,
        "voided_by": actor.name,
    }
    execute(insert(CartVoid), values)
    lines = [results.VoidedLine(line.product, line.quantity.milli, Vnd(line.unit_price_vnd)) for line in document.lines]
    execute(
        insert(CartVoidLine),
        [
            {"void_uid": document.uid, "n": n, "product_code": line.product, "quantity": line.quantity,
             "unit_price_vnd": line.unit_price_vnd}
            for n, line in enumerate(lines, 1)
        ],
    )  # fmt: skip
    audit.note(actor, audit_actions.CART_VOIDED, shift, lines=len(lines), whole_cart=document.whole_cart)
    return results.CartVoid(document.uid, lines, document.whole_cart, at, actor.name)


def _places(document: CartVoidRequest) -> dict[str, int]:
    codes = sorted({line.product for line in document.lines})
    return {r["code"]: r["places"] for r in fetch_all(select(Product.code, Product.places).where(Product.code.in_(codes)))}


def _moment_in(shift: str, at: Timestamp | None, sent_at: Timestamp | None, actor: Actor) -> tuple[Row, datetime]:
    """The shift, locked, and the moment of what happened in it. What a till sends late may have been before the close."""
    if fetch_one(select(Shift.uid).where(Shift.uid == shift)) is None:
        raise NotFound(shifts.UNKNOWN)
    locked = shifts.lock(shift, actor, closed_too=at is not None)
    moment = shifts.within(locked["opened_at"], at, DeviceClock(clock.now(), sent_at))
    if locked["closed_at"] is not None and moment > locked["closed_at"]:
        raise DomainError("shift_closed", N_("Ca này đã đóng. Hãy mở ca mới."))
    return locked, moment
