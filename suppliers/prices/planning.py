"""Prices that begin on a day to come: planned, withdrawn, and brought into force when their day begins."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, delete, insert, select, update

from core import clock
from core.db import Prepared, advisory_lock, audit, execute, fetch_all, fetch_one, on_postgresql, transaction
from core.errors import DomainError, Invalid, NotFound
from core.events import emit
from core.i18n import N_
from core.money import Vnd
from core.people.actor import SYSTEM, Actor
from suppliers import audit_actions
from suppliers.events import PriceChanged, PriceWithdrawn
from suppliers.models import Product, ProductPrice
from suppliers.prices import history
from suppliers.prices.models import PlannedPrice
from suppliers.prices.results import PriceInForce
from suppliers.products import next_version

QUEUE = "planned prices"
"""Whoever plans, or begins a day, does so alone; taken before the rows of products, and those before the catalogue's version."""
_DUE = Prepared(select(PlannedPrice.product_code).where(PlannedPrice.from_day <= bindparam("day")).limit(1))


def plan(code: str, from_day: date, price_vnd: Vnd, actor: Actor, proposal: str | None = None) -> bool:
    """Plans the price of a product from a day on, or another one for the same day; says whether the day had none.

    Raises NotFound for an unknown product, and Invalid for a day that has begun.
    """
    advisory_lock(QUEUE)
    prices = _lock([code])
    if not prices:
        raise NotFound(N_("Không có sản phẩm này."))
    if from_day <= clock.today():
        raise Invalid(("from", N_("Giá chỉ đặt trước được cho ngày sau hôm nay.")))
    before = history.planned(code, from_day)
    execute(delete(PlannedPrice).where(*_of(code, from_day)))
    row = {"product_code": code, "from_day": from_day, "price_vnd": price_vnd, "proposal_uid": proposal}
    execute(insert(PlannedPrice), {**row, "planned_at": clock.now(), "planned_by": actor.name})
    _tell_tills(code)
    audit.record_change(actor, audit_actions.PRICE_PLANNED, code, before, history.planned(code, from_day))
    if proposal is None:
        emit(PriceChanged(code, price_vnd, from_day))
    return before is None


def withdraw(code: str, from_day: date, actor: Actor) -> None:
    """Takes a planned price back. Raises NotFound where none is planned, and `too_late` once its day has begun."""
    advisory_lock(QUEUE)
    before = history.planned(code, from_day)
    if from_day <= clock.today() and (before or history.began(code, from_day)):
        raise DomainError("too_late", N_("Giá này đã áp dụng, không rút lại được nữa. Hãy sửa giá của sản phẩm."))
    if before is None:
        raise NotFound(N_("Không có giá nào đặt trước cho ngày này."))
    _lock([code])
    execute(delete(PlannedPrice).where(*_of(code, from_day)))
    _tell_tills(code)
    audit.record_change(actor, audit_actions.PRICE_WITHDRAWN, code, before, None)
    emit(PriceWithdrawn(code, from_day))


def set_now(code: str, price_vnd: Vnd, actor: Actor, proposal: str) -> None:
    """Brings a price into force at once, because a proposal was approved on its day or later."""
    before = _lock([code])[code]
    _set(code, price_vnd, clock.now())
    after = PriceInForce(price_vnd, clock.today(), actor.name, proposal)
    audit.record_change(actor, audit_actions.PRICE_BEGAN, code, PriceInForce(before), after)


def take_effect() -> None:
    """Brings into force the prices whose day has begun, from the first moment of their days on, whenever this is done.

    Several processes may do it at once: each price comes into force one time.
    """
    today = clock.today()
    if fetch_one(_DUE, {"day": today}):
        transaction(lambda: _begin(today))


def _begin(day: date) -> None:
    advisory_lock(QUEUE)
    due = fetch_all(
        select(PlannedPrice.__table__)
        .where(PlannedPrice.from_day <= day)
        .order_by(PlannedPrice.from_day, PlannedPrice.product_code)
    )
    prices = _lock(sorted({row["product_code"] for row in due}))
    for row in due:
        code, before = row["product_code"], PriceInForce(prices[row["product_code"]])
        _set(code, row["price_vnd"], clock.midnight(row["from_day"]))
        after = PriceInForce(row["price_vnd"], row["from_day"], row["planned_by"], row["proposal_uid"])
        audit.record_change(SYSTEM, audit_actions.PRICE_BEGAN, code, before, after)
        prices[code] = row["price_vnd"]
    execute(delete(PlannedPrice).where(PlannedPrice.from_day <= day))


def _set(code: str, price_vnd: Vnd, from_at: datetime) -> None:
    execute(update(Product).where(Product.code == code).values(price_vnd=price_vnd, version=next_version()))
    execute(insert(ProductPrice), {"product_code": code, "price_vnd": price_vnd, "from_at": from_at})


def _tell_tills(code: str) -> None:
    execute(update(Product).where(Product.code == code).values(version=next_version()))


def _lock(codes: list[str]) -> dict[str, Vnd]:
    """The prices in force of products, whose rows are held to the end of the act, in the order of their codes."""
    products = select(Product.code, Product.price_vnd).where(Product.code.in_(codes)).order_by(Product.code)
    held = products.with_for_update(key_share=True) if on_postgresql() else products
    return {row["code"]: row["price_vnd"] for row in fetch_all(held)}


def _of(code: str, from_day: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return PlannedPrice.product_code == code, PlannedPrice.from_day == from_day
