"""A lot traced both ways: back to its delivery, producer and papers, forward to places, sales and customers. Read-only.

Source: contract of the outlet, section 13.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select

from core.db import Row, fetch_all, fetch_one
from core.errors import Invalid
from core.i18n import N_
from core.quantity import ZERO, Milli
from inventory import queries
from inventory.choices import GoodsDocumentKind, MovementKind
from inventory.document_queries import number_of
from inventory.models import DeliveryLine, GoodsDocument, GoodsReversal, Movement
from pos.customers import history
from pos.models import RefundLine, Sale, SaleLine
from reports.stock_book.results import (
    CameFrom,
    LotTrace,
    TracedCustomer,
    TracedDelivery,
    TracedLoss,
    TracedPaper,
    TracedProducer,
    TracedSale,
    WentTo,
)
from suppliers.certificates import papers
from suppliers.choices import LossCause, ProducerKind
from suppliers.models import Producer, Product


def trace(
    lot: str, *, producer: str | None = None, with_customers: bool = False, after: str | None = None, limit: int = 100
) -> LotTrace:
    """A lot both ways, its sales in the order of their numbers after the one numbered `after`.

    Raises NotFound, also for another producer's lot. A `producer` reads of its sales when, where and how much.
    """
    found = queries.lot(lot, producer)
    goods = fetch_one(
        select(Product.__table__, Producer.name.label("producer_name"), Producer.kind, Producer.commune.label("producer_commune"))
        .join(Producer, Producer.code == Product.producer_code)
        .where(Product.code == found.product)
    )
    assert goods is not None
    sold, given_back, lost = _gone(lot)
    sales, following = _sales(lot, after, limit, hidden=producer is not None)
    commune = goods["commune"] or goods["producer_commune"]
    return LotTrace(
        lot=lot,
        product=found.product,
        name=found.name,
        unit=found.unit,
        made_on=found.made_on,
        best_before=found.best_before,
        recalled=found.recalled,
        back=CameFrom(
            deliveries=_deliveries(lot),
            producer=TracedProducer(
                code=found.producer,
                name=goods["producer_name"],
                kind=ProducerKind(goods["kind"]),
                commune=goods["producer_commune"],
            ),
            member=found.member,
            commune=commune,
            papers=_papers(goods),
        ),
        forward=WentTo(
            places=found.places,
            sold=sold,
            given_back=given_back,
            lost=lost,
            sales=sales,
            next=following,
            customers=_customers(lot) if with_customers else None,
        ),
    )


def _papers(goods: Row) -> list[TracedPaper]:
    of_goods = papers.of_product(goods["code"], goods["producer_code"])
    return [
        TracedPaper(
            kind=paper.kind,
            number=paper.number,
            issuer=paper.issuer,
            issued_on=paper.issued_on,
            valid_until=paper.valid_until,
            stars=paper.stars,
        )
        for paper in of_goods
    ]


def _deliveries(lot: str) -> list[TracedDelivery]:
    query = (
        select(
            GoodsDocument.uid,
            GoodsDocument.year,
            GoodsDocument.sequence,
            GoodsDocument.day,
            GoodsDocument.place_code,
            GoodsReversal.uid.label("reversal"),
            func.sum(DeliveryLine.quantity).label("quantity"),
        )
        .join(DeliveryLine, (DeliveryLine.delivery_uid == GoodsDocument.uid) & (GoodsDocument.kind == DeliveryLine.document_kind))
        .outerjoin(GoodsReversal, (GoodsReversal.kind == GoodsDocument.kind) & (GoodsReversal.document_uid == GoodsDocument.uid))
        .where(DeliveryLine.lot == lot)
        .group_by(GoodsDocument.id, GoodsDocument.uid, GoodsDocument.year, GoodsDocument.sequence)
        .group_by(GoodsDocument.day, GoodsDocument.place_code, GoodsReversal.uid)
        .order_by(GoodsDocument.id)
    )
    return [
        TracedDelivery(
            uid=r["uid"],
            number=number_of(GoodsDocumentKind.DELIVERY, r["year"], r["sequence"]),
            day=r["day"],
            place=r["place_code"],
            quantity=Milli(int(r["quantity"])),
            reversed=r["reversal"] is not None,
        )
        for r in fetch_all(query)
    ]


def _gone(lot: str) -> tuple[Milli, Milli, list[TracedLoss]]:
    """What was sold of a lot and did not come back, what was given back, and what was lost by cause."""
    outward = Movement.to_place.is_(None)
    query = select(Movement.kind, Movement.cause, outward.label("outward"), func.sum(Movement.quantity).label("quantity"))
    sums: dict[tuple[MovementKind, str | None], int] = defaultdict(int)
    for r in fetch_all(query.where(Movement.lot == lot).group_by(Movement.kind, Movement.cause, outward)):
        sums[MovementKind(r["kind"]), r["cause"]] += int(r["quantity"]) if r["outward"] else -int(r["quantity"])
    sold = sums[MovementKind.SOLD, None] + sums[MovementKind.REFUNDED, None]
    lost = [
        TracedLoss(cause=LossCause(cause) if cause else None, quantity=Milli(quantity))
        for (kind, cause), quantity in sums.items()
        if kind is MovementKind.LOST and quantity > 0
    ]
    return Milli(sold), Milli(sums[MovementKind.RETURNED, None]), lost


def _sales(lot: str, after: str | None, limit: int, *, hidden: bool) -> tuple[list[TracedSale], str | None]:
    query = (
        select(Sale.uid, Sale.number, Sale.year, Sale.sequence, Sale.sold_at, Sale.place_code)
        .add_columns(func.sum(SaleLine.quantity).label("quantity"))
        .join(SaleLine, SaleLine.sale_uid == Sale.uid)
        .where(SaleLine.lot == lot)
        .group_by(Sale.uid, Sale.number, Sale.year, Sale.sequence, Sale.sold_at, Sale.place_code)
        .order_by(Sale.year, Sale.sequence)
        .limit(limit + 1)
    )
    if after is not None:
        year, sequence = _cursor(after)
        query = query.where((Sale.year > year) | ((Sale.year == year) & (Sale.sequence > sequence)))
    rows = fetch_all(query)
    more, rows = len(rows) > limit, rows[:limit]
    returned = _returned(lot, [r["uid"] for r in rows])
    sales = [
        TracedSale(
            sale=None if hidden else r["uid"],
            number=None if hidden else r["number"],
            at=r["sold_at"],
            place=r["place_code"],
            quantity=Milli(int(r["quantity"])),
            returned=returned.get(r["uid"], ZERO),
        )
        for r in rows
    ]
    return sales, f"{rows[-1]['year']}-{rows[-1]['sequence']}" if more else None


def _cursor(after: str) -> tuple[int, int]:
    year, _dash, sequence = after.partition("-")
    if not all(part.isascii() and part.isdigit() and len(part) <= 15 for part in (year, sequence)):
        raise Invalid(("after", N_("Sai định dạng.")))
    return min(int(year), 9999), int(sequence)


def _returned(lot: str, sales: Sequence[str]) -> dict[str, Milli]:
    query = select(RefundLine.sale_uid, func.sum(RefundLine.quantity).label("quantity"))
    query = query.where(RefundLine.lot == lot, RefundLine.sale_uid.in_(sales)).group_by(RefundLine.sale_uid)
    return {r["sale_uid"]: Milli(int(r["quantity"])) for r in fetch_all(query)}


def _customers(lot: str) -> list[TracedCustomer]:
    return [
        TracedCustomer(
            customer=buyer.customer,
            name=buyer.name,
            phone=buyer.phone,
            sale=buyer.sale,
            number=buyer.number,
            day=buyer.day,
            quantity=buyer.quantity,
        )
        for buyer in history.buyers_of(lot)
    ]
