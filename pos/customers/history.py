"""What customers bought, and who bought of a lot."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select, tuple_

from core.db import fetch_all, fetch_one
from core.errors import NotFound
from core.money import Vnd
from core.people.actor import Actor
from core.quantity import Milli
from inventory.models import Lot
from pos.customers import registry
from pos.customers.models import CustomerSale
from pos.customers.results import BoughtGoods, CustomerSaleResult, LotBuyer
from pos.models import Refund, RefundLine, Sale, SaleLine
from suppliers.models import Product


def sales_of(customer: str, actor: Actor, *, after: str | None = None, limit: int = 100) -> list[CustomerSaleResult]:
    """The sales of a customer, the newest first; `after` is the uid of the last one that was read. Raises NotFound."""
    registry.show(customer, actor)
    place = (Sale.year, Sale.sequence)
    query = select(Sale.uid, Sale.number, Sale.business_day, Sale.total_vnd).join(CustomerSale, CustomerSale.sale_uid == Sale.uid)
    query = query.where(CustomerSale.customer_uid == customer).order_by(Sale.year.desc(), Sale.sequence.desc()).limit(limit)
    if after is not None and (last := fetch_one(select(*place).where(Sale.uid == after))):
        query = query.where(tuple_(*place) < (last["year"], last["sequence"]))
    sales = fetch_all(query)
    uids = [sale["uid"] for sale in sales]
    back_vnd = {
        r["sale_uid"]: int(r["vnd"])
        for r in fetch_all(
            select(Refund.sale_uid, func.sum(Refund.total_vnd).label("vnd"))
            .where(Refund.sale_uid.in_(uids))
            .group_by(Refund.sale_uid)
        )
    }
    goods = _goods(uids)
    return [
        CustomerSaleResult(
            sale=sale["uid"],
            number=sale["number"],
            day=sale["business_day"],
            total_vnd=sale["total_vnd"],
            refunded_vnd=Vnd(back_vnd.get(sale["uid"], 0)),
            goods=goods[sale["uid"]],
        )
        for sale in sales
    ]


def _goods(sales: list[str]) -> dict[str, list[BoughtGoods]]:
    """What was bought in each sale, a product once."""
    back = (
        select(RefundLine.sale_uid, RefundLine.line, func.sum(RefundLine.quantity).label("back"))
        .where(RefundLine.sale_uid.in_(sales))
        .group_by(RefundLine.sale_uid, RefundLine.line)
        .subquery()
    )
    query = (
        select(
            SaleLine.sale_uid,
            SaleLine.product_code,
            Product.name,
            Product.unit,
            func.sum(SaleLine.quantity).label("quantity"),
            func.coalesce(func.sum(back.c.back), 0).label("refunded"),
        )
        .join(Product, Product.code == SaleLine.product_code)
        .outerjoin(back, (back.c.sale_uid == SaleLine.sale_uid) & (back.c.line == SaleLine.line))
        .where(SaleLine.sale_uid.in_(sales))
        .group_by(SaleLine.sale_uid, SaleLine.product_code, Product.name, Product.unit)
        .order_by(SaleLine.sale_uid, func.min(SaleLine.line))
    )
    goods: dict[str, list[BoughtGoods]] = defaultdict(list)
    for r in fetch_all(query):
        bought = BoughtGoods(r["product_code"], r["name"], Milli(int(r["quantity"])), Milli(int(r["refunded"])), r["unit"])
        goods[r["sale_uid"]].append(bought)
    return goods


def buyers_of(lot: str) -> list[LotBuyer]:
    """The known customers who bought of a lot, the newest first, with what did not come back. Raises NotFound."""
    if fetch_one(select(Lot.code).where(Lot.code == lot)) is None:
        raise NotFound()
    back = (
        select(RefundLine.sale_uid, func.sum(RefundLine.quantity).label("back"))
        .where(RefundLine.lot == lot)
        .group_by(RefundLine.sale_uid)
        .subquery()
    )
    left = func.sum(SaleLine.quantity) - func.coalesce(func.max(back.c.back), 0)
    sold = fetch_all(
        select(Sale.uid, Sale.number, Sale.business_day, CustomerSale.customer_uid, left.label("quantity"))
        .join(SaleLine, SaleLine.sale_uid == Sale.uid)
        .join(CustomerSale, CustomerSale.sale_uid == Sale.uid)
        .outerjoin(back, back.c.sale_uid == Sale.uid)
        .where(SaleLine.lot == lot)
        .group_by(Sale.uid, Sale.number, Sale.business_day, Sale.year, Sale.sequence, CustomerSale.customer_uid)
        .order_by(Sale.year.desc(), Sale.sequence.desc())
    )
    customers = registry.by_uid([r["customer_uid"] for r in sold], whole=True)
    return [
        LotBuyer(
            sale=r["uid"],
            number=r["number"],
            day=r["business_day"],
            customer=r["customer_uid"],
            name=customers[r["customer_uid"]].name,
            phone=customers[r["customer_uid"]].phone,
            quantity=Milli(int(r["quantity"])),
        )
        for r in sold
        if r["quantity"]
    ]
