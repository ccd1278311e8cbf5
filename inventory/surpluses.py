"""What counts find beyond the book: a later shortage of the product takes it back before anybody owes a loss.

Money is per product, goods are per lot. A surplus has no money, so a shortage that only undoes it has none either: who
types 1 050 for 50 and then counts 50 makes no debt. What sales find (`stock_short`) is no surplus of a count.

Source: contract of the outlet, section 18, Counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, insert, select

from core.db import execute, fetch_all, fetch_one
from core.i18n import N_
from core.models import Outlet
from core.people.approvals import Approval
from core.quantity import Milli, format_quantity
from inventory.models import CountLine, Lot, StockLevel, SurplusLine


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one count settles the differences of a product's lots.

    `surplus` is what it adds to the surplus of the product, below zero what its shortage takes back of it. `losses` is what
    is lost, by lot.
    """

    surplus: Milli
    losses: Mapping[str, Milli] = field(default_factory=dict)


def settle(differences: Sequence[tuple[str, Milli]], outstanding: Milli) -> Settlement:
    """Settles the differences of a product's lots, in the order of the document, with the surplus nothing took back yet."""
    total = sum(difference for _lot, difference in differences)
    if total >= 0:
        return Settlement(Milli(total))
    taken_back = min(outstanding, -total)
    lost = -total - taken_back
    losses: dict[str, Milli] = {}
    for lot, difference in differences:
        if difference < 0 < lost:
            losses[lot] = Milli(min(-difference, lost))
            lost -= losses[lot]
    return Settlement(Milli(-taken_back), losses)


def outstanding(products: Collection[str]) -> dict[str, Milli]:
    """What counts found of these products and no shortage took back yet. Call it in the queue of postings."""
    query = select(SurplusLine.product_code, func.sum(SurplusLine.quantity).label("quantity"))
    query = query.where(SurplusLine.product_code.in_(sorted(products))).group_by(SurplusLine.product_code)
    return dict.fromkeys(products, Milli(0)) | {r["product_code"]: Milli(int(r["quantity"])) for r in fetch_all(query)}


def record(count_uid: str, settlements: Mapping[str, Settlement]) -> None:
    """Writes what a count did to the surplus of each product."""
    rows: list[dict[str, object]] = [
        {"count_uid": count_uid, "product_code": product, "quantity": settlement.surplus, "is_reversal": False}
        for product, settlement in settlements.items()
        if settlement.surplus
    ]
    execute(insert(SurplusLine), rows)


def take_back(count_uid: str) -> set[str]:
    """Undoes what a count did to the surpluses, and returns the products whose surplus a later shortage has taken back.

    With any such product nothing is written.
    """
    query = select(SurplusLine.product_code, SurplusLine.quantity).where(SurplusLine.count_uid == count_uid)
    changes = {r["product_code"]: r["quantity"] for r in fetch_all(query)}
    left = outstanding(changes)
    gone = {product for product, quantity in changes.items() if left[product] < quantity}
    if not gone:
        rows: list[dict[str, object]] = [
            {"count_uid": count_uid, "product_code": product, "quantity": -quantity, "is_reversal": True}
            for product, quantity in changes.items()
        ]
        execute(insert(SurplusLine), rows)
    return gone


def exceeds_delivered_goods(products: Collection[str], leaving: Mapping[str, Milli] | None = None) -> bool:
    """Whether less of a product is left than its surplus: what just left was there by a count's word alone.

    `leaving` is what has not left yet, by product, for who asks before.
    """
    query = select(StockLevel.product_code, func.sum(StockLevel.on_hand).label("on_hand"))
    query = query.where(StockLevel.product_code.in_(sorted(products))).group_by(StockLevel.product_code)
    on_hand = {r["product_code"]: int(r["on_hand"]) for r in fetch_all(query)}
    left = {product: quantity - (leaving or {}).get(product, 0) for product, quantity in on_hand.items()}
    return any(quantity > left.get(product, 0) for product, quantity in outstanding(products).items())


OVER_LIMIT = N_("Số hàng chênh lệch vượt mức thủ kho được tự ghi: cần quản lý duyệt.")


def exceeds_limit(value_vnd: int) -> bool:
    """Whether goods are worth more than who is no manager may write off alone."""
    outlet = fetch_one(select(Outlet.loss_limit_vnd))
    limit_vnd = outlet["loss_limit_vnd"] if outlet else 0
    return bool(limit_vnd and value_vnd > limit_vnd)


def require_within_limit(value_vnd: int, approval: Approval) -> None:
    """Raises `approval_needed` for one who is no manager when the goods are worth more than the outlet's limit."""
    if exceeds_limit(value_vnd):
        approval.require(OVER_LIMIT)


def gaps() -> Iterator[str]:
    """Surpluses that are below zero or do not follow from the counts, each as a line of text."""
    query = select(SurplusLine.product_code, func.sum(SurplusLine.quantity).label("quantity")).group_by(SurplusLine.product_code)
    for r in fetch_all(query.order_by(SurplusLine.product_code)):
        if r["quantity"] < 0:
            yield f"product {r['product_code']}: counts took back {format_quantity(-int(r['quantity']))} that none found"
    counted = select(CountLine.count_uid, Lot.product_code, func.sum(CountLine.counted - CountLine.booked).label("difference"))
    counted = counted.join(Lot, Lot.code == CountLine.lot).group_by(CountLine.count_uid, Lot.product_code)
    differences: dict[tuple[str, str], int] = defaultdict(int)
    differences.update({(r["count_uid"], r["product_code"]): int(r["difference"]) for r in fetch_all(counted)})
    for r in fetch_all(select(SurplusLine.__table__).order_by(SurplusLine.id)):
        difference = differences[r["count_uid"], r["product_code"]] * (-1 if r["is_reversal"] else 1)
        if not min(difference, 0) <= r["quantity"] <= max(difference, 0):
            yield f"count {r['count_uid']} product {r['product_code']}: surplus {format_quantity(r['quantity'])} does not follow"
